"""The pages of cases: the list with its filters, one case, and the form that moves its state."""

import re

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dashboard import sessions
from dashboard.case_counts import count_endings
from dashboard.case_view import MoveDraft, load_case
from dashboard.choices import chosen, number
from dashboard.context import context
from dashboard.failures import refusal_status
from dashboard.frame import pressing_counts
from dashboard.sessions import SignedInOfficer, need
from domain.case_endings import Closing
from domain.errors import Incomplete, NotFound, Refused, Stale
from domain.incidents import MOVES, IncidentStatus
from domain.staff import Right
from domain.understanding import Category
from handlers.staff_corrections import KINDS
from handlers.staff_incidents import MAX_WORDS, MoveIncident, move_incident, was_just_made
from storage import incident_lists
from storage.incident_lists import IncidentFilter

PAGE_LENGTH = 25
_CODE = re.compile(r"(?:PA)?[\s-]*(?:(\d{2})[\s-]+)?0*(\d{1,9})", re.IGNORECASE)
_FLAGS = ("waiting", "late", "urgent", "incomplete", "open", "recurring")
ONE_CASE = "/incidents/<int(max=2147483647):incident_id>"

pages = Blueprint("incidents", __name__)


@pages.get("/incidents")
def listing() -> ResponseReturnValue:
    """Cases newest first, a page at a time."""
    need(Right.SEE_INCIDENTS)
    wanted, before, today = _wanted(), number(request.args.get("before")), context().today
    with context().database.read() as work:
        rows = incident_lists.page(work, wanted, before_id=before, limit=PAGE_LENGTH + 1)
        total = incident_lists.count(work, wanted)
        pressing = pressing_counts(work, today)
        ended = count_endings(work, context().office, now=context().now)
    shown = rows[:PAGE_LENGTH]
    return render_template(
        "dashboard/incidents.html",
        incidents=shown,
        total=total,
        pressing=pressing,
        ended=ended,
        wanted=wanted,
        flags_on=[flag for flag in _FLAGS if request.args.get(flag)],
        search=request.args.get("code", ""),
        misread=bool(request.args.get("code", "").strip()) and wanted.code_number is None,
        filtered=wanted != IncidentFilter(),
        statuses=list(IncidentStatus),
        categories=list(Category),
        older=shown[-1].id if len(rows) > PAGE_LENGTH else None,
        before=before,
        today=today,
    )


@pages.get(ONE_CASE)
def one(incident_id: int) -> ResponseReturnValue:
    """One case with everything known of it."""
    need(Right.SEE_INCIDENTS)
    return case_page(incident_id, refusal=None)


@pages.post(ONE_CASE + "/move")
def move(incident_id: int) -> ResponseReturnValue:
    """Move its state; a refusal shows the newest page again with what was typed."""
    officer = need(Right.MOVE_INCIDENTS)
    draft = _draft()
    try:
        _move(_command(incident_id, draft, officer))
    except NotFound:
        raise
    except Refused as refused:
        sentence = context().office.texts.refusal(refused)
        return case_page(incident_id, draft, refusal=sentence), refusal_status(refused)
    flash(context().office.texts.label("done", "moved_silently" if draft.silent else "moved"), "done")
    return redirect(url_for("staff.incidents.one", incident_id=incident_id), 303)


def _move(command: MoveIncident) -> None:
    database, office, now = context().database, context().office, context().now
    try:
        with database.begin() as work:
            move_incident(work, office, command, now=now)
    except Stale:
        with database.read() as work:
            if not was_just_made(work, command):
                raise


def _draft() -> MoveDraft:
    return MoveDraft(
        to_status=request.form.get("to_status", ""),
        words=request.form.get("words", "").replace("\r\n", "\n").strip(),
        silent="silent" in request.form,
    )


def _command(incident_id: int, draft: MoveDraft, officer: SignedInOfficer) -> MoveIncident:
    to_status = chosen(IncidentStatus, draft.to_status)
    if to_status is None:
        raise Incomplete("move_needed")
    if len(draft.words) > MAX_WORDS:
        raise Refused("words_too_long", limit=MAX_WORDS)
    return MoveIncident(
        incident_id=incident_id,
        to_status=to_status,
        words=draft.words,
        silent=draft.silent,
        revision=number(request.form.get("revision")) or 0,
        officer_id=officer.id,
        role=officer.role,
    )


def case_page(incident_id: int, draft: MoveDraft | None = None, *, refusal: str | None) -> str:
    """The page of one case with what was typed into one of its forms, and why that was refused."""
    with context().database.read() as work:
        case = load_case(work, context().office, incident_id, sessions.officer())
    return render_template(
        "dashboard/incident.html",
        case=case,
        incident=case.incident,
        draft=draft or MoveDraft(),
        typed=request.form,
        refusal=refusal,
        max_words=MAX_WORDS,
        CATEGORIES=list(Category),
        KINDS=list(KINDS),
        may_decline=IncidentStatus.DECLINED in MOVES[case.incident.status],
        today=context().today,
    )


def _wanted() -> IncidentFilter:
    given = request.args
    year, code_number = read_code(given.get("code", ""))
    return IncidentFilter(
        status=chosen(IncidentStatus, given.get("status")),
        category=chosen(Category, given.get("category")),
        urgent=True if given.get("urgent") else None,
        only_open=bool(given.get("open")),
        waiting=bool(given.get("waiting")),
        incomplete=bool(given.get("incomplete")),
        recurring=bool(given.get("recurring")),
        place_name=given.get("place") or None,
        residential_group=given.get("group") or None,
        late_on=context().today if given.get("late") else None,
        person_id=number(given.get("person")),
        code_year=year,
        code_number=code_number,
        closing=chosen(Closing, given.get("closing")),
    )


def read_code(typed: str) -> tuple[int | None, int | None]:
    """Year and number of what somebody typed to find a case: `PA-26-000123`, `pa 12`, `12`."""
    found = _CODE.fullmatch(typed.strip())
    if found is None:
        return None, None
    return 2000 + int(found[1]) if found[1] else None, int(found[2])
