"""Which report somebody means: the one that his team owes now, begun when it is first spoken of."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.duties import Duty, Occurrence, occurrences
from domain.errors import Incomplete, NotFound
from domain.report_periods import Span, span_of
from domain.reports import EDITABLE
from handlers.office import Office
from storage import duties, reports, teams
from storage.database import Work
from storage.tables import DigitalTeam, Obligation, TeamReportDraft

OWED_FOR = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class OpenReport:
    """One team's report in hand with what it is owed for."""

    team: DigitalTeam
    draft: TeamReportDraft
    obligation: Obligation
    span: Span

    @property
    def period(self) -> str:
        """The period's key."""
        return self.draft.period


def team_duty(office: Office) -> Duty:
    """The duty under which the teams report each quarter."""
    code = office.ward.catalogue.facts.team_duty
    return next(duty for duty in office.ward.duties if duty.code == code)


def period_now(office: Office, today: date) -> str | None:
    """The period in which a day lies, or whose report is being written; None when the plan holds none."""
    duty, convention = team_duty(office), office.ward.catalogue.facts.convention
    found = [
        one for one in occurrences(duty, office.ward.calendar) if span_of(one.period, convention).starts_on <= today
    ]
    writing = [one for one in found if one.due_on >= today]
    return (writing or found[-1:])[0].period if found else None


def occurrence_of(office: Office, period: str) -> Occurrence:
    """When the teams owe a period. Raises Incomplete (`no_such_period`)."""
    found = next((one for one in occurrences(team_duty(office), office.ward.calendar) if one.period == period), None)
    if found is None:
        raise Incomplete("no_such_period", period=period[:20])
    return found


def open_report(work: Work, office: Office, period: str, team_id: int, *, now: datetime) -> OpenReport:
    """One team's report of one period to be changed, begun if it was not.

    Raises NotFound (`no_such_team`) or Incomplete (`no_such_period`, `period_not_begun`).
    """
    team = teams.with_id(work, team_id)
    if team is None:
        raise NotFound("no_such_team", team_id=team_id)
    duty, span = team_duty(office).code, span_of(period, office.ward.catalogue.facts.convention)
    occurrence = occurrence_of(office, period)
    if span.starts_on > office.today(now):
        raise Incomplete("period_not_begun", starts_on=span.starts_on)
    late_from = occurrence.late_from
    duties.oblige(work, [team_id], duty=duty, period=period, due_on=occurrence.due_on, late_from_on=late_from, now=now)
    reports.start(work, [team_id], duty=duty, period=period, now=now)
    obligation = reports.obligation_of(work, duty, period, team_id, to_change=True)
    draft = reports.draft_of(work, duty, period, team_id, to_change=True)
    if obligation is None or draft is None:
        raise NotFound("no_such_report")
    return OpenReport(team=team, draft=draft, obligation=obligation, span=span)


def by_id(work: Work, office: Office, report_id: int) -> OpenReport:
    """The report with this id to be changed. Raises NotFound (`no_such_report`)."""
    draft = reports.draft(work, report_id, to_change=True)
    team = teams.with_id(work, draft.team_id) if draft else None
    obligation = reports.obligation_of(work, draft.duty, draft.period, draft.team_id, to_change=True) if draft else None
    if draft is None or team is None or obligation is None:
        raise NotFound("no_such_report")
    span = span_of(draft.period, office.ward.catalogue.facts.convention)
    return OpenReport(team=team, draft=draft, obligation=obligation, span=span)


def current_report(work: Work, office: Office, team_id: int, *, now: datetime) -> OpenReport:
    """The report a team has to write: the oldest that it still owes of late, else that of the period now.

    Raises Incomplete (`no_period_now`) when the plan holds none, and as `open_report`.
    """
    today, convention = office.today(now), office.ward.catalogue.facts.convention
    owed = [
        one
        for one in duties.of_team(work, team_duty(office).code, team_id)
        if one.status in EDITABLE
        and one.due_on >= today - OWED_FOR
        and span_of(one.period, convention).starts_on <= today
    ]
    period = owed[0].period if owed else period_now(office, today)
    if period is None:
        raise Incomplete("no_period_now")
    return open_report(work, office, period, team_id, now=now)
