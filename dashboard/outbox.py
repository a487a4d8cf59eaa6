"""The page of what we said and how far it got."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.choices import chosen, number
from dashboard.context import context
from dashboard.sessions import need
from domain.staff import Right
from handlers.phone_calls import NoteCall, note_call
from handlers.reply_budgets import budgets
from handlers.unknown_sends import DecideUnknownSend, Verdict, decide_unknown_send
from storage import allowances, incident_views, outbox, people, represented_persons, teams, unit_contacts
from storage.tables import OutboxMessage, OutboxStatus

PAGE_LENGTH = 50

pages = Blueprint("outbox", __name__)


@pages.get("/outbox")
def listing() -> ResponseReturnValue:
    """Messages newest first, in one state or all."""
    need(Right.SEE_OUTBOX)
    status = chosen(OutboxStatus, request.args.get("status"))
    before = number(request.args.get("before"))
    with context().database.read() as work:
        rows = outbox.page(work, status=status, kind=None, since=None, before_id=before, limit=PAGE_LENGTH + 1)
        counts = outbox.count_by_status(work)
        codes = incident_views.codes(work, (row.incident_id for row in rows))
        represented = represented_persons.of_incidents(work, (row.incident_id for row in rows if _is_call(row)))
        members = teams.members(work, [row.member_id for row in rows if row.member_id])
        contacts = unit_contacts.by_id(work, [row.contact_id for row in rows if row.contact_id])
        persons = people.by_id(work, [row.person_id for row in rows if row.person_id])
        ledger = budgets(work, context().office, persons.values(), now=context().now)
        package = allowances.package(work)
    shown = rows[:PAGE_LENGTH]
    return render_template(
        "dashboard/outbox.html",
        messages=shown,
        codes=codes,
        members=members,
        contacts=contacts,
        budgets=ledger,
        package=package,
        represented=represented,
        counts=counts,
        status=status,
        statuses=list(OutboxStatus),
        older=shown[-1].id if len(rows) > PAGE_LENGTH else None,
        before=before,
    )


@pages.post("/outbox/<int(max=2147483647):message_id>/<any(was_said, say_again):verdict>")
def decide(message_id: int, verdict: str) -> ResponseReturnValue:
    """Settle a message whose end nobody knows."""
    officer = need(Right.DECIDE_OUTBOX)
    command = DecideUnknownSend(message_id=message_id, verdict=Verdict(verdict), role=officer.role)
    with context().database.begin() as work:
        decide_unknown_send(work, command, now=context().now)
    flash(context().office.texts.label("done", verdict), "done")
    return redirect(url_for("staff.outbox.listing", status=OutboxStatus.UNKNOWN), 303)


@pages.post("/outbox/<int(max=2147483647):message_id>/phoned")
def phoned(message_id: int) -> ResponseReturnValue:
    """Tick off a call to somebody whom no chat reaches."""
    officer = need(Right.DECIDE_OUTBOX)
    with context().database.begin() as work:
        note_call(work, NoteCall(message_id=message_id, role=officer.role))
    flash(context().office.texts.label("done", "phoned"), "done")
    return redirect(url_for("staff.outbox.listing", status=OutboxStatus.TO_PHONE), 303)


def _is_call(message: OutboxMessage) -> bool:
    """Whether it is for somebody for whom a case was reported, whom no chat reaches."""
    return message.kind == represented_persons.KIND
