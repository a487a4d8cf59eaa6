"""Where a place begins and ends in messages as people write them, in every style; all written for this test."""

import unicodedata

import pytest

from language.interpreter import Interpreter

STANDARD = [
    ("Nước ngập trước nhà số 12 kiệt 8 Mẹ Thứ.", ["số 12 kiệt 8 Mẹ Thứ"]),
    ("Nắp hố ga ngay ngã tư Văn Tiến Dũng với Trần Nam Trung bị mất", ["ngay ngã tư Văn Tiến Dũng với Trần Nam Trung"]),
    ("Đoạn từ cầu Hòa Xuân đến ngã ba Miếu Bông nhiều ổ gà", ["Đoạn từ cầu Hòa Xuân đến ngã ba Miếu Bông"]),
    ("Đoạn đường từ chợ Miếu Bông tới cầu Quá Giáng tối", ["Đoạn đường từ chợ Miếu Bông tới cầu Quá Giáng"]),
    ("Đèn từ số 10 đến số 50 Nguyễn Hữu Thọ tắt", ["từ số 10 đến số 50 Nguyễn Hữu Thọ"]),
    ("Đường Nguyễn Phước Lan gần cầu Hòa Xuân sụt", ["Đường Nguyễn Phước Lan gần cầu Hòa Xuân"]),
    ("Cột đèn đối diện số 45 Diệp Minh Châu tắt", ["đối diện số 45 Diệp Minh Châu"]),
    ("Rác sau lưng trường tiểu học Trần Đại Nghĩa", ["sau lưng trường tiểu học Trần Đại Nghĩa"]),
    ("135 Trường Chinh nước ngập", ["135 Trường Chinh"]),
    ("Ngõ 68 Xuân Thủy, Cầu Giấy tắc cống", ["Ngõ 68 Xuân Thủy"]),
    ("số 8 ngách 12/4 ngõ 68 Cầu Giấy mất nước", ["số 8 ngách 12/4 ngõ 68 Cầu Giấy"]),
    ("Hẻm 62/8 ngập nặng", ["Hẻm 62/8"]),
    ("K408/15 bị cúp nước", ["K408/15"]),
    ("lô 23-B2.10 có người đốt rác", ["lô 23-B2.10"]),
    ("quốc lộ 1A km 5+200 có ổ gà", ["quốc lộ 1A km 5+200"]),
    ("Đường ĐT605 xe tải chạy", ["Đường ĐT605"]),
    ("Đường số 7 khu đô thị Nam Cẩm Lệ tối", ["Đường số 7 khu đô thị Nam Cẩm Lệ"]),
    ("Đường 10m5 khu B hư", ["Đường 10m5 khu B"]),
    ("Số 12, kiệt 5, đường Trưng Nữ Vương ồn", ["Số 12, kiệt 5, đường Trưng Nữ Vương"]),
    ("Chung cư Nest Home 1 mất nước", ["Chung cư Nest Home 1"]),
    ("Toà S1.02 chung cư FPT mất điện", ["Toà S1.02 chung cư FPT"]),
    ("Xe đậu kín vỉa hè đường Phạm Hùng", ["đường Phạm Hùng"]),
    ("Tổ 12 phường Hòa Xuân, Đà Nẵng đổ rác bừa bãi", ["Tổ 12"]),
    ("Khu tái định cư Hòa Liên 4 chưa có đèn", ["Khu tái định cư Hòa Liên 4"]),
    ("Thôn Bồ Bản mất điện", ["Thôn Bồ Bản"]),
    ("Gần Lotte Mart có hố ga hở", ["Gần Lotte Mart"]),
    ("Quán karaoke 77 Võ Chí Công mở nhạc to", ["77 Võ Chí Công"]),
    ("Tuyến đường liên thôn Dương Sơn - Tây An lầy", ["Tuyến đường liên thôn Dương Sơn - Tây An"]),
    ("Đường dẫn lên cầu Trung Lương đọng nước", ["Đường dẫn lên cầu Trung Lương"]),
    ("Công viên ven sông Đô Tỏa thiếu đèn, ghế gãy", ["Công viên ven sông Đô Tỏa"]),
    ("Hẻm bên hông nhà thờ Cồn Dầu tối", ["Hẻm bên hông nhà thờ Cồn Dầu"]),
    ("Nhà trẻ Hoa Cúc, đường Lê Ấm", ["Nhà trẻ Hoa Cúc", "đường Lê Ấm"]),
    ("Tiệm vàng Kim Khánh đường Phạm Hùng", ["Tiệm vàng Kim Khánh đường Phạm Hùng"]),
    ("Ngay trước trụ sở công an phường có hố", ["Ngay trước trụ sở công an phường"]),
]
NO_ACCENTS = [
    ("rac do day o so 12 nguyen van linh", ["so 12 nguyen van linh"]),
    ("goc le duan voi nguyen tri phuong co o ga to", ["goc le duan voi nguyen tri phuong"]),
    ("den duong ton duc thang tat 3 ngay", ["duong ton duc thang"]),
    ("truoc so nha 25 lo giang 8 bi sut lun", ["truoc so nha 25 lo giang 8"]),
    ("duong le hong phong den ngap", ["duong le hong phong"]),
    ("o kiet 15 duong pham hung co dong rac", ["kiet 15 duong pham hung"]),
    ("san truong thcs nguyen phu huong", ["san truong thcs nguyen phu huong"]),
    ("thon tan hanh bi ngap", ["thon tan hanh"]),
    ("gan nha tho con dau", ["gan nha tho con dau"]),
    ("hem 45 duong le van sy", ["hem 45 duong le van sy"]),
    ("DT 607 nhieu o ga", ["DT 607"]),
    ("doi dien cho mieu bong", ["doi dien cho mieu bong"]),
]
CHAT = [
    ("k27 cồn dầu 9 nha ad, rác vl", ["k27 cồn dầu 9"]),
    ("k45/12 ông ích khiêm cúp nc", ["k45/12 ông ích khiêm"]),
    ("n.v.linh ngập r ad", ["n.v.linh"]),
    ("đg mẹ thứ ổ gà quá tr", ["đg mẹ thứ"]),
    ("chỗ cv Nguyễn Xuân Lâm tối thui", ["cv Nguyễn Xuân Lâm"]),
    ("nvh thôn Dương Sơn bể kính", ["nvh thôn Dương Sơn"]),
    ("tdp 7 ngập nè", ["tdp 7"]),
]
TYPOS = [
    ("đường Nguyễn Phước Lang ngập", ["đường Nguyễn Phước Lang"]),
    ("kiêt 12 Thanh Lương 11 cháy", ["kiêt 12 Thanh Lương 11"]),
    ("ngả tư Huỳnh Lắm kẹt xe", ["ngả tư Huỳnh Lắm"]),
    ("rácc ở đườngg Mẹ Thứứ", ["đườngg Mẹ Thứứ"]),
    ("chổ kiệt 17 Lỗ Giáng 7 mất nước", ["kiệt 17 Lỗ Giáng 7"]),
]
VOICE = [
    ("kiệt mười hai lê đình dương ngập", ["kiệt mười hai lê đình dương"]),
    ("số hai mươi ba xuyệt bốn nguyễn du mất nước", ["số hai mươi ba xuyệt bốn nguyễn du"]),
    ("tổ ba mươi lăm mất nước", ["tổ ba mươi lăm"]),
    ("ở chỗ tổ hai mươi chín gần nhà thờ cồn dầu đó", ["tổ hai mươi chín gần nhà thờ cồn dầu"]),
    ("ngã tư minh mạng cắt hồ phi tích đèn chói", ["ngã tư minh mạng cắt hồ phi tích"]),
]
DIALECT = [
    ("mấy bữa ni nước ngoài kiệt 31 Trung Lương 5 ngập tới bắp vế", ["kiệt 31 Trung Lương 5"]),
    ("ống nước bể ngoài đầu kiệt 6 Quá Giáng 2 tề", ["đầu kiệt 6 Quá Giáng 2"]),
    ("hắn đổ xà bần bên xóm Bàu Cầu nớ", ["xóm Bàu Cầu"]),
]
MESSAGES = [*STANDARD, *NO_ACCENTS, *CHAT, *TYPOS, *VOICE, *DIALECT]


@pytest.mark.parametrize(("text", "spans"), MESSAGES)
def test_the_span_of_a_place_is_what_was_written(interpreter: Interpreter, text: str, spans: list[str]) -> None:
    assert [place.span for place in interpreter.find_places(text)] == spans


@pytest.mark.parametrize(("text", "spans"), MESSAGES)
def test_a_phone_that_sends_decomposed_letters_gets_its_own_letters_back(
    interpreter: Interpreter, text: str, spans: list[str]
) -> None:
    typed = unicodedata.normalize("NFD", text)
    found = [place.span for place in interpreter.find_places(typed)]
    assert found == [unicodedata.normalize("NFD", span) for span in spans]
    assert all(span in typed for span in found)


@pytest.mark.parametrize(
    "text",
    [
        "anh Trần Văn Nam đánh vợ",
        "ông Nguyễn Văn Linh lấn chiếm",
        "tôi là Lê Duẩn gọi báo",
        "chỗ em nước yếu lắm",
        "trong nhà tôi cúp điện",
        "đường tới trường con tôi ngập",
        "ngập ở Hòa Xuân",
        "Hải Châu mất nước",
        "em mới ở Hà Tĩnh vô",
        "gọi số 0905 123 456",
        "PA-26-000123 chưa xử lý",
        "em lên UBND phường nộp hồ sơ",
        "Kính gửi UBND phường",
        "nhà hàng xóm số 34 hát karaoke",
        "trong hẻm sâu",
        "cau nay kho qua, to chuc kieu chi",
        "đường link bị lỗi",
        "tổ trưởng tổ chức họp",
        "bệnh viện bảo đặt lịch qua mạng",
    ],
)
def test_people_offices_cities_and_talk_are_no_places(interpreter: Interpreter, text: str) -> None:
    assert interpreter.find_places(text) == ()


def test_numbers_of_a_street_family_are_never_mixed_up(interpreter: Interpreter) -> None:
    for text, name in (("Thanh Lương 5", "Thanh Lương 5"), ("duong thanh luong 15", "Thanh Lương 15")):
        (place,) = interpreter.find_places(text)
        assert [candidate.name for candidate in place.candidates] == [name]


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("đối diện số 45 Diệp Minh Châu", "đối diện"),
        ("trước nhà số 12 Mẹ Thứ", "trước"),
        ("Cuối đường Lê Ấm", "cuối"),
        ("số 12 Mẹ Thứ", None),
    ],
)
def test_the_word_of_relation_is_kept_beside_the_span(
    interpreter: Interpreter, text: str, relation: str | None
) -> None:
    (place,) = interpreter.find_places(text)
    assert place.relation == relation


def test_a_group_beside_a_street_or_lane_is_kept(interpreter: Interpreter) -> None:
    (place,) = interpreter.find_places("kiệt 5 thôn Dương Sơn")
    assert place.best is not None
    assert (place.best.lane, place.best.residential_group) == ("5", "Dương Sơn")


def test_both_streets_of_a_crossing_are_candidates(interpreter: Interpreter) -> None:
    (place,) = interpreter.find_places("ngã ba Lê Thiết Hùng - Ngô Huy Diễn")
    assert [candidate.name for candidate in place.candidates] == ["Lê Thiết Hùng", "Ngô Huy Diễn"]
    assert place.label == "ngã ba Lê Thiết Hùng – Ngô Huy Diễn"


def test_a_mere_kind_of_place_gives_way_to_a_named_one(interpreter: Interpreter) -> None:
    only = interpreter.find_places("cây ngã trước nhà thờ")
    assert [place.span for place in only] == ["trước nhà thờ"]
