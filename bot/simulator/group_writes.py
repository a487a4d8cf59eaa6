"""What the app may have Zalo do with its groups, as bodies to be checked before anything happens (§5.2, §5.3)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.simulator import group_account
from bot.simulator.answers import ZaloRefusal
from bot.simulator.calls import json_body
from bot.simulator.group_account import MemberChange
from bot.simulator.group_reads import SETTING_NAMES, detail_of, summary_of
from bot.simulator.groups import SimulatedGroup
from bot.simulator.message_rules import read_group_message
from bot.simulator.world import World

MOST_MEMBERS_AT_ONCE = 99
_INFO_NAMES = {"group_name": "name", "group_avatar": "avatar", "group_description": "description"}


def send(world: World) -> dict[str, object]:
    """`POST /v3.0/oa/group/message`."""
    return group_account.say(world, read_group_message(json_body()))


def create(world: World) -> dict[str, object]:
    """`POST /v3.0/oa/group/creategroupwithoa`: 1 to 99 people, at least one of whom manages the account."""
    body = json_body()
    name, asset_id = _words(body, "group_name"), _words(body, "asset_id")
    world.groups.free_asset(asset_id)
    member_ids = _people(body)
    group_account.check_may_be_invited(world, member_ids)
    if not any(world.chats.standing(each).manages for each in member_ids):
        raise ZaloRefusal(-201, "member_user_ids")
    description = str(body.get("group_description", ""))
    return summary_of(world, group_account.create(world, name, asset_id, member_ids, description=description))


def update_info(world: World) -> dict[str, object]:
    """`POST /v3.0/oa/group/updateinfo`: whatever of name, words and settings is given."""
    body = json_body()
    group = _group(world, body)
    infos: dict[str, Any] = {ours: _words(body, theirs) for theirs, ours in _INFO_NAMES.items() if theirs in body}
    settings: dict[str, Any] = {
        ours: _yes_or_no(body, theirs) for theirs, ours in SETTING_NAMES.items() if theirs in body
    }
    group_account.update(world, replace(group, **infos, settings=replace(group.settings, **settings)))
    return detail_of(world, world.groups.group(group.id))


def update_asset(world: World) -> dict[str, object]:
    """`POST /v3.0/oa/group/updateasset`: another asset for a group, also for a disabled one."""
    body = json_body()
    group = world.groups.group(_words(body, "group_id"))
    asset = world.groups.free_asset(_words(body, "asset_id"))
    return detail_of(world, world.groups.keep(replace(group, asset_id=asset.id)))


def delete(world: World) -> None:
    """`POST /v3.0/oa/group/delete`: dissolve a group."""
    group_account.dissolve(world, _group(world, json_body()))


def _change_members(change: MemberChange) -> Callable[[World], None]:
    def answer(world: World) -> None:
        body = json_body()
        change(world, _group(world, body), _people(body))

    return answer


MEMBER_CHANGES: dict[str, Callable[[World], None]] = {
    "invite": _change_members(group_account.invite),
    "acceptpendinginvite": _change_members(group_account.accept),
    "rejectpendinginvite": _change_members(group_account.reject),
    "removemembers": _change_members(group_account.remove_members),
    "addadmins": _change_members(group_account.add_admins),
    "removeadmins": _change_members(group_account.remove_admins),
}


def _group(world: World, body: dict[str, Any]) -> SimulatedGroup:
    return world.groups.enabled_group(_words(body, "group_id"))


def _people(body: dict[str, Any]) -> list[str]:
    listed = body.get("member_user_ids")
    if not isinstance(listed, list) or not listed or not all(isinstance(each, str) for each in listed):
        raise ZaloRefusal(-201, "member_user_ids")
    if len(listed) > MOST_MEMBERS_AT_ONCE:
        raise ZaloRefusal(-210, "member_user_ids")
    return list(dict.fromkeys(listed))


def _words(body: dict[str, Any], key: str) -> str:
    value = body.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ZaloRefusal(-201, key)
    return value


def _yes_or_no(body: dict[str, Any], key: str) -> bool:
    value = body[key]
    if not isinstance(value, bool):
        raise ZaloRefusal(-201, key)
    return value
