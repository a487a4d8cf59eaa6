"""Totals beside their parts, the best stretch of marked words, and what is cut from the words of a place or day."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.interpreter import Interpreter
from language.number_sums import compared
from language.told_totals import told_total
from language.word_marks import Mark, best_stretch

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
    ("marks", "runs", "stretch"),
    [
        ([], {}, None),
        ([OUT, OUT], {0: [-1], 1: []}, None),
        ([OUT, BEGIN, IN, OUT], {1: [4, -4], 0: [-4]}, (1, 3)),
        ([OUT, BEGIN, IN, OUT], {1: [-4]}, (1, 2)),
        ([BEGIN, OUT, BEGIN, IN, IN], {0: [-2], 2: [3, 3]}, (2, 5)),
        ([BEGIN, OUT, BEGIN, IN, IN], {}, None),
    ],
)
def test_the_stretch_that_most_speaks_for_is_taken(
    marks: list[Mark], runs: dict[int, list[float]], stretch: tuple[int, int] | None
) -> None:
    assert best_stretch(marks, runs) == stretch


@given(
    st.lists(st.builds(Mark, *[st.floats(-900, 900)] * 3), min_size=4, max_size=40),
    st.dictionaries(st.integers(0, 3), st.lists(st.floats(-900, 900), max_size=15)),
)
def test_a_stretch_begins_where_one_may_and_goes_on_no_farther_than_its_run(
    marks: list[Mark], runs: dict[int, list[float]]
) -> None:
    runs = {start: run[: len(marks) - start - 1] for start, run in runs.items()}
    start, end = best_stretch(marks, runs) or (0, 1)
    assert start < end <= start + 1 + len(runs.get(start, []))


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 9_999_999)), max_size=60, unique_by=lambda told: told[0]))
def test_each_number_is_compared_with_the_others(told: list[tuple[int, int]]) -> None:
    told.sort()
    found = compared(told)
    assert set(found) == {at for at, _ in told}


def test_a_sum_and_its_parts_know_each_other() -> None:
    found = compared([(1, 23), (4, 14), (8, 9), (11, 3)])
    assert "sum of behind" in found[1] and "sum of behind:False" in found[1]
    assert all("part of a sum" in found[at] for at in (4, 8)) and "part of a sum" not in found[11]
    assert "again" in compared([(1, 10), (5, 10)])[5]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("sáng nay em với 2 bạn nữa hướng dẫn 40 người cài VNeID, tổ 8", {"members": 3, "people": 40}),
        ("sáng nay vợ chồng tôi với thằng Phúc giúp 5 hộ bán hàng online, tổ 15", {"members": 3, "households": 5}),
        ("chi 6 co chu cai vneid, to 19 truc mot minh em", {"members": 1, "people": 6}),
        ("hôm qua tôi cùng cô Huệ giúp 6 bà con cài VssID, tổ 8", {"members": 2, "people": 6}),
        ("tổ 12 tối qua hd 14 ng vneid, 9 ng vssid, tổng 23 ng, ở nvh", {"people": 23, "place": "nvh"}),
        (
            "tổ 4 chiều qua hướng dẫn 11 người tại hội trường khu A. Cô Lan gửi lời cảm ơn.",
            {"place": "hội trường khu A"},
        ),
        (
            "tổ 12 hôm qua: 14 người cài VNeID, 9 người chữ ký số, 6 người khai thuế điện tử",
            {"counts": {"vneid": 14, "chu_ky_so": 9, "thue_dien_tu": 6}, "people": 29},
        ),
        (
            "to 12 nay: vneid 14, chu ky so 9, dvc 6 hs, 3 tv truc",
            {"counts": {"vneid": 14, "chu_ky_so": 9, "dich_vu_cong": 6}, "members": 3},
        ),
        ("chiều nay tổ 12 hướng dẫn 14 người cài VNeID và VssID", {"counts": {}, "people": 14}),
        ("thang 8 to 12 lam cho 77 nguoi dinh danh, 30 vi", {"counts": {"vneid": 77, "thanh_toan_dien_tu": 30}}),
        (
            "tổ 12 hướng dẫn 30 người dân, trong đó 18 người tích hợp giấy tờ vào VNeID, 12 người mở ví",
            {"counts": {"vneid": 18, "thanh_toan_dien_tu": 12}, "people": 30},
        ),
        (
            "Dương Sơn vận động 46 hộ, có 20 hộ cài VNeID và 12 hộ mở ví điện tử",
            {"households": 46, "ewallet_accounts": 12},
        ),
        ("hôm nay 3 ae tổ 55 đi 17 hộ, 6 hộ mở ví rồi", {"households": 17, "ewallet_accounts": 6}),
        ("tổ 9 đi 61 nhà, chỉ chuyện thuế 25 nhà, chuyện ví 36 nhà", {"households": 61}),
        ("Địa điểm: BẾN CÁ CŨ\nB. Đối tượng: ngư dân, tổng 28 người", {"place": "BẾN CÁ CŨ", "people": 28}),
        ("liên tổ 5 - 6 - 7 ra quân ở công viên", {"teams": (5, 6, 7), "team_number": None}),
        ("sáng nay t7 vs t8 ra quân chợ Hòa Xuân, 15 ae", {"teams": (7, 8), "members": 15}),
        ("kết quả của hai tổ 65 và 66: khai thuế 70 lượt", {"teams": (65, 66), "people": 70}),
        ("tổ 9 dạy 12 cô bán hàng online, mỗi cô mất 20 phút", {"duration_minutes": None, "people": 12}),
        ("Thời gian: 1 giờ 15 phút, tổ 9 dạy 12 cô bán hàng online", {"duration_minutes": 75}),
        ("tổ 9 training 12 bạn dùng AI, 45 mins", {"duration_minutes": 45}),
        ("tổ 9 training 12 bạn dùng AI, from 19h to 21h", {"duration_minutes": 120}),
        ("tổ 9 training 12 bạn dùng AI, 2.5h", {"duration_minutes": 150}),
        ("tổ 9 dạy 12 bạn dùng AI, 3h đồng hồ", {"duration_minutes": 180}),
        ("tổ 5 tới 7 hộ chính sách, mở cho 7 hộ mỗi hộ 1 ví Viettel Money", {"households": 7, "ewallet_accounts": 7}),
        ("tổ 9 hướng dẫn 7 người quét mã, mở 1 ví Momo", {"people": 7, "ewallet_accounts": 1}),
        ("Hộ nào cũng mở một tài khoản ngân hàng hết trọi, 8 hộ, tổ 9 nghe", {"ewallet_accounts": 8}),
        ("tổ 4 tổ 6 với dương sơn bữa qua chỉ 19 người", {"teams": (4, 6, "Dương Sơn"), "people": 19}),
        ("Quá Giáng 2 chiều nay dạy 16 cô dùng AI", {"team_name": "Quá Giáng 2", "people": 16, "members": None}),
        ("T50 - 23/11 - HD cai app Da Nang Smart City - 40 ng - 3 tv", {"date": dt.date(2026, 11, 23), "people": 40}),
        ("last Saturday team 19 hướng dẫn 9 khách thanh toán QR", {"date": dt.date(2026, 11, 21), "people": 9}),
        ("hoom qua toor 88 huwowngs daanx 10 nguwowif caif VNeID", {"date": dt.date(2026, 11, 24), "team_number": 88}),
        ("T12 tổ 8 tổng cộng 95 lượt", {"team_number": 8, "people": 95, "date_end": dt.date(2025, 12, 31)}),
    ],
)
def test_what_words_and_weights_settle(interpreter: Interpreter, text: str, wanted: dict[str, Any]) -> None:
    found = interpreter.read_activity(text, now=NOW)
    assert {name: getattr(found, name) for name in wanted} == wanted
