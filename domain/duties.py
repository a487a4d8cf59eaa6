"""What the plan asks for periodically: whose duty, due when, reminded of how, and how far a report has come."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from domain.working_days import WorkingCalendar

_ONE_DAY = timedelta(days=1)
_MONTHS_OF = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


class ObligationStatus(StrEnum):
    """How far one team's report for one period has come (product C6)."""

    NOT_STARTED = "not_started"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    LOCKED = "locked"


OWED = frozenset({ObligationStatus.NOT_STARTED, ObligationStatus.DRAFT, ObligationStatus.RETURNED})


class ReminderChannel(StrEnum):
    """By which way a reminder goes (product C6)."""

    PRIVATE_CHAT = "private_chat"
    WARD_GROUP = "ward_group"
    PHONE = "phone"


class DutyHolder(StrEnum):
    """Who owes the report of a duty."""

    TEAM = "team"
    UNIT = "unit"
    WARD = "ward"


class PeriodKind(StrEnum):
    """How long the time is that one report is about."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


class DueRule(StrEnum):
    """How the plan's day is meant: "before the 20th" leaves it out, "at the latest on the 20th" includes it."""

    BEFORE = "before"
    AT_THE_LATEST = "at_the_latest"


class Shift(StrEnum):
    """What happens to a due day on which the office does not work."""

    NONE = "none"
    PREVIOUS_WORKING_DAY = "previous_working_day"


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """When a duty falls due: on a day of each of these months, by a rule (reporting §3.1)."""

    period: PeriodKind
    months: tuple[int, ...]
    day: int
    rule: DueRule
    shift: Shift


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One step of the reminder ladder: so many working days before the due day, at a local time.

    `phones` marks the steps from which officers are asked to telephone leaders whom no chat reaches.
    """

    key: str
    working_days_before: int
    at: time
    phones: bool


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One duty of one plan, in force between two days; without a schedule it has no due day of its own."""

    code: str
    plan: str
    name: str
    holder: DutyHolder
    valid_from: date
    valid_to: date
    schedule: Schedule | None
    ladder: tuple[Rung, ...]


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """One duty in one period.

    `due_on` is the day we ask for, moved to a working day; `late_from` the first day that the plan itself calls late.
    """

    duty: Duty
    period: str
    due_on: date
    late_from: date


def due_on(schedule: Schedule, nominal_on: date, calendar: WorkingCalendar) -> date:
    """The last day in time: the plan's day or the one before it, then back to a working day (reporting §3.1)."""
    last = late_from(schedule, nominal_on) - _ONE_DAY
    if schedule.shift is Shift.NONE or calendar.is_working_day(last):
        return last
    return calendar.previous_working_day(last)


def late_from(schedule: Schedule, nominal_on: date) -> date:
    """The first day that is late: "before the 20th" makes it the 20th itself (reporting §3.1)."""
    return nominal_on if schedule.rule is DueRule.BEFORE else nominal_on + _ONE_DAY


def occurrences(duty: Duty, calendar: WorkingCalendar) -> Iterator[Occurrence]:
    """Every period of a duty whose due day lies within the validity of its plan, earliest first."""
    schedule = duty.schedule
    if schedule is None:
        return
    for year in range(duty.valid_from.year, duty.valid_to.year + 2):
        for month in schedule.months:
            nominal_on = date(year, month, schedule.day)
            last = due_on(schedule, nominal_on, calendar)
            if duty.valid_from <= last <= duty.valid_to:
                period = period_key(schedule.period, year, month)
                yield Occurrence(duty=duty, period=period, due_on=last, late_from=late_from(schedule, nominal_on))


def current_occurrence(duty: Duty, calendar: WorkingCalendar, today: date) -> Occurrence | None:
    """The period that is owed next, the due day itself included; None when the plan holds no more."""
    return next((found for found in occurrences(duty, calendar) if found.due_on >= today), None)


def period_key(kind: PeriodKind, year: int, month: int) -> str:
    """The name of the period that ends with this month: `2026-Q4`, `2026-H2`, `2026-11` or `2026`."""
    number = (month - 1) // _MONTHS_OF[kind] + 1
    endings = {PeriodKind.MONTH: f"-{month:02}", PeriodKind.QUARTER: f"-Q{number}", PeriodKind.HALF_YEAR: f"-H{number}"}
    return f"{year}{endings.get(kind, '')}"


def is_owed(status: ObligationStatus) -> bool:
    """Whether somebody still has to do something for it."""
    return status in OWED


def is_late(status: ObligationStatus, late_from: date, today: date) -> bool:
    """Whether it is owed from the first late day on (product C6)."""
    return is_owed(status) and today >= late_from
