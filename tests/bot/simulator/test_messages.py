"""What the simulated `message/cs` accepts, refuses and does."""

from datetime import timedelta
from typing import Any

import pytest

from bot.simulator.chats import ButtonType, LineKind, SimulatedPerson
from bot.simulator.options import SimulatorOptions
from bot.simulator.server import Simulator
from tests.bot.simulator.conftest import Caller

QUERY = {"title": "Bổ sung", "type": "oa.query.show", "payload": "#bosung PA-12"}


def buttons(*listed: object) -> dict[str, object]:
    return {"type": "template", "payload": {"buttons": list(listed)}}


def media(**element: object) -> dict[str, object]:
    return {"type": "template", "payload": {"template_type": "media", "elements": [element]}}


def test_a_text_reaches_the_phone_with_its_id_and_quota(
    simulator: Simulator, caller: Caller, resident: SimulatedPerson
) -> None:
    answer = caller.say(resident, "Phường đã nhận")
    (heard,) = simulator.heard(resident)
    assert answer["error"] == 0
    assert answer["data"]["message_id"] == heard.message_id
    assert answer["data"]["user_id"] == resident.id
    assert answer["data"]["sent_time"].isdigit()
    assert answer["data"]["quota"]["quota_type"] == "reply"
    assert (answer["data"]["quota"]["remain"], answer["data"]["quota"]["total"]) == ("7", "8")
    assert (heard.text, heard.kind) == ("Phường đã nhận", LineKind.TEXT)


def test_the_quota_is_left_out_when_switched_off(
    simulator: Simulator, caller: Caller, resident: SimulatedPerson
) -> None:
    simulator.switch(quota_in_answers=False)
    assert "quota" not in caller.say(resident)["data"]


def test_buttons_of_every_type_are_heard(simulator: Simulator, caller: Caller, resident: SimulatedPerson) -> None:
    attachment = buttons(
        QUERY,
        {"title": "Ẩn", "type": "oa.query.hide", "payload": "#an"},
        {"title": "Mở", "type": "oa.open.url", "payload": {"url": "https://danang.gov.vn"}},
        {"title": "Gọi", "type": "oa.open.phone", "payload": {"phone_code": "84236113"}},
        {"title": "Nhắn", "type": "oa.open.sms", "payload": {"phone_code": "84236113", "content": "a"}},
    )
    assert caller.say(resident, attachment=attachment)["error"] == 0
    heard = simulator.heard(resident)[0].buttons
    assert [button.type for button in heard] == [
        ButtonType.QUERY_SHOW,
        ButtonType.QUERY_HIDE,
        ButtonType.OPEN_URL,
        ButtonType.OPEN_PHONE,
        ButtonType.OPEN_SMS,
    ]
    assert [button.value for button in heard][:3] == ["#bosung PA-12", "#an", "https://danang.gov.vn"]


@pytest.mark.parametrize(
    ("message", "code"),
    [
        pytest.param({"text": "x" * 2000}, 0, id="text of 2000"),
        pytest.param({"text": "x" * 2001}, -210, id="text of 2001"),
        pytest.param({"text": ""}, -201, id="no text"),
        pytest.param({"text": 5}, -201, id="text is a number"),
        pytest.param({}, -201, id="nothing"),
        pytest.param({"text": "a", "attachment": buttons(*[QUERY] * 5)}, 0, id="five buttons"),
        pytest.param({"text": "a", "attachment": buttons(*[QUERY] * 6)}, -201, id="six buttons"),
        pytest.param({"text": "a", "attachment": buttons()}, -201, id="no buttons in a button template"),
        pytest.param({"attachment": buttons(QUERY)}, -201, id="buttons without text"),
        pytest.param({"text": "a", "attachment": buttons(QUERY | {"title": "t" * 100})}, 0, id="title of 100"),
        pytest.param({"text": "a", "attachment": buttons(QUERY | {"title": "t" * 101})}, -210, id="title of 101"),
        pytest.param({"text": "a", "attachment": buttons(QUERY | {"title": ""})}, -201, id="button without title"),
        pytest.param({"text": "a", "attachment": buttons(QUERY | {"payload": "p" * 1000})}, 0, id="payload of 1000"),
        pytest.param({"text": "a", "attachment": buttons(QUERY | {"payload": "p" * 1001})}, -210, id="payload of 1001"),
        pytest.param({"text": "a", "attachment": buttons(QUERY | {"payload": {}})}, -201, id="payload is an object"),
        pytest.param({"text": "a", "attachment": buttons(QUERY | {"type": "postback"})}, -201, id="unknown button"),
        pytest.param(
            {"text": "a", "attachment": buttons(QUERY | {"type": "oa.open.url", "payload": {"url": "danang"}})},
            -201,
            id="link without scheme",
        ),
        pytest.param({"text": "a", "attachment": {"type": "image", "payload": {}}}, -201, id="simple image form"),
        pytest.param({"attachment": media(media_type="image")}, -201, id="image without source"),
        pytest.param({"attachment": media(media_type="image", url="https://a.vn/a.jpg")}, 0, id="image by address"),
        pytest.param({"attachment": media(media_type="image", attachment_id="no")}, -100, id="unknown attachment"),
        pytest.param({"attachment": {"type": "file", "payload": {}}}, -201, id="file without token"),
        pytest.param({"attachment": {"type": "file", "payload": {"token": "no"}}}, -100, id="unknown file"),
        pytest.param({"text": "a", "quote_message_id": "0" * 20}, -201, id="quote of nothing"),
    ],
)
def test_each_message_is_accepted_or_refused_with_its_code(
    simulator: Simulator, caller: Caller, resident: SimulatedPerson, message: dict[str, Any], code: int
) -> None:
    body = {"recipient": {"user_id": resident.id}, "message": message}
    assert caller.post("/v3.0/oa/message/cs", body)["error"] == code
    assert len(simulator.heard(resident)) == (1 if code == 0 else 0)


def test_a_form_for_contact_details_is_heard(simulator: Simulator, caller: Caller, resident: SimulatedPerson) -> None:
    element = {"title": "Xin số điện thoại", "subtitle": "để gọi lại", "image_url": "https://a.vn/a.png"}
    payload = {"template_type": "request_user_info", "elements": [element]}
    body = {"recipient": {"user_id": resident.id}, "message": {"attachment": {"type": "template", "payload": payload}}}
    assert caller.post("/v3.0/oa/message/cs", body)["error"] == 0
    assert simulator.heard(resident)[0].text == "Xin số điện thoại"


def test_a_quote_points_at_a_message_of_the_same_chat(simulator: Simulator, caller: Caller) -> None:
    person = simulator.add_person("Trần Văn Bình")
    said = simulator.say(person, "rác")
    assert caller.say(person, "về tin này", quote_message_id=said)["error"] == 0
    assert simulator.heard(person)[0].quoted_message_id == said


def test_an_unknown_person_is_refused(caller: Caller, resident: SimulatedPerson) -> None:
    body = {"recipient": {"user_id": "1" * 19}, "message": {"text": "a"}}
    assert caller.post("/v3.0/oa/message/cs", body)["error"] == -213


def test_somebody_who_never_spoke_cannot_be_reached(caller: Caller, silent: SimulatedPerson) -> None:
    assert caller.say(silent)["error"] == -232


def test_following_opens_the_window(simulator: Simulator, caller: Caller, silent: SimulatedPerson) -> None:
    simulator.phones.follow(silent)
    assert caller.say(silent)["error"] == 0


def test_somebody_who_blocked_cannot_be_reached_until_he_relents(
    simulator: Simulator, caller: Caller, resident: SimulatedPerson
) -> None:
    simulator.block(resident)
    assert caller.say(resident)["error"] == -217
    simulator.phones.block(resident, blocks=False)
    assert caller.say(resident)["error"] == 0


@pytest.mark.parametrize(
    ("age", "outcome"),
    [
        (timedelta(hours=47), "reply"),
        (timedelta(hours=49), "sub_quota"),
        (timedelta(days=6, hours=23), "sub_quota"),
        (timedelta(days=7, minutes=1), -230),
    ],
)
def test_the_window_decides_what_a_message_costs(
    simulator: Simulator, caller: Caller, resident: SimulatedPerson, age: timedelta, outcome: str | int
) -> None:
    simulator.clock.freeze()
    simulator.say(resident, "còn đây")
    simulator.clock.advance(age)
    simulator.issue_tokens()
    answer = caller.say(resident)
    assert (answer["data"]["quota"]["quota_type"] if answer["error"] == 0 else answer["error"]) == outcome


def test_the_ninth_reply_is_charged_and_a_new_word_frees_eight_more(
    simulator: Simulator, caller: Caller, resident: SimulatedPerson
) -> None:
    kinds = [caller.say(resident)["data"]["quota"]["quota_type"] for _ in range(9)]
    assert kinds == ["reply"] * 8 + ["sub_quota"]
    simulator.say(resident, "cảm ơn")
    assert caller.say(resident)["data"]["quota"]["remain"] == "7"


@pytest.mark.parametrize(("pays", "outcome"), [(True, (0, 1)), (False, (-211, 0))])
def test_a_spent_month_is_paid_for_or_refused(pays: bool, outcome: tuple[int, int]) -> None:
    with Simulator(SimulatorOptions(free_replies=0, monthly_messages=1, threads=2)) as simulator:
        person = simulator.add_person("Đặng Thị Cúc")
        simulator.switch(pays_over_quota=pays)
        simulator.say(person, "a")
        caller = Caller(simulator=simulator)
        assert caller.say(person)["data"]["quota"]["quota_type"] == "sub_quota"
        assert (caller.say(person)["error"], simulator.world.ledger.paid_messages) == outcome


def test_unlimited_free_replies_show_a_constant_eight() -> None:
    with Simulator(SimulatorOptions(free_replies=None, threads=2)) as simulator:
        person = simulator.add_person("Đặng Thị Cúc")
        simulator.say(person, "a")
        caller = Caller(simulator=simulator)
        assert {caller.say(person)["data"]["quota"]["remain"] for _ in range(12)} == {"8"}


def test_the_rate_limit_holds_for_a_minute_of_the_clock() -> None:
    with Simulator(SimulatorOptions(requests_per_minute=3, threads=2)) as simulator:
        simulator.clock.freeze()
        person = simulator.add_person("Đặng Thị Cúc")
        simulator.say(person, "a")
        caller = Caller(simulator=simulator)
        assert [caller.say(person)["error"] for _ in range(4)] == [0, 0, 0, -32]
        simulator.clock.advance(timedelta(minutes=1))
        assert caller.say(person)["error"] == 0


def test_a_reaction_lands_on_the_line_and_other_bodies_meet_the_closed_api(
    simulator: Simulator, caller: Caller, resident: SimulatedPerson
) -> None:
    said = simulator.say(resident, "xong rồi")
    body = {"recipient": {"user_id": resident.id}, "sender_action": {"react_icon": "/-heart", "react_message_id": said}}
    assert caller.post("/v2.0/oa/message", body)["error"] == 0
    assert simulator.transcript(resident)[-1].reaction == "/-heart"
    body["sender_action"] = {"react_icon": "<3", "react_message_id": said}
    assert caller.post("/v2.0/oa/message", body)["error"] == -201
    assert caller.post("/v2.0/oa/message", {"recipient": {}, "message": {"text": "a"}})["error"] == -240


def test_template_messages_reach_people_outside_every_window(caller: Caller, silent: SimulatedPerson) -> None:
    template = {"template_id": "7", "template_data": {"ma": "PA-26-000001"}}
    assert caller.post("/v3.0/oa/message/template", {"user_id": silent.id, **template})["error"] == 0
    assert caller.post("/v3.0/oa/message/template", {"user_id": "1", **template})["error"] == -213
    assert caller.post("/v3.0/oa/message/template", {"user_id": silent.id})["error"] == -201
