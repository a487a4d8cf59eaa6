"""How facts become figures: each with what it was counted out of, None where nobody said a number (reporting §1.2)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from domain.indicators import (
    ActivityField,
    Catalogue,
    FigureKind,
    IncidentMeasure,
    Indicator,
    Origin,
    RequestMeasure,
    RosterMeasure,
)
from domain.report_data import Number
from domain.report_facts import ActivityFact, CaseFact, Ending, FactKind, Facts, TeamFacts
from domain.report_periods import Span
from domain.understanding import Category

GOOD_STARS = 4


@dataclass(slots=True)
class Found:
    """One figure as counted: the ids behind it, those that said no number, and persons that are not turns."""

    value: Number | None = None
    kind: FactKind = FactKind.ACTIVITY
    sources: list[int] = field(default_factory=list)
    unnumbered: list[int] = field(default_factory=list)
    persons: int = 0

    def add(self, number: Number | None, source: int) -> None:
        """Count one fact; one that says no number is put aside, for missing is not 0."""
        if number is None:
            self.unnumbered.append(source)
            return
        self.value = number if self.value is None else self.value + number
        self.sources.append(source)


Figures = dict[str, Found]
WARD = 0


def figures_by_team(catalogue: Catalogue, facts: Facts, span: Span) -> dict[int, Figures]:
    """The figures of every team that has any fact, by team and code; `WARD` holds those over everything.

    Shares are not here: they are computed once the figures below them are settled (`with_shares`).
    """
    found: dict[int, Figures] = {}
    _count_activities(catalogue, facts.activities, span, found)
    for indicator in catalogue.indicators:
        if indicator.origin is not None:
            _count_cases(indicator, facts, span, found)
            _count_roster(indicator, facts, found)
    return found


def of_team(found: dict[int, Figures], team_id: int) -> Figures:
    """One team's figures; a team without facts has none."""
    return found.get(team_id, {})


Rule = tuple[str, ActivityField, frozenset[str]]


def _count_activities(
    catalogue: Catalogue, activities: Iterable[ActivityFact], span: Span, found: dict[int, Figures]
) -> None:
    """One look at each activity: which rules it meets depends on its kind and topics alone, so that is kept."""
    rules: dict[tuple[str, tuple[str, ...]], tuple[Rule, ...]] = {}
    members: dict[tuple[int, str], dict[int, int]] = {}
    for fact in activities:
        if not span.starts_on <= fact.starts_on <= span.ends_on:
            continue
        key = (fact.activity_type, fact.topics)
        if key not in rules:
            rules[key] = tuple(_rules_for(catalogue, fact))
        figures = found.setdefault(fact.team_id, {})
        for code, wanted, topics in rules[key]:
            if wanted is ActivityField.ACTIVE_MEMBERS:
                members.setdefault((fact.team_id, code), {}).update(dict.fromkeys(fact.attendees, fact.id))
            else:
                figure = figures.get(code) or figures.setdefault(code, Found())
                _COUNTING[wanted](figure, fact, topics)
    _put_members(members, found)


def _put_members(members: dict[tuple[int, str], dict[int, int]], found: dict[int, Figures]) -> None:
    """Each member once, however often he was on duty."""
    for (team_id, code), on_duty in members.items():
        if on_duty:
            found[team_id][code] = Found(value=len(on_duty), sources=sorted(set(on_duty.values())))


def _rules_for(catalogue: Catalogue, fact: ActivityFact) -> Iterable[Rule]:
    for indicator in catalogue.indicators:
        origin = indicator.origin
        if origin is None or origin.field is None:
            continue
        shared = origin.topics & frozenset(fact.topics)
        if (not origin.activity_types or fact.activity_type in origin.activity_types) and (shared or not origin.topics):
            yield indicator.code, origin.field, frozenset(str(topic) for topic in shared)


def _count_turns(figure: Found, fact: ActivityFact, topics: frozenset[str]) -> None:
    """Turns on these topics: what was said of each topic, else of all; persons are told beside, never added."""
    said = [fact.counts[topic] for topic in topics if topic in fact.counts]
    number = sum(said) if said else fact.people
    if number is not None and fact.of_persons:
        figure.persons += number
        figure.unnumbered.append(fact.id)
    else:
        figure.add(number, fact.id)


def _count_what_is_said(name: str) -> Callable[[Found, ActivityFact, frozenset[str]], None]:
    def count(figure: Found, fact: ActivityFact, topics: frozenset[str]) -> None:
        number = getattr(fact, name)
        if number is not None:
            figure.add(number, fact.id)

    return count


def _count_members(figure: Found, fact: ActivityFact, topics: frozenset[str]) -> None:
    figure.add(fact.members if fact.members is not None else len(fact.attendees) or None, fact.id)


def _count_days(figure: Found, fact: ActivityFact, topics: frozenset[str]) -> None:
    if fact.attendees:
        figure.add(sum(fact.attendees.values()), fact.id)


_COUNTING: dict[ActivityField, Callable[[Found, ActivityFact, frozenset[str]], None]] = {
    ActivityField.ACTIVITIES: lambda figure, fact, topics: figure.add(1, fact.id),
    ActivityField.TURNS: _count_turns,
    ActivityField.HOUSEHOLDS: _count_what_is_said("households"),
    ActivityField.EWALLET_ACCOUNTS: _count_what_is_said("ewallet_accounts"),
    ActivityField.OCOP_PRODUCTS: _count_what_is_said("ocop_products"),
    ActivityField.MEMBERS: _count_members,
    ActivityField.PERSON_DAYS: _count_days,
}


def _count_cases(indicator: Indicator, facts: Facts, span: Span, found: dict[int, Figures]) -> None:
    origin = indicator.origin
    if origin is None or (origin.requests is None and origin.incidents is None):
        return
    kind, cases = _cases(origin, facts)
    measure = _MEASURES[origin.requests or origin.incidents or RequestMeasure.RECEIVED]
    for case in cases:
        for owner in (WARD, case.team_id):
            if owner is not None and _is_meant(case, origin) and measure(case, span):
                figure = found.setdefault(owner, {}).setdefault(indicator.code, Found(kind=kind))
                figure.add(1, case.id)


def _cases(origin: Origin, facts: Facts) -> tuple[FactKind, Sequence[CaseFact]]:
    if origin.requests is not None:
        return FactKind.REQUEST, facts.requests
    return FactKind.INCIDENT, facts.incidents


def _is_meant(case: CaseFact, origin: Origin) -> bool:
    return case.ending is not Ending.VOID and (not origin.topics or case.topic in origin.topics)


def _received(case: CaseFact, span: Span) -> bool:
    return span.holds(case.opened_on)


def _ended(case: CaseFact, span: Span, *endings: Ending) -> bool:
    return case.ended_on is not None and span.holds(case.ended_on) and case.ending in endings


def _is_open(case: CaseFact, span: Span) -> bool:
    """Whether it was open at the cut-off."""
    return case.opened_on <= span.ends_on and (case.ended_on is None or case.ended_on > span.ends_on)


def _in_time(case: CaseFact) -> bool:
    return case.ended_on is not None and case.ended_on <= case.due_on


_MEASURES: dict[RequestMeasure | IncidentMeasure, Callable[[CaseFact, Span], bool]] = {
    RequestMeasure.RECEIVED: _received,
    RequestMeasure.DONE: lambda case, span: _ended(case, span, Ending.DONE),
    RequestMeasure.OPEN: _is_open,
    RequestMeasure.FORWARDED: lambda case, span: _ended(case, span, Ending.PASSED_ON),
    RequestMeasure.ON_TIME: lambda case, span: _ended(case, span, Ending.DONE) and _in_time(case),
    RequestMeasure.RATED: lambda case, span: _ended(case, span, Ending.DONE) and case.stars is not None,
    RequestMeasure.CONTENT: lambda case, span: _ended(case, span, Ending.DONE) and (case.stars or 0) >= GOOD_STARS,
    IncidentMeasure.HANDLED: lambda case, span: _ended(case, span, Ending.DONE),
    IncidentMeasure.LATE: lambda case, span: _ended(case, span, Ending.DONE) and not _in_time(case),
    IncidentMeasure.OPEN_IN_TIME: lambda case, span: _is_open(case, span) and case.due_on >= span.ends_on,
    IncidentMeasure.OPEN_LATE: lambda case, span: _is_open(case, span) and case.due_on < span.ends_on,
    IncidentMeasure.UNFOUNDED: lambda case, span: _ended(case, span, Ending.UNFOUNDED),
    IncidentMeasure.FRAUDS: lambda case, span: _received(case, span) and case.category is Category.ONLINE_FRAUD,
}
_MEASURES[IncidentMeasure.PASSED_ON] = _MEASURES[RequestMeasure.FORWARDED]


def has_ended_as(case: CaseFact, span: Span, measure: IncidentMeasure) -> bool:
    """Whether a case counts under a measure in a stretch of days, for tables of them."""
    return case.ending is not Ending.VOID and _MEASURES[measure](case, span)


def _count_roster(indicator: Indicator, facts: Facts, found: dict[int, Figures]) -> None:
    measure = indicator.origin.roster if indicator.origin else None
    if measure is None:
        return
    if measure is RosterMeasure.TEAMS:
        _put(found, WARD, indicator, len(facts.teams) or None)
    elif measure is RosterMeasure.RESIDENTIAL_GROUPS:
        _put(found, WARD, indicator, facts.residential_groups or None)
    else:
        for team in facts.teams:
            _put(found, team.id, indicator, _of_roster(team, measure))


def _put(found: dict[int, Figures], owner: int, indicator: Indicator, value: int | None) -> None:
    if value is not None:
        found.setdefault(owner, {})[indicator.code] = Found(value=value, kind=FactKind.ROSTER)


def _of_roster(team: TeamFacts, measure: RosterMeasure) -> int | None:
    values: dict[RosterMeasure, int | None] = {
        RosterMeasure.MEMBERS: team.members,
        RosterMeasure.GROUPS: team.groups,
        RosterMeasure.GROUP_PEOPLE: team.group_people,
        RosterMeasure.PUBLIC_CONTACTS: team.public_contacts,
        RosterMeasure.HOUSEHOLDS: team.households,
    }
    return values[measure]


def share_of(indicator: Indicator, values: dict[str, Number | None]) -> float | None:
    """A share recomputed out of the two figures below it; None while one is missing or there is nothing to share."""
    if indicator.ratio is None:
        return None
    numerator, denominator = values.get(indicator.ratio.numerator), values.get(indicator.ratio.denominator)
    return None if numerator is None or not denominator else numerator / denominator


def adds_up(indicator: Indicator) -> bool:
    """Whether its values of earlier periods are added to this one's for the year so far."""
    return indicator.is_cumulative and indicator.kind is FigureKind.FLOW


def added(*numbers: Number | None) -> Number | None:
    """The sum of what was said; None when nothing was."""
    said = [number for number in numbers if number is not None]
    return sum(said) if said else None
