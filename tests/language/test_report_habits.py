"""How members really write their reports: misspelt, at odd hours, in lists and corrections; a table for each habit."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.understanding import Topic
from language.interpreter import Interpreter

MORNING = datetime.fromisoformat("2026-11-25T08:10:00+07:00")  # a Wednesday
NIGHT = datetime.fromisoformat("2026-11-25T21:40:00+07:00")


def fields(interpreter: Interpreter, text: str, now: datetime, wanted: dict[str, Any]) -> dict[str, Any]:
    found = asdict(interpreter.read_activity(text, now=now))
    return {name: found[name] for name in wanted}


@pytest.mark.parametrize(
    ("text", "now", "day"),
    [
        ("hồi tối tổ 3 dạy 8 bác", MORNING, 24),
        ("hồi tối tổ 3 dạy 8 bác", NIGHT, 25),
        ("hoi khuya to 3 hop", MORNING, 24),
        ("hồi chiều tổ 3 họp", MORNING, 24),
        ("hồi chiều tổ 3 họp", NIGHT, 25),
        ("hồi sáng tổ 3 họp", NIGHT, 25),
        ("hồi tối hôm kia tổ 3 họp", MORNING, 23),
        ("chiều wa tổ 6 họp", MORNING, 24),
        ("bữa wa t6 họp", MORNING, 24),
        ("sáng ni tổ 6 họp", NIGHT, 25),
        ("Mốt tổ 6 ra quân", NIGHT, 27),
        ("nay t13 họp", NIGHT, 25),
        ("không phải thứ ba mà thứ tư", NIGHT, 25),
        ("không phải hôm nay mà hôm qua", NIGHT, 24),
        ("Thứ Sáu tôi trực thay tổ 7", NIGHT, 20),
        ("tổ 7 làm thủ tục cho 3 bác", NIGHT, 25),
        ("t9 3/11 họp", NIGHT, 3),
        ("tổ 4 sáng thứ bảy 21/11 họp", NIGHT, 21),
        ("yesterday tổ 7 họp", NIGHT, 24),
        ("tối thứ bảy này tổ 7 họp", NIGHT, 28),
        ("đầu tuần này tổ 7 họp", NIGHT, 23),
    ],
)
def test_the_day_is_told_from_the_hour_and_the_words(
    interpreter: Interpreter, text: str, now: datetime, day: int
) -> None:
    assert interpreter.read_activity(text, now=now).date == date(2026, 11, day)


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("Cả tháng 10 tổ 7 được 3 buổi", "tháng 10"),
        ("Hồi đầu tháng tổ 7 họp", "Hồi đầu tháng"),
        ("Thứ bảy 21/11 tổ 7 họp", "Thứ bảy 21/11"),
        ("chiều tối qua tổ 7 họp", "chiều tối qua"),
        ("th10 t7 được 3 buổi", "th10"),
        ("2/9 năm ngoái tổ 7 ra quân", "2/9 năm ngoái"),
        ("Bữa 1/11 tổ 7 họp", "Bữa 1/11"),
        ("từ 28/10 đến 3/11 tổ 7 nghỉ", "từ 28/10 đến 3/11"),
        ("Sáng 15.11 tổ 30 họp", "Sáng 15.11"),
        ("ngày 3.11 tổ 4 họp 8 người", "ngày 3.11"),
    ],
)
def test_the_words_of_the_day_are_kept_as_written(interpreter: Interpreter, text: str, expression: str) -> None:
    assert interpreter.read_activity(text, now=NIGHT).date_expr == expression


@pytest.mark.parametrize(
    ("text", "teams"),
    [
        ("Tổ 12 và 14 hôm qua ra quân", (12, 14)),
        ("các tổ 3, 4, 5 họp chung", (3, 4, 5)),
        ("to 55, 56, 57 hop giao ban", (55, 56, 57)),
        ("Hai tổ Quang Châu và Phong Nam họp chung", ("Quang Châu", "Phong Nam")),
        ("Tổ 62 với tổ Giáng Nam 1 họp chung", (62, "Giáng Nam 1")),
        ("Tổ 12 và 14 người dân ra quân", ()),
        ("tổ 7, 8h sáng nay họp", ()),
        ("tổ 12, 30/10 họp", ()),
        ("tổ 71 họp, một mình một thành viên", ()),
        ("Tổ Quang Châu họp tại nhà văn hóa Phong Nam", ()),
    ],
)
def test_several_teams_are_listed_by_number_and_by_name(
    interpreter: Interpreter, text: str, teams: tuple[int | str, ...]
) -> None:
    assert interpreter.read_activity(text, now=NIGHT).teams == teams


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("mai tổ 5 họp, mời 30 người dự", {"is_plan": True, "people": None, "people_unit": None}),
        ("mai tổ 5 cử 2 thành viên mở ví cho 9 hộ", {"members": 2, "households": None, "ewallet_accounts": None}),
        ("tổ 3 vận động 22 hộ, 6 hộ mở ví, còn lại đã có từ trước", {"households": 22, "ewallet_accounts": 6}),
        ("tổng kết tháng 10 t27: 88 luot, 15 vi", {"ewallet_accounts": 15, "people": 88}),
        ("to 3 xin dinh chinh so thanh vien la 6 dong chi, khong phai 4", {"members": 6}),
        ("fix lại số ví: 11 chứ ko phải 17 nha", {"ewallet_accounts": 11, "people": None}),
        ("cho t71 sửa lại 14 ng thành 40 ng", {"people": 40}),
        ("tổ 3 có 7/8 thành viên dự họp", {"members": 7}),
        ("tổ 3 nói chuyện, 3-4 chục người nghe", {"people": 30}),
        ("14 ng vneid, 9 ng vssid, 5 ng dvc, tổng 28 nha c", {"people": 28, "households": None}),
        ("tổ 3 đăng 6 món lên sàn, tính là 6 sản phẩm", {"ocop_products": 6}),
        ("chỉ có 3 sản phẩm lên sàn, 1 sản phẩm chưa đủ giấy", {"ocop_products": 3}),
        ("34 người nghe, 20 người trong số đó mở ví mới", {"people": 34, "ewallet_accounts": 20}),
        ("Tổ Nhơn Thọ 2 chủ nhật nói chuyện, 50 người nghe", {"people": 50}),
        ("tổ 3 sáng nay nộp 5 hs, 7 người", {"people": 7}),
        ("tổ 5 giới thiệu app 1022 o san kho, 48 ba con du", {"people": 48}),
        ("7/11 tổ 3 mở lớp, 45 bạn, 2 thành viên đứng lớp", {"people": 45, "members": 2}),
        ("tổ hai tám sáng nay dạy mười cụ", {"team_number": 28, "people": 10}),
        ("tổ 3 chia hai ca, 34 người học", {"people": 34}),
    ],
)
def test_numbers_count_what_they_mean(interpreter: Interpreter, text: str, wanted: dict[str, Any]) -> None:
    assert fields(interpreter, text, NIGHT, wanted) == wanted


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("tổ 3 mở lớp AI cho 20 người", (Topic.AI,)),
        ("tổ 3 dạy AI cho 20 người", (Topic.AI,)),
        ("lop AI to 20 co 24 nguoi hoc", (Topic.AI,)),
        ("tổ 3 đi 20 hộ hỏi ai chưa có ví", (Topic.PAYMENTS,)),
        ("tổ 3 cài vi nê i đê cho 5 bác", (Topic.VNEID,)),
        ("hd 6 ng ssk", (Topic.HEALTH,)),
        ("tổ 3 nói chuyện lừa tiền qua mạng", (Topic.INFORMATION_SAFETY,)),
        ("tổ 3 livestream nhắc cảnh giác lừa đảo", (Topic.INFORMATION_SAFETY,)),
        ("tổ 3 dạy 5 chị livestream bán hàng", (Topic.E_COMMERCE,)),
        ("tổ 3 họp phụ huynh ở trường học lớp con", ()),
        ("thêm 1 sản phẩm của bà Năm", (Topic.E_COMMERCE,)),
    ],
)
def test_topics_are_told_by_their_words(interpreter: Interpreter, text: str, topics: tuple[Topic, ...]) -> None:
    assert interpreter.read_activity(text, now=NIGHT).topics == topics


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("t9 +2 ng vneid", "bo_sung"),
        ("to 20 + 21 ra quan", "ra_quan"),
        ("nhờ ghi thêm cho buổi sáng hôm qua của tổ 9 ba người", "bo_sung"),
        ("t9 rq sáng nay", "ra_quan"),
        ("phối hợp tổ 21 kích hoạt VNeID cho 9 người", "huong_dan"),
        ("tổ 9 giúp 4 bác làm hồ sơ trợ cấp", "ho_tro_tthc"),
        ("tổ 9 hướng dẫn 4 bác cài ứng dụng thành phố", "huong_dan"),
        ("tổ 9 giúp 5 người ký số, 4 người nộp hồ sơ", "huong_dan"),
        ("tổ 9 chia sẻ cách xài ví cho 12 người", "tuyen_truyen"),
        ("tổ 9 hôm qua đi hỏi 63 nhà ai có điện thoại", "khao_sat"),
        ("tổ 9 lắp loa ở nhà văn hóa, 4 thành viên", "khac"),
        ("q3/2026 t9: 301 luot, 44 vi", "tong_hop"),
        ("tuần ni tổ 9 nghỉ hết", "khong_hoat_dong"),
        ("tổ 9 họp bàn ngày hội", "hop"),
    ],
)
def test_the_kind_of_work_is_told_by_its_words(interpreter: Interpreter, text: str, kind: str) -> None:
    assert interpreter.read_activity(text, now=NIGHT).activity_type == kind


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("tổ 9 dạy 5 cụ ở chợ Hòa Xuân nhận tiền qua mã", "chợ Hòa Xuân"),
        ("tổ 9 họp ở quán cà phê Mộc bàn chuyện lớp", "quán cà phê Mộc"),
        ("tổ 9 đứng cổng trường chỉ 20 phụ huynh", "cổng trường"),
        ("t9 tt lua dao 50ng, nvh, 1h", "nvh"),
        ("hôm kia tổ 9 tới K45/12 Mẹ Thứ giúp 1 cụ bà", "K45/12 Mẹ Thứ"),
        ("tổ 9 dạy 5 người ở khu trọ công nhân", "khu trọ công nhân"),
        ("tổ 9 ra quân ở Sân vận động Hòa Xuân", "Sân vận động Hòa Xuân"),
        ("tổ 9 ra quân trước cổng trạm y tế nha", "trước cổng trạm y tế"),
        ("to 9 ra quan 18 thanh vien", None),
        ("toi qua t9 hop nha a Tam", "nha a Tam"),
        ("to 9 day 9 bac o ca phe Que Nha", "ca phe Que Nha"),
        ("to 9 noi ve hoc vu so o nha van hoa", "nha van hoa"),
    ],
)
def test_the_place_ends_where_something_else_begins(interpreter: Interpreter, text: str, place: str | None) -> None:
    assert interpreter.read_activity(text, now=NIGHT).place == place


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("tổ 9 hướg dẫn 21 ngừoi, 3 thành viện", {"people": 21, "members": 3}),
        ("tổ 9 họpp 12 thàh viên", {"members": 12, "activity_type": "hop"}),
        ("tổ 9 tuyên truền cho 40 ngườ", {"people": 40, "activity_type": "tuyen_truyen"}),
        ("tuần qua tổ 9 khong hoạt đông", {"activity_type": "khong_hoat_dong"}),
        ("tổ 9 khảo xát 39 hộ", {"households": 39, "activity_type": "khao_sat"}),
    ],
)
def test_what_is_misspelt_is_still_read(interpreter: Interpreter, text: str, wanted: dict[str, Any]) -> None:
    assert fields(interpreter, text, NIGHT, wanted) == wanted


@given(text=st.text(alphabet=st.sampled_from("tổvà,+ 1234nguờhọpthànhviêênsốũ/:AI-"), max_size=100))
def test_no_misspelling_or_list_makes_it_fail(interpreter: Interpreter, text: str) -> None:
    interpreter.read_activity(text, now=NIGHT)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("to 2 toi qua day 9 ba tieu thuong tao ma qr", {"people": 9}),
        ("to 3 noi chuyen cho ba nguoi", {"people": 3}),
        ("tổ 9 hướng dẫn 2,5 tiếng cho 11 người", {"duration_minutes": 150, "people": 11}),
        ("hôm qua tổ 2, 5 tiếng, 30 người nghe", {"team_number": 2, "duration_minutes": 300}),
        ("tổ 9 giúp 11 người tại điểm hỗ trợ của phường", {"place": "điểm hỗ trợ của phường"}),
        ("to 9 giup 11 nguoi tai diem ho tro", {"place": "diem ho tro"}),
        ("Tổ 8 tập huấn AI cho 35 đoàn viên", {"people": 35, "members": None}),
        ("tổ 8 có 3 đoàn viên trực, giúp 12 người", {"people": 12, "members": 3}),
        (
            "tổ 5 mở 3 lượt hướng dẫn: VNeID 12 người, VssID 8 người",
            {"people": 20, "counts": {"vneid": 12, "bao_hiem": 8}},
        ),
        ("tổ em giúp 6 hộ cài app đóng tiền điện, 2 bạn đi", {"activity_type": "huong_dan", "members": 2}),
        ("tổ 5 tọa đàm an toàn mạng cho 45 học sinh", {"activity_type": "tuyen_truyen"}),
        ("tổ 13 hướng dẫn cho bà Năm cái ví", {"ewallet_accounts": None, "people": None}),
        ("tổ 4 giúp cô Ba người Quảng mở ví", {"people": None}),
        ("TỔ 7 HƯỚNG DẪN BA BÁC CÀI VNEID", {"people": 3}),
        ("Em gửi bc: T.18, hd cài VNeID 14 người", {"team_number": 18, "people": 14}),
    ],
)
def test_elders_half_hours_and_points_of_help(interpreter: Interpreter, text: str, wanted: dict[str, Any]) -> None:
    assert fields(interpreter, text, NIGHT, wanted) == wanted
