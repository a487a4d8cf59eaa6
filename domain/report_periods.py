"""Which days a report is about: what a period such as 2026-Q4 means, and which ones come before it in its year."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from domain.errors import Incomplete
from domain.indicators import PeriodConvention

_PERIOD = re.compile(r"(?P<year>20\d\d)(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<month>0[1-9]|1[0-2])))?")
_LAST_DAY, _MONTHS_A_YEAR, _MONTHS_A_QUARTER = 14, 12, 3
_ONE_DAY = timedelta(days=1)
_QUARTERS = ("1", "2", "3", "4")


@dataclass(frozen=True, kw_only=True)
class Span:
    """A stretch of days, both ends included; `ends_on` is the cut-off."""

    starts_on: date
    ends_on: date

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.starts_on <= day <= self.ends_on


def span_of(key: str, convention: PeriodConvention) -> Span:
    """The days of a period (decree 09/2019, article 12; reporting §3.4). Raises Incomplete (`no_such_period`)."""
    found = _PERIOD.fullmatch(key)
    if found is None:
        raise Incomplete("no_such_period", period=key[:20])
    year, last, length = int(found["year"]), _MONTHS_A_YEAR, _MONTHS_A_YEAR
    if found["quarter"]:
        last, length = int(found["quarter"]) * _MONTHS_A_QUARTER, _MONTHS_A_QUARTER
    elif found["half"]:
        last, length = int(found["half"]) * 6, 6
    elif found["month"]:
        last, length = int(found["month"]), 1
    return _span(year, last, length, convention)


def _span(year: int, last_month: int, months: int, convention: PeriodConvention) -> Span:
    if convention is PeriodConvention.CALENDAR:
        return Span(starts_on=_month(year, last_month - months + 1), ends_on=_month(year, last_month + 1) - _ONE_DAY)
    starts = _month(year, last_month - months).replace(day=_LAST_DAY + 1)
    return Span(starts_on=starts, ends_on=date(year, last_month, _LAST_DAY))


def _month(year: int, month: int) -> date:
    """The first day of a month that may lie beside its year."""
    years, rest = divmod(month - 1, _MONTHS_A_YEAR)
    return date(year + years, rest + 1, 1)


def year_to(key: str, convention: PeriodConvention) -> Span:
    """From the first day of the period's reporting year to its cut-off. Raises as `span_of`."""
    return Span(starts_on=span_of(key[:4], convention).starts_on, ends_on=span_of(key, convention).ends_on)


def earlier_quarters(key: str) -> tuple[str, ...]:
    """The quarters of the year before this one; none for a period that is no quarter."""
    year, _, part = key.partition("-Q")
    return tuple(f"{year}-Q{number}" for number in range(1, int(part))) if part in _QUARTERS else ()


def quarter_before(key: str) -> str | None:
    """The quarter before this one, in the year before if need be; None for a period that is no quarter."""
    year, _, part = key.partition("-Q")
    if part not in _QUARTERS:
        return None
    return f"{year}-Q{int(part) - 1}" if int(part) > 1 else f"{int(year) - 1}-Q4"


def quarters(first: date, last: date, convention: PeriodConvention) -> Iterator[str]:
    """Every quarter that touches these days, the earliest first."""
    for year in range(first.year, last.year + 2):
        for number in range(1, 5):
            span = span_of(f"{year}-Q{number}", convention)
            if span.starts_on <= last and span.ends_on >= first:
                yield f"{year}-Q{number}"


def quarter_of(day: date, convention: PeriodConvention) -> str:
    """The quarter that a day lies in."""
    return next(quarters(day, day, convention))


def quarters_touched(key: str, span: Span, convention: PeriodConvention) -> tuple[str, str]:
    """The first and the last quarter that a period belongs to; a quarter is its own."""
    if "-Q" in key:
        return key, key
    touched = list(quarters(span.starts_on, span.ends_on, convention))
    return touched[0], touched[-1]
