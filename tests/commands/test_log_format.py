"""Lines of log for eyes and for programs; an exception tells where it passed and nothing it says."""

import json
import logging

import pytest

from commands.log_format import JsonFormatter, PlainFormatter
from settings import LogFormat


def line_of(message: str, *values: object, raised: BaseException | None = None) -> dict[str, object]:
    found: dict[str, object] = json.loads(JsonFormatter().format(record(message, *values, raised=raised)))
    return found


def record(message: str, *values: object, raised: BaseException | None = None) -> logging.LogRecord:
    info = (type(raised), raised, raised.__traceback__) if raised else None
    return logging.LogRecord("scheduler.outbox_worker", logging.WARNING, "a.py", 1, message, values, info)


@pytest.mark.parametrize(
    ("message", "values", "fields"),
    [
        ("outbox.sent id=%d kind=%s", (7, "menu"), {"event": "outbox.sent", "id": 7, "kind": "menu"}),
        ("inbox.busy share=%.2f", (0.5,), {"event": "inbox.busy", "share": 0.5}),
        ("serve.stopped", (), {"event": "serve.stopped"}),
        ("backfill.unread class=%s", (LogFormat.JSON,), {"event": "backfill.unread", "class": "json"}),
        (
            "serve.cannot_start %s",
            ("port taken",),
            {"event": "serve.cannot_start", "words": "serve.cannot_start port taken"},
        ),
        ("Task queue depth is %d", (3,), {"event": "other", "words": "Task queue depth is 3"}),
    ],
)
def test_the_fields_of_an_event_are_told_apart(
    message: str, values: tuple[object, ...], fields: dict[str, object]
) -> None:
    line = line_of(message, *values)
    assert {name: line[name] for name in line if name not in ("at", "level", "logger")} == fields
    assert (line["level"], line["logger"]) == ("warning", "scheduler.outbox_worker")
    assert str(line["at"]).endswith("+00:00")


def fail(words: str) -> BaseException:
    try:
        try:
            int(words)
        except ValueError as error:
            raise RuntimeError(words) from error
    except RuntimeError as error:
        return error
    raise AssertionError(words)


@pytest.mark.parametrize("formatter", [JsonFormatter(), PlainFormatter()])
def test_an_exception_tells_its_kind_and_its_places_but_not_its_words(formatter: logging.Formatter) -> None:
    written = formatter.format(record("job.failed name=%s", "remind", raised=fail("gọi 0905123456")))
    for expected in ("RuntimeError", "caused by ValueError", "test_log_format.py", "remind"):
        assert expected in written
    assert "0905123456" not in written
