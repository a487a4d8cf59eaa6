"""Which team the name of a Zalo group means: written as people write, never guessed where it could be another."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel, ConfigDict
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from domain.group_links import GroupNameMatch, TeamName
from domain.teams import GroupPurpose
from language.files import DATA, read_words
from language.normalising import fold, tokenize

_DASHES = re.compile(r"\s*[-\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}\N{NON-BREAKING HYPHEN}]\s*")
_SHORT_TYPOS = 2
_LIKE_ENOUGH = 86.0
_LONGEST_NUMBER = 3
_LONGEST_NAME = 200

Words = tuple[str, ...]


class GroupWords(BaseModel):
    """`data/group_names.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    team_marks: list[str]
    short_mark: str
    number_marks: list[str]
    village_marks: list[str]
    ward_marks: list[str]
    noise: list[str]
    purposes: dict[GroupPurpose, list[str]]
    tags: dict[str, list[str]]


@lru_cache(maxsize=1)
def group_words() -> GroupWords:
    """The word list, read once. Raises BadData that names what is wrong in it."""
    return read_words(DATA / "group_names.toml", GroupWords)


@dataclass(kw_only=True)
class _Reading:
    """What has been recognised of one name so far, and the words still to be explained."""

    left: list[str]
    has_mark: bool = False
    ward: bool | None = None
    numbers: frozenset[int] = frozenset()
    is_marked_number: bool = False
    purpose: GroupPurpose | None = None


class GroupNames:
    """Reads the names of one ward's groups; built once for a ward, safe to share."""

    def __init__(self, ward_name: str) -> None:
        """`ward_name` is the ward's own name with its kind, such as that of ward.toml."""
        words = group_words()
        self._words = words
        self._team_marks = _longest_first(words.team_marks)
        self._short_mark = "".join(folded(words.short_mark))
        self._ward_marks = {folded(mark) for mark in words.ward_marks}
        kind_and_name = folded(ward_name)
        self._ward = kind_and_name[1:] if kind_and_name[:1] in self._ward_marks else kind_and_name
        self._before_numbers = {folded(mark)[-1] for mark in words.number_marks}
        self._marks = {word for mark in [*words.number_marks, *words.village_marks] for word in folded(mark)}
        self._empty = self._marks | {word for noise in words.noise for word in folded(noise)}

    def match(self, name: str, teams: Sequence[TeamName]) -> GroupNameMatch:
        """The team that a name means: sure when it says so plainly and nothing speaks for another one."""
        reading = self._read(name)
        found, is_exact = self._teams_of(reading, teams)
        if reading.purpose is not None and not found:
            return GroupNameMatch(purpose=reading.purpose)
        if not found and not reading.numbers and reading.ward and not self._telling(reading.left):
            return GroupNameMatch(purpose=GroupPurpose.WARD)
        if len(found) != 1 or reading.ward is False:
            return GroupNameMatch()
        sure = reading.has_mark and is_exact and reading.purpose is None and not reading.left
        return GroupNameMatch(team_id=found[0], purpose=GroupPurpose.TEAM, is_sure=sure)

    def follows_syntax(self, name: str, team: TeamName) -> bool:
        """Whether a name is of the plan's form for this team: mark, residential group and ward in order, with dashes.

        Case, accents and the kind of dash do not matter; a missing part or another order does (indicator A06).
        """
        parts = [part for part in _DASHES.split(name.strip()) if part]
        if len(parts) != 3 or "".join(folded(parts[0])) != self._short_mark:
            return False
        ward = folded(parts[2])
        if ward[-len(self._ward) :] != self._ward or ward[: -len(self._ward)] not in self._ward_marks:
            return False
        reading = self._read(parts[1])
        found, is_exact = self._teams_of(reading, [team])
        return bool(found) and is_exact and not reading.left

    def _read(self, name: str) -> _Reading:
        reading = _Reading(left=list(folded(name[:_LONGEST_NAME])))
        self._take_marks(reading)
        self._take_ward(reading)
        self._take_purpose(reading)
        self._take_numbers(reading)
        return reading

    def _take_marks(self, reading: _Reading) -> None:
        for mark in self._team_marks:
            while (at := _find(reading.left, mark)) is not None:
                reading.has_mark = True
                del reading.left[at : at + len(mark)]
        for at, word in enumerate(reading.left):
            if len(word) >= 4 and _distance(word, self._short_mark) <= _SHORT_TYPOS:
                reading.has_mark = True
                del reading.left[at]
                return

    def _take_ward(self, reading: _Reading) -> None:
        """The ward's own name, with or without its kind; another ward's name makes every reading unsure."""
        left, length = reading.left, len(self._ward)
        for at in range(len(left) - length, -1, -1):
            if all(_is_like(one, other) for one, other in zip(left[at : at + length], self._ward, strict=True)):
                begin = at - 1 if at and (left[at - 1],) in self._ward_marks else at
                del left[begin : at + length]
                reading.ward = True
                return
        whole_marks = {mark[0] for mark in self._ward_marks if len(mark[0]) > 2}
        if whole_marks & set(left):
            reading.ward = False

    def _take_purpose(self, reading: _Reading) -> None:
        for purpose, phrases in self._words.purposes.items():
            for phrase in _longest_first(phrases):
                if (at := _find(reading.left, phrase)) is not None:
                    reading.purpose = purpose
                    del reading.left[at : at + len(phrase)]
                    return

    def _take_numbers(self, reading: _Reading) -> None:
        left = reading.left
        places = [at for at, word in enumerate(left) if word.isdecimal() and len(word) <= _LONGEST_NUMBER]
        reading.numbers = frozenset(int(left[at]) for at in places)
        before = [left[at - 1] if at else "" for at in places]
        reading.is_marked_number = bool(before) and all(self._stands_before_number(word) for word in before)
        reading.left = [word for at, word in enumerate(left) if at not in places]

    def _stands_before_number(self, word: str) -> bool:
        return any(_is_like(word, mark) for mark in self._before_numbers)

    def _teams_of(self, reading: _Reading, teams: Sequence[TeamName]) -> tuple[list[int], bool]:
        """The teams that fit, and whether by an exact word; what they explain is taken out of what is left."""
        if reading.numbers:
            found = [team.team_id for team in teams if team.number in reading.numbers]
            reading.left = [word for word in self._telling(reading.left) if not self._is_mistyped_mark(word)]
            return (found, reading.is_marked_number) if len(reading.numbers) == 1 else ([], False)
        return self._villages_of(reading, [team for team in teams if team.number is None])

    def _villages_of(self, reading: _Reading, teams: Iterable[TeamName]) -> tuple[list[int], bool]:
        names = [(self._bare(name), team.team_id) for team in teams for name in team.names]
        exact = [(name, team) for name, team in names if name and _find(reading.left, name) is not None]
        if exact:
            longest = max(len(name) for name, _ in exact)
            best = {team: name for name, team in exact if len(name) == longest}
            for name in set(best.values()):
                at = _find(reading.left, name) or 0
                del reading.left[at : at + len(name)]
            reading.left = self._telling(reading.left)
            return list(best), True
        return self._alike(reading, names), False

    def _alike(self, reading: _Reading, names: Sequence[tuple[Words, int]]) -> list[int]:
        said = " ".join(self._telling(reading.left))
        scores = [(fuzz.ratio(said, " ".join(name)), team) for name, team in names if name and said]
        best = max((score for score, _ in scores), default=0.0)
        return list({team for score, team in scores if score == best}) if best >= _LIKE_ENOUGH else []

    def _bare(self, name: str) -> Words:
        """A team's name without what every team's name holds."""
        reading = _Reading(left=list(folded(name)))
        self._take_marks(reading)
        self._take_ward(reading)
        return tuple(self._without_leading(reading.left))

    def _without_leading(self, words: list[str]) -> list[str]:
        while words and words[0] in self._empty:
            words = words[1:]
        return words

    def _telling(self, words: list[str]) -> list[str]:
        return [word for word in words if word not in self._empty]

    def _is_mistyped_mark(self, word: str) -> bool:
        return any(_is_like(word, mark) for mark in self._marks)


@lru_cache(maxsize=8)
def group_names(ward_name: str) -> GroupNames:
    """The reader of a ward's group names, built once."""
    return GroupNames(ward_name)


def folded(text: str) -> Words:
    """The words and numbers of a name without accents."""
    tokens = tokenize(text)
    return tuple(fold(token.word) for token in tokens if token.is_word or token.is_number)


def _longest_first(phrases: Iterable[str]) -> list[Words]:
    return sorted((folded(phrase) for phrase in phrases), key=len, reverse=True)


def _find(words: Sequence[str], wanted: Words) -> int | None:
    length = len(wanted)
    places = (at for at in range(len(words) - length + 1) if tuple(words[at : at + length]) == wanted)
    return next(places, None)


def _distance(one: str, other: str) -> int:
    return int(Levenshtein.distance(one, other, score_cutoff=_SHORT_TYPOS))


def _is_like(one: str, other: str) -> bool:
    """The same, or one typo apart in a word long enough for one."""
    return one == other or (min(len(one), len(other)) >= 3 and not one.isdecimal() and _distance(one, other) <= 1)
