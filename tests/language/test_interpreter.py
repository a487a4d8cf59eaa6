"""No text makes the interpreter stumble."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.understanding import Chat, Intent, Sender
from language.interpreter import Interpreter

NOW = datetime.fromisoformat("2026-11-23T09:00+07:00")
WORDS = [
    "rác",
    "tổ",
    "5",
    "hộ",
    "chục",
    "hai",
    "t9",
    "31/2",
    "6,7,8/4",
    "mai",
    "tuần trước",
    "thứ 2",
    "#sua",
    "PA-",
    "@",
    "99999999999",
]
texts = st.text() | st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=15).map(" ".join)


@given(texts, st.sampled_from(Sender), st.sampled_from(Chat))
def test_any_text_has_a_meaning(interpreter: Interpreter, text: str, sender: Sender, chat: Chat) -> None:
    meaning = interpreter.understand(text, now=NOW, sender=sender, chat=chat)
    assert 0.0 <= meaning.confidence <= 1.0
    assert all(place.span in text for place in meaning.places)


@given(texts)
def test_any_text_is_a_command_or_none(interpreter: Interpreter, text: str) -> None:
    command = interpreter.find_command(text)
    assert command is None or interpreter.find_command(interpreter.payload(command)) is not None


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("tổ 5 họp 6,7,8/4", "2026-04-06", "2026-04-08"),
        ("tổ 5 họp thứ sáu", "2026-11-20", None),
        ("tổ 5 họp thứ hai", "2026-11-23", None),
        ("tổ 5 họp bữa tê", "2026-11-21", None),
        ("tổ 5 họp hôm kia", "2026-11-21", None),
        ("tổ 5 họp cuối tuần qua", "2026-11-21", "2026-11-22"),
        ("tổ 5 họp chủ nhật tuần trước", "2026-11-22", None),
        ("tổ 5 họp 30/12", "2026-12-30", None),
        ("tổ 5 họp", "2026-11-23", None),
    ],
)
def test_dates_are_told_from_the_day_of_now(interpreter: Interpreter, text: str, starts: str, ends: str | None) -> None:
    activity = interpreter.understand(text, now=NOW, sender=Sender.MEMBER, chat=Chat.PRIVATE).activity
    assert activity is not None
    assert str(activity.date) == starts
    assert (str(activity.date_end) if activity.date_end else None) == ends


@pytest.mark.parametrize(
    ("words", "people"),
    [
        ("35 bà con", 35),
        ("hai chục người", 20),
        ("khoảng 30 người", 30),
        ("20-25 người", 20),
        ("ba mươi lăm người", 35),
        ("một trăm hai mươi người", 120),
        ("hăm mốt người", 21),
        ("1.200 lượt", 1200),
        ("3 chục bà con", 30),
        ("12 người và 5 em", 17),
        ("vài chục người", None),
        ("10 hộ", None),
    ],
)
def test_numbers_of_people_are_read_in_digits_and_words(
    interpreter: Interpreter, words: str, people: int | None
) -> None:
    text = f"tổ 5 tuyên truyền cho {words}"
    activity = interpreter.understand(text, now=NOW, sender=Sender.MEMBER, chat=Chat.PRIVATE).activity
    assert activity is not None
    assert activity.people == people


@pytest.mark.parametrize(
    "text",
    [
        "cột điện nghiêng sắp đổ ở kiệt 12 Mẹ Thứ",
        "rác đổ đống trước nhà văn hóa tổ 9, 3 ngày ni chưa ai dọn",
        "2 con chó thả rông cắn người ở tổ 7 tối qua",
        "den duong tat 5 bong o duong Con Dau 12",
        "lớp VNeID của tổ 5 mấy giờ mở cửa",
        "má em mất điện thoại rồi, giờ lấy lại VNeID răng hè",
        "bà Sáu 0905 123 456",
        "cảm ơn phường, đèn sáng lại rồi",
    ],
)
def test_a_member_also_writes_what_every_resident_does(interpreter: Interpreter, text: str) -> None:
    intents = {
        interpreter.understand(text, now=NOW, sender=sender, chat=Chat.PRIVATE).intent
        for sender in (Sender.MEMBER, Sender.RESIDENT)
    }
    assert len(intents) == 1
    assert Intent.ACTIVITY_REPORT not in intents
