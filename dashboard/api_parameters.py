"""What the read API accepts in an address, and the sentence for what it does not."""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.choices import chosen, number

DEFAULT_LIMIT, MAX_LIMIT = 100, 1000
_YES_NO = {"true": True, "1": True, "false": False, "0": False}
_LOST_PLUS = re.compile(r"(T.*) (\d{2}:?\d{2})$")


class BadParameter(Exception):
    """A parameter is unknown or has a value that it cannot have; the words say which and what would do."""


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One parameter of an endpoint: what it does, and how its text becomes a value."""

    about: str
    read: Callable[[str], Any]


def read_all(given: Mapping[str, str], accepted: Mapping[str, Parameter]) -> dict[str, Any]:
    """The values of all given parameters. Raises BadParameter."""
    unknown = sorted(set(given) - set(accepted))
    if unknown:
        raise BadParameter(f"Unknown parameter: {unknown[0][:40]}. This endpoint takes: {', '.join(accepted)}.")
    return {name: _read(name, accepted[name], text) for name, text in given.items()}


def _read(name: str, parameter: Parameter, text: str) -> Any:
    try:
        return parameter.read(text)
    except (ValueError, OverflowError) as error:
        raise BadParameter(f"{name}: {parameter.about}.") from error


def limit(text: str) -> int:
    """How many items a page holds. Raises ValueError."""
    wanted = int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else 0
    if not 1 <= wanted <= MAX_LIMIT:
        raise ValueError(text)
    return wanted


def write_cursor(last_id: int) -> str:
    """Where the next page begins, as an opaque word."""
    return base64.urlsafe_b64encode(f"before:{last_id}".encode()).decode().rstrip("=")


def cursor(text: str) -> int:
    """The id that a cursor of ours hides. Raises ValueError."""
    try:
        plain = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeError) as error:
        raise ValueError(text) from error
    last_id = number(plain.removeprefix("before:"))
    if last_id is None or write_cursor(last_id) != text:
        raise ValueError(text)
    return last_id


def instant(timezone: ZoneInfo) -> Callable[[str], datetime]:
    """A reader of ISO 8601 instants; without an offset they are ward time. Its errors: ValueError, OverflowError."""

    def read(text: str) -> datetime:
        at = datetime.fromisoformat(_LOST_PLUS.sub(r"\1+\2", text))
        return (at if at.tzinfo else at.replace(tzinfo=timezone)).astimezone(UTC)

    return read


def day(text: str) -> date:
    """An ISO 8601 date. Raises ValueError."""
    return date.fromisoformat(text)


def yes_or_no(text: str) -> bool:
    """`true` or `false`. Raises ValueError."""
    if text.lower() not in _YES_NO:
        raise ValueError(text)
    return _YES_NO[text.lower()]


def one_of(choices: type[StrEnum]) -> Callable[[str], StrEnum]:
    """A reader of one of these words. Its error: ValueError."""

    def read(text: str) -> StrEnum:
        choice = chosen(choices, text)
        if choice is None:
            raise ValueError(text)
        return choice

    return read


def row_id(text: str) -> int:
    """An id of ours. Raises ValueError."""
    found = number(text)
    if found is None:
        raise ValueError(text)
    return found


def words(text: str) -> str:
    """Any words up to 120 characters. Raises ValueError."""
    if not text or len(text) > 120 or "\x00" in text:
        raise ValueError(text)
    return text
