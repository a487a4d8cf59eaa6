"""What the raw letters of a message betray."""

import pytest

from language.signs import read_signs


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("xem tại https://abc.vn", "link"),
        ("vào kubet88.top nhận quà", "link"),
        ("gọi 0905 123 456 nha", "phone"),
        ("ib zl 09xxxxxxxx", "phone"),
        ("v.a.y t.i.ề.n nhanh", "dotted"),
        ("k.i.ế.m tiền", "dotted"),
        ("vay ti3n nhanh", "disguised"),
        ("vаy tiền", "mixed_scripts"),
        ("lãi 30% mỗi tháng", "money"),
        ("TRỜI ƠI ĐƯỜNG NGẬP HẾT RỒI", "shouting"),
        ("mấy giờ mở cửa?", "asks"),
        ("👍👍", "wordless"),
        ("", "wordless"),
    ],
)
def test_a_sign_is_seen(text: str, sign: str) -> None:
    assert sign in set(read_signs(text).all_true())


@pytest.mark.parametrize(
    "text", ["Đống rác ở số 12 Mẹ Thứ. Chưa ai dọn", "kiệt 45/12 tối thui", "t5 hd 12 ng", "UBND phường"]
)
def test_plain_words_have_no_sign_of_advertising(text: str) -> None:
    seen = set(read_signs(text).all_true())
    assert not seen & {"link", "phone", "dotted", "disguised", "mixed_scripts", "shouting"}
