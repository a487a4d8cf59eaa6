"""What may still be said to one person, at whose expense, and why not: the ledger of product C6."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.reply_window import FREE_FOR, OPEN_FOR, ReplyWindow, reply_window

MOST_A_DAY = 1
MOST_A_DUTY_A_WEEK = 3


class ReminderReason(StrEnum):
    """Why a reminder goes by its channel, or why it goes by none."""

    WINDOW_FREE = "window_free"
    WINDOW_ON_QUOTA = "window_on_quota"
    GROUP_ONCE = "group_once"
    TEAM_GROUP = "team_group"
    NO_TEAM_GROUP = "no_team_group"
    NOT_BOUND = "not_bound"
    WINDOW_CLOSED = "window_closed"
    QUOTA_USED = "quota_used"
    PREFERS_CALLS = "prefers_calls"
    WITHDRAWN = "withdrawn"
    TOLD_TODAY = "told_today"
    TOLD_OFTEN = "told_often"
    NO_LEADER = "no_leader"
    NO_CONTACT = "no_contact"
    NO_WARD_GROUP = "no_ward_group"
    LATE_LIST = "late_list"
    ASKED_BY_STAFF = "asked_by_staff"


REACHED = frozenset({ReminderReason.WINDOW_FREE, ReminderReason.WINDOW_ON_QUOTA})
WAITS = frozenset({ReminderReason.TOLD_TODAY, ReminderReason.TOLD_OFTEN})


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """How many messages Zalo last said are left, of how many, and when it said so; None where it did not say."""

    remaining: int | None
    total: int | None
    told_at: datetime


@dataclass(frozen=True, kw_only=True)
class ChatFacts:
    """What is known of the chat with one person: `told_today` counts what we said of our own accord this local day."""

    last_interaction_at: datetime | None = None
    is_withdrawn: bool = False
    prefers_calls: bool = False
    free: Allowance | None = None
    package: Allowance | None = None
    told_today: int = 0


@dataclass(frozen=True, kw_only=True)
class ReplyBudget:
    """What may be said to one person at an instant; a number that Zalo never told is None, not 0."""

    window: ReplyWindow
    free_until: datetime | None
    open_until: datetime | None
    free_left: int | None
    package_left: int | None
    told_today: int
    is_withdrawn: bool
    prefers_calls: bool

    def reason(self) -> ReminderReason:
        """Whether something that is not urgent may be said now, and if not, why; the cap of a day comes last."""
        refusals = (
            (self.is_withdrawn, ReminderReason.WITHDRAWN),
            (self.prefers_calls, ReminderReason.PREFERS_CALLS),
            (self.window is ReplyWindow.CLOSED, ReminderReason.WINDOW_CLOSED),
            (not self._is_free and self.package_left == 0, ReminderReason.QUOTA_USED),
            (self.told_today >= MOST_A_DAY, ReminderReason.TOLD_TODAY),
            (self._is_free, ReminderReason.WINDOW_FREE),
        )
        return next((reason for holds, reason in refusals if holds), ReminderReason.WINDOW_ON_QUOTA)

    @property
    def _is_free(self) -> bool:
        return self.window is ReplyWindow.FREE and self.free_left != 0


def reply_budget(facts: ChatFacts, now: datetime) -> ReplyBudget:
    """The budget of one person; a message of his after Zalo's last word fills the free replies up again."""
    last = facts.last_interaction_at
    window = reply_window(last, now)
    return ReplyBudget(
        window=window,
        free_until=last + FREE_FOR if last and window is ReplyWindow.FREE else None,
        open_until=last + OPEN_FOR if last and window is not ReplyWindow.CLOSED else None,
        free_left=_free_left(facts) if window is ReplyWindow.FREE else 0,
        package_left=_package_left(facts.package, now),
        told_today=facts.told_today,
        is_withdrawn=facts.is_withdrawn,
        prefers_calls=facts.prefers_calls,
    )


def _free_left(facts: ChatFacts) -> int | None:
    free, last = facts.free, facts.last_interaction_at
    if free is None:
        return None
    return free.total if last is not None and last > free.told_at else free.remaining


def _package_left(package: Allowance | None, now: datetime) -> int | None:
    """The month's allowance begins anew with every month."""
    if package is None:
        return None
    is_of_this_month = (package.told_at.year, package.told_at.month) == (now.year, now.month)
    return package.remaining if is_of_this_month else package.total
