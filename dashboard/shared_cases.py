"""The forms of a case's page that merge it, part merged cases, and split photos off."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.case_view import MoveDraft
from dashboard.choices import chosen, number
from dashboard.context import context
from dashboard.failures import refusal_status
from dashboard.incidents import ONE_CASE, case_page, read_code
from dashboard.sessions import SignedInOfficer, need
from domain.errors import Incomplete, NotFound, Refused
from domain.staff import Right
from domain.understanding import Category
from handlers.merging import MergeIncident, PartIncidents, merge_incident, part_incidents
from handlers.splitting import SplitPhotos, split_photos
from storage.database import Work

pages = Blueprint("shared_cases", __name__)


@pages.post(ONE_CASE + "/merge")
def merge(incident_id: int) -> ResponseReturnValue:
    """Handle it within another case."""

    def act(work: Work, officer: SignedInOfficer) -> int:
        year, into = read_code(request.form.get("into", ""))
        if into is None:
            raise Incomplete("target_needed")
        command = MergeIncident(
            incident_id=incident_id,
            into_year=year,
            into_number=into,
            words=_words("merge_reason"),
            silent="silent" in request.form,
            revision=number(request.form.get("revision")) or 0,
            officer_id=officer.id,
            role=officer.role,
        )
        return merge_incident(work, context().office, command, now=context().now).id

    return _acted(incident_id, act, done="merged")


@pages.post(ONE_CASE + "/part")
def part(incident_id: int) -> ResponseReturnValue:
    """Give merged cases their own life again."""

    def act(work: Work, officer: SignedInOfficer) -> int:
        command = PartIncidents(
            incident_id=incident_id,
            follower_ids=_numbers("case"),
            words=_words("part_reason"),
            silent="silent" in request.form,
            revision=number(request.form.get("revision")) or 0,
            officer_id=officer.id,
            role=officer.role,
        )
        part_incidents(work, context().office, command, now=context().now)
        return incident_id

    return _acted(incident_id, act, done="parted")


@pages.post(ONE_CASE + "/split-photos")
def split(incident_id: int) -> ResponseReturnValue:
    """Open a case of the chosen photos."""

    def act(work: Work, officer: SignedInOfficer) -> int:
        command = SplitPhotos(
            incident_id=incident_id,
            file_ids=_numbers("file"),
            category=chosen(Category, request.form.get("split_category")),
            place=_words("split_place"),
            words=_words("split_words"),
            reason=_words("split_reason"),
            silent="silent" in request.form,
            revision=number(request.form.get("revision")) or 0,
            officer_id=officer.id,
            role=officer.role,
        )
        return split_photos(work, context().office, command, now=context().now).id

    return _acted(incident_id, act, done="photos_parted")


def _acted(incident_id: int, act: Callable[[Work, SignedInOfficer], int], *, done: str) -> ResponseReturnValue:
    """Do it and show the case that it led to; a refusal shows the newest page with what was typed."""
    officer = need(Right.MOVE_INCIDENTS)
    try:
        with context().database.begin() as work:
            next_id = act(work, officer)
    except Refused as refused:
        if isinstance(refused, NotFound) and not request.form.get("into"):
            raise
        sentence = context().office.texts.refusal(refused)
        return case_page(incident_id, MoveDraft(), refusal=sentence), refusal_status(refused)
    flash(context().office.texts.label("done", done), "done")
    return redirect(url_for("staff.incidents.one", incident_id=next_id), 303)


def _words(name: str) -> str:
    return request.form.get(name, "").replace("\r\n", "\n").strip()


def _numbers(name: str) -> list[int]:
    return [one for one in (number(given) for given in request.form.getlist(name)[:500]) if one is not None]
