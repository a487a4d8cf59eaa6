"""Mistakes in `duties.toml` are told with file, line and field before anything starts."""

import shutil
from pathlib import Path

import pytest

from domain.duties import DutyHolder
from domain.errors import BadData
from ward.loader import load_duties

DUTIES = Path(__file__).parents[2] / "ward" / "duties.toml"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copy(DUTIES, tmp_path))


def test_the_plan_of_the_ward_holds_the_quarterly_report_of_the_teams() -> None:
    duty = load_duties(DUTIES)[0]
    assert (duty.code, duty.holder) == ("N01", DutyHolder.TEAM)
    assert [rung.working_days_before for rung in duty.ladder] == [3, 1, 0]
    assert [rung.phones for rung in duty.ladder] == [False, True, True]


def test_a_duty_without_schedule_is_legal(copy: Path) -> None:
    text = copy.read_text(encoding="utf-8")
    row = '\n[[duties]]\ncode = "N99"\nname = "phản ánh vướng mắc"\nholder = "team"\nsource = "II.8"\n'
    copy.write_text(text + row, encoding="utf-8")
    assert load_duties(copy)[-1].schedule is None


@pytest.mark.parametrize(
    ("found", "written", "told"),
    [
        ('rule = "before"', 'rule = "until"', "duties[1].schedule.rule"),
        ("months = [3, 6, 9, 12]", "months = [3, 13]", "duties[1].schedule.months[2]"),
        ("months = [3, 6, 9, 12]", "months = [3, 3]", "twice"),
        ("day = 20", "day = 31", "month 6 has no day 31"),
        ('code = "N01"', 'code = "Nhiệm vụ 1"', "duties[1].code"),
        ("valid_to = 2026-12-31", "valid_to = 2025-12-31", "valid_to must come after valid_from"),
        ('key = "due_day"', 'key = "day_before"', "same key"),
        ("working_days_before = 0", "working_days_before = 2", "order of time"),
        ("at = 09:00:00", 'at = "morning"', "ladder"),
        ('holder = "team"', 'holder = "team"\nwho = "all"', "who"),
        ("[duties.schedule]", "[duties.schedule", "line"),
    ],
)
def test_a_mistake_is_told_where_it_stands(copy: Path, found: str, written: str, told: str) -> None:
    text = copy.read_text(encoding="utf-8")
    assert f"\n{found}" in text
    copy.write_text(text.replace(f"\n{found}", f"\n{written}", 1), encoding="utf-8")
    with pytest.raises(BadData) as problem:
        load_duties(copy)
    assert told in str(problem.value)
    assert "duties.toml" in str(problem.value)
