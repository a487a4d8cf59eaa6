"""The words of a report, each looked at with its neighbours, and the stretch of them that learned weights mark."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from language.features import Features, View
from language.report_text import ReportText

OUTSIDE, BEGINNING, INSIDE = "outside", "beginning", "inside"
_REACH = 3
_LONGEST = 16
_NUMBER, _EDGE = "0", "|"


class Mark(NamedTuple):
    """How much speaks for a word's being outside, the beginning or the inside of a stretch; log odds."""

    outside: float
    beginning: float
    inside: float


def word_features(report: ReportText, notes: Sequence[frozenset[str]]) -> list[Features]:
    """What is seen at each word; `notes` say of each token what the grammars take it for."""
    words = [_NUMBER if token.is_number else token.folded for token in report.tokens]
    around = [_EDGE] * _REACH
    padded = [*around, *words, *around]
    return [
        {View.FOLDED: frozenset((*_neighbours(padded, at + _REACH), *_accents(report, at), *_noted(notes, at)))}
        for at in range(len(words))
    ]


def _neighbours(words: Sequence[str], at: int) -> Iterator[str]:
    for shift in range(-_REACH, _REACH + 1):
        yield f"{shift}:{words[at + shift]}"
    one, two, here, four, five = words[at - 2 : at + 3]
    yield f"<<:{one} {two}"
    yield f"<:{two} {here}"
    yield f"<>:{two} {here} {four}"
    yield f">:{here} {four}"
    yield f">>:{four} {five}"


def _accents(report: ReportText, at: int) -> Iterator[str]:
    for shift in (-1, 0, 1):
        if 0 <= at + shift < len(report.tokens) and report.tokens[at + shift].is_marked:
            yield f"a{shift}:{report.tokens[at + shift].sound}"
    if report.text[report.tokens[at].start : report.tokens[at].start + 1].isupper():
        yield "capital"


def _noted(notes: Sequence[frozenset[str]], at: int) -> Iterator[str]:
    for shift in (-2, -1, 0, 1, 2):
        if 0 <= at + shift < len(notes):
            yield from (f"n{shift}:{note}" for note in notes[at + shift])


def best_stretch(marks: Sequence[Mark]) -> tuple[int, int] | None:
    """The tokens `start` up to `end` that speak most for being one stretch; None when none speaks for it."""
    best, found = 0.0, None
    for start in range(len(marks)):
        score = marks[start].beginning - marks[start].outside
        for end in range(start + 1, min(len(marks), start + _LONGEST) + 1):
            if end > start + 1:
                score += marks[end - 1].inside - marks[end - 1].outside
            if score > best:
                best, found = score, (start, end)
    return found


def weight_of_stretch(marks: Sequence[Mark], start: int, end: int) -> float:
    """How much speaks for the tokens `start` up to `end` being one stretch."""
    return sum(mark.inside - mark.outside for mark in marks[start + 1 : end]) + (
        marks[start].beginning - marks[start].outside
    )
