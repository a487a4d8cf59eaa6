"""The door itself: log in, log out, and how often a password may be tried."""

import re
from typing import Any

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from dashboard import sessions
from dashboard.context import context
from domain.errors import NotAllowed
from handlers import accounts
from storage import staff

TRIES_FOR_A_NAME = "10 per 15 minutes"
TRIES_FROM_AN_ADDRESS = "40 per 15 minutes"
_OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")

pages = Blueprint("login", __name__)


@pages.get("/login")
def form() -> ResponseReturnValue:
    """The page that asks for name and password."""
    if sessions.is_known():
        return redirect(url_for("staff.home"))
    return _page(username="", refusal=None)


@pages.post("/login")
def sign_in() -> ResponseReturnValue:
    """Check the password outside any transaction, then open the session."""
    username, password = request.form.get("username", "").strip(), request.form.get("password", "")
    database = context().database
    with database.read() as work:
        found = staff.find_officer(work, username)
    try:
        officer = accounts.check_password(found, password)
    except NotAllowed as refused:
        return _page(username=username, refusal=context().office.texts.refusal(refused)), 401
    with database.begin() as work:
        accounts.note_login(work, officer.id, password, now=context().now)
    sessions.begin(officer)
    return redirect(own_path(request.form.get("next", "")) or url_for("staff.home"), 303)


@pages.post("/logout")
def sign_out() -> ResponseReturnValue:
    """Close the session."""
    sessions.end()
    return redirect(url_for("staff.login.form"), 303)


def own_path(wanted: str) -> str | None:
    """The path when it leads to a page of ours, else None: no host, no scheme, no trick with slashes."""
    return wanted if _OWN_PATH.fullmatch(wanted) else None


def throttle(app: Flask) -> None:
    """Count wrong passwords for each name and each address; the counts live in this process's memory."""
    limiter = Limiter(get_remote_address, app=app, storage_uri="memory://", headers_enabled=False)
    view: Any = app.view_functions["staff.login.sign_in"]
    for limit, key in ((TRIES_FOR_A_NAME, _tried_name), (TRIES_FROM_AN_ADDRESS, get_remote_address)):
        view = limiter.limit(limit, key_func=key, deduct_when=_was_wrong)(view)
    app.view_functions["staff.login.sign_in"] = view


def _tried_name() -> str:
    return request.form.get("username", "").strip().lower()[:60] or "-"


def _was_wrong(response: Response) -> bool:
    return response.status_code == 401


def _page(*, username: str, refusal: str | None) -> str:
    wanted = own_path(request.values.get("next", "")) or ""
    return render_template("dashboard/login.html", username=username, refusal=refusal, next=wanted)
