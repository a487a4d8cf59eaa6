"""A day whose words are misspelt: `hom quaa`, `thnag 2`; only asked for where learned weights say that a day stands."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from rapidfuzz.distance import OSA

from language.date_reading import FoundDate
from language.marked_days import marked_day
from language.normalising import Token
from language.report_patterns import WORDS
from language.report_reading import ReportReading

_SHORTEST = 3
_MOST_KNOWN = 2_000


def mended_day(read: ReportReading, marked: tuple[int, int], *, is_plan: bool) -> FoundDate | None:
    """The day that these tokens name once each is read as the one word for days that it is nearest to, if they do."""
    tokens = _mended(read.report.tokens[slice(*marked)])
    return marked_day(read, tokens, is_plan=is_plan) if tokens else None


def _mended(tokens: Sequence[Token]) -> tuple[Token, ...] | None:
    mended = tuple(replace(token, folded=word, sound=word) if (word := _meant(token)) else token for token in tokens)
    return mended if mended != tuple(tokens) else None


def _meant(token: Token) -> str | None:
    is_known = token.folded in WORDS["day_words"] or len(token.folded) < _SHORTEST
    return None if is_known or not token.is_word else _nearest(token.folded)


@lru_cache(maxsize=_MOST_KNOWN)
def _nearest(word: str) -> str | None:
    """The only word for days that is one letter away; before all others one with two neighbours exchanged."""
    near = [known for known in sorted(WORDS["day_words"]) if OSA.distance(word, known, score_cutoff=1) <= 1]
    exchanged = [known for known in near if sorted(known) == sorted(word)]
    longest = [known for known in near if len(known) == max(map(len, near))]
    likely = exchanged or longest
    return likely[0] if len(likely) == 1 else None
