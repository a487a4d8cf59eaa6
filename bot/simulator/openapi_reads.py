"""What the app may ask Zalo about people, the account and past messages (§7)."""

from typing import Any

from bot.simulator import identifiers
from bot.simulator.answers import ZaloRefusal
from bot.simulator.calls import data_parameter, json_body, whole_number
from bot.simulator.chats import ChatLine, LineKind, Side, SimulatedPerson
from bot.simulator.options import FEED_RETENTION
from bot.simulator.world import World

_LARGEST_PAGE = 10
_LARGEST_USER_PAGE = 50
_LARGEST_USER_OFFSET = 9951
FEED_TYPES: dict[LineKind, str] = {
    LineKind.IMAGE: "photo",
    LineKind.AUDIO: "voice",
    LineKind.GIF: "GIF",
    LineKind.BUSINESS_CARD: "link",
    LineKind.TEMPLATE: "text",
}


def user_detail(world: World) -> dict[str, object]:
    """`GET /v3.0/oa/user/detail`: a person who follows or has spoken, else -213."""
    person = world.chats.person(_person_id(data_parameter()))
    standing = world.chats.standing(person.id)
    if not standing.follows and standing.last_interaction_at is None:
        raise ZaloRefusal(-213)
    interaction = standing.last_interaction_at
    avatar = f"{world.base_url}/simulator/static/person.svg"
    return {
        "user_id": person.id,
        "user_id_by_app": person.id_by_app,
        "user_external_id": "",
        "display_name": person.name,
        "user_alias": person.name,
        "is_sensitive": False,
        "user_last_interaction_date": interaction.strftime("%d/%m/%Y") if interaction else "",
        "user_is_follower": standing.follows,
        "avatar": avatar,
        "avatars": {"120": avatar, "240": avatar},
        "dynamic_param": "",
        "tags_and_notes_info": {"notes": [], "tag_names": []},
        "shared_info": {},
    }


def user_list(world: World) -> dict[str, object]:
    """`GET /v3.0/oa/user/getlist`: ids of those who follow or have spoken, at most 50 a page."""
    asked = data_parameter()
    offset = whole_number(asked, "offset", 0, _LARGEST_USER_OFFSET)
    count = whole_number(asked, "count", _LARGEST_USER_PAGE, _LARGEST_USER_PAGE)
    known = [each for each in world.chats.people if _is_listed(world, each, asked.get("is_follower"))]
    page = known[offset : offset + count]
    users = [{"user_id": person_id} for person_id in page]
    return {"total": len(known), "count": len(page), "offset": offset, "users": users}


def account_detail(world: World) -> dict[str, object]:
    """`GET /v2.0/oa/getoa`: the account itself, the cheapest question to try a token with."""
    options = world.options
    followers = sum(world.chats.standing(person_id).follows for person_id in world.chats.people)
    return {
        "oa_id": options.oa_id,
        "oaid": options.oa_id,
        "name": options.oa_name,
        "description": "",
        "oa_alias": "",
        "is_verified": True,
        "oa_type": 4,
        "cate_name": "",
        "num_follower": followers,
        "avatar": f"{world.base_url}/simulator/static/person.svg",
        "cover": "",
        "package_name": "simulator",
        "package_valid_through_date": f"31/12/{world.now().year}",
        "package_auto_renew_date": "",
        "linked_ZCA": "",
    }


def recent_chats(world: World) -> list[dict[str, object]]:
    """`GET /v2.0/oa/listrecentchat`: the newest lines of all chats; more than ten at once is -210."""
    return _feed(world, None, data_parameter())


def conversation(world: World) -> list[dict[str, object]]:
    """`GET /v2.0/oa/conversation`: the newest lines of one chat; more than ten at once is -210."""
    asked = data_parameter()
    return _feed(world, world.chats.person(_person_id(asked)).id, asked)


def quota(world: World) -> object:
    """`POST /v3.0/oa/quota/message`: one person's window, or the package's month if asked by `quota_owner`."""
    asked = json_body()
    if "quota_owner" in asked:
        return world.ledger.package_quota()
    person = world.chats.person(_person_id(asked))
    return world.ledger.reply_quota(world.chats.standing(person.id))


def _person_id(asked: dict[str, Any]) -> str:
    person_id = asked.get("user_id")
    if not isinstance(person_id, str | int) or not person_id:
        raise ZaloRefusal(-201, "user_id")
    return str(person_id)


def _is_listed(world: World, person_id: str, is_follower: object) -> bool:
    standing = world.chats.standing(person_id)
    if is_follower is not None:
        return standing.follows is bool(is_follower) and (standing.follows or standing.last_interaction_at is not None)
    return standing.follows or standing.last_interaction_at is not None


def _feed(world: World, person_id: str | None, asked: dict[str, Any]) -> list[dict[str, object]]:
    offset = whole_number(asked, "offset", 0, 1_000_000)
    count = whole_number(asked, "count", _LARGEST_PAGE, _LARGEST_PAGE)
    not_before_at = world.now() - FEED_RETENTION
    lines = world.chats.newest(chat_id=person_id, not_before_at=not_before_at, offset=offset, count=count)
    return [_row(world, line) for line in lines]


def _row(world: World, line: ChatLine) -> dict[str, object]:
    person = world.chats.people[line.person_id]
    row: dict[str, object] = {
        "src": 1 if line.side is Side.RESIDENT else 0,
        "time": identifiers.milliseconds(line.at),
        "type": FEED_TYPES.get(line.kind, line.kind.value),
        "message": "" if line.kind is LineKind.IMAGE else line.text,
        "message_id": line.message_id,
    }
    return row | _ends(world, line, person) | _extras(line)


def _ends(world: World, line: ChatLine, person: SimulatedPerson) -> dict[str, object]:
    account, resident = (world.options.oa_id, world.options.oa_name), (person.id, person.name)
    sender, receiver = (resident, account) if line.side is Side.RESIDENT else (account, resident)
    return {
        "from_id": sender[0],
        "from_display_name": sender[1],
        "from_avatar": "",
        "to_id": receiver[0],
        "to_display_name": receiver[1],
        "to_avatar": "",
    }


def _extras(line: ChatLine) -> dict[str, object]:
    extras: dict[str, object] = {}
    if line.media_urls:
        extras |= {"url": line.media_urls[0], "thumb": line.media_urls[0], "description": line.text}
    if line.latitude is not None:
        extras["location"] = f"{line.longitude},{line.latitude}"
    return extras
