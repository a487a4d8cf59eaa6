"""Stretches of days that begin or end with a year, a month or today: whole years, half months, the last few days."""

import datetime as dt
from collections.abc import Iterator

from language.date_reading import MONTHS, FoundDate, Reading, last_of_month, month_before, which_month
from language.report_patterns import NUMBERS, PATTERNS, WORDS

_DAY = dt.timedelta(days=1)
_WEEK = 7
_HALF_MONTH = 15
_HALF_YEAR = 6
_NEW_YEAR_LASTS = 2


def last_days(reading: Reading) -> Iterator[FoundDate]:
    """The last so many days or weeks, or half a month, today the last of them."""
    for match, start, end in reading.report.matches(PATTERNS["last_days"]):
        days = int(match["days"] or 0) or _WEEK * int(match["weeks"] or 0) or _HALF_MONTH
        yield reading.found(start, end, reading.today - _DAY * (days - 1), reading.today)


def weeks_of_month(reading: Reading) -> Iterator[FoundDate]:
    """The first so many weeks of a month, its first or its second half."""
    for match, start, end in reading.report.matches(PATTERNS["weeks_of_month"]):
        year, month = which_month(reading, match["which"], match["year"])
        if not 1 <= month <= MONTHS:
            continue
        first, last = dt.date(year, month, 1), last_of_month(year, month)
        if match["half"] in WORDS["second_half"]:
            first = first.replace(day=_HALF_MONTH + 1)
        else:
            days = _HALF_MONTH if match["half"] else _WEEK * int(match["weeks"] or 1)
            last = last.replace(day=min(days, last.day))
        yield reading.found(start, end, first, last, is_period=True)


def last_months(reading: Reading) -> Iterator[FoundDate]:
    """The last so many months of a year; without the year that of today, in its first half the one before."""
    for match, start, end in reading.report.matches(PATTERNS["last_months"]):
        today, count = reading.today, int(match["count"])
        year = int(match["year"] or today.year - (today.month <= _HALF_YEAR))
        if 1 <= count < MONTHS:
            yield reading.found(
                start, end, dt.date(year, MONTHS + 1 - count, 1), dt.date(year, MONTHS, 31), is_period=True
            )


def whole_year(reading: Reading) -> Iterator[FoundDate]:
    """A whole year; the one that is over is the last one only while the new one is young."""
    for match, start, end in reading.report.matches(PATTERNS["whole_year"]):
        today, which = reading.today, match["which"]
        is_last = which in WORDS["last_year"] or (which in WORDS["past"] and today.month <= _NEW_YEAR_LASTS)
        year = int(match["year"] or today.year - is_last)
        yield reading.found(start, end, dt.date(year, 1, 1), dt.date(year, MONTHS, 31), is_period=True)


def english_month(reading: Reading) -> Iterator[FoundDate]:
    """A month in English: by its name the latest such one, or this or the last one."""
    for match, start, end in reading.report.matches(PATTERNS["english_month"]):
        today, is_last = reading.today, match["which"] in WORDS["last_in_english"]
        year, month = month_before(today) if is_last else (today.year, today.month)
        if match["month"]:
            month = NUMBERS[match["month"]]
            year = today.year - (month > today.month)
        yield reading.found(start, end, dt.date(year, month, 1), last_of_month(year, month), is_period=True)
