"""What a group costs on a day: the asset that pays for it, and each message into it; unknown is never 0."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypeVar


class _Dated(Protocol):
    @property
    def valid_from(self) -> date: ...


DatedT = TypeVar("DatedT", bound=_Dated)


@dataclass(frozen=True, kw_only=True)
class AssetPrice:
    """One size of group; `monthly_price` in VND, None where nobody knows it; `most_members` count the account too."""

    asset_type: str
    most_members: int
    monthly_price: int | None
    valid_from: date
    confirmed: bool


@dataclass(frozen=True, kw_only=True)
class SendingPrice:
    """What one message into a group costs from a day on, in VND; 0 is free, None not known."""

    price: int | None
    valid_from: date


@dataclass(frozen=True, kw_only=True)
class GroupPrices:
    """Every price with the day from which it holds (`ward/group_prices.toml`)."""

    assets: tuple[AssetPrice, ...] = ()
    sending: tuple[SendingPrice, ...] = ()

    def assets_on(self, day: date) -> tuple[AssetPrice, ...]:
        """The sizes that can be had on a day, the smallest first."""
        kinds = {asset.asset_type for asset in self.assets}
        found = (_newest((one for one in self.assets if one.asset_type == kind), day) for kind in kinds)
        return tuple(sorted((one for one in found if one), key=lambda one: one.most_members))

    def sending_on(self, day: date) -> int | None:
        """What a message into a group costs on a day; None where it is not known."""
        found = _newest(self.sending, day)
        return found.price if found else None

    def free_until(self, day: date) -> date | None:
        """The last day on which messages into groups are free, if they are on `day`; None when no end is known."""
        if self.sending_on(day) != 0:
            return None
        later = [one.valid_from for one in self.sending if one.valid_from > day and one.price != 0]
        return min(later) - timedelta(days=1) if later else None


def _newest(rows: Iterable[DatedT], day: date) -> DatedT | None:
    return max((row for row in rows if row.valid_from <= day), key=lambda row: row.valid_from, default=None)
