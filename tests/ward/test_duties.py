"""The duties of the plan as the ward's file has them: who, by when, and none of their days on a day off."""

from datetime import date
from pathlib import Path

import pytest

from domain.duties import DutyHolder, occurrences
from ward.loader import load_ward

WARD = load_ward(Path(__file__).parents[2] / "ward")
DUTIES = {duty.code: duty for duty in WARD.duties}


def test_the_plan_has_its_eighteen_duties_and_some_have_no_day() -> None:
    assert list(DUTIES) == [f"N{number:02d}" for number in range(1, 19)]
    assert [code for code, duty in DUTIES.items() if duty.holder is DutyHolder.TEAM] == ["N01", "N09", "N16"]
    without_day = {code for code, duty in DUTIES.items() if not list(occurrences(duty, WARD.calendar))}
    assert without_day == {"N08", "N09", "N10", "N11", "N12", "N14", "N15", "N16", "N17", "N18"}


@pytest.mark.parametrize(
    ("code", "days"),
    [
        ("N01", [date(2026, 3, 19), date(2026, 6, 19), date(2026, 9, 18), date(2026, 12, 18)]),
        ("N02", [date(2026, 3, 26), date(2026, 6, 26), date(2026, 9, 25), date(2026, 12, 25)]),
        ("N03", [date(2026, 3, 31)]),
        ("N06", [date(2026, 6, 19)]),
        ("N07", [date(2026, 11, 27)]),
        ("N13", [date(2026, 12, 15)]),
    ],
)
def test_due_days_are_those_of_the_table(code: str, days: list[date]) -> None:
    assert [one.due_on for one in occurrences(DUTIES[code], WARD.calendar)] == days


def test_every_due_day_is_worked_and_no_later_than_the_plan_says() -> None:
    for duty in WARD.duties:
        for one in occurrences(duty, WARD.calendar):
            assert WARD.calendar.is_working_day(one.due_on)
            assert one.due_on < one.late_from
