"""Goods that are named one by one are counted where no number tells how many kinds they are."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.understanding import Chat, Sender
from language.interpreter import Interpreter
from language.listed_goods import goods_listed

NOW = datetime.fromisoformat("2026-12-08T10:00:00+07:00")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("tổ 14 đưa nem, tré và bánh khô mè lên Lazada", 3),
        ("dua nuoc mam , mam ruoc len shopee", 2),
        ("List được mắm ruốc, trứng muối, chuối sấy lên Sendo", 3),
        ("đăng cái gạo lứt với gạo nếp lên sàn postmart", 2),
        ("đưa nước mắm lên sàn", None),
        ("đưa 3 món lên sàn", None),
        ("em, Duy và Yến đi", None),
        ("", None),
    ],
)
def test_each_kind_is_counted_once(interpreter: Interpreter, text: str, kinds: int | None) -> None:
    reading = interpreter.read(text, sender=Sender.MEMBER, chat=Chat.PRIVATE)
    assert goods_listed(interpreter.read_report(reading, now=NOW).report) == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Tổ 14 chiều nay đưa nem, tré, bánh khô mè lên Lazada", 3),
        ("Tổ 14 chiều nay đưa 5 sản phẩm gồm nem, tré, bánh khô mè lên Lazada", 5),
    ],
)
def test_a_number_that_is_told_goes_before_a_list(interpreter: Interpreter, text: str, kinds: int) -> None:
    assert interpreter.read_activity(text, now=NOW).ocop_products == kinds


@given(st.lists(st.sampled_from(["đưa", "nem", ",", "và", "lên", "sàn", "tré chả", "cho"]), max_size=300))
def test_no_list_makes_it_slow(interpreter: Interpreter, words: list[str]) -> None:
    reading = interpreter.read(" ".join(words), sender=Sender.MEMBER, chat=Chat.PRIVATE)
    assert (goods_listed(interpreter.read_report(reading, now=NOW).report) or 2) >= 2
