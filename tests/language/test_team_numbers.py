"""Which numbers of a report may name a team, and which teams those name that do."""

import datetime as dt

import pytest

from domain.understanding import Chat, Sender
from language.interpreter import Interpreter
from language.report_reading import ReportReading
from language.team_numbers import TeamNumber, chosen_teams, told_teams

NOW = dt.datetime(2026, 10, 5, 18, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def read(interpreter: Interpreter, text: str) -> ReportReading:
    return interpreter.read_report(interpreter.read(text, sender=Sender.MEMBER, chat=Chat.GROUP), now=NOW)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("tổ 12 dạy 5 người", [12]),
        ("Tổ công nghệ số số 75 hướng dẫn", [75]),
        ("Tổ công nghệ số cộng đồng số 6 (địa bàn tổ dân phố 6, giáp tổ 7)", [6, 6, 7]),
        ("hai tổ bốn mươi hai bốn mươi ba ra quân", [42, 43]),
        ("ba tổ mười sáu mười bảy mười tám ra quân", [16, 17, 18]),
        ("liên tổ 47–48–49: buổi tối nay", [47, 48, 49]),
        ("các tổ 1, 3, 5 và 7 họp", [1, 3, 5, 7]),
        ("tdp7 vs tdp9 có 1 hđ chung", [7, 9]),
        ("12: sáng nay dạy 5 người", [12]),
        ("102 dạy 20 bé đặt mật khẩu", [102]),
        ("23, 27 vs liêm lạc gom chung", [23, 27]),
        ("12 người cài vneid", []),
        ("102", []),
        ("sáng nay dạy 5 người ở chợ", []),
        ("tổ 12 tới 40 nhà ở kiệt 30", [12, 40]),
        ("tổ 0 và tổ 4000", []),
    ],
)
def test_numbers_behind_a_word_for_a_team_may_be_its_own(
    interpreter: Interpreter, text: str, values: list[int]
) -> None:
    assert [number.value for number in read(interpreter, text).team_numbers] == values


@pytest.mark.parametrize(
    ("text", "teams"),
    [
        ("liên tổ 5 đến 8 họp", (5, 6, 7, 8)),
        ("từ tổ 71 tới tổ 74 cử người", (71, 72, 73, 74)),
        ("tổ 5 và tổ 8", (5, 8)),
        ("tổ 8 tới tổ 5", (8, 5)),
        ("tổ 3 đến 90", (3, 90)),
        ("tổ 5, nhà văn hóa tổ 5", (5,)),
    ],
)
def test_a_range_names_those_between_too(interpreter: Interpreter, text: str, teams: tuple[int, ...]) -> None:
    found = read(interpreter, text)
    assert told_teams(found.report, found.team_numbers) == teams


def test_no_number_names_no_team(interpreter: Interpreter) -> None:
    assert told_teams(read(interpreter, "chào cả nhà").report, ()) == ()


def test_a_number_tells_what_it_stands_behind(interpreter: Interpreter) -> None:
    first, second = read(interpreter, "tổ 4 + 6").team_numbers
    assert (first, second) == (
        TeamNumber(value=4, at=1, behind="to", far=1),
        TeamNumber(value=6, at=3, behind="listed", far=2),
    )


@pytest.mark.parametrize(
    ("text", "odds", "teams"),
    [
        ("các tổ 90, 91, 92 họp", [2, -1, 2], [90, 91, 92]),
        ("các tổ 90, 91, 92 họp", [2, -1, -1], [90]),
        ("các tổ 90, 91, 92 họp", [-1, 2, 2], [91, 92]),
        ("tổ 4 giúp tổ 7 với tổ 9", [2, -1, 2], [4, 9]),
        ("tổ 4", [-1], []),
        ("chào cả nhà", [], []),
    ],
)
def test_what_a_list_names_between_two_teams_is_one_too(
    interpreter: Interpreter, text: str, odds: list[float], teams: list[int]
) -> None:
    assert [number.value for number in chosen_teams(read(interpreter, text).team_numbers, odds)] == teams
