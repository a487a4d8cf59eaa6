"""The forms of a case's page about time and agencies: more time, the word on what was asked, another agency."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.choices import form_day, number
from dashboard.context import context
from dashboard.failures import refusal_status
from dashboard.incidents import ONE_CASE, case_page
from dashboard.sessions import SignedInOfficer, need
from domain.errors import NotFound, Refused, Stale
from domain.staff import Right
from handlers.staff_case_work import (
    DecideExtension,
    ExtendIncident,
    ForwardIncident,
    decide_extension,
    extend_incident,
    forward_incident,
)
from storage import case_work, incidents
from storage.database import Work

pages = Blueprint("case_actions", __name__)


@pages.post(ONE_CASE + "/extend")
def extend(incident_id: int) -> ResponseReturnValue:
    """Give more time, with a reason that the reporters hear."""
    officer = need(Right.MOVE_INCIDENTS)

    def act(work: Work) -> None:
        command = ExtendIncident(
            incident_id=incident_id,
            new_due_on=form_day("new_due_on"),
            reason=_text("extension_reason"),
            revision=_revision(),
            officer_id=officer.id,
            role=officer.role,
        )
        extend_incident(work, context().office, command, now=context().now)

    return _answer(incident_id, act, "case_extended", again=lambda work: _was_extended(work, incident_id, officer))


@pages.post(ONE_CASE + "/extension/<any(approve, refuse):word>")
def decide(incident_id: int, word: str) -> ResponseReturnValue:
    """Approve or refuse what the response team asked for."""
    officer, approved = need(Right.MOVE_INCIDENTS), word == "approve"

    def act(work: Work) -> None:
        command = DecideExtension(
            incident_id=incident_id,
            approved=approved,
            new_due_on=form_day("decided_due_on") if approved else None,
            words=_text("decision_words"),
            revision=_revision(),
            officer_id=officer.id,
            role=officer.role,
        )
        decide_extension(work, context().office, command, now=context().now)

    done = "extension_approved" if approved else "extension_refused"
    return _answer(incident_id, act, done, again=lambda work: _was_decided(work, incident_id, officer))


@pages.post(ONE_CASE + "/forward")
def forward(incident_id: int) -> ResponseReturnValue:
    """Hand it to another agency, or note its reference and date anew."""
    officer = need(Right.MOVE_INCIDENTS)

    def act(work: Work) -> None:
        command = ForwardIncident(
            incident_id=incident_id,
            agency=_text("agency"),
            reference=_text("reference"),
            due_on=form_day("agency_due_on"),
            words=_text("forward_words"),
            revision=_revision(),
            officer_id=officer.id,
            role=officer.role,
        )
        forward_incident(work, context().office, command, now=context().now)

    return _answer(incident_id, act, "forwarded", again=lambda work: _was_forwarded(work, incident_id))


def _answer(
    incident_id: int, act: Callable[[Work], None], done: str, *, again: Callable[[Work], bool]
) -> ResponseReturnValue:
    """Do it, or show the newest page with what was typed; a second click on what was just done is quiet."""
    try:
        with context().database.begin() as work:
            act(work)
    except NotFound:
        raise
    except Refused as refused:
        with context().database.read() as work:
            was_second_click = isinstance(refused, Stale) and again(work)
        if not was_second_click:
            sentence = context().office.texts.refusal(refused)
            return case_page(incident_id, refusal=sentence), refusal_status(refused)
    flash(context().office.texts.label("done", done), "done")
    return redirect(url_for("staff.incidents.one", incident_id=incident_id), 303)


def _was_extended(work: Work, incident_id: int, officer: SignedInOfficer) -> bool:
    last = next(iter(reversed(case_work.extensions(work, incident_id))), None)
    if last is None or last.decided_by != officer.id or not _is_next(work, incident_id):
        return False
    return (last.new_due_on, last.reason) == (form_day("new_due_on"), _text("extension_reason"))


def _was_decided(work: Work, incident_id: int, officer: SignedInOfficer) -> bool:
    last = next(iter(reversed(case_work.extensions(work, incident_id))), None)
    return last is not None and last.decided_by == officer.id and _is_next(work, incident_id)


def _was_forwarded(work: Work, incident_id: int) -> bool:
    incident = incidents.get(work, incident_id)
    return (
        incident is not None
        and _is_next(work, incident_id)
        and incident.forwarded_to == " ".join(_text("agency").split())
        and incident.forward_due_on == form_day("agency_due_on")
    )


def _is_next(work: Work, incident_id: int) -> bool:
    """Whether the case has changed exactly once since the page was shown."""
    incident = incidents.get(work, incident_id)
    return incident is not None and incident.revision == _revision() + 1


def _revision() -> int:
    return number(request.form.get("revision")) or 0


def _text(name: str) -> str:
    return request.form.get(name, "").replace("\r\n", "\n").strip()
