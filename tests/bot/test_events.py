"""Every name that Zalo may post becomes one of our events, in the right conversation."""

import pytest

from bot.events import TRANSLATORS, conversation_key
from domain.events import (
    ChatOpened,
    DataWithdrawn,
    Event,
    Followed,
    GroupChange,
    GroupChanged,
    Ignored,
    InfoShared,
    MessageEchoed,
    MessageReacted,
    MessageReceived,
    MessagesDelivered,
    MessagesSeen,
    PermissionRevoked,
    Unfollowed,
)
from tests.bot.payloads import GROUP, OCCURRED_AT, PAYLOADS, PERSON, SECOND_PERSON, VISITOR, arrived, parsed

PRIVATE_KINDS = ["text", "image", "gif", "link", "audio", "video", "sticker", "location", "file", "business_card"]
IN_PERSON, IN_GROUP, IN_VISIT, IN_ACCOUNT = f"person:{PERSON}", f"group:{GROUP}", f"person:{VISITOR}", "account"
UNUSED = [
    "oa_reacted_message",
    "update_user_info",
    "extension_purchased",
    "shop_has_order",
    "add_user_to_tag",
    "remove_user_from_tag",
    "remove_tag",
    "widget_interaction_accepted",
    "widget_failed_to_sync_user_external_id",
    "oa_send_consent",
    "user_reply_consent",
    "user_call_oa",
    "oa_call_user",
    "user_feedback",
    "change_oa_daily_quota",
    "change_oa_template_tags",
    "change_template_quality",
    "change_template_quota",
    "change_template_status",
    "event_journey_time_out",
    "event_journey_acknowledged",
    "user_received_message.template",
]
CHANGES = {
    "create_group": GroupChange.CREATED,
    "user_join_group": GroupChange.JOINED,
    "user_request_join_group": GroupChange.JOIN_REQUESTED,
    "accept_request_join_group": GroupChange.JOIN_APPROVED,
    "react_request_join_group": GroupChange.JOIN_APPROVED,
    "react_request_join_group_accept": GroupChange.JOIN_APPROVED,
    "reject_request_join_group": GroupChange.JOIN_REJECTED,
    "react_request_join_group_reject": GroupChange.JOIN_REJECTED,
    "add_group_admin": GroupChange.ADMIN_ADDED,
    "remove_group_admin": GroupChange.ADMIN_REMOVED,
    "update_group_info": GroupChange.INFO_CHANGED,
    "user_out_group": GroupChange.LEFT,
    "user_leave_group": GroupChange.LEFT,
    "delete_group": GroupChange.DISSOLVED,
    "disperse_group": GroupChange.DISSOLVED,
}
EXPECTED: dict[str, tuple[type[Event], str]] = {
    **{f"user_send_{kind}": (MessageReceived, IN_PERSON) for kind in PRIVATE_KINDS},
    **{f"user_send_group_{kind}": (MessageReceived, IN_GROUP) for kind in PRIVATE_KINDS},
    **{f"oa_send_{kind}": (MessageEchoed, IN_PERSON) for kind in [*PRIVATE_KINDS, "list", "template"]},
    **{f"oa_send_group_{kind}": (MessageEchoed, IN_GROUP) for kind in PRIVATE_KINDS},
    **{f"anonymous_send_{kind}": (MessageReceived, IN_VISIT) for kind in ("text", "image", "file", "sticker")},
    **{f"oa_send_anonymous_{kind}": (MessageEchoed, IN_VISIT) for kind in ("text", "image", "file", "sticker")},
    **dict.fromkeys(CHANGES, (GroupChanged, IN_GROUP)),
    **dict.fromkeys(UNUSED, (Ignored, IN_ACCOUNT)),
    "user_received_message": (MessagesDelivered, IN_PERSON),
    "user_seen_message": (MessagesSeen, IN_PERSON),
    "user_reacted_message": (MessageReacted, IN_PERSON),
    "follow": (Followed, IN_PERSON),
    "unfollow": (Unfollowed, IN_PERSON),
    "user_click_chatnow": (ChatOpened, IN_PERSON),
    "user_submit_info": (InfoShared, IN_PERSON),
    "user_withdraw": (DataWithdrawn, IN_PERSON),
    "permission_revoked": (PermissionRevoked, IN_ACCOUNT),
}


def test_every_name_that_we_translate_has_a_payload_and_an_expectation() -> None:
    assert set(PAYLOADS) == set(EXPECTED)
    assert {name.partition(".")[0] for name in PAYLOADS} == set(TRANSLATORS)


@pytest.mark.parametrize("name", sorted(PAYLOADS))
def test_each_payload_becomes_its_event_in_its_conversation(name: str) -> None:
    kind, conversation = EXPECTED[name]
    event = arrived(name)
    assert type(event) is kind, event
    assert event.occurred_at == OCCURRED_AT
    assert conversation_key(parsed(name)) == conversation


@pytest.mark.parametrize(("name", "change"), CHANGES.items())
def test_each_change_of_a_group_is_named_in_our_words(name: str, change: GroupChange) -> None:
    event = arrived(name)
    assert isinstance(event, GroupChanged)
    people = (PERSON, SECOND_PERSON) if "users" in parsed(name) else ()
    assert (event.change, event.group_id, event.person_ids) == (change, GROUP, people)
