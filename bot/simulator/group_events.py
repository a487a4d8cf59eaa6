"""How what happens in a group reaches the webhook: every message of everybody, and changes under any name (§1.6)."""

import re
from collections.abc import Sequence

from bot.simulator import payloads
from bot.simulator.chats import ChatLine, Side
from bot.simulator.groups import SimulatedGroup
from bot.simulator.options import GroupEventNames
from bot.simulator.world import World
from domain.events import GroupChange

MENTION = re.compile(r"\[@(\w+)\]")
_PLAIN: dict[GroupChange, str] = {
    GroupChange.CREATED: "create_group",
    GroupChange.JOINED: "user_join_group",
    GroupChange.JOIN_REQUESTED: "user_request_join_group",
    GroupChange.JOIN_APPROVED: "accept_request_join_group",
    GroupChange.JOIN_REJECTED: "reject_request_join_group",
    GroupChange.ADMIN_ADDED: "add_group_admin",
    GroupChange.ADMIN_REMOVED: "remove_group_admin",
    GroupChange.INFO_CHANGED: "update_group_info",
    GroupChange.LEFT: "user_out_group",
    GroupChange.DISSOLVED: "delete_group",
}
_OF_2024: dict[GroupChange, str] = {
    GroupChange.JOIN_APPROVED: "react_request_join_group",
    GroupChange.DISSOLVED: "disperse_group",
}
_SPECIFICATION: dict[GroupChange, str] = {
    GroupChange.JOIN_APPROVED: "react_request_join_group_accept",
    GroupChange.JOIN_REJECTED: "react_request_join_group_reject",
    GroupChange.LEFT: "user_leave_group",
}
EVENT_NAMES: dict[GroupEventNames, dict[GroupChange, str]] = {
    GroupEventNames.CURRENT: _PLAIN,
    GroupEventNames.OF_2024: _PLAIN | _OF_2024,
    GroupEventNames.SPECIFICATION: _PLAIN | _SPECIFICATION,
}


def tell_change(world: World, group: SimulatedGroup, change: GroupChange, person_ids: Sequence[str] = ()) -> None:
    """Post an event about a group; nothing comes from a disabled one."""
    if not world.groups.is_enabled(group):
        return
    fields: payloads.Payload = {"group_id": group.id}
    if person_ids:
        fields["users"] = [{"id": person_id} for person_id in person_ids]
    event_name = EVENT_NAMES[world.switches.group_event_names][change]
    world.post(group.id, payloads.flat(world.account, event_name, fields, world.now()))


def tell_line(world: World, group: SimulatedGroup, line: ChatLine, attachments: Sequence[payloads.Payload]) -> None:
    """Post what a member wrote; nothing comes from a disabled group, nor is it made up for later."""
    if not world.groups.is_enabled(group):
        return
    event_name = f"user_send_group_{line.kind}"
    event = _event(world, {"id": line.person_id}, line, event_name, attachments)
    by_app = world.chats.people[line.person_id].id_by_app
    world.post(group.id, event | {"user_id_by_app": by_app}, line.message_id)


def tell_echo(world: World, line: ChatLine, admin_id: str | None = None) -> None:
    """Post the echo of the account's words; `admin_id` only for a human's in Zalo's own tool."""
    if not world.switches.echoes:
        return
    sender: payloads.Payload = {"id": world.options.oa_id}
    if admin_id:
        sender["admin_id"] = admin_id
    attachments = [payloads.picture(line.kind, url) for url in line.media_urls]
    event = _event(world, sender, line, f"oa_send_group_{line.kind}", attachments)
    world.post(line.group_id, event, line.message_id)


def named(world: World, text: str) -> str:
    """A text whose mentions `[@id]` are written as phones show them, `@Name`."""
    return MENTION.sub(lambda found: f"@{name_of(world, found[1])}" if name_of(world, found[1]) else found[0], text)


def name_of(world: World, mentioned_id: str) -> str:
    """What a phone calls somebody: a person, the account or a whole group; empty for the unknown."""
    person = world.chats.people.get(mentioned_id)
    if person is not None:
        return person.name
    if mentioned_id == world.options.oa_id:
        return world.options.oa_name
    return next((group.name for group in world.groups.groups() if group.id == mentioned_id), "")


def _event(
    world: World,
    sender: payloads.Payload,
    line: ChatLine,
    event_name: str,
    attachments: Sequence[payloads.Payload],
) -> payloads.Payload:
    by_name = world.switches.mentions_by_name and line.side is Side.RESIDENT
    text = named(world, line.text) if by_name else line.text
    message = payloads.message(line.message_id, text=text, quote=line.quoted_message_id, attachments=attachments)
    return payloads.in_group(world.account, sender, line.group_id, event_name, message, line.at)
