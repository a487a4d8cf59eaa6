"""What the plan asks for periodically: whose duty, due when, reminded of how, and how far a report has come."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from domain.working_days import WorkingCalendar

INTERNAL_WORKING_DAYS = 2
_ONE_DAY = timedelta(days=1)
_MONTHS_OF = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


class ObligationStatus(StrEnum):
    """How far one owner's report for one period has come (product C6)."""

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
    TEAM_GROUP = "team_group"
    WARD_GROUP = "ward_group"
    PHONE = "phone"
    BOARD = "board"


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


class Anchor(StrEnum):
    """From which day a rung is counted: the due day, or the day on which the figures are cut off."""

    DUE = "due"
    CUT_OFF = "cut_off"


class Audience(StrEnum):
    """Whom a rung speaks to (reporting §3.5); the office is the unit where every delay ends."""

    LEADERS = "leaders"
    DEPUTIES = "deputies"
    TEAM_GROUPS = "team_groups"
    WARD_GROUP = "ward_group"
    CONTACTS = "contacts"
    SPECIALIST = "specialist"
    HEAD = "head"
    WARD_LEADER = "ward_leader"
    OFFICE = "office"


class Saying(StrEnum):
    """What a rung says."""

    COLLECT = "collect"
    DRAFT = "draft"
    REMIND = "remind"
    CONSOLIDATE = "consolidate"
    CHECK = "check"
    SIGN = "sign"
    LATE = "late"


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """When a duty falls due: on a day of each of these months, by a rule (reporting §3.1).

    `cut_off_day` is the day of the due month with which the figures end (reporting §3.4), None where there are none.
    """

    period: PeriodKind
    months: tuple[int, ...]
    day: int
    rule: DueRule
    shift: Shift
    cut_off_day: int | None = None


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One step of the reminder ladder: so many days before its anchor, at a local time, to some and with some words.

    Working days before the due day, negative ones after it; plain days before the cut-off. `phones` marks the steps
    from which officers are asked to telephone those whom no chat reaches.
    """

    key: str
    at: time
    working_days_before: int = 0
    days_before: int = 0
    anchor: Anchor = Anchor.DUE
    to: tuple[Audience, ...] = (Audience.LEADERS, Audience.WARD_GROUP)
    says: Saying = Saying.REMIND
    phones: bool = False

    @property
    def is_after_due(self) -> bool:
        """Whether it speaks of what did not come in time."""
        return self.anchor is Anchor.DUE and self.working_days_before < 0


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One duty of one plan, in force between two days; without a schedule it has no due day of its own.

    `owners` are the keys of the units that owe it; a duty of the teams is owed by every team.
    """

    code: str
    plan: str
    name: str
    holder: DutyHolder
    valid_from: date
    valid_to: date
    schedule: Schedule | None
    ladder: tuple[Rung, ...]
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """One duty in one period.

    `due_on` is the day we ask for, moved to a working day; `late_from` the first day that the plan itself calls late;
    with `cut_off_on` the figures of the report end.
    """

    duty: Duty
    period: str
    due_on: date
    late_from: date
    cut_off_on: date | None = None


def due_on(schedule: Schedule, nominal_on: date, calendar: WorkingCalendar) -> date:
    """The last day in time: the plan's day or the one before it, then back to a working day (reporting §3.1)."""
    last = late_from(schedule, nominal_on) - _ONE_DAY
    if schedule.shift is Shift.NONE or calendar.is_working_day(last):
        return last
    return calendar.previous_working_day(last)


def late_from(schedule: Schedule, nominal_on: date) -> date:
    """The first day that is late: "before the 20th" makes it the 20th itself (reporting §3.1)."""
    return nominal_on if schedule.rule is DueRule.BEFORE else nominal_on + _ONE_DAY


def internal_on(occurrence: Occurrence, calendar: WorkingCalendar) -> date:
    """The day we aim at ourselves: two working days before the due day (reporting §3.1)."""
    day = occurrence.due_on
    for _ in range(INTERNAL_WORKING_DAYS):
        day = calendar.previous_working_day(day)
    return day


def occurrences(duty: Duty, calendar: WorkingCalendar, *, from_year: int | None = None) -> Iterator[Occurrence]:
    """Every period of a duty whose due day lies within the validity of its plan, earliest first.

    `from_year` leaves out those whose day in the plan lies in an earlier year.
    """
    schedule = duty.schedule
    if schedule is None:
        return
    first_year = max(duty.valid_from.year, from_year or duty.valid_from.year)
    for year in range(first_year, duty.valid_to.year + 2):
        for month in schedule.months:
            found = _occurrence(duty, schedule, date(year, month, schedule.day), calendar)
            if duty.valid_from <= found.due_on <= duty.valid_to:
                yield found


def _occurrence(duty: Duty, schedule: Schedule, nominal_on: date, calendar: WorkingCalendar) -> Occurrence:
    return Occurrence(
        duty=duty,
        period=period_key(schedule.period, nominal_on.year, nominal_on.month),
        due_on=due_on(schedule, nominal_on, calendar),
        late_from=late_from(schedule, nominal_on),
        cut_off_on=nominal_on.replace(day=schedule.cut_off_day) if schedule.cut_off_day else None,
    )


def current_occurrence(duty: Duty, calendar: WorkingCalendar, today: date) -> Occurrence | None:
    """The period that is owed next, the due day itself included; None when the plan holds no more."""
    coming = occurrences(duty, calendar, from_year=today.year)
    return next((found for found in coming if found.due_on >= today), None)


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
