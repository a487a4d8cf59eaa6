"""Who is reminded, by which way and why: the pure plan behind the dry run and the real one."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.duties import ReminderChannel, current_occurrence
from domain.reminders import (
    Debtor,
    Leader,
    Moment,
    ReminderReason,
    Reminding,
    current_moment,
    plan_reminders,
)
from domain.reply_window import ReplyWindow, reply_window
from ward.loader import load_ward

WARD = load_ward(Path(__file__).parents[2] / "ward")
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DUE_DAY = datetime(2026, 12, 18, 9, 0, tzinfo=ZONE)
FOUND = current_occurrence(WARD.duties[0], WARD.calendar, date(2026, 12, 1))
assert FOUND is not None
Q4 = FOUND
RUNGS = {rung.key: rung for rung in Q4.duty.ladder}
ANN = Leader(member_id=1, full_name="An", person_id=11, last_interaction_at=DUE_DAY - timedelta(hours=1))


def reminding(
    *debtors: Debtor, rung: str = "due_day", group: int | None = 3, decided: frozenset[str] = frozenset()
) -> Reminding:
    return Reminding(
        moment=Moment(occurrence=Q4, rung=RUNGS[rung]), debtors=debtors, ward_group_id=group, decided=decided
    )


def led_by(*leaders: Leader, team_id: int = 1, name: str = "Tổ 1") -> Debtor:
    return Debtor(team_id=team_id, team_name=name, leaders=leaders)


def decisions(plan: Reminding) -> list[tuple[ReminderChannel | None, ReminderReason]]:
    return [(one.channel, one.reason) for one in plan_reminders(plan, DUE_DAY)]


@pytest.mark.parametrize(
    ("at", "rung"),
    [
        ("2026-12-15T08:59", None),
        ("2026-12-15T09:00", "three_days_before"),
        ("2026-12-15T11:30", None),
        ("2026-12-15T13:30", "three_days_before"),
        ("2026-12-15T20:00", None),
        ("2026-12-16T07:29", None),
        ("2026-12-16T10:00", "three_days_before"),
        ("2026-12-17T08:59", "three_days_before"),
        ("2026-12-17T09:00", "day_before"),
        ("2026-12-18T08:00", "day_before"),
        ("2026-12-18T09:00", "due_day"),
        ("2026-12-18T19:59", "due_day"),
        ("2026-12-18T20:00", None),
        ("2026-12-19T09:00", None),
        ("2026-12-21T09:00", None),
    ],
)
def test_each_rung_speaks_from_its_time_on_in_the_speaking_hours_of_working_days(at: str, rung: str | None) -> None:
    local = datetime.fromisoformat(at).replace(tzinfo=ZONE)
    moment = current_moment(Q4, WARD.calendar, WARD.speaking_hours, local)
    assert (moment.rung.key if moment else None) == rung


@given(st.integers(0, 60 * 24 * 395))
def test_nothing_is_ever_said_at_quiet_hours_or_after_the_due_day(minutes: int) -> None:
    local = datetime(2026, 1, 1, tzinfo=ZONE) + timedelta(minutes=minutes)
    occurrence = current_occurrence(WARD.duties[0], WARD.calendar, local.date())
    if occurrence and current_moment(occurrence, WARD.calendar, WARD.speaking_hours, local):
        assert WARD.calendar.is_working_day(local.date())
        assert time(7, 30) <= local.time() < time(11, 30) or time(13, 30) <= local.time() < time(20)
        assert local.date() <= occurrence.due_on


def test_the_group_hears_first_and_a_leader_who_has_just_written_hears_for_free() -> None:
    assert decisions(reminding(led_by(ANN))) == [
        (ReminderChannel.WARD_GROUP, ReminderReason.GROUP_ONCE),
        (ReminderChannel.PRIVATE_CHAT, ReminderReason.WINDOW_FREE),
    ]


@pytest.mark.parametrize(
    ("change", "rung", "channel", "reason"),
    [
        ({"last_interaction_at": DUE_DAY - timedelta(days=3)}, "due_day", "private_chat", "window_on_quota"),
        ({"last_interaction_at": DUE_DAY - timedelta(days=7)}, "due_day", "phone", "window_closed"),
        ({"last_interaction_at": None}, "day_before", "phone", "window_closed"),
        ({"last_interaction_at": None}, "three_days_before", "ward_group", "window_closed"),
        ({"person_id": None}, "three_days_before", "ward_group", "not_bound"),
        ({"person_id": None}, "due_day", "phone", "not_bound"),
        ({"is_withdrawn": True}, "due_day", "phone", "withdrawn"),
    ],
)
def test_the_channel_of_a_leader_follows_his_window(
    change: dict[str, object], rung: str, channel: str, reason: str
) -> None:
    leader = replace(ANN, **change)  # type: ignore[arg-type]
    assert decisions(reminding(led_by(leader), rung=rung))[1] == (channel, reason)


def test_without_a_ward_group_the_plan_says_so_and_goes_on() -> None:
    silent = replace(ANN, member_id=2, person_id=None)
    assert decisions(reminding(led_by(ANN, silent), rung="three_days_before", group=None)) == [
        (None, ReminderReason.NO_WARD_GROUP),
        (ReminderChannel.PRIVATE_CHAT, ReminderReason.WINDOW_FREE),
        (None, ReminderReason.NOT_BOUND),
    ]


def test_a_leader_of_two_teams_hears_once_of_both() -> None:
    again = replace(ANN, member_id=7)
    plan = plan_reminders(reminding(led_by(ANN), led_by(again, team_id=2, name="Tổ 2")), DUE_DAY)
    private = [one for one in plan if one.channel is ReminderChannel.PRIVATE_CHAT]
    assert [one.team_names for one in private] == [("Tổ 1", "Tổ 2")]


def test_a_team_without_a_leader_is_named_to_the_office_and_to_nobody_else() -> None:
    assert decisions(reminding(led_by()))[1:] == [(None, ReminderReason.NO_LEADER)]


def test_nobody_is_reminded_once_nobody_owes() -> None:
    assert plan_reminders(reminding(), DUE_DAY) == []


def test_what_was_decided_is_not_new_and_a_call_is_asked_for_once_a_period() -> None:
    silent = replace(ANN, person_id=None)
    first = plan_reminders(reminding(led_by(silent), rung="day_before"), DUE_DAY)
    decided = frozenset(one.key for one in first)
    again = plan_reminders(reminding(led_by(silent), rung="due_day", decided=decided), DUE_DAY)
    assert [one.is_new for one in first] == [True, True]
    assert [one.is_new for one in again] == [False, False]


@pytest.mark.parametrize(
    ("ago", "window"),
    [
        (timedelta(0), ReplyWindow.FREE),
        (timedelta(hours=48) - timedelta(seconds=1), ReplyWindow.FREE),
        (timedelta(hours=48), ReplyWindow.ON_QUOTA),
        (timedelta(days=7) - timedelta(seconds=1), ReplyWindow.ON_QUOTA),
        (timedelta(days=7), ReplyWindow.CLOSED),
    ],
)
def test_the_window_is_free_then_on_quota_then_closed(ago: timedelta, window: ReplyWindow) -> None:
    assert reply_window(DUE_DAY - ago, DUE_DAY) is window
    assert reply_window(None, DUE_DAY) is ReplyWindow.CLOSED
