"""What we ask Zalo, byte for byte where it matters, and what each kind of silence tells about a send."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.answers import AccountProfile, PersonProfile, ReplyQuota, SendQuota
from bot.client import ZaloClient
from bot.errors import FailureClass, ZaloFailure
from domain.events import Pin
from domain.messages import Button, ButtonKind, OutgoingMessage
from tests.bot.wire_server import Reply, WireServer, free_port, json_reply

PERSON = "1618033988749894848"
HELLO = OutgoingMessage(text="Chào bà con")
SENT = json_reply(error=0, message="Success", data={"message_id": "77aa88bb", "user_id": PERSON})
EXPIRED = json_reply(error=-216, message="Access token is invalid")


class Purse:
    """Gives `token-1` until that is refused, then `token-2` and so on."""

    def __init__(self) -> None:
        self.number = 1

    def access_token(self) -> str:
        return f"token-{self.number}"

    def force_refresh(self, stale_token: str) -> str:
        assert stale_token == self.access_token()
        self.number += 1
        return self.access_token()


def client_of(url: str, **options: Any) -> ZaloClient:
    return ZaloClient(openapi_url=url, tokens=Purse(), timeout=(1, 0.3), **options)


def failure_of_send(server: WireServer, *replies: Reply) -> ZaloFailure:
    server.will_answer(*replies)
    with pytest.raises(ZaloFailure) as told:
        client_of(server.url).send_message(PERSON, HELLO)
    return told.value


def test_a_text_goes_to_its_person_under_the_literal_token_header(server: WireServer) -> None:
    server.will_answer(SENT)
    assert client_of(server.url).send_message(PERSON, HELLO).message_id == "77aa88bb"
    asked = server.asked[0]
    assert (asked.method, asked.path) == ("POST", "/v3.0/oa/message/cs")
    assert asked.headers["access_token"] == "token-1"
    assert "appsecret_proof" not in asked.headers
    assert asked.document == {"recipient": {"user_id": PERSON}, "message": {"text": "Chào bà con"}}


def test_buttons_and_quote_are_spelt_as_zalo_wants_them(server: WireServer) -> None:
    server.will_answer(SENT)
    buttons = (
        Button(title="Rút lại", value="rút lại PA-26-000001"),
        Button(title="Bản đồ", kind=ButtonKind.OPEN_LINK, value="https://hoaxuan.example/ban-do"),
        Button(title="Gọi phường", kind=ButtonKind.CALL, value="0236 3900 001"),
        Button(title="Gọi 114", kind=ButtonKind.CALL, value="114"),
    )
    client_of(server.url).send_message(PERSON, OutgoingMessage(text="Chọn", buttons=buttons), quote="55cc")
    assert server.asked[0].document["message"] == {
        "text": "Chọn",
        "quote_message_id": "55cc",
        "attachment": {
            "type": "template",
            "payload": {
                "buttons": [
                    {"title": "Rút lại", "type": "oa.query.hide", "payload": "rút lại PA-26-000001"},
                    {"title": "Bản đồ", "type": "oa.open.url", "payload": {"url": "https://hoaxuan.example/ban-do"}},
                    {"title": "Gọi phường", "type": "oa.open.phone", "payload": {"phone_code": "842363900001"}},
                    {"title": "Gọi 114", "type": "oa.open.phone", "payload": {"phone_code": "114"}},
                ]
            },
        },
    }


def test_a_group_is_written_to_by_its_own_path(server: WireServer) -> None:
    server.will_answer(json_reply(error=0, data={"message_id": "99dd", "group_id": "a3f1"}))
    assert client_of(server.url).send_group_message("a3f1", "Chào tổ").message_id == "99dd"
    assert server.asked[0].path == "/v3.0/oa/group/message"
    assert server.asked[0].document == {"recipient": {"group_id": "a3f1"}, "message": {"text": "Chào tổ"}}


def test_the_proof_of_the_secret_follows_the_token_that_is_used(server: WireServer) -> None:
    server.will_answer(EXPIRED, SENT)
    client_of(server.url, app_secret="app-secret", use_proof=True).send_message(PERSON, HELLO)
    first, second = (asked.headers["appsecret_proof"] for asked in server.asked)
    assert len(first) == 64
    assert first != second


def test_the_quota_of_a_send_is_told_when_zalo_tells_it(server: WireServer) -> None:
    quota = {"quota_type": "reply", "remain": "7", "total": "8"}
    server.will_answer(json_reply(error=0, data={"message_id": "1", "quota": quota}), SENT)
    client = client_of(server.url)
    assert client.send_message(PERSON, HELLO).quota == SendQuota(kind="reply", remaining=7, total=8)
    assert client.send_message(PERSON, HELLO).quota is None


@pytest.mark.parametrize(
    "refusal",
    [
        EXPIRED,
        json_reply(error=216),
        json_reply(error="-401"),
        json_reply(error=-220),
        Reply(status=401, body=b"denied"),
    ],
)
def test_a_refused_token_is_refreshed_and_the_request_repeated_once(server: WireServer, refusal: Reply) -> None:
    server.will_answer(refusal, SENT)
    assert client_of(server.url).send_message(PERSON, HELLO).message_id == "77aa88bb"
    assert [asked.headers["access_token"] for asked in server.asked] == ["token-1", "token-2"]


def test_a_token_that_stays_refused_is_not_tried_for_ever(server: WireServer) -> None:
    told = failure_of_send(server, EXPIRED)
    assert (told.failure_class, told.outcome_known) == (FailureClass.TOKEN, True)
    assert len(server.asked) == 2


def test_a_refusal_by_zalo_has_its_class_and_a_known_outcome(server: WireServer) -> None:
    told = failure_of_send(server, json_reply(error=-230, message="7 days"))
    assert (told.code, told.failure_class, told.outcome_known) == ("-230", FailureClass.PERMANENT, True)
    assert len(server.asked) == 1


def test_a_line_that_was_never_open_leaves_no_doubt() -> None:
    for url in (f"http://127.0.0.1:{free_port()}", "http://nowhere.invalid", "no-address"):
        with pytest.raises(ZaloFailure) as told:
            client_of(url).send_message(PERSON, HELLO)
        assert (told.value.code, told.value.outcome_known, told.value.retryable) == ("connect", True, True)


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(drops=True), "reset"),
        (Reply(holds=True), "timeout"),
        (Reply(body=b"{", headers={"Content-Length": "50"}), "reset"),
        (Reply(status=502, body=b"<html>"), "http_502"),
        (Reply(status=302, headers={"Location": "http://127.0.0.1:9/"}), "http_302"),
        (Reply(body=b"<html>maintenance</html>"), "unreadable"),
        (Reply(body=b"{}"), "unreadable"),
        (json_reply(error=0, message="Success"), "no_message_id"),
        (json_reply(error=0, data=[]), "no_message_id"),
    ],
)
def test_a_send_without_a_clear_answer_has_an_unknown_outcome(server: WireServer, reply: Reply, code: str) -> None:
    told = failure_of_send(server, reply)
    assert (told.code, told.outcome_known, told.retryable) == (code, False, False)
    assert len(server.asked) == 1


@pytest.mark.parametrize("reply", [Reply(drops=True), Reply(holds=True), Reply(status=502), json_reply(error=0)])
def test_a_read_without_an_answer_may_simply_be_repeated(server: WireServer, reply: Reply) -> None:
    server.will_answer(reply)
    with pytest.raises(ZaloFailure) as told:
        client_of(server.url).account()
    assert (told.value.outcome_known, told.value.retryable) == (True, True)


def test_nothing_personal_stands_in_a_failure(server: WireServer) -> None:
    told = failure_of_send(server, json_reply(error=-201, message=f"bad user {PERSON}"))
    assert PERSON not in f"{told} {told.words}"


def test_the_account_is_read(server: WireServer) -> None:
    data = {"oaid": 3141592653589793238, "name": "Phường Hòa Xuân", "is_verified": True, "package_name": "Tăng trưởng"}
    server.will_answer(json_reply(error=0, data=data))
    assert client_of(server.url).account() == AccountProfile(
        account_id="3141592653589793238", name="Phường Hòa Xuân", is_verified=True, package_name="Tăng trưởng"
    )
    assert (server.asked[0].method, server.asked[0].path) == ("GET", "/v2.0/oa/getoa")


def test_a_person_is_read(server: WireServer) -> None:
    data = {"user_id": PERSON, "display_name": "Người Thử", "user_is_follower": True, "avatar": ""}
    server.will_answer(json_reply(error=0, data=data))
    assert client_of(server.url).person(PERSON) == PersonProfile(
        person_id=PERSON, display_name="Người Thử", is_follower=True, avatar_url=None
    )
    assert json.loads(server.asked[0].query["data"][0]) == {"user_id": PERSON}


def test_the_quota_of_a_person_is_read_out_of_strings(server: WireServer) -> None:
    data = {"last_interaction": "1790000000000", "cs_reply": {"remain": "3", "total": "8"}}
    server.will_answer(json_reply(error=0, data=data))
    assert client_of(server.url).quota(PERSON) == ReplyQuota(
        last_interaction_at=datetime.fromtimestamp(1_790_000_000, tz=UTC), replies_remaining=3, replies_total=8
    )


@pytest.mark.parametrize("is_nested", [False, True])
def test_a_conversation_is_read_row_by_row(server: WireServer, is_nested: bool) -> None:
    rows = [
        {"src": 0, "time": 1790000000000, "type": "text", "message": "Chào", "message_id": "b1", "from_id": 31415},
        {"src": 1, "time": 1790000001000, "type": "location", "message_id": "b2", "location": "108.2231,16.0047"},
        {"src": 1, "type": "text", "message": "no id"},
        "rubbish",
    ]
    server.will_answer(json_reply(error=0, data={"data": rows} if is_nested else rows))
    first, second = client_of(server.url).conversation(PERSON, offset=10)
    assert (first.message_id, first.from_account, first.sender_id, first.text) == ("b1", True, "31415", "Chào")
    assert first.occurred_at == datetime.fromtimestamp(1_790_000_000, tz=UTC)
    assert (second.from_account, second.pin) == (False, Pin(latitude=16.0047, longitude=108.2231))
    assert server.asked[0].path == "/v2.0/oa/conversation"
    assert json.loads(server.asked[0].query["data"][0]) == {"user_id": PERSON, "offset": 10, "count": 10}


def test_past_the_end_the_list_of_chats_is_empty(server: WireServer) -> None:
    server.will_answer(json_reply(error=0, data=[]))
    assert client_of(server.url).recent_chats(offset=500) == ()
    assert server.asked[0].path == "/v2.0/oa/listrecentchat"
