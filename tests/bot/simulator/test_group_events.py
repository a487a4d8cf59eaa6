"""What the webhook hears of groups: every word of everybody, echoes of ours, and changes under each of their names."""

from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from bot.events import translate
from bot.simulator.chats import SimulatedPerson
from bot.simulator.group_events import EVENT_NAMES
from bot.simulator.groups import SimulatedGroup
from bot.simulator.options import GroupEventNames
from bot.simulator.sample_photos import sample_photo
from bot.simulator.server import Simulator
from domain.events import GroupChange, GroupChanged
from tests.bot.simulator.conftest import Caller
from tests.bot.simulator.receiver import Receiver

NOON = datetime(2026, 10, 1, 5, tzinfo=UTC)


@pytest.fixture
def group(simulator: Simulator, resident: SimulatedPerson) -> SimulatedGroup:
    """A group of one person and the account, made before anybody listens."""
    return simulator.add_group("Tổ 12", [resident])


def last_payload(simulator: Simulator, receiver: Receiver) -> Any:
    assert simulator.wait_until_delivered()
    return receiver.posts[-1].payload


def test_every_message_of_a_member_arrives_with_the_group_as_its_recipient(
    simulator: Simulator, group: SimulatedGroup, resident: SimulatedPerson, receiver: Receiver
) -> None:
    first = simulator.say_in_group(resident, group, "tổ mình dọn cống chiều nay")
    second = simulator.say_in_group(resident, group, "ai đi?", quote=first)
    payload = last_payload(simulator, receiver)
    assert payload == {
        "app_id": simulator.options.app_id,
        "oa_id": simulator.options.oa_id,
        "sender": {"id": resident.id},
        "recipient": {"id": group.id},
        "event_name": "user_send_group_text",
        "message": {"text": "ai đi?", "msg_id": second, "quote_msg_id": first},
        "timestamp": payload["timestamp"],
        "user_id_by_app": resident.id_by_app,
    }
    assert receiver.names() == ["user_send_group_text"] * 2


def test_mentions_travel_as_markup_or_by_name(
    simulator: Simulator, group: SimulatedGroup, resident: SimulatedPerson, receiver: Receiver
) -> None:
    mention = f"[@{simulator.options.oa_id}] [@{resident.id}] [@{group.id}] [@404] báo cáo"
    simulator.say_in_group(resident, group, mention)
    assert last_payload(simulator, receiver)["message"]["text"] == mention
    simulator.switch(mentions_by_name=True)
    simulator.say_in_group(resident, group, mention)
    told = last_payload(simulator, receiver)["message"]["text"]
    assert told == f"@{simulator.options.oa_name} @Nguyễn Văn An @Tổ 12 [@404] báo cáo"


def test_photos_and_files_of_members_can_be_fetched(
    simulator: Simulator, group: SimulatedGroup, resident: SimulatedPerson, receiver: Receiver
) -> None:
    photos = [sample_photo(seed=1), sample_photo(seed=2)]
    simulator.send_photos_in_group(resident, group, photos, caption="đã dọn xong")
    simulator.group_phones.send_file(resident, group, b"%PDF-1.7", "bien-ban.pdf")
    assert simulator.wait_until_delivered()
    assert receiver.names() == ["user_send_group_image", "user_send_group_image", "user_send_group_file"]
    assert receiver.texts() == ["đã dọn xong", "", ""]
    urls = [post.payload["message"]["attachments"][0]["payload"]["url"] for post in receiver.posts]
    assert [requests.get(url, timeout=5).content for url in urls] == [*photos, b"%PDF-1.7"]


def test_our_words_come_back_as_an_echo_and_a_humans_with_his_id(
    simulator: Simulator, caller: Caller, group: SimulatedGroup, receiver: Receiver
) -> None:
    sent = caller.say_in_group(group.id, "Đã nhận việc")["data"]["message_id"]
    echo = last_payload(simulator, receiver)
    assert (echo["event_name"], echo["message"]["msg_id"]) == ("oa_send_group_text", sent)
    assert echo["sender"] == {"id": simulator.options.oa_id}
    assert echo["recipient"] == {"id": group.id}
    simulator.human_reply_in_group(group, "Tôi là cán bộ", admin_id="77")
    assert last_payload(simulator, receiver)["sender"] == {"id": simulator.options.oa_id, "admin_id": "77"}
    assert [heard.by_human for heard in simulator.heard_in_group(group)] == [False, True]


def change_everything(simulator: Simulator, caller: Caller, person: SimulatedPerson) -> SimulatedGroup:
    """Let each of the ten changes happen once to a new group."""
    leader = simulator.add_person("Trần Thị Lãnh", follows=True)
    group = simulator.add_group("Tổ 12", [leader])
    caller.group("updateinfo", group_id=group.id, join_appr=True)
    for act in ("rejectpendinginvite", "acceptpendinginvite"):
        simulator.join(person, group)
        caller.group(act, group_id=group.id, member_user_ids=[person.id])
    caller.group("addadmins", group_id=group.id, member_user_ids=[person.id])
    caller.group("removeadmins", group_id=group.id, member_user_ids=[person.id])
    simulator.leave(person, group)
    simulator.dissolve_group(group)
    return group


@pytest.mark.parametrize("names", GroupEventNames)
def test_every_change_is_told_under_each_name_and_understood(
    simulator: Simulator, caller: Caller, resident: SimulatedPerson, receiver: Receiver, names: GroupEventNames
) -> None:
    simulator.switch(group_event_names=names)
    group = change_everything(simulator, caller, resident)
    assert simulator.wait_until_delivered()
    assert set(receiver.names()) == set(EVENT_NAMES[names].values())
    events = [translate(post.payload, received_at=NOON) for post in receiver.posts]
    changes = [event for event in events if isinstance(event, GroupChanged)]
    assert {event.group_id for event in changes} == {group.id}
    assert [event.change for event in changes] == [
        GroupChange.CREATED,
        GroupChange.JOINED,
        GroupChange.INFO_CHANGED,
        GroupChange.JOIN_REQUESTED,
        GroupChange.JOIN_REJECTED,
        GroupChange.JOIN_REQUESTED,
        GroupChange.JOIN_APPROVED,
        GroupChange.ADMIN_ADDED,
        GroupChange.ADMIN_REMOVED,
        GroupChange.LEFT,
        GroupChange.DISSOLVED,
    ]
    assert changes[-2].person_ids == (resident.id,)


def test_nothing_is_told_of_a_disabled_group_and_nothing_is_made_up_for(
    simulator: Simulator, group: SimulatedGroup, resident: SimulatedPerson, receiver: Receiver
) -> None:
    simulator.lapse_asset(group)
    simulator.say_in_group(resident, group, "có ai không?")
    simulator.renew_asset(group)
    simulator.say_in_group(resident, group, "lại có rồi")
    assert simulator.wait_until_delivered()
    assert receiver.texts() == ["lại có rồi"]


def test_the_words_of_a_group_arrive_in_their_order_whoever_says_them(
    simulator: Simulator, group: SimulatedGroup, resident: SimulatedPerson, receiver: Receiver
) -> None:
    other = simulator.add_person("Phạm Văn Theo")
    simulator.join(other, group)
    assert simulator.wait_until_delivered()
    receiver.posts.clear()
    for number in range(10):
        simulator.say_in_group(resident if number % 2 else other, group, str(number))
    assert simulator.wait_until_delivered()
    assert receiver.texts() == [str(number) for number in range(10)]
    lanes = {delivery.lane for delivery in simulator.deliveries() if delivery.event_name == "user_send_group_text"}
    assert lanes == {group.id}


def test_talking_in_a_group_opens_the_private_window(
    simulator: Simulator, caller: Caller, silent: SimulatedPerson
) -> None:
    group = simulator.add_group("Tổ 3", [silent])
    assert caller.say(silent)["error"] == -232
    simulator.say_in_group(silent, group, "tôi ở đây")
    assert caller.say(silent)["error"] == 0
    assert simulator.transcript(silent)[-1].text == "Xin chào"


def test_a_renamed_group_tells_of_it(
    simulator: Simulator, caller: Caller, group: SimulatedGroup, receiver: Receiver
) -> None:
    simulator.rename_group(group, "Tổ 12 Hòa Xuân")
    assert last_payload(simulator, receiver)["event_name"] == "update_group_info"
    told = caller.ask("/v3.0/oa/group/getgroup", group_id=group.id)["data"]["group_info"]["name"]
    assert told == "Tổ 12 Hòa Xuân"
