"""At the cut-off each leader gets his team's report as a draft, once: what was counted, what is missing or doubtful."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.duties import OWED, ObligationStatus, Occurrence, occurrences
from domain.messages import Priority
from domain.report_periods import span_of
from handlers import obligations
from handlers.current_reports import OpenReport, team_duty
from handlers.leaders import reachable_leaders, tell_leaders
from handlers.membership import memberships
from handlers.office import Office
from handlers.report_drafting import TeamPicture, picture
from handlers.report_summary import draft_values
from storage import duties, reports, teams
from storage.database import Work
from storage.tables import DigitalTeam, Obligation, TeamReportDraft

MADE_UP_FOR = timedelta(days=14)
TEMPLATE = "report_draft"


def send_drafts(work: Work, office: Office, *, now: datetime) -> int:
    """Begin the drafts whose cut-off is here and tell the leaders who can be reached; answers how many messages.

    From the cut-off day until two weeks after the due day, in the hours in which we speak of our own accord. A leader
    who cannot be reached gets it as soon as he writes again; however often it is called, each draft is told once.
    """
    local = office.local(now)
    if not office.ward.speaking_hours.allow(local, office.ward.calendar):
        return 0
    convention = office.ward.catalogue.facts.convention
    told = 0
    for one in occurrences(team_duty(office), office.ward.calendar):
        if span_of(one.period, convention).ends_on <= local.date() <= one.due_on + MADE_UP_FOR:
            told += _send_of_period(work, office, one, now)
    return told


def _send_of_period(work: Work, office: Office, occurrence: Occurrence, now: datetime) -> int:
    duty, period, today = occurrence.duty.code, occurrence.period, office.today(now)
    active = {team.id: team for team in teams.active_teams(work, today)}
    untold = _untold(work, duty, period, active)
    waiting = [team for team in untold if reachable_leaders(work, office, team.id, now)]
    if len(untold) < len(active) and not waiting:
        return 0
    duties.oblige(
        work,
        list(active),
        duty=duty,
        period=period,
        due_on=occurrence.due_on,
        late_from_on=occurrence.late_from,
        now=now,
    )
    reports.start(work, list(active), duty=duty, period=period, now=now)
    drafts, owed = reports.drafts(work, duty, period), reports.obligations(work, duty, [period])
    for team in untold:
        _begin(work, office, owed.get((team.id, period)), now)
    chosen = [team for team in waiting if _is_owed(owed.get((team.id, period)))]
    if not chosen:
        return 0
    found = picture(work, office, period, today=today, team_ids=[team.id for team in chosen])
    pairs = [(team, found.team(team.id)) for team in chosen]
    return sum(
        _tell(work, office, team, drafts[team.id], owed[team.id, period], own, now) for team, own in pairs if own
    )


def _untold(work: Work, duty: str, period: str, active: dict[int, DigitalTeam]) -> Sequence[DigitalTeam]:
    drafts = reports.drafts(work, duty, period)
    return [team for team in active.values() if team.id not in drafts or drafts[team.id].told_at is None]


def _is_owed(obligation: Obligation | None) -> bool:
    return obligation is not None and obligation.status in OWED


def _begin(work: Work, office: Office, obligation: Obligation | None, now: datetime) -> None:
    if obligation is not None and obligation.status is ObligationStatus.NOT_STARTED:
        obligations.move(work, office, obligation, ObligationStatus.DRAFT, now=now)


def _tell(
    work: Work,
    office: Office,
    team: DigitalTeam,
    draft: TeamReportDraft,
    obligation: Obligation,
    own: TeamPicture,
    now: datetime,
) -> int:
    span = span_of(draft.period, office.ward.catalogue.facts.convention)
    report = OpenReport(team=team, draft=draft, obligation=obligation, span=span)
    values = draft_values(work, office, report, own)
    led = [memberships(work, person, office.today(now)) for person in reachable_leaders(work, office, team.id, now)]
    draft.told_at = now
    return tell_leaders(
        work,
        office,
        team,
        TEMPLATE,
        key=f"report:{draft.id}:drafted",
        priority=Priority.REMINDER,
        now=now,
        what="drafted",
        kinds=[],
        several=any(sum(place.leads for place in places) > 1 for places in led),
        **values,
    )
