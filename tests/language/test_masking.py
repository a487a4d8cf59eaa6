"""Personal data goes, places and codes stay."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.masking import mask_personal_data

DIGITS_IN_A_ROW = re.compile(r"\d{8,}")


@pytest.mark.parametrize(
    "secret",
    [
        "0905123456",
        "0905.123.456",
        "0905 123 456",
        "0905-123-456",
        "+84 905 123 456",
        "+84905123456",
        "84905123456",
        "(0236) 3846 237",
        "0 9 0 5 1 2 3 4 5 6",
        "O905123456",
        "0905\u200b123456",
        "048123456789",
        "201234567",
        "0123 4567 8910 2233",
        "ten.toi@example.com",
    ],
)
def test_numbers_and_addresses_that_name_a_person_are_hidden(secret: str) -> None:
    assert mask_personal_data(f"liên hệ {secret} nha") == "liên hệ ••• nha"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("gọi anh Nguyễn Văn Ba nhà 53 Mẹ Thứ", "gọi anh ••• nhà 53 Mẹ Thứ"),
        ("chị lê thị hoa số 8 Thanh Lương 5", "chị ••• số 8 Thanh Lương 5"),
        ("chú Tư ở K20/12 Cồn Dầu", "chú ••• ở K20/12 Cồn Dầu"),
        ("tổ trưởng X lấy tiền", "tổ trưởng ••• lấy tiền"),
    ],
)
def test_names_after_a_form_of_address_are_hidden(text: str, masked: str) -> None:
    assert mask_personal_data(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "số 111 Hoàng Ngân, kiệt 45 Mẹ Thứ, K20/12, tổ 12",
        "đường Ông Ích Khiêm ngập",
        "PA-26-000123 ngày 2026-11-23 lúc 7h30",
        "mất 35.000.000 đồng",
        "anh ơi đèn hư",
        "bà con tổ 12 có 35 hộ",
        "",
    ],
)
def test_places_codes_dates_and_money_stay(text: str) -> None:
    assert mask_personal_data(text) == text


@given(st.lists(st.from_regex(r"\A0[35789]\d{8}\Z") | st.text(alphabet="abc ,.!", max_size=8), max_size=5))
def test_no_long_number_comes_through(parts: list[str]) -> None:
    assert not DIGITS_IN_A_ROW.search(mask_personal_data(" ".join(parts)))


@given(st.text())
def test_masking_never_lengthens_a_run_of_digits_and_masks_once_for_all(text: str) -> None:
    masked = mask_personal_data(text)
    assert max(map(len, re.findall(r"\d+", masked)), default=0) <= max(map(len, re.findall(r"\d+", text)), default=0)
    assert mask_personal_data(masked) == masked
