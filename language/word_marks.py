"""The words of a report, each looked at with its neighbours, and the stretch of them that learned weights mark."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from language.features import Features, View
from language.report_text import ReportText
from language.surroundings import EDGE

OUTSIDE, BEGINNING, INSIDE = "outside", "beginning", "inside"
LONGEST = 16
_REACH = 3
_WORDS_BY_THEMSELVES = 0.7
_NO_STRETCH = -0.6
_FARTHEST, _LONGEST_CLAUSE = 4, 8
_LETTERS = 3
_MOST_OF_LENGTH = 7
_PLACE = "place:"


class Mark(NamedTuple):
    """How much speaks for a word's being outside, the beginning or the inside of a stretch; log odds."""

    outside: float
    beginning: float
    inside: float


def word_features(report: ReportText, notes: Sequence[frozenset[str]]) -> list[Features]:
    """What is seen at each word; `notes` say of each token what the grammars take it for."""
    words = report.seen_words
    around = [EDGE] * _REACH
    padded = [*around, *words, *around]
    return [
        {
            View.FOLDED: frozenset(
                (
                    *_neighbours(padded, at + _REACH),
                    *_accents(report, at),
                    *_noted(notes, at),
                    *_clause(report, words, at),
                    *_lines(report, at),
                    *_letters(words[at]),
                )
            )
        }
        for at in range(len(words))
    ]


def run_features(report: ReportText, notes: Sequence[frozenset[str]], start: int, at: int) -> Features:
    """What is seen of a stretch that began with the token `start` where it may go on with the token `at`."""
    first, here = report.seen_words[start], report.seen_words[at]
    second = report.tokens[start + 1].folded if at > start + 1 else EDGE
    length = min(at - start, _MOST_OF_LENGTH)
    line = f"line:{report.breaks_line(start + 1, at)}"
    seen = f"seen:{_has_place(notes[start:at])}:{_has_place(notes[at : at + 1])}"
    names = (
        f"h:{first}",
        f"l:{length}",
        f"h:{first}:{here}",
        f"h:{first}:{length}",
        f"hh:{first} {second}",
        seen,
        f"{seen}:{here}",
        line,
    )
    return {View.ACCENTED: frozenset(names)}


def _has_place(notes: Sequence[frozenset[str]]) -> bool:
    return any(note.startswith(_PLACE) for noted in notes for note in noted)


def _neighbours(words: Sequence[str], at: int) -> Iterator[str]:
    for shift in range(-_REACH, _REACH + 1):
        yield f"{shift}:{words[at + shift]}"
    one, two, here, four, five = words[at - 2 : at + 3]
    yield f"<<:{one} {two}"
    yield f"<:{two} {here}"
    yield f"<>:{two} {here} {four}"
    yield f">:{here} {four}"
    yield f">>:{four} {five}"


def _lines(report: ReportText, at: int) -> Iterator[str]:
    """Where lines begin around a word; nothing in a message of one line."""
    if report.line_starts:
        yield from (f"line{shift}" for shift in (-1, 0, 1, 2) if at + shift in report.line_starts)


def _accents(report: ReportText, at: int) -> Iterator[str]:
    for shift in (-1, 0, 1):
        if 0 <= at + shift < len(report.tokens):
            if report.tokens[at + shift].is_marked:
                yield f"a{shift}:{report.tokens[at + shift].sound}"
            if report.is_capital(at + shift):
                yield f"capital{shift}"


def _clause(report: ReportText, words: Sequence[str], at: int) -> Iterator[str]:
    """How far behind the last sign a word stands, and the first word since."""
    start = at
    while start and at - start < _LONGEST_CLAUSE and start not in report.line_starts and _is_spoken(report, start - 1):
        start -= 1
    far = min(at - start, _FARTHEST)
    yield f"from:{far}"
    yield f"clause:{words[start]}:{far}"


def _is_spoken(report: ReportText, at: int) -> bool:
    return report.tokens[at].is_word or report.tokens[at].is_number


def _letters(word: str) -> Iterator[str]:
    if len(word) > _LETTERS:
        yield f"p:{word[:_LETTERS]}"
        yield f"e:{word[-_LETTERS:]}"


def _noted(notes: Sequence[frozenset[str]], at: int) -> Iterator[str]:
    for shift in (-2, -1, 0, 1, 2):
        if 0 <= at + shift < len(notes):
            yield from (f"n{shift}:{note}" for note in notes[at + shift])


def best_stretch(marks: Sequence[Mark], runs: Mapping[int, Sequence[float]]) -> tuple[int, int] | None:
    """The tokens `start` up to `end` that speak most for being one stretch; None when none speaks for it.

    `runs` hold for the likeliest first tokens the log odds that the stretch goes on with each of the next.
    """
    best, found = _NO_STRETCH, None
    for start, run in runs.items():
        score = marks[start].beginning - marks[start].outside
        for length in range(1, len(run) + 2):
            if length > 1:
                mark = marks[start + length - 1]
                score += _WORDS_BY_THEMSELVES * (mark.inside - mark.outside) + _log_share(run[length - 2])
            ended = score + (_log_share(-run[length - 1]) if length <= len(run) else 0.0)
            if ended > best:
                best, found = ended, (start, start + length)
    return found


def _log_share(odds: float) -> float:
    """The logarithm of the probability that these log odds tell."""
    return min(odds, 0.0) - math.log1p(math.exp(-abs(odds)))


def weight_of_stretch(marks: Sequence[Mark], start: int, end: int) -> float:
    """How much speaks for the tokens `start` up to `end` being one stretch."""
    return sum(mark.inside - mark.outside for mark in marks[start + 1 : end]) + (
        marks[start].beginning - marks[start].outside
    )
