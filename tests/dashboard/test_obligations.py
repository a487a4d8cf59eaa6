"""The board of what the teams owe, and the calls to those whom no chat reaches."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient

from domain.staff import Role
from domain.teams import TeamRole
from handlers.office import Office
from handlers.reminders import remind
from handlers.roster import AddMember, AddTeam, add_member, add_team
from storage import duties, outbox
from storage.database import Database
from storage.tables import OutboxStatus
from tests.conftest import SettableClock
from tests.dashboard.conftest import API_TOKEN, token_of

TODAY = date(2026, 1, 1)
DUE_DAY = datetime(2026, 12, 18, 2, 0, tzinfo=UTC)


@pytest.fixture
def teams(database: Database, office: Office, clock: SettableClock) -> None:
    """Two teams in the last days of the quarter; the leader of the first can only be phoned."""
    clock.at = DUE_DAY
    with database.begin() as work:
        first = add_team(work, AddTeam(name="Tổ 1", number=1, since_on=TODAY))
        add_team(work, AddTeam(name="Tổ thôn Quang Châu", number=None, since_on=TODAY))
        member = AddMember(
            team_id=first.id, full_name="Trần Thị Hoa", role=TeamRole.LEADER, phone="0905123456", since_on=TODAY
        )
        add_member(work, member)
        remind(work, office, now=clock())


def obligation_id(database: Database, team: str) -> int:
    with database.read() as work:
        return next(
            one.obligation.id for one in duties.board(work, "N01", "2026-Q4") if one.team and one.team.name == team
        )


def test_an_empty_board_says_how_to_begin(browser: FlaskClient) -> None:
    assert "/teams" in browser.get("/obligations").text


@pytest.mark.usefixtures("teams")
def test_the_board_shows_who_has_reported_and_the_due_day(browser: FlaskClient, database: Database) -> None:
    page = browser.get("/obligations").text
    for words in ("quý IV/2026", "Hạn thứ Sáu 18/12/2026 (hôm nay)", "0/2 Tổ đã báo cáo", "Tổ thôn Quang Châu"):
        assert words in page
    address = f"/obligations/{obligation_id(database, 'Tổ 1')}/received"
    answer = browser.post(address, data={"csrf_token": token_of(browser, "/obligations")}, follow_redirects=True)
    assert "Đã ghi nhận báo cáo của Tổ." in answer.text
    assert "1/2 Tổ đã báo cáo" in answer.text


@pytest.mark.usefixtures("teams")
def test_a_note_can_be_taken_back_and_a_second_click_is_told(browser: FlaskClient, database: Database) -> None:
    address = f"/obligations/{obligation_id(database, 'Tổ 1')}"
    fields = {"csrf_token": token_of(browser, "/obligations")}
    codes = [
        browser.post(f"{address}/{act}", data=fields).status_code
        for act in ("received", "received", "not_received", "not_received")
    ]
    assert codes == [303, 409, 303, 409]
    assert "0/2 Tổ đã báo cáo" in browser.get("/obligations").text


@pytest.mark.usefixtures("teams")
@pytest.mark.parametrize(("days", "late"), [(1, False), (2, True)])
def test_late_begins_on_the_day_of_the_plan(
    browser_of: Callable[[Role], FlaskClient], clock: SettableClock, days: int, late: bool
) -> None:
    clock.advance(days=days)
    page = browser_of(Role.HEAD).get("/obligations").text
    assert "Tổ thôn Quang Châu" in page
    assert ("Trễ hạn" in page) is late


@pytest.mark.usefixtures("teams")
def test_a_ward_leader_looks_and_changes_nothing(browser_of: Callable[[Role], FlaskClient], database: Database) -> None:
    leader = browser_of(Role.WARD_LEADER)
    assert "Đã nhận báo cáo" not in leader.get("/obligations").text
    address = f"/obligations/{obligation_id(database, 'Tổ 1')}/received"
    assert leader.post(address, data={"csrf_token": token_of(leader, "/obligations")}).status_code == 403


def test_an_administrator_of_the_system_has_no_business_here(browser_of: Callable[[Role], FlaskClient]) -> None:
    assert browser_of(Role.ADMINISTRATOR).get("/obligations").status_code == 403


def test_a_period_that_is_not_there_shows_the_newest(browser: FlaskClient) -> None:
    assert browser.get("/obligations?of=N99:1999").status_code == 200
    assert (
        browser.post("/obligations/99/received", data={"csrf_token": token_of(browser, "/obligations")}).status_code
        == 404
    )


@pytest.mark.usefixtures("teams")
def test_a_call_shows_name_and_number_and_is_ticked_off_once(browser: FlaskClient, database: Database) -> None:
    page = browser.get("/outbox?status=to_phone").text
    for words in ("Trần Thị Hoa, tổ trưởng", 'href="tel:0905123456"', "Tổ 1: báo cáo kết quả hoạt động quý"):
        assert words in page
    with database.read() as work:
        (row,) = outbox.page(work, status=OutboxStatus.TO_PHONE, kind=None, since=None, before_id=None, limit=5)
    fields = {"csrf_token": token_of(browser, "/outbox?status=to_phone")}
    codes = [browser.post(f"/outbox/{row.id}/phoned", data=fields).status_code for _ in range(2)]
    assert codes == [303, 409]
    assert "Trần Thị Hoa" not in browser.get("/outbox?status=to_phone").text


@pytest.mark.usefixtures("teams")
def test_the_api_names_a_member_by_our_own_id_and_never_by_a_phone(stranger: FlaskClient) -> None:
    answer = stranger.get("/api/v1/outbox", headers={"Authorization": f"Bearer {API_TOKEN}"})
    assert [item["recipient"] for item in json.loads(answer.text)["items"]] == ["member-1"]
    assert "0905123456" not in answer.text
