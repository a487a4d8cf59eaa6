"""What the fields of a payload mean, in every type in which Zalo has been seen to send them."""

import pytest

from bot.events import conversation_key, translate
from domain.events import (
    Attachment,
    AttachmentKind,
    Ignored,
    InfoShared,
    MessageEchoed,
    MessageReceived,
    MessagesDelivered,
    MessagesSeen,
    Pin,
)
from tests.bot.payloads import ACCOUNT, OCCURRED_AT, PERSON, RECEIVED_AT, arrived, message, parsed, with_message


def test_a_text_brings_its_words_its_id_and_what_it_quotes() -> None:
    event = message("user_send_text")
    assert event.text == "Đèn đường trước nhà 27 Văn Tiến Dũng tắt ba tối rồi"
    assert (event.sender_id, event.group_id, event.quoted_message_id) == (PERSON, None, "0b5d8f21c9e34a7766aa")
    assert len(event.message_id) == 20


def test_a_photo_brings_its_caption_and_both_addresses() -> None:
    event = message("user_send_image")
    assert event.text == "Rác tấp đầy góc chợ"
    assert event.attachments == (
        Attachment(
            kind=AttachmentKind.PHOTO,
            url="https://f6.photo.talk.zdn.vn/hx/rac.jpg",
            thumbnail_url="https://t.f6.photo.talk.zdn.vn/hx/rac-nho.jpg",
        ),
    )


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("gif", AttachmentKind.GIF),
        ("link", AttachmentKind.LINK),
        ("audio", AttachmentKind.AUDIO),
        ("video", AttachmentKind.VIDEO),
        ("sticker", AttachmentKind.STICKER),
        ("file", AttachmentKind.FILE),
        ("business_card", AttachmentKind.CONTACT_CARD),
    ],
)
def test_each_kind_of_attachment_is_named_in_private_and_in_groups(name: str, kind: AttachmentKind) -> None:
    for prefix in ("user_send_", "user_send_group_"):
        assert [attachment.kind for attachment in message(prefix + name).attachments] == [kind]


def test_an_album_in_one_event_keeps_all_its_photos_in_order() -> None:
    photos = [{"type": "image", "payload": {"url": f"https://f6.photo.talk.zdn.vn/{n}.jpg"}} for n in range(5)]
    event = translate(with_message("user_send_image", attachments=photos), received_at=RECEIVED_AT)
    assert isinstance(event, MessageReceived)
    assert [photo.url for photo in event.attachments] == [f"https://f6.photo.talk.zdn.vn/{n}.jpg" for n in range(5)]


def test_a_business_card_tells_its_phone_number() -> None:
    assert message("user_send_business_card").attachments[0].description == "84900000001"


def test_a_file_keeps_its_name() -> None:
    assert message("user_send_file").attachments[0].name == "Đơn kiến nghị.pdf"


@pytest.mark.parametrize(
    ("latitude", "longitude", "pin"),
    [
        ("16.0047", "108.2231", Pin(latitude=16.0047, longitude=108.2231)),
        (16.0047, 108.2231, Pin(latitude=16.0047, longitude=108.2231)),
        (-90, 180, Pin(latitude=-90.0, longitude=180.0)),
        ("91", "108.2", None),
        ("16.0", "180.5", None),
        ("nan", "108.2", None),
        ("16.0", "inf", None),
        ("here", "there", None),
        (True, False, None),
        (None, "108.2", None),
        ([], {}, None),
    ],
)
def test_a_pin_is_read_from_text_or_number_and_must_lie_on_earth(
    latitude: object, longitude: object, pin: Pin | None
) -> None:
    where = {"coordinates": {"latitude": latitude, "longitude": longitude}}
    payload = with_message("user_send_location", attachments=[{"type": "location", "payload": where}])
    event = translate(payload, received_at=RECEIVED_AT)
    assert isinstance(event, MessageReceived)
    assert event.pin == pin
    assert event.attachments == ()


def test_an_echo_names_the_human_only_when_one_typed_it() -> None:
    typed, ours = arrived("oa_send_image"), arrived("oa_send_text")
    assert isinstance(typed, MessageEchoed)
    assert isinstance(ours, MessageEchoed)
    assert (typed.human_id, ours.human_id) == ("1414213562373095048", None)
    assert (ours.recipient_id, ours.group_id) == (PERSON, None)


def test_a_visitor_keeps_the_conversation_that_an_answer_needs() -> None:
    assert message("anonymous_send_text").anonymous_conversation_id == "conv-55d0"


def test_read_and_delivery_ticks_name_the_messages() -> None:
    read, delivered = arrived("user_seen_message"), arrived("user_received_message")
    assert isinstance(read, MessagesSeen)
    assert isinstance(delivered, MessagesDelivered)
    assert read.message_ids == ("1111aaaa2222bbbb3333", "4444cccc5555dddd6666")
    assert len(delivered.message_ids) == 1


def test_shared_details_are_told_in_our_words() -> None:
    event = arrived("user_submit_info")
    assert isinstance(event, InfoShared)
    assert event.details == {
        "name": "Người Thử",
        "phone": "84900000002",
        "birth_date": "01/02/1990",
        "gender": "2",
        "city": "Đà Nẵng",
        "ward": "Hòa Xuân",
        "address": "Kiệt thử 5",
    }


def test_shared_details_belong_to_the_person_whichever_way_they_are_addressed() -> None:
    payload = {**parsed("user_submit_info"), "sender": {"id": ACCOUNT}, "recipient": {"id": PERSON}}
    event = translate(payload, received_at=RECEIVED_AT, account_id=ACCOUNT)
    assert isinstance(event, InfoShared)
    assert event.person_id == PERSON
    assert conversation_key(payload, account_id=ACCOUNT) == f"person:{PERSON}"


@pytest.mark.parametrize("timestamp", [None, "", "soon", 0, -1, "1790000", 1790000000, 1e300, "inf", [], {}, True])
def test_an_absurd_time_is_replaced_by_that_of_receipt(timestamp: object) -> None:
    payload = {**parsed("user_send_text"), "timestamp": timestamp}
    assert translate(payload, received_at=RECEIVED_AT).occurred_at == RECEIVED_AT


def test_a_time_far_in_the_future_is_replaced_by_that_of_receipt() -> None:
    payload = {**parsed("user_send_text"), "timestamp": "1990000000000"}
    assert translate(payload, received_at=RECEIVED_AT).occurred_at == RECEIVED_AT


def test_a_time_is_read_from_a_number_too() -> None:
    payload = {**parsed("user_send_text"), "timestamp": 1790000000000}
    assert translate(payload, received_at=RECEIVED_AT).occurred_at == OCCURRED_AT


def test_an_id_that_came_as_an_integer_stays_exact() -> None:
    payload = {**parsed("user_send_text"), "sender": {"id": int(PERSON)}}
    event = translate(payload, received_at=RECEIVED_AT)
    assert isinstance(event, MessageReceived)
    assert event.sender_id == PERSON


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"event_name": "user_click_moon"}, "unknown_name"),
        ({"event_name": None}, "unknown_name"),
        ({"event_name": ["user_send_text"]}, "unknown_name"),
        ({"sender": None}, "malformed: sender.id"),
        ({"sender": {"id": 1.6e18}}, "malformed: sender.id"),
        ({"sender": {"id": "9" * 500}}, "malformed: sender.id"),
        ({"message": "hello"}, "malformed: message.msg_id"),
        ({"message": {"text": "no id"}}, "malformed: message.msg_id"),
    ],
)
def test_what_is_unknown_or_malformed_is_ignored_with_a_reason(changes: dict[str, object], reason: str) -> None:
    event = translate({**parsed("user_send_text"), **changes}, received_at=RECEIVED_AT)
    assert isinstance(event, Ignored)
    assert event.reason == reason
