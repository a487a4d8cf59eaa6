"""The page of printed codes: made, listed, taken down, and laid out as PDF."""

import secrets

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.choices import chosen, number
from dashboard.context import context
from dashboard.failures import refusal_status
from dashboard.sessions import need
from domain.errors import Incomplete, NotFound, Refused
from domain.posters import PosterText, PosterWords, SheetLayout, poster_code
from domain.staff import Right
from domain.understanding import Category
from handlers.posters import MakePoster, RetirePoster, make_poster, restore_poster, retire_poster
from reports.posters import posters_pdf
from storage import posters, support
from storage.tables import Poster

MOST_LISTED = 500
MOST_PRINTED = 200
STEPS = ("step_scan", "step_type", "step_photo")
pages = Blueprint("posters", __name__)


@pages.get("/posters")
def listing() -> ResponseReturnValue:
    """Codes in use and those taken down."""
    need(Right.SEE_INCIDENTS)
    return _page(refusal=None)


@pages.post("/posters")
def make() -> ResponseReturnValue:
    """Make one; a refusal keeps what was typed."""
    officer = need(Right.MOVE_INCIDENTS)
    command = MakePoster(
        place=request.form.get("place", ""),
        category=chosen(Category, request.form.get("category")),
        residential_group=request.form.get("group"),
        form_key=request.form.get("form_key", "")[:40],
        officer_id=officer.id,
        role=officer.role,
    )
    try:
        with context().database.begin() as work:
            make_poster(work, context().office, command, now=context().now)
    except Refused as refused:
        return _page(refusal=context().office.texts.refusal(refused)), refusal_status(refused)
    return _done("poster_made")


@pages.post("/posters/<int(max=2147483647):poster_id>/<any(retire, restore):step>")
def change(poster_id: int, step: str) -> ResponseReturnValue:
    """Take one down, or put it back into use."""
    officer = need(Right.MOVE_INCIDENTS)
    command = RetirePoster(poster_id=poster_id, officer_id=officer.id, role=officer.role)
    with context().database.begin() as work:
        if step == "retire":
            retire_poster(work, command, now=context().now)
        else:
            restore_poster(work, command)
    return _done("poster_retired" if step == "retire" else "poster_restored")


@pages.get("/posters.pdf")
def sheet() -> ResponseReturnValue:
    """The chosen codes on paper."""
    need(Right.SEE_INCIDENTS)
    try:
        made = _sheet()
    except NotFound:
        raise
    except Refused as refused:
        return _page(refusal=context().office.texts.refusal(refused)), refusal_status(refused)
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = "inline; filename=ma-qr.pdf"
    return answer


def _sheet() -> bytes:
    ids = [one for one in (number(given) for given in request.args.getlist("poster")) if one is not None]
    if not ids:
        raise Incomplete("posters_needed")
    if len(ids) > MOST_PRINTED:
        raise Refused("too_many_posters", most=MOST_PRINTED)
    link = _link()
    with context().database.read() as work:
        wanted = posters.with_ids(work, ids)
    if not wanted:
        raise Incomplete("posters_needed")
    layout = chosen(SheetLayout, request.args.get("layout")) or SheetLayout.A5
    words = PosterWords(title=context().office.texts.label("poster", "title"), sender=context().office.ward.name)
    return posters_pdf([_text(poster, link) for poster in wanted], words, layout)


def _link() -> str:
    pattern, account = context().office.ward.account_link, context().account_id
    if "{account}" in pattern and not account:
        raise Refused("no_account_for_posters")
    return pattern.replace("{account}", account)


def _text(poster: Poster, link: str) -> PosterText:
    texts, code = context().office.texts, poster_code(poster.number)
    return PosterText(
        code=code,
        place=poster.place,
        category=texts.label("category", poster.category),
        link=link,
        steps=tuple(texts.fill("poster", step, code=code) for step in STEPS),
    )


def _page(*, refusal: str | None) -> str:
    with context().database.read() as work:
        in_use = posters.listed(work, retired=False, limit=MOST_LISTED)
        retired = posters.listed(work, retired=True, limit=MOST_LISTED)
        cases = posters.cases_of(work)
        groups = [group.name for group in support.residential_groups(work)]
    return render_template(
        "dashboard/posters.html",
        in_use=in_use,
        retired=retired,
        cases=cases,
        groups=groups,
        categories=list(Category),
        layouts=list(SheetLayout),
        form_key=secrets.token_urlsafe(18),
        refusal=refusal,
        typed=request.form,
        code_of=poster_code,
    )


def _done(words: str) -> ResponseReturnValue:
    flash(context().office.texts.label("done", words), "done")
    return redirect(url_for("staff.posters.listing"), 303)
