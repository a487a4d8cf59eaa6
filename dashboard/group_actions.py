"""The forms about groups: what one is for, orders for Zalo, who manages the account, ordinary groups."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.choices import chosen, number
from dashboard.context import context
from dashboard.failures import refusal_status
from dashboard.groups import group_page, ordinary_page, register_page
from dashboard.sessions import need
from domain.errors import NotAllowed, NotFound, Refused
from domain.group_links import LinkSource
from domain.staff import Right
from domain.teams import GroupPurpose
from handlers import group_links, group_orders
from handlers.group_orders import CreateGroup, NameOrdinaryGroup, Orderer
from handlers.groups import ask_for_list, set_purpose
from handlers.office import Office
from storage.database import Work

_ONE = "/groups/<int(max=2147483647):group_id>"
LARGEST_COUNT = 5
Act = Callable[[Work, Office, Orderer, datetime], object]
pages = Blueprint("group_actions", __name__)


@pages.post("/groups/read")
def read() -> ResponseReturnValue:
    """Have everything read from Zalo anew."""
    return _on_register(lambda work, _office, _by, now: ask_for_list(work, now=now), "group_reading")


@pages.post("/groups/create")
def create() -> ResponseReturnValue:
    """Order a new group."""

    def act(work: Work, office: Office, by: Orderer, now: datetime) -> None:
        wanted = request.form.get("for", "")
        team_id = number(wanted)
        purpose = GroupPurpose.TEAM if team_id else chosen(GroupPurpose, wanted) or GroupPurpose.UNASSIGNED
        command = CreateGroup(purpose=purpose, team_id=team_id, asset_type=request.form.get("size", ""), by=by)
        group_orders.create(work, office, command, now=now)

    return _on_register(act, "group_ordered")


@pages.post("/groups/orders/<int(max=2147483647):task_id>/cancel")
def cancel(task_id: int) -> ResponseReturnValue:
    """Take an order back."""
    return _on_register(
        lambda work, _office, by, now: group_orders.cancel(work, task_id, by, now=now), "order_cancelled"
    )


@pages.post("/groups/managers")
def manage() -> ResponseReturnValue:
    """Say who manages the account."""

    def act(work: Work, _office: Office, by: Orderer, now: datetime) -> None:
        person_id = number(request.form.get("person")) or number(request.form.get("number")) or 0
        group_orders.add_manager(work, person_id, by, now=now)

    return _on_register(act, "manager_set")


@pages.post("/groups/managers/<int(max=2147483647):person_id>/remove")
def manage_no_more(person_id: int) -> ResponseReturnValue:
    """Say that somebody manages the account no more."""
    return _on_register(lambda work, _office, by, _now: group_orders.remove_manager(work, person_id, by), "manager_set")


@pages.post(_ONE + "/purpose")
def purpose(group_id: int) -> ResponseReturnValue:
    """Say what a group is for."""

    def act(work: Work, _office: Office, _by: Orderer, _now: datetime) -> None:
        wanted = chosen(GroupPurpose, request.form.get("purpose")) or GroupPurpose.UNASSIGNED
        set_purpose(work, group_id, wanted, team_id=number(request.form.get("team")), link=LinkSource.OFFICER)

    return _on_group(group_id, act, "group_set")


@pages.post(_ONE + "/decline")
def decline(group_id: int) -> ResponseReturnValue:
    """Say that a group's name does not mean what was proposed."""
    return _on_group(group_id, lambda work, _office, _by, _now: group_links.decline(work, group_id), "group_declined")


@pages.post(_ONE + "/invite")
def invite(group_id: int) -> ResponseReturnValue:
    """Order that those who belong there be invited."""
    return _on_group(
        group_id,
        lambda work, office, by, now: group_orders.invite(work, office, group_id, by, now=now),
        "group_ordered",
    )


@pages.post(_ONE + "/rename")
def rename(group_id: int) -> ResponseReturnValue:
    """Order another name."""
    name = request.form.get("name", "")
    return _on_group(
        group_id,
        lambda work, _office, by, now: group_orders.rename(work, group_id, name, by, now=now),
        "group_ordered",
    )


@pages.post(_ONE + "/dissolve")
def dissolve(group_id: int) -> ResponseReturnValue:
    """Order the end of a group for everybody."""
    name = request.form.get("typed_name", "")
    return _on_group(
        group_id,
        lambda work, _office, by, now: group_orders.dissolve(work, group_id, name, by, now=now),
        "group_ordered",
    )


@pages.post("/groups/ordinary/<int(max=2147483647):team_id>")
def name_ordinary(team_id: int) -> ResponseReturnValue:
    """Enter a team's ordinary group."""

    def act(work: Work, _office: Office, by: Orderer, _now: datetime) -> None:
        people = request.form.get("people", "").strip()
        if people and not (people.isascii() and people.isdecimal() and len(people) <= LARGEST_COUNT):
            raise Refused("unreadable_field", field="members")
        command = NameOrdinaryGroup(
            team_id=team_id, name=request.form.get("name", ""), people=int(people) if people else None, by=by
        )
        group_orders.name_ordinary_group(work, command)

    return _done(act, "ordinary_set", url_for("staff.groups.ordinary"), lambda words: ordinary_page(refusal=words))


def _on_register(act: Act, words: str) -> ResponseReturnValue:
    back = url_for("staff.groups.listing")
    return _done(act, words, back, lambda refusal: register_page(refusal=refusal, typed=request.form))


def _on_group(group_id: int, act: Act, words: str) -> ResponseReturnValue:
    back = url_for("staff.groups.one", group_id=group_id)
    return _done(act, words, back, lambda refusal: group_page(group_id, refusal=refusal, typed=request.form))


def _done(act: Act, words: str, back: str, page_of: Callable[[str], str]) -> ResponseReturnValue:
    officer = need(Right.MANAGE_GROUPS)
    by = Orderer(officer_id=officer.id, role=officer.role)
    try:
        with context().database.begin() as work:
            act(work, context().office, by, context().now)
    except (NotAllowed, NotFound):
        raise
    except Refused as refused:
        return page_of(context().office.texts.refusal(refused)), refusal_status(refused)
    flash(context().office.texts.label("done", words), "done")
    return redirect(back, 303)
