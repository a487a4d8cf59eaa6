"""The reports of the demo: last quarter sent, accepted or late; this quarter's drafts, some sent, one given back."""

import random
import tomllib
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from commands.assembly import Service
    from handlers.report_drafting import Picture
    from storage.database import Work

SEED = 7
SENT_AT = time(10)
LATE_TEAMS, ONLY_SENT, SENT_EARLY = 3, 4, 5
OFFICE_FIGURES = {"E06a": 24, "E06b": 17, "B01": 2, "B02": 1}


def add_reports(service: "Service") -> None:
    """Let the teams of the demo write their reports of the quarter before and of this one."""
    from commands.assembly import TEMPLATES
    from domain.report_periods import quarter_before, span_of
    from handlers.current_reports import occurrence_of, period_now
    from handlers.reminders import remind

    office, now = service.office, service.clock()
    data = tomllib.loads((TEMPLATES / "demo_reports.toml").read_text(encoding="utf-8"))
    dice = random.Random(SEED)  # noqa: S311  # the same reports every time
    period = period_now(office, office.today(now))
    with service.database.begin() as work:
        remind(work, office, now=now)
        if period is None:
            return
        before = quarter_before(period)
        if before is not None and before[:4] == period[:4]:
            sent_on = occurrence_of(office, before).due_on - timedelta(days=1)
            sent_at = datetime.combine(sent_on, SENT_AT, office.texts.timezone)
            _write(work, service, before, data, dice, sent_at, last=True)
        if span_of(period, office.ward.catalogue.facts.convention).starts_on <= office.today(now):
            _write(work, service, period, data, dice, now, last=False)


def _write(
    work: "Work",
    service: "Service",
    period: str,
    data: dict[str, Any],
    dice: random.Random,
    at: datetime,
    *,
    last: bool,
) -> None:
    from domain.reports import RegisterKind
    from domain.staff import Role
    from handlers.report_drafting import picture
    from handlers.report_edits import ByWhom, RaiseEntry, raise_entry
    from storage import staff, teams

    office = service.office
    active = teams.active_teams(work, office.today(service.clock()))
    for team in active:
        _fill(work, service, period, team.id, data, dice, at)
    officer = next(iter(staff.full_names(work)), None)
    if officer is not None:
        by = ByWhom(officer_id=officer, role=Role.HEAD)
        for words in data["guidance"]:
            entry = RaiseEntry(kind=RegisterKind.GUIDANCE, period=period, team_id=None, text=words, by=by)
            raise_entry(work, office, entry, now=at)
        _give_office_figures(work, service, period, by, at)
    found = picture(work, office, period, today=office.today(at))
    senders = active[:-LATE_TEAMS] if last else active[:SENT_EARLY]
    for place, team in enumerate(senders):
        _send(work, service, found, team.id, at)
        if last and officer is not None and place >= ONLY_SENT:
            _accept(work, service, found, team.id, officer, at)
    if not last and officer is not None:
        _give_back(work, service, found, senders[-1].id, officer, data["returned"], at)


def _fill(
    work: "Work", service: "Service", period: str, team_id: int, data: dict[str, Any], dice: random.Random, at: datetime
) -> None:
    """What only the team knows; some teams have not said everything."""
    from domain.reports import RegisterKind
    from handlers.current_reports import open_report
    from handlers.report_edits import ByWhom, RaiseEntry, give_team_figure, raise_entry
    from storage import teams

    office = service.office
    report = open_report(work, office, period, team_id, now=at)
    by = ByWhom(member_id=teams.members_of_team(work, team_id, office.today(service.clock()))[0].id)
    wanted = {"E02": dice.randint(25, 110), "D02": dice.randint(0, 40), "F09": dice.randint(3, 25)}
    for code, value in wanted.items():
        if dice.random() < 0.85:
            give_team_figure(work, office, report, code, value, by, now=at)
    kinds = {"obstacles": 0.5, "proposals": 0.3, "practices": 0.2, "next_tasks": 0.6}
    for (key, chance), kind in zip(
        kinds.items(),
        (RegisterKind.OBSTACLE, RegisterKind.PROPOSAL, RegisterKind.PRACTICE, RegisterKind.NEXT_TASK),
        strict=True,
    ):
        if dice.random() < chance:
            entry = RaiseEntry(kind=kind, period=period, team_id=team_id, text=dice.choice(data[key]), by=by)
            raise_entry(work, office, entry, now=at)


def _give_office_figures(work: "Work", service: "Service", period: str, by: Any, at: datetime) -> None:
    from handlers.report_edits import give_ward_figure

    for code, value in OFFICE_FIGURES.items():
        give_ward_figure(work, service.office, period, code, value, by, now=at)


def _send(work: "Work", service: "Service", found: "Picture", team_id: int, at: datetime) -> None:
    from domain.reports import ReportStep
    from handlers.current_reports import open_report
    from handlers.report_steps import send_found
    from storage import teams
    from storage.tables import ReportStepLine

    office = service.office
    report = open_report(work, office, found.period, team_id, now=at)
    leader = teams.members_of_team(work, team_id, office.today(service.clock()))[0]
    line = ReportStepLine(report_id=report.draft.id, step=ReportStep.SUBMITTED, at=at, member_id=leader.id)
    own = found.team(team_id)
    if own is not None:
        send_found(work, office, report, own, line, compiler=leader.full_name)


def _accept(work: "Work", service: "Service", found: "Picture", team_id: int, officer: int, at: datetime) -> None:
    from domain.reports import ReportStep

    for step in (ReportStep.ACCEPTED, ReportStep.LOCKED):
        _step(work, service, found, team_id, officer, step, "", at + timedelta(hours=4))


def _give_back(
    work: "Work", service: "Service", found: "Picture", team_id: int, officer: int, reason: str, at: datetime
) -> None:
    from domain.reports import ReportStep

    _step(work, service, found, team_id, officer, ReportStep.RETURNED, reason, at)


def _step(
    work: "Work",
    service: "Service",
    found: "Picture",
    team_id: int,
    officer: int,
    step: Any,
    reason: str,
    at: datetime,
) -> None:
    from domain.reports import LEADS_TO
    from handlers.current_reports import open_report
    from storage import reports
    from storage.tables import ReportStepLine

    report = open_report(work, service.office, found.period, team_id, now=at)
    report.obligation.status = LEADS_TO[step]
    line = ReportStepLine(report_id=report.draft.id, step=step, at=at, officer_id=officer, reason=reason)
    reports.add_step(work, report.draft, line)
