"""Teams told by the name of a former village, and members told by their names: also where it is somebody else's."""

from datetime import datetime

import pytest

from domain.understanding import Chat, Sender
from language.companions import companies_of
from language.interpreter import Interpreter

NOW = datetime.fromisoformat("2026-12-08T10:00:00+07:00")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Quang Chau bao cao: sang nay 3 tv huong dan 12 ba con", "Quang Châu"),
        ("thang 11 Quang Chau lam 5 buoi, 128 luot dan", "Quang Châu"),
        ("hom qua Tay An di khao sat 12 ho", "Tây An"),
        ("tổ nhơn thọ hai chiều nay bày cho mười bác cài vê nê i đê", "Nhơn Thọ 2"),
        ("Tổ Phong Nam chiều nay tập huấn 20 người", "Phong Nam"),
        ("q.châu hqua chỉ 12 bác cài vneid", "Quang Châu"),
        ("mieu bông hôm nay bày 9 cụ xài zalo", "Miếu Bông"),
        ("Tổ 8 chiều nay hướng dẫn 9 bác ở ngã ba Miếu Bông", None),
        ("Hợp tác xã rau Quang Châu được tổ 5 giúp đưa 6 sản phẩm lên sàn", None),
    ],
)
def test_a_village_is_the_team_where_it_did_the_work(interpreter: Interpreter, text: str, name: str | None) -> None:
    assert interpreter.read_activity(text, now=NOW).team_name == name


@pytest.mark.parametrize(
    ("text", "teams"),
    [
        ("hom qua mieu bong, con mong va quang chau cung truc, chi khach quet ma 88 luot", 3),
        ("Tổ Liêm Lạc với tổ Tùng Lâm tối qua họp chung ở đình, bàn ngày hội số", 2),
        ("Tổ Liêm Lạc tối qua họp ở đình Tùng Lâm", 0),
    ],
)
def test_villages_that_worked_together_are_several_teams(interpreter: Interpreter, text: str, teams: int) -> None:
    assert len(interpreter.read_activity(text, now=NOW).teams) == teams


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("sáng nay e vs Tuấn vs chị Ly đi được 6 nhà, cài vneid cho 8 người", 3),
        ("tối nay lớp học vụ số có 16 bà con, tui với cô Thu dạy", 2),
        ("Chiều nay hướng dẫn 11 chú thợ quét mã QR, tui với anh Cu làm", 2),
        ("mot minh em huong dan 8 co chu o cho", 1),
        ("tổ 9 up nón lá lên lazada tối thứ 7, có mình e làm", 1),
        ("hum nay solo ở quán net, chỉ 6 đứa nhỏ đổi mật khẩu", 1),
        ("Tổ 9 và tổ 10 ra quân, mỗi tổ 6 người, gặp 95 lượt dân", 12),
        ("tổ 22 có 6 thành viên, tổ 23 có 5 thành viên đi, đón 180 lượt khách", 11),
        ("tổ 9 ra quân 2 nhóm, mỗi nhóm 4 thành viên, gõ cửa 46 hộ", 8),
        ("Tổ 9 ra quân, gặp 95 lượt dân", None),
        ("Chiều nay chỉ cho chị Lan và chị Hoa cách cài ví", None),
    ],
)
def test_members_may_be_told_by_name(interpreter: Interpreter, text: str, members: int | None) -> None:
    assert interpreter.read_activity(text, now=NOW).members == members


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("tui voi ba Hoa voi thang Ti di", [3]),
        ("Đi có tôi, anh Lãm và cô Nhạn.", [3]),
        ("ở đường Gia Trinh, em với Ngân", [3, 2]),
        ("Người làm: Khoa/Nhi/Su", [3]),
        ("dì Hoa với 3 đứa cháu", [4]),
        ("gồm tôi, chị Đào và hai em đoàn viên", [4]),
        ("vợ chồng tui với chú Tám", [3]),
        ("Thành viên: Tâm, Hạnh, Phúc", [3]),
        ("em với 2 bạn", [3]),
        ("Đồng chí Thu, đồng chí Mẫn và tôi nói chuyện", [3]),
        ("tôi cùng các ông Lợi, Hòe đi", [3]),
        ("nhóm gồm: Đạt, Huy, Tý, Sang", [4]),
        ("tối t4 e vs Linh dạy", [2]),
        ("bàn 2 em và My lo", [2]),
        ("3 cháu đi phát tờ rơi", []),
        ("em đi một vòng", []),
        ("Em, chị Hà, bạn Nhung, bác Tổ trưởng với chị Sáu phụ nữ làm", [5]),
        ("Khoa & Phúc vừa livestream", [2]),
        ("Su + Bi + e sáng nay ở lễ hội", [3]),
        ("Cường,Tỉ,Mẫn đi dán poster", [3]),
        ("Hôm qua, bà con nghe", []),
        ("em với Linh dạy, 12 cô bác học", [2]),
    ],
)
def test_who_is_named_side_by_side_is_one_company(interpreter: Interpreter, text: str, persons: list[int]) -> None:
    report = interpreter.read_report(interpreter.read(text, sender=Sender.MEMBER, chat=Chat.PRIVATE), now=NOW)
    assert [company.value for company in companies_of(report.report)] == persons
