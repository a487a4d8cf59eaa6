"""What Zalo calls each thing that can arrive, and which of our events it is (zalo-platform §1)."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime

from bot import translators as to
from bot.event_fields import Malformed, canonical_json, identifier, instant, member, parse_body, words
from domain.events import Event, GroupChange

__all__ = ["conversation_key", "dedupe_key", "parse_body", "translate"]

ACCOUNT_CONVERSATION = "account"
NOBODY_YET = datetime(1970, 1, 1, tzinfo=UTC)
MESSAGE_PREFIXES = ("user_send_", "oa_send_", "anonymous_send_")


Translator = Callable[[to.Arrival], Event]


def _named(prefix: str, kinds: str, translator: Translator) -> dict[str, Translator]:
    return {prefix + kind: translator for kind in kinds.split()}


TRANSLATORS: dict[str, Translator] = {
    **_named("user_send_", "text image gif link audio video sticker location file business_card", to.private_message),
    **_named(
        "user_send_group_", "text image gif link audio video sticker location file business_card", to.group_message
    ),
    **_named("anonymous_send_", "text image file sticker", to.anonymous_message),
    **_named(
        "oa_send_", "text image gif list link audio video sticker location file template business_card", to.private_echo
    ),
    **_named("oa_send_anonymous_", "text image file sticker", to.private_echo),
    **_named("oa_send_group_", "text image gif link audio video sticker location file business_card", to.group_echo),
    "user_received_message": to.delivered,
    "user_seen_message": to.seen,
    "user_reacted_message": to.reacted,
    "oa_reacted_message": to.not_used,
    "follow": to.followed,
    "unfollow": to.unfollowed,
    "user_click_chatnow": to.chat_opened,
    "user_submit_info": to.info_shared,
    "user_withdraw": to.data_withdrawn,
    "permission_revoked": to.permission_revoked,
    "create_group": to.group_changed(GroupChange.CREATED),
    "user_join_group": to.group_changed(GroupChange.JOINED),
    "user_request_join_group": to.group_changed(GroupChange.JOIN_REQUESTED),
    "accept_request_join_group": to.group_changed(GroupChange.JOIN_APPROVED),
    "react_request_join_group": to.group_changed(GroupChange.JOIN_APPROVED),
    "react_request_join_group_accept": to.group_changed(GroupChange.JOIN_APPROVED),
    "reject_request_join_group": to.group_changed(GroupChange.JOIN_REJECTED),
    "react_request_join_group_reject": to.group_changed(GroupChange.JOIN_REJECTED),
    "add_group_admin": to.group_changed(GroupChange.ADMIN_ADDED),
    "remove_group_admin": to.group_changed(GroupChange.ADMIN_REMOVED),
    "update_group_info": to.group_changed(GroupChange.INFO_CHANGED),
    "user_out_group": to.group_changed(GroupChange.LEFT),
    "user_leave_group": to.group_changed(GroupChange.LEFT),
    "delete_group": to.group_changed(GroupChange.DISSOLVED),
    "disperse_group": to.group_changed(GroupChange.DISSOLVED),
    **_named("", "update_user_info extension_purchased shop_has_order", to.not_used),
    **_named("", "add_user_to_tag remove_user_from_tag remove_tag", to.not_used),
    **_named("", "widget_interaction_accepted widget_failed_to_sync_user_external_id", to.not_used),
    **_named("", "oa_send_consent user_reply_consent user_call_oa oa_call_user", to.not_used),
    **_named("", "user_feedback change_oa_daily_quota change_oa_template_tags", to.not_used),
    **_named("", "change_template_quality change_template_quota change_template_status", to.not_used),
    **_named("", "event_journey_time_out event_journey_acknowledged", to.not_used),
}


def translate(payload: dict[str, object], *, received_at: datetime, account_id: str | None = None) -> Event:
    """Our event for one of Zalo's payloads; never raises: what is unknown or malformed becomes Ignored.

    `received_at` stands in for a missing or absurd time. `account_id` is the official account's own id; it decides
    who the person is in `user_submit_info`, whose direction Zalo's documents contradict.
    """
    arrival = to.Arrival(
        name=words(payload.get("event_name")).strip(),
        payload=payload,
        occurred_at=instant(payload.get("timestamp"), received_at=received_at),
        account_id=identifier(payload.get("oa_id")) or account_id,
    )
    try:
        return TRANSLATORS.get(arrival.name, to.unknown)(arrival)
    except Malformed as problem:
        return to.ignored(arrival, f"malformed: {problem}")


def dedupe_key(payload: dict[str, object] | None, body: bytes) -> str:
    """The same text for every delivery of the same event, at most 256 characters.

    Messages are known by their id; everything else by the content of its payload, so that a repeat with another
    order of keys is still a repeat; a body that could not be read by its bytes.
    """
    if payload is None:
        return f"body:{hashlib.sha256(body).hexdigest()}"
    name = words(payload.get("event_name")).strip()[:64]
    message_id = identifier(member(payload, "message", "msg_id"))
    if name.startswith(MESSAGE_PREFIXES) and message_id:
        return f"{name}:{message_id}"
    return f"{name}:{hashlib.sha256(canonical_json(payload)).hexdigest()}"


def conversation_key(payload: dict[str, object] | None, *, account_id: str | None = None) -> str:
    """Whose events have to be handled in order with this one: `person:<id>`, `group:<id>` or `account`.

    What left from the account belongs to the conversation of the one who got it.
    """
    if payload is None:
        return ACCOUNT_CONVERSATION
    event = translate(payload, received_at=NOBODY_YET, account_id=account_id)
    if group_id := getattr(event, "group_id", None):
        return f"group:{group_id}"
    people = (getattr(event, side, None) for side in ("sender_id", "recipient_id", "person_id"))
    return next((f"person:{person_id}" for person_id in people if person_id), ACCOUNT_CONVERSATION)
