"""Mistakes in `duties.toml` are told with file, line and field before anything starts."""

import shutil
from pathlib import Path

import pytest

from domain.duties import DutyHolder
from domain.errors import BadData
from ward.duties import load_duties, load_plan
from ward.loader import load_ward

DUTIES = Path(__file__).parents[2] / "ward" / "duties.toml"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copy(DUTIES, tmp_path))


def test_the_plan_of_the_ward_holds_the_quarterly_report_of_the_teams() -> None:
    duty = load_duties(DUTIES)[0]
    assert (duty.code, duty.holder) == ("N01", DutyHolder.TEAM)
    assert [rung.working_days_before for rung in duty.ladder] == [0, 0, 3, 1, 0, -1]
    assert [rung.days_before for rung in duty.ladder] == [7, 0, 0, 0, 0, 0]
    assert [rung.phones for rung in duty.ladder] == [False, False, False, True, True, False]


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
        ("cut_off_day = 14", "cut_off_day = 30", "cut_off_day"),
        ("cut_off_day = 14", "", "the schedule has no cut_off_day"),
        ("days_before = 7", "working_days_before = 7", "counts days_before"),
        ('to = ["team_groups"]', 'to = ["contacts"]', "holder = team cannot speak to contacts"),
        ('to = ["team_groups"]', 'to = ["everybody"]', "duties[1].ladder[1].to[1]"),
        ('to = ["team_groups"]', "to = []", "duties[1].ladder[1].to"),
        ("working_days_before = -1", "working_days_before = 0", "office alone"),
        ('to = ["office"]', 'to = ["leaders"]', "office alone"),
        ('ladder_of = "N04"', 'ladder_of = "N08"', "N08, which has no ladder of its own"),
        ('key = "doan_thanh_nien"', 'key = "mat_tran"', "organisation used twice"),
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


@pytest.mark.parametrize(
    ("found", "written", "told"),
    [
        ('office = "van_hoa_xa_hoi"', 'office = "van_hoa"', "plan.office: no unit van_hoa"),
        ('owners = ["su_nghiep_cong"]', 'owners = ["su_nghiep"]', "owners of N18: no unit su_nghiep"),
        ('key = "mat_tran"', 'key = "cong_an"', "a key of ward.toml stands here again"),
    ],
)
def test_a_unit_that_nobody_knows_is_told(copy: Path, found: str, written: str, told: str) -> None:
    text = copy.read_text(encoding="utf-8")
    assert found in text
    copy.write_text(text.replace(found, written, 1), encoding="utf-8")
    with pytest.raises(BadData, match=told):
        load_plan(copy, load_ward(DUTIES.parent).units)


def test_duties_that_share_a_ladder_have_the_same_rungs() -> None:
    ladders = {duty.code: duty.ladder for duty in load_duties(DUTIES)}
    assert ladders["N04"] == ladders["N05"] == ladders["N07"] != ladders["N02"]
