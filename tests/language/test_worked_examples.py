"""The worked examples of the labelling rules, as a table; now is Monday 2026-11-23T09:00+07:00."""

import datetime as dt
from typing import Any

import pytest

from domain.understanding import Chat, Sender
from language.interpreter import Interpreter

NOW = dt.datetime.fromisoformat("2026-11-23T09:00+07:00")
INCIDENTS: list[tuple[str, str, bool, list[str]]] = [
    (
        "Đống xà bần đổ trộm ở cuối đường Cồn Dầu 12, mấy hôm chưa ai dọn",
        "rac_moi_truong",
        False,
        ["cuối đường Cồn Dầu 12"],
    ),
    (
        "nap cong truoc so 8 thanh luong 5 bi mat, toi qua co nguoi te",
        "ngap_thoat_nuoc",
        True,
        ["truoc so 8 thanh luong 5"],
    ),
    ("Dây điện đứt rơi xuống sân trường kìa, cứu với", "chieu_sang_dien", True, ["sân trường"]),
    ("mấy đứa mô tối hôm mô cũng nẹt pô chỗ công viên, ngủ không được", "tieng_on", False, ["công viên"]),
    ("cáp viễn thông võng xuống sát đầu ở kiệt 45", "vien_thong_cap", False, ["kiệt 45"]),
    (
        "đề nghị phường lắp thêm gương cầu ở ngã ba Trung Lương 4",
        "giao_thong_via_he",
        False,
        ["ngã ba Trung Lương 4"],
    ),
]
OTHERS: list[tuple[str, str, str | None, bool]] = [
    ("Ông tổ trưởng X lấy tiền của dân, tui tố cáo", "complaint", None, False),
    ("nộp hồ sơ cả tuần mà một cửa cứ hẹn lại", "complaint", None, False),
    ("má em mất điện thoại rồi, giờ lấy lại VNeID răng hè", "support_request", "vneid", False),
    (
        "có người gọi xưng công an bắt chuyển tiền, tui lỡ đọc OTP rồi",
        "support_request",
        "an_toan_thong_tin",
        True,
    ),
    ("muốn đưa nước mắm nhà làm lên Shopee mà không biết làm", "support_request", "thuong_mai_dien_tu", False),
    ("Tổ 7 ai làm tổ trưởng, cho xin số", "question", "danh_ba", False),
    ("PA-26-000012 tới đâu rồi", "question", "tra_cuu_ma", False),
    ("quý ni mấy tây nộp báo cáo", "question", "han_bao_cao", False),
    ("đèn sáng lại rồi, cảm ơn phường hí", "smalltalk", None, False),
    ("vay tiền nhanh k cần thế chấp ib zl 09xxx", "spam", None, False),
]
ACTIVITIES: list[tuple[str, dict[str, Any]]] = [
    (
        "Tổ 5 tối qua tuyên truyền ở nhà văn hóa, hai chục bà con nghe, mở được 4 ví",
        {
            "team_number": 5,
            "date": dt.date(2026, 11, 22),
            "activity_type": "tuyen_truyen",
            "people": 20,
            "ewallet_accounts": 4,
            "place": "nhà văn hóa",
            "topics": ("thanh_toan_dien_tu",),
        },
    ),
    (
        "t9 hd 12 ng cai vneid sang nay, 2 tv truc, 2 tieng",
        {
            "team_number": 9,
            "date": dt.date(2026, 11, 23),
            "activity_type": "huong_dan",
            "topics": ("vneid",),
            "people": 12,
            "members": 2,
            "duration_minutes": 120,
        },
    ),
    (
        "thôn Phong Nam chủ nhật tuần trước đi từng nhà: 31 hộ, 9 hộ mới cài ví, 3 hộ có sẵn",
        {
            "team_name": "Phong Nam",
            "date": dt.date(2026, 11, 22),
            "activity_type": "khao_sat",
            "households": 31,
            "ewallet_accounts": 9,
        },
    ),
    ("không phải 12 mà 21 người nghe anh", {"activity_type": "dinh_chinh", "people": 21}),
    ("thêm 3 bác nữa mới tới cài VssID", {"activity_type": "bo_sung", "people": 3, "topics": ("bao_hiem",)}),
    (
        "mai tổ 4 ra quân ở chợ",
        {
            "is_plan": True,
            "team_number": 4,
            "date": dt.date(2026, 11, 24),
            "activity_type": "ra_quan",
            "place": "chợ",
        },
    ),
    ("tuần ni tổ 11 không có hoạt động chi", {"activity_type": "khong_hoat_dong", "team_number": 11}),
    (
        "tháng 11 tổ 2 tổng cộng 6 buổi 140 lượt",
        {"activity_type": "tong_hop", "team_number": 2, "people": 140, "people_unit": "lượt"},
    ),
]


@pytest.mark.parametrize(("text", "category", "urgent", "spans"), INCIDENTS)
def test_an_incident_has_its_category_urgency_and_places(
    interpreter: Interpreter, text: str, category: str, urgent: bool, spans: list[str]
) -> None:
    meaning = interpreter.understand(text, now=NOW, sender=Sender.RESIDENT, chat=Chat.PRIVATE)
    assert (meaning.intent, meaning.category, meaning.urgent) == ("incident", category, urgent)
    assert [place.span for place in meaning.places] == spans
    assert (meaning.topic, meaning.activity) == (None, None)


@pytest.mark.parametrize(("text", "intent", "topic", "urgent"), OTHERS)
def test_what_is_no_incident_has_its_intent_and_topic_and_no_category(
    interpreter: Interpreter, text: str, intent: str, topic: str | None, urgent: bool
) -> None:
    meaning = interpreter.understand(text, now=NOW, sender=Sender.RESIDENT, chat=Chat.PRIVATE)
    assert (meaning.intent, meaning.topic, meaning.urgent) == (intent, topic, urgent)
    assert (meaning.category, meaning.places) == (None, ())


@pytest.mark.parametrize("chat", Chat)
@pytest.mark.parametrize(("text", "fields"), ACTIVITIES)
def test_a_report_has_its_fields(interpreter: Interpreter, text: str, fields: dict[str, Any], chat: Chat) -> None:
    meaning = interpreter.understand(text, now=NOW, sender=Sender.MEMBER, chat=chat)
    assert meaning.intent == "activity_report"
    assert meaning.activity is not None
    assert {name: getattr(meaning.activity, name) for name in fields} == fields


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("rac nhieu qua, boc mui hoi", "rac_moi_truong"),
        ("den duong hu may bua ni", "chieu_sang_dien"),
        ("chay nha o kiet 12 me thu", "chay_no"),
        ("con chó nhà hàng xóm sủa cả đêm không ngủ được", "tieng_on"),
        ("bầy chó thả rông đuổi cắn người đi đường", "dong_vat"),
        ("cúp nước từ hôm qua đến giờ", "nuoc_sach"),
        ("nhà bên xây dựng trái phép", "xay_dung_do_thi"),
        ("quán cơm bán đồ ăn ôi thiu", "an_toan_thuc_pham"),
        ("có nhóm đánh nhau trước chợ", "an_ninh_trat_tu"),
        ("cây ngã chắn đường", "cay_xanh"),
        ("wifi công cộng hư rồi", "vien_thong_cap"),
    ],
)
def test_other_ways_to_say_it_find_the_category(interpreter: Interpreter, text: str, category: str) -> None:
    meaning = interpreter.understand(text, now=NOW, sender=Sender.RESIDENT, chat=Chat.PRIVATE)
    assert (meaning.intent, meaning.category) == ("incident", category)


@pytest.mark.parametrize(
    ("text", "urgent"),
    [
        ("gấp gấp sửa đèn giùm", False),
        ("cây phượng sắp đổ đè lên nhà", True),
        ("mùi gas nồng quá ở kiệt 12", True),
        ("bé bị lạc ở chợ Miếu Bông", True),
        ("nước vô nhà rồi", True),
        ("cần cứu trợ, nhà bị cô lập ở Quang Châu", True),
        ("dien bi dut day o duong le am", True),
        ("cháy nhà nhưng đã dập tắt", False),
        ("đèn đường không sáng", False),
    ],
)
def test_only_present_danger_is_urgent(interpreter: Interpreter, text: str, urgent: bool) -> None:
    assert interpreter.understand(text, now=NOW, sender=Sender.RESIDENT, chat=Chat.PRIVATE).urgent is urgent


@pytest.mark.parametrize("text", ["đường Mẹ Thứ", "Dạ em ở đường Mẹ Thứ nha"])
def test_a_place_alone_is_an_unsure_incident_without_category(interpreter: Interpreter, text: str) -> None:
    meaning = interpreter.understand(text, now=NOW, sender=Sender.RESIDENT, chat=Chat.PRIVATE)
    assert (meaning.intent, meaning.category) == ("incident", None)
    assert meaning.confidence < 0.5
    assert [place.label for place in meaning.places] == ["Mẹ Thứ"]


def test_thanks_that_name_what_is_still_broken_are_an_incident(interpreter: Interpreter) -> None:
    meaning = interpreter.understand(
        "cảm ơn nhưng đèn đường vẫn tắt", now=NOW, sender=Sender.RESIDENT, chat=Chat.PRIVATE
    )
    assert (meaning.intent, meaning.category) == ("incident", "chieu_sang_dien")


def test_letters_that_are_no_words_are_spam(interpreter: Interpreter) -> None:
    assert interpreter.understand("asdf qwer", now=NOW, sender=Sender.RESIDENT, chat=Chat.PRIVATE).intent == "spam"


@pytest.mark.parametrize(
    ("text", "urgent"),
    [
        ("cứu với", True),
        ("cuu voi", True),
        ("CỨU TÔI VỚI", True),
        ("cứu em cái vneid với", False),
        ("tra cứu với", False),
    ],
)
def test_a_mere_cry_for_help_is_urgent(interpreter: Interpreter, text: str, urgent: bool) -> None:
    assert interpreter.understand(text, now=NOW, sender=Sender.RESIDENT, chat=Chat.PRIVATE).urgent is urgent
