"""Answers are counted as in time, extended or late."""

from datetime import date

import pytest

from domain.case_endings import Punctuality, punctuality

DUE = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("answered_on", "due_on", "original", "counted"),
    [
        (date(2026, 11, 26), DUE, None, Punctuality.ON_TIME),
        (date(2026, 11, 27), DUE, None, Punctuality.LATE),
        (date(2026, 11, 26), date(2026, 11, 30), DUE, Punctuality.ON_TIME),
        (date(2026, 11, 27), date(2026, 11, 30), DUE, Punctuality.EXTENDED),
        (date(2026, 11, 30), date(2026, 11, 30), DUE, Punctuality.EXTENDED),
        (date(2026, 12, 1), date(2026, 11, 30), DUE, Punctuality.LATE),
    ],
)
def test_what_was_extended_is_counted_apart(
    answered_on: date, due_on: date, original: date | None, counted: Punctuality
) -> None:
    assert punctuality(answered_on, due_on, original_due_on=original) is counted
