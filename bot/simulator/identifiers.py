"""What Zalo's ids look like: long decimal strings for people and accounts, 20 hex digits for messages."""

import secrets
from datetime import datetime

_SMALLEST_ID = 10**18


def decimal_id() -> str:
    """A fresh id of a person, an account or an app: 19 decimal digits, beyond what a float holds."""
    return str(_SMALLEST_ID + secrets.randbelow(8 * _SMALLEST_ID))


def message_id() -> str:
    """A fresh id of a message: 20 hex digits."""
    return secrets.token_hex(10)


def token(kind: str) -> str:
    """A fresh opaque token that starts with the word for what it is."""
    return f"{kind}-{secrets.token_urlsafe(24)}"


def milliseconds(instant: datetime) -> int:
    """Milliseconds since 1970, as Zalo writes instants."""
    return round(instant.timestamp() * 1000)
