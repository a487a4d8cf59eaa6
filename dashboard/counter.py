"""The form for a case told at the counter or on the phone, for somebody whom no chat reaches."""

import secrets

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.choices import chosen
from dashboard.context import context
from dashboard.failures import refusal_status
from dashboard.sessions import need
from domain.errors import Refused
from domain.incidents import IncidentSource
from domain.staff import Right
from domain.understanding import Category
from handlers.counter_reports import LONGEST_NAME, LONGEST_PLACE, LONGEST_WORDS, NoteReport, note_report
from storage import support

SOURCES = (IncidentSource.COUNTER, IncidentSource.PHONE)
pages = Blueprint("counter", __name__)


@pages.get("/incidents/new")
def form() -> ResponseReturnValue:
    """The empty form."""
    need(Right.MOVE_INCIDENTS)
    return _page(refusal=None)


@pages.post("/incidents/new")
def note() -> ResponseReturnValue:
    """Open the case and show it; a refusal keeps what was typed."""
    officer = need(Right.MOVE_INCIDENTS)
    given = request.form
    source = chosen(IncidentSource, given.get("source"))
    command = NoteReport(
        source=source if source in SOURCES else IncidentSource.COUNTER,
        category=chosen(Category, given.get("category")),
        urgent="urgent" in given,
        words=given.get("words", "").replace("\r\n", "\n"),
        place=given.get("place", ""),
        residential_group=given.get("group", "")[:120] or None,
        name=given.get("name", ""),
        phone=given.get("phone", "")[:40],
        consented="consented" in given,
        form_key=given.get("form_key", "")[:40],
        officer_id=officer.id,
        role=officer.role,
    )
    try:
        with context().database.begin() as work:
            incident = note_report(work, context().office, command, now=context().now)
    except Refused as refused:
        return _page(refusal=context().office.texts.refusal(refused)), refusal_status(refused)
    flash(context().office.texts.label("done", "noted_for_other"), "done")
    return redirect(url_for("staff.incidents.one", incident_id=incident.id), 303)


def _page(*, refusal: str | None) -> str:
    with context().database.read() as work:
        groups = [group.name for group in support.residential_groups(work)]
    return render_template(
        "dashboard/counter.html",
        sources=SOURCES,
        categories=list(Category),
        groups=groups,
        typed=request.form,
        form_key=request.form.get("form_key") or secrets.token_urlsafe(18),
        refusal=refusal,
        limits={"words": LONGEST_WORDS, "place": LONGEST_PLACE, "name": LONGEST_NAME},
    )
