"""Words with a letter wrong, too many or too few, put right where only one known word can be meant."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from language.normalising import Token, tokenize
from language.telex import syllables_of

_SHORTEST = 3
_MOST_WRONG = 1


class Misspellings:
    """The words of some phrases, and what a syllable can be: one that cannot be is read as the only word near it."""

    def __init__(self, phrases: Iterable[str], onsets: Sequence[str], rimes: Sequence[str]) -> None:
        self._syllables = syllables_of(tuple(onsets), tuple(rimes))
        words = {token.sound: token for phrase in phrases for token in tokenize(phrase) if token.is_marked}
        self._words = {sound: token for sound, token in words.items() if len(token.folded) >= _SHORTEST}

    def mend(self, tokens: Sequence[Token]) -> tuple[Token, ...]:
        """The same tokens at the same places, the misspelt ones with the word that is meant."""
        return tuple(self._mended(token) if self._is_misspelt(token) else token for token in tokens)

    def _is_misspelt(self, token: Token) -> bool:
        """Whether it is no syllable and yet no foreign word: it has accents, or its last letter twice."""
        if not token.is_word or len(token.folded) < _SHORTEST or token.folded in self._syllables:
            return False
        return token.is_marked or token.folded[-1] == token.folded[-2]

    def _mended(self, token: Token) -> Token:
        near = [
            word
            for sound, word in self._words.items()
            if Levenshtein.distance(token.sound, sound, score_cutoff=_MOST_WRONG) <= _MOST_WRONG
        ]
        longer = [word for word in near if word.folded.startswith(token.folded)]
        meant = longer if len(near) > 1 else near
        return replace(token, folded=meant[0].folded, sound=meant[0].sound) if len(meant) == 1 else token
