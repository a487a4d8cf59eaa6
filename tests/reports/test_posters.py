"""Posters on paper: how many pages, letters that are embedded, codes that fit, QR codes with their quiet margin."""

import re
import zlib

import pytest

from domain.posters import PosterText, PosterWords, SheetLayout
from reports.posters import posters_pdf

WORDS = PosterWords(title="Báo sự cố ở đây", sender="phường Hòa Xuân")


def poster(number: int = 12, place: str = "Thùng rác đầu kiệt 40 Mẹ Thứ") -> PosterText:
    return PosterText(
        code=f"#C{number}",
        place=place,
        category="Rác thải, môi trường",
        link="https://zalo.me/4318657068771012646",
        steps=("1. Quét mã", f"2. Gõ #C{number}", "3. Gửi ảnh"),
    )


def streams(pdf: bytes) -> bytes:
    """Everything that the file holds packed, unpacked."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return b"".join(_unpacked(one) for one in packed)


def _unpacked(packed: bytes) -> bytes:
    try:
        return zlib.decompress(packed)
    except zlib.error:
        return packed


@pytest.mark.parametrize(
    ("layout", "posters", "pages"),
    [
        (SheetLayout.A4, 3, 3),
        (SheetLayout.A5, 1, 1),
        (SheetLayout.FOUR, 4, 1),
        (SheetLayout.FOUR, 5, 2),
        (SheetLayout.EIGHT, 17, 3),
    ],
)
def test_posters_fill_as_many_pages_as_they_need(layout: SheetLayout, posters: int, pages: int) -> None:
    pdf = posters_pdf([poster(number) for number in range(1, posters + 1)], WORDS, layout)
    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type /Page\b(?!s)", pdf)) == pages


def test_the_letters_of_vietnamese_are_embedded_and_can_be_copied_out() -> None:
    pdf = posters_pdf([poster(place="Cột đèn ẵ ữ ợ ỹ Đ")], WORDS, SheetLayout.A4)
    assert pdf.count(b"/FontFile2") == 2
    mapped = streams(pdf).lower()
    for letter in "ẵữợỹĐ":
        assert f"<{ord(letter):04x}>".encode() in mapped


@pytest.mark.parametrize("layout", list(SheetLayout))
def test_the_longest_place_and_number_still_make_one_page(layout: SheetLayout) -> None:
    pdf = posters_pdf([poster(999_999, "Cột đèn trước trường " * 7)], WORDS, layout)
    assert len(re.findall(rb"/Type /Page\b(?!s)", pdf)) == 1


def test_a_poster_is_small_enough_to_send() -> None:
    assert len(posters_pdf([poster(number) for number in range(1, 201)], WORDS, SheetLayout.EIGHT)) < 2_000_000
