"""The shapes of Zalo's webhook events, field by field (zalo-platform §1); pure."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from bot.simulator import identifiers
from bot.simulator.chats import HeardButton, SimulatedPerson

Payload = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Account:
    """The two ids that every event names."""

    app_id: str
    oa_id: str


def encode(payload: Mapping[str, object]) -> bytes:
    """The bytes that are signed and posted: UTF-8, nothing escaped, no spare blanks."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()


def from_person(account: Account, person: SimulatedPerson, event_name: str, message: Payload, at: datetime) -> Payload:
    """A message or reaction of a person to the account: envelope (a)."""
    return {
        "app_id": account.app_id,
        "sender": {"id": person.id},
        "user_id_by_app": person.id_by_app,
        "recipient": {"id": account.oa_id},
        "event_name": event_name,
        "message": message,
        "timestamp": _timestamp(at),
    }


def from_account(
    account: Account,
    person: SimulatedPerson,
    event_name: str,
    message: Payload,
    at: datetime,
    *,
    admin_id: str | None = None,
) -> Payload:
    """An echo or receipt of something the account said: envelope (b); `admin_id` only for a human's words."""
    sender = {"id": account.oa_id} | ({"admin_id": admin_id} if admin_id else {})
    return {
        "app_id": account.app_id,
        "sender": sender,
        "user_id_by_app": person.id_by_app,
        "recipient": {"id": person.id},
        "event_name": event_name,
        "message": message,
        "timestamp": _timestamp(at),
    }


def in_group(
    account: Account,
    sender: Payload,
    group_id: str,
    event_name: str,
    message: Payload,
    at: datetime,
) -> Payload:
    """A message in a group, of a member or of the account: envelope (c), whose recipient is the group."""
    return {
        "app_id": account.app_id,
        "oa_id": account.oa_id,
        "sender": sender,
        "recipient": {"id": group_id},
        "event_name": event_name,
        "message": message,
        "timestamp": _timestamp(at),
    }


def follow_change(account: Account, person: SimulatedPerson, event_name: str, at: datetime) -> Payload:
    """`follow` or `unfollow`: envelope (d) with `follower`."""
    return {
        "oa_id": account.oa_id,
        "follower": {"id": person.id},
        "user_id_by_app": person.id_by_app,
        "event_name": event_name,
        "source": "oa_profile",
        "app_id": account.app_id,
        "timestamp": _timestamp(at),
    }


def flat(account: Account, event_name: str, fields: Mapping[str, object], at: datetime) -> Payload:
    """Any event without a message: envelope (d) with the given fields."""
    return {
        "oa_id": account.oa_id,
        **fields,
        "event_name": event_name,
        "app_id": account.app_id,
        "timestamp": _timestamp(at),
    }


def chat_now(account: Account, person: SimulatedPerson, at: datetime) -> Payload:
    """Somebody without a chat tapped the button that opens one."""
    fields = {"user_id": person.id, "user_id_by_app": person.id_by_app}
    return flat(account, "user_click_chatnow", fields, at)


def info_submitted(account: Account, person: SimulatedPerson, info: Mapping[str, object], at: datetime) -> Payload:
    """The answer to a form that asks for contact details."""
    return {
        "app_id": account.app_id,
        "sender": {"id": person.id},
        "recipient": {"id": account.oa_id},
        "event_name": "user_submit_info",
        "info": dict(info),
        "timestamp": _timestamp(at),
    }


def message(
    message_id: str, *, text: str = "", quote: str | None = None, attachments: Sequence[Payload] = ()
) -> Payload:
    """The `message` object; empty parts are left out."""
    parts: Payload = {"text": text} if text else {}
    if attachments:
        parts["attachments"] = list(attachments)
    if quote:
        parts["quote_msg_id"] = quote
    return parts | {"msg_id": message_id}


def picture(kind: str, url: str) -> Payload:
    """An attachment of type `image` or `gif`."""
    return {"type": kind, "payload": {"thumbnail": url, "url": url}}


def described(kind: str, url: str, description: str) -> Payload:
    """An attachment of type `link` or `video`; a contact card is a link whose description is JSON."""
    return {"type": kind, "payload": {"thumbnail": url, "description": description, "url": url}}


def audio(url: str) -> Payload:
    """A voice note."""
    return {"type": "audio", "payload": {"url": url}}


def sticker(url: str) -> Payload:
    """A sticker."""
    return {"type": "sticker", "payload": {"id": identifiers.message_id(), "url": url}}


def location(latitude: float, longitude: float, *, as_numbers: bool) -> Payload:
    """A pin in degrees; Zalo was seen to write the two values as strings and as numbers."""
    values: Payload = {"latitude": latitude, "longitude": longitude}
    written = values if as_numbers else {name: str(value) for name, value in values.items()}
    return {"type": "location", "payload": {"coordinates": written}}


def document(url: str, name: str, content: bytes) -> Payload:
    """A file; its size is a string of bytes, its checksum an MD5."""
    return {
        "type": "file",
        "payload": {
            "url": url,
            "size": str(len(content)),
            "name": name,
            "checksum": hashlib.md5(content, usedforsecurity=False).hexdigest(),
            "type": PurePosixPath(name).suffix.lstrip("."),
        },
    }


def echo_buttons(buttons: Sequence[HeardButton]) -> list[Payload]:
    """How buttons come back in the echo of a message that carried them."""
    if not buttons:
        return []
    listed = [{"title": button.title, "type": button.type.value, "payload": button.value} for button in buttons]
    return [{"type": "template", "payload": {"buttons": listed}}]


def _timestamp(at: datetime) -> str:
    return str(identifiers.milliseconds(at))
