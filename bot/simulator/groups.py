"""The groups that the account owns and the assets that pay for them: members, admins, who waits, what lapses (§5)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.simulator import identifiers
from bot.simulator.answers import ZaloRefusal

KEPT_AFTER_LAPSE = timedelta(days=45)
ASSET_LIFETIME = timedelta(days=365)


class AssetType(StrEnum):
    """How large a group may grow; the number is the members, the account included."""

    GMF10 = "gmf10"
    GMF50 = "gmf50"
    GMF100 = "gmf100"
    GMF1000 = "gmf1000"

    @property
    def capacity(self) -> int:
        """Members at most."""
        return int(self.value.removeprefix("gmf"))


class AssetSource(StrEnum):
    """Where an asset came from: the package, money or a present."""

    SUB_QUOTA = "sub_quota"
    PURCHASE_QUOTA = "purchase_quota"
    REWARD_QUOTA = "reward_quota"


@dataclass(frozen=True, kw_only=True)
class GroupAsset:
    """The right to keep one group until an instant."""

    id: str
    type: AssetType
    source: AssetSource
    valid_until_at: datetime
    auto_renew: bool = False


@dataclass(frozen=True, kw_only=True)
class GroupSettings:
    """What the account may set about a group."""

    only_admins_write: bool = False
    approves_joining: bool = False
    shows_history: bool = True
    joins_by_link: bool = True


@dataclass(frozen=True, kw_only=True)
class SimulatedGroup:
    """A group as it stood when this was read; members and those who wait to be let in, in order of coming."""

    id: str
    name: str
    asset_id: str
    description: str = ""
    avatar: str = ""
    member_ids: tuple[str, ...] = ()
    admin_ids: tuple[str, ...] = ()
    pending_ids: tuple[str, ...] = ()
    settings: GroupSettings = GroupSettings()

    @property
    def link(self) -> str:
        """The address by which people join."""
        return f"https://zalo.me/g/{self.id[:10]}"


class GroupBook:
    """All groups and assets, in memory; the caller holds the simulator's lock."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._groups: dict[str, SimulatedGroup] = {}
        self._assets: dict[str, GroupAsset] = {}

    def add_asset(self, asset_type: AssetType, source: AssetSource) -> GroupAsset:
        """A new asset, valid for a year."""
        valid_until_at = self._clock() + ASSET_LIFETIME
        asset = GroupAsset(
            id=identifiers.token(asset_type), type=asset_type, source=source, valid_until_at=valid_until_at
        )
        self._assets[asset.id] = asset
        return asset

    def assets(self) -> tuple[GroupAsset, ...]:
        """Every asset that is valid or still holds a group, oldest first."""
        return tuple(each for each in self._assets.values() if self._is_valid(each) or self.used_by(each.id))

    def asset_of(self, group: SimulatedGroup) -> GroupAsset:
        """The asset that pays for a group."""
        return self._assets[group.asset_id]

    def used_by(self, asset_id: str) -> str | None:
        """The id of the group that an asset pays for, or None while it is free."""
        return next((group.id for group in self.groups() if group.asset_id == asset_id), None)

    def free_asset(self, asset_id: str) -> GroupAsset:
        """An asset that may be taken; -241 if it does not exist or has lapsed, -238 if a group has it."""
        asset = self._assets.get(asset_id)
        if asset is None or not self._is_valid(asset):
            raise ZaloRefusal(-241)
        if self.used_by(asset_id) is not None:
            raise ZaloRefusal(-238)
        return asset

    def lapse(self, group: SimulatedGroup) -> None:
        """End the asset of a group now, which disables the group."""
        self._assets[group.asset_id] = replace(self.asset_of(group), valid_until_at=self._clock())

    def renew(self, group: SimulatedGroup) -> None:
        """Pay for a group for another year from now."""
        until = self._clock() + ASSET_LIFETIME
        self._assets[group.asset_id] = replace(self.asset_of(group), valid_until_at=until)

    def groups(self) -> tuple[SimulatedGroup, ...]:
        """The groups that exist, oldest first; 45 days after its asset lapsed a group is gone."""
        now = self._clock()
        return tuple(group for group in self._groups.values() if now < self.deleted_at(group))

    def group(self, group_id: str) -> SimulatedGroup:
        """A group in which the account is; any other is refused with -403."""
        group = self._groups.get(group_id)
        if group is None or self._clock() >= self.deleted_at(group):
            raise ZaloRefusal(-403)
        return group

    def enabled_group(self, group_id: str) -> SimulatedGroup:
        """A group that the account may speak in and manage; -237 if its asset has lapsed."""
        group = self.group(group_id)
        if not self.is_enabled(group):
            raise ZaloRefusal(-237)
        return group

    def is_enabled(self, group: SimulatedGroup) -> bool:
        """Whether the group's asset is valid."""
        return self._is_valid(self.asset_of(group))

    def deleted_at(self, group: SimulatedGroup) -> datetime:
        """When Zalo deletes the group unless its asset is renewed."""
        return self.asset_of(group).valid_until_at + KEPT_AFTER_LAPSE

    def keep(self, group: SimulatedGroup) -> SimulatedGroup:
        """Store a group, new or changed; more members than its asset carries are refused with -210."""
        if len(group.member_ids) + 1 > self.asset_of(group).type.capacity:
            raise ZaloRefusal(-210, "member_user_ids")
        self._groups[group.id] = group
        return group

    def remove(self, group: SimulatedGroup) -> None:
        """Forget a group; its asset is free again."""
        del self._groups[group.id]

    def _is_valid(self, asset: GroupAsset) -> bool:
        return self._clock() < asset.valid_until_at
