"""The forms about a team's people: who joins, in which role, until when, and what he agreed to show."""

import re
from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.choices import chosen, form_day
from dashboard.context import context
from dashboard.failures import refusal_status
from dashboard.sessions import SignedInOfficer, need
from dashboard.teams import ONE_TEAM, SHOWN_FIELDS, member_of_team, team_page
from domain.errors import Incomplete, NotAllowed, NotFound, Refused
from domain.staff import Right
from domain.teams import ConsentSource, TeamRole
from handlers.reminder_preferences import SetPreference, set_preference
from handlers.roster import AddMember, add_member, change_role, correct_member, end_member, unended_member
from storage import consents
from storage.database import Work

_MEMBER = ONE_TEAM + "/members/<int(max=2147483647):member_id>"
_PHONE = re.compile(r"0\d{9,10}")
LONGEST_NAME = 120
Act = Callable[[Work, SignedInOfficer, datetime], object]
pages = Blueprint("team_actions", __name__)


@pages.post(ONE_TEAM + "/members")
def add(team_id: int) -> ResponseReturnValue:
    """Enter somebody who joins the team."""

    def act(work: Work, _officer: SignedInOfficer, _now: datetime) -> None:
        name = _name()
        role = chosen(TeamRole, request.form.get("role")) or TeamRole.MEMBER
        since_on = form_day("since_on") or context().today
        command = AddMember(team_id=team_id, full_name=name, role=TeamRole.MEMBER, phone=_phone(), since_on=since_on)
        member = add_member(work, command)
        change_role(work, member.id, role, today=context().today)

    return _done(team_id, act, "member_added")


@pages.post(_MEMBER)
def correct(team_id: int, member_id: int) -> ResponseReturnValue:
    """Put somebody's name or number right."""

    def act(work: Work, _officer: SignedInOfficer, _now: datetime) -> None:
        member = member_of_team(work, team_id, member_id)
        correct_member(work, member.id, full_name=_name(), phone=_phone(), today=context().today)

    return _done(team_id, act, "member_changed")


@pages.post(_MEMBER + "/role")
def role(team_id: int, member_id: int) -> ResponseReturnValue:
    """Give somebody another role."""

    def act(work: Work, _officer: SignedInOfficer, _now: datetime) -> None:
        wanted = chosen(TeamRole, request.form.get("role"))
        if wanted is None:
            raise Incomplete("move_needed")
        change_role(work, member_of_team(work, team_id, member_id).id, wanted, today=context().today)

    return _done(team_id, act, "member_changed")


@pages.post(_MEMBER + "/preference")
def preference(team_id: int, member_id: int) -> ResponseReturnValue:
    """Note whether somebody wants to be phoned rather than reminded by chat."""

    def act(work: Work, officer: SignedInOfficer, now: datetime) -> None:
        member = member_of_team(work, team_id, member_id)
        by_phone = request.form.get("by") == "phone"
        command = SetPreference(person_id=member.person_id or 0, by_phone=by_phone, role=officer.role)
        set_preference(work, command, now=now)

    return _done(team_id, act, "preference_set")


@pages.post(_MEMBER + "/end")
def end(team_id: int, member_id: int) -> ResponseReturnValue:
    """Let somebody's time in the team end."""

    def act(work: Work, _officer: SignedInOfficer, now: datetime) -> None:
        today = context().today
        end_member(
            work, member_of_team(work, team_id, member_id).id, form_day("until_on") or today, now=now, today=today
        )

    return _done(team_id, act, "member_ended")


@pages.post(_MEMBER + "/consents")
def agree(team_id: int, member_id: int) -> ResponseReturnValue:
    """Note what somebody agreed to show, as he told the office."""

    def act(work: Work, officer: SignedInOfficer, now: datetime) -> None:
        member = unended_member(work, member_of_team(work, team_id, member_id).id, context().today)
        answers = {field: bool(request.form.get(field)) for field in SHOWN_FIELDS}
        consents.answer_anew(work, member.id, answers, source=ConsentSource.PAGE, now=now, officer_id=officer.id)

    return _done(team_id, act, "member_changed")


def _name() -> str:
    name = " ".join(request.form.get("full_name", "").split())
    if not name or len(name) > LONGEST_NAME:
        raise Incomplete("name_needed")
    return name


def _phone() -> str | None:
    digits = re.sub(r"[\s.\-]", "", request.form.get("phone", ""))
    if digits and not _PHONE.fullmatch(digits):
        raise Incomplete("bad_form_phone")
    return digits or None


def _done(team_id: int, act: Act, words: str) -> ResponseReturnValue:
    officer = need(Right.MANAGE_TEAMS)
    try:
        with context().database.begin() as work:
            act(work, officer, context().now)
    except (NotAllowed, NotFound):
        raise
    except Refused as refused:
        return team_page(team_id, refusal=context().office.texts.refusal(refused)), refusal_status(refused)
    flash(context().office.texts.label("done", words), "done")
    return redirect(url_for("staff.teams.one", team_id=team_id), 303)
