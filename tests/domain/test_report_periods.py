"""Which days a period means, by the decree's convention and by the calendar (reporting §3.4)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Incomplete
from domain.indicators import PeriodConvention
from domain.report_periods import earlier_quarters, quarter_before, quarter_of, span_of, year_to

DECREE, CALENDAR = PeriodConvention.DECREE, PeriodConvention.CALENDAR


@pytest.mark.parametrize(
    ("key", "convention", "first", "last"),
    [
        ("2026-Q1", DECREE, date(2025, 12, 15), date(2026, 3, 14)),
        ("2026-Q2", DECREE, date(2026, 3, 15), date(2026, 6, 14)),
        ("2026-Q3", DECREE, date(2026, 6, 15), date(2026, 9, 14)),
        ("2026-Q4", DECREE, date(2026, 9, 15), date(2026, 12, 14)),
        ("2026-11", DECREE, date(2026, 10, 15), date(2026, 11, 14)),
        ("2026-01", DECREE, date(2025, 12, 15), date(2026, 1, 14)),
        ("2026-H1", DECREE, date(2025, 12, 15), date(2026, 6, 14)),
        ("2026-H2", DECREE, date(2026, 6, 15), date(2026, 12, 14)),
        ("2026", DECREE, date(2025, 12, 15), date(2026, 12, 14)),
        ("2026-Q4", CALENDAR, date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-02", CALENDAR, date(2026, 2, 1), date(2026, 2, 28)),
        ("2026", CALENDAR, date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_the_days_of_a_period(key: str, convention: PeriodConvention, first: date, last: date) -> None:
    span = span_of(key, convention)
    assert (span.starts_on, span.ends_on) == (first, last)


@pytest.mark.parametrize("key", ["", "2026-Q5", "2026-13", "2026-H3", "26-Q1", "2026-Q4 ", "1999-Q1", "2026-Q4-Q1"])
def test_what_is_no_period_is_refused(key: str) -> None:
    with pytest.raises(Incomplete, match="no_such_period"):
        span_of(key, DECREE)


def test_what_comes_before() -> None:
    assert earlier_quarters("2026-Q3") == ("2026-Q1", "2026-Q2")
    assert earlier_quarters("2026-11") == ()
    assert (quarter_before("2026-Q1"), quarter_before("2026-Q4"), quarter_before("2026")) == (
        "2025-Q4",
        "2026-Q3",
        None,
    )
    assert year_to("2026-Q3", DECREE).starts_on == date(2025, 12, 15)


@given(
    day=st.dates(min_value=date(2005, 1, 1), max_value=date(2090, 1, 1)), convention=st.sampled_from(PeriodConvention)
)
def test_every_day_lies_in_exactly_one_quarter(day: date, convention: PeriodConvention) -> None:
    key = quarter_of(day, convention)
    span = span_of(key, convention)
    assert span.holds(day)
    assert quarter_of(span.ends_on + timedelta(days=1), convention) != key
    assert span_of(quarter_before(key) or "", convention).ends_on == span.starts_on - timedelta(days=1)
