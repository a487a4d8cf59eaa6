"""What the app may have Zalo do: send, react, upload, and the template messages that cost money (§4, §6, §8)."""

import re
from collections.abc import Callable

from flask import request

from bot.simulator import account, identifiers
from bot.simulator.answers import ZaloRefusal
from bot.simulator.calls import json_body
from bot.simulator.message_rules import read_message
from bot.simulator.uploads import Upload, UploadKind, check_upload
from bot.simulator.world import World

_PHONE = re.compile(r"84\d{9}")
_ICONS = frozenset({":>", "--b", ":-((", "/-strong", "/-heart", ":-h", ":o", "/-remove"})
_LONGEST_FILE_NAME = 200


def send_consultation(world: World) -> dict[str, object]:
    """`POST /v3.0/oa/message/cs`."""
    return account.say(world, read_message(json_body()))


def react(world: World) -> dict[str, object]:
    """`POST /v2.0/oa/message` with a `sender_action`; any other body is the message API that was shut down (-240)."""
    body = json_body()
    action, recipient = body.get("sender_action"), body.get("recipient")
    if not isinstance(action, dict) or not isinstance(recipient, dict):
        raise ZaloRefusal(-240)
    icon = str(action.get("react_icon", ""))
    if icon not in _ICONS:
        raise ZaloRefusal(-201, "react_icon")
    return account.react(world, str(recipient.get("user_id", "")), str(action.get("react_message_id", "")), icon)


def send_template(world: World) -> dict[str, object]:
    """`POST /v3.0/oa/message/template`: reaches a known person outside every window."""
    body = json_body()
    _check_template(body)
    person = world.chats.person(str(body.get("user_id", "")))
    sent_time = str(identifiers.milliseconds(world.now()))
    return {"message_id": world.new_message_id(), "user_id": person.id, "sent_time": sent_time}


def send_template_by_phone(world: World) -> dict[str, object]:
    """`POST /message/template` of the business host: the phone number as 84 and nine digits, else -108."""
    body = json_body()
    _check_template(body)
    if not _PHONE.fullmatch(str(body.get("phone", ""))):
        raise ZaloRefusal(-108)
    return {
        "msg_id": world.new_message_id(),
        "sent_time": str(identifiers.milliseconds(world.now())),
        "sending_mode": str(body.get("sending_mode", "1")),
        "quota": {"dailyQuota": "500", "remainingQuota": "499"},
    }


def upload(kind: UploadKind) -> Callable[[World], dict[str, object]]:
    """`POST /v2.0/oa/upload/<kind>`: multipart, field `file`; without an extension nothing comes back."""

    def keep(world: World) -> dict[str, object]:
        given = request.files.get("file")
        if given is None:
            raise ZaloRefusal(-201, "file")
        content, name = given.read(), (given.filename or "")[:_LONGEST_FILE_NAME]
        if not check_upload(kind, name, len(content)):
            return {}
        url = world.store(content, name)
        return world.uploads.keep(Upload(kind=kind, name=name, url=url, uploaded_at=world.now()))

    return keep


def _check_template(body: dict[str, object]) -> None:
    if not body.get("template_id") or not isinstance(body.get("template_data"), dict):
        raise ZaloRefusal(-201, "template")
