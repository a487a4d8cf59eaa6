"""The short words that answer a question of ours: yes, no, and not knowing; they mean nothing without the question."""

from enum import StrEnum

from handlers.turn import Turn
from language.normalising import fold

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


def _words(turn: Turn, answer: ShortAnswer) -> set[str]:
    return {_plain(words) for words in turn.office.texts.label("short_answers", answer).split(",")}


def _plain(text: str) -> str:
    return " ".join(fold(word) for word in text.strip(_AROUND).split())
