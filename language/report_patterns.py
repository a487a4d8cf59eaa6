"""The patterns and short words of `language/data/patterns.toml`, compiled once: days, times and teams in a report."""

import re
from dataclasses import dataclass

from language.files import DATA, read_words
from language.normalising import sound_of
from language.shapes import PatternsFile


@dataclass(frozen=True, kw_only=True)
class ReportPatterns:
    """Compiled patterns by name, groups of words by name, words that stand for numbers, pieces of other patterns.

    `sounds` tells which word of the line stands for a word that only its accents tell apart, `days_said` how what is a
    day in English or in rarer words is usually said.
    """

    patterns: dict[str, re.Pattern[str]]
    words: dict[str, frozenset[str]]
    numbers: dict[str, int]
    relative: dict[str, str]
    sounds: dict[str, str]
    days_said: dict[str, str]


def load_patterns() -> ReportPatterns:
    """Read and compile the file. Raises BadData naming file and place."""
    file = read_words(DATA / "patterns.toml", PatternsFile)
    return ReportPatterns(
        patterns={name: re.compile(pattern) for name, pattern in file.patterns.items()},
        words={name: frozenset(words) for name, words in file.words.items()},
        numbers=file.numbers,
        relative=file.relative,
        sounds={sound_of(typed): word for typed, word in file.sounds.items()},
        days_said=file.days_said,
    )


_LOADED = load_patterns()
PATTERNS, WORDS, NUMBERS, RELATIVE = _LOADED.patterns, _LOADED.words, _LOADED.numbers, _LOADED.relative
SOUNDS, DAYS_SAID = _LOADED.sounds, _LOADED.days_said
