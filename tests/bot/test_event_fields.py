"""Nothing that anybody posts makes us fall, and every repeat is known for one."""

import json
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.events import TRANSLATORS, conversation_key, dedupe_key, parse_body, translate
from domain.events import (
    Ignored,
)
from tests.bot.payloads import (
    RECEIVED_AT,
    parsed,
    with_message,
)

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
ZALO_KEYS = st.sampled_from(
    [
        "sender",
        "recipient",
        "message",
        "msg_id",
        "msg_ids",
        "id",
        "admin_id",
        "attachments",
        "payload",
        "type",
        "url",
        "coordinates",
        "latitude",
        "longitude",
        "text",
        "timestamp",
        "oa_id",
        "user_id",
        "follower",
        "users",
        "group_id",
        "info",
        "full_address",
        "quote_msg_id",
        "description",
    ]
)
ZALO_LIKE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | st.just("location"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ZALO_KEYS, inner, max_size=6),
    max_leaves=20,
)


def test_the_unsigned_probe_is_an_ignored_event_of_the_account() -> None:
    payload = parse_body(b"{}")
    assert payload == {}
    assert isinstance(translate(payload, received_at=RECEIVED_AT), Ignored)
    assert conversation_key(payload) == "account"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"{",
        b"{} {}",
        b'{"a": NaN}',
        b'{"a":' * 100_000,
        b'{"a":' * 60 + b"1" + b"}" * 60,
        b"[" * 50_000 + b"]" * 50_000,
        b'{"a":' + b"9" * 5_000 + b"}",
    ],
)
def test_a_body_that_is_no_shallow_object_is_not_read(body: bytes) -> None:
    assert parse_body(body) is None
    assert dedupe_key(None, body).startswith("body:")
    assert conversation_key(None) == "account"


def test_bytes_surrogates_and_nul_that_no_database_keeps_are_cleaned_out() -> None:
    assert parse_body(b'{"a": "x\xffy", "b\\u0000": "\\ud800", "c": ["p\\u0000q"]}') == {
        "a": "x\ufffdy",
        "b": "\ufffd",
        "c": ["pq"],
    }


def test_a_pair_of_surrogates_stays_the_character_it_means() -> None:
    assert parse_body(b'\xef\xbb\xbf{"a": "\\ud83d\\ude00"}') == {"a": "\U0001f600"}


def test_a_message_is_known_by_its_name_and_id() -> None:
    payload = with_message("user_send_text", msg_id="77aa")
    assert dedupe_key(payload, b"") == "user_send_text:77aa"
    assert dedupe_key({**payload, "timestamp": "1"}, b"other bytes") == "user_send_text:77aa"


def test_any_other_event_is_known_by_its_content_whatever_the_order_of_keys() -> None:
    payload = parsed("follow")
    reordered = dict(reversed(payload.items()))
    assert dedupe_key(payload, b"one") == dedupe_key(reordered, b"two")
    assert dedupe_key(payload, b"") != dedupe_key({**payload, "timestamp": "1790000000001"}, b"")
    assert dedupe_key(payload, b"").startswith("follow:")


@pytest.mark.parametrize("name", ["user_seen_message", "oa_send_consent", "user_reacted_message"])
def test_what_is_not_a_message_is_never_known_by_a_message_id(name: str) -> None:
    assert len(dedupe_key(parsed(name), b"").partition(":")[2]) == 64


@given(st.binary(max_size=300) | JSON_VALUES.map(lambda value: json.dumps(value).encode()))
def test_no_body_makes_parsing_fall(body: bytes) -> None:
    payload = parse_body(body)
    assert payload is None or isinstance(payload, dict)
    assert len(dedupe_key(payload, body)) <= 256


@given(st.sampled_from(sorted(TRANSLATORS)), st.dictionaries(ZALO_KEYS, ZALO_LIKE, max_size=8))
def test_no_payload_makes_translation_fall(name: str, fields: dict[str, object]) -> None:
    payload = {**fields, "event_name": name}
    assert translate(payload, received_at=RECEIVED_AT).occurred_at.tzinfo is UTC
    assert conversation_key(payload).partition(":")[0] in {"person", "group", "account"}
    assert len(dedupe_key(payload, b"")) <= 256
