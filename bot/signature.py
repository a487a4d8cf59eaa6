"""How Zalo signs what it posts: plain SHA-256 over app id, raw body, timestamp and secret (zalo-platform §2.1)."""

import hashlib
import hmac
import re
from collections.abc import Iterable

SIGNATURE_HEADER = "X-ZEvent-Signature"
_PREFIX = re.compile(r"^\s*mac\s*=\s*", re.IGNORECASE)


def sign(*, app_id: str, body: bytes, timestamp: str, secret: str) -> str:
    """The 64 lower-case hex digits that Zalo would send for this body."""
    return hashlib.sha256(app_id.encode() + body + timestamp.encode() + secret.encode()).hexdigest()


def matching_secret(
    header: str | None, *, app_id: str, body: bytes, timestamp: str, secrets: Iterable[str]
) -> int | None:
    """Which of the candidate secrets signed this body, by position, or None.

    Accepts `mac=<hex>`, `mac = <hex>` and bare hex; every secret is tried in constant time.
    """
    given = _PREFIX.sub("", header or "").strip().lower().encode("utf-8", "replace")
    found: int | None = None
    for position, secret in enumerate(secrets):
        expected = sign(app_id=app_id, body=body, timestamp=timestamp, secret=secret).encode()
        if hmac.compare_digest(expected, given) and found is None:
            found = position
    return found
