"""Letters as the keyboard takes them before it has made accents of them: `hoom`, `ddieenj`, `nawng`, `sasng`."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

from language.normalising import Token, fold, sound_of

_HORN, _CIRCUMFLEX = "\N{COMBINING HORN}", "\N{COMBINING CIRCUMFLEX ACCENT}"
_SHAPES = {
    "uow": f"u{_HORN}o{_HORN}",
    "aa": f"a{_CIRCUMFLEX}",
    "ee": f"e{_CIRCUMFLEX}",
    "oo": f"o{_CIRCUMFLEX}",
    "aw": "a\N{COMBINING BREVE}",
    "ow": f"o{_HORN}",
    "uw": f"u{_HORN}",
    "dd": "\N{LATIN SMALL LETTER D WITH STROKE}",
}
_TONES = {
    "s": "\N{COMBINING ACUTE ACCENT}",
    "f": "\N{COMBINING GRAVE ACCENT}",
    "r": "\N{COMBINING HOOK ABOVE}",
    "x": "\N{COMBINING TILDE}",
    "j": "\N{COMBINING DOT BELOW}",
}
_VOWELS = frozenset("aeiouy")
_SURE_TONES = frozenset("fj")
_SHORTEST, _LONGEST = 3, 9
_MOST_KNOWN = 5_000


@dataclass(frozen=True, kw_only=True)
class _Decoded:
    """The word that some keys stand for; `is_sure` when they can hardly be a foreign word."""

    word: str
    is_sure: bool


@lru_cache(maxsize=2)
def syllables_of(onsets: tuple[str, ...], rimes: tuple[str, ...]) -> frozenset[str]:
    """Every Vietnamese syllable, without accents, that these beginnings and ends make."""
    return frozenset(onset + rime for onset, rime in product(onsets, rimes))


class Telex:
    """Reads words typed as keys, where what stands there is no syllable and what it stands for is one."""

    def __init__(self, onsets: Iterable[str], rimes: Iterable[str]) -> None:
        self._syllables = syllables_of(tuple(onsets), tuple(rimes))
        self._read = lru_cache(maxsize=_MOST_KNOWN)(self._read_keys)

    def decode(self, tokens: Sequence[Token]) -> tuple[Token, ...]:
        """The same tokens at the same places; a key or two that could be English need another such word beside them."""
        read = [self._decoded(token) for token in tokens]
        several = sum(one is not None for one in read) > 1
        return tuple(
            _replaced(token, one.word) if one is not None and (one.is_sure or several) else token
            for token, one in zip(tokens, read, strict=True)
        )

    def _decoded(self, token: Token) -> _Decoded | None:
        if not token.is_word or not _SHORTEST <= len(token.word) <= _LONGEST or token.folded in self._syllables:
            return None
        return self._read(token.word)

    def _read_keys(self, typed: str) -> _Decoded | None:
        letters = unicodedata.normalize("NFD", typed)
        found = {word: keys for word, keys in _candidates(letters) if _bare(word) in self._syllables}
        if len(found) != 1:
            return None
        ((word, keys),) = found.items()
        is_toned_at_its_end = letters[-1] in _SURE_TONES and len(letters) > _SHORTEST
        is_sure = keys > 1 or is_toned_at_its_end or any(map(unicodedata.combining, letters))
        return _Decoded(word=unicodedata.normalize("NFC", word), is_sure=is_sure)


def _replaced(token: Token, word: str) -> Token:
    return replace(token, word=word, folded=fold(word), sound=sound_of(word), is_written_out=True)


def _candidates(letters: str) -> Iterator[tuple[str, int]]:
    """The letters with their keys made accents, at most one of them a tone; and how many keys that were."""
    shaped, keys = letters, 0
    for typed, letter in _SHAPES.items():
        keys += shaped.count(typed)
        shaped = shaped.replace(typed, letter)
    if keys:
        yield shaped, keys
    if any(tone in shaped for tone in _TONES.values()):
        return
    for at, key in enumerate(shaped):
        if key in _TONES and any(letter in _VOWELS for letter in shaped[:at]):
            yield _with_tone(shaped[:at] + shaped[at + 1 :], _TONES[key]), keys + 1


def _with_tone(letters: str, tone: str) -> str:
    """The tone on the last marked vowel, else on the first of the last run of vowels."""
    at = max((at for at, letter in enumerate(letters) if letter in _VOWELS), default=0)
    while at > 0 and letters[at - 1] in _VOWELS:
        at -= 1
    marks = [at for at, letter in enumerate(letters) if unicodedata.combining(letter)]
    at = marks[-1] if marks else at
    return letters[: at + 1] + tone + letters[at + 1 :]


def _bare(letters: str) -> str:
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).replace(
        "\N{LATIN SMALL LETTER D WITH STROKE}", "d"
    )
