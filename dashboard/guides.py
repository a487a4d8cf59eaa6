"""The pages of guides: each as residents get it, and the form in which the office rewrites it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.context import context
from dashboard.failures import refusal_status
from dashboard.sessions import need
from domain.errors import NotFound, Refused
from domain.guides import Guide
from domain.staff import Right
from handlers.staff_support import LONGEST_GUIDE, EditGuide, edit_guide
from storage import support

pages = Blueprint("guides", __name__)


@pages.get("/guides")
def listing() -> ResponseReturnValue:
    """Every guide with who has to look at it."""
    need(Right.SEE_SUPPORT)
    guides = context().office.ward.guides
    with context().database.read() as work:
        edited = support.edited_guides(work, [guide.key for guide in guides])
    return render_template("dashboard/guides.html", guides=guides, edited=edited)


@pages.get("/guides/<key>")
def one(key: str) -> ResponseReturnValue:
    """One guide as it is sent, with the form to rewrite it."""
    need(Right.SEE_SUPPORT)
    return _page(_guide(key), typed=None, refusal=None)


@pages.post("/guides/<key>")
def edit(key: str) -> ResponseReturnValue:
    """Keep the office's words, or bring the file's back."""
    officer = need(Right.EDIT_GUIDES)
    guide, restored = _guide(key), "restore" in request.form
    text = None if restored else request.form.get("text", "")
    command = EditGuide(key=guide.key, text=text, officer_id=officer.id, role=officer.role)
    try:
        with context().database.begin() as work:
            edit_guide(work, context().office, command, now=context().now)
    except Refused as refused:
        return _page(guide, typed=text, refusal=context().office.texts.refusal(refused)), refusal_status(refused)
    flash(context().office.texts.label("done", "guide_restored" if restored else "guide_kept"), "done")
    return redirect(url_for("staff.guides.one", key=key), 303)


def _guide(key: str) -> Guide:
    found = next((guide for guide in context().office.ward.guides if guide.key == key), None)
    if found is None:
        raise NotFound("no_such_guide")
    return found


def _page(guide: Guide, *, typed: str | None, refusal: str | None) -> str:
    with context().database.read() as work:
        edited = support.edited_guides(work, [guide.key]).get(guide.key)
    return render_template(
        "dashboard/guide.html",
        guide=guide,
        edited=edited,
        text=typed if typed is not None else edited.text if edited else guide.text,
        longest=LONGEST_GUIDE,
        refusal=refusal,
    )
