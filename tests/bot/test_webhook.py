"""The door for what Zalo posts: what is genuine is kept once, suspects are set aside, nothing makes it fail."""

import hmac
import json
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select
from werkzeug.test import Client, TestResponse

from bot.signature import sign
from bot.simulator.listener import Listener
from bot.webhook import WebhookOptions, webhook
from storage.database import Database
from storage.inbox_writer import InboxWriter, QuarantineLimits
from storage.tables import InboxEvent, InboxStatus, QuarantinedEvent
from tests.databases import ready_file

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

APP_ID = "1234567890123456789"
ACCOUNT = "4400000000000000001"
OLD_SECRET = "a-secret-of-last-year"
SECRET = "oaSecretForTests"
TIMESTAMP = "1790000000000"
MAX_BYTES = 20_000
MAX_SUSPECTS = 10
NOW = datetime.fromtimestamp(1_790_000_001, tz=UTC)
VECTOR_BODY = (
    '{"app_id":"1234567890123456789","sender":{"id":"8800000000000000001"},"recipient":{"id":"4400000000000000001"},'
    '"event_name":"user_send_text","message":{"text":"chào","msg_id":"m-1"},"timestamp":"1790000000000",'
    '"user_id_by_app":"9900000000000000001"}'
).encode()
VECTOR_DIGEST = "5064d0fbfc567c552313ce11c23da621f05821cbf0e974a308fef27f3b4f4a05"


@dataclass(frozen=True, kw_only=True)
class Door:
    """The webhook on a real database, with what lies behind it."""

    app: "WSGIApplication"
    database: Database

    def post(self, body: bytes, signature: str | None = None, **headers: str) -> TestResponse:
        given_headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if signature is not None:
            given_headers["X-ZEvent-Signature"] = signature
        return Client(self.app).post("/webhook/zalo", data=body, headers=given_headers)

    def post_signed(self, body: bytes, *, timestamp: str = TIMESTAMP, **headers: str) -> TestResponse:
        return self.post(body, signature_of(body, timestamp=timestamp), **headers)

    @property
    def kept(self) -> Sequence[InboxEvent]:
        with self.database.read() as work:
            return work.session.exec(select(InboxEvent).order_by("id")).all()

    @property
    def suspects(self) -> Sequence[QuarantinedEvent]:
        with self.database.read() as work:
            return work.session.exec(select(QuarantinedEvent).order_by("id")).all()


def signature_of(body: bytes, *, timestamp: str = TIMESTAMP, app_id: str = APP_ID, secret: str = SECRET) -> str:
    return f"mac={sign(app_id=app_id, body=body, timestamp=timestamp, secret=secret)}"


def text_event(message_id: str = "m-1", **changes: object) -> bytes:
    payload = {
        "app_id": APP_ID,
        "sender": {"id": "8800000000000000001"},
        "recipient": {"id": ACCOUNT},
        "event_name": "user_send_text",
        "message": {"text": "rác đổ tràn ra đường Mẹ Thứ", "msg_id": message_id},
        "timestamp": TIMESTAMP,
    } | changes
    return json.dumps(payload, ensure_ascii=False).encode("utf-8", "surrogatepass")


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    database = Database(ready_file(tmp_path / "door.sqlite3"))
    writer = InboxWriter(database, QuarantineLimits(max_events=MAX_SUSPECTS, max_bytes=50_000), on_stored=lambda: None)
    options = WebhookOptions(app_id=APP_ID, account_id=ACCOUNT, secrets=(OLD_SECRET, SECRET), max_bytes=MAX_BYTES)
    app = webhook(options, writer, lambda: NOW)
    writer.start()
    yield Door(app=app, database=database)
    writer.stop()
    database.close()


@pytest.mark.parametrize(
    "written",
    [
        f"mac={VECTOR_DIGEST}",
        f"mac = {VECTOR_DIGEST}",
        f"  MAC={VECTOR_DIGEST.upper()}  ",
        VECTOR_DIGEST,
        VECTOR_DIGEST.upper(),
    ],
)
def test_the_published_signature_is_accepted_in_every_form_it_is_written_in(door: Door, written: str) -> None:
    assert door.post(VECTOR_BODY, written).status_code == 200
    assert [(event.event_name, event.status, event.body) for event in door.kept] == [
        ("user_send_text", InboxStatus.WAITING, VECTOR_BODY)
    ]
    assert door.kept[0].conversation_key == "person:8800000000000000001"
    assert not door.suspects


def test_any_secret_of_the_list_may_sign(door: Door) -> None:
    door.post(text_event("old"), signature_of(text_event("old"), secret=OLD_SECRET))
    door.post(text_event("new"), signature_of(text_event("new"), secret=SECRET))
    assert len(door.kept) == 2


def keyed_digest(body: bytes) -> str:
    return "mac=" + hmac.new(SECRET.encode(), body, "sha256").hexdigest()


@pytest.mark.parametrize(
    ("signature", "reason"),
    [
        (keyed_digest(VECTOR_BODY), "bad signature"),
        (signature_of(VECTOR_BODY, secret="somebody else's"), "bad signature"),
        (signature_of(VECTOR_BODY, app_id="42"), "bad signature"),
        (signature_of(VECTOR_BODY, timestamp="1790000000001"), "bad signature"),
        (signature_of(VECTOR_BODY + b" "), "bad signature"),
        ("mac=", "bad signature"),
        (f"mac={VECTOR_DIGEST[:-1]}", "bad signature"),
        (f"mac={VECTOR_DIGEST}00", "bad signature"),
        (f"sha256={VECTOR_DIGEST}", "bad signature"),
        ("mac=\u00e9\u00e9", "bad signature"),
        ("", "no signature"),
        (None, "no signature"),
    ],
)
def test_what_nobody_signed_is_answered_calmly_and_set_aside(door: Door, signature: str | None, reason: str) -> None:
    assert door.post(VECTOR_BODY, signature).status_code == 200
    assert not door.kept
    assert [(suspect.reason, suspect.body) for suspect in door.suspects] == [(reason, VECTOR_BODY)]


def test_the_bytes_are_verified_as_they_came_not_as_they_would_be_written_again(door: Door) -> None:
    escaped = VECTOR_BODY.replace("à".encode(), rb"\u00e0").replace(b',"sender"', b' ,  "sender"')
    door.post_signed(escaped)
    assert door.kept[0].body == escaped


@pytest.mark.parametrize("probe", [b"{}", b" {} \n", b""])
def test_the_probe_of_an_address_being_saved_is_answered_and_leaves_nothing(door: Door, probe: bytes) -> None:
    assert door.post(probe).status_code == 200
    assert not door.kept
    assert not door.suspects


def test_a_body_above_the_limit_is_refused_and_one_at_the_limit_is_kept(door: Door) -> None:
    largest = text_event(filler="")
    largest = text_event(filler="x" * (MAX_BYTES - len(largest)))
    assert len(largest) == MAX_BYTES
    assert door.post_signed(largest).status_code == 200
    assert door.post_signed(largest + b" ").status_code == 413
    assert len(door.kept) == 1


def test_a_stream_without_a_length_is_refused_once_it_passes_the_limit(door: Door) -> None:
    def post(body: bytes) -> int:
        answer = Client(door.app).post(
            "/webhook/zalo",
            data=body,
            headers={"X-ZEvent-Signature": signature_of(body)},
            environ_overrides={"CONTENT_LENGTH": "", "wsgi.input_terminated": True},
        )
        return answer.status_code

    assert post(text_event("small")) == 200
    assert post(text_event("big", filler="x" * MAX_BYTES)) == 413
    assert len(door.kept) == 1


@pytest.fixture
def address(door: Door) -> Iterator[tuple[str, int]]:
    listener = Listener(door.app, host="127.0.0.1", port=0, threads=2)
    listener.start()
    yield ("127.0.0.1", listener.port)
    listener.stop()


def status_of(address: tuple[str, int], request: bytes) -> int:
    with socket.create_connection(address, timeout=10) as connection:
        connection.sendall(request)
        return int(connection.recv(4096).split(b" ")[1])


def chunked(body: bytes) -> bytes:
    head = (
        "POST /webhook/zalo HTTP/1.1\r\nHost: ward\r\nTransfer-Encoding: chunked\r\n"
        f"X-ZEvent-Signature: {signature_of(body)}\r\n\r\n"
    )
    pieces = [body[start : start + 1000] for start in range(0, len(body), 1000)]
    return head.encode() + b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def test_a_body_in_chunks_is_kept_whole_or_refused_for_its_size(door: Door, address: tuple[str, int]) -> None:
    body = text_event("chunks", filler="x" * 5000)
    assert status_of(address, chunked(body)) == 200
    assert door.kept[0].body == body
    assert status_of(address, chunked(text_event("flood", filler="x" * MAX_BYTES))) == 413
    assert len(door.kept) == 1


BOMBS = {
    "lists": b'{"timestamp":"1790000000000","a":' + b"[" * 9000,
    "objects": b'{"timestamp":"1790000000000","a":' + b'{"a":' * 1500 + b"1" + b"}" * 1500 + b"}",
    "digits": b'{"timestamp":"1790000000000","a":' + b"9" * 9000 + b"}",
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_is_kept_unread_when_signed_and_set_aside_when_not(door: Door, bomb: bytes) -> None:
    assert door.post(bomb).status_code == 200
    assert not door.kept
    assert door.post_signed(bomb).status_code == 200
    assert [(event.status, event.reason, event.body) for event in door.kept] == [
        (InboxStatus.IGNORED, "unreadable", bomb)
    ]
    assert [suspect.body for suspect in door.suspects] == [bomb]


ODD_BODIES = {
    "no UTF-8 in the words": text_event().replace("rác".encode(), b"r\xe1c\xff"),
    "a lone surrogate as an escape": text_event().replace("rác".encode(), rb"\ud83d r\udc00"),
    "a lone surrogate in the event's name": text_event(event_name="x").replace(b'"x"', rb'"user_\ud800"'),
    "lone surrogates as raw bytes": text_event(event_name="user_\ud800"),
    "NUL in the words": text_event().replace("rác".encode(), rb"\u0000r\u0000"),
    "NUL in the event's name": text_event(event_name="user\0_send_text"),
    "NUL in the person's id": text_event(sender={"id": "88\0"}),
    "huge numbers as ids": text_event(sender={"id": 10**300}, recipient={"id": -(10**300)}),
    "numbers where words are due": text_event(event_name=7, message={"text": 8, "msg_id": 9}),
    "lists and nulls where objects are due": text_event(sender=[], recipient=None, message=[[]]),
    "an infinite number": text_event(message={"msg_id": "m"}).replace(b'"m"', b"1e999"),
    "the same key twice": text_event().replace(b'"message"', b'"event_name": "follow", "message"'),
    "an event's name without end": text_event(event_name="x" * 5000),
    "a message's id without end": text_event("m" * 5000),
    "a byte order mark": b"\xef\xbb\xbf" + text_event(),
    "no app id": text_event().replace(b'"app_id"', b'"application"'),
    "another app id": text_event(app_id="42"),
    "no event name": text_event(event_name=None),
    "an empty message": text_event(message={}),
}


@pytest.mark.parametrize("body", ODD_BODIES.values(), ids=ODD_BODIES.keys())
def test_whatever_is_signed_is_kept_as_it_came_and_only_once(door: Door, body: bytes) -> None:
    assert [door.post_signed(body).status_code for _ in range(2)] == [200, 200]
    assert [event.body for event in door.kept] == [body]
    assert not door.suspects


@pytest.mark.parametrize("body", [b"[1,2,3]", b'"words"', b"null", b"17", b"not json", b"\xff\xfe\x00"])
def test_what_is_no_object_is_kept_unread_when_the_header_tells_the_time(door: Door, body: bytes) -> None:
    answer = door.post_signed(body, X_ZEvent_Timestamp=TIMESTAMP)
    assert answer.status_code == 200
    assert [(event.status, event.body) for event in door.kept] == [(InboxStatus.IGNORED, body)]


def test_an_event_for_another_app_signed_for_that_app_is_set_aside(door: Door) -> None:
    body = text_event(app_id="42")
    assert door.post(body, signature_of(body, app_id="42")).status_code == 200
    assert not door.kept
    assert len(door.suspects) == 1


def test_a_timestamp_that_is_a_number_signs_like_its_digits(door: Door) -> None:
    assert door.post_signed(text_event(timestamp=int(TIMESTAMP))).status_code == 200
    assert door.kept[0].occurred_at == datetime.fromtimestamp(1_790_000_000, tz=UTC)


def test_the_header_stands_in_for_a_missing_timestamp(door: Door) -> None:
    body = text_event().replace(b'"timestamp"', b'"moment"')
    assert door.post(body, signature_of(body)).status_code == 200
    assert not door.kept
    assert door.post_signed(body, X_ZEvent_Timestamp=TIMESTAMP).status_code == 200
    assert door.kept[0].occurred_at == NOW


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_only_posting_is_allowed(door: Door, method: str) -> None:
    answer = Client(door.app).open("/webhook/zalo", method=method)
    assert answer.status_code == 405


def test_duplicates_and_redeliveries_are_stored_once(door: Door) -> None:
    body = text_event("m-7")
    reordered = json.dumps(dict(reversed(list(json.loads(body).items())))).encode()
    assert door.post_signed(body).status_code == 200
    assert door.post_signed(body).status_code == 200
    assert door.post_signed(body, num_retry="3").status_code == 200
    assert door.post_signed(reordered).status_code == 200
    assert [event.body for event in door.kept] == [body]


def test_a_repeat_with_other_key_order_is_a_repeat_also_without_a_message(door: Door) -> None:
    event = {"event_name": "follow", "oa_id": ACCOUNT, "follower": {"id": "88"}, "timestamp": TIMESTAMP}
    door.post_signed(json.dumps(event).encode())
    door.post_signed(json.dumps(event, sort_keys=True, indent=1).encode())
    assert len(door.kept) == 1


def test_the_quarantine_holds_only_the_newest(door: Door) -> None:
    for number in range(MAX_SUSPECTS + 5):
        assert door.post(text_event(f"m-{number}"), "mac=0").status_code == 200
    assert [suspect.body for suspect in door.suspects] == [text_event(f"m-{n}") for n in range(5, MAX_SUSPECTS + 5)]


def test_a_flood_of_suspects_does_not_touch_what_is_genuine(door: Door) -> None:
    door.post_signed(text_event("genuine"))
    for number in range(MAX_SUSPECTS + 5):
        door.post(text_event(f"m-{number}"))
    assert len(door.kept) == 1


HEADERS = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=90)
STRANGE_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["event_name", "timestamp", "message", "sender", "recipient", "id", "msg_id", "x"]), inner
        )
    ),
    max_leaves=12,
).map(lambda value: json.dumps(value).encode())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=300) | STRANGE_JSON, signature=st.none() | HEADERS, timestamp=st.none() | HEADERS)
def test_no_bytes_and_no_headers_make_it_fail(
    door: Door, body: bytes, signature: str | None, timestamp: str | None
) -> None:
    headers = {} if timestamp is None else {"X_ZEvent_Timestamp": timestamp}
    assert door.post(body, signature, **headers).status_code == 200


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(min_size=1, max_size=300) | STRANGE_JSON)
def test_no_genuine_bytes_are_lost(door: Door, body: bytes) -> None:
    before = len(door.suspects)
    answer = door.post(body, signature_of(body), **{"X_ZEvent_Timestamp": TIMESTAMP})
    assert answer.status_code == 200
    assert len(door.suspects) == before
    assert body.strip() in (b"", b"{}") or body in {event.body for event in door.kept}
