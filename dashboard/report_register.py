"""The page of the register: obstacles, proposals, good practices and tasks, who is asked and how far each is."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.choices import chosen, number
from dashboard.context import context
from dashboard.failures import refusal_status
from dashboard.report_files import chosen_period, words_of_period
from dashboard.sessions import need
from dashboard.team_report_actions import by_officer
from domain.errors import Incomplete, NotFound, Refused
from domain.reports import RegisterKind, RegisterLevel, RegisterState
from domain.staff import Right
from handlers.report_edits import ChangeEntry, RaiseEntry, change_entry, raise_entry
from storage import register, teams
from storage.register import RegisterFilter

PAGE_LENGTH = 25
pages = Blueprint("report_register", __name__)


@pages.get("/reports/register")
def listing() -> ResponseReturnValue:
    """Entries newest first, a page at a time."""
    need(Right.SEE_DUTIES)
    return _page()


def _page(*, refusal: str | None = None, typed: Mapping[str, str] | None = None) -> str:
    asked = request.args
    wanted = RegisterFilter(
        kind=chosen(RegisterKind, asked.get("kind")),
        state=chosen(RegisterState, asked.get("state")),
        level=chosen(RegisterLevel, asked.get("level")),
        team_id=number(asked.get("team")),
        before_id=number(asked.get("before")),
    )
    with context().database.read() as work:
        rows = register.page(work, wanted, limit=PAGE_LENGTH + 1)
        total = register.count(work, wanted)
        every = teams.teams(work)
    shown = rows[:PAGE_LENGTH]
    return render_template(
        "dashboard/report_register.html",
        rows=shown,
        total=total,
        asked=asked,
        filtered=any(value for name, value in asked.items() if name != "before"),
        kinds=list(RegisterKind),
        states=list(RegisterState),
        levels=list(RegisterLevel),
        teams=every,
        units=context().office.ward.units,
        unit_names={unit.key: unit.name for unit in context().office.ward.units},
        older=shown[-1].id if len(rows) > PAGE_LENGTH else None,
        before=wanted.before_id,
        period_words=words_of_period,
        refusal=refusal,
        typed=typed or {},
    )


@pages.post("/reports/register")
def raise_one() -> ResponseReturnValue:
    """Add an entry of the ward, or in the name of a team."""
    need(Right.REVIEW_REPORTS)
    form = request.form
    try:
        kind, period = chosen(RegisterKind, form.get("kind")), chosen_period(None)
        if kind is None or period is None:
            raise Incomplete("words_needed" if period else "no_period_now")
        with context().database.begin() as work:
            team_id = number(form.get("team"))
            if team_id is not None and teams.with_id(work, team_id) is None:
                raise NotFound("no_such_team", team_id=team_id)
            command = RaiseEntry(
                kind=kind,
                period=period,
                team_id=team_id,
                text=form.get("text", ""),
                by=by_officer(),
                owner=form.get("owner"),
                level=chosen(RegisterLevel, form.get("level")),
            )
            raise_entry(work, context().office, command, now=context().now)
    except Refused as refused:
        return _page(refusal=context().office.texts.refusal(refused), typed=form), refusal_status(refused)
    flash(context().office.texts.label("done", "entry_raised"), "done")
    return redirect(url_for("staff.report_register.listing"), 303)


@pages.post("/reports/register/<int(max=2147483647):entry_id>")
def change(entry_id: int) -> ResponseReturnValue:
    """Say who is asked, on which level, how far it is. Raises NotFound."""
    need(Right.REVIEW_REPORTS)
    form = request.form
    try:
        state, level = chosen(RegisterState, form.get("state")), chosen(RegisterLevel, form.get("level"))
        if state is None or level is None:
            raise Incomplete("move_needed")
        command = ChangeEntry(
            entry_id=entry_id,
            revision=number(form.get("revision")) or 0,
            state=state,
            level=level,
            owner=form.get("owner"),
            answer=form.get("answer", ""),
            by=by_officer(),
        )
        with context().database.begin() as work:
            change_entry(work, context().office, command, now=context().now)
    except NotFound:
        raise
    except Refused as refused:
        return _page(refusal=context().office.texts.refusal(refused), typed=form), refusal_status(refused)
    flash(context().office.texts.label("done", "entry_changed"), "done")
    return redirect(url_for("staff.report_register.listing"), 303)
