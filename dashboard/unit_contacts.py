"""The page of those who answer for the reports of units: enter, end, and the code that binds a Zalo account."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.choices import chosen
from dashboard.context import context
from dashboard.failures import refusal_status
from dashboard.sessions import SignedInOfficer, need
from domain.errors import NotAllowed, Refused
from domain.obligations import ContactPosition
from domain.staff import Right
from handlers.reply_budgets import budgets
from handlers.unit_contacts import AddContact, add_contact, end_contact, make_code
from storage import people, unit_contacts
from storage.database import Work
from storage.tables import UnitContact

ONE = "/obligations/contacts/<int(max=2147483647):contact_id>"
pages = Blueprint("unit_contacts", __name__)


@dataclass(frozen=True, kw_only=True)
class MadeCode:
    """A code that was just made: the only time that anybody sees it."""

    contact: UnitContact
    code: str


@pages.get("/obligations/contacts")
def listing() -> ResponseReturnValue:
    """Every unit with those who answer for it."""
    need(Right.MANAGE_TEAMS)
    return _page()


@pages.post("/obligations/contacts")
def add() -> ResponseReturnValue:
    """Enter somebody."""

    def act(work: Work, officer: SignedInOfficer) -> None:
        command = AddContact(
            unit=request.form.get("unit", ""),
            position=chosen(ContactPosition, request.form.get("position")) or ContactPosition.SPECIALIST,
            full_name=request.form.get("full_name", ""),
            phone=request.form.get("phone", ""),
            since_on=context().today,
            role=officer.role,
        )
        add_contact(work, context().office, command)

    return _done(act, "contact_added")


@pages.post(ONE + "/end")
def end(contact_id: int) -> ResponseReturnValue:
    """Somebody answers for the unit no more."""

    def act(work: Work, officer: SignedInOfficer) -> None:
        end_contact(work, contact_id, role=officer.role, today=context().today)

    return _done(act, "contact_ended")


@pages.post(ONE + "/code")
def code(contact_id: int) -> ResponseReturnValue:
    """A new code, shown this once."""
    officer = need(Right.MANAGE_TEAMS)
    with context().database.begin() as work:
        made = make_code(work, contact_id, role=officer.role, today=context().today, now=context().now)
        contact = unit_contacts.by_id(work, [contact_id])[contact_id]
    return _page(made=MadeCode(contact=contact, code=made))


def _done(act: Callable[[Work, SignedInOfficer], None], words: str) -> ResponseReturnValue:
    """Do it and go back, or show the page again with what was refused."""
    officer = need(Right.MANAGE_TEAMS)
    try:
        with context().database.begin() as work:
            act(work, officer)
    except NotAllowed:
        raise
    except Refused as refused:
        return _page(refusal=context().office.texts.refusal(refused)), refusal_status(refused)
    flash(context().office.texts.label("done", words), "done")
    return redirect(url_for("staff.unit_contacts.listing"), 303)


def _page(*, refusal: str | None = None, made: MadeCode | None = None) -> str:
    office, now = context().office, context().now
    with context().database.read() as work:
        present = unit_contacts.present(work, context().today)
        persons = people.by_id(work, [one.person_id for one in present if one.person_id])
        ledger = budgets(work, office, persons.values(), now=now)
        open_codes = unit_contacts.with_open_codes(work, now)
    owing = {owner for duty in office.ward.duties for owner in duty.owners} | {office.ward.duty_office}
    shown = owing | {one.unit for one in present}
    units = [unit for unit in office.ward.reporting_units if unit.key in shown]
    by_unit = [(unit, [one for one in present if one.unit == unit.key]) for unit in units]
    return render_template(
        "dashboard/unit_contacts.html",
        by_unit=by_unit,
        budgets=ledger,
        open_codes=open_codes,
        positions=list(ContactPosition),
        refusal=refusal,
        made=made,
        typed=request.form if refusal else {},
    )
