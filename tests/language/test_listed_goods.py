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
        ("đưa lên sàn được nem, tré và bánh khô mè", 3),
        ("đăng bổ sung lên trang Facebook của hợp tác xã: trà sen, hương trầm và gối thảo mộc", 3),
        ("bánh tráng trộn, xoài lắc, chân gà up grab hết r", 3),
        ("Hàng lên mạng: nón, chổi", 2),
        ("Hàng: 1) nón lá 2) chổi đót 3) chiếu cói", 3),
        ("hàng đã lên Voso: \n1. Bún khô\n2. Mì Quảng khô\n3. Phở khô\n4. Miến dong", 4),
        ("đưa lên sàn được mấy món ni:\n- bánh khô mè\n- bánh nổ\n- đường non", 3),
        ("- Tổ: 3\n- Ngày: 01/4", None),
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
        ("tổ 8 sáng nay đi 3 nhà, mỗi nhà đưa lên shopee 2 món", 6),
        ("Sáng nay help 3 quán ở Diên Hồng lên GrabFood, mỗi quán 4 món, tổ 56", 12),
    ],
)
def test_a_number_that_is_told_goes_before_a_list(interpreter: Interpreter, text: str, kinds: int) -> None:
    assert interpreter.read_activity(text, now=NOW).ocop_products == kinds


@given(st.lists(st.sampled_from(["đưa", "nem", ",", "và", "lên", "sàn", "tré chả", "cho"]), max_size=300))
def test_no_list_makes_it_slow(interpreter: Interpreter, words: list[str]) -> None:
    reading = interpreter.read(" ".join(words), sender=Sender.MEMBER, chat=Chat.PRIVATE)
    assert (goods_listed(interpreter.read_report(reading, now=NOW).report) or 2) >= 2
