"""Which numbers a message writes, in digits or words, and what each counts; the grammar of Vietnamese number words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from language.evidence import Evidence
from language.lexicon import Counted, NumberWords
from language.normalising import Token

_MOST_DIGITS = 7
_RANGE_SIGNS = {"-", "\u2013"}
_TEN, _HUNDRED, _THOUSAND = 10, 100, 1000
_MOST_OF_A_UNIT = 9


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
    return _Reader(tokens, words, stops).read(position)


def _digits_at(tokens: Sequence[Token], position: int, words: NumberWords) -> Number:
    digits, end = tokens[position].word, position + 1
    while _is_thousands_group(tokens, end):
        digits, end = digits + tokens[end + 1].word, end + 2
    value = int(digits) if len(digits) <= _MOST_DIGITS else None
    if end + 1 < len(tokens) and tokens[end].folded in _RANGE_SIGNS and tokens[end + 1].is_number:
        end += 2
    if value is not None and end < len(tokens) and (factor := words.dozens.get(tokens[end].folded)):
        value, end = value * factor, end + 1
    return Number(value=value, start=position, end=end)


def _is_thousands_group(tokens: Sequence[Token], position: int) -> bool:
    group = tokens[position : position + 2]
    return (
        len(group) == 2
        and group[0].folded in {".", ","}
        and all(token.is_glued for token in group)
        and group[1].is_number
        and len(group[1].word) == 3
    )


class _Reader:
    """Reads number words from left to right: thousands, hundreds, tens, units, each part optional."""

    def __init__(self, tokens: Sequence[Token], words: NumberWords, stops: Collection[int]) -> None:
        self._tokens = tokens
        self._words = words
        self._stops = stops

    def read(self, start: int) -> Number | None:
        """The number that begins here, or None."""
        if self._word(start, start) in self._words.vague:
            return self._vague(start)
        found = self._thousands(start)
        return Number(value=found[0], start=start, end=found[1]) if found else None

    def _word(self, position: int, start: int) -> str:
        """The word here, as it was typed; nothing at the end and where a counted thing begins."""
        if position >= len(self._tokens) or (position > start and position in self._stops):
            return ""
        token = self._tokens[position]
        return token.sound if token.is_marked else token.folded

    def _vague(self, start: int) -> Number | None:
        end = start + 1
        while self._word(end, start) in self._words.dozens.keys() | self._words.hundreds.keys():
            end += 1
        return Number(value=None, start=start, end=end) if end > start + 1 else None

    def _thousands(self, start: int) -> tuple[int, int] | None:
        found = self._hundreds(start, start)
        if found is None or self._word(found[1], start) not in self._words.thousands:
            return found
        value, end = found[0] * _THOUSAND, found[1] + 1
        if self._word(end, start) in self._words.halves:
            return value + _THOUSAND // 2, end + 1
        rest = self._hundreds(end, start)
        return (value + rest[0], rest[1]) if rest else (value, end)

    def _hundreds(self, start: int, first: int) -> tuple[int, int] | None:
        found = self._tens(start, first)
        bare = self._word(start, first) in self._words.hundreds
        if bare:
            found = (1, start)
        if found is None or self._word(found[1], first) not in self._words.hundreds or found[0] > _MOST_OF_A_UNIT:
            return found
        return self._after_hundred(found[0] * _HUNDRED, found[1] + 1, first)

    def _after_hundred(self, value: int, end: int, first: int) -> tuple[int, int]:
        word = self._word(end, first)
        if word in self._words.halves:
            return value + _HUNDRED // 2, end + 1
        if word in self._words.vague:
            return value, end + 1
        if word in self._words.linkers:
            unit = self._words.units.get(self._word(end + 1, first))
            return (value + unit, end + 2) if unit else (value, end)
        rest = self._tens(end, first)
        if rest is None:
            return value, end
        return (value + rest[0] * (_TEN if rest[0] <= _MOST_OF_A_UNIT else 1)), rest[1]

    def _tens(self, start: int, first: int) -> tuple[int, int] | None:
        word = self._word(start, first)
        wholes = self._words.dozens | self._words.hundreds
        if word in self._words.halves_of and (whole := wholes.get(self._word(start + 1, first))):
            return whole // 2, start + 2
        if word in self._words.dozens:
            return self._dozen(self._words.dozens[word], start + 1, first)
        if word in self._words.prefixes:
            unit = self._unit(start + 1, first)
            return (self._words.prefixes[word] + unit, start + 2) if unit else None
        unit = self._words.starters.get(word)
        if unit is None:
            return None
        return self._after_unit(unit, start + 1, first)

    def _dozen(self, value: int, end: int, first: int) -> tuple[int, int]:
        if self._word(end, first) in self._words.halves:
            return value + value // 2, end + 1
        return value, end + (self._word(end, first) in self._words.vague)

    def _after_unit(self, unit: int, end: int, first: int) -> tuple[int, int]:
        word = self._word(end, first)
        if word in self._words.dozens:
            return self._dozen(unit * self._words.dozens[word], end + 1, first)
        if word in self._words.vague and unit <= _MOST_OF_A_UNIT:
            return (unit * _TEN, end + 1)
        if word in self._words.tens:
            return self._after_tens(unit * _TEN, end + 1, first)
        if unit == _TEN:
            return self._after_tens(_TEN, end, first)
        if word in self._words.only_after_tens:
            return unit * _TEN + self._words.only_after_tens[word], end + 1
        if self._is_range(unit, end, first):
            return self._range(unit, end, first)
        return unit, end

    def _after_tens(self, value: int, end: int, first: int) -> tuple[int, int]:
        if self._word(end, first) in self._words.vague:
            return value, end + 1
        unit = None if self._word(end + 1, first) in self._words.tens else self._unit(end, first)
        return (value + unit, end + 1) if unit else (value, end)

    def _unit(self, position: int, first: int) -> int | None:
        word = self._word(position, first)
        unit = self._words.units.get(word)
        return unit if unit and unit <= _MOST_OF_A_UNIT else None

    def _is_range(self, unit: int, end: int, first: int) -> bool:
        """`ba bon chuc`: two neighbours before a ten mean the lower one."""
        following = self._words.starters.get(self._word(end, first))
        return following == unit + 1 and self._word(end + 1, first) in {*self._words.dozens, *self._words.tens}

    def _range(self, unit: int, end: int, first: int) -> tuple[int, int]:
        return unit * _TEN, end + 2
