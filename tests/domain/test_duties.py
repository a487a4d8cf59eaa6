"""Due dates as the plan means them: the table of reporting §3.3, and rules that hold for ten years."""

from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.duties import (
    DueRule,
    Duty,
    DutyHolder,
    ObligationStatus,
    Occurrence,
    PeriodKind,
    Rung,
    Schedule,
    Shift,
    current_occurrence,
    due_on,
    internal_on,
    is_late,
    late_from,
    occurrences,
    period_key,
)
from domain.working_days import WorkingCalendar
from ward.duties import load_duties
from ward.loader import load_calendar

CALENDAR = load_calendar(Path(__file__).parents[2] / "ward" / "holidays.toml")
QUARTERLY = {"period": PeriodKind.QUARTER, "months": (3, 6, 9, 12), "rule": DueRule.BEFORE}
TEAMS = Schedule(day=20, shift=Shift.PREVIOUS_WORKING_DAY, **QUARTERLY)  # type: ignore[arg-type]
UNITS = Schedule(period=PeriodKind.YEAR, months=(11,), day=30, rule=DueRule.BEFORE, shift=Shift.PREVIOUS_WORKING_DAY)
PLAN = load_duties(Path(__file__).parents[2] / "ward" / "duties.toml")
TABLE = [
    ("2026-Q1", date(2026, 3, 19), date(2026, 3, 26), date(2026, 3, 17), date(2026, 3, 14)),
    ("2026-Q2", date(2026, 6, 19), date(2026, 6, 26), date(2026, 6, 17), date(2026, 6, 14)),
    ("2026-Q3", date(2026, 9, 18), date(2026, 9, 25), date(2026, 9, 16), date(2026, 9, 14)),
    ("2026-Q4", date(2026, 12, 18), date(2026, 12, 25), date(2026, 12, 16), date(2026, 12, 14)),
    ("2027-Q1", date(2027, 3, 19), date(2027, 3, 26), date(2027, 3, 17), date(2027, 3, 14)),
    ("2027-Q2", date(2027, 6, 18), date(2027, 6, 25), date(2027, 6, 16), date(2027, 6, 14)),
    ("2027-Q3", date(2027, 9, 17), date(2027, 9, 24), date(2027, 9, 15), date(2027, 9, 14)),
    ("2027-Q4", date(2027, 12, 17), date(2027, 12, 24), date(2027, 12, 15), date(2027, 12, 14)),
]
YEARS = [
    ("2026", date(2026, 11, 27), date(2026, 11, 25), date(2026, 11, 14)),
    ("2027", date(2027, 11, 29), date(2027, 11, 25), date(2027, 11, 14)),
]
years = st.integers(2024, 2034)
schedules = st.builds(
    Schedule,
    period=st.just(PeriodKind.QUARTER),
    months=st.just((3, 6, 9, 12)),
    day=st.integers(1, 30),
    rule=st.sampled_from(DueRule),
    shift=st.just(Shift.PREVIOUS_WORKING_DAY),
)
calendars = st.builds(
    WorkingCalendar,
    holidays=st.frozensets(st.dates(date(2024, 1, 1), date(2034, 12, 31)), max_size=60),
    swap_workdays=st.frozensets(st.dates(date(2024, 1, 1), date(2034, 12, 31)), max_size=10),
)


def duty(schedule: Schedule | None, *, first: date = date(2026, 1, 1), last: date = date(2027, 12, 31)) -> Duty:
    return Duty(
        code="N01",
        plan="2026",
        name="báo cáo",
        holder=DutyHolder.TEAM,
        valid_from=first,
        valid_to=last,
        schedule=schedule,
        ladder=(Rung(key="due_day", working_days_before=0, at=time(9), phones=True),),
    )


def of_two_years(code: str) -> list[Occurrence]:
    """The duty of the ward's plan as if the plan were valid for both years of the table."""
    (found,) = (replace(one, valid_to=date(2027, 12, 31)) for one in PLAN if one.code == code)
    return list(occurrences(found, CALENDAR))


def test_the_table_of_the_plan_is_reproduced() -> None:
    """Reporting §3.3, every column: teams, ward, the day aimed at within the office, and the cut-off."""
    teams, ward = of_two_years("N01"), of_two_years("N02")
    assert [
        (team.period, team.due_on, report.due_on, internal_on(team, CALENDAR), team.cut_off_on)
        for team, report in zip(teams, ward, strict=True)
    ] == TABLE
    units = of_two_years("N07")
    assert [(one.period, one.due_on, internal_on(one, CALENDAR), one.cut_off_on) for one in units] == YEARS
    (members, again) = of_two_years("N03")
    assert (members.due_on, again.due_on) == (date(2026, 3, 31), date(2027, 3, 31))


def test_reports_of_units_fall_due_with_the_teams_and_every_month() -> None:
    assert [one.due_on for one in of_two_years("N05")] == [row[1] for row in TABLE]
    assert [one.due_on for one in of_two_years("N06")] == [date(2026, 6, 19), date(2027, 6, 18)]
    months = of_two_years("N04")
    assert [one.period for one in months] == [f"{year}-{month:02}" for year in (2026, 2027) for month in range(1, 13)]
    assert [one.due_on.day for one in months[:12]] == [23, 25, 25, 24, 25, 25, 24, 25, 25, 23, 25, 25]


@given(st.sampled_from([one for one in PLAN if one.schedule]), st.integers(2026, 2035), calendars)
def test_in_ten_years_no_duty_falls_due_on_a_day_off_or_after_the_day_of_the_plan(
    found: Duty, year: int, calendar: WorkingCalendar
) -> None:
    ten_years = replace(found, valid_to=date(2036, 1, 1))
    for one in occurrences(ten_years, calendar, from_year=year):
        assert calendar.is_working_day(one.due_on)
        assert one.due_on < one.late_from
        assert internal_on(one, calendar) < one.due_on
        if one.due_on.year > year:
            return


@given(st.integers(2024, 2030), calendars)
def test_a_later_first_year_leaves_out_nothing_but_earlier_years(year: int, calendar: WorkingCalendar) -> None:
    (found,) = (
        replace(one, valid_from=date(2024, 1, 1), valid_to=date(2030, 12, 31)) for one in PLAN if one.code == "N04"
    )
    everything = list(occurrences(found, calendar))
    assert list(occurrences(found, calendar, from_year=year)) == [
        one for one in everything if int(one.period[:4]) >= year
    ]


def test_the_year_report_of_the_units_moves_from_a_sunday_to_friday() -> None:
    assert due_on(UNITS, date(2026, 11, 30), CALENDAR) == date(2026, 11, 27)


def test_at_the_latest_includes_the_day_and_before_does_not() -> None:
    members = Schedule(
        period=PeriodKind.QUARTER, months=(3,), day=31, rule=DueRule.AT_THE_LATEST, shift=Shift.PREVIOUS_WORKING_DAY
    )
    assert due_on(members, date(2026, 3, 31), CALENDAR) == date(2026, 3, 31)
    assert late_from(members, date(2026, 3, 31)) == date(2026, 4, 1)
    assert late_from(TEAMS, date(2026, 12, 20)) == date(2026, 12, 20)


def test_a_day_that_does_not_shift_stays_on_a_sunday() -> None:
    stays = Schedule(day=20, shift=Shift.NONE, **QUARTERLY)  # type: ignore[arg-type]
    assert due_on(stays, date(2026, 12, 20), CALENDAR) == date(2026, 12, 19)


@given(schedules, calendars, years, st.sampled_from((3, 6, 9, 12)))
def test_the_due_day_is_worked_and_never_after_the_day_of_the_plan(
    schedule: Schedule, calendar: WorkingCalendar, year: int, month: int
) -> None:
    nominal_on = date(year, month, schedule.day)
    found = due_on(schedule, nominal_on, calendar)
    assert calendar.is_working_day(found)
    assert found < late_from(schedule, nominal_on) <= nominal_on + timedelta(days=1)
    between = (found + timedelta(days=step) for step in range(1, (late_from(schedule, nominal_on) - found).days))
    assert not any(calendar.is_working_day(day) for day in between)


def test_a_duty_without_schedule_falls_due_never() -> None:
    assert list(occurrences(duty(None), CALENDAR)) == []
    assert current_occurrence(duty(None), CALENDAR, date(2026, 12, 1)) is None


@pytest.mark.parametrize(
    ("today", "period"),
    [
        (date(2026, 1, 1), "2026-Q1"),
        (date(2026, 12, 18), "2026-Q4"),
        (date(2026, 12, 19), "2027-Q1"),
        (date(2027, 12, 18), None),
    ],
)
def test_the_next_period_begins_after_the_due_day_and_ends_with_the_plan(today: date, period: str | None) -> None:
    found = current_occurrence(duty(TEAMS), CALENDAR, today)
    assert (found.period if found else None) == period


@pytest.mark.parametrize(
    ("kind", "month", "key"),
    [
        (PeriodKind.MONTH, 1, "2026-01"),
        (PeriodKind.QUARTER, 3, "2026-Q1"),
        (PeriodKind.QUARTER, 10, "2026-Q4"),
        (PeriodKind.HALF_YEAR, 6, "2026-H1"),
        (PeriodKind.HALF_YEAR, 12, "2026-H2"),
        (PeriodKind.YEAR, 11, "2026"),
    ],
)
def test_a_period_is_named_after_its_last_month(kind: PeriodKind, month: int, key: str) -> None:
    assert period_key(kind, 2026, month) == key


@pytest.mark.parametrize(
    ("status", "today", "late"),
    [
        (ObligationStatus.NOT_STARTED, date(2026, 12, 19), False),
        (ObligationStatus.NOT_STARTED, date(2026, 12, 20), True),
        (ObligationStatus.RETURNED, date(2026, 12, 20), True),
        (ObligationStatus.SUBMITTED, date(2026, 12, 20), False),
        (ObligationStatus.ACCEPTED, date(2027, 1, 20), False),
    ],
)
def test_late_begins_on_the_day_of_the_plan_not_after_our_own(
    status: ObligationStatus, today: date, late: bool
) -> None:
    assert is_late(status, date(2026, 12, 20), today) is late
