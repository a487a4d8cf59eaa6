"""The short words that answer a question of ours: yes, no, and not knowing; they mean nothing without the question."""

from collections.abc import Sequence
from enum import StrEnum

from handlers.turn import Turn
from language.normalising import fold_words

_AROUND = " .,!?…~"


class ShortAnswer(StrEnum):
    """What a short word can answer; the words stand in `templates/labels.toml` `[short_answers]`."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def short_answer(turn: Turn, text: str) -> ShortAnswer | None:
    """Which short answer a message is, with or without accents, or None."""
    said = _plain(text)
    return next((answer for answer in ShortAnswer if said in _words(turn, answer)), None)


def chosen_by_words(turn: Turn, text: str, group: str, offered: Sequence[str]) -> str | None:
    """Which of the offered choices a message names: by the words of a group of labels, or by its number from 1 on."""
    said = _plain(text)
    if said.isdecimal() and 1 <= int(said) <= len(offered):
        return offered[int(said) - 1]
    return next((choice for choice in turn.office.texts.group(group) if said in _words(turn, choice, group)), None)


def _words(turn: Turn, answer: str, group: str = "short_answers") -> set[str]:
    return {_plain(words) for words in turn.office.texts.label(group, answer).split(",")}


def _plain(text: str) -> str:
    return fold_words(text.strip(_AROUND))
