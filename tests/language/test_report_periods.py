"""Whole years, halves of months, the last few days, months in English, and words of days that are misspelt."""

from datetime import date, datetime

import pytest

from language.interpreter import Interpreter

TUESDAY = datetime.fromisoformat("2026-12-08T10:00:00+07:00")
JANUARY = datetime.fromisoformat("2027-01-05T10:00:00+07:00")


@pytest.mark.parametrize(
    ("text", "expression", "first", "last"),
    [
        ("Tổ 3 báo cáo năm 2026: 940 lượt người được hướng dẫn", "năm 2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("Tổng kết 6 tháng cuối năm tổ 19: 180 lượt", "6 tháng cuối năm", date(2026, 7, 1), date(2026, 12, 31)),
        ("2 tuần đầu tháng 11 tổ 39 được 44 người", "2 tuần đầu tháng 11", date(2026, 11, 1), date(2026, 11, 14)),
        ("nửa đầu tháng 11 tổ 39 được 44 người", "nửa đầu tháng 11", date(2026, 11, 1), date(2026, 11, 15)),
        ("nửa cuối tháng 11 tổ 39 được 44 người", "nửa cuối tháng 11", date(2026, 11, 16), date(2026, 11, 30)),
        ("nửa tháng nay tổ 27 nghỉ, không làm gì", "nửa tháng nay", date(2026, 11, 24), date(2026, 12, 8)),
        ("2 tuần qua tổ 27 được 44 người", "2 tuần qua", date(2026, 11, 25), date(2026, 12, 8)),
        ("November recap tổ 25: 121 người", "November", date(2026, 11, 1), date(2026, 11, 30)),
        ("Last week tổ 90 off, không có hoạt động gì", "Last week", date(2026, 11, 30), date(2026, 12, 6)),
    ],
)
def test_a_long_stretch_of_days_has_its_first_and_its_last(
    interpreter: Interpreter, text: str, expression: str, first: date, last: date
) -> None:
    found = interpreter.read_activity(text, now=TUESDAY)
    assert (found.date_expr, found.date, found.date_end) == (expression, first, last)


def test_the_year_that_is_over_is_the_last_one_while_the_new_one_is_young(interpreter: Interpreter) -> None:
    found = interpreter.read_activity("Năm qua tổ 14 được 133 người", now=JANUARY)
    assert (found.date, found.date_end) == (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("hom quaa tổ 5 khảo sát 45 hộ", 7),
        ("Chiều nya tổ 5 hướng dẫn 18 người", 8),
        ("bữa nayy tổ 5 mở lớp, 14 người", 8),
        ("sn tổ 5 hướng dẫn 18 người", 8),
        ("hôm thứ hai mấy chị em tổ 5 đi tới mười bảy nhà", 7),
    ],
)
def test_a_misspelt_day_is_still_that_day(interpreter: Interpreter, text: str, day: int) -> None:
    assert interpreter.read_activity(text, now=TUESDAY).date == date(2026, 12, day)


@pytest.mark.parametrize(
    ("text", "team"),
    [
        ("t11 t29 tổng: 3 buổi, 57 người", 29),
        ("2 tuần đầu t11 t39 được 44 người", 39),
    ],
)
def test_a_month_before_a_team_is_no_team(interpreter: Interpreter, text: str, team: int) -> None:
    found = interpreter.read_activity(text, now=TUESDAY)
    assert (found.team_number, found.teams) == (team, ())
    assert found.date == date(2026, 11, 1)
