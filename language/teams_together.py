"""Teams by number and by name that stand side by side and so are several that worked together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from language.group_spellings import GroupMention
from language.report_patterns import WORDS
from language.report_text import ReportText
from language.team_numbers import TeamNumber, numbers_between

_FAR_APART = 6


@dataclass(frozen=True, kw_only=True)
class _Named:
    """A team and the tokens that name it."""

    start: int
    end: int
    team: TeamNumber | GroupMention

    @property
    def told(self) -> int | str:
        """Its number or its name."""
        return self.team.value if isinstance(self.team, TeamNumber) else self.team.name


def side_by_side(
    report: ReportText, numbers: Sequence[TeamNumber], groups: Sequence[GroupMention]
) -> tuple[int | str, ...]:
    """All these teams in the order named, with those of a range, where each is joined to the next; else none."""
    named = [_Named(start=one.start, end=one.end, team=one) for one in groups]
    for number in numbers:
        start, end = report.tokens_of(number.at, number.at + 1)
        named.append(_Named(start=start, end=end, team=number))
    named.sort(key=lambda one: one.start)
    if not all(_are_joined(report, one, other) for one, other in pairwise(named)):
        return ()
    told = [team for one, other in pairwise(named) for team in (one.told, *_between(report, one, other))]
    return tuple(dict.fromkeys([*told, *(one.told for one in named[-1:])]))


def _are_joined(report: ReportText, one: _Named, other: _Named) -> bool:
    """Whether a sign or word that joins stands between them and little else, or nothing but the word for a team.

    A village right behind a number is where that team is at home.
    """
    between = [token.folded for token in report.tokens[one.end : other.start]]
    if any(_between(report, one, other)) or (between and WORDS["group_words"].issuperset(between)):
        return True
    return len(between) <= _FAR_APART and any(word in WORDS["joins_teams"] for word in between)


def _between(report: ReportText, one: _Named, other: _Named) -> Iterator[int]:
    if isinstance(one.team, TeamNumber) and isinstance(other.team, TeamNumber):
        yield from numbers_between(report, one.team, other.team)
