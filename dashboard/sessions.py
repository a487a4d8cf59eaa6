"""Who is logged in: the officer behind a session, and when a session is over."""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast

import flask_login  # type: ignore[import-untyped]  # the package ships no types
from flask import Flask, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from dashboard.context import context
from domain.staff import Right, Role, require
from storage import staff
from storage.tables import Officer

IDLE_LIMIT = timedelta(hours=8)
WHOLE_LIMIT = timedelta(days=7)
_SEEN, _BEGAN = "seen_at", "began_at"


@dataclass(frozen=True, kw_only=True)
class SignedInOfficer(flask_login.UserMixin):  # type: ignore[misc]  # the base has no types
    """The officer of this request."""

    id: int
    full_name: str
    role: Role
    session_key: str

    def get_id(self) -> str:
        """What the session keeps: a new password or a closed account makes it worthless."""
        return f"{self.id}:{self.session_key}"


def register(app: Flask) -> None:
    """Let the app know its officers by their sessions."""
    manager = flask_login.LoginManager(app)
    manager.session_protection = None
    manager.user_loader(_load)


def begin(account: Officer) -> None:
    """Start a session for an officer whose password was right; whatever the session held before is dropped."""
    session.clear()
    session.permanent = True
    session[_BEGAN] = session[_SEEN] = _seconds()
    flask_login.login_user(_signed_in(account))


def end() -> None:
    """Close the session of this request."""
    flask_login.logout_user()
    session.clear()


def is_known() -> bool:
    """Whether an officer is logged in and his session is still good."""
    return bool(flask_login.current_user.is_authenticated)


def officer() -> SignedInOfficer:
    """The officer of this request; only behind the guard."""
    return cast(SignedInOfficer, flask_login.current_user._get_current_object())


def need(right: Right) -> SignedInOfficer:
    """The officer of this request. Raises NotAllowed when he lacks the right."""
    signed_in = officer()
    require(signed_in.role, right)
    return signed_in


def ask_to_log_in_unless_known() -> ResponseReturnValue | None:
    """Send strangers to the log-in page, and back to where they wanted to go afterwards."""
    if is_known():
        session[_SEEN] = _seconds()
        return None
    session.clear()
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("staff.login.form", next=wanted if wanted != "/" else None), 303)


def _load(kept: str) -> SignedInOfficer | None:
    officer_id, _, key = kept.partition(":")
    if not officer_id.isdecimal() or _is_over():
        return None
    with context().database.read() as work:
        account = staff.get_officer(work, int(officer_id))
    if account is None or account.disabled_at is not None:
        return None
    return _signed_in(account) if hmac.compare_digest(account.session_key, key) else None


def _is_over() -> bool:
    now = context().now
    return now - _instant(_SEEN) > IDLE_LIMIT or now - _instant(_BEGAN) > WHOLE_LIMIT


def _instant(name: str) -> datetime:
    return datetime.fromtimestamp(session.get(name, 0), UTC)


def _seconds() -> int:
    return int(context().now.timestamp())


def _signed_in(account: Officer) -> SignedInOfficer:
    return SignedInOfficer(
        id=account.id, full_name=account.full_name, role=account.role, session_key=account.session_key
    )
