"""What of a message is counted when its meaning is weighed: word and letter groups in two views, and evidence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.understanding import ActivityType, Category, Chat, Intent, QuestionTopic, Sender, Topic
from language.evidence import Evidence
from language.lexicon import Cue, SignalKey
from language.normalising import Token
from language.signs import Signs
from language.votes import intent_scores, votes

MOST_TOKENS = 250
_LONGEST_WORD_GROUP = 3
_LETTER_GROUPS = (3, 4, 5)
_PLACE, _NUMBER, _START, _END = "@p", "0", "^", "$"
_KEPT_MARKS = {"?", "!", "@p"}
_LONG_NUMBER = 6
_STEPS = (1.0, 3.0, 6.0, 9.0)
_LENGTHS = (2, 4, 8, 14, 24, 40, 80)
_EVIDENCE_KINDS: tuple[type[SignalKey], ...] = (Intent, Category, Topic, QuestionTopic, Cue, ActivityType)
_VOTED_ON: tuple[type[SignalKey], ...] = (Category, Topic, QuestionTopic)
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")


class View(StrEnum):
    """The ways one message is looked at; each counts as much however long the message is, but for evidence."""

    FOLDED = "f"
    ACCENTED = "a"
    LETTERS = "c"
    EVIDENCE = "e"


Features = dict[View, frozenset[str]]


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What is known of a message beside its words."""

    sender: Sender
    chat: Chat
    names_team: bool
    counted_numbers: int
    names_place: bool
    names_case: bool
    signs: Signs


def features_of(
    tokens: Sequence[Token], evidence: Evidence, around: Surroundings, place_spans: Sequence[tuple[int, int]]
) -> Features:
    """Everything counted in one message, or one sentence of it; names of places count as one same word."""
    read = _without_places(tokens[:MOST_TOKENS], place_spans)
    folded = [_START, *(word for word, _ in read), _END]
    sounds = [sound for _, sound in read]
    return {
        View.FOLDED: frozenset(_word_groups(folded, _LONGEST_WORD_GROUP)),
        View.ACCENTED: frozenset(_marked_groups(read, sounds)),
        View.LETTERS: frozenset(_letter_groups(" ".join(folded))),
        View.EVIDENCE: frozenset(_evidence_features(evidence, around, tokens)),
    }


def _without_places(tokens: Sequence[Token], spans: Sequence[tuple[int, int]]) -> list[tuple[str, str]]:
    """The folded and the accented words; each place is one sign, numbers are levelled, most signs fall away."""
    words: list[tuple[str, str]] = []
    within: tuple[int, int] | None = None
    for token in tokens:
        span = next((span for span in spans if span[0] <= token.start and token.end <= span[1]), None)
        if span is not None:
            if span != within:
                words.append((_PLACE, _PLACE))
            within = span
            continue
        within = None
        if token.is_number:
            words.append((_NUMBER * (2 if len(token.word) >= _LONG_NUMBER else 1), _NUMBER))
        elif token.is_word:
            words.append((token.folded, token.sound))
        elif token.word in _KEPT_MARKS:
            words.append((token.word, token.word))
        elif _EMOJI.match(token.word):
            words.append(("@e", "@e"))
    return words


def _word_groups(words: Sequence[str], longest: int) -> Iterator[str]:
    yield from words[1:-1]
    for length in range(2, longest + 1):
        yield from map(" ".join, zip(*(words[shift:] for shift in range(length)), strict=False))


def _marked_groups(read: Sequence[tuple[str, str]], sounds: Sequence[str]) -> Iterator[str]:
    marked = [word != sound for word, sound in read]
    for position, is_marked in enumerate(marked):
        if is_marked:
            yield sounds[position]
        if position and (is_marked or marked[position - 1]):
            yield f"{sounds[position - 1]} {sounds[position]}"


def _letter_groups(text: str) -> Iterator[str]:
    for length in _LETTER_GROUPS:
        for start in range(len(text) - length + 1):
            yield text[start : start + length]


def _evidence_features(evidence: Evidence, around: Surroundings, tokens: Sequence[Token]) -> Iterator[str]:
    for kind in _EVIDENCE_KINDS:
        weights = evidence.weights(kind)
        prefix = kind.__name__
        for key, weight in weights.items():
            yield from (f"{prefix}:{key}:{step:.0f}" for step in _STEPS if weight >= step)
        if kind in _VOTED_ON:
            yield from votes(prefix, weights)
    yield from votes("vote", _vote(evidence, around))
    yield from _shape_features(around, len(tokens))
    if evidence.is_dangerous:
        yield "danger"
    if evidence.is_surely_dangerous:
        yield "danger:sure"


def _vote(evidence: Evidence, around: Surroundings) -> dict[Intent, float]:
    return intent_scores(
        evidence,
        sender=around.sender,
        names_team=around.names_team,
        counted_numbers=around.counted_numbers,
        shows_contact=around.signs.link or around.signs.phone,
    )


def _shape_features(around: Surroundings, length: int) -> Iterator[str]:
    yield f"sender:{around.sender}"
    yield f"chat:{around.sender}:{around.chat}"
    yield f"counts:{min(around.counted_numbers, 3)}:{around.sender}"
    yield f"team:{around.names_team}:{around.sender}"
    yield f"place:{around.names_place}"
    yield f"case:{around.names_case}"
    yield from (f"length:{step}" for step in _LENGTHS if length >= step)
    yield from (f"sign:{sign}" for sign in around.signs.all_true())
