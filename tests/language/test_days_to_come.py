"""The day that a step of work names, and the codes that days must not be taken for."""

from datetime import date, datetime

import pytest

from domain.chat_commands import CaseReference, WorkCommandName
from language.chat_commands import find_case_reference
from language.interpreter import Interpreter

MONDAY = datetime.fromisoformat("2026-11-23T09:00:00+07:00")


@pytest.mark.parametrize(
    ("text", "day", "more_days", "reason"),
    [
        ("gia hạn PA-12 30/11 chờ vật tư", date(2026, 11, 30), None, "chờ vật tư"),
        ("gia hạn PA-12 30/11/2026 chờ vật tư", date(2026, 11, 30), None, "chờ vật tư"),
        ("gia han pa-12 den ngay 30/11 vi cho vat tu", date(2026, 11, 30), None, "cho vat tu"),
        ("gia hạn PA-26-000012 thứ sáu mưa lớn", date(2026, 11, 27), None, "mưa lớn"),
        ("gia hạn PA-12 ngày mai do mưa", date(2026, 11, 24), None, "mưa"),
        ("xin gia hạn pa 12 thêm 3 ngày nữa vì thợ nghỉ", None, 3, "thợ nghỉ"),
        ("gia hạn PA-12 5 ngày chờ vật tư", None, 5, "chờ vật tư"),
        ("gia hạn PA-12 đến 5/1 chờ vật tư", date(2027, 1, 5), None, "chờ vật tư"),
        ("gia hạn PA-12 20/11 chờ vật tư", date(2026, 11, 20), None, "chờ vật tư"),
        ("gia hạn PA-12 chờ vật tư", None, None, "chờ vật tư"),
        ("gia hạn PA-12 30/11", date(2026, 11, 30), None, ""),
        ("gia hạn PA-12", None, None, ""),
        ("gia hạn PA-12 31/02 chờ", None, None, "31/02 chờ"),
    ],
)
def test_the_new_day_and_the_reason(
    interpreter: Interpreter, text: str, day: date | None, more_days: int | None, reason: str
) -> None:
    command = interpreter.find_work_command(text, now=MONDAY)
    assert command is not None
    assert command.until is not None
    assert command.name is WorkCommandName.EXTEND
    assert command.code is not None
    assert command.code.number == 12
    assert (command.until.day, command.until.more_days, command.until.rest) == (day, more_days, reason)


def test_whom_a_case_is_handed_to_and_by_when(interpreter: Interpreter) -> None:
    command = interpreter.find_work_command("chuyển PA-12 điện lực hạn 5/12", now=MONDAY)
    assert command is not None
    assert command.until is not None
    assert (command.until.day, command.until.rest) == (date(2026, 12, 5), "điện lực")


@pytest.mark.parametrize(
    ("text", "year", "number"),
    [
        ("gia hạn PA-12 30/11", None, 12),
        ("gia hạn PA-12 5 ngày", None, 12),
        ("PA-12 30-11", None, 12),
        ("pa 26 000123", 2026, 123),
        ("PA-26-123", 2026, 123),
        ("PA26000123", 2026, 123),
        ("pa.26.000123", 2026, 123),
        ("PA-12", None, 12),
    ],
)
def test_a_day_behind_a_short_code_is_no_part_of_it(text: str, year: int | None, number: int) -> None:
    assert find_case_reference(text) == CaseReference(year=year, number=number)
