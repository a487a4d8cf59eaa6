"""What is seen around the numbers of a report, and which number tells of which topic."""

from datetime import datetime

import pytest

from domain.understanding import Chat, Sender
from language.features import View
from language.interpreter import Interpreter

NOW = datetime.fromisoformat("2026-12-08T10:00:00+07:00")


def seen(interpreter: Interpreter, text: str) -> list[frozenset[str]]:
    reading = interpreter.read(text, sender=Sender.MEMBER, chat=Chat.PRIVATE)
    return [features[View.FOLDED] for features in interpreter.read_report(reading, now=NOW).number_topic_features()]


def test_each_number_sees_the_words_up_to_the_next_ones_and_the_signs_between(interpreter: Interpreter) -> None:
    first, second = seen(interpreter, "12 bác gọi hình, 7 cô chặn số lạ")
    assert {">:goi", ">:hinh", ">goi hinh", "goi"} <= first
    assert not any("chan" in name for name in first)
    assert {">:chan", "<,:hinh", "<,:goi"} <= second
    assert not any(name.startswith("<:goi") for name in second)


def test_a_topic_that_a_list_knows_is_seen_with_its_side_and_distance(interpreter: Interpreter) -> None:
    (only,) = seen(interpreter, "vneid: 12")
    assert {"<@vneid", "<:@vneid", "<:0@vneid", "topics<:@vneid"} <= only


def test_a_text_without_numbers_shows_nothing_and_one_of_many_only_the_first(interpreter: Interpreter) -> None:
    assert seen(interpreter, "bày bà con gọi hình") == []
    assert len(seen(interpreter, " ".join(f"{value} người," for value in range(20, 60)))) == 16


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        (
            "Tối qua: 12 phụ huynh được chỉ cách xem học bạ số, 7 phụ huynh được chỉ nộp học phí qua ngân hàng",
            {"giao_duc": 12, "thanh_toan_dien_tu": 7},
        ),
        (
            "tổ 21 nè\ngọi video 7ng\nđổi mk fb 5ng\nđặt lịch khám 3ng",
            {"ky_nang_so": 7, "an_toan_thong_tin": 5, "suc_khoe": 3},
        ),
        ("vneid 6, shopee 2, zalopay 4 nha", {"vneid": 6, "thuong_mai_dien_tu": 2, "thanh_toan_dien_tu": 4}),
        ("Sáng nay tổ 9 dạy 9 bác hỏi máy viết đơn, 5 bác ký giấy trên điện thoại", {"ai": 9, "chu_ky_so": 5}),
        ("nhóm e 6 ng đi trường mầm non hướng dẫn 22 mẹ nộp học phí qua app ngân hàng", {}),
        ("Tối nay 20 người học cài VNeID và mở ví, 3 thành viên đứng lớp", {}),
    ],
)
def test_numbers_are_told_apart_by_the_work_they_tell_of(
    interpreter: Interpreter, text: str, counts: dict[str, int]
) -> None:
    assert interpreter.read_activity(text, now=NOW).counts == counts


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "sáng chủ nhật tổ 33 làm vneid 15 người, mở ví 9 người, bảo hiểm y tế 8 người",
            {"ewallet_accounts": 9, "people": 32},
        ),
        ("9 người cài app thành phố, 12 người mở tài khoản ngân hàng", {"ewallet_accounts": 12, "people": 21}),
        ("vneid x3, vssid x2, ssk x5", {"people": 10}),
    ],
)
def test_what_belongs_to_one_topic_counts_for_no_other(
    interpreter: Interpreter, text: str, wanted: dict[str, int]
) -> None:
    found = interpreter.read_activity(text, now=NOW)
    assert {name: getattr(found, name) for name in wanted} == wanted
