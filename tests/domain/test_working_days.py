"""Cases of counting along the office's working days."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.working_days import OfficeHours, OfficeSession, WorkingCalendar

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
CALENDAR = WorkingCalendar(
    holidays=frozenset({date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2), date(2026, 11, 24)}),
    swap_workdays=frozenset({date(2026, 8, 22)}),
)
HOURS = OfficeHours(
    sessions=(
        OfficeSession(opens=time(7, 30), closes=time(11, 30)),
        OfficeSession(opens=time(13, 30), closes=time(17, 30)),
    )
)
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31))


@pytest.mark.parametrize(
    ("received_on", "count", "due_on"),
    [
        (date(2026, 11, 23), 3, date(2026, 11, 27)),
        (date(2026, 11, 23), 1, date(2026, 11, 25)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 8, 21), 1, date(2026, 8, 22)),
        (date(2026, 8, 28), 1, date(2026, 9, 3)),
    ],
)
def test_the_day_of_receipt_is_not_counted_and_free_days_are_skipped(
    received_on: date, count: int, due_on: date
) -> None:
    assert CALENDAR.add_working_days(received_on, count) == due_on


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add_working_days(date(2026, 11, 23), -1)


def test_a_holiday_wins_over_a_swap_on_the_same_day() -> None:
    day = date(2026, 11, 28)
    assert not WorkingCalendar(frozenset({day}), frozenset({day})).is_working_day(day)


@given(days, st.integers(min_value=1, max_value=40))
def test_the_result_is_a_working_day_with_exactly_that_many_working_days_passed(day: date, count: int) -> None:
    due_on = CALENDAR.add_working_days(day, count)
    between = [date.fromordinal(number) for number in range(day.toordinal() + 1, due_on.toordinal() + 1)]
    assert CALENDAR.is_working_day(due_on)
    assert sum(CALENDAR.is_working_day(each) for each in between) == count


@given(days)
def test_previous_undoes_next_from_a_working_day(day: date) -> None:
    start = CALENDAR.next_working_day(day)
    assert CALENDAR.previous_working_day(CALENDAR.next_working_day(start)) == start
    assert CALENDAR.previous_working_day(day) < day < start


@pytest.mark.parametrize(
    ("now", "opening"),
    [
        ("2026-11-27T18:00", "2026-11-30T07:30"),
        ("2026-11-28T09:00", "2026-11-30T07:30"),
        ("2026-11-23T18:00", "2026-11-25T07:30"),
        ("2026-11-24T08:00", "2026-11-25T07:30"),
        ("2026-11-25T06:00", "2026-11-25T07:30"),
        ("2026-11-25T12:00", "2026-11-25T13:30"),
        ("2026-11-25T13:30", "2026-11-25T13:30"),
        ("2026-08-22T06:00", "2026-08-22T07:30"),
    ],
)
def test_the_next_opening_is_the_next_start_of_a_session(now: str, opening: str) -> None:
    answer = CALENDAR.next_office_opening(datetime.fromisoformat(now).replace(tzinfo=HANOI), HOURS)
    assert answer == datetime.fromisoformat(opening).replace(tzinfo=HANOI)


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        ("2026-11-25T07:30", True),
        ("2026-11-25T11:30", False),
        ("2026-11-25T17:29", True),
        ("2026-11-24T09:00", False),
        ("2026-11-28T09:00", False),
        ("2026-08-22T09:00", True),
    ],
)
def test_the_office_is_open_in_its_sessions_only(now: str, is_open: bool) -> None:
    assert CALENDAR.is_office_open(datetime.fromisoformat(now).replace(tzinfo=HANOI), HOURS) is is_open
