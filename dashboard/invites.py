"""The codes of a team: made by a click, shown once on a sheet to print, and taken back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.choices import number
from dashboard.context import context
from dashboard.failures import refusal_status
from dashboard.sessions import need
from dashboard.teams import team_page
from domain.errors import NotFound, Refused
from domain.staff import Right
from handlers import invites
from handlers.invites import Invite
from storage import teams
from storage.database import Work

_TEAM = "/teams/<int(max=2147483647):team_id>"
pages = Blueprint("invites", __name__)


@pages.post(_TEAM + "/invites")
def make(team_id: int) -> ResponseReturnValue:
    """New codes for one member, or for all who are not bound yet: the sheet is shown this once."""
    officer = need(Right.MANAGE_TEAMS)
    member_id = number(request.form.get("member"))
    try:
        with context().database.begin() as work:
            made = _make(work, team_id, member_id, officer.id)
            team = teams.with_id(work, team_id)
    except NotFound:
        raise
    except Refused as refused:
        return team_page(team_id, refusal=context().office.texts.refusal(refused)), refusal_status(refused)
    return render_template("dashboard/team_invites.html", team=team, made=made, today=context().today)


def _make(work: Work, team_id: int, member_id: int | None, officer_id: int) -> list[Invite]:
    today, now = context().today, context().now
    if member_id is None:
        return invites.make_for_team(work, team_id, today=today, now=now, officer_id=officer_id)
    _check_member(work, team_id, member_id)
    return [invites.make_for_member(work, member_id, today=today, now=now, officer_id=officer_id)]


def _check_member(work: Work, team_id: int, member_id: int) -> None:
    member = teams.member(work, member_id)
    if member is None or member.team_id != team_id:
        raise NotFound("no_such_member")


@pages.get(_TEAM + "/invites")
def sheet(team_id: int) -> ResponseReturnValue:
    """A sheet that was shown already is not shown again: back to the team."""
    need(Right.SEE_TEAMS)
    return redirect(url_for("staff.teams.one", team_id=team_id), 303)


@pages.post(_TEAM + "/members/<int(max=2147483647):member_id>/invites/revoke")
def revoke(team_id: int, member_id: int) -> ResponseReturnValue:
    """Make a member's unused code worthless."""
    need(Right.MANAGE_TEAMS)
    with context().database.begin() as work:
        _check_member(work, team_id, member_id)
        revoked = invites.revoke_for_member(work, member_id, now=context().now)
    flash(context().office.texts.label("done", "code_revoked" if revoked else "no_code"), "done")
    return redirect(url_for("staff.teams.one", team_id=team_id), 303)
