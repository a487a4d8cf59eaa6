"""Fixed words and buttons are commands; sentences that contain such words are not."""

import pytest

from domain.chat_commands import CaseReference, ChatCommand, ChatCommandName
from language.interpreter import Interpreter

NAME = ChatCommandName


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("phản ánh của tôi", NAME.MY_REPORTS),
        ("PHAN ANH CUA TOI", NAME.MY_REPORTS),
        ("phan anh cua toi a", NAME.MY_REPORTS),
        ("phản ánh của toii", NAME.MY_REPORTS),
        ("cho em xem phản ánh của tôi với ạ", NAME.MY_REPORTS),
        ("dữ liệu", NAME.MY_DATA),
        ("xoá dữ liệu", NAME.MY_DATA_DELETE),
        ("cán bộ", NAME.OFFICER),
        ("dạ cho em gặp cán bộ với ạ", NAME.OFFICER),
        ("khan cap!!!", NAME.EMERGENCY),
        ("sự cố", NAME.REPORT),
        ("Thủ tục", NAME.PROCEDURES),
        ("góp ý", NAME.SUGGEST),
        ("không nhận thông báo", NAME.REFUSE_NOTIFICATIONS),
        ("nhận thông báo", NAME.ACCEPT_NOTIFICATIONS),
        ("thôi ạ", NAME.CANCEL),
        ("huỷ", NAME.CANCEL),
        ("hủy", NAME.CANCEL),
        ("menu", NAME.MENU),
        ("trợ giup", NAME.HELP),
        ("sửa vị trí", NAME.EDIT_PLACE),
        ("#sua_noi_dung", NAME.EDIT_CONTENT),
    ],
)
def test_a_fixed_word_is_its_command(interpreter: Interpreter, text: str, name: ChatCommandName) -> None:
    assert interpreter.find_command(text) == ChatCommand(name=name)


@pytest.mark.parametrize(
    ("text", "name", "year", "number"),
    [
        ("tra cứu PA-12", NAME.LOOKUP, None, 12),
        ("PA-26-000123", NAME.LOOKUP, 2026, 123),
        ("pa 12", NAME.LOOKUP, None, 12),
        ("pa12 ạ", NAME.LOOKUP, None, 12),
        ("mã PA-26-000123", NAME.LOOKUP, 2026, 123),
        ("PA26000123", NAME.LOOKUP, 2026, 123),
        ("bo sung pa-26-12", NAME.ADD, 2026, 12),
        ("sửa PA 3", NAME.EDIT, None, 3),
        ("rút lại 12", NAME.WITHDRAW, None, 12),
        ("#dong_y_rut PA-26-000007", NAME.CONFIRM_WITHDRAW, 2026, 7),
    ],
)
def test_a_command_about_a_case_carries_its_code(
    interpreter: Interpreter, text: str, name: ChatCommandName, year: int | None, number: int
) -> None:
    assert interpreter.find_command(text) == ChatCommand(name=name, code=CaseReference(year=year, number=number))


@pytest.mark.parametrize(
    "text",
    [
        "cán bộ phường không làm gì",
        "phản ánh rác ở đường Mẹ Thứ",
        "PA-26-000012 tới đâu rồi",
        "thủ tục làm khai sinh cần gì",
        "tôi",
        "12",
        "#baocao hôm nay",
        "#C12",
        "mua sữa",
        "",
    ],
)
def test_other_words_are_no_command(interpreter: Interpreter, text: str) -> None:
    assert interpreter.find_command(text) is None


@pytest.mark.parametrize("name", ChatCommandName)
def test_what_a_button_says_is_read_back(interpreter: Interpreter, name: ChatCommandName) -> None:
    for command in (
        ChatCommand(name=name),
        ChatCommand(name=name, code=CaseReference(year=2026, number=123)),
        ChatCommand(name=name, code=CaseReference(year=None, number=12)),
        ChatCommand(name=name, argument="rac_moi_truong"),
    ):
        assert interpreter.find_command(interpreter.payload(command)) == command


def test_a_code_is_found_inside_a_sentence(interpreter: Interpreter) -> None:
    assert interpreter.find_case_reference("sao PA-26-000012 tới đâu rồi") == CaseReference(year=2026, number=12)
    assert interpreter.find_case_reference("pate gan") is None
