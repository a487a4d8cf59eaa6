"""The questions and wishes about groups that take several requests: whole lists, the right asset, people one by one."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

from bot.client import MAX_ROWS, ZaloClient
from bot.errors import ZaloFailure
from bot.group_answers import GroupAsset, GroupAssetSource, GroupAssetType, ZaloGroup
from domain.clock import Clock
from domain.errors import HoaXuanError
from handlers.groups import SeenGroup
from storage import tables

MOST_AT_ONCE = 99
MOST_PAGES = 120
CANNOT_BE_INVITED = frozenset({"-230", "-232", "-213", "-217", "-222", "-227", "-201"})
FULL = "-210"
RowT = TypeVar("RowT")


class NoFreeAsset(HoaXuanError):
    """Nothing pays for one more group of this size."""


class NoAllowance(HoaXuanError):
    """Messages need what is left of the limit: a reading has to wait."""


class GroupCalls:
    """Several requests for one task; each but the first takes its share of the limit."""

    def __init__(self, client: ZaloClient, spend: Callable[[], bool], clock: Clock) -> None:
        """`spend` takes one request out of the limit. All raise ZaloFailure; reads raise NoAllowance."""
        self._client = client
        self._spend = spend
        self._clock = clock

    def all_groups(self) -> list[SeenGroup]:
        """Zalo's whole list; groups that come twice, since the list moved meanwhile, count once."""
        found = {group.group_id: as_seen(group) for group in self._pages(lambda at: self._client.groups(at).groups)}
        return list(found.values())

    def group_named(self, name: str) -> SeenGroup | None:
        """A group of ours of exactly this name: after a cut-off call it may be there already."""
        return next((group for group in self.all_groups() if group.name == name), None)

    def assets(self, kinds: Collection[str]) -> list[tables.GroupAsset]:
        """Every asset of these sizes, wherever it came from."""
        known = [kind for kind in GroupAssetType if kind in kinds]
        listed = [
            (asset, source) for kind in known for source in GroupAssetSource for asset in self._assets(kind, source)
        ]
        return [
            tables.GroupAsset(
                asset_id=asset.asset_id,
                asset_type=asset.type,
                source=source,
                is_free=asset.is_free,
                valid_until_on=asset.valid_until_on,
                zalo_group_id=asset.group_id,
                read_at=self._clock(),
            )
            for asset, source in {asset.asset_id: (asset, source) for asset, source in listed}.values()
        ]

    def create(self, name: str, asset_type: str, managers: Sequence[str]) -> SeenGroup:
        """Make a group with the first manager whom Zalo lets in; the others are invited later. Raises NoFreeAsset."""
        today = self._clock().date()
        for source in GroupAssetSource:
            for asset in self._assets(GroupAssetType(asset_type), source):
                if asset.is_free and (asset.valid_until_on is None or asset.valid_until_on >= today):
                    return as_seen(self._with_a_manager(name, asset.asset_id, managers))
        raise NoFreeAsset(asset_type)

    def _with_a_manager(self, name: str, asset_id: str, managers: Sequence[str]) -> ZaloGroup:
        self._ask()
        for manager in managers[:-1]:
            try:
                return self._client.create_group(name, asset_id, [manager])
            except ZaloFailure as failure:
                if failure.code not in CANNOT_BE_INVITED:
                    raise
        return self._client.create_group(name, asset_id, list(managers[-1:]))

    def invite(self, group_id: str, accounts: Mapping[int, str]) -> list[int]:
        """Invite these people and answer who was taken in: all at once, or one by one when somebody may not be."""
        wanted = list(accounts)[:MOST_AT_ONCE]
        try:
            self._client.invite_members(group_id, [accounts[one] for one in wanted])
        except ZaloFailure as failure:
            if failure.code not in CANNOT_BE_INVITED | {FULL}:
                raise
        else:
            return wanted
        return [one for one in wanted if self._invite_one(group_id, accounts[one])]

    def _invite_one(self, group_id: str, account: str) -> bool:
        self._ask()
        try:
            self._client.invite_members(group_id, [account])
        except ZaloFailure as failure:
            if failure.code not in CANNOT_BE_INVITED | {FULL}:
                raise
            return False
        return True

    def read(self, group_id: str) -> tuple[SeenGroup, set[str]]:
        """A group, and the accounts of everybody in it."""
        group = self._client.group(group_id)
        self._ask()
        rows = self._pages(lambda at: self._client.group_members(group_id, at).members)
        return as_seen(group), {row.member_id for row in rows if not row.is_account}

    def _assets(self, kind: GroupAssetType, source: GroupAssetSource) -> tuple[GroupAsset, ...]:
        self._ask()
        return self._client.group_assets(kind, source)

    def _pages(self, page_at: Callable[[int], Sequence[RowT]]) -> list[RowT]:
        rows: list[RowT] = []
        for _ in range(MOST_PAGES):
            page = page_at(len(rows))
            rows += page
            if len(page) < MAX_ROWS:
                break
            self._ask()
        return rows

    def _ask(self) -> None:
        """One more request; the first was allowed to whoever claimed the task."""
        if not self._spend():
            raise NoAllowance("the limit is kept for messages")


def as_seen(group: ZaloGroup) -> SeenGroup:
    """Zalo's group in our words."""
    return SeenGroup(
        zalo_group_id=group.group_id,
        name=group.name,
        is_active=group.is_enabled,
        member_count=group.member_count,
        capacity=group.capacity,
        link=group.link,
        deleted_on=group.deleted_on,
    )
