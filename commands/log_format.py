"""How a line of log is written: plain for eyes, or one JSON object a line for programs; never with personal data.

Every line of ours is `area.event key=%s …` with its values beside it. An exception is told by its kind and the places
it passed, without its own words, which may quote what somebody wrote.
"""

import json
import logging
import re
from datetime import UTC, datetime
from traceback import extract_tb
from types import TracebackType
from typing import Any

from settings import LogFormat

PLAIN = "%(asctime)s %(levelname)s %(name)s %(message)s"
_FIELD = re.compile(r"(\w+)=%[-\d.]*[a-z]")
_PLACEHOLDER = re.compile(r"%[-\d.]*[a-z]")
_EVENT = re.compile(r"[a-z_]+\.[a-z_]+(?= |$)")
_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class PlainFormatter(logging.Formatter):
    """A line with time, level, place and words."""

    def __init__(self) -> None:
        super().__init__(PLAIN)

    def formatException(self, ei: _Raised) -> str:  # noqa: N802 - the name that logging uses
        """The kind of the exception and the places it passed."""
        return raised(ei)


class JsonFormatter(logging.Formatter):
    """One JSON object a line: `at` (UTC), `level`, `logger`, `event`, then the fields of that event."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of one record."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        line |= _said(record)
        if record.exc_info and record.exc_info[0]:
            line["raised"] = raised(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def formatter_for(log_format: LogFormat) -> logging.Formatter:
    """The formatter of a setting."""
    return JsonFormatter() if log_format is LogFormat.JSON else PlainFormatter()


def raised(found: Any) -> str:
    """An exception and what caused it, from the outermost place inwards."""
    error = found[1]
    chain: list[str] = []
    while error is not None:
        places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in extract_tb(error.__traceback__)]
        chain.append("\n".join([type(error).__name__, *places]))
        error = error.__cause__ or error.__context__
    return "\ncaused by ".join(chain)


def _said(record: logging.LogRecord) -> dict[str, object]:
    """The event and its fields; lines of others, and those whose values cannot be told apart, keep their words."""
    template = str(record.msg)
    event = _EVENT.match(template)
    values = record.args if isinstance(record.args, tuple) else ()
    names = _FIELD.findall(template)
    if event is None or not len(names) == len(_PLACEHOLDER.findall(template)) == len(values):
        return {"event": event[0] if event else "other", "words": record.getMessage()}
    return {"event": event[0]} | {name: _plain(value) for name, value in zip(names, values, strict=True)}


def _plain(value: object) -> object:
    return value if isinstance(value, bool | int | float) or value is None else str(value)
