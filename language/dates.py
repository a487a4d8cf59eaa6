"""Which day or days a report speaks of, told from the day of `now` (product C8): the surest kind of words decides."""

import datetime as dt
import re
from collections.abc import Callable, Iterator

from language import long_periods, spoken_dates, written_dates
from language.date_reading import FoundDate, Reading
from language.report_patterns import PATTERNS, WORDS
from language.report_text import ReportText

__all__ = ["FoundDate", "day_pieces", "find_dates"]

_MOST_DAYS = 31


def find_dates(report: ReportText, now: dt.datetime, *, is_plan: bool, looks_done: bool) -> Iterator[FoundDate]:
    """Every day a report names and does not deny, the surest words first; none when it is the day of `now`.

    Each is looked for when it is asked for: who wants the surest alone takes the first.
    """
    return dates_of(Reading(report=report, now=now, is_plan=is_plan, looks_done=looks_done))


def dates_of(reading: Reading) -> Iterator[FoundDate]:
    """Likewise of a reading."""
    return (found for finder in _FINDERS for found in finder(reading) if not _is_denied(reading.report, found))


def _is_denied(report: ReportText, found: FoundDate) -> bool:
    """Whether the words before say that it was not that day."""
    start, _ = found.pieces
    before = " ".join(piece.word for piece in report.pieces[max(start - 3, 0) : start])
    return before.endswith(tuple(WORDS["denied"]))


def day_pieces(report: ReportText) -> set[int]:
    """The pieces that belong to written dates: their numbers count nothing."""
    covered: set[int] = set()
    for pattern in (
        PATTERNS["across"],
        PATTERNS["written"],
        PATTERNS["full"],
        PATTERNS["iso"],
        PATTERNS["bare_day"],
        PATTERNS["spoken_day"],
        PATTERNS["ago"],
        PATTERNS["weekday"],
        PATTERNS["part_of_month"],
        PATTERNS["month_alone"],
        PATTERNS["quarter"],
        PATTERNS["first_months"],
        PATTERNS["last_months"],
        PATTERNS["weeks_of_month"],
        PATTERNS["last_days"],
        PATTERNS["whole_year"],
        PATTERNS["lunar"],
    ):
        for match, start, end in report.matches(pattern):
            numbers = [int(number) for number in re.findall(r"\d{1,3}\b", match.group())]
            if not numbers or numbers[0] <= _MOST_DAYS:
                covered.update(range(start, end))
    return covered


_FINDERS: tuple[Callable[[Reading], Iterator[FoundDate]], ...] = (
    written_dates.lunar,
    written_dates.across,
    written_dates.full,
    written_dates.iso,
    written_dates.written,
    written_dates.first_months,
    long_periods.last_months,
    long_periods.weeks_of_month,
    long_periods.last_days,
    written_dates.glued,
    written_dates.bare_day,
    written_dates.spoken_day,
    written_dates.ago,
    spoken_dates.weekday,
    spoken_dates.english_day,
    spoken_dates.weekend,
    spoken_dates.relative,
    written_dates.part_of_month,
    written_dates.quarter,
    written_dates.month_alone,
    spoken_dates.part_of_week,
    spoken_dates.whole_week,
    long_periods.english_month,
    long_periods.whole_year,
)
