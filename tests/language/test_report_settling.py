"""Totals beside their parts, the best stretch of marked words, and what is cut from the words of a place or day."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.interpreter import Interpreter
from language.told_totals import told_total
from language.word_marks import Mark, best_stretch, weight_of_stretch

NOW = dt.datetime.fromisoformat("2026-11-25T21:40:00+07:00")  # a Wednesday
OUT, IN, BEGIN = Mark(2, -1, -1), Mark(-1, -1, 2), Mark(-1, 2, -1)

TOTALS = [
    ([14, 9, 5], [28], 28),
    ([27, 14, 9, 4], [], 27),
    ([85, 50, 35], [], 85),
    ([10, 8], [18], 18),
    ([10, 8], [20], None),
    ([12, 3], [], None),
    ([10, 10], [], None),
    ([], [5], None),
]


@pytest.mark.parametrize(("values", "announced", "total"), TOTALS)
def test_a_total_is_not_added_to_its_parts(values: list[int], announced: list[int], total: int | None) -> None:
    assert told_total(values, announced) == total


@given(st.lists(st.integers(0, 9_999_999), max_size=60), st.lists(st.integers(0, 9_999_999), max_size=60))
def test_a_total_is_one_of_the_numbers(values: list[int], announced: list[int]) -> None:
    assert told_total(values, announced) in {None, *values, *announced}


@pytest.mark.parametrize(
    ("marks", "stretch"),
    [
        ([], None),
        ([OUT, OUT], None),
        ([OUT, BEGIN, IN, OUT], (1, 3)),
        ([BEGIN, OUT, BEGIN, IN, IN], (2, 5)),
    ],
)
def test_the_stretch_that_most_speaks_for_is_taken(marks: list[Mark], stretch: tuple[int, int] | None) -> None:
    assert best_stretch(marks) == stretch


@given(st.lists(st.builds(Mark, *[st.floats(-9, 9)] * 3), max_size=40))
def test_no_stretch_beats_the_best(marks: list[Mark]) -> None:
    found = best_stretch(marks)
    best = weight_of_stretch(marks, *found) if found else 0.0
    for start in range(len(marks)):
        for end in range(start + 1, min(start + 16, len(marks)) + 1):
            assert weight_of_stretch(marks, start, end) <= best + 1e-9


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("sáng nay em với 2 bạn nữa hướng dẫn 40 người cài VNeID, tổ 8", {"members": 3, "people": 40}),
        ("hôm qua tôi cùng cô Huệ giúp 6 bà con cài VssID, tổ 8", {"members": 2, "people": 6}),
        ("tổ 12 tối qua hd 14 ng vneid, 9 ng vssid, tổng 23 ng, ở nvh", {"people": 23, "place": "nvh"}),
        (
            "tổ 4 chiều qua hướng dẫn 11 người tại hội trường khu A. Cô Lan gửi lời cảm ơn.",
            {"place": "hội trường khu A"},
        ),
        ("T50 - 23/11 - HD cai app Da Nang Smart City - 40 ng - 3 tv", {"date": dt.date(2026, 11, 23), "people": 40}),
        ("last Saturday team 19 hướng dẫn 9 khách thanh toán QR", {"date": dt.date(2026, 11, 21), "people": 9}),
        ("hoom qua toor 88 huwowngs daanx 10 nguwowif caif VNeID", {"date": dt.date(2026, 11, 24), "team_number": 88}),
        ("T12 tổ 8 tổng cộng 95 lượt", {"team_number": 8, "people": 95, "date_end": dt.date(2025, 12, 31)}),
    ],
)
def test_what_words_and_weights_settle(interpreter: Interpreter, text: str, wanted: dict[str, Any]) -> None:
    found = interpreter.read_activity(text, now=NOW)
    assert {name: getattr(found, name) for name in wanted} == wanted
