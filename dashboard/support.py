"""The pages of requests for help: the list, one request, and the steps an officer takes."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.choices import chosen, number
from dashboard.context import context
from dashboard.failures import refusal_status
from dashboard.sessions import need
from domain.errors import Incomplete, NotFound, Refused
from domain.staff import Right
from domain.support import MOVES, SupportStatus
from domain.understanding import Topic
from handlers.staff_support import STAFF_MOVES, MoveRequest, move_request
from storage import staff, support, teams
from storage.support import SupportFilter

PAGE_LENGTH = 25
_ONE = "/support/<int(max=2147483647):request_id>"
pages = Blueprint("support", __name__)


@pages.get("/support")
def listing() -> ResponseReturnValue:
    """Requests newest first, a page at a time."""
    need(Right.SEE_SUPPORT)
    asked, today = request.args, context().today
    wanted = SupportFilter(
        status=chosen(SupportStatus, asked.get("status")),
        topic=chosen(Topic, asked.get("topic")),
        team_id=number(asked.get("team")),
        only_open=bool(asked.get("open")),
        late_on=today if asked.get("late") else None,
        before_id=number(asked.get("before")),
    )
    with context().database.read() as work:
        rows = support.page(work, wanted, limit=PAGE_LENGTH + 1)
        total = support.count(work, wanted)
        all_teams = {team.id: team.name for team in teams.teams(work)}
    shown = rows[:PAGE_LENGTH]
    return render_template(
        "dashboard/support_requests.html",
        rows=shown,
        total=total,
        teams=all_teams,
        asked=asked,
        filtered=any(value for name, value in asked.items() if name != "before"),
        statuses=list(SupportStatus),
        topics=list(Topic),
        older=shown[-1].id if len(rows) > PAGE_LENGTH else None,
        before=wanted.before_id,
        today=today,
    )


@pages.get(_ONE)
def one(request_id: int) -> ResponseReturnValue:
    """One request with its words and history."""
    need(Right.SEE_SUPPORT)
    return _page(request_id, refusal=None)


@pages.post(_ONE + "/move")
def move(request_id: int) -> ResponseReturnValue:
    """One step; a refusal shows the newest page again."""
    officer = need(Right.WORK_ON_SUPPORT)
    form = request.form
    try:
        to_status = chosen(SupportStatus, form.get("to_status"))
        if to_status not in STAFF_MOVES:
            raise Incomplete("move_needed")
        command = MoveRequest(
            request_id=request_id,
            to_status=to_status,
            words=form.get("words", "").strip()[:1000],
            revision=number(form.get("revision")) or 0,
            officer_id=officer.id,
            role=officer.role,
            member_id=number(form.get("member")),
            team_id=number(form.get("team")),
        )
        with context().database.begin() as work:
            move_request(work, context().office, command, now=context().now)
    except NotFound:
        raise
    except Refused as refused:
        return _page(request_id, refusal=context().office.texts.refusal(refused)), refusal_status(refused)
    flash(context().office.texts.label("done", "request_moved"), "done")
    return redirect(url_for("staff.support.one", request_id=request_id), 303)


def _page(request_id: int, *, refusal: str | None) -> str:
    with context().database.read() as work:
        found = support.get(work, request_id)
        if found is None:
            raise NotFound("no_such_request", code="")
        history = support.history(work, request_id)
        members = {line.member_id for line in history if line.member_id} | {found.claimed_by or 0}
        names = {member_id: member.full_name for member_id, member in teams.members(work, members).items()}
        all_teams = teams.active_teams(work, context().today)
        team_members = teams.members_of_team(work, found.team_id, context().today) if found.team_id else ()
        officers = staff.full_names(work)
    return render_template(
        "dashboard/support_request.html",
        one=found,
        history=history,
        names=names,
        officers=officers,
        teams=all_teams,
        members=team_members,
        moves=[status for status in STAFF_MOVES if status in MOVES[found.status] or status == found.status == "new"],
        refusal=refusal,
        typed=request.form,
        today=context().today,
    )
