"""The page on which a sheet with the roster is tried, looked at, and taken over."""

import base64
import binascii
from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from dashboard.context import context
from dashboard.failures import refusal_status
from dashboard.sessions import need
from domain.errors import Incomplete, Refused
from domain.roster import RosterChanges
from domain.staff import Right
from handlers.roster_import import ImportRoster, RosterRefused, form, import_roster, lines_of, problem_words

MOST_BYTES = 350_000
MOST_PROBLEMS = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
pages = Blueprint("roster_import", __name__)


@pages.get("/teams/import")
def begin() -> ResponseReturnValue:
    """Where a sheet is chosen."""
    need(Right.MANAGE_TEAMS)
    return _page()


@pages.get("/teams/import/form")
def empty() -> ResponseReturnValue:
    """The empty form."""
    need(Right.MANAGE_TEAMS)
    data = BytesIO(form(context().office))
    return send_file(data, mimetype=XLSX, as_attachment=True, download_name="danh-sach-to-cnscd.xlsx")


@pages.post("/teams/import")
def take() -> ResponseReturnValue:
    """Try a sheet and show what would change; or take over the one that was shown."""
    officer = need(Right.MANAGE_TEAMS)
    is_sure = bool(request.form.get("sure"))
    try:
        data = _shown() if is_sure else _chosen()
        with context().database.begin() as work:
            command = ImportRoster(data=data, officer_id=officer.id)
            changes = import_roster(work, context().office, command, now=context().now)
            if not is_sure:
                work.session.rollback()
    except Refused as refused:
        return _page(refused=refused), refusal_status(refused)
    if not is_sure:
        return _page(changes=changes, data=data)
    flash(context().office.texts.label("done", "roster_imported"), "done")
    return redirect(url_for("staff.teams.listing"), 303)


def _chosen() -> bytes:
    sent = request.files.get("file")
    data = sent.read(MOST_BYTES + 1) if sent is not None else b""
    if not data:
        raise Incomplete("roster_file_needed")
    if len(data) > MOST_BYTES:
        raise Incomplete("roster_page_large", most=MOST_BYTES // 1000)
    return data


def _shown() -> bytes:
    try:
        return base64.b64decode(request.form.get("data", ""), validate=True)
    except (ValueError, binascii.Error) as error:
        raise Incomplete("roster_file_needed") from error


def _page(*, refused: Refused | None = None, changes: RosterChanges | None = None, data: bytes = b"") -> str:
    office = context().office
    problems = refused.problems[:MOST_PROBLEMS] if isinstance(refused, RosterRefused) else ()
    return render_template(
        "dashboard/roster_import.html",
        refusal=office.texts.refusal(refused) if refused else None,
        problems=[(problem.cell, problem_words(office, problem)) for problem in problems],
        changes=changes,
        lines=list(lines_of(office, changes)) if changes else [],
        data=base64.b64encode(data).decode() if data else "",
    )
