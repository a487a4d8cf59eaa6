"""The two small forms of a case's page that put its meaning right: another category, or no incident at all."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.choices import chosen, number
from dashboard.context import context
from dashboard.incidents import ONE_CASE
from dashboard.sessions import need
from domain.errors import Incomplete, NotFound, Refused
from domain.staff import Right
from domain.understanding import Category, Intent
from handlers.staff_corrections import CorrectCategory, CorrectKind, correct_category, correct_kind

pages = Blueprint("corrections", __name__)


@pages.post(ONE_CASE + "/category")
def category(incident_id: int) -> ResponseReturnValue:
    """Call it another category."""
    officer = need(Right.MOVE_INCIDENTS)
    wanted = chosen(Category, request.form.get("category"))
    revision = number(request.form.get("revision")) or 0
    try:
        if wanted is None:
            raise Incomplete("category_needed")
        command = CorrectCategory(
            incident_id=incident_id, category=wanted, revision=revision, officer_id=officer.id, role=officer.role
        )
        with context().database.begin() as work:
            correct_category(work, context().office, command, now=context().now)
    except Refused as refused:
        return _refused(incident_id, refused)
    return _done(incident_id, "category")


@pages.post(ONE_CASE + "/kind")
def kind(incident_id: int) -> ResponseReturnValue:
    """Say that it is no incident, and what it is."""
    officer = need(Right.MOVE_INCIDENTS)
    wanted = chosen(Intent, request.form.get("intent"))
    revision = number(request.form.get("revision")) or 0
    try:
        if wanted is None:
            raise Incomplete("kind_needed")
        command = CorrectKind(
            incident_id=incident_id, intent=wanted, revision=revision, officer_id=officer.id, role=officer.role
        )
        with context().database.begin() as work:
            correct_kind(work, context().office, command, now=context().now)
    except Refused as refused:
        return _refused(incident_id, refused)
    if wanted is Intent.COMPLAINT:
        flash(context().office.texts.label("done", "sealed"), "done")
        return redirect(url_for("staff.incidents.listing"), 303)
    return _done(incident_id, "kind")


def _done(incident_id: int, words: str) -> ResponseReturnValue:
    flash(context().office.texts.label("done", words), "done")
    return redirect(url_for("staff.incidents.one", incident_id=incident_id), 303)


def _refused(incident_id: int, refused: Refused) -> ResponseReturnValue:
    """Back to the case as it is now, with the sentence that says why not."""
    if isinstance(refused, NotFound):
        raise refused
    flash(context().office.texts.refusal(refused), "refused")
    return redirect(url_for("staff.incidents.one", incident_id=incident_id), 303)
