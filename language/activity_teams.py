"""Which teams a report is of: their numbers, the names of their groups, and lists of several."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.understanding import PlaceKind
from language.activity_places import counts_something
from language.dates import day_pieces
from language.normalising import Token, fold, tokenize
from language.places import FoundPlace
from language.report_patterns import PATTERNS, WORDS
from language.report_text import ReportText

_LAST_WEEKDAY = 7


@dataclass(frozen=True, kw_only=True)
class NamedTeams:
    """The team, or the several, that a report names, and the pieces that name teams by number."""

    pieces: set[int]
    number: int | None = None
    name: str | None = None
    several: tuple[int | str, ...] = ()

    @property
    def numbers(self) -> tuple[int, ...]:
        """Those that are told by number."""
        return tuple(one for one in self.all_told if isinstance(one, int))

    @property
    def all_told(self) -> tuple[int | str, ...]:
        """The several, or the one, by number before by name."""
        one = self.number if self.number is not None else self.name
        return self.several or (() if one is None else (one,))


def read_teams(report: ReportText, places: Sequence[FoundPlace]) -> NamedTeams:
    """What the words say of teams; numbers and names that stand side by side are several."""
    pieces, numbers = _teams(report)
    names, together = _team_names(report.text, places)
    if len(together) > len(numbers) or len(numbers) > 1:
        return NamedTeams(pieces=pieces, several=together if len(together) > len(numbers) else numbers)
    return NamedTeams(
        pieces=pieces, number=numbers[0] if numbers else None, name=names[0] if names and not together else None
    )


def find_teams(tokens: Sequence[Token], places: Sequence[FoundPlace]) -> tuple[int, ...]:
    """The numbers of the teams a message names, also as a short `t9` at its start or beyond the weekdays."""
    named = [int(group) for found in places if (group := group_of(found)) is not None and group.isdecimal()]
    short = [
        int(second.word)
        for position, (first, second) in enumerate(zip(tokens, tokens[1:], strict=False))
        if first.folded in WORDS["short_team"] and second.is_number and second.is_glued and len(second.word) <= 3
        if position == 0 or int(second.word) > _LAST_WEEKDAY
    ]
    return tuple(dict.fromkeys([*named, *short]))


def _teams(report: ReportText) -> tuple[set[int], tuple[int, ...]]:
    """The teams by number and the pieces that name them; `t2` to `t7` are weekdays once a day is spoken of."""
    covered: set[int] = set()
    numbers: list[int] = []
    listed: list[int] = []
    dates = day_pieces(report)
    for match, start, end in report.matches(PATTERNS["team"]):
        number = int(match["number"])
        if report.line[: match.start()].rstrip().endswith(tuple(WORDS["denied"])):
            covered.update(range(start, end))
            continue
        is_short = match.group().split()[0] in WORDS["short_team"]
        stands_by_team = is_short and _stands_by_team(report, end)
        if is_short and number <= _LAST_WEEKDAY and end - 1 in dates and start > 0 and not stands_by_team:
            continue
        listed += [number] if stands_by_team else []
        if is_short and _is_month(report, match, start):
            continue
        more = _listed_teams(report, start, end, dates)
        covered.update(range(start, max([end, *(at + 1 for at in more)])))
        listed += [report.pieces[at].value or 0 for at in more]
        numbers += [number, *listed[len(listed) - len(more) :]]
    if len(numbers) > 1:
        numbers = [one for one in numbers if one in listed or not _only_as_weekday(report, one)] or numbers
    return covered, tuple(dict.fromkeys(numbers))


def _is_month(report: ReportText, match: re.Match[str], start: int) -> bool:
    """`t11 to 29`, `t11 t29`, `2 tuan dau t11`: the month before the team, or a part of that month."""
    if PATTERNS["team_behind"].match(report.line, match.end()) or PATTERNS["month_before_team"].match(
        report.line, match.start()
    ):
        return True
    return any(first <= start < end for _, first, end in report.matches(PATTERNS["weeks_of_month"]))


def _listed_teams(report: ReportText, start: int, end: int, dates: set[int]) -> list[int]:
    """The pieces of further numbers: `to 3 + 5`; behind a comma or a dash only when several teams are announced."""
    announced = start > 0 and report.pieces[start - 1].word in WORDS["several_teams"]
    signs = WORDS["team_signs"] | WORDS["team_joins"] | WORDS["team_list_signs" if announced else "listed_anywhere"]
    found: list[int] = []
    while end + 1 < len(report.pieces) and report.pieces[end].word in signs and (announced or end + 1 not in dates):
        if report.pieces[end + 1].value is None or counts_something(report, end + 1):
            break
        if not announced and not report.verbatim(end + 1, end + 2).isdecimal():
            break
        if not announced and end + 2 < len(report.pieces) and report.pieces[end + 2].word in WORDS["of_the_clock"]:
            break
        found.append(end + 1)
        end += 2
    return found


def _stands_by_team(report: ReportText, end: int) -> bool:
    """`t7 vs t8`: the days of two teams are never told so, where no team is written out."""
    if PATTERNS["written_team"].search(report.line) or end + 2 >= len(report.pieces):
        return False
    sign, short, number = report.pieces[end : end + 3]
    joins = sign.word in WORDS["team_joins"] | WORDS["team_signs"]
    return joins and short.word in WORDS["short_team"] and (number.value or 0) > _LAST_WEEKDAY


def _only_as_weekday(report: ReportText, number: int) -> bool:
    if number > _LAST_WEEKDAY or number < 2:
        return False
    return number not in {int(match["number"]) for match in PATTERNS["written_team"].finditer(report.line)}


def is_numbered_group(found: FoundPlace) -> bool:
    """Whether a place is a group that has a number instead of a name."""
    group = group_of(found)
    return group is not None and group.isdecimal()


def _team_names(text: str, places: Sequence[FoundPlace]) -> tuple[list[str], tuple[int | str, ...]]:
    """The groups that are named, and those that stand side by side with another and so are several teams."""
    groups = [(place, group) for place in places if (group := group_of(place)) is not None]
    names = list(dict.fromkeys(group for place, group in groups if not group.isdecimal()))
    joined = [
        (group, another)
        for (one, group), (other, another) in pairwise(groups)
        if WORDS["team_joins"] | WORDS["team_signs"] >= _words_between(text, one, other) != set()
    ]
    together = dict.fromkeys(group for pair in joined for group in pair)
    return names, tuple(int(one) if one.isdecimal() else one for one in together) if names else ()


def _words_between(text: str, one: FoundPlace, other: FoundPlace) -> set[str]:
    words = {token.folded for token in tokenize(text[one.end : other.start])}
    return words - WORDS["group_words"]


def group_of(found: FoundPlace) -> str | None:
    """The number or name of the group a place is; so are streets that bear its name, behind the word for a group."""
    best = found.place.best
    if best is None:
        return None
    is_group = best.kind is PlaceKind.RESIDENTIAL_GROUP or fold(found.place.span.split()[0]) in WORDS["group_words"]
    return best.residential_group if is_group else None
