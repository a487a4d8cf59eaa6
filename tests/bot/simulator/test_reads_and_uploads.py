"""What can be asked of the simulated Zalo, and what can be uploaded to it."""

import json
from datetime import timedelta
from typing import Any

import pytest
import requests

from bot.simulator.chats import SimulatedPerson
from bot.simulator.server import Simulator
from tests.bot.simulator.conftest import Caller

MEGABYTE = 1024 * 1024


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v2.0/oa/message/cs"),
        ("GET", "/v3.0/oa/listrecentchat"),
        ("POST", "/v3.0/oa/upload/image"),
        ("GET", "/v3.0/oa/getoa"),
        ("GET", "/v3.0/oa/message/cs"),
        ("POST", "/v9/anything"),
    ],
)
def test_a_wrong_version_or_path_is_an_empty_api(simulator: Simulator, method: str, path: str) -> None:
    headers = {"access_token": simulator.tokens()[0]}
    answer = requests.request(method, f"{simulator.openapi_url}{path}", headers=headers, timeout=10)
    assert (answer.status_code, answer.json()) == (200, {"error": 404, "message": "empty api"})


def test_a_person_who_has_written_can_be_looked_up(caller: Caller, resident: SimulatedPerson) -> None:
    data = caller.get("/v3.0/oa/user/detail", json.dumps({"user_id": resident.id}))["data"]
    assert (data["user_id"], data["user_id_by_app"], data["display_name"]) == (
        resident.id,
        resident.id_by_app,
        resident.name,
    )
    assert data["user_is_follower"] is False
    assert resident.id != resident.id_by_app
    assert resident.id.isdigit() and 16 <= len(resident.id) <= 19


@pytest.mark.parametrize(("data", "code"), [('{"user_id":"1"}', -213), ("{}", -201), ("not json", -201), ("[]", -201)])
def test_a_person_who_is_unknown_or_not_named_is_refused(caller: Caller, data: str, code: int) -> None:
    assert caller.get("/v3.0/oa/user/detail", data)["error"] == code


def test_somebody_who_never_spoke_is_neither_shown_nor_listed(
    simulator: Simulator, caller: Caller, silent: SimulatedPerson, resident: SimulatedPerson
) -> None:
    assert caller.get("/v3.0/oa/user/detail", json.dumps({"user_id": silent.id}))["error"] == -213
    assert caller.get("/v3.0/oa/user/getlist", "{}")["data"]["users"] == [{"user_id": resident.id}]
    simulator.phones.follow(silent)
    followers = caller.get("/v3.0/oa/user/getlist", '{"is_follower":true}')["data"]
    assert (followers["total"], followers["users"]) == (1, [{"user_id": silent.id}])
    assert caller.get("/v2.0/oa/getoa", "{}")["data"]["num_follower"] == 1


@pytest.mark.parametrize(
    ("path", "data", "code"),
    [
        ("/v3.0/oa/user/getlist", '{"count":50}', 0),
        ("/v3.0/oa/user/getlist", '{"count":51}', -210),
        ("/v3.0/oa/user/getlist", '{"offset":9952}', -210),
        ("/v2.0/oa/listrecentchat", '{"offset":0,"count":10}', 0),
        ("/v2.0/oa/listrecentchat", '{"offset":0,"count":11}', -210),
        ("/v2.0/oa/listrecentchat", '{"offset":-1,"count":1}', -201),
        ("/v2.0/oa/listrecentchat", '{"offset":0,"count":"10"}', -201),
    ],
)
def test_pages_have_their_limits(caller: Caller, path: str, data: str, code: int) -> None:
    assert caller.get(path, data)["error"] == code


def test_a_conversation_shows_both_sides_newest_first(
    simulator: Simulator, caller: Caller, resident: SimulatedPerson
) -> None:
    sent = caller.say(resident, "đã nhận")["data"]["message_id"]
    (photo,) = simulator.send_photos(resident, [b"\xff\xd8"], "ảnh")
    pin = simulator.send_pin(resident, 16.003, 108.223)
    rows = caller.get("/v2.0/oa/conversation", json.dumps({"user_id": resident.id, "offset": 0, "count": 3}))["data"]
    assert [row["message_id"] for row in rows] == [pin, photo, sent]
    assert [(row["src"], row["type"]) for row in rows] == [(1, "location"), (1, "photo"), (0, "text")]
    assert rows[0]["location"] == "108.223,16.003"
    assert (rows[1]["description"], rows[1]["message"]) == ("ảnh", "")
    assert rows[1]["url"].startswith(f"{simulator.base_url}/media/")
    assert (rows[2]["from_id"], rows[2]["to_id"]) == (simulator.options.oa_id, resident.id)
    assert isinstance(rows[2]["time"], int)


def test_the_feed_runs_over_all_chats_ends_quietly_and_forgets_after_nine_days(
    simulator: Simulator, caller: Caller, resident: SimulatedPerson
) -> None:
    other = simulator.add_person("Phan Thị Dung")
    newest = simulator.say(other, "b")
    rows = caller.get("/v2.0/oa/listrecentchat", '{"offset":0,"count":10}')["data"]
    assert [row["from_id"] for row in rows] == [other.id, resident.id]
    assert rows[0]["message_id"] == newest
    assert caller.get("/v2.0/oa/listrecentchat", '{"offset":2,"count":10}')["data"] == []
    simulator.clock.advance(timedelta(days=10))
    simulator.issue_tokens()
    assert caller.get("/v2.0/oa/listrecentchat", '{"offset":0,"count":10}')["data"] == []


def test_the_quota_of_a_person_counts_down(caller: Caller, resident: SimulatedPerson) -> None:
    caller.say(resident)
    data = caller.post("/v3.0/oa/quota/message", {"user_id": resident.id})["data"]
    assert data["cs_reply"] == {"remain": 7, "total": 8}
    assert data["last_interaction"].isdigit()


def test_the_quota_of_the_package_counts_what_was_not_free(
    simulator: Simulator, caller: Caller, resident: SimulatedPerson
) -> None:
    simulator.clock.advance(timedelta(hours=50))
    simulator.issue_tokens()
    caller.say(resident)
    asked = {"quota_owner": "OA", "product_type": "cs", "quota_type": "sub_quota"}
    (row,) = caller.post("/v3.0/oa/quota/message", asked)["data"]
    assert (row["total"], row["remain"]) == (500, 499)


@pytest.mark.parametrize(
    ("kind", "name", "size", "outcome"),
    [
        ("image", "a.jpg", MEGABYTE, "attachment_id"),
        ("image", "a.PNG", 10, "attachment_id"),
        ("image", "a.jpg", MEGABYTE + 1, -210),
        ("image", "a.gif", 10, -201),
        ("image", "photo", 10, None),
        ("gif", "a.gif", 5 * MEGABYTE, "attachment_id"),
        ("gif", "a.gif", 5 * MEGABYTE + 1, -210),
        ("file", "don.pdf", 10, "token"),
        ("file", "don.docx", 10, "token"),
        ("file", "don.exe", 10, -201),
        ("file", "don.pdf", 5 * MEGABYTE + 1, -210),
    ],
)
def test_each_upload_is_kept_or_refused(
    caller: Caller, kind: str, name: str, size: int, outcome: str | int | None
) -> None:
    answer = caller.upload(kind, name, b"x" * size)
    if isinstance(outcome, int):
        assert answer["error"] == outcome
        return
    assert (answer["error"], list(answer["data"])) == (0, [outcome] if outcome else [])


def test_an_upload_without_a_file_is_refused(caller: Caller) -> None:
    assert caller.post("/v2.0/oa/upload/image", {})["error"] == -201


def image_message(attachment_id: str) -> dict[str, Any]:
    element = {"media_type": "image", "attachment_id": attachment_id}
    payload = {"template_type": "media", "elements": [element]}
    return {"attachment": {"type": "template", "payload": payload}}


def test_an_uploaded_image_is_sent_with_words_until_it_is_seven_days_old(
    simulator: Simulator, caller: Caller, resident: SimulatedPerson
) -> None:
    attachment_id = caller.upload("image", "a.jpg", b"\xff\xd8here")["data"]["attachment_id"]
    assert caller.say(resident, "xem ảnh", **image_message(attachment_id))["error"] == 0
    heard = simulator.heard(resident)[0]
    assert requests.get(heard.media_urls[0], timeout=10).content == b"\xff\xd8here"
    simulator.clock.advance(timedelta(days=7, minutes=1))
    simulator.issue_tokens()
    simulator.say(resident, "còn đây")
    assert caller.say(resident, "xem lại", **image_message(attachment_id))["error"] == -100


def test_an_uploaded_file_is_sent_by_its_token_and_is_no_image(
    simulator: Simulator, caller: Caller, resident: SimulatedPerson
) -> None:
    token = caller.upload("file", "don.pdf", b"%PDF")["data"]["token"]
    message = {"attachment": {"type": "file", "payload": {"token": token}}}
    body = {"recipient": {"user_id": resident.id}, "message": message}
    assert caller.post("/v3.0/oa/message/cs", body)["error"] == 0
    assert simulator.heard(resident)[0].kind == "file"
    assert caller.say(resident, "ảnh", **image_message(token))["error"] == -100


@pytest.mark.parametrize(("phone", "code"), [("84905123456", 0), ("0905123456", -108)])
def test_the_business_host_wants_phones_with_the_country_code(simulator: Simulator, phone: str, code: int) -> None:
    body = {"phone": phone, "template_id": "1", "template_data": {}}
    headers = {"access_token": simulator.tokens()[0]}
    answer = requests.post(f"{simulator.business_url}/message/template", json=body, headers=headers, timeout=10)
    assert answer.json()["error"] == code
