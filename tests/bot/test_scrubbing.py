"""Nothing of what a person or a secret is survives, and the shape stays good enough to test with."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.events import translate
from bot.scrubbing import HARMLESS, Scrubber

PAYLOADS = sorted((Path(__file__).parents[1] / "payloads").glob("*.json"))
RECEIVED_AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
NASTY = {
    "event_name": "user_send_text",
    "sender": {"id": "8800000000000000001", "admin_id": 8800000000000000002},
    "user_display_name": "Nguyễn Thị Hoa",
    "info": {"phone": "0905 123 456", "address": "35 Mẹ Thứ", "user_dob": "01/02/1990"},
    "message": {
        "text": "gọi chị Hoa 0905123456 ở K20/12 Mẹ Thứ, CCCD 048190001234 [@8800000000000000001] nhé",
        "msg_id": "0a1b2c3d4e5f60718293",
        "attachments": [
            {
                "type": "image",
                "payload": {"url": "https://photo.zdn.vn/abc/8800000000000000001.jpg?token=topsecret", "thumbnail": ""},
            },
            {"type": "location", "payload": {"coordinates": {"latitude": "15.98765", "longitude": 108.12345}}},
            {"type": "link", "payload": {"description": '{"phone":"0905123456","qrCodeUrl":"https://a.b/c"}'}},
        ],
    },
    "access_token": "abcDEF-topsecret",
    "location": "108.12345,15.98765",
    "timestamp": "1790000000000",
    "is_sensitive": True,
    "missing": None,
}
SECRETS = (
    "8800000000000000001",
    "8800000000000000002",
    "Nguyễn",
    "Hoa",
    "0905",
    "123456",
    "Mẹ",
    "Thứ",
    "K20/12",
    "048190001234",
    "topsecret",
    "01/02/1990",
    "15.98765",
    "108.12345",
    "0a1b2c3d4e5f60718293",
    "zdn.vn",
    "a.b",
)


def texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value


def shape(value: object) -> object:
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [shape(inner) for inner in value]
    return type(value).__name__


def test_nothing_of_a_nasty_payload_survives() -> None:
    written = json.dumps(Scrubber().scrub(NASTY), ensure_ascii=False)
    assert [secret for secret in SECRETS if secret in written] == []


def test_the_shape_and_every_type_stay() -> None:
    scrubbed = Scrubber().scrub(NASTY)
    assert shape(scrubbed) == shape(NASTY)
    assert isinstance(scrubbed, dict)
    assert (scrubbed["event_name"], scrubbed["timestamp"]) == (NASTY["event_name"], NASTY["timestamp"])
    assert len(scrubbed["message"]["msg_id"]) == 20


def test_the_same_original_gets_the_same_invention() -> None:
    scrubber = Scrubber()
    first = scrubber.scrub({"sender": {"id": "8800000000000000001"}, "text": "[@8800000000000000001] ơi"})
    again = scrubber.scrub({"recipient": {"id": "8800000000000000001"}, "other": "8800000000000000009"})
    assert isinstance(first, dict)
    assert isinstance(again, dict)
    assert first["sender"]["id"] == again["recipient"]["id"] != again["other"]
    assert first["sender"]["id"] in first["text"]


@pytest.mark.parametrize("path", PAYLOADS, ids=lambda path: path.stem)
def test_every_known_payload_is_still_the_same_kind_of_event(path: Path) -> None:
    original = json.loads(path.read_text(encoding="utf-8"))
    scrubbed = Scrubber().scrub(original)
    assert isinstance(scrubbed, dict)
    found, expected = (translate(one, received_at=RECEIVED_AT) for one in (scrubbed, original))
    assert type(found) is type(expected)
    assert shape(scrubbed) == shape(original)


def test_the_words_beside_an_error_code_stay_unless_they_quote_somebody() -> None:
    assert Scrubber().scrub({"error": -216, "message": "Access token is invalid"}) == {
        "error": -216,
        "message": "Access token is invalid",
    }
    quoted = Scrubber().scrub({"error": -201, "message": "user 8800000000000000001 bị chặn"})
    assert "8800000000000000001" not in json.dumps(quoted)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=20,
)


@given(json_values)
def test_whatever_comes_is_scrubbed_to_the_same_shape(value: object) -> None:
    assert shape(Scrubber().scrub(value)) == shape(value)


@given(st.text(st.characters(categories=("Lu", "Ll", "Lo")), min_size=3, max_size=30), st.text(max_size=8))
def test_no_letter_of_a_persons_words_stays(words: str, key: str) -> None:
    if key not in HARMLESS and key != "message":
        (masked,) = texts(Scrubber().scrub({key: words}))
        assert set(masked) <= {"x"} or masked.startswith(("f", "https://example.org/"))
