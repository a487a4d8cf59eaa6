"""One-time codes that bind a Zalo account to a member: their shape, life, and how guessing is slowed (product C5)."""

import re
from datetime import datetime, timedelta
from enum import StrEnum

LETTERS, DIGITS = "ABCDEFGHJKMNPQRSTUVWXYZ", "23456789"
LENGTH = 6
LIFETIME = timedelta(days=14)
THROTTLE_WINDOW = timedelta(hours=1)
FAILURES_OF_ONE = 5
FAILURES_OF_ALL = 60
_READ_OTHERWISE = re.compile(r"([A-Z])\1\1|^[A-Z]{2}\d+$")
_SIGNS = re.compile(r"[\s\-_.:]+")


class InviteState(StrEnum):
    """Where a code stands."""

    OPEN = "open"
    USED = "used"
    REVOKED = "revoked"
    EXPIRED = "expired"


def is_well_made(code: str) -> bool:
    """Whether a drawn code is told apart from a plain word and a plain number: it holds a letter and a digit.

    No letter stands three times in a row, as in a drawn-out word, which is read with one; and two letters with digits
    behind them are what the codes of cases look like.
    """
    has_both = any(sign in LETTERS for sign in code) and any(sign in DIGITS for sign in code)
    return len(code) == LENGTH and has_both and _READ_OTHERWISE.search(code) is None


def normal_code(typed: str) -> str:
    """A code as it was made, however it was typed: spaces, dashes and small letters do not matter."""
    return _SIGNS.sub("", typed).upper()


def state_of(
    *, used_at: datetime | None, revoked_at: datetime | None, expires_at: datetime, now: datetime
) -> InviteState:
    """Where a code stands at `now`; a used one stays used."""
    if used_at is not None:
        return InviteState.USED
    if revoked_at is not None:
        return InviteState.REVOKED
    return InviteState.EXPIRED if expires_at <= now else InviteState.OPEN
