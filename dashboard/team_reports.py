"""The pages of the teams' reports: who is how far, and one report with the evidence beside each figure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from dashboard.context import context
from dashboard.report_files import as_file, chosen_period, periods, words_of_period
from dashboard.sessions import need
from domain.duties import ObligationStatus, is_late, is_owed
from domain.errors import NotFound
from domain.indicators import Indicator
from domain.report_data import DocumentKind
from domain.report_lines import Line
from domain.report_periods import span_of
from domain.reports import EDITABLE, OF_TEAMS, STEPS
from domain.staff import Right, may
from handlers.current_reports import OpenReport, occurrence_of, team_duty
from handlers.documents import DocumentRequest, make_document
from handlers.report_drafting import TeamPicture, as_sent, picture
from handlers.report_steps import STEP_RIGHTS, seen_state
from handlers.report_summary import doubt_words, value_words
from handlers.team_documents import progress_of
from storage import register, reports, staff, teams
from storage.database import Work
from storage.tables import DigitalTeam, EnteredFigure, Obligation, TeamReportDraft

pages = Blueprint("team_reports", __name__)
ONE = "/reports/<period>/teams/<int(max=2147483647):team_id>"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One team in the list with how far its report is; `version` counts how often it was sent."""

    team: DigitalTeam
    status: ObligationStatus
    version: int
    obligation: Obligation | None
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class FigureRow:
    """One figure of the editor with what stands behind it; `now` is what it would be, where another was sent."""

    indicator: Indicator
    line: Line
    value: str
    cumulative: str
    found: str
    now: str
    progress: float | None
    entries: Sequence[EnteredFigure]


@pages.get("/reports")
def listing() -> ResponseReturnValue:
    """Every team with how far its report of one period is."""
    need(Right.SEE_DUTIES)
    period = chosen_period(request.args.get("period"))
    if period is None:
        return render_template("dashboard/reports.html", period=None, rows=(), periods=(), period_words=words_of_period)
    with context().database.read() as work:
        rows = _rows(work, period)
    return render_template(
        "dashboard/reports.html",
        period=period,
        due_on=occurrence_of(context().office, period).due_on,
        span=span_of(period, context().office.ward.catalogue.facts.convention),
        rows=rows,
        reported=sum(not is_owed(row.status) for row in rows),
        periods=periods(),
        period_words=words_of_period,
        today=context().today,
    )


def _rows(work: Work, period: str) -> list[Row]:
    duty = team_duty(context().office).code
    owed, drafts = reports.obligations(work, duty, [period]), reports.drafts(work, duty, period)
    order = {team.id: at for at, team in enumerate(teams.teams(work))}
    active = sorted(teams.active_teams(work, context().today), key=lambda team: order[team.id])
    return [_row(team, owed.get((team.id, period)), drafts.get(team.id), period) for team in active]


def _row(team: DigitalTeam, obligation: Obligation | None, draft: TeamReportDraft | None, period: str) -> Row:
    status = obligation.status if obligation else ObligationStatus.NOT_STARTED
    planned = occurrence_of(context().office, period).late_from
    late_from = (obligation.late_from_on if obligation else None) or planned
    late = is_late(status, late_from, context().today)
    version = draft.version if draft else 0
    return Row(team=team, status=status, version=version, obligation=obligation, is_late=late)


@pages.get(ONE)
def one(period: str, team_id: int) -> ResponseReturnValue:
    """One report with its figures, doubts, words and steps."""
    need(Right.SEE_DUTIES)
    return report_page(period, team_id)


def report_page(
    period: str, team_id: int, *, refusal: str | None = None, typed: Mapping[str, str] | None = None
) -> str:
    """The page of one report, again with what was typed when a change was refused. Raises NotFound."""
    officer = need(Right.SEE_DUTIES)
    if chosen_period(period) is None:
        raise NotFound("no_such_report")
    with context().database.read() as work:
        values = _values(work, period, team_id)
    rights = {step: right for step, right in STEP_RIGHTS.items() if values["status"] in STEPS[step]}
    return render_template(
        "dashboard/team_report.html",
        period=period,
        period_words=words_of_period,
        steps=[step for step, right in rights.items() if may(officer.role, right)],
        can_edit=values["status"] in EDITABLE and may(officer.role, Right.REVIEW_REPORTS),
        kinds=OF_TEAMS,
        refusal=refusal,
        typed=typed or {},
        **values,
    )


def _values(work: Work, period: str, team_id: int) -> dict[str, Any]:
    office = context().office
    team = teams.with_id(work, team_id)
    own = picture(work, office, period, today=context().today, team_ids=[team_id]).team(team_id)
    if team is None or own is None:
        raise NotFound("no_such_report")
    duty = team_duty(office).code
    draft, obligation = (
        reports.draft_of(work, duty, period, team_id),
        reports.obligation_of(work, duty, period, team_id),
    )
    history = reports.steps(work, draft.id) if draft else ()
    entered = reports.entries(work, period, team_id)
    ids = {one.member_id for one in history} | {one.member_id for one in entered}
    members = teams.members(work, {one for one in ids if one})
    return {
        "team": team,
        "status": obligation.status if obligation else ObligationStatus.NOT_STARTED,
        "due_on": obligation.due_on if obligation else occurrence_of(office, period).due_on,
        "seen": _seen(work, team, draft, obligation, own, period),
        "found": own,
        "groups": _groups(as_sent(work, office, period, own), own, entered),
        "doubts": [(doubt, doubt_words(office, doubt)) for doubt in own.doubts],
        "entries": register.for_report(work, period, team_ids=[team_id]),
        "history": history,
        "sent": reports.sent(work, duty, [period]).get((team_id, period)),
        "names": {member_id: member.full_name for member_id, member in members.items()},
        "officers": staff.full_names(work),
    }


def _seen(
    work: Work,
    team: DigitalTeam,
    draft: TeamReportDraft | None,
    obligation: Obligation | None,
    own: TeamPicture,
    period: str,
) -> str:
    if draft is None or obligation is None:
        return ""
    span = span_of(period, context().office.ward.catalogue.facts.convention)
    return seen_state(work, OpenReport(team=team, draft=draft, obligation=obligation, span=span), own)


def _groups(
    shown: TeamPicture, own: TeamPicture, entered: Sequence[EnteredFigure]
) -> list[tuple[str, list[FigureRow]]]:
    catalogue = context().office.ward.catalogue
    indicators = catalogue.shown(for_teams=True)
    rows = [_figure(one, shown.lines[one.code], own.lines[one.code], entered) for one in indicators]
    return [
        (title, [row for row in rows if row.indicator.group == letter])
        for letter, title in catalogue.groups.items()
        if any(row.indicator.group == letter for row in rows)
    ]


def _figure(indicator: Indicator, line: Line, now: Line, entered: Sequence[EnteredFigure]) -> FigureRow:
    return FigureRow(
        indicator=indicator,
        line=line,
        value=value_words(indicator, line.value),
        cumulative=value_words(indicator, line.cumulative) if indicator.is_cumulative else "",
        found=value_words(indicator, line.found),
        now=value_words(indicator, now.value) if now.value != line.value else "",
        progress=progress_of(indicator, line.value),
        entries=[one for one in entered if one.code == indicator.code],
    )


@pages.get(ONE + "/<any(report, person_days):kind>.<any(docx, xlsx, csv):form>")
def download(period: str, team_id: int, kind: str, form: str) -> Response:
    """A team's report, as it was sent or as it stands, or its sheet of person-days."""
    need(Right.SEE_DUTIES)
    chosen_period(period)
    wanted = DocumentKind.TEAM if kind == "report" else DocumentKind.PERSON_DAYS
    with context().database.read() as work:
        asked = DocumentRequest(kind=wanted, period=period, team_ids=(team_id,))
        document = make_document(work, context().office, asked, today=context().today)
    return as_file(document, form, f"{wanted}-{period}-{team_id}")
