"""Days that are written: dates, days of the month, months, quarters, so many days ago; the moon's stay words."""

import datetime as dt
import re
from collections.abc import Iterator

from language.date_reading import (
    MONTHS,
    FoundDate,
    Reading,
    date_of,
    day_of,
    day_of_month,
    last_of_month,
    which_month,
)
from language.report_patterns import NUMBERS, PATTERNS, WORDS

_DAY = dt.timedelta(days=1)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def across(reading: Reading) -> Iterator[FoundDate]:
    """From a day of one month to a day of the same or another one."""
    for match, start, end in reading.report.matches(PATTERNS["across"]):
        last = day_of(reading, int(match["last"]), int(match["month"]), match["year"])
        month, day = int(match["first_month"]), int(match["day"])
        first = date_of(last.year - (month > last.month), month, day) if last else None
        if first and last and first <= last:
            yield reading.found(start, end, first, last)


def full(reading: Reading) -> Iterator[FoundDate]:
    """A date with its year."""
    for match, start, end in reading.report.matches(PATTERNS["full"]):
        if day := date_of(int(match["year"]), int(match["month"]), int(match["day"])):
            yield reading.found(start, end, day)


def glued(reading: Reading) -> Iterator[FoundDate]:
    """`14-11`, `14.11`: without a year only when nothing stands between them and they count nothing."""
    report = reading.report
    for match, start, end in report.matches(PATTERNS["dashed"]):
        first, last = report.tokens_of(start + (len(match["said"].split()) if match["said"] else 0), end)
        if not all(token.is_glued for token in report.tokens[first + 1 : last]) or last - first != 3:
            continue
        counted = report.words.counted.find_at(report.tokens, last, accented=report.accented)
        if counted and not match["said"] and (counted.meaning != "nothing" or counted.end - counted.start == 1):
            continue
        if day := day_of(reading, int(match["day"]), int(match["month"]), None):
            yield reading.found(start, end, day)


def iso(reading: Reading) -> Iterator[FoundDate]:
    """A date as machines write it."""
    for match, start, end in reading.report.matches(PATTERNS["iso"]):
        if day := date_of(int(match["year"]), int(match["month"]), int(match["day"])):
            yield reading.found(start, end, day)


def written(reading: Reading) -> Iterator[FoundDate]:
    """A day or several days of a month; a number before them that cannot begin such a list is of something else."""
    for match, start, end in reading.report.matches(PATTERNS["written"]):
        numbers = [int(number) for number in re.findall(r"\d+", match["days"])]
        while len(numbers) > 1 and numbers[0] > numbers[1]:
            start = _behind_number(reading, start, numbers.pop(0))
        first = day_of(reading, numbers[0], int(match["month"]), match["year"])
        last = day_of(reading, numbers[-1], int(match["month"]), match["year"])
        if first and last and first <= last:
            yield reading.found(start, end, first, last)


def _behind_number(reading: Reading, start: int, number: int) -> int:
    """The piece behind this number and the sign or word after it."""
    return next(at for at in range(start, len(reading.report.pieces)) if reading.report.pieces[at].value == number) + 2


def bare_day(reading: Reading) -> Iterator[FoundDate]:
    """A day without its month."""
    for match, start, end in reading.report.matches(PATTERNS["bare_day"]):
        first = day_of_month(reading, int(match["day"]))
        last = (
            first.replace(day=int(match["last"])) if first and match["last"] and _fits(first, match["last"]) else first
        )
        if first and last and first <= last:
            yield reading.found(start, end, first, last)


def _fits(first: dt.date, day: str) -> bool:
    return date_of(first.year, first.month, int(day)) is not None


def spoken_day(reading: Reading) -> Iterator[FoundDate]:
    """A day as it is spoken: the 14th by the sun, the fifth, that 20th."""
    for match, start, end in reading.report.matches(PATTERNS["spoken_day"]):
        day = int(match["day"] or match["first"] or match["hom"])
        month = match["month"]
        found = day_of(reading, day, int(month), None) if month else day_of_month(reading, day)
        if found:
            yield reading.found(start, end, found)


def ago(reading: Reading) -> Iterator[FoundDate]:
    """So many days ago."""
    for match, start, end in reading.report.matches(PATTERNS["ago"]):
        yield reading.found(start, end, reading.today - _DAY * int(match["days"] or match["ago"]))


def lunar(reading: Reading) -> Iterator[FoundDate]:
    """Days of the moon stay words."""
    for _, start, end in reading.report.matches(PATTERNS["lunar"]):
        yield reading.found(start, end, None)


def part_of_month(reading: Reading) -> Iterator[FoundDate]:
    """The beginning is the first, the middle the fifteenth, the end the last day."""
    for match, start, end in reading.report.matches(PATTERNS["part_of_month"]):
        year, month = which_month(reading, match["which"], match["year"])
        if not 1 <= month <= MONTHS:
            continue
        last = last_of_month(year, month)
        yield reading.found(start, end, last.replace(day=NUMBERS.get(match["part"], last.day)))


def month_alone(reading: Reading) -> Iterator[FoundDate]:
    """A whole month."""
    for match, start, end in reading.report.matches(PATTERNS["month_alone"]):
        if match["which"] in WORDS["lunar_months"]:
            yield reading.found(start, end, None)
            continue
        year, month = which_month(reading, match["which"], match["year"])
        if 1 <= month <= MONTHS:
            yield reading.found(start, end, dt.date(year, month, 1), last_of_month(year, month), is_period=True)


def quarter(reading: Reading) -> Iterator[FoundDate]:
    """A whole quarter."""
    for match, start, end in reading.report.matches(PATTERNS["quarter"]):
        which, today = match["which"], reading.today
        current = (today.month - 1) // 3 + 1
        typed = re.findall(r"\b[iv]+\b", reading.report.verbatim(start, end).lower())
        roman = _ROMAN.get(typed[-1] if typed else which)
        number = int(which) if which.isdecimal() else roman or current - (which in WORDS["past"])
        year = int(match["year"]) if match["year"] else today.year - (number > current)
        if number == 0:
            number, year = 4, year - 1
        if 1 <= number <= 4:
            first = dt.date(year, 3 * number - 2, 1)
            yield reading.found(start, end, first, last_of_month(year, 3 * number), is_period=True)


def first_months(reading: Reading) -> Iterator[FoundDate]:
    """The first months of a year."""
    for match, start, end in reading.report.matches(PATTERNS["first_months"]):
        year, month = int(match["year"] or reading.today.year), int(match["count"])
        if 1 <= month <= MONTHS:
            yield reading.found(start, end, dt.date(year, 1, 1), last_of_month(year, month), is_period=True)
