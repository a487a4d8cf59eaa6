"""Every number that may name a team, and what is seen of it: whether it is one of which the report tells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from language.activity_places import counts_something
from language.features import Features, View
from language.report_patterns import WORDS
from language.report_text import ReportText
from language.surroundings import around, noted_beside, whereabouts

_HIGHEST = 199
_FARTHEST = 8
_LAST_WEEKDAY, _LAST_MONTH, _LAST_DAY = 7, 12, 31
_REACH = 3
_LONGEST_RANGE = 12
_NEXT = 2
_LEAST_ODDS = 0.5
_FEWEST = 2
_ALONE, _LISTED = "alone", "listed"


@dataclass(frozen=True, kw_only=True)
class TeamNumber:
    """A number at the piece `at`, and the word that makes it look like a team's, so many pieces before it."""

    value: int
    at: int
    behind: str
    far: int


def team_numbers(report: ReportText) -> tuple[TeamNumber, ...]:
    """The numbers behind a word for a team, those listed behind another, and one that begins the message by itself."""
    found: list[TeamNumber] = []
    begins: int | None = None
    for at, piece in enumerate(report.pieces):
        if piece.word in WORDS["before_team_number"]:
            begins = at
        elif piece.value is None:
            passes = WORDS["within_team_list"] if found and found[-1].at >= (begins or 0) else WORDS["within_team_name"]
            begins = begins if begins is not None and piece.word in passes and at - begins <= _FARTHEST else None
        elif 0 < piece.value <= _HIGHEST and (begins is not None or _stands_alone(report, at)):
            found.append(_number(report, at, begins, found))
            begins = at
    return tuple(found)


def _stands_alone(report: ReportText, at: int) -> bool:
    """`12: sang nay day 5 nguoi`, `102 day 20 be`: a number that begins the message and counts nothing."""
    if at > 0 or len(report.pieces) < _FEWEST:
        return False
    following = report.pieces[1].word
    if following in WORDS["behind_lone_team"]:
        return True
    is_listed = following == "," and len(report.pieces) > _NEXT and report.pieces[_NEXT].value is not None
    may_do_something = following[:1].isalpha() and following not in WORDS["before_team_number"]
    return (is_listed or may_do_something) and not counts_something(report, at)


def _number(report: ReportText, at: int, begins: int | None, before: Sequence[TeamNumber]) -> TeamNumber:
    value = report.pieces[at].value or 0
    if begins is None:
        return TeamNumber(value=value, at=at, behind=_ALONE, far=at)
    behind = _LISTED if before and before[-1].at == begins else report.pieces[begins].word
    return TeamNumber(value=value, at=at, behind=behind, far=at - begins)


def chosen_teams(numbers: Sequence[TeamNumber], odds: Sequence[float]) -> list[TeamNumber]:
    """Those for which clearly more speaks than against, and what a list names between two of them."""
    chosen = [score > _LEAST_ODDS for score in odds]
    for at in range(1, len(numbers) - 1):
        within = all(one.behind == _LISTED and one.far <= _NEXT for one in numbers[at : at + 2])
        chosen[at] |= within and chosen[at - 1] and chosen[at + 1]
    return [number for number, is_chosen in zip(numbers, chosen, strict=True) if is_chosen]


def told_teams(report: ReportText, chosen: Sequence[TeamNumber]) -> tuple[int, ...]:
    """The teams that these numbers name, each once, in the order named; a range names those between too."""
    before_the_last = (value for two in pairwise(chosen) for value in (two[0].value, *numbers_between(report, *two)))
    return tuple(dict.fromkeys([*before_the_last, *(one.value for one in chosen[-1:])]))


def numbers_between(report: ReportText, one: TeamNumber, other: TeamNumber) -> Iterator[int]:
    """The numbers of a range whose ends these are."""
    words = {piece.word for piece in report.pieces[one.at + 1 : other.at]} - WORDS["before_team_number"]
    is_range = len(words) == 1 and words <= WORDS["range"] and one.value < other.value <= one.value + _LONGEST_RANGE
    yield from range(one.value + 1, other.value) if is_range else ()


def team_number_features(
    report: ReportText,
    numbers: Sequence[TeamNumber],
    notes: Sequence[frozenset[str]],
    *,
    by_grammar: frozenset[int],
    has_name: bool,
) -> list[Features]:
    """What is seen of each number: the words around it, what makes it look like a team's, and what the grammar says."""
    values = [number.value for number in numbers]
    seen = _Seen(report=report, notes=notes, values=values, by_grammar=by_grammar, has_name=has_name)
    return [{View.FOLDED: frozenset(seen.of(number, rank))} for rank, number in enumerate(numbers)]


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """A report with the numbers that may name teams."""

    report: ReportText
    notes: Sequence[frozenset[str]]
    values: Sequence[int]
    by_grammar: frozenset[int]
    has_name: bool

    def of(self, number: TeamNumber, rank: int) -> Iterator[str]:
        """What is seen of one number."""
        words, (start, end) = self.report.seen_words, self.report.tokens_of(number.at, number.at + 1)
        said = number.value in self.by_grammar
        yield from around(words, start, end, _REACH)
        yield from noted_beside(self.notes, start, end)
        yield from (f"rank:{min(rank, 3)}:{said}", f"many:{min(len(self.values), 4)}:{said}")
        yield from whereabouts(words, start, end)
        yield f"again:{self.values.count(number.value) > 1}"
        yield f"said:{said}:{min(len(self.by_grammar), 3)}:{self.has_name}"
        yield f"counts:{counts_something(self.report, number.at)}"
        yield f"typed:{self.report.pieces[number.at].end - self.report.pieces[number.at].start}"
        yield from self._look(number, start)

    def _look(self, number: TeamNumber, start: int) -> Iterator[str]:
        size = _size(number.value)
        is_day = any(note.startswith("day") for note in self.notes[start])
        yield from (f"behind:{number.behind}", f"behind:{number.behind}:{min(number.far, 4)}")
        yield f"looks:{number.behind}:{size}:{is_day}"
        before = start - number.far
        yield f"led:{number.behind}:{self.report.seen_words[before - 1] if before > 0 else None}"


def _size(value: int) -> str:
    """Whether it could be a day of the week, a month, a day of the month."""
    bounds = (1, _LAST_WEEKDAY, _LAST_MONTH, _LAST_DAY)
    return next((str(bound) for bound in bounds if value <= bound), "more")
