"""How to read Zalo's JSON without trusting any of it: bodies, ids, words, numbers and times of every odd type."""

import json
import math
import re
from datetime import UTC, datetime, timedelta

MAX_DEPTH = 32
MAX_IDENTIFIER_LENGTH = 128
EARLIEST_AT = datetime(2017, 1, 1, tzinfo=UTC)
LATEST_MILLISECONDS = 1e14
CLOCK_TOLERANCE = timedelta(days=1)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Malformed(ValueError):
    """A field that an event cannot do without is missing or has the wrong type; the message names the field."""


def parse_body(body: bytes) -> dict[str, object] | None:
    """The JSON object in a posted body, or None for whatever else was posted; never raises.

    Bytes that are no UTF-8 become U+FFFD, as do lone surrogates; NUL characters are dropped, since no database
    keeps them. Anything nested deeper than 32 levels counts as malformed.
    """
    try:
        parsed = json.loads(body.decode("utf-8-sig", "replace"), parse_constant=_refuse_constant)
        cleaned = _clean(parsed, depth=0)
    except (ValueError, RecursionError):
        return None
    return cleaned if isinstance(cleaned, dict) else None


def canonical_json(payload: dict[str, object]) -> bytes:
    """The same bytes for the same payload, whatever the order of its keys was."""
    return json.dumps(payload, sort_keys=True, separators=(",", ":")).encode()


def member(value: object, *path: str) -> object:
    """What stands under these keys, or None as soon as the road ends."""
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def entries(value: object) -> list[object]:
    """The entries of a list; a lone object counts as a list of one, anything else as empty."""
    if isinstance(value, list):
        return value
    return [value] if isinstance(value, dict) else []


def words(value: object) -> str:
    """A text, also when it came as a number; empty for anything else."""
    if isinstance(value, str):
        return value
    return str(value) if _is_number(value) else ""


def words_or_none(value: object) -> str | None:
    """A text that says something, or None."""
    return words(value).strip() or None


def identifier(value: object) -> str | None:
    """An id as a string; a float is refused, because ids above 2^53 have lost digits in it (zalo-platform §0)."""
    if isinstance(value, float):
        return None
    written = words(value).strip()
    return written if 0 < len(written) <= MAX_IDENTIFIER_LENGTH else None


def identifiers(value: object) -> tuple[str, ...]:
    """The ids in a list of ids or of objects with an `id`; whatever is neither is left out."""
    listed = value if isinstance(value, list) else [value]
    found = (identifier(member(entry, "id") or entry) for entry in listed)
    return tuple(candidate for candidate in found if candidate)


def first_identifier(payload: object, *paths: tuple[str, ...]) -> str | None:
    """The first id that stands under one of these paths."""
    found = (identifier(member(payload, *path)) for path in paths)
    return next((candidate for candidate in found if candidate), None)


def required(value: str | None, name: str) -> str:
    """The value itself; raises Malformed with the field's name where there is none."""
    if value is None:
        raise Malformed(name)
    return value


def number(value: object) -> float | None:
    """A finite number, given as a number or as its decimal text."""
    try:
        read = float(words(value))
    except (ValueError, OverflowError):
        return None
    return read if math.isfinite(read) else None


def instant_or_none(value: object) -> datetime | None:
    """Epoch milliseconds (text or number) as UTC; None when missing, unreadable or before 2017."""
    milliseconds = number(value)
    if milliseconds is None or not 0 < milliseconds < LATEST_MILLISECONDS:
        return None
    read = datetime.fromtimestamp(milliseconds / 1000, tz=UTC)
    return read if read >= EARLIEST_AT else None


def instant(value: object, *, received_at: datetime) -> datetime:
    """Epoch milliseconds (text or number) as UTC; `received_at` when missing or absurd.

    Absurd is before 2017 (some of Zalo's samples are in seconds) or more than a day after we received it.
    """
    read = instant_or_none(value)
    return read if read and read <= received_at + CLOCK_TOLERANCE else received_at


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _refuse_constant(name: str) -> object:
    raise ValueError(name)


def _clean(value: object, *, depth: int) -> object:
    if depth > MAX_DEPTH:
        raise ValueError("nested too deeply")
    if isinstance(value, str):
        return _LONE_SURROGATE.sub("\ufffd", value).replace("\0", "")
    if isinstance(value, list):
        return [_clean(entry, depth=depth + 1) for entry in value]
    if isinstance(value, dict):
        return {str(_clean(key, depth=depth)): _clean(entry, depth=depth + 1) for key, entry in value.items()}
    return value
