"""Words that surely name a day, read by themselves: joined days, up to today, rarer words, English, misspelt ones."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.understanding import Chat, Sender
from language.day_mending import mended_day
from language.interpreter import Interpreter
from language.marked_days import marked_day

THURSDAY = datetime.fromisoformat("2026-11-26T19:00:00+07:00")
MORNING = datetime.fromisoformat("2026-11-26T07:00:00+07:00")


def days_of(
    interpreter: Interpreter, words: str, *, now: datetime = THURSDAY, is_plan: bool = False
) -> tuple[date | None, date | None] | None:
    report = interpreter.read_report(interpreter.read(words, sender=Sender.MEMBER, chat=Chat.PRIVATE), now=now)
    tokens = report.report.tokens
    found = marked_day(report, tokens, is_plan=is_plan) or mended_day(report, (0, len(tokens)), is_plan=is_plan)
    return (found.starts_on, found.ends_on) if found else None


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("từ thứ hai tới nay", date(2026, 11, 23), date(2026, 11, 26)),
        ("từ đầu tháng tới nay", date(2026, 11, 1), date(2026, 11, 26)),
        ("Từ đầu năm đến giờ", date(2026, 1, 1), date(2026, 11, 26)),
        ("từ 15/11 đến nay", date(2026, 11, 15), date(2026, 11, 26)),
        ("hôm qua và hôm nay", date(2026, 11, 25), date(2026, 11, 26)),
        ("hôm qua với hôm kia", date(2026, 11, 24), date(2026, 11, 25)),
        ("thứ 4 và thứ 5 tuần trước", date(2026, 11, 18), date(2026, 11, 19)),
        ("t7 cn vừa rồi", date(2026, 11, 21), date(2026, 11, 22)),
        ("hai ngày t7 cn", date(2026, 11, 21), date(2026, 11, 22)),
        ("ngày 10 và 11 vừa rồi", date(2026, 11, 10), date(2026, 11, 11)),
        ("từ bữa 12 tới bữa 18", date(2026, 11, 12), date(2026, 11, 18)),
        ("từ mồng một tới mồng chín tháng mười một", date(2026, 11, 1), date(2026, 11, 9)),
        ("10 ngày cuối tháng 10", date(2026, 10, 22), date(2026, 10, 31)),
        ("3 ngày nay", date(2026, 11, 24), date(2026, 11, 26)),
        ("Quý III/2026", date(2026, 7, 1), date(2026, 9, 30)),
        ("Quý III vừa rồi", date(2026, 7, 1), date(2026, 9, 30)),
        ("t9/2026", date(2026, 9, 1), date(2026, 9, 30)),
        ("t10", date(2026, 10, 1), date(2026, 10, 31)),
        ("Sept", date(2026, 9, 1), date(2026, 9, 30)),
        ("hai sáu và hai bảy tháng mười", date(2026, 10, 26), date(2026, 10, 27)),
        ("This week", date(2026, 11, 23), date(2026, 11, 29)),
        ("Next week", date(2026, 11, 30), date(2026, 12, 6)),
        ("30/10–4/11", date(2026, 10, 30), date(2026, 11, 4)),
        ("tuần 16–22/11", date(2026, 11, 16), date(2026, 11, 22)),
        ("tuan tu 9/11 den 15/11", date(2026, 11, 9), date(2026, 11, 15)),
        ("các ngày 4, 5 và 6/11", date(2026, 11, 4), date(2026, 11, 6)),
        ("hai ngày mười lăm mười sáu", date(2026, 11, 15), date(2026, 11, 16)),
        ("3 toi lien tuc 23 24 25", date(2026, 11, 23), date(2026, 11, 25)),
        ("4 ngay tu 19 den 22", date(2026, 11, 19), date(2026, 11, 22)),
        ("hai buổi chiều mười bảy mười tám tháng mười", date(2026, 10, 17), date(2026, 10, 18)),
        ("ba buổi thứ hai thứ ba thứ tư", date(2026, 11, 23), date(2026, 11, 25)),
        ("tối 8 9/11", date(2026, 11, 8), date(2026, 11, 9)),
        ("từ 10/11 đến hết ngày 15/11", date(2026, 11, 10), date(2026, 11, 15)),
        ("3 đêm vừa rồi", date(2026, 11, 24), date(2026, 11, 26)),
    ],
)
def test_several_days_have_their_first_and_their_last(
    interpreter: Interpreter, words: str, first: date, last: date
) -> None:
    assert days_of(interpreter, words) == (first, last)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("tối t5", 26),
        ("chiều thứ hai", 23),
        ("Chúa nhật vừa rồi", 22),
        ("Sat", 21),
        ("Sunday vừa rồi", 22),
        ("hqa", 25),
        ("hsang", 26),
        ("tonight", 26),
        ("chiều giờ", 26),
        ("hồi xế", 26),
        ("tối 24", 24),
        ("hôm hai ba tháng mười một", 23),
        ("hôm nay 26/11", 26),
        ("hqua thứ 4", 25),
        ("sang nayy", 26),
        ("hom quaa", 25),
        ("tôi qua", 25),
    ],
)
def test_one_day_is_one_day_in_whatever_words(interpreter: Interpreter, words: str, day: int) -> None:
    assert days_of(interpreter, words) == (date(2026, 11, day), None)


def test_an_evening_that_has_not_come_was_that_of_yesterday(interpreter: Interpreter) -> None:
    assert days_of(interpreter, "tối", now=MORNING) == (date(2026, 11, 25), None)
    assert days_of(interpreter, "tối", now=MORNING, is_plan=True) == (date(2026, 11, 26), None)


@pytest.mark.parametrize(
    ("words", "day"), [("chủ nhật tới", 29), ("thứ ba này", 24 + 7), ("ngày mai", 27), ("Next Monday", 30)]
)
def test_a_plan_looks_ahead(interpreter: Interpreter, words: str, day: int) -> None:
    expected = date(2026, 11, day) if day <= 30 else date(2026, 12, day - 30)
    assert days_of(interpreter, words, is_plan=True) == (expected, None)


def test_days_of_the_moon_stay_words(interpreter: Interpreter) -> None:
    assert days_of(interpreter, "rằm vừa rồi") == (None, None)


def test_words_that_are_no_day_are_none(interpreter: Interpreter) -> None:
    assert days_of(interpreter, "nhà văn hóa") is None


WORDS = [
    "hôm",
    "bữa",
    "ngày",
    "thứ",
    "tuần",
    "tháng",
    "quý",
    "năm",
    "nay",
    "ni",
    "qua",
    "kia",
    "mai",
    "mốt",
    "trước",
    "sau",
    "này",
    "vừa",
    "rồi",
    "từ",
    "tới",
    "đến",
    "đầu",
    "giữa",
    "cuối",
    "nửa",
    "hai",
    "ba",
    "tư",
    "bảy",
    "chủ",
    "nhật",
    "cn",
    "t2",
    "t7",
    "t9",
    "sáng",
    "chiều",
    "tối",
    "đêm",
    "mùng",
    "rằm",
    "III",
    "0",
    "1",
    "2",
    "10",
    "31",
    "99",
    "2026",
    "0000",
    "/",
    "-",
    ",",
    "và",
    "với",
    "february",
    "sat",
]


@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join), is_plan=st.booleans())
def test_no_words_of_days_are_too_odd(interpreter: Interpreter, words: str, is_plan: bool) -> None:
    days = days_of(interpreter, words, is_plan=is_plan)
    assert days is None or days[1] is None or (days[0] is not None and days[0] <= days[1])
    interpreter.read_activity(f"tổ 5 {words} hướng dẫn 9 người", now=THURSDAY)


@pytest.mark.parametrize("words", ["tháng 9/0000", "t9/0000", "quý 3/0000", "cuối tháng 2/0000", "31/2", "t13/2026"])
def test_a_day_that_no_calendar_has_is_none(interpreter: Interpreter, words: str) -> None:
    interpreter.read_activity(f"tổ 5 {words} hướng dẫn 9 người", now=THURSDAY)


@given(words=st.text(alphabet="0123456789/-., tổnaymiquhôgvàđếcbảthứCN", max_size=40))
def test_no_words_are_too_odd(interpreter: Interpreter, words: str) -> None:
    days = days_of(interpreter, words or "x")
    assert days is None or days[1] is None or (days[0] is not None and days[0] <= days[1])
