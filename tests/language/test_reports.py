"""What the reports of the teams say, field by field: a table of ways to write the same things (product C8)."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.understanding import Topic
from language.interpreter import Interpreter

NOW = datetime.fromisoformat("2026-11-25T09:00:00+07:00")  # a Wednesday

CASES: list[tuple[str, dict[str, Any]]] = [
    (
        "khảo sát một trăm linh năm hộ hôm thứ tư",
        {"households": 105, "date": date(2026, 11, 25), "activity_type": "khao_sat"},
    ),
    (
        "to 3 sang nay huong dan hai muoi ba con cai vneid tai nha van hoa",
        {"team_number": 3, "people": 20, "place": "nha van hoa"},
    ),
    (
        "tổ mười hai chiều hôm qua hướng dẫn ba mươi lăm bà con cài VNeID ở nhà văn hóa hai tiếng rưỡi bốn thành viên",
        {"team_number": 12, "people": 35, "duration_minutes": 150, "members": 4, "date": date(2026, 11, 24)},
    ),
    ("sáng 15 chiều 20 người tới nhà văn hóa tổ 4 học cài VssID", {"people": 35, "team_number": None}),
    ("tổ 14 hôm 20/11 hướng dẫn 12 nam 8 nữ làm chữ ký số", {"people": 20, "date": date(2026, 11, 20)}),
    (
        "hqua t15 co 3 dv truc tai ubnd phuong giup 9 luot nguoi nop ho so dvc",
        {
            "team_number": 15,
            "members": 3,
            "people": 9,
            "people_unit": "lượt",
            "place": "ubnd phuong",
            "activity_type": "ho_tro_tthc",
        },
    ),
    (
        "Tổ 9 ngày 21 và 22/11 đi 45 hộ, mở mới 12 ví, hướng dẫn 30 người cài VNeID",
        {
            "date": date(2026, 11, 21),
            "date_end": date(2026, 11, 22),
            "households": 45,
            "ewallet_accounts": 12,
            "people": 30,
        },
    ),
    (
        "tuần tới tổ 6 dự kiến ra quân tuyên truyền ở chợ Miếu Bông",
        {"is_plan": True, "activity_type": "ra_quan", "place": "chợ Miếu Bông", "date": date(2026, 11, 30)},
    ),
    (
        "hồi hôm tổ 2 đi phát tờ rơi chống lừa đảo 50 nhà",
        {"households": 50, "date": date(2026, 11, 24), "activity_type": "tuyen_truyen"},
    ),
    ("cho e sửa: 53 người chứ ko phải 35 nha chị", {"people": 53, "activity_type": "dinh_chinh"}),
    ("không phải 35 mà 53", {"people": 53, "activity_type": "dinh_chinh"}),
    ("số hộ đúng là 18 không phải 81", {"households": 18, "activity_type": "dinh_chinh"}),
    (
        "ghi thêm cho tổ 7 2 hộ mở ví momo nữa nha",
        {"team_number": 7, "households": 2, "ewallet_accounts": 2, "activity_type": "bo_sung"},
    ),
    (
        "Tổ 20 ngày hội chuyển đổi số 15.11.2026 tại công viên, đón hơn 200 lượt khách, 11 thành viên tham gia",
        {"date": date(2026, 11, 15), "people": 200, "members": 11, "activity_type": "ngay_hoi"},
    ),
    (
        "bữa tê tổ 18 giúp 5 tiểu thương chợ Hòa Xuân đưa 7 sản phẩm lên Shopee",
        {"date": date(2026, 11, 23), "ocop_products": 7, "activity_type": "ho_tro_ocop"},
    ),
    (
        "mùng 5 âm lịch tổ 3 tuyên truyền ở đình làng, nửa trăm bà con nghe",
        {"date": None, "people": 50, "place": "đình làng"},
    ),
    (
        "tổ 1 + tổ 2 tối qua họp chung tại trụ sở UBND, 15 thành viên, 90 phút",
        {"teams": (1, 2), "team_number": None, "members": 15, "duration_minutes": 90, "activity_type": "hop"},
    ),
    (
        "Tháng 10 tổ 13 được 9 buổi, 230 lượt, 45 hộ, 20 ví mới",
        {"date": date(2026, 10, 1), "date_end": date(2026, 10, 31), "people": 230, "activity_type": "tong_hop"},
    ),
    ("tổ 5 báo: không có gì trong tuần này", {"activity_type": "khong_hoat_dong", "team_number": 5}),
    ("tối nay tổ 10 sẽ họp phân công", {"is_plan": True, "activity_type": "hop"}),
    ("Tổ 8 hướng dẫn 15 người từ 8h đến 10h30 sáng nay", {"people": 15, "duration_minutes": 150}),
    ("Tổ 8 gọi 0905123456 để biết, sáng nay có 6 người", {"people": 6}),
    ("tổ 4 chi 200 nghìn mua nước, 12 người dự", {"people": 12}),
    ("thứ 7 này tổ 9 định mở lớp ở chùa", {"is_plan": True, "date": date(2026, 11, 28), "place": "chùa"}),
    ("chủ nhật tuần trước tổ 9 dạy 10 cụ dùng Zalo", {"date": date(2026, 11, 22), "people": 10}),
    ("cuối tuần qua tổ 9 ra quân", {"date": date(2026, 11, 21), "date_end": date(2026, 11, 22)}),
    ("tổ 12 tuyên truyền cho 47 người (trong đó 29 nữ)", {"people": 47}),
    ("Tổ 11 hôm nay hướng dẫn 9 tiểu thương", {"date": date(2026, 11, 25), "people": 9, "team_number": 11}),
    ("- Tổ 7\n- Ngày 18/11\n- Số người: 13", {"date": date(2026, 11, 18), "date_end": None, "people": 13}),
    ("tổ 15 hd 9 ng xài smartphone, 2tv đi, 2h", {"duration_minutes": 120, "members": 2, "people": 9}),
    ("tổ 29 sáng nay chỉ 12 phụ huynh, 1 giờ 30 phút", {"duration_minutes": 90, "people": 12}),
    ("tổ 29 lúc 2h chiều nay họp", {"duration_minutes": None}),
    ("tổ 14 đi tuyên truyền cả tổ năm người đi được 32 hộ", {"members": 5, "households": 32, "people": None}),
    ("Team 9 hôm qua support 10 bạn tạo ví", {"team_number": 9, "people": 10, "members": None}),
    (
        "tổ 21 nộp hồ sơ online 7 người, VssID 4 người, định danh 5 người",
        {"people": 16, "counts": {"dich_vu_cong": 7, "bao_hiem": 4, "vneid": 5}},
    ),
    ("tổ 9 được 6 hộ cài app Đà Nẵng Smart City", {"topics": (Topic.CITY_APP,)}),
    ("tổ 30 tuyên truyền ví điện tử cho 25 hộ kinh doanh", {"topics": (Topic.PAYMENTS,), "households": 25}),
    ("to 5 chieu nay huong dan 6 nguoi o nha sinh hoat cong dong", {"place": "nha sinh hoat cong dong"}),
    ("Tổ 10 tuần sau sẽ mở lớp", {"date": date(2026, 11, 30), "is_plan": True}),
    ("các tổ 7, 8 hôm nay dạy bà con dùng AI, 16 người", {"teams": (7, 8), "people": 16, "date": date(2026, 11, 25)}),
    ("tổ 3 + 5 họp chung tối qua", {"teams": (3, 5), "team_number": None}),
    ("Liên tổ 12-13 ra quân sáng 22/11, 40 lượt", {"teams": (12, 13), "people": 40}),
    ("Tổ 2 tối qua mở ví cho 7 người, 2 người đã có ví", {"people": 7, "ewallet_accounts": 7}),
    ("VNeID: 12, VssID: 7 - tổ 14 sáng nay", {"people": 19, "counts": {"vneid": 12, "bao_hiem": 7}}),
    ("tổ 2 tuần ni mưa lụt nên nỏ mần chi được", {"activity_type": "khong_hoat_dong"}),
]


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[text[:40] for text, _ in CASES])
def test_a_report_is_read_field_by_field(interpreter: Interpreter, text: str, wanted: dict[str, Any]) -> None:
    found = asdict(interpreter.read_activity(text, now=NOW))
    assert {name: found[name] for name in wanted} == wanted


@given(text=st.text(alphabet=st.sampled_from("0123456789/-.,: htổngàyđếntừthángvàrưỡi"), max_size=120))
def test_no_text_of_numbers_and_days_makes_it_fail(interpreter: Interpreter, text: str) -> None:
    interpreter.read_activity(text, now=NOW)
