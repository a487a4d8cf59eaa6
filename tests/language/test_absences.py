"""Members who were summoned less those who did not come."""

from datetime import datetime

import pytest

from domain.understanding import Chat, Sender
from language.absences import who_came
from language.interpreter import Interpreter

NOW = datetime.fromisoformat("2026-12-08T10:00:00+07:00")


@pytest.mark.parametrize(
    ("text", "came"),
    [
        ("họp tổ 15, quân số 9, vắng 2", [7]),
        ("ra quân quân số: 9 đ/c, vắng mặt 2", [7]),
        ("triệu tập chín người, vắng năm, vẫn họp", [4]),
        ("t36 họp, qs 8 vắng: 2", [6]),
        ("7 thành viên dự, vắng 2", []),
        ("quân số 9", []),
        ("quân số 9, có 6 bạn, vắng 2", []),
        ("quân số 2 vắng 9", []),
        ("quân số 9 vắng mấy bạn bệnh", []),
        ("quân số 9 vắng", []),
    ],
)
def test_who_is_absent_did_not_work(interpreter: Interpreter, text: str, came: list[int]) -> None:
    reading = interpreter.read(text, sender=Sender.MEMBER, chat=Chat.PRIVATE)
    report = interpreter.read_report(reading, now=NOW).report
    found = (who_came(report, at) for at in range(len(report.pieces)))
    assert [value for value in found if value is not None] == came


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("Tổ Tây An tối nay họp: quân số 9, vắng 3", 6),
        ("họp tổ mười lăm quân số bảy vắng hai bàn việc gắn mã quét cho xe ôm", 5),
        ("Họp tổ 58 tối thứ Năm: 7 thành viên dự, vắng 2.", 7),
    ],
)
def test_members_are_those_who_came(interpreter: Interpreter, text: str, members: int) -> None:
    assert interpreter.read_activity(text, now=NOW).members == members
