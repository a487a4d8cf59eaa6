"""What is doubtful about a report before it is sent: missing, zero, far off, contradictory, unproved, told twice."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from domain.indicators import FigureSource, Indicator
from domain.report_data import Number
from domain.report_facts import ActivityFact
from domain.report_lines import Line, LineOrigin

FAR_OFF = 3
SMALLEST_FAR_OFF = 30
_ONE_DAY = timedelta(days=1)


class DoubtKind(StrEnum):
    """What kind of doubt (reporting §7.6)."""

    NOTHING_TOLD = "nothing_told"
    MISSING = "missing"
    ZERO = "zero"
    FAR_OFF = "far_off"
    TOO_LARGE = "too_large"
    DIFFERS = "differs"
    CARRIED = "carried"
    PERSONS = "persons"
    UNNUMBERED = "unnumbered"
    UNPROVED = "unproved"
    TOLD_TWICE = "told_twice"
    LOOKS_TWICE = "looks_twice"
    CO_ORGANISED = "co_organised"
    FUTURE = "future"
    SUPPLEMENT = "supplement"


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """One doubt: about which indicator, with which numbers, and the activities to look at."""

    kind: DoubtKind
    code: str | None = None
    number: Number | None = None
    other: Number | None = None
    other_code: str | None = None
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Aside:
    """Activities that do not count, or that may not: told twice, in the future, held together with another team."""

    told_twice: tuple[int, ...] = ()
    future: tuple[int, ...] = ()
    co_organised: tuple[int, ...] = ()


def doubts(
    indicators: Sequence[Indicator], lines: Mapping[str, Line], activities: Sequence[ActivityFact], aside: Aside
) -> tuple[Doubt, ...]:
    """Every doubt about one report, those about the whole first."""
    own = [*_about_activities(activities, aside)]
    for indicator in indicators:
        own += _about_line(indicator, lines[indicator.code], lines)
    return tuple(own)


def _about_activities(activities: Sequence[ActivityFact], aside: Aside) -> Iterator[Doubt]:
    unproved = tuple(fact.id for fact in activities if not fact.evidence)
    lists = {
        DoubtKind.UNPROVED: unproved,
        DoubtKind.TOLD_TWICE: aside.told_twice,
        DoubtKind.LOOKS_TWICE: tuple(sorted(_looking_alike(activities))),
        DoubtKind.CO_ORGANISED: aside.co_organised,
        DoubtKind.FUTURE: aside.future,
    }
    if not activities:
        yield Doubt(kind=DoubtKind.NOTHING_TOLD)
    for kind, ids in lists.items():
        if ids:
            yield Doubt(kind=kind, number=len(ids), ids=ids)


def _looking_alike(activities: Iterable[ActivityFact]) -> Iterator[int]:
    """Records of one kind, topics, place and number within a day of each other (reporting §7.6)."""
    seen: dict[tuple[object, ...], ActivityFact] = {}
    for fact in sorted(activities, key=lambda one: (one.starts_on, one.id)):
        if fact.people is None or fact.place is None:
            continue
        key = (fact.activity_type, fact.topics, fact.place.casefold(), fact.people)
        before = seen.get(key)
        if before is not None and fact.starts_on - before.starts_on <= _ONE_DAY:
            yield fact.id
        seen[key] = fact


def _about_line(indicator: Indicator, line: Line, lines: Mapping[str, Line]) -> Iterator[Doubt]:
    yield from _about_value(indicator, line)
    yield from _contradictions(indicator, line, lines)
    code = indicator.code
    if line.origin is LineOrigin.CARRIED:
        yield Doubt(kind=DoubtKind.CARRIED, code=code, number=line.value)
    if line.persons:
        yield Doubt(kind=DoubtKind.PERSONS, code=code, number=line.persons, ids=line.unnumbered)
    elif line.unnumbered:
        yield Doubt(kind=DoubtKind.UNNUMBERED, code=code, number=len(line.unnumbered), ids=line.unnumbered)
    if line.supplement:
        yield Doubt(kind=DoubtKind.SUPPLEMENT, code=code, number=line.supplement)


def _about_value(indicator: Indicator, line: Line) -> Iterator[Doubt]:
    value, code = line.value, indicator.code
    if value is None:
        if indicator.source is FigureSource.TEAM:
            yield Doubt(kind=DoubtKind.MISSING, code=code)
    elif value == 0:
        yield Doubt(kind=DoubtKind.ZERO, code=code)
    elif _is_far_off(value, line.previous):
        yield Doubt(kind=DoubtKind.FAR_OFF, code=code, number=value, other=line.previous)


def _contradictions(indicator: Indicator, line: Line, lines: Mapping[str, Line]) -> Iterator[Doubt]:
    bound = lines.get(indicator.within or "")
    whole = bound.value if bound else None
    if line.value is not None and whole is not None and line.value > whole:
        yield Doubt(
            kind=DoubtKind.TOO_LARGE, code=indicator.code, number=line.value, other=whole, other_code=indicator.within
        )
    if line.origin is LineOrigin.ENTERED and line.found is not None and line.found != line.value:
        yield Doubt(kind=DoubtKind.DIFFERS, code=indicator.code, number=line.value, other=line.found)


def _is_far_off(value: Number, previous: Number | None) -> bool:
    return previous is not None and 0 < previous * FAR_OFF < value and value >= SMALLEST_FAR_OFF
