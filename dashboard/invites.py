"""The codes of a team: made by a click, shown once on a sheet to print, and taken back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.choices import number
from dashboard.context import context
from dashboard.failures import refusal_status
from dashboard.sessions import need
from dashboard.teams import ONE_TEAM, member_of_team, team_page
from domain.errors import NotFound, Refused
from domain.staff import Right
from handlers import invites
from handlers.invites import Invite
from storage import teams
from storage.database import Work

pages = Blueprint("invites", __name__)


@pages.post(ONE_TEAM + "/invites")
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
    return render_template("dashboard/team_invites.html", team=team, made=made)


def _make(work: Work, team_id: int, member_id: int | None, officer_id: int) -> list[Invite]:
    today, now = context().today, context().now
    if member_id is None:
        return invites.make_for_team(work, team_id, today=today, now=now, officer_id=officer_id)
    member = member_of_team(work, team_id, member_id)
    return [invites.make_for_member(work, member.id, today=today, now=now, officer_id=officer_id)]


@pages.get(ONE_TEAM + "/invites")
def sheet(team_id: int) -> ResponseReturnValue:
    """A sheet that was shown already is not shown again: back to the team."""
    need(Right.SEE_TEAMS)
    return redirect(url_for("staff.teams.one", team_id=team_id), 303)


@pages.post(ONE_TEAM + "/members/<int(max=2147483647):member_id>/invites/revoke")
def revoke(team_id: int, member_id: int) -> ResponseReturnValue:
    """Make a member's unused code worthless."""
    need(Right.MANAGE_TEAMS)
    with context().database.begin() as work:
        member = member_of_team(work, team_id, member_id)
        revoked = invites.revoke_for_member(work, member.id, now=context().now)
    flash(context().office.texts.label("done", "code_revoked" if revoked else "no_code"), "done")
    return redirect(url_for("staff.teams.one", team_id=team_id), 303)
