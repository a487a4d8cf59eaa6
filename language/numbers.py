"""Which numbers a message writes, in digits or words, and what each counts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from language.evidence import Evidence
from language.lexicon import Counted, NumberWords
from language.normalising import Token

_MOST_DIGITS = 7
_RANGE_SIGNS = {"-", "\u2013"}
_TEN = 10


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number at the tokens `start` up to `end`; `value` is None for a vague one."""

    value: int | None
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Count:
    """A number and what it counts; `end` is the token after the counted word."""

    value: int
    what: Counted
    end: int


def find_counts(tokens: Sequence[Token], evidence: Evidence, words: NumberWords) -> tuple[Count, ...]:
    """Every number directly followed by something that can be counted; vague ones are left out."""
    counted = {hit.start: hit for hit in evidence.hits if isinstance(hit.meaning.key, Counted)}
    found: list[Count] = []
    position = 0
    while position < len(tokens):
        number = number_at(tokens, position, words, counted.keys())
        hit = counted.get(number.end) if number else None
        if number and hit and number.value is not None and isinstance(hit.meaning.key, Counted):
            found.append(Count(value=number.value, what=hit.meaning.key, end=hit.end))
        position = number.end if number else position + 1
    return tuple(found)


def number_at(tokens: Sequence[Token], position: int, words: NumberWords, stops: Collection[int] = ()) -> Number | None:
    """The number that begins at this token and ends before any of `stops`.

    A range counts its lower end (language rules).
    """
    if tokens[position].is_number:
        return _digits_at(tokens, position, words)
    if tokens[position].folded in words.vague:
        end = _skip(tokens, position + 1, words.tens.keys() | words.hundreds.keys())
        return Number(value=None, start=position, end=end) if end > position + 1 else None
    return _words_at(tokens, position, words, stops)


def _digits_at(tokens: Sequence[Token], position: int, words: NumberWords) -> Number:
    digits, end = tokens[position].word, position + 1
    while _is_thousands_group(tokens, end):
        digits, end = digits + tokens[end + 1].word, end + 2
    value = int(digits) if len(digits) <= _MOST_DIGITS else None
    if end + 1 < len(tokens) and tokens[end].folded in _RANGE_SIGNS and tokens[end + 1].is_number:
        end += 2
    if value is not None and end < len(tokens) and (factor := words.tens.get(tokens[end].folded)):
        value, end = value * factor, end + 1
    return Number(value=value, start=position, end=end)


def _is_thousands_group(tokens: Sequence[Token], position: int) -> bool:
    group = tokens[position : position + 2]
    return (
        len(group) == 2
        and group[0].folded == "."
        and all(token.is_glued for token in group)
        and group[1].is_number
        and len(group[1].word) == 3
    )


def _skip(tokens: Sequence[Token], position: int, words: set[str]) -> int:
    while position < len(tokens) and tokens[position].folded in words:
        position += 1
    return position


def _words_at(tokens: Sequence[Token], position: int, words: NumberWords, stops: Collection[int]) -> Number | None:
    total, last, end = 0, 0, position
    while end < len(tokens) and (end == position or end not in stops):
        word = tokens[end].folded
        factor = words.hundreds.get(word) or words.tens.get(word)
        if factor:
            total, last = total - last + max(last, 1) * factor, 0
        elif word in words.prefixes and total == 0:
            total, last = words.prefixes[word], 0
        elif word in words.units and last in {0, _TEN}:
            total, last = total + words.units[word], words.units[word]
        else:
            break
        end += 1
    return Number(value=total, start=position, end=end) if end > position else None
