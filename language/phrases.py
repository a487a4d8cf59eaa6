"""How known phrases are found in a message: whole words, with or without accents, longest first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from language.normalising import Token, tokenize

MeaningT = TypeVar("MeaningT")
Words = tuple[tuple[str, str], ...]

_MARKED_SHARE = 0.3


@dataclass(frozen=True)
class Hit(Generic[MeaningT]):
    """A phrase found at the tokens `start` up to, not including, `end`."""

    meaning: MeaningT
    start: int
    end: int

    def covers(self, other: "Hit[MeaningT]") -> bool:
        """Whether the other hit lies inside this one and is shorter."""
        return self.start <= other.start and other.end <= self.end and self.end - self.start > other.end - other.start


@dataclass(frozen=True)
class _Entry(Generic[MeaningT]):
    words: Words
    meaning: MeaningT
    needs_accents: bool


class PhraseIndex(Generic[MeaningT]):
    """Phrases and what each means; built once, asked for every message.

    Phrases of `accents_needed` are never read in words typed without accents.
    """

    def __init__(
        self, phrases: Iterable[tuple[str, MeaningT]], *, accents_needed: frozenset[str] = frozenset()
    ) -> None:
        self._by_first: dict[str, list[_Entry[MeaningT]]] = defaultdict(list)
        for phrase, meaning in phrases:
            words = tuple((token.folded, token.sound) for token in tokenize(phrase))
            if words:
                self._by_first[words[0][0]].append(_Entry(words, meaning, phrase in accents_needed))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry.words))

    def find_all(self, tokens: Sequence[Token]) -> list[Hit[MeaningT]]:
        """Every phrase at every place, also those inside longer ones."""
        accented = is_accented(tokens)
        return [hit for start in range(len(tokens)) for hit in self.hits_at(tokens, start, accented=accented)]

    def find_at(self, tokens: Sequence[Token], start: int, *, accented: bool) -> Hit[MeaningT] | None:
        """The longest phrase that begins at this token; `accented` is what `is_accented` says of the message."""
        return next(iter(self.hits_at(tokens, start, accented=accented)), None)

    def hits_at(self, tokens: Sequence[Token], start: int, *, accented: bool) -> Iterator[Hit[MeaningT]]:
        """Every phrase that begins at this token, longest first."""
        if start >= len(tokens):
            return
        for entry in self._by_first.get(tokens[start].folded, ()):
            end = start + len(entry.words)
            strict = accented or entry.needs_accents
            if end <= len(tokens) and _reads_as(tokens[start:end], entry.words, accented=strict):
                yield Hit(entry.meaning, start, end)


def is_accented(tokens: Sequence[Token]) -> bool:
    """Whether the writer uses accents, so that a missing one means something."""
    words = [token for token in tokens if token.is_word and not token.is_written_out]
    return bool(words) and sum(token.is_marked for token in words) >= _MARKED_SHARE * len(words)


def longest_only(hits: list[Hit[MeaningT]]) -> list[Hit[MeaningT]]:
    """Without the hits that lie inside longer ones."""
    return [hit for hit in hits if not any(other.covers(hit) for other in hits)]


def _reads_as(tokens: Sequence[Token], words: Words, *, accented: bool) -> bool:
    if any(token.folded != folded for token, (folded, _) in zip(tokens, words, strict=True)):
        return False
    strange = sum(_differs(token, sound, accented=accented) for token, (_, sound) in zip(tokens, words, strict=True))
    return strange <= (len(words) - 1) // 2 if len(words) > 2 else strange == 0


def _differs(token: Token, sound: str, *, accented: bool) -> bool:
    return token.sound != sound and (token.is_marked or accented)
