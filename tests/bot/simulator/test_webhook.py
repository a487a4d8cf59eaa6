"""How the simulated Zalo posts events: signed, in order, again when it fails, and what each event looks like."""

from datetime import timedelta
from typing import Any

import pytest

from bot.signature import SIGNATURE_HEADER, matching_secret
from bot.simulator.chats import SimulatedPerson
from bot.simulator.deliveries import DeliveryStatus, SignatureStyle
from bot.simulator.options import AlbumMode, CaptionOn
from bot.simulator.sample_photos import sample_photo
from bot.simulator.server import Simulator
from tests.bot.simulator.conftest import Caller
from tests.bot.simulator.receiver import Received, Receiver

RETRIES = (30, 5 * 60, 15 * 60, 30 * 60, 60 * 60)


def is_genuine(simulator: Simulator, post: Received) -> bool:
    return (
        matching_secret(
            post.headers.get(SIGNATURE_HEADER),
            app_id=simulator.options.app_id,
            body=post.body,
            timestamp=post.payload["timestamp"],
            secrets=[simulator.options.webhook_secret],
        )
        == 0
    )


def only_attachment(receiver: Receiver) -> Any:
    ((attachment,),) = [post.payload["message"]["attachments"] for post in receiver.posts]
    return attachment


def test_a_text_arrives_signed_and_in_the_shape_of_the_wire(
    simulator: Simulator, silent: SimulatedPerson, receiver: Receiver
) -> None:
    message_id = simulator.say(silent, "chào phường")
    assert simulator.wait_until_delivered()
    (post,) = receiver.posts
    assert is_genuine(simulator, post)
    timestamp = post.payload["timestamp"]
    assert post.payload == {
        "app_id": simulator.options.app_id,
        "sender": {"id": silent.id},
        "user_id_by_app": silent.id_by_app,
        "recipient": {"id": simulator.options.oa_id},
        "event_name": "user_send_text",
        "message": {"text": "chào phường", "msg_id": message_id},
        "timestamp": timestamp,
    }
    assert timestamp.isdigit() and len(timestamp) == 13
    assert "chào".encode() in post.body
    assert "num_retry" not in post.headers


@pytest.mark.parametrize(
    ("style", "genuine"),
    [
        (SignatureStyle.MAC, True),
        (SignatureStyle.SPACED, True),
        (SignatureStyle.BARE, True),
        (SignatureStyle.WRONG_SECRET, False),
        (SignatureStyle.HMAC, False),
        (SignatureStyle.UNSIGNED, False),
    ],
)
def test_each_style_of_signature_is_genuine_or_not(
    simulator: Simulator, silent: SimulatedPerson, receiver: Receiver, style: SignatureStyle, genuine: bool
) -> None:
    simulator.webhook_modes(signature=style)
    simulator.say(silent, "a")
    simulator.wait_until_delivered()
    assert is_genuine(simulator, receiver.posts[0]) is genuine


def test_the_probe_is_unsigned_and_empty(simulator: Simulator, receiver: Receiver) -> None:
    assert simulator.probe() == 200
    (post,) = receiver.posts
    assert post.body == b"{}"
    assert SIGNATURE_HEADER not in post.headers


def test_any_bytes_can_be_posted(simulator: Simulator, receiver: Receiver) -> None:
    receiver.status = 418
    assert simulator.post_raw(b"\xff{", {"X-Own": "1"}) == 418
    assert receiver.posts[0].body == b"\xff{"
    assert receiver.posts[0].headers["X-Own"] == "1"


def test_one_persons_events_keep_their_order(simulator: Simulator, silent: SimulatedPerson, receiver: Receiver) -> None:
    words = [f"tin {number}" for number in range(60)]
    for word in words:
        simulator.say(silent, word)
    assert simulator.wait_until_delivered()
    assert receiver.texts() == words


def test_events_can_swap_places(simulator: Simulator, silent: SimulatedPerson, receiver: Receiver) -> None:
    simulator.webhook_modes(swapped=True)
    for word in ("một", "hai", "ba"):
        simulator.say(silent, word)
    assert simulator.wait_until_attempted()
    assert receiver.texts() == ["hai", "một"]
    simulator.webhook_modes(swapped=False)
    assert simulator.wait_until_delivered()
    assert receiver.texts() == ["hai", "một", "ba"]


def test_events_can_come_twice(simulator: Simulator, silent: SimulatedPerson, receiver: Receiver) -> None:
    simulator.webhook_modes(copies=2)
    simulator.say(silent, "a")
    assert simulator.wait_until_delivered()
    assert receiver.posts[0].body == receiver.posts[1].body


def test_events_can_come_late(simulator: Simulator, silent: SimulatedPerson, receiver: Receiver) -> None:
    simulator.clock.freeze()
    simulator.webhook_modes(delay=timedelta(seconds=20))
    simulator.say(silent, "a")
    assert not simulator.wait_until_delivered(0.05)
    simulator.clock.advance(timedelta(seconds=20))
    assert simulator.wait_until_delivered()


def test_without_order_nobody_waits_for_the_one_before(
    simulator: Simulator, silent: SimulatedPerson, receiver: Receiver
) -> None:
    simulator.webhook_modes(ordered=False)
    receiver.gate.clear()
    simulator.say(silent, "a")
    simulator.say(silent, "b")
    while len(receiver.posts) < 2:
        simulator.wait_until_attempted(0.01)
    receiver.gate.set()
    assert simulator.wait_until_delivered()


def test_a_refused_event_comes_again_on_zalos_timetable_until_the_webhook_is_disabled(
    simulator: Simulator, silent: SimulatedPerson, receiver: Receiver
) -> None:
    simulator.clock.freeze()
    receiver.status = 500
    simulator.say(silent, "a")
    assert simulator.wait_until_attempted()
    for number, seconds in enumerate(RETRIES, start=1):
        simulator.clock.advance(timedelta(seconds=seconds - 1))
        assert simulator.wait_until_attempted()
        assert len(receiver.posts) == number
        simulator.clock.advance(timedelta(seconds=1))
        assert simulator.wait_until_attempted()
        assert receiver.posts[-1].headers["num_retry"] == str(number)
    (delivery,) = simulator.deliveries()
    assert (delivery.status, delivery.attempts, delivery.answer) == (DeliveryStatus.GIVEN_UP, 6, "500")
    assert simulator.world.webhook.disabled_at is not None
    simulator.say(silent, "b")
    assert simulator.deliveries()[-1].status is DeliveryStatus.NOT_SUBSCRIBED
    simulator.world.webhook.enable()
    receiver.status = 200
    simulator.say(silent, "c")
    assert simulator.wait_until_delivered()
    assert receiver.texts()[-1] == "c"


def test_an_unreachable_webhook_gets_the_same_event_after_it_came_back(
    simulator: Simulator, silent: SimulatedPerson, receiver: Receiver
) -> None:
    simulator.clock.freeze()
    simulator.webhook_url = "http://127.0.0.1:9/"
    message_id = simulator.say(silent, "a")
    assert simulator.wait_until_attempted()
    assert simulator.deliveries()[0].answer == "unreachable"
    simulator.webhook_url = receiver.url
    simulator.clock.advance(timedelta(seconds=30))
    assert simulator.wait_until_delivered()
    assert receiver.posts[0].payload["message"]["msg_id"] == message_id


def test_refusals_count_as_delivered_if_zalo_is_taken_to_be_like_that(
    simulator: Simulator, silent: SimulatedPerson, receiver: Receiver
) -> None:
    simulator.webhook_modes(retries_refusals=False)
    receiver.status = 401
    simulator.say(silent, "a")
    assert simulator.wait_until_delivered()
    assert len(receiver.posts) == 1


def test_events_before_a_webhook_is_registered_are_lost(simulator: Simulator, silent: SimulatedPerson) -> None:
    simulator.say(silent, "a")
    assert simulator.wait_until_delivered()
    assert simulator.deliveries()[0].status is DeliveryStatus.NOT_SUBSCRIBED


def test_a_send_is_echoed_and_receipted_with_the_id_that_was_answered(
    simulator: Simulator, caller: Caller, resident: SimulatedPerson, receiver: Receiver
) -> None:
    message_id = caller.say(resident, "đã nhận")["data"]["message_id"]
    assert simulator.see(resident) == (message_id,)
    assert simulator.wait_until_delivered()
    echo, receipt, seen = (post.payload for post in receiver.posts)
    assert receiver.names() == ["oa_send_text", "user_received_message", "user_seen_message"]
    assert (echo["sender"], echo["recipient"]) == ({"id": simulator.options.oa_id}, {"id": resident.id})
    assert echo["message"] == {"text": "đã nhận", "msg_id": message_id}
    assert receipt["message"] == {"msg_id": message_id}
    assert seen["message"] == {"msg_ids": [message_id]}
    line = simulator.transcript(resident)[-1]
    assert line.received_at is not None and line.seen_at is not None


def test_echoes_and_receipts_can_be_switched_off(
    simulator: Simulator, caller: Caller, resident: SimulatedPerson, receiver: Receiver
) -> None:
    simulator.switch(echoes=False, receipts=False)
    caller.say(resident)
    simulator.see(resident)
    assert simulator.wait_until_delivered()
    assert receiver.posts == []


def test_the_echo_of_a_human_names_the_human(
    simulator: Simulator, resident: SimulatedPerson, receiver: Receiver
) -> None:
    simulator.human_reply(resident, "tôi là cán bộ", admin_id="77")
    assert simulator.wait_until_delivered()
    assert receiver.posts[0].payload["sender"] == {"id": simulator.options.oa_id, "admin_id": "77"}
    assert simulator.heard(resident)[0].by_human


@pytest.mark.parametrize(
    ("album", "caption_on", "expected"),
    [
        (AlbumMode.SEPARATE_EVENTS, CaptionOn.FIRST, [(1, "rác"), (1, ""), (1, "")]),
        (AlbumMode.SEPARATE_EVENTS, CaptionOn.LAST, [(1, ""), (1, ""), (1, "rác")]),
        (AlbumMode.SEPARATE_EVENTS, CaptionOn.NONE, [(1, ""), (1, ""), (1, "")]),
        (AlbumMode.SEPARATE_EVENTS, CaptionOn.OWN_MESSAGE, [(1, ""), (1, ""), (1, ""), (0, "rác")]),
        (AlbumMode.ONE_EVENT, CaptionOn.FIRST, [(3, "rác")]),
        (AlbumMode.ONE_EVENT, CaptionOn.OWN_MESSAGE, [(3, ""), (0, "rác")]),
    ],
)
def test_an_album_arrives_in_either_form_with_its_words_anywhere(
    simulator: Simulator,
    silent: SimulatedPerson,
    receiver: Receiver,
    album: AlbumMode,
    caption_on: CaptionOn,
    expected: list[tuple[int, str]],
) -> None:
    photos = [b"\xff\xd8one", b"\xff\xd8two", b"\xff\xd8three"]
    sent = simulator.send_photos(silent, photos, caption="rác", album=album, caption_on=caption_on)
    assert simulator.wait_until_delivered()
    messages = [post.payload["message"] for post in receiver.posts]
    assert [(len(each.get("attachments", [])), each.get("text", "")) for each in messages] == expected
    assert [each["msg_id"] for each in messages] == list(sent)


def test_the_photos_of_one_album_are_stamped_within_a_second(
    simulator: Simulator, silent: SimulatedPerson, receiver: Receiver
) -> None:
    simulator.send_photos(silent, [sample_photo(seed=seed) for seed in range(3)])
    assert simulator.wait_until_delivered()
    stamps = [int(post.payload["timestamp"]) for post in receiver.posts]
    assert stamps == sorted(set(stamps))
    assert stamps[-1] - stamps[0] < 1000


@pytest.mark.parametrize(("numeric", "expected"), [(False, ("16.003", "108.223")), (True, (16.003, 108.223))])
def test_a_pin_travels_as_strings_or_numbers(
    simulator: Simulator, silent: SimulatedPerson, receiver: Receiver, numeric: bool, expected: tuple[object, object]
) -> None:
    simulator.switch(numeric_coordinates=numeric)
    simulator.send_pin(silent, 16.003, 108.223)
    assert simulator.wait_until_delivered()
    coordinates = only_attachment(receiver)["payload"]["coordinates"]
    assert (coordinates["latitude"], coordinates["longitude"]) == expected


def test_each_kind_of_thing_arrives_under_its_own_event(
    simulator: Simulator, silent: SimulatedPerson, receiver: Receiver
) -> None:
    phones = simulator.phones
    phones.send_audio(silent, b"#!AMR")
    phones.send_video(silent, b"mp4")
    phones.send_gif(silent, b"GIF89a")
    phones.send_file(silent, b"%PDF-1.7", "don.pdf")
    phones.send_sticker(silent, b"\x89PNG")
    phones.send_link(silent, "https://danang.gov.vn")
    phones.send_contact_card(silent, "84905000000")
    assert simulator.wait_until_delivered()
    kinds = ("audio", "video", "gif", "file", "sticker", "link", "business_card")
    assert receiver.names() == [f"user_send_{kind}" for kind in kinds]
    file = receiver.posts[3].payload["message"]["attachments"][0]["payload"]
    assert (file["name"], file["size"], file["type"], len(file["checksum"])) == ("don.pdf", "8", "pdf", 32)


def test_flat_events_have_no_message(simulator: Simulator, silent: SimulatedPerson, receiver: Receiver) -> None:
    simulator.phones.follow(silent)
    simulator.phones.unfollow(silent)
    simulator.phones.click_chat_now(silent)
    simulator.phones.submit_info(silent, {"name": "An", "phone": "84905000000"})
    simulator.emit("shop_has_order", {"order": {"id": "1"}})
    assert simulator.wait_until_delivered()
    follow, unfollow, chat_now, info, unknown = sorted(
        (post.payload for post in receiver.posts),
        key=lambda payload: ("follow", "unfollow", "user_click_chatnow", "user_submit_info", "shop_has_order").index(
            payload["event_name"]
        ),
    )
    assert follow["follower"] == unfollow["follower"] == {"id": silent.id}
    assert (chat_now["oa_id"], chat_now["user_id"]) == (simulator.options.oa_id, silent.id)
    assert info["info"]["phone"] == "84905000000"
    assert unknown["order"] == {"id": "1"}


def test_a_reaction_of_a_resident_names_the_message(
    simulator: Simulator, caller: Caller, resident: SimulatedPerson, receiver: Receiver
) -> None:
    message_id = caller.say(resident)["data"]["message_id"]
    simulator.phones.react(resident, message_id, "/-heart")
    assert simulator.wait_until_delivered()
    assert receiver.posts[-1].payload["message"] == {"msg_id": message_id, "react_icon": "/-heart"}


def test_a_tap_says_the_payload_of_the_newest_button(
    simulator: Simulator, caller: Caller, resident: SimulatedPerson, receiver: Receiver
) -> None:
    for payload in ("#cu", "#moi"):
        button = {"title": "Bổ sung", "type": "oa.query.show", "payload": payload}
        caller.say(resident, attachment={"type": "template", "payload": {"buttons": [button]}})
    message_id = simulator.tap(resident, "Bổ sung")
    assert simulator.wait_until_delivered()
    assert receiver.posts[-1].payload["message"] == {"text": "#moi", "msg_id": message_id}
    with pytest.raises(LookupError):
        simulator.tap(resident, "Không có")


def test_a_link_button_makes_no_event(
    simulator: Simulator, caller: Caller, resident: SimulatedPerson, receiver: Receiver
) -> None:
    button = {"title": "Gọi 114", "type": "oa.open.phone", "payload": {"phone_code": "114"}}
    caller.say(resident, attachment={"type": "template", "payload": {"buttons": [button]}})
    assert simulator.tap(resident, "Gọi 114") is None
    assert simulator.wait_until_delivered()
    assert "user_send_text" not in receiver.names()


def test_a_quote_travels_with_its_id(
    simulator: Simulator, caller: Caller, resident: SimulatedPerson, receiver: Receiver
) -> None:
    message_id = caller.say(resident)["data"]["message_id"]
    simulator.say(resident, "tin này", quote=message_id)
    assert simulator.wait_until_delivered()
    assert receiver.posts[-1].payload["message"]["quote_msg_id"] == message_id


def test_scaled_retries_come_at_once_with_their_numbers_until_zalo_gives_up(
    simulator: Simulator, silent: SimulatedPerson, receiver: Receiver
) -> None:
    simulator.webhook_modes(retry_scale=0.00001)
    receiver.status = 503
    simulator.say(silent, "a")
    assert simulator.wait_until_delivered()
    assert [post.headers.get("num_retry") for post in receiver.posts] == [None, "1", "2", "3", "4", "5"]
    assert len({post.body for post in receiver.posts}) == 1
    assert all(is_genuine(simulator, post) for post in receiver.posts)
    assert simulator.world.webhook.disabled_at is not None


def test_a_scaled_wait_is_that_share_of_zalos_timetable(
    simulator: Simulator, silent: SimulatedPerson, receiver: Receiver
) -> None:
    simulator.clock.freeze()
    simulator.webhook_modes(retry_scale=0.01)
    receiver.status = 500
    simulator.say(silent, "a")
    for number, seconds in enumerate(RETRIES, start=1):
        assert simulator.wait_until_attempted()
        assert len(receiver.posts) == number
        (delivery,) = simulator.deliveries()
        assert delivery.due_at == simulator.clock() + timedelta(seconds=seconds * 0.01)
        simulator.clock.advance(timedelta(seconds=seconds * 0.01))
    assert simulator.wait_until_delivered()
    assert simulator.deliveries()[0].status is DeliveryStatus.GIVEN_UP


@pytest.mark.parametrize("modes", [{"retry_scale": 0}, {"retry_scale": 1.5}, {"copies": 0}])
def test_modes_that_cannot_be_are_refused(simulator: Simulator, modes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="retry_scale"):
        simulator.webhook_modes(**modes)


def test_a_retry_that_gets_through_leaves_the_webhook_enabled(
    simulator: Simulator, silent: SimulatedPerson, receiver: Receiver
) -> None:
    simulator.clock.freeze()
    receiver.status = 500
    simulator.say(silent, "a")
    assert simulator.wait_until_attempted()
    receiver.status = 200
    simulator.clock.advance(timedelta(seconds=RETRIES[0]))
    assert simulator.wait_until_delivered()
    assert simulator.deliveries()[0].status is DeliveryStatus.DELIVERED
    assert simulator.world.webhook.disabled_at is None


def test_while_the_webhook_is_disabled_events_are_lost_and_none_is_made_up_for(
    simulator: Simulator, silent: SimulatedPerson, receiver: Receiver
) -> None:
    simulator.webhook_modes(retry_scale=0.00001)
    receiver.status = 500
    simulator.say(silent, "a")
    assert simulator.wait_until_delivered()
    receiver.posts.clear()
    receiver.status = 200
    simulator.say(silent, "b")
    simulator.enable_webhook()
    simulator.say(silent, "c")
    assert simulator.wait_until_delivered()
    assert receiver.texts() == ["c"]
