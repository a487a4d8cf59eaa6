"""Who is reminded of a duty now, by which way and why: a pure plan, for the dry run and for the real one alike.

The ladder, the channels and what is never said in a group follow reporting §3.5 and product C6.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.duties import Occurrence, ReminderChannel, Rung
from domain.quiet_hours import SpeakingHours
from domain.reply_window import ReplyWindow, reply_window
from domain.working_days import WorkingCalendar


class ReminderReason(StrEnum):
    """Why a reminder goes by its channel, or why it goes by none."""

    WINDOW_FREE = "window_free"
    WINDOW_ON_QUOTA = "window_on_quota"
    GROUP_ONCE = "group_once"
    NOT_BOUND = "not_bound"
    WINDOW_CLOSED = "window_closed"
    WITHDRAWN = "withdrawn"
    NO_LEADER = "no_leader"
    NO_WARD_GROUP = "no_ward_group"


@dataclass(frozen=True, kw_only=True)
class Leader:
    """Who leads a team that still owes; `person_id` is None until a Zalo account is bound to the member."""

    member_id: int
    full_name: str
    person_id: int | None = None
    last_interaction_at: datetime | None = None
    is_withdrawn: bool = False


@dataclass(frozen=True, kw_only=True)
class Debtor:
    """A team that still owes a report, with those who lead it."""

    team_id: int
    team_name: str
    leaders: tuple[Leader, ...]


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One rung of one occurrence at the instant it is climbed."""

    occurrence: Occurrence
    rung: Rung


@dataclass(frozen=True, kw_only=True)
class Reminding:
    """What the plan needs to know: who owes, what the ward's group is, and what was decided before."""

    moment: Moment
    debtors: Sequence[Debtor]
    ward_group_id: int | None
    decided: Collection[str]


@dataclass(frozen=True, kw_only=True)
class PlannedReminder:
    """One reminder; without a channel nobody is told, and the reason says why.

    `key` is the same whenever the same decision is made again; `is_new` tells whether it was made before.
    """

    key: str
    channel: ReminderChannel | None
    reason: ReminderReason
    occurrence: Occurrence
    rung: Rung
    team_names: tuple[str, ...] = ()
    leader: Leader | None = None
    group_id: int | None = None
    is_new: bool = True


_WINDOW_REASONS = {
    ReplyWindow.FREE: ReminderReason.WINDOW_FREE,
    ReplyWindow.ON_QUOTA: ReminderReason.WINDOW_ON_QUOTA,
    ReplyWindow.CLOSED: ReminderReason.WINDOW_CLOSED,
}


def human_key(member_id: int, person_id: int | None) -> str:
    """The same human in several teams is known by his Zalo account, and without one each membership stands alone."""
    return f"member-{member_id}" if person_id is None else f"person-{person_id}"


def phone_key(duty: str, period: str, human: str) -> str:
    """The key of the one decision to telephone a human about a duty and period."""
    return f"{duty}:{period}:phone:{human}"


def rung_at(occurrence: Occurrence, rung: Rung, calendar: WorkingCalendar, local_now: datetime) -> datetime:
    """The local instant of a rung: so many working days before the due day."""
    day = occurrence.due_on
    for _ in range(rung.working_days_before):
        day = calendar.previous_working_day(day)
    return datetime.combine(day, rung.at, tzinfo=local_now.tzinfo)


def current_moment(
    occurrence: Occurrence, calendar: WorkingCalendar, hours: SpeakingHours, local_now: datetime
) -> Moment | None:
    """The newest rung that is due, if reminders may leave now; None before the first, at quiet hours, or too late.

    Rungs missed while nothing ran are not made up one by one: only the newest speaks. After the due day none does.
    """
    if local_now.date() > occurrence.due_on or not hours.allow(local_now, calendar):
        return None
    due = [rung for rung in occurrence.duty.ladder if rung_at(occurrence, rung, calendar, local_now) <= local_now]
    return Moment(occurrence=occurrence, rung=due[-1]) if due else None


def plan_reminders(reminding: Reminding, now: datetime) -> list[PlannedReminder]:
    """Every reminder of one moment: the ward's group once a period, then each leader who still owes, then the silent.

    Nobody is reminded once no team owes any more. The group hears of the duty and its day, and never who is late.
    """
    if not reminding.debtors:
        return []
    return [_to_group(reminding), *_to_leaders(reminding, now), *_without_leader(reminding)]


def _to_group(reminding: Reminding) -> PlannedReminder:
    group_id = reminding.ward_group_id
    if group_id is None:
        return _planned(reminding, None, ReminderReason.NO_WARD_GROUP, "no_group")
    return _planned(reminding, ReminderChannel.WARD_GROUP, ReminderReason.GROUP_ONCE, "ward_group", group_id=group_id)


def _to_leaders(reminding: Reminding, now: datetime) -> Iterator[PlannedReminder]:
    """One message a human, however many teams he leads."""
    teams: dict[str, tuple[Leader, list[str]]] = {}
    for debtor in reminding.debtors:
        for leader in debtor.leaders:
            teams.setdefault(_who(leader), (leader, []))[1].append(debtor.team_name)
    for who, (leader, names) in teams.items():
        yield _to_leader(reminding, who, leader, tuple(names), now)


def _to_leader(
    reminding: Reminding, who: str, leader: Leader, team_names: tuple[str, ...], now: datetime
) -> PlannedReminder:
    rung = reminding.moment.rung
    reason = _reason(leader, now)
    channel: ReminderChannel | None
    if reason in (ReminderReason.WINDOW_FREE, ReminderReason.WINDOW_ON_QUOTA):
        channel, key = ReminderChannel.PRIVATE_CHAT, f"{rung.key}:private_chat:{who}"
    elif rung.phones:
        channel, key = ReminderChannel.PHONE, f"phone:{who}"
    else:
        channel = ReminderChannel.WARD_GROUP if reminding.ward_group_id else None
        key = f"{rung.key}:silent:{who}"
    return _planned(reminding, channel, reason, key, leader=leader, team_names=team_names)


def _without_leader(reminding: Reminding) -> Iterator[PlannedReminder]:
    for debtor in reminding.debtors:
        if not debtor.leaders:
            key = f"no_leader:team-{debtor.team_id}"
            yield _planned(reminding, None, ReminderReason.NO_LEADER, key, team_names=(debtor.team_name,))


def _reason(leader: Leader, now: datetime) -> ReminderReason:
    if leader.person_id is None:
        return ReminderReason.NOT_BOUND
    if leader.is_withdrawn:
        return ReminderReason.WITHDRAWN
    return _WINDOW_REASONS[reply_window(leader.last_interaction_at, now)]


def _who(leader: Leader) -> str:
    return human_key(leader.member_id, leader.person_id)


def _planned(
    reminding: Reminding,
    channel: ReminderChannel | None,
    reason: ReminderReason,
    key: str,
    *,
    leader: Leader | None = None,
    group_id: int | None = None,
    team_names: tuple[str, ...] = (),
) -> PlannedReminder:
    occurrence = reminding.moment.occurrence
    full_key = f"{occurrence.duty.code}:{occurrence.period}:{key}"
    return PlannedReminder(
        key=full_key,
        channel=channel,
        reason=reason,
        occurrence=occurrence,
        rung=reminding.moment.rung,
        team_names=team_names,
        leader=leader,
        group_id=group_id,
        is_new=full_key not in reminding.decided,
    )
