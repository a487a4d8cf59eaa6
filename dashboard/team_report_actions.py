"""The forms of one team's report: give a figure, add to the register, make a step."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.choices import chosen
from dashboard.context import context
from dashboard.failures import refusal_status
from dashboard.report_files import chosen_period
from dashboard.sessions import need
from dashboard.team_reports import ONE, report_page
from domain.errors import Incomplete, NotFound, Refused
from domain.report_data import Number
from domain.reports import OF_TEAMS, RegisterKind, ReportStep
from domain.staff import Right
from handlers.current_reports import open_report
from handlers.report_edits import ByWhom, RaiseEntry, give_team_figure, raise_entry
from handlers.report_steps import MoveReport, ReportOfficer, move_report
from handlers.report_words import number_said
from storage.database import Work

pages = Blueprint("team_report_actions", __name__)


@pages.post(ONE + "/figures")
def give(period: str, team_id: int) -> ResponseReturnValue:
    """Put a value in the place of what was counted; an empty one takes it back."""

    def act(work: Work) -> None:
        report = open_report(work, context().office, period, team_id, now=context().now)
        code = request.form.get("code", "")
        give_team_figure(work, context().office, report, code, typed_number(code), by_officer(), now=context().now)

    return _done(period, team_id, act, "figure_given")


@pages.post(ONE + "/register")
def raise_one(period: str, team_id: int) -> ResponseReturnValue:
    """Add an obstacle, a proposal, a good practice or a next task in the team's name."""

    def act(work: Work) -> None:
        kind = chosen(RegisterKind, request.form.get("kind"))
        if kind not in OF_TEAMS:
            raise Incomplete("words_needed")
        text = request.form.get("text", "")
        command = RaiseEntry(kind=kind, period=period, team_id=team_id, text=text, by=by_officer())
        raise_entry(work, context().office, command, now=context().now)

    return _done(period, team_id, act, "entry_raised")


@pages.post(ONE + "/step")
def step(period: str, team_id: int) -> ResponseReturnValue:
    """Accept, give back, lock, reopen, or send in the team's name."""

    def act(work: Work) -> None:
        officer = need(Right.REVIEW_REPORTS)
        report = open_report(work, context().office, period, team_id, now=context().now)
        wanted = chosen(ReportStep, request.form.get("step"))
        if wanted is None or wanted is ReportStep.DRAFTED:
            raise Incomplete("move_needed")
        by = ReportOfficer(officer_id=officer.id, role=officer.role, reason=request.form.get("reason", ""))
        seen = request.form.get("seen", "")
        command = MoveReport(report_id=report.draft.id, step=wanted, seen=seen or None, by=by)
        move_report(work, context().office, command, now=context().now)

    return _done(period, team_id, act, "report_step_made")


def _done(period: str, team_id: int, act: Callable[[Work], None], words: str) -> ResponseReturnValue:
    need(Right.REVIEW_REPORTS)
    chosen_period(period)
    try:
        with context().database.begin() as work:
            act(work)
    except NotFound as refused:
        if refused.code not in ("no_such_indicator", "which_indicator"):
            raise
        sentence = context().office.texts.refusal(refused)
        return report_page(period, team_id, refusal=sentence, typed=request.form), 404
    except Refused as refused:
        sentence = context().office.texts.refusal(refused)
        return report_page(period, team_id, refusal=sentence, typed=request.form), refusal_status(refused)
    flash(context().office.texts.label("done", words), "done")
    return redirect(url_for("staff.team_reports.one", period=period, team_id=team_id), 303)


def by_officer() -> ByWhom:
    """Whoever is logged in, with the reason that the form holds."""
    officer = need(Right.REVIEW_REPORTS)
    return ByWhom(officer_id=officer.id, role=officer.role, reason=request.form.get("reason", ""))


def typed_number(code: str) -> Number | None:
    """The number of the form; None when the field is empty. Raises Refused (`unread_figure`)."""
    said = request.form.get("value", "").strip()
    if not said:
        return None
    number = number_said(said)
    if number is None:
        raise Refused("unread_figure", code=code[:8], said=said[:40])
    return number
