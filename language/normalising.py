"""How raw chat text becomes words: cleaned, in an accented and a folded view, each word mapped back to the original."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
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
_REPEATED = re.compile(r"([^\W\d_])\1+")
_SPACES = re.compile(r"\s+")
_MOST_EQUAL = 2
_MOST_MARKS = 8
_DOUBLED = frozenset("o")
_LONGEST_WORD = 7
_LETTERS = re.compile(r"[^\W\d_]+")
_HORNED = "\N{LATIN SMALL LETTER U WITH HORN}\N{LATIN SMALL LETTER O WITH HORN}"
_HALF_HORNED = re.compile(f"{_HORNED[0]}o|u{_HORNED[1]}")
_CONSONANT_Y = re.compile(r"(?<=[bcdghklmnprstvx])y$")


@dataclass(frozen=True, kw_only=True, slots=True)
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


def fold_words(text: str) -> str:
    """Words without accents, one blank between them."""
    return " ".join(fold(word) for word in text.split())


def mentions(text: str, words: str) -> bool:
    """Whether these words stand whole in a text, accents aside; no words stand in none."""
    wanted = fold_words(words)
    return bool(wanted) and f" {wanted} " in f" {fold_words(text)} "


@lru_cache(maxsize=20_000)
def sound_of(word: str) -> str:
    """One spelling for words that differ only in where the tone or a horn stands or in the two confusable tones."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tone = "".join(_TONES[mark] for mark in decomposed if mark in _TONES)
    letters = unicodedata.normalize("NFC", "".join(letter for letter in decomposed if letter not in _TONES))
    return _CONSONANT_Y.sub("i", _HALF_HORNED.sub(_HORNED, letters)) + tone


def clean(text: str) -> str:
    """The text as it is compared: composed, plain letters, no invisible signs, no drawn-out letters."""
    return _cleaned(text)[0]


def cut(text: str, most: int) -> str:
    """The first `most` letters and signs with all that belongs to them, however they are composed."""
    if len(text) <= most or _is_plain(text[: most + 1]):
        return text[:most]
    count = 0
    for index, character in enumerate(text[: most * _MOST_MARKS]):
        count += not _belongs_to_the_one_before(character)
        if count > most:
            return text[:index]
    return text[: most * _MOST_MARKS]


def tokenize(text: str) -> tuple[Token, ...]:
    """Split into words, numbers and signs, without losing where each stood in the original text."""
    cleaned, starts, ends = _cleaned(text)
    return tuple(
        Token(
            word=match.group().lower(),
            folded=fold(match.group()),
            sound=sound_of(match.group()),
            start=starts[match.start()],
            end=ends[match.end() - 1],
            is_glued=match.start() > 0 and not cleaned[match.start() - 1].isspace(),
        )
        for match in _WORD.finditer(cleaned)
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


def _cleaned(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """The kept characters, and for each where the stretch of the original begins and ends that it came from."""
    if _is_plain(text):
        return _without_drawn_out_letters(text, range(len(text)), range(1, len(text) + 1))
    return _without_drawn_out_letters(*_composed(text))


def _is_plain(text: str) -> bool:
    """Whether every character stands for itself: composed, visible, no loose marks."""
    return (
        unicodedata.is_normalized("NFKC", text)
        and _SPACES.sub("", text).isprintable()
        and not any(map(unicodedata.combining, text))
    )


def _composed(text: str) -> tuple[str, list[int], list[int]]:
    kept: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        visible = "".join(character for character in text[start:end] if not _is_invisible(character))
        composed = unicodedata.normalize("NFKC", visible)
        kept.append(composed)
        starts.extend([start] * len(composed))
        ends.extend([end] * len(composed))
    return "".join(kept), starts, ends


def _clusters(text: str) -> list[tuple[int, int]]:
    """Stretches of a letter with the marks and invisible signs that follow it."""
    starts = [index for index, character in enumerate(text) if index == 0 or not _belongs_to_the_one_before(character)]
    return list(zip(starts, [*starts, len(text)][1:], strict=True))


def _belongs_to_the_one_before(character: str) -> bool:
    return unicodedata.combining(character) > 0 or _is_invisible(character)


@lru_cache(maxsize=4_000)
def _is_invisible(character: str) -> bool:
    return not character.isspace() and unicodedata.category(character) in _INVISIBLE


def _without_drawn_out_letters(
    text: str, starts: Sequence[int], ends: Sequence[int]
) -> tuple[str, Sequence[int], Sequence[int]]:
    """Of equal letters in a row (tones aside) only the first stays: of three or more, of two in words with accents."""
    bare = "".join(map(_toneless, text))
    runs = [match.span() for match in _REPEATED.finditer(bare) if _is_drawn_out(text, bare, *match.span())]
    if not runs:
        return text, starts, ends
    kept: list[int] = []
    ends = list(ends)
    position = 0
    for start, end in runs:
        kept.extend(range(position, start + 1))
        ends[start] = ends[end - 1]
        position = end
    kept.extend(range(position, len(text)))
    return "".join(text[each] for each in kept), [starts[each] for each in kept], [ends[each] for each in kept]


def _is_drawn_out(text: str, bare: str, start: int, end: int) -> bool:
    if end - start > _MOST_EQUAL:
        return True
    around = text[max(0, start - _LONGEST_WORD) : end + _LONGEST_WORD]
    word = next(match for match in _LETTERS.finditer(around) if match.end() > min(start, _LONGEST_WORD))
    return bare[start] not in _DOUBLED and not word.group().isascii()


@lru_cache(maxsize=4_000)
def _toneless(character: str) -> str:
    """The letter without its tone: exactly one character for each, so that positions stay comparable."""
    decomposed = unicodedata.normalize("NFD", character.lower())
    bare = unicodedata.normalize("NFC", "".join(each for each in decomposed if each not in _TONES))
    return bare[:1] or character
