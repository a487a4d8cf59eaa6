"""How an account of an officer is made, opened, changed and closed: argon2id hashes, and a key that ends sessions."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from domain.errors import NotAllowed, NotFound, Refused
from domain.staff import Role
from storage import staff
from storage.database import Work
from storage.tables import Officer

MIN_PASSWORD_LENGTH = 10
MAX_PASSWORD_LENGTH = 200
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,58}[a-z0-9]")
# 19 MiB a check (OWASP's argon2id parameters): eight log-ins at once fit beside the rest in 1 GB.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_DUMMY_HASH = _HASHER.hash(secrets.token_hex(16))


@dataclass(frozen=True, kw_only=True)
class AddOfficer:
    """A wish for a new account."""

    username: str
    full_name: str
    role: Role
    password: str


def add_officer(work: Work, command: AddOfficer, *, now: datetime) -> Officer:
    """Make an account. Raises Refused: `bad_username`, `name_needed`, `bad_password` or `username_taken`."""
    username = command.username.strip().lower()
    if not _USERNAME.fullmatch(username):
        raise Refused("bad_username")
    if not command.full_name.strip():
        raise Refused("name_needed")
    password_hash = _hash(command.password)
    if staff.find_officer(work, username) is not None:
        raise Refused("username_taken", username=username)
    return staff.add_officer(
        work,
        username=username,
        full_name=command.full_name.strip()[:120],
        role=command.role,
        password_hash=password_hash,
        session_key=_new_session_key(),
        now=now,
    )


def check_password(officer: Officer | None, password: str) -> Officer:
    """Answer the officer when the password is his and the account is open; needs no transaction.

    An unknown or closed account costs the same work, so that time tells nothing. Raises NotAllowed (`wrong_login`).
    """
    open_account = officer if officer is not None and officer.disabled_at is None else None
    right = _matches(open_account.password_hash if open_account else _DUMMY_HASH, password)
    if open_account is None or not right:
        raise NotAllowed("wrong_login")
    return open_account


def note_login(work: Work, officer_id: int, password: str, *, now: datetime) -> None:
    """Record a log-in whose password was right, and renew a hash made with older parameters."""
    officer = staff.get_officer(work, officer_id)
    if officer is None:
        return
    officer.last_login_at = now
    if _HASHER.check_needs_rehash(officer.password_hash):
        officer.password_hash = _HASHER.hash(password)


def change_password(work: Work, username: str, password: str) -> Officer:
    """Set a new password and end every session of the account. Raises Refused (`no_such_officer`, `bad_password`)."""
    officer = _existing(work, username)
    officer.password_hash = _hash(password)
    officer.session_key = _new_session_key()
    return officer


def disable(work: Work, username: str, *, now: datetime) -> Officer:
    """Close an account and end every session of it. Raises NotFound (`no_such_officer`)."""
    officer = _existing(work, username)
    officer.disabled_at = officer.disabled_at or now
    officer.session_key = _new_session_key()
    return officer


def random_password() -> str:
    """A password of 96 bits that can be read out and typed."""
    return "-".join(secrets.token_hex(3) for _ in range(4))


def _existing(work: Work, username: str) -> Officer:
    officer = staff.find_officer(work, username.strip())
    if officer is None:
        raise NotFound("no_such_officer", username=username)
    return officer


def _hash(password: str) -> str:
    if not MIN_PASSWORD_LENGTH <= len(password) <= MAX_PASSWORD_LENGTH:
        raise Refused("bad_password", shortest=MIN_PASSWORD_LENGTH, longest=MAX_PASSWORD_LENGTH)
    return _HASHER.hash(password)


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password[: MAX_PASSWORD_LENGTH + 1])
    except (VerificationError, InvalidHashError):
        return False


def _new_session_key() -> str:
    return secrets.token_hex(16)
