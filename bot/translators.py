"""How each shape of Zalo's payloads becomes one of our events; which name has which shape says `bot/events.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.attachments import read_attachments, read_pin
from bot.event_fields import first_identifier, identifier, identifiers, member, required, words, words_or_none
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

INFO_FIELDS: dict[str, str] = {
    "name": "name",
    "phone": "phone",
    "user_dob": "birth_date",
    "gender": "gender",
    "address": "address",
    "user_address": "address",
    "ward": "ward",
    "user_ward": "ward",
    "district": "district",
    "city": "city",
    "user_city": "city",
}


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """One payload with what every translator needs; `account_id` is the official account's own id, if known."""

    name: str
    payload: dict[str, object]
    occurred_at: datetime
    account_id: str | None

    @property
    def message(self) -> object:
        """Zalo's `message`, of whatever type."""
        return self.payload.get("message")


def _message_id(arrival: Arrival) -> str:
    return required(identifier(member(arrival.message, "msg_id")), "message.msg_id")


def _sender_id(arrival: Arrival) -> str:
    return required(first_identifier(arrival.payload, ("sender", "id")), "sender.id")


def _recipient_id(arrival: Arrival) -> str:
    return required(first_identifier(arrival.payload, ("recipient", "id")), "recipient.id")


def _group_id(arrival: Arrival) -> str:
    paths = (("recipient", "id"), ("recipient", "group_id"), ("group_id",))
    return required(first_identifier(arrival.payload, *paths), "recipient.id")


def _person_id(arrival: Arrival) -> str:
    """The person of an event without direction: the first id that is not the account's own."""
    paths = (("user_id",), ("follower", "id"), ("user", "id"), ("sender", "id"), ("recipient", "id"))
    found = (first_identifier(arrival.payload, path) for path in paths)
    return required(next((one for one in found if one and one != arrival.account_id), None), "user_id")


def _received(
    arrival: Arrival, *, group_id: str | None = None, anonymous_conversation_id: str | None = None
) -> MessageReceived:
    return MessageReceived(
        occurred_at=arrival.occurred_at,
        sender_id=_sender_id(arrival),
        message_id=_message_id(arrival),
        text=words(member(arrival.message, "text")),
        attachments=read_attachments(arrival.message, is_card=arrival.name.endswith("_business_card")),
        pin=read_pin(arrival.message),
        quoted_message_id=identifier(member(arrival.message, "quote_msg_id")),
        group_id=group_id,
        anonymous_conversation_id=anonymous_conversation_id,
    )


def private_message(arrival: Arrival) -> Event:
    """Somebody wrote to the account."""
    return _received(arrival)


def group_message(arrival: Arrival) -> Event:
    """Somebody wrote in one of the groups."""
    return _received(arrival, group_id=_group_id(arrival))


def anonymous_message(arrival: Arrival) -> Event:
    """A visitor without an account wrote; the answer needs the conversation id."""
    conversation_id = identifier(member(arrival.message, "conversation_id"))
    return _received(arrival, anonymous_conversation_id=required(conversation_id, "message.conversation_id"))


def _echoed(arrival: Arrival, *, recipient_id: str, group_id: str | None) -> MessageEchoed:
    return MessageEchoed(
        occurred_at=arrival.occurred_at,
        message_id=_message_id(arrival),
        recipient_id=recipient_id,
        text=words(member(arrival.message, "text")),
        human_id=first_identifier(arrival.payload, ("sender", "admin_id")),
        group_id=group_id,
    )


def private_echo(arrival: Arrival) -> Event:
    """Something left to one person or visitor."""
    return _echoed(arrival, recipient_id=_recipient_id(arrival), group_id=None)


def group_echo(arrival: Arrival) -> Event:
    """Something left to a group."""
    group_id = _group_id(arrival)
    return _echoed(arrival, recipient_id=group_id, group_id=group_id)


def delivered(arrival: Arrival) -> Event:
    """What we said reached a phone; the same name also tells of template messages, known by two more fields."""
    if member(arrival.message, "delivery_time") or member(arrival.message, "tracking_id"):
        return ignored(arrival, "template_message")
    return MessagesDelivered(
        occurred_at=arrival.occurred_at, person_id=_recipient_id(arrival), message_ids=(_message_id(arrival),)
    )


def seen(arrival: Arrival) -> Event:
    """What we said was read; Zalo lists the ids in `msg_ids`."""
    listed = identifiers(member(arrival.message, "msg_ids")) or (_message_id(arrival),)
    return MessagesSeen(occurred_at=arrival.occurred_at, person_id=_recipient_id(arrival), message_ids=listed)


def reacted(arrival: Arrival) -> Event:
    """Somebody put an icon on a message."""
    return MessageReacted(
        occurred_at=arrival.occurred_at,
        person_id=_sender_id(arrival),
        message_id=_message_id(arrival),
        icon=words(member(arrival.message, "react_icon")),
    )


def followed(arrival: Arrival) -> Event:
    """Somebody began to follow the account."""
    return Followed(occurred_at=arrival.occurred_at, person_id=_person_id(arrival))


def unfollowed(arrival: Arrival) -> Event:
    """Somebody stopped following the account."""
    return Unfollowed(occurred_at=arrival.occurred_at, person_id=_person_id(arrival))


def chat_opened(arrival: Arrival) -> Event:
    """Somebody opened the chat for the first time."""
    return ChatOpened(occurred_at=arrival.occurred_at, person_id=_person_id(arrival))


def data_withdrawn(arrival: Arrival) -> Event:
    """A person withdrew from Zalo's side; what we hold has to go."""
    return DataWithdrawn(occurred_at=arrival.occurred_at, person_id=_person_id(arrival))


def permission_revoked(arrival: Arrival) -> Event:
    """Our app lost the account's grant."""
    return PermissionRevoked(occurred_at=arrival.occurred_at)


def info_shared(arrival: Arrival) -> Event:
    """Contact details, flat in the old form, with a nested `full_address` in the new one."""
    info = arrival.payload.get("info")
    fields = [info, member(info, "full_address")]
    details = {
        ours: text
        for part in fields
        for theirs, ours in INFO_FIELDS.items()
        if (text := words_or_none(member(part, theirs)))
    }
    return InfoShared(occurred_at=arrival.occurred_at, person_id=_person_id(arrival), details=details)


def group_changed(change: GroupChange) -> Callable[[Arrival], Event]:
    """The translator for one kind of change to a group."""

    def translate_change(arrival: Arrival) -> Event:
        group_id = first_identifier(arrival.payload, ("group_id",), ("recipient", "group_id"), ("group", "id"))
        return GroupChanged(
            occurred_at=arrival.occurred_at,
            group_id=required(group_id, "group_id"),
            change=change,
            person_ids=identifiers(arrival.payload.get("users")),
        )

    return translate_change


def not_used(arrival: Arrival) -> Event:
    """An event that we know and have no use for."""
    return ignored(arrival, "not_used")


def unknown(arrival: Arrival) -> Event:
    """A name that we have never heard of."""
    return ignored(arrival, "unknown_name")


def ignored(arrival: Arrival, reason: str) -> Ignored:
    """Kept without effect; `reason` is a code, `malformed: <field>` for payloads that lack something."""
    return Ignored(occurred_at=arrival.occurred_at, event_name=arrival.name, reason=reason)
