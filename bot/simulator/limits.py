"""When Zalo lets the account speak: the window, free replies, the month's quota, calls a minute (§4.2, §11)."""

from dataclasses import replace
from datetime import datetime

from bot.simulator import identifiers
from bot.simulator.answers import ZaloRefusal
from bot.simulator.chats import Standing
from bot.simulator.options import FREE_WINDOW, REPLY_WINDOW, SimulatorOptions

_UNLIMITED_AS_SHOWN = 8


class CallMeter:
    """Counts calls; the counter starts again with every minute of the simulator's clock.

    `limit` is the calls of one minute, None for no limit; it may be changed at any time.
    """

    def __init__(self, options: SimulatorOptions) -> None:
        self.limit = options.requests_per_minute
        self._clock = options.clock
        self._minute: datetime | None = None
        self._calls = 0

    def count(self) -> None:
        """Count one call; above the limit it is refused with -32."""
        minute = self._clock().replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute, self._calls = minute, 0
        self._calls += 1
        if self.limit is not None and self._calls > self.limit:
            raise ZaloRefusal(-32)


class ReplyLedger:
    """Charges each message to the free window, to the month's quota or to money."""

    def __init__(self, options: SimulatorOptions) -> None:
        self._options = options
        self._month = ""
        self._month_used = 0
        self.paid_messages = 0

    def charge(self, standing: Standing, *, pays: bool) -> tuple[Standing, dict[str, object]]:
        """The standing after one more message, and the `quota` part of the answer.

        Refused with -217 (blocked), -232 (never interacted), -230 (longer ago than 7 days), -211 (nothing left).
        """
        age = self._options.clock() - _last_interaction(standing)
        if age > REPLY_WINDOW:
            raise ZaloRefusal(-230)
        if age <= FREE_WINDOW and self.free_left(standing) > 0:
            used = replace(standing, free_replies_used=standing.free_replies_used + 1)
            return used, self._quota("reply", self.free_left(used), self._free_total())
        return standing, self._charge_month(pays)

    def free_left(self, standing: Standing) -> int:
        """Free replies left in the person's window, 0 outside it."""
        interaction = standing.last_interaction_at
        if interaction is None or self._options.clock() - interaction > FREE_WINDOW:
            return 0
        if self._options.free_replies is None:
            return _UNLIMITED_AS_SHOWN
        return max(0, self._options.free_replies - standing.free_replies_used)

    def reply_quota(self, standing: Standing) -> dict[str, object]:
        """The answer to a question about one person's quota (`quota/message` with `user_id`)."""
        interaction = standing.last_interaction_at
        return {
            "last_interaction": "" if interaction is None else str(identifiers.milliseconds(interaction)),
            "cs_reply": {"remain": self.free_left(standing), "total": self._free_total()},
            "promotion": {"daily_remain": 0, "daily_total": 1, "monthly_remain": 0, "monthly_total": 4},
        }

    def package_quota(self) -> list[dict[str, object]]:
        """The answer to a question about the package's month (`quota/message` with `quota_owner`)."""
        total = self._options.monthly_messages
        return [
            {
                "asset_id": f"asset-{self._options.oa_id[-6:]}",
                "product_type": "cs",
                "quota_type": "sub_quota",
                "valid_through": self._expiry(),
                "total": total,
                "remain": total - self._used_this_month(),
            }
        ]

    def _charge_month(self, pays: bool) -> dict[str, object]:
        total = self._options.monthly_messages
        if self._used_this_month() < total:
            self._month_used += 1
            return self._quota("sub_quota", total - self._month_used, total)
        if not pays:
            raise ZaloRefusal(-211)
        self.paid_messages += 1
        return self._quota("purchase_quota", 0, 0)

    def _used_this_month(self) -> int:
        month = self._options.clock().strftime("%Y-%m")
        if month != self._month:
            self._month, self._month_used = month, 0
        return self._month_used

    def _free_total(self) -> int:
        return _UNLIMITED_AS_SHOWN if self._options.free_replies is None else self._options.free_replies

    def _quota(self, kind: str, remain: int, total: int) -> dict[str, object]:
        return {
            "quota_type": kind,
            "remain": str(remain),
            "total": str(total),
            "expired_date": self._expiry(),
            "owner_type": "OA",
            "owner_id": self._options.oa_id,
        }

    def _expiry(self) -> str:
        return f"31/12/{self._options.clock().year}"


def _last_interaction(standing: Standing) -> datetime:
    if standing.blocks:
        raise ZaloRefusal(-217)
    if standing.last_interaction_at is None:
        raise ZaloRefusal(-232)
    return standing.last_interaction_at
