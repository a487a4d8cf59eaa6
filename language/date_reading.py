"""One reading of a report's days: what is known beside its words, and the arithmetic of days and months."""

import calendar
import datetime as dt
from dataclasses import dataclass

from language.report_patterns import PATTERNS, WORDS
from language.report_text import ReportText

_NEAR = dt.timedelta(days=45)
MONTHS = 12


@dataclass(frozen=True, kw_only=True)
class FoundDate:
    """The words that name a day or a stretch of days; `starts_on` is None for words that no calendar of ours tells."""

    expression: str
    starts_on: dt.date | None
    ends_on: dt.date | None = None
    pieces: tuple[int, int] = (0, 0)
    is_period: bool = False


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One report with the local time it is told at, and whether it speaks of what is to come or sounds done.

    `is_all_day` says that its words are known to name a day, so that a `t5` among them is no team.
    """

    report: ReportText
    now: dt.datetime
    is_plan: bool
    looks_done: bool
    is_all_day: bool = False

    @property
    def today(self) -> dt.date:
        """The day it is told on."""
        return self.now.date()

    def found(
        self, start: int, end: int, first: dt.date | None, last: dt.date | None = None, *, is_period: bool = False
    ) -> FoundDate:
        """What pieces of the report name these days."""
        return FoundDate(
            expression=self.report.verbatim(start, end),
            starts_on=first,
            ends_on=last if last != first or is_period else None,
            pieces=(start, end),
            is_period=is_period,
        )


def day_of(reading: Reading, day: int, month: int, year: str | None) -> dt.date | None:
    """Without a year the latest such day not after today; the next one in a plan, or when it is near and undone."""
    if year:
        return date_of(int(year) + (2000 if len(year) == 2 else 0), month, day)
    today = reading.today
    found = date_of(today.year, month, day)
    if next(reading.report.matches(PATTERNS["last_year"]), None):
        return date_of(today.year - 1, month, day)
    if found is None or found <= today:
        following = date_of(today.year + 1, month, day)
        near = following is not None and following - today <= _NEAR
        return following if found and near and reading.is_plan and today - found > _NEAR else found
    if reading.is_plan or (found - today <= _NEAR and not reading.looks_done):
        return found
    return date_of(today.year - 1, month, day)


def date_of(year: int, month: int, day: int) -> dt.date | None:
    """The date, or None when the calendar has no such day."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def day_of_month(reading: Reading, day: int) -> dt.date | None:
    """That day of this month, or of the month before when it has not come yet; in a plan the next one."""
    today = reading.today
    found = date_of(today.year, today.month, day)
    if found is None or found <= today or reading.is_plan:
        if found and found < today and reading.is_plan:
            year, month = month_after(today)
            return date_of(year, month, day)
        return found
    year, month = month_before(today)
    return date_of(year, month, day)


def last_of_month(year: int, month: int) -> dt.date:
    """The last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def month_before(day: dt.date) -> tuple[int, int]:
    """The year and month before."""
    return (day.year, day.month - 1) if day.month > 1 else (day.year - 1, MONTHS)


def month_after(day: dt.date) -> tuple[int, int]:
    """The year and month after."""
    return (day.year, day.month + 1) if day.month < MONTHS else (day.year + 1, 1)


def which_month(reading: Reading, which: str | None, year: str | None) -> tuple[int, int]:
    """The year and month that words such as 11, this, last or next mean."""
    today = reading.today
    if which and which.isdecimal():
        month = int(which)
        if year:
            return int(year), month
        return (today.year if month <= today.month or reading.is_plan else today.year - 1), month
    if which in WORDS["past"]:
        return month_before(today)
    return month_after(today) if which in WORDS["coming"] else (today.year, today.month)
