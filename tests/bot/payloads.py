"""The payloads of `tests/payloads`, read and translated, with the ids that stand in them."""

from datetime import UTC, datetime
from pathlib import Path

from bot.events import parse_body, translate
from domain.events import Event, MessageReceived

PAYLOADS = {path.stem: path.read_bytes() for path in (Path(__file__).parents[1] / "payloads").glob("*.json")}
ACCOUNT = "3141592653589793238"
PERSON = "1618033988749894848"
SECOND_PERSON = "1732050807568877293"
GROUP = "a3f1c05be7724d9e8b60"
VISITOR = "anon-7f3c"
OCCURRED_AT = datetime.fromtimestamp(1_790_000_000, tz=UTC)
RECEIVED_AT = datetime.fromtimestamp(1_790_000_002, tz=UTC)


def parsed(name: str) -> dict[str, object]:
    payload = parse_body(PAYLOADS[name])
    assert payload is not None
    return payload


def arrived(name: str) -> Event:
    return translate(parsed(name), received_at=RECEIVED_AT)


def message(name: str) -> MessageReceived:
    event = arrived(name)
    assert isinstance(event, MessageReceived)
    return event


def with_message(name: str, **fields: object) -> dict[str, object]:
    payload = parsed(name)
    inner = payload["message"]
    assert isinstance(inner, dict)
    return {**payload, "message": {**inner, **fields}}
