"""What the app may ask Zalo about its groups: assets, groups, members, those who wait, past messages (§5.2)."""

from collections.abc import Sequence
from enum import StrEnum

from flask import request

from bot.simulator import identifiers
from bot.simulator.answers import ZaloRefusal
from bot.simulator.calls import json_body, whole_number
from bot.simulator.chats import ChatLine, Side
from bot.simulator.groups import AssetSource, AssetType, GroupAsset, SimulatedGroup
from bot.simulator.openapi_reads import FEED_TYPES
from bot.simulator.options import FEED_RETENTION
from bot.simulator.world import World

SETTING_NAMES: dict[str, str] = {
    "lock_send_msg": "only_admins_write",
    "join_appr": "approves_joining",
    "enable_msg_history": "shows_history",
    "enable_link_join": "joins_by_link",
}
_PAGE = 5
_LARGEST_PAGE = 10
_LARGEST_OFFSET = 1_000_000


def assets(world: World) -> list[dict[str, object]]:
    """`POST /v3.0/oa/quota/group`: the assets of one type and source, with the group that each one holds."""
    asked = json_body()
    if asked.get("quota_owner") != "OA":
        raise ZaloRefusal(-201, "quota_owner")
    wanted_type = _word(AssetType, asked.get("product_type"), "product_type")
    wanted_source = _word(AssetSource, asked.get("quota_type"), "quota_type")
    found = (each for each in world.groups.assets() if (each.type, each.source) == (wanted_type, wanted_source))
    return [_asset(world, each) for each in found]


def group_detail(world: World) -> dict[str, object]:
    """`GET /v3.0/oa/group/getgroup`."""
    return detail_of(world, world.groups.group(_group_id()))


def detail_of(world: World, group: SimulatedGroup) -> dict[str, object]:
    """A group with its asset and its settings, as `getgroup` and `updateinfo` answer."""
    asset = world.groups.asset_of(group)
    info = summary_of(world, group) | {"max_member": str(asset.type.capacity)}
    if not world.groups.is_enabled(group):
        info["auto_delete_date"] = f"{world.groups.deleted_at(group):%d/%m/%Y}"
    return {
        "group_info": info,
        "asset_info": {
            "asset_type": asset.type,
            "asset_id": asset.id,
            "valid_through": f"{asset.valid_until_at:%d/%m/%Y}",
            "auto_renew": str(asset.auto_renew).lower(),
        },
        "group_setting": {theirs: getattr(group.settings, ours) for theirs, ours in SETTING_NAMES.items()},
    }


def summary_of(world: World, group: SimulatedGroup) -> dict[str, object]:
    """A group as lists and `creategroupwithoa` tell it; the account is one of its members."""
    return {
        "group_id": group.id,
        "group_link": group.link,
        "name": group.name,
        "group_description": group.description,
        "avatar": group.avatar,
        "status": "enabled" if world.groups.is_enabled(group) else "disabled",
        "total_member": len(group.member_ids) + 1,
    }


def group_list(world: World) -> dict[str, object]:
    """`GET /v3.0/oa/group/getgroupsofoa`."""
    offset, count = _slice()
    groups = world.groups.groups()
    page = [summary_of(world, group) for group in groups[offset : offset + count]]
    return {"offset": offset, "count": count, "total": len(groups), "group_count": len(page), "groups": page}


def members(world: World) -> dict[str, object]:
    """`GET /v3.0/oa/group/listmember`: the account first, by its `oa_id`, then the people."""
    group = world.groups.group(_group_id())
    account: dict[str, object] = {"oa_id": world.options.oa_id, "name": world.options.oa_name, "avatar": ""}
    people: list[dict[str, object]] = [_person(world, each) | {"avatar": ""} for each in group.member_ids]
    return _page([account, *people])


def pending_members(world: World) -> dict[str, object]:
    """`GET /v3.0/oa/group/listpendinginvite`: those who wait to be let in."""
    group = world.groups.group(_group_id())
    return _page([_person(world, each) for each in group.pending_ids])


def conversation(world: World) -> list[dict[str, object]]:
    """`GET /v3.0/oa/group/conversation`: the newest lines of one group."""
    return _feed(world, world.groups.group(_group_id()).id)


def recent_chats(world: World) -> list[dict[str, object]]:
    """`GET /v3.0/oa/group/listrecentchat`: the newest lines of all groups."""
    return _feed(world, None)


def _asset(world: World, asset: GroupAsset) -> dict[str, object]:
    used_by = world.groups.used_by(asset.id)
    return {
        "product_type": asset.type,
        "quota_type": asset.source,
        "asset_id": asset.id,
        "valid_through": f"{asset.valid_until_at:%d/%m/%Y}",
        "auto_renew": asset.auto_renew,
        "status": "used" if used_by else "available",
        "used_id": used_by or "",
    }


def _person(world: World, person_id: str) -> dict[str, object]:
    return {"user_id": person_id, "name": world.chats.people[person_id].name}


def _page(everybody: Sequence[dict[str, object]]) -> dict[str, object]:
    offset, count = _slice()
    page = list(everybody[offset : offset + count])
    return {
        "offset": offset,
        "count": count,
        "total": len(everybody),
        "member_count": len(page),
        "members": page,
    }


def _feed(world: World, group_id: str | None) -> list[dict[str, object]]:
    offset, count = _slice()
    not_before_at = world.now() - FEED_RETENTION
    lines = world.chats.newest(
        chat_id=group_id, not_before_at=not_before_at, offset=offset, count=count, in_groups=True
    )
    return [_row(world, line) for line in lines]


def _row(world: World, line: ChatLine) -> dict[str, object]:
    is_ours = line.side is not Side.RESIDENT
    media = {"url": line.media_urls[0], "thumb": line.media_urls[0]} if line.media_urls else {}
    return {
        "src": 0 if is_ours else 1,
        "time": identifiers.milliseconds(line.at),
        "type": FEED_TYPES.get(line.kind, line.kind.value),
        "message": line.text,
        "message_id": line.message_id,
        "from_id": line.person_id,
        "from_display_name": world.options.oa_name if is_ours else world.chats.people[line.person_id].name,
        "from_avatar": "",
        "group_id": line.group_id,
        **media,
    }


def _group_id() -> str:
    group_id = request.args.get("group_id", "")
    if not group_id:
        raise ZaloRefusal(-201, "group_id")
    return group_id


def _slice() -> tuple[int, int]:
    asked = {name: _number(value) for name, value in request.args.items() if name in ("offset", "count")}
    return whole_number(asked, "offset", 0, _LARGEST_OFFSET), whole_number(asked, "count", _PAGE, _LARGEST_PAGE)


def _number(words: str) -> object:
    return int(words) if words.isdecimal() else words


def _word(allowed: type[StrEnum], value: object, name: str) -> str:
    if value not in set(allowed):
        raise ZaloRefusal(-201, name)
    return str(value)
