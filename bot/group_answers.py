"""What Zalo tells about groups, their members and the assets that pay for them, in our words (zalo-platform §5.2)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.event_fields import entries, identifier, member, number, words, words_or_none

DISABLED = "disabled"
AVAILABLE = "available"
_DATE = "%d/%m/%Y"


class GroupAssetType(StrEnum):
    """How many members a group may have, the account included."""

    GMF10 = "gmf10"
    GMF50 = "gmf50"
    GMF100 = "gmf100"
    GMF1000 = "gmf1000"


class GroupAssetSource(StrEnum):
    """Where an asset came from: the package, money or a present."""

    PACKAGE = "sub_quota"
    BOUGHT = "purchase_quota"
    REWARD = "reward_quota"


@dataclass(frozen=True, kw_only=True)
class ZaloGroup:
    """A group of ours; only an enabled one can be written in. `member_count` counts the account too.

    Lists leave `capacity` and `deleted_on` out: the day on which Zalo deletes a disabled group.
    """

    group_id: str
    name: str
    description: str
    link: str | None
    is_enabled: bool
    member_count: int | None
    capacity: int | None = None
    deleted_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class GroupPage:
    """A slice of our groups, and how many there are in all."""

    total: int
    groups: tuple[ZaloGroup, ...]


@dataclass(frozen=True, kw_only=True)
class GroupMember:
    """Somebody in a group or waiting to be let in; the account itself is a member like the others."""

    member_id: str
    name: str
    is_account: bool


@dataclass(frozen=True, kw_only=True)
class MemberPage:
    """A slice of the members, and how many there are in all."""

    total: int
    members: tuple[GroupMember, ...]


@dataclass(frozen=True, kw_only=True)
class GroupAsset:
    """The right to keep one group, until a day; `group_id` is the group that has it."""

    asset_id: str
    type: str
    is_free: bool
    valid_until_on: date | None
    group_id: str | None


def read_group(data: object) -> ZaloGroup | None:
    """The group of `getgroup`, `updateinfo` or `creategroupwithoa`, whose fields stand one level higher."""
    info = member(data, "group_info") or data
    group_id = identifier(member(info, "group_id"))
    if group_id is None:
        return None
    return ZaloGroup(
        group_id=group_id,
        name=words(member(info, "name")),
        description=words(member(info, "group_description")),
        link=words_or_none(member(info, "group_link")),
        is_enabled=words(member(info, "status")) != DISABLED,
        member_count=_whole(member(info, "total_member")),
        capacity=_whole(member(info, "max_member")),
        deleted_on=_day(member(info, "auto_delete_date")),
    )


def read_groups(data: object) -> GroupPage:
    """The groups of `getgroupsofoa`; rows without an id are left out."""
    groups = tuple(group for entry in entries(member(data, "groups")) if (group := read_group(entry)))
    return GroupPage(total=_whole(member(data, "total")) or len(groups), groups=groups)


def read_members(data: object) -> MemberPage:
    """The people of `listmember` or `listpendinginvite`; rows without an id are left out."""
    members = tuple(each for entry in entries(member(data, "members")) if (each := _member(entry)))
    return MemberPage(total=_whole(member(data, "total")) or len(members), members=members)


def read_assets(data: object) -> tuple[GroupAsset, ...]:
    """The assets of `quota/group`; rows without an id are left out."""
    return tuple(asset for entry in entries(data) if (asset := _asset(entry)))


def _member(entry: object) -> GroupMember | None:
    person_id, account_id = identifier(member(entry, "user_id")), identifier(member(entry, "oa_id"))
    member_id = person_id or account_id
    if member_id is None:
        return None
    return GroupMember(member_id=member_id, name=words(member(entry, "name")), is_account=person_id is None)


def _asset(entry: object) -> GroupAsset | None:
    asset_id = identifier(member(entry, "asset_id"))
    if asset_id is None:
        return None
    return GroupAsset(
        asset_id=asset_id,
        type=words(member(entry, "product_type")),
        is_free=words(member(entry, "status")) == AVAILABLE,
        valid_until_on=_day(member(entry, "valid_through")),
        group_id=identifier(member(entry, "used_id")),
    )


def _day(value: object) -> date | None:
    try:
        return datetime.strptime(words(value), _DATE).date()  # noqa: DTZ007 - Zalo names a day, no instant
    except ValueError:
        return None


def _whole(value: object) -> int | None:
    read = number(value)
    return None if read is None else int(read)
