"""Who is reminded, by which way and why: the pure plan behind the dry run and the real one."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.duties import Audience, DutyHolder, ReminderChannel, Saying, current_occurrence
from domain.ladder import speaking, steps
from domain.reminders import (
    Agenda,
    Debtor,
    PlannedReminder,
    Recipient,
    Surroundings,
    in_digests,
    plan_reminders,
)
from domain.reply_budget import Allowance, ChatFacts, ReminderReason, reply_budget
from domain.reply_window import ReplyWindow, reply_window
from ward.loader import load_ward

WARD = load_ward(Path(__file__).parents[2] / "ward")
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DUE_DAY = datetime(2026, 12, 18, 9, 0, tzinfo=ZONE)
FOUND = current_occurrence(WARD.duties[0], WARD.calendar, date(2026, 12, 1))
assert FOUND is not None
Q4 = FOUND
STEPS = steps(Q4, WARD.calendar, ZONE)
BY_KEY = {step.rung.key: step for step in STEPS}
JUST_WRITTEN = ChatFacts(last_interaction_at=DUE_DAY - timedelta(hours=1))


def person(number: int = 1, facts: ChatFacts | None = JUST_WRITTEN, *, member_id: int | None = None) -> Recipient:
    """Somebody bound, with what is known of his chat; None for somebody without an account."""
    member_id = member_id or number
    if facts is None:
        return Recipient(key=f"member-{member_id}", full_name="An", member_id=member_id)
    return Recipient(
        key=f"person-{number}",
        full_name="An",
        member_id=member_id,
        person_id=number,
        account=f"88000000000000000{number:02}",
        budget=reply_budget(facts, DUE_DAY),
    )


ANN = person()


def led_by(*leaders: Recipient, number: int = 1, group_id: int | None = None) -> Debtor:
    return Debtor(
        owner=f"team-{number}", name=f"Tổ {number}", recipients={Audience.LEADERS: leaders}, group_id=group_id
    )


def plan(
    *debtors: Debtor,
    rung: str = "due_day",
    today: date = date(2026, 12, 18),
    group: int | None = 3,
    decided: frozenset[str] = frozenset(),
    week: dict[tuple[str, str], int] | None = None,
    office: tuple[Recipient, ...] = (),
) -> list[PlannedReminder]:
    """What is planned when this rung is the newest for its audiences, and the group's for the group."""
    step = BY_KEY[rung]
    speaks = {Audience.WARD_GROUP: BY_KEY["three_days_before"]} | dict.fromkeys(step.rung.to, step)
    if step.rung.is_after_due or step.rung.says is Saying.COLLECT:
        speaks = dict.fromkeys(step.rung.to, step)
    around = Surroundings(today=today, ward_group_id=group, decided=decided, week_counts=week or {}, office=office)
    return plan_reminders(Agenda(occurrence=Q4, steps=speaks, debtors=debtors), around)


def decisions(planned: list[PlannedReminder]) -> list[tuple[ReminderChannel | None, ReminderReason]]:
    return [(one.channel, one.reason) for one in planned]


def spoken_at(local: datetime) -> dict[Audience, str]:
    if not WARD.speaking_hours.allow(local, WARD.calendar):
        return {}
    return {audience: step.rung.key for audience, step in speaking(STEPS, local).items()}


@pytest.mark.parametrize(
    ("at", "rung"),
    [
        ("2026-12-14T09:00", None),
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
    assert spoken_at(datetime.fromisoformat(at).replace(tzinfo=ZONE)).get(Audience.LEADERS) == rung


@pytest.mark.parametrize(
    ("at", "audience", "rung"),
    [
        ("2026-12-07T09:00", Audience.TEAM_GROUPS, "week_before_cut_off"),
        ("2026-12-11T15:00", Audience.TEAM_GROUPS, "week_before_cut_off"),
        ("2026-12-14T09:00", Audience.TEAM_GROUPS, None),
        ("2026-12-15T09:00", Audience.DEPUTIES, "three_days_before"),
        ("2026-12-18T15:00", Audience.DEPUTIES, "three_days_before"),
        ("2026-12-18T15:00", Audience.OFFICE, None),
        ("2026-12-21T08:59", Audience.OFFICE, None),
        ("2026-12-21T09:00", Audience.OFFICE, "late"),
        ("2027-01-15T09:00", Audience.OFFICE, "late"),
        ("2027-01-19T09:00", Audience.OFFICE, None),
    ],
)
def test_each_audience_has_its_own_newest_rung(at: str, audience: Audience, rung: str | None) -> None:
    assert spoken_at(datetime.fromisoformat(at).replace(tzinfo=ZONE)).get(audience) == rung


def test_a_cut_off_near_a_reminder_is_one_message_with_it() -> None:
    assert "cut_off_day" not in BY_KEY
    assert BY_KEY["three_days_before"].tells_cut_off
    assert not BY_KEY["due_day"].tells_cut_off


def test_a_cut_off_far_from_the_reminder_speaks_for_itself() -> None:
    early = replace(Q4, cut_off_on=date(2026, 12, 11))
    found = {step.rung.key: step for step in steps(early, WARD.calendar, ZONE)}
    assert found["cut_off_day"].rung.says is Saying.DRAFT
    assert not found["three_days_before"].tells_cut_off


@given(st.integers(0, 60 * 24 * 395))
def test_nothing_is_ever_said_at_quiet_hours_and_of_delays_only_to_the_office(minutes: int) -> None:
    local = datetime(2026, 1, 1, tzinfo=ZONE) + timedelta(minutes=minutes)
    for duty in WARD.duties:
        occurrence = current_occurrence(duty, WARD.calendar, local.date() - timedelta(days=20))
        if occurrence is None or not WARD.speaking_hours.allow(local, WARD.calendar):
            continue
        for audience, step in speaking(steps(occurrence, WARD.calendar, ZONE), local).items():
            assert step.at <= local
            assert (audience is Audience.OFFICE) is (local.date() > occurrence.due_on)
            assert local.date() <= step.last_on


@pytest.mark.parametrize("duty", [duty for duty in WARD.duties if duty.schedule], ids=lambda duty: duty.code)
def test_every_duty_with_a_day_has_a_ladder_that_ends_at_the_office(duty: object) -> None:
    ladder = duty.ladder  # type: ignore[attr-defined]
    assert ladder[-1].to == (Audience.OFFICE,)
    assert all(Audience.OFFICE not in rung.to for rung in ladder[:-1])
    if duty.holder is DutyHolder.WARD:  # type: ignore[attr-defined]
        assert [rung.to for rung in ladder[:-1]] == [
            (Audience.SPECIALIST,),
            (Audience.HEAD,),
            (Audience.WARD_LEADER,),
        ]


def test_the_group_hears_first_and_a_leader_who_has_just_written_hears_for_free() -> None:
    assert decisions(plan(led_by(ANN))) == [
        (ReminderChannel.WARD_GROUP, ReminderReason.GROUP_ONCE),
        (ReminderChannel.PRIVATE_CHAT, ReminderReason.WINDOW_FREE),
    ]


LONG_AGO = ChatFacts(last_interaction_at=DUE_DAY - timedelta(days=7))
LAST_WEEK = ChatFacts(last_interaction_at=DUE_DAY - timedelta(days=3))
USED_UP = Allowance(remaining=0, total=500, told_at=DUE_DAY - timedelta(days=1))


@pytest.mark.parametrize(
    ("facts", "rung", "channel", "reason"),
    [
        (LAST_WEEK, "due_day", "private_chat", "window_on_quota"),
        (LONG_AGO, "due_day", "phone", "window_closed"),
        (ChatFacts(), "day_before", "phone", "window_closed"),
        (ChatFacts(), "three_days_before", "ward_group", "window_closed"),
        (None, "three_days_before", "ward_group", "not_bound"),
        (None, "due_day", "phone", "not_bound"),
        (replace(JUST_WRITTEN, is_withdrawn=True), "due_day", "phone", "withdrawn"),
        (replace(JUST_WRITTEN, prefers_calls=True), "due_day", "phone", "prefers_calls"),
        (replace(JUST_WRITTEN, prefers_calls=True), "three_days_before", "ward_group", "prefers_calls"),
        (replace(LAST_WEEK, package=USED_UP), "due_day", "phone", "quota_used"),
        (replace(JUST_WRITTEN, package=USED_UP), "due_day", "private_chat", "window_free"),
        (replace(JUST_WRITTEN, free=replace(USED_UP, told_at=DUE_DAY)), "due_day", "private_chat", "window_on_quota"),
        (replace(JUST_WRITTEN, told_today=1), "due_day", None, "told_today"),
        (replace(LONG_AGO, told_today=1), "due_day", "phone", "window_closed"),
    ],
)
def test_the_channel_of_a_leader_follows_his_budget(
    facts: ChatFacts | None, rung: str, channel: str | None, reason: str
) -> None:
    assert decisions(plan(led_by(person(1, facts)), rung=rung))[1] == (channel, reason)


def test_a_fourth_message_of_a_week_about_one_duty_waits() -> None:
    assert decisions(plan(led_by(ANN), week={("N01", "person-1"): 3}))[1] == (None, ReminderReason.TOLD_OFTEN)
    assert decisions(plan(led_by(ANN), week={("N01", "person-1"): 2}))[1][1] is ReminderReason.WINDOW_FREE
    assert decisions(plan(led_by(ANN), week={("N04", "person-1"): 3}))[1][1] is ReminderReason.WINDOW_FREE


def test_before_the_due_day_somebody_out_of_reach_is_called_in_the_own_group_of_his_team() -> None:
    silent = led_by(person(1, LONG_AGO), group_id=9)
    before = plan(silent, rung="day_before", today=date(2026, 12, 17))
    assert decisions(before)[1] == (ReminderChannel.TEAM_GROUP, ReminderReason.WINDOW_CLOSED)
    assert before[1].group_id == 9
    on_the_day = plan(silent, rung="due_day", today=date(2026, 12, 18))
    assert decisions(on_the_day)[1] == (ReminderChannel.PHONE, ReminderReason.WINDOW_CLOSED)
    withdrawn = led_by(person(1, replace(LONG_AGO, is_withdrawn=True)), group_id=9)
    assert decisions(plan(withdrawn, rung="day_before", today=date(2026, 12, 17)))[1][0] is ReminderChannel.PHONE


def test_a_week_before_the_cut_off_teams_hear_in_their_own_groups_and_the_others_once_in_the_wards() -> None:
    planned = plan(led_by(ANN, group_id=9), led_by(ANN, number=2), led_by(ANN, number=3), rung="week_before_cut_off")
    assert [(one.channel, one.group_id) for one in planned] == [
        (ReminderChannel.TEAM_GROUP, 9),
        (ReminderChannel.WARD_GROUP, 3),
    ]
    assert all(one.recipient is None and one.owner_names == () for one in planned)


def test_without_a_ward_group_the_plan_says_so_and_goes_on() -> None:
    planned = plan(led_by(ANN, person(2, None)), rung="three_days_before", group=None)
    assert decisions(planned) == [
        (None, ReminderReason.NO_WARD_GROUP),
        (ReminderChannel.PRIVATE_CHAT, ReminderReason.WINDOW_FREE),
        (None, ReminderReason.NOT_BOUND),
    ]


def test_a_leader_of_two_teams_hears_once_of_both() -> None:
    planned = plan(led_by(ANN), led_by(person(1, member_id=7), number=2))
    private = [one for one in planned if one.channel is ReminderChannel.PRIVATE_CHAT]
    assert [one.owner_names for one in private] == [("Tổ 1", "Tổ 2")]


def test_a_team_without_a_leader_is_named_to_the_office_and_to_nobody_else() -> None:
    assert decisions(plan(led_by()))[1:] == [(None, ReminderReason.NO_LEADER)]


def test_nobody_is_reminded_once_nobody_owes() -> None:
    assert plan() == []


def test_what_was_decided_is_not_new_and_a_call_is_asked_for_once_a_period() -> None:
    silent = led_by(person(1, None))
    first = plan(silent, rung="day_before")
    again = plan(silent, rung="due_day", decided=frozenset(one.key for one in first))
    assert [one.is_new for one in first] == [True, True]
    assert [one.is_new for one in again] == [False, False]


def test_what_is_late_goes_to_the_board_and_the_office_and_nowhere_else() -> None:
    clerk = replace(ANN, key="person-9", member_id=None, contact_id=9, person_id=9)
    planned = plan(led_by(ANN), led_by(number=2), rung="late", office=(clerk,))
    assert decisions(planned) == [
        (ReminderChannel.BOARD, ReminderReason.LATE_LIST),
        (ReminderChannel.PRIVATE_CHAT, ReminderReason.WINDOW_FREE),
    ]
    assert [one.owner_names for one in planned] == [("Tổ 1", "Tổ 2")] * 2
    assert [one.recipient for one in planned] == [None, clerk]


def test_several_duties_of_one_human_are_one_message() -> None:
    other = replace(Q4, duty=replace(Q4.duty, code="N05"), due_on=date(2026, 12, 17))
    step = replace(BY_KEY["due_day"], occurrence=other)
    more = plan_reminders(
        Agenda(occurrence=other, steps={Audience.LEADERS: step}, debtors=[led_by(ANN)]),
        Surroundings(today=DUE_DAY.date(), ward_group_id=None),
    )
    digests = in_digests([*plan(led_by(ANN)), *more])
    assert [[one.occurrence.duty.code for one in digest] for digest in digests] == [["N01"], ["N05", "N01"]]


def test_a_silent_decision_is_no_message() -> None:
    planned = plan(led_by(person(1, None)), rung="three_days_before")
    assert [one.channel for one in planned] == [ReminderChannel.WARD_GROUP, ReminderChannel.WARD_GROUP]
    assert len(in_digests(planned)) == 1


@pytest.mark.parametrize(
    ("told_days_ago", "left"),
    [(0, 3), (1, 8)],
)
def test_a_message_of_the_person_fills_his_free_replies_up_again(told_days_ago: int, left: int) -> None:
    free = Allowance(remaining=3, total=8, told_at=DUE_DAY - timedelta(days=told_days_ago))
    assert reply_budget(replace(JUST_WRITTEN, free=free), DUE_DAY).free_left == left


def test_the_package_begins_anew_with_the_month_and_a_number_never_told_is_not_zero() -> None:
    last_month = replace(USED_UP, told_at=DUE_DAY - timedelta(days=30))
    assert reply_budget(replace(LAST_WEEK, package=USED_UP), DUE_DAY).package_left == 0
    assert reply_budget(replace(LAST_WEEK, package=last_month), DUE_DAY).package_left == 500
    budget = reply_budget(JUST_WRITTEN, DUE_DAY)
    assert (budget.free_left, budget.package_left) == (None, None)


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


@pytest.mark.parametrize(
    ("at", "next_at"),
    [
        ("2026-12-18T09:00", "2026-12-18T09:00"),
        ("2026-12-18T06:00", "2026-12-18T07:30"),
        ("2026-12-18T11:30", "2026-12-18T13:30"),
        ("2026-12-18T20:00", "2026-12-21T07:30"),
        ("2026-12-19T09:00", "2026-12-21T07:30"),
        ("2026-11-23T21:00", "2026-11-25T07:30"),
    ],
)
def test_the_next_speaking_time_is_found_over_noon_nights_weekends_and_holidays(at: str, next_at: str) -> None:
    local = datetime.fromisoformat(at).replace(tzinfo=ZONE)
    wanted = datetime.fromisoformat(next_at).replace(tzinfo=ZONE)
    assert WARD.speaking_hours.next_allowed(local, WARD.calendar) == wanted
