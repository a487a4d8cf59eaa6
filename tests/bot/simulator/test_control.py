"""The control API and the chat page, as a browser or a test in another process uses them."""

from typing import Any

import pytest
import requests

from bot.simulator.chats import SimulatedPerson
from bot.simulator.sample_photos import sample_photo
from bot.simulator.samples import load_samples
from bot.simulator.server import Simulator
from tests.bot.simulator.conftest import Caller
from tests.bot.simulator.receiver import Receiver


def tell(simulator: Simulator, path: str, body: object = None, **headers: str) -> requests.Response:
    url = f"{simulator.base_url}/simulator/{path}"
    return requests.post(url, json={} if body is None else body, headers=headers, timeout=10)


def state(simulator: Simulator, person: SimulatedPerson | None = None, since: int = 0) -> Any:
    asked = {"chat": person.id if person else "", "since": str(since)}
    return requests.get(f"{simulator.base_url}/simulator/state", params=asked, timeout=10).json()


def test_the_page_needs_nothing_from_elsewhere_and_runs_no_script_of_its_own(simulator: Simulator) -> None:
    page = requests.get(simulator.base_url, timeout=10)
    assert page.status_code == 200
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert "https://" not in page.text
    assert 'src="/simulator/static/chat.js"' in page.text
    for name in (
        "chat.js",
        "api.js",
        "lines.js",
        "tools.js",
        "groups.js",
        "switchboard.js",
        "chat.css",
        "person.svg",
        "ward.svg",
    ):
        assert requests.get(f"{simulator.base_url}/simulator/static/{name}", timeout=10).status_code == 200


def test_the_page_offers_every_sample(simulator: Simulator) -> None:
    page = requests.get(simulator.base_url, timeout=10).text
    samples = load_samples()
    assert all(f'data-text="{message.text}"' in page for message in samples.messages)
    assert all(place.label in page for place in samples.places)
    assert [person.name for person in simulator.add_sample_people()] == list(samples.people)


def test_the_state_holds_what_is_new_since_a_revision(
    simulator: Simulator, caller: Caller, resident: SimulatedPerson
) -> None:
    first = state(simulator, resident)
    assert [line["text"] for line in first["lines"]] == ["chào phường"]
    caller.say(resident, "đã nhận")
    second = state(simulator, resident, first["revision"])
    assert [(line["text"], line["seen"]) for line in second["lines"]] == [("đã nhận", False)]
    assert second["people"][0]["unread"] == 1
    assert tell(simulator, f"people/{resident.id}/seen").status_code == 200
    third = state(simulator, resident, second["revision"])
    assert [(line["text"], line["seen"]) for line in third["lines"]] == [("đã nhận", True)]
    assert state(simulator, resident, third["revision"])["lines"] == []


def test_a_residents_line_is_ticked_when_the_webhook_took_it(
    simulator: Simulator, silent: SimulatedPerson, receiver: Receiver
) -> None:
    simulator.say(silent, "a")
    assert simulator.wait_until_delivered()
    assert state(simulator, silent)["lines"][0]["received"] is True
    assert state(simulator)["webhook"]["delivered"] == 1


def test_a_new_person_writes_pins_and_sends_photos_through_the_page(simulator: Simulator, receiver: Receiver) -> None:
    person_id = tell(simulator, "people", {"name": "Võ Thị Em"}).json()["id"]
    tell(simulator, f"people/{person_id}/say", {"text": "rác"})
    tell(simulator, f"people/{person_id}/pin", {"latitude": 16.0, "longitude": 108.2})
    tell(simulator, f"people/{person_id}/sample-photo", {"scene": "rubbish", "text": "đây"})
    url = f"{simulator.base_url}/simulator/people/{person_id}/photos"
    files = [("photos", (f"{seed}.jpg", sample_photo(seed=seed))) for seed in range(2)]
    form = {"caption": "hai ảnh", "album": "one_event", "caption_on": "last"}
    assert requests.post(url, data=form, files=files, timeout=10).status_code == 200
    assert simulator.wait_until_delivered()
    assert receiver.names() == ["user_send_text", "user_send_location", "user_send_image", "user_send_image"]
    assert receiver.texts() == ["rác", "", "đây", "hai ảnh"]
    preview = state(simulator, simulator.world.chats.people[person_id])["lines"][3]["media"]
    assert requests.get(f"{simulator.base_url}{preview[1]}", timeout=10).content == sample_photo(seed=1)


def test_a_button_is_pressed_by_its_place(
    simulator: Simulator, caller: Caller, resident: SimulatedPerson, receiver: Receiver
) -> None:
    listed = [{"title": title, "type": "oa.query.show", "payload": f"#{title}"} for title in ("Một", "Hai")]
    message_id = caller.say(resident, attachment={"type": "template", "payload": {"buttons": listed}})["data"][
        "message_id"
    ]
    tell(simulator, f"people/{resident.id}/press", {"message_id": message_id, "position": 1})
    assert simulator.wait_until_delivered()
    assert receiver.texts()[-1] == "#Hai"


@pytest.mark.parametrize(
    ("act", "body", "event_name"),
    [
        ("follow", {}, "follow"),
        ("unfollow", {}, "unfollow"),
        ("chat-now", {}, "user_click_chatnow"),
        ("info", {"info": {"phone": "84905000000"}}, "user_submit_info"),
        ("human", {"text": "tôi đây"}, "oa_send_text"),
        ("event", {"event_name": "widget_interaction_accepted", "fields": {"data": {}}}, "widget_interaction_accepted"),
    ],
)
def test_each_act_becomes_its_event(
    simulator: Simulator,
    resident: SimulatedPerson,
    receiver: Receiver,
    act: str,
    body: dict[str, object],
    event_name: str,
) -> None:
    assert tell(simulator, f"people/{resident.id}/{act}", body).status_code == 200
    assert simulator.wait_until_delivered()
    assert receiver.names()[0] == event_name


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("people", {"name": " "}, 400),
        ("people", {}, 400),
        ("people/1/say", {"text": "a"}, 404),
        ("people/{id}/fly", {}, 404),
        ("people/{id}/say", {"text": "  "}, 400),
        ("people/{id}/pin", {"latitude": "x", "longitude": 1}, 400),
        ("people/{id}/press", {"message_id": "0", "position": 0}, 400),
        ("people/{id}/sample-photo", {"scene": "elephant"}, 400),
        ("clock", {"at": "yesterday"}, 400),
        ("faults", {"path_prefix": "/", "kind": "mood"}, 400),
        ("switches", {"no_such_switch": True}, 400),
    ],
)
def test_what_cannot_be_read_is_refused_calmly(
    simulator: Simulator, resident: SimulatedPerson, path: str, body: object, status: int
) -> None:
    assert tell(simulator, path.replace("{id}", resident.id), body).status_code == status


def test_another_site_cannot_press_our_buttons(simulator: Simulator) -> None:
    assert tell(simulator, "people", {"name": "Ai đó"}, Origin="https://evil.example").status_code == 403
    assert tell(simulator, "people", {"name": "Ai đó"}, Origin=simulator.base_url).status_code == 200


def test_the_clock_can_be_moved_set_and_frozen_from_outside(simulator: Simulator) -> None:
    tell(simulator, "clock", {"frozen": True, "at": "2026-11-24T00:00:00+00:00"})
    tell(simulator, "clock", {"at": "2026-11-24T00:00:00+00:00"})
    assert tell(simulator, "clock", {"advance_seconds": 90}).json()["now"] == "2026-11-24T00:01:30+00:00"
    assert tell(simulator, "clock", {"frozen": False}).json()["frozen"] is False


def test_the_webhook_switches_and_faults_can_be_set_from_outside(
    simulator: Simulator, silent: SimulatedPerson, receiver: Receiver
) -> None:
    tell(simulator, "webhook", {"url": receiver.url, "signature": "bare", "copies": 2, "delay": 0})
    tell(simulator, "switches", {"numeric_coordinates": True, "token_refusal": "http_401"})
    tell(simulator, "faults", {"path_prefix": "/openapi", "kind": "bad_gateway", "times": 1})
    simulator.say(silent, "a")
    assert simulator.wait_until_delivered()
    assert len(receiver.posts) == 2
    assert "=" not in receiver.posts[0].headers["X-ZEvent-Signature"]
    assert requests.get(f"{simulator.openapi_url}/v2.0/oa/getoa", timeout=10).status_code == 502
    assert requests.get(f"{simulator.openapi_url}/v2.0/oa/getoa", timeout=10).status_code == 401
    listed = requests.get(f"{simulator.base_url}/simulator/deliveries", timeout=10).json()
    assert {delivery["status"] for delivery in listed} == {"delivered"}
    assert requests.delete(f"{simulator.base_url}/simulator/faults", timeout=10).status_code == 200


def test_groups_are_made_spoken_in_and_changed_from_outside(
    simulator: Simulator, silent: SimulatedPerson, resident: SimulatedPerson, receiver: Receiver
) -> None:
    made = tell(simulator, "groups", {"name": "Tổ 12", "members": [silent.id]}).json()["id"]
    told = tell(simulator, f"groups/{made}/say", {"person": silent.id, "text": f"[@{silent.id}] đã dọn"}).json()
    tell(simulator, f"groups/{made}/human", {"text": "Cảm ơn tổ mình"})
    tell(simulator, f"groups/{made}/sample-photo", {"person": silent.id, "scene": "rubbish", "text": "ảnh"})
    url = f"{simulator.base_url}/simulator/groups/{made}/photos"
    files = [("photos", ("a.jpg", sample_photo(seed=1))), ("photos", ("b.jpg", sample_photo(seed=2)))]
    form = {"person": silent.id, "album": "one_event", "fault": "not_found"}
    assert requests.post(url, data=form, files=files, timeout=10).status_code == 200
    assert tell(simulator, f"groups/{made}/join", {"person": resident.id}).json() == {"answer": True}
    for change in ("add-admin", "remove-admin"):
        assert tell(simulator, f"groups/{made}/{change}", {"person": resident.id}).status_code == 200
    assert tell(simulator, f"groups/{made}/leave", {"person": silent.id}).status_code == 200
    assert tell(simulator, f"groups/{made}/rename", {"name": "Tổ 12 mới"}).status_code == 200
    asked = {"chat": made, "since": "0"}
    seen = requests.get(f"{simulator.base_url}/simulator/state", params=asked, timeout=10).json()
    (group,) = seen["groups"]
    assert (group["name"], group["members"], group["enabled"]) == ("Tổ 12 mới", [resident.id], True)
    assert [line["message_id"] for line in seen["lines"]][0] == told["answer"]
    assert seen["lines"][0]["text"] == f"@{silent.name} đã dọn"
    assert [line["author"] for line in seen["lines"]] == [silent.name, simulator.options.oa_name, *[silent.name] * 2]
    assert [len(line["media"]) for line in seen["lines"]] == [0, 0, 1, 2]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("groups", {"name": " "}, 400),
        ("groups", {"name": "Tổ 1", "members": ["404"]}, 400),
        ("groups/404/say", {"person": "404", "text": "a"}, 404),
        ("groups/{group}/fly", {}, 404),
        ("groups/{group}/say", {"person": "404", "text": "a"}, 400),
        ("groups/{group}/say", {"person": "{outsider}", "text": "a"}, 400),
        ("groups/{group}/settings", {"colour": "red"}, 400),
        ("webhook", {"retry_scale": 7}, 400),
        ("webhook", {"signature": "curly"}, 400),
        ("tokens", {"act": "eat"}, 400),
        ("limit", {"requests_per_minute": "many"}, 400),
        ("faults", {"kind": "meteor", "path_prefix": "/"}, 400),
    ],
)
def test_what_cannot_be_done_to_groups_and_switches_is_refused(
    simulator: Simulator,
    resident: SimulatedPerson,
    silent: SimulatedPerson,
    path: str,
    body: dict[str, str],
    status: int,
) -> None:
    group = simulator.add_group("Tổ 12", [resident])
    body = {name: silent.id if value == "{outsider}" else value for name, value in body.items()}
    assert tell(simulator, path.replace("{group}", group.id), body).status_code == status
    assert simulator.world.chats.lines(group.id) == []
    assert simulator.world.webhook.modes.retry_scale == 1


def test_tokens_the_limit_and_switches_can_be_changed_from_outside(
    simulator: Simulator, caller: Caller, resident: SimulatedPerson
) -> None:
    tell(simulator, "tokens", {"act": "expire"})
    assert caller.say(resident)["error"] == -216
    tell(simulator, "switches", {"token_refusal": "minus_220"})
    assert caller.say(resident)["error"] == -220
    tell(simulator, "tokens", {"act": "issue"})
    tell(simulator, "limit", {"requests_per_minute": 1})
    assert -32 in [caller.say(resident)["error"] for _ in range(3)]  # also where a minute begins between two
    tell(simulator, "limit", {"requests_per_minute": None})
    assert caller.say(resident)["error"] == 0
