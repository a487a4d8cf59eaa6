"""What the account does with its groups: make and change them, let people in, speak (§5)."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.simulator import identifiers
from bot.simulator.account import check_quote, media_urls_of
from bot.simulator.answers import ZaloRefusal
from bot.simulator.chats import ChatLine, LineKind, Side
from bot.simulator.group_events import tell_change, tell_echo
from bot.simulator.groups import AssetSource, AssetType, SimulatedGroup
from bot.simulator.message_rules import AskedMessage
from bot.simulator.options import REPLY_WINDOW
from bot.simulator.world import World
from domain.events import GroupChange

MemberChange = Callable[[World, SimulatedGroup, Sequence[str]], None]


def say(world: World, asked: AskedMessage) -> dict[str, object]:
    """Say something in a group; answers with the `data` of Zalo's reply. No window and no charge (§5.1)."""
    group = world.groups.enabled_group(asked.recipient_id)
    media_urls = media_urls_of(world, asked)
    check_quote(world, asked)
    line = _add_line(world, group, Side.ACCOUNT, asked.text, asked.kind, media_urls, asked.quoted_message_id)
    tell_echo(world, line)
    return {"message_id": line.message_id, "group_id": group.id}


def say_as_human(world: World, group: SimulatedGroup, text: str, admin_id: str) -> str:
    """A human speaks for the account from Zalo's own tool; the message id comes back."""
    line = _add_line(world, world.groups.enabled_group(group.id), Side.HUMAN, text)
    tell_echo(world, line, admin_id)
    return line.message_id


def create(
    world: World, name: str, asset_id: str, member_ids: Sequence[str], *, description: str = ""
) -> SimulatedGroup:
    """Make a group out of a free asset; those of its members who manage the account become its admins."""
    asset = world.groups.free_asset(asset_id)
    admins = tuple(each for each in member_ids if world.chats.standing(each).manages)
    group = world.groups.keep(
        SimulatedGroup(
            id=identifiers.message_id(),
            name=name,
            description=description,
            asset_id=asset.id,
            member_ids=tuple(dict.fromkeys(member_ids)),
            admin_ids=admins,
        )
    )
    tell_change(world, group, GroupChange.CREATED)
    if group.member_ids:
        tell_change(world, group, GroupChange.JOINED, group.member_ids)
    return group


def create_by_hand(world: World, name: str, member_ids: Sequence[str], asset_type: AssetType) -> SimulatedGroup:
    """Make a group as an administrator does in Zalo's own tool, and buy the asset for it."""
    asset = world.groups.add_asset(asset_type, AssetSource.PURCHASE_QUOTA)
    return create(world, name, asset.id, member_ids)


def check_may_be_invited(world: World, person_ids: Sequence[str]) -> None:
    """Only followers and those active within 7 days: else -232 (never interacted) or -230 (too long ago)."""
    for person_id in person_ids:
        standing = world.chats.standing(world.chats.person(person_id).id)
        if standing.follows:
            continue
        if standing.last_interaction_at is None:
            raise ZaloRefusal(-232)
        if world.now() - standing.last_interaction_at > REPLY_WINDOW:
            raise ZaloRefusal(-230)


def update(world: World, group: SimulatedGroup) -> None:
    """Store a group whose name, words or settings were changed, and tell of it."""
    tell_change(world, world.groups.keep(group), GroupChange.INFO_CHANGED)


def dissolve(world: World, group: SimulatedGroup) -> None:
    """End a group for everybody; its asset is free again."""
    tell_change(world, group, GroupChange.DISSOLVED)
    world.groups.remove(group)


def invite(world: World, group: SimulatedGroup, person_ids: Sequence[str]) -> None:
    """Take people in at the account's invitation."""
    check_may_be_invited(world, person_ids)
    new = tuple(each for each in dict.fromkeys(person_ids) if each not in group.member_ids)
    let_in(world, group, new)
    if new:
        tell_change(world, group, GroupChange.JOINED, new)


def accept(world: World, group: SimulatedGroup, person_ids: Sequence[str]) -> None:
    """Let people in who asked to join."""
    _check_all_in(person_ids, group.pending_ids)
    let_in(world, group, person_ids)
    tell_change(world, group, GroupChange.JOIN_APPROVED, person_ids)


def reject(world: World, group: SimulatedGroup, person_ids: Sequence[str]) -> None:
    """Turn people away who asked to join."""
    _check_all_in(person_ids, group.pending_ids)
    world.groups.keep(replace(group, pending_ids=_without(group.pending_ids, person_ids)))
    tell_change(world, group, GroupChange.JOIN_REJECTED, person_ids)


def remove_members(world: World, group: SimulatedGroup, person_ids: Sequence[str]) -> None:
    """Take people out; also what leaving by oneself comes to."""
    _check_all_in(person_ids, group.member_ids)
    members, admins = _without(group.member_ids, person_ids), _without(group.admin_ids, person_ids)
    world.groups.keep(replace(group, member_ids=members, admin_ids=admins))
    tell_change(world, group, GroupChange.LEFT, person_ids)


def add_admins(world: World, group: SimulatedGroup, person_ids: Sequence[str]) -> None:
    """Let members manage the group."""
    _check_all_in(person_ids, group.member_ids)
    world.groups.keep(replace(group, admin_ids=tuple(dict.fromkeys((*group.admin_ids, *person_ids)))))
    tell_change(world, group, GroupChange.ADMIN_ADDED, person_ids)


def remove_admins(world: World, group: SimulatedGroup, person_ids: Sequence[str]) -> None:
    """Make admins plain members again."""
    _check_all_in(person_ids, group.admin_ids)
    world.groups.keep(replace(group, admin_ids=_without(group.admin_ids, person_ids)))
    tell_change(world, group, GroupChange.ADMIN_REMOVED, person_ids)


def let_in(world: World, group: SimulatedGroup, person_ids: Sequence[str]) -> None:
    """Make people members, without a word about it."""
    members = (*group.member_ids, *person_ids)
    world.groups.keep(replace(group, member_ids=members, pending_ids=_without(group.pending_ids, person_ids)))


def _check_all_in(person_ids: Sequence[str], allowed: Sequence[str]) -> None:
    if not set(person_ids) <= set(allowed):
        raise ZaloRefusal(-201, "member_user_ids")


def _without(person_ids: Sequence[str], gone: Sequence[str]) -> tuple[str, ...]:
    return tuple(each for each in person_ids if each not in gone)


def _add_line(
    world: World,
    group: SimulatedGroup,
    side: Side,
    text: str,
    kind: LineKind = LineKind.TEXT,
    media_urls: tuple[str, ...] = (),
    quote: str | None = None,
) -> ChatLine:
    return world.chats.add(
        ChatLine(
            message_id=world.new_message_id(),
            person_id=world.options.oa_id,
            group_id=group.id,
            side=side,
            kind=kind,
            at=world.now(),
            text=text,
            media_urls=media_urls,
            quoted_message_id=quote,
        )
    )
