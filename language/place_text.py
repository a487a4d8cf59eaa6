"""A message's words as the reading of places asks for them: which place words stand where, capitals, stretches."""

from dataclasses import dataclass

from language.lexicon import PlaceWord
from language.normalising import Token
from language.phrases import PhraseIndex, is_accented

_SHORT = 4


@dataclass(frozen=True, kw_only=True)
class WordHit:
    """A place word found: its listed spelling and the token after it."""

    phrase: str
    end: int


# Where no place word begins: one and the same for all tokens, never written to.
_NO_HITS: dict[PlaceWord, list[WordHit]] = {}


class PlaceText:
    """A message's tokens with the questions that reading a place asks of them; each word is looked up once."""

    def __init__(self, text: str, tokens: tuple[Token, ...], words: PhraseIndex[tuple[PlaceWord, str]]) -> None:
        self.text = text
        self.tokens = tokens
        self.accented = is_accented(tokens)
        self._hits: list[dict[PlaceWord, list[WordHit]]] = [_NO_HITS] * len(tokens)
        for position in words.beginnings([token.folded for token in tokens]):
            self._hits[position] = self._hits_from(words, position)
        self._ends = self._short_ends()
        self._hidden = frozenset(
            each
            for start, hits in enumerate(self._hits)
            if PlaceWord.NO_PLACE in hits
            for each in range(start, hits[PlaceWord.NO_PLACE][0].end)
        )
        self.is_cased = not (text.isupper() or text.islower())

    def __len__(self) -> int:
        return len(self.tokens)

    def word_at(self, kind: PlaceWord, position: int) -> WordHit | None:
        """The longest word of this kind that begins at `position`."""
        hits = self._hits[position].get(kind) if position < len(self._hits) else None
        return hits[0] if hits else None

    def any_at(self, kinds: tuple[PlaceWord, ...], position: int) -> WordHit | None:
        """The longest word of any of these kinds that begins at `position`."""
        hits = self._hits[position] if position < len(self._hits) else {}
        found = [hits[kind][0] for kind in kinds if kind in hits]
        return max(found, key=lambda hit: hit.end, default=None)

    def ends_with(self, kind: PlaceWord, position: int) -> bool:
        """Whether a word of this kind, at most four words long, ends right before `position`."""
        return position in self._ends.get(kind, ())

    def is_hidden(self, position: int) -> bool:
        """Whether the word is part of a phrase that names no place (`the neighbours`, `for example`)."""
        return position in self._hidden

    def has_any(self, kinds: frozenset[PlaceWord], position: int) -> bool:
        """Whether a word of any of these kinds begins at `position`."""
        return position < len(self._hits) and not kinds.isdisjoint(self._hits[position])

    def counts_something(self, position: int) -> bool:
        """Whether a number before `position` counts something (`2 ngay`), unless the word begins a stop phrase."""
        unit, stop = self.word_at(PlaceWord.UNIT, position), self.word_at(PlaceWord.STOP, position)
        return unit is not None and not (stop and stop.end > unit.end)

    def folded(self, position: int) -> str:
        """The folded word at `position`, empty past the end."""
        return self.tokens[position].folded if 0 <= position < len(self.tokens) else ""

    def span(self, start: int, end: int) -> str:
        """The original text of the tokens `start` up to `end`."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]

    def is_word(self, position: int) -> bool:
        """Whether letters stand at `position`."""
        return 0 <= position < len(self.tokens) and self.tokens[position].is_word

    def is_number(self, position: int, most_digits: int) -> bool:
        """Whether a run of at most so many digits stands at `position`."""
        return (
            0 <= position < len(self.tokens)
            and self.tokens[position].is_number
            and len(self.tokens[position].word) <= most_digits
        )

    def is_glued(self, position: int) -> bool:
        """Whether nothing stands between the token at `position` and the one before."""
        return 0 <= position < len(self.tokens) and self.tokens[position].is_glued

    def is_capitalised(self, position: int) -> bool:
        """Whether a word begins with a capital in a text that uses both cases."""
        if not self.is_word(position) or not self.is_cased:
            return False
        return self.text[self.tokens[position].start].isupper()

    def is_sentence_start(self, position: int) -> bool:
        """Whether the message or a new sentence begins at `position`."""
        return position == 0 or self.folded(position - 1) in {".", "!", "?", ":", ";"}

    def _short_ends(self) -> dict[PlaceWord, set[int]]:
        """Behind which tokens a word of each kind ends that is at most four tokens long."""
        ends: dict[PlaceWord, set[int]] = {}
        for start, hits in enumerate(self._hits):
            for kind, found in hits.items():
                ends.setdefault(kind, set()).update(hit.end for hit in found if hit.end - start <= _SHORT)
        return ends

    def _hits_from(self, words: PhraseIndex[tuple[PlaceWord, str]], position: int) -> dict[PlaceWord, list[WordHit]]:
        """Every place word that begins at this token by kind, the longest of each kind first."""
        found: dict[PlaceWord, list[WordHit]] = {}
        for hit in words.hits_at(self.tokens, position, accented=self.accented):
            kind, phrase = hit.meaning
            found.setdefault(kind, []).append(WordHit(phrase=phrase, end=hit.end))
        return found
