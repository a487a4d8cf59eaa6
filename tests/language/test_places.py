"""Places as people write them here, with what we read in them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.understanding import PlaceKind
from language.interpreter import Interpreter

WORDS = [
    "đường",
    "kiệt",
    "K20/12",
    "số",
    "8",
    "Cồn",
    "Dầu",
    "mẹ",
    "thu",
    "tổ",
    "12",
    "gần",
    "-",
    "ngã ba",
    "chợ",
    "Lô",
    "B1.54",
]


@pytest.mark.parametrize(
    ("text", "span", "label"),
    [
        ("rac o duong me thu", "duong me thu", "Mẹ Thứ"),
        ("đèn đường số 51 Mẹ Thứ tắt rồi", "số 51 Mẹ Thứ", "số 51 Mẹ Thứ"),
        ("den duong so 51 me thu tat", "so 51 me thu", "số 51 Mẹ Thứ"),
        ("đường số 3 ngập", "đường số 3", "đường số 3"),
        ("53 mẹ thứ ngập quá", "53 mẹ thứ", "số 53 Mẹ Thứ"),
        ("số 8 Thanh Lương 5", "số 8 Thanh Lương 5", "số 8 Thanh Lương 5"),
        ("số nhà 12A Văn Tiến Dũng", "số nhà 12A Văn Tiến Dũng", "số 12A Văn Tiến Dũng"),
        ("kiệt 45 Mẹ Thứ tối thui", "kiệt 45 Mẹ Thứ", "kiệt 45 Mẹ Thứ"),
        ("K20/12 Cồn Dầu mất nắp", "K20/12 Cồn Dầu", "kiệt 20/12 Cồn Dầu"),
        ("H5/12 K45 Trung Lương 4 ngập", "H5/12 K45 Trung Lương 4", "H5/12 K45 Trung Lương 4"),
        ("trước kiệt 12 đường Cổ Mân Lan 2", "trước kiệt 12 đường Cổ Mân Lan 2", "kiệt 12 Cổ Mân Lan 2"),
        ("đèn hư ở tổ 12", "tổ 12", "tổ 12"),
        ("tổ dân phố số 7 ngập", "tổ dân phố số 7", "tổ 7"),
        ("cúp điện thôn Quang Châu", "thôn Quang Châu", "Quang Châu"),
        ("gần svđ hòa xuân", "gần svđ hòa xuân", "Sân vận động Hòa Xuân"),
        ("đối diện trường Trần Đại Nghĩa", "đối diện trường Trần Đại Nghĩa", "Trường Tiểu học Trần Đại Nghĩa"),
        ("nha van hoa to 12 bi dot", "nha van hoa to 12", "nha van hoa to 12"),
        ("góc Võ Chí Công và Nguyễn Phước Lan", None, "góc Võ Chí Công – Nguyễn Phước Lan"),
        ("ngã tư Mẹ Thứ - Diệp Minh Châu", None, "ngã tư Mẹ Thứ – Diệp Minh Châu"),
        ("QL1A kẹt xe", "QL1A", "Quốc lộ 1A"),
        ("đường 29/3 ngập", "đường 29/3", "29 Tháng 3"),
        ("cây ngã đường duong loan", "đường duong loan", "Dương Loan"),
        ("RÁC Ở ĐƯỜNG TRẦN NAM TRUNG", "ĐƯỜNG TRẦN NAM TRUNG", "Trần Nam Trung"),
        ("lô B1.54 khu E đổ xà bần", "lô B1.54 khu E", "lô B1.54 khu E"),
        ("cồn dầu 12 ngập 2 ngày nay", "cồn dầu 12", "Cồn Dầu 12"),
        ("Lỗ Giáng 99 ngập", "Lỗ Giáng 99", "Lỗ Giáng 99"),
        ("đường Nguyễn Phước Lang ngập", "đường Nguyễn Phước Lang", "Nguyễn Phước Lan"),
        ("đường phước lan rác nhiều", "đường phước lan", "Nguyễn Phước Lan"),
        ("den hu o nguyen phuoc lang", "nguyen phuoc lang", "Nguyễn Phước Lan"),
        ("duong condau 12", "duong condau 12", "Cồn Dầu 12"),
        ("đường Nguyễn Tri Phương ngập", "đường Nguyễn Tri Phương", "đường Nguyễn Tri Phương"),
        ("duong nguyen van linh bi ngap", "duong nguyen van linh", "duong nguyen van linh"),
        ("sạt lở bờ sông Cái", "bờ sông Cái", "Sông Cái"),
        ("cá chết dọc bờ sông", "dọc bờ sông", "bờ sông"),
        ("duong so 5 bi lun", "duong so 5", "duong so 5"),
    ],
)
def test_a_place_is_found_verbatim_and_repeated_in_the_gazetteers_spelling(
    interpreter: Interpreter, text: str, span: str | None, label: str
) -> None:
    places = interpreter.find_places(text)
    assert [(place.span, place.label) for place in places] == [(span or text, label)]


@pytest.mark.parametrize(
    "text",
    [
        "phường Hòa Xuân Đà Nẵng ngập khắp nơi",
        "đường này ngập quá",
        "đường dây điện bị đứt",
        "con đường trước nhà tôi lầy lội",
        "ngày 29 tháng 3 cúp điện",
        "anh Nguyễn Lý gọi báo",
        "em tên Trần Lê",
        "Trần Lê Minh gọi báo",
        "sửa cho tôi",
        "lúc 7h30 tối",
        "",
    ],
)
def test_people_dates_and_the_wards_own_name_are_no_places(interpreter: Interpreter, text: str) -> None:
    assert interpreter.find_places(text) == ()


def test_a_name_of_a_village_and_of_streets_has_both_readings(interpreter: Interpreter) -> None:
    (place,) = interpreter.find_places("ở Cồn Dầu nước ngập")
    assert [candidate.kind for candidate in place.candidates] == [PlaceKind.RESIDENTIAL_GROUP, PlaceKind.STREET]


def test_a_name_cut_short_offers_up_to_three_streets(interpreter: Interpreter) -> None:
    (place,) = interpreter.find_places("đường đô đốc bị ngập")
    assert len(place.candidates) == 3
    assert all(candidate.name.startswith("Đô Đốc") for candidate in place.candidates)


def test_house_lane_and_relation_are_told_apart(interpreter: Interpreter) -> None:
    (place,) = interpreter.find_places("trước số 8 kiệt 45 Mẹ Thứ")
    assert place.best is not None
    assert (place.relation, place.best.house_number, place.best.lane) == ("trước", "8", "45")


def test_an_unlisted_street_has_no_reading(interpreter: Interpreter) -> None:
    (place,) = interpreter.find_places("đường Trần Phú ngập")
    assert place.best is None


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=12).map(" ".join), st.booleans())
def test_every_span_is_a_verbatim_part_of_the_text(interpreter: Interpreter, text: str, decomposed: bool) -> None:
    typed = unicodedata.normalize("NFD", text) if decomposed else text
    for place in interpreter.find_places(typed):
        assert place.span
        assert place.span in typed
        assert place.label
        assert len(place.candidates) <= 3
