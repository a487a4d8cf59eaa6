"""How the reports of the teams come about: facts are read once, and every team's lines and doubts settled of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.activities import ActivityStatus
from domain.co_organised import Together, told_once
from domain.figures import WARD, Figures, figures_by_team, of_team
from domain.indicators import Catalogue
from domain.report_doubts import Aside, Doubt, doubts
from domain.report_facts import ActivityFact, Facts, TeamFacts
from domain.report_lines import Given, Line, PastPeriod, lines_from, settle
from domain.report_periods import Span, earlier_quarters, quarter_before, span_of
from domain.reports import REPORTED
from handlers.office import Office
from storage import report_facts, reports
from storage.database import Work

ONE_DAY = timedelta(days=1)
LOOK_AHEAD = timedelta(days=400)


@dataclass(frozen=True, kw_only=True)
class TeamPicture:
    """What one team's report of a period would say now; activities are those it leads, and those it took part in."""

    team: TeamFacts
    lines: Mapping[str, Line]
    doubts: tuple[Doubt, ...]
    activities: tuple[ActivityFact, ...]
    taken_part: tuple[ActivityFact, ...]


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One period as it would be reported now: the span counted, every team, and the figures over everything."""

    period: str
    span: Span
    facts: Facts
    together: Together
    teams: tuple[TeamPicture, ...]
    ward: Figures

    def team(self, team_id: int) -> TeamPicture | None:
        """One team of it."""
        return next((one for one in self.teams if one.team.id == team_id), None)


def picture(
    work: Work, office: Office, period: str, *, today: date, team_ids: Collection[int] | None = None
) -> Picture:
    """One period, of some teams or of all. Raises Incomplete (`no_such_period`)."""
    catalogue = office.ward.catalogue
    spans = _spans(catalogue, period, today)
    facts, together = _facts(work, office, spans, team_ids)
    found = {key: figures_by_team(catalogue, facts, span) for key, span in spans.items()}
    reported = _reported(work, office, [key for key in spans if key != period])
    given = reports.given(work, period, team_ids=team_ids)
    aside = _aside(work, spans[period], together, today, team_ids)
    shares = _shares(facts, spans[period])
    teams = []
    for team in facts.teams:
        own = {key: of_team(figures, team.id) for key, figures in found.items()}
        past = {key: PastPeriod(key=key, reported=reported.get((team.id, key)), now=own[key]) for key in own}
        lines = _settle(catalogue, period, own[period], given.get(team.id, {}), past)
        teams.append(_picture_of(catalogue, team, lines, shares, aside.get(team.id, Aside())))
    ward = of_team(found[period], WARD)
    return Picture(period=period, span=spans[period], facts=facts, together=together, teams=tuple(teams), ward=ward)


def _spans(catalogue: Catalogue, period: str, today: date) -> dict[str, Span]:
    """The period, cut off today if it goes on, the earlier ones of its year, and the one before it."""
    before = quarter_before(period)
    keys = dict.fromkeys([*([before] if before else []), *earlier_quarters(period), period])
    spans = {key: span_of(key, catalogue.facts.convention) for key in keys}
    own = spans[period]
    return spans | {period: replace(own, ends_on=max(min(own.ends_on, today), own.starts_on))}


def as_sent(work: Work, office: Office, period: str, own: TeamPicture) -> TeamPicture:
    """The same report with the lines that were sent, where a version of it stands; else as it is now."""
    sent = _reported(work, office, [period]).get((own.team.id, period))
    return replace(own, lines={**own.lines, **sent}) if sent is not None else own


def counted_between(work: Work, office: Office, span: Span, *, team_ids: Collection[int] | None) -> Facts:
    """The facts of any days, what several teams tell of one event once."""
    unit = office.texts.label("people_unit", "persons")
    facts = report_facts.facts(work, span, persons_unit=unit, timezone=office.texts.timezone, team_ids=team_ids)
    return replace(facts, activities=told_once(facts.activities).kept)


def _facts(
    work: Work, office: Office, spans: Mapping[str, Span], team_ids: Collection[int] | None
) -> tuple[Facts, Together]:
    whole = Span(
        starts_on=min(span.starts_on for span in spans.values()), ends_on=max(span.ends_on for span in spans.values())
    )
    unit = office.texts.label("people_unit", "persons")
    facts = report_facts.facts(work, whole, persons_unit=unit, timezone=office.texts.timezone, team_ids=team_ids)
    together = told_once(facts.activities)
    return replace(facts, activities=together.kept), together


def _reported(work: Work, office: Office, periods: Collection[str]) -> dict[tuple[int, str], Mapping[str, Line]]:
    """The lines of the reports that stand: sent, and not given back since."""
    duty = office.ward.catalogue.facts.team_duty
    owed = reports.obligations(work, duty, periods)
    standing = {key for key, obligation in owed.items() if obligation.status in REPORTED}
    sent = reports.sent(work, duty, periods)
    return {key: lines_from(frozen.lines) for key, frozen in sent.items() if key in standing}


def _settle(
    catalogue: Catalogue, period: str, own: Figures, given: Mapping[str, Given], past: Mapping[str, PastPeriod]
) -> dict[str, Line]:
    return settle(
        [one for one in catalogue.indicators if one.for_teams],
        own,
        given,
        period=period,
        year=[past[key] for key in earlier_quarters(period)],
        before=past.get(quarter_before(period) or ""),
    )


def _shares(facts: Facts, span: Span) -> dict[int, tuple[list[ActivityFact], list[ActivityFact]]]:
    """The activities of the period by team: those it led, and those it took part in."""
    found: dict[int, tuple[list[ActivityFact], list[ActivityFact]]] = {}
    for fact in facts.activities:
        if span.holds(fact.starts_on):
            found.setdefault(fact.team_id, ([], []))[0].append(fact)
            for team_id in fact.others - {fact.team_id}:
                found.setdefault(team_id, ([], []))[1].append(fact)
    return found


def _picture_of(
    catalogue: Catalogue,
    team: TeamFacts,
    lines: Mapping[str, Line],
    shares: Mapping[int, tuple[list[ActivityFact], list[ActivityFact]]],
    aside: Aside,
) -> TeamPicture:
    led, taken_part = shares.get(team.id, ([], []))
    return TeamPicture(
        team=team,
        lines=lines,
        doubts=doubts(catalogue.shown(for_teams=True), lines, led, aside),
        activities=tuple(led),
        taken_part=tuple(taken_part),
    )


def _aside(
    work: Work, span: Span, together: Together, today: date, team_ids: Collection[int] | None
) -> dict[int, Aside]:
    """What does not count or may not, by team: looks told twice, lies after today, was held with another team."""
    ahead = Span(starts_on=today + ONE_DAY, ends_on=today + LOOK_AHEAD)
    twice = _by_team(report_facts.set_aside(work, span, team_ids=team_ids, statuses={ActivityStatus.DUPLICATE}))
    future = _by_team(report_facts.set_aside(work, ahead, team_ids=team_ids, statuses={ActivityStatus.RECORDED}))
    doubtful = [fact for fact in together.kept if fact.id in together.doubtful and span.holds(fact.starts_on)]
    shared = _by_team([(fact.id, fact.team_id) for fact in doubtful])
    return {
        team_id: Aside(
            told_twice=twice.get(team_id, ()), future=future.get(team_id, ()), co_organised=shared.get(team_id, ())
        )
        for team_id in {*twice, *future, *shared}
    }


def _by_team(pairs: Sequence[tuple[int, int]]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for activity_id, team_id in pairs:
        found[team_id] = (*found.get(team_id, ()), activity_id)
    return found
