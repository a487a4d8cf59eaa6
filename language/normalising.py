"""How raw chat text becomes words: cleaned, in an accented and a folded view, each word mapped back to the original."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

_D_BAR = "\N{LATIN SMALL LETTER D WITH STROKE}"
_TONES = {
    "\N{COMBINING GRAVE ACCENT}": "1",
    "\N{COMBINING ACUTE ACCENT}": "2",
    "\N{COMBINING HOOK ABOVE}": "3",
    "\N{COMBINING TILDE}": "3",
    "\N{COMBINING DOT BELOW}": "4",
}
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_WORD = re.compile(r"\d+|[^\W\d_]+|[^\w\s]|_")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_CONSONANT_Y = re.compile(r"(?<=[bcdghklmnprstvx])y$")


@dataclass(frozen=True, kw_only=True)
class Token:
    """One word, number or sign; `start` and `end` point into the original text.

    `folded` has no accents; `sound` keeps them in one spelling (tone placement and the two confusable tones are
    levelled); `is_glued` says that nothing stood between it and the token before; `is_written_out` that the text
    has a shortening instead, which tells nothing about how its writer uses accents.
    """

    word: str
    folded: str
    sound: str
    start: int
    end: int
    is_glued: bool
    is_written_out: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it is a run of digits."""
        return self.word.isdecimal()

    @property
    def is_word(self) -> bool:
        """Whether it is a run of letters."""
        return self.word.isalpha()

    @property
    def is_marked(self) -> bool:
        """Whether it was typed with accents."""
        return self.sound != self.folded


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """Lower case without accents; also the d with a bar becomes d, and a final y after a consonant i."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _CONSONANT_Y.sub("i", bare.replace(_D_BAR, "d"))


@lru_cache(maxsize=20_000)
def sound_of(word: str) -> str:
    """One spelling for words that differ only in where the tone stands or in the two confusable tones."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tone = "".join(_TONES[mark] for mark in decomposed if mark in _TONES)
    letters = unicodedata.normalize("NFC", "".join(letter for letter in decomposed if letter not in _TONES))
    return _CONSONANT_Y.sub("i", letters) + tone


def clean(text: str) -> str:
    """The text as it is compared: composed, plain letters, no invisible signs, no drawn-out letters."""
    return "".join(character for character, _, _ in _cleaned(text))


def tokenize(text: str) -> tuple[Token, ...]:
    """Split into words, numbers and signs, without losing where each stood in the original text."""
    cleaned = _cleaned(text)
    joined = "".join(character for character, _, _ in cleaned)
    return tuple(
        Token(
            word=match.group().lower(),
            folded=fold(match.group()),
            sound=sound_of(match.group()),
            start=cleaned[match.start()][1],
            end=cleaned[match.end() - 1][2],
            is_glued=match.start() > 0 and not joined[match.start() - 1].isspace(),
        )
        for match in _WORD.finditer(joined)
    )


def as_typed(text: str, tokens: Iterable[Token]) -> tuple[Token, ...]:
    """The tokens before shortenings were written out, as `tokenize` gave them."""
    typed: list[Token] = []
    for token in tokens:
        if not token.is_written_out:
            typed.append(token)
        elif not typed or typed[-1].start != token.start:
            is_glued = token.start > 0 and not text[token.start - 1].isspace()
            first = tokenize(text[token.start : token.end])[0]
            typed.append(replace(first, start=token.start, end=token.end, is_glued=is_glued))
    return tuple(typed)


def _cleaned(text: str) -> list[tuple[str, int, int]]:
    """Every kept character with the stretch of the original it came from."""
    kept: list[tuple[str, int, int]] = []
    for start, end in _clusters(text):
        visible = "".join(character for character in text[start:end] if not _is_invisible(character))
        kept.extend((character, start, end) for character in unicodedata.normalize("NFKC", visible))
    return _without_drawn_out_letters(kept)


def _clusters(text: str) -> list[tuple[int, int]]:
    """Stretches of a letter with the marks and invisible signs that follow it."""
    starts = [
        index
        for index, character in enumerate(text)
        if index == 0 or not (unicodedata.combining(character) or _is_invisible(character))
    ]
    return list(zip(starts, [*starts, len(text)][1:], strict=True))


def _is_invisible(character: str) -> bool:
    return not character.isspace() and unicodedata.category(character) in _INVISIBLE


def _without_drawn_out_letters(kept: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Of three or more equal letters in a row (accents aside) only the first stays."""
    bare = "".join(_bare(character) for character, _, _ in kept)
    for match in reversed(list(_REPEATED.finditer(bare))):
        first = kept[match.start()]
        kept[match.start() : match.end()] = [(first[0], first[1], kept[match.end() - 1][2])]
    return kept


@lru_cache(maxsize=4_000)
def _bare(character: str) -> str:
    """Exactly one character for each, so that positions stay comparable."""
    return unicodedata.normalize("NFD", character.lower())[0]
