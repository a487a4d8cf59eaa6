"""The forms that change a team's record: correct, decide, name who was on duty, enter one in a team's name."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.activities import record_page, shown_fields
from dashboard.choices import chosen, number
from dashboard.context import context
from dashboard.failures import refusal_status
from dashboard.sessions import need
from domain.activities import COUNT_FIELDS, ActivityStatus
from domain.errors import Incomplete, NotFound, Refused
from domain.staff import Right
from domain.understanding import ActivityType, Topic
from handlers.staff_activities import (
    ByOfficer,
    CorrectActivity,
    DecideActivity,
    EnterActivity,
    correct_activity,
    decide_activity,
    enter_activity,
    name_attendees,
)
from storage import teams
from storage.database import Work

_ONE = "/activities/<int(max=2147483647):activity_id>"
pages = Blueprint("activity_actions", __name__)


@pages.post(_ONE + "/correct")
def correct(activity_id: int) -> ResponseReturnValue:
    """Set the fields of the form; only what differs is changed."""

    def act(work: Work) -> None:
        command = CorrectActivity(activity_id=activity_id, revision=_revision(), changes=read_fields(), by=_by())
        correct_activity(work, command, today=context().today, now=context().now)

    return _done(activity_id, act, "record_corrected")


@pages.post(_ONE + "/decide")
def decide(activity_id: int) -> ResponseReturnValue:
    """Take a record back, or let one count."""

    def act(work: Work) -> None:
        to_status = chosen(ActivityStatus, request.form.get("to_status"))
        if to_status is None:
            raise Incomplete("move_needed")
        command = DecideActivity(activity_id=activity_id, revision=_revision(), to_status=to_status, by=_by())
        decide_activity(work, command, now=context().now)

    return _done(activity_id, act, "record_decided")


@pages.post(_ONE + "/attendees")
def attend(activity_id: int) -> ResponseReturnValue:
    """Say who was on duty."""

    def act(work: Work) -> None:
        command = CorrectActivity(activity_id=activity_id, revision=_revision(), changes={}, by=_by())
        ticked = {found for text in request.form.getlist("member") if (found := number(text))}
        name_attendees(work, command, ticked, now=context().now)

    return _done(activity_id, act, "record_corrected")


@pages.get("/activities/new")
def form() -> ResponseReturnValue:
    """The empty form for a record in a team's name."""
    need(Right.EDIT_ACTIVITIES)
    return _new_page(refusal=None)


@pages.post("/activities/new")
def enter() -> ResponseReturnValue:
    """Keep a record in a team's name."""
    need(Right.EDIT_ACTIVITIES)
    try:
        command = EnterActivity(team_id=number(request.form.get("team")) or 0, values=_new_values(), by=_by())
        with context().database.begin() as work:
            activity = enter_activity(work, command, today=context().today, now=context().now)
            activity_id = activity.id
    except Refused as refused:
        return _new_page(refusal=context().office.texts.refusal(refused)), refusal_status(refused)
    flash(context().office.texts.label("done", "record_entered"), "done")
    return redirect(url_for("staff.activities.one", activity_id=activity_id), 303)


def _new_page(*, refusal: str | None) -> str:
    with context().database.read() as work:
        found = teams.active_teams(work, context().today)
    return render_template(
        "dashboard/activity_new.html",
        teams=found,
        types=list(ActivityType),
        topics=list(Topic),
        typed=request.form,
        shown=shown_fields(request.form),
        refusal=refusal,
        today=context().today,
        units=list(context().office.texts.group("people_unit").values()),
    )


def _new_values() -> dict[str, Any]:
    values = {name: value for name, value in read_fields().items() if value is not None}
    if "activity_type" not in values or "starts_on" not in values:
        raise Incomplete("kind_and_day_needed")
    return values


def _done(activity_id: int, act: Callable[[Work], None], words: str) -> ResponseReturnValue:
    need(Right.EDIT_ACTIVITIES)
    try:
        with context().database.begin() as work:
            act(work)
    except NotFound:
        raise
    except Refused as refused:
        sentence = context().office.texts.refusal(refused)
        return record_page(activity_id, refusal=sentence, typed=request.form), refusal_status(refused)
    flash(context().office.texts.label("done", words), "done")
    return redirect(url_for("staff.activities.one", activity_id=activity_id), 303)


def _by() -> ByOfficer:
    officer = need(Right.EDIT_ACTIVITIES)
    return ByOfficer(officer_id=officer.id, role=officer.role, reason=request.form.get("reason", ""))


def _revision() -> int:
    return number(request.form.get("revision")) or 0


def read_fields() -> dict[str, Any]:
    """The fields of a record as the form holds them; an empty one is not said. Raises Refused (`unreadable_field`)."""
    values: dict[str, Any] = {name: _count(name) for name in COUNT_FIELDS if name in request.form}
    kind, unit = chosen(ActivityType, request.form.get("activity_type")), request.form.get("people_unit")
    if kind is not None:
        values["activity_type"] = kind
    if request.form.get("starts_on"):
        values["starts_on"] = _day("starts_on")
    if "ends_on" in request.form:
        values["ends_on"] = _day("ends_on")
    values["place"] = " ".join(request.form.get("place", "").split())[:200] or None
    values["topics"] = [str(topic) for text in request.form.getlist("topic") if (topic := chosen(Topic, text))]
    values["people_unit"] = unit if unit in context().office.texts.group("people_unit").values() else None
    return values


def _count(name: str) -> int | None:
    text = request.form.get(name, "").strip().replace(".", "")
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise Refused("unreadable_field", field=name)
    return int(text)


def _day(name: str) -> date | None:
    text = request.form.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused("unreadable_field", field=name) from error
