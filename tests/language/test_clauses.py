"""A clause ends at a sign and with its line, so that what opens wallets in one line says nothing of the next."""

from datetime import datetime

import pytest

from domain.understanding import Chat, Sender
from language.interpreter import Interpreter
from language.report_counts import Counted

NOW = datetime.fromisoformat("2026-12-08T10:00:00+07:00")


def counted(interpreter: Interpreter, text: str) -> tuple[Counted, ...]:
    reading = interpreter.read(text, sender=Sender.MEMBER, chat=Chat.PRIVATE)
    return tuple(interpreter.read_report(reading, now=NOW).counted)


@pytest.mark.parametrize(
    ("text", "opened"),
    [
        ("tổ 12\n20 người học VNeID\nmở ví: 5\n8 người học dvc", []),
        ("tổ 12, 20 người học VNeID mở ví momo, 8 người học dvc", [20]),
        ("mở ví\n20 người học VNeID", []),
        ("mở ví:\n20 người", [20]),
        ("mở ví 20 người\n8 người học VNeID", [20]),
        ("tối qua tổ 4\nmở ví cho 7 bác", [7]),
    ],
)
def test_wallets_are_opened_in_their_own_line(interpreter: Interpreter, text: str, opened: list[int]) -> None:
    assert [one.value for one in counted(interpreter, text) if one.opened_wallets] == opened


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("mỗi hộ một tờ rơi\n40 hộ", [40]), ("mỗi hộ 40 tờ", []), ("chỉ tiêu mỗi tháng 40 hộ", [])],
)
def test_what_holds_for_each_ends_with_its_line(interpreter: Interpreter, text: str, numbers: list[int]) -> None:
    assert [one.value for one in counted(interpreter, text)] == numbers


@pytest.mark.parametrize(("text", "is_total"), [("tổng cộng:\n35 người", True), ("tổng cộng, 35 người", False)])
def test_a_line_that_ends_with_a_colon_goes_on(interpreter: Interpreter, text: str, *, is_total: bool) -> None:
    assert [one.sums_up for one in counted(interpreter, text)] == [is_total]
