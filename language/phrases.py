"""How known phrases are found in a message: whole words, with or without accents, longest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from sys import intern
from typing import Any, Generic, TypeVar

from language.normalising import Token, tokenize

MeaningT = TypeVar("MeaningT")

_MARKED_SHARE = 0.3
_FORGOTTEN = 0.5
_LONG = 5


@dataclass(frozen=True, slots=True)
class Hit(Generic[MeaningT]):
    """A phrase found at the tokens `start` up to, not including, `end`."""

    meaning: MeaningT
    start: int
    end: int

    def covers(self, other: "Hit[MeaningT]") -> bool:
        """Whether the other hit lies inside this one and is shorter."""
        return self.start <= other.start and other.end <= self.end and self.end - self.start > other.end - other.start


@dataclass(frozen=True, slots=True)
class _Rule(Generic[MeaningT]):
    """What a phrase means and how strictly it is read; many phrases share one."""

    meaning: MeaningT
    needs_accents: bool
    is_lenient: bool
    most_wrong: float


# A rule and the sounds of the words: a plain tuple, for there are fifteen thousand.
_Entry = tuple[Any, ...]


class PhraseIndex(Generic[MeaningT]):
    """Phrases and what each means; built once, asked for every message.

    Phrases of `accents_needed` are never read in words typed without accents. With `exact` given, half the words of any
    other phrase may have wrong accents, as in hasty writing, and forgotten ones count half; without it less than half,
    and none in short phrases.
    """

    def __init__(
        self,
        phrases: Iterable[tuple[str, MeaningT]],
        *,
        accents_needed: frozenset[str] = frozenset(),
        exact: frozenset[str] | None = None,
    ) -> None:
        self._entries: dict[str, _Entry | list[_Entry]] = {}
        self._longest: dict[str, int] = {}
        rules: dict[_Rule[MeaningT], _Rule[MeaningT]] = {}
        for phrase, meaning in phrases:
            tokens = tokenize(phrase)
            if tokens:
                is_lenient = exact is not None and phrase not in exact
                most_wrong = _most_wrong(tokens, is_lenient=is_lenient)
                rule = _Rule(meaning, phrase in accents_needed, is_lenient, most_wrong)
                self._put(tokens, rules.setdefault(rule, rule))

    def _put(self, tokens: Sequence[Token], rule: _Rule[MeaningT]) -> None:
        entry = (rule, *(intern(token.sound) for token in tokens))
        words, first = " ".join(token.folded for token in tokens), intern(tokens[0].folded)
        self._entries[words] = [*_several(self._entries[words]), entry] if words in self._entries else entry
        self._longest[first] = max(self._longest.get(first, 0), len(tokens))

    def find_all(self, tokens: Sequence[Token]) -> list[Hit[MeaningT]]:
        """Every phrase at every place, also those inside longer ones."""
        accented = is_accented(tokens)
        starts = self.beginnings([token.folded for token in tokens])
        return [hit for start in starts for hit in self.hits_at(tokens, start, accented=accented)]

    def beginnings(self, words: Sequence[str]) -> list[int]:
        """Where among folded words a phrase may begin."""
        first = self._longest
        return [position for position, word in enumerate(words) if word in first]

    def find_at(self, tokens: Sequence[Token], start: int, *, accented: bool) -> Hit[MeaningT] | None:
        """The longest phrase that begins at this token; `accented` is what `is_accented` says of the message."""
        return next(iter(self.hits_at(tokens, start, accented=accented)), None)

    def hits_at(self, tokens: Sequence[Token], start: int, *, accented: bool) -> list[Hit[MeaningT]]:
        """Every phrase that begins at this token, longest first."""
        if start >= len(tokens):
            return []
        ends: list[tuple[int, _Entry | list[_Entry]]] = []
        words = tokens[start].folded
        for end in range(start + 1, min(start + self._longest.get(words, 0), len(tokens)) + 1):
            if end > start + 1:
                words = f"{words} {tokens[end - 1].folded}"
            if (found := self._entries.get(words)) is not None:
                ends.append((end, found))
        if not ends:
            return []
        return [
            Hit(rule.meaning, start, end)
            for end, entries in reversed(ends)
            for rule, *sounds in _several(entries)
            if _reads_as(tokens[start:end], sounds, rule, accented=accented or rule.needs_accents)
        ]


def _several(found: _Entry | list[_Entry]) -> list[_Entry]:
    """Most phrases mean one thing: no list is kept for them."""
    return found if isinstance(found, list) else [found]


def is_accented(tokens: Sequence[Token]) -> bool:
    """Whether the writer uses accents, so that a missing one means something."""
    words = [token for token in tokens if token.is_word and not token.is_written_out]
    return bool(words) and sum(token.is_marked for token in words) >= _MARKED_SHARE * len(words)


def longest_only(hits: list[Hit[MeaningT]]) -> list[Hit[MeaningT]]:
    """Without the hits that lie inside longer ones."""
    kept: set[int] = set()
    reach, reached_from = -1, -1
    for number in sorted(range(len(hits)), key=lambda each: (hits[each].start, -hits[each].end)):
        hit = hits[number]
        if hit.end > reach:
            reach, reached_from = hit.end, hit.start
        elif hit.end < reach or hit.start > reached_from:
            continue
        kept.add(number)
    return [hit for number, hit in enumerate(hits) if number in kept]


def _most_wrong(tokens: Sequence[Token], *, is_lenient: bool) -> float:
    """How many words of a phrase may have wrong accents; a single one only when it is long and like few others."""
    if is_lenient:
        return len(tokens) / 2 if len(tokens) > 1 else float(len(tokens[0].folded) >= _LONG)
    return (len(tokens) - 1) // 2 if len(tokens) > 2 else 0


def _reads_as(tokens: Sequence[Token], sounds: Sequence[str], rule: _Rule[MeaningT], *, accented: bool) -> bool:
    """Whether the accents fit but for as many words as may be wrong in this phrase."""
    strange = 0.0
    for token, sound in zip(tokens, sounds, strict=True):
        if token.sound != sound and (accented or token.is_marked):
            strange += 1 if token.is_marked or not rule.is_lenient else _FORGOTTEN
    return strange <= rule.most_wrong
