"""The pages of the teams: who is in them, codes on a sheet shown once, what is agreed to, the roster from a sheet."""

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlmodel import select

from domain.staff import Role
from domain.teams import TeamRole
from handlers.roster import AddMember, AddTeam, add_member, add_team
from storage import consents, teams
from storage.database import Database
from storage.tables import InviteCode, TeamMember
from tests.dashboard.conftest import token_of
from tests.handlers.test_roster_import import BINH, CHAU, HOA, sheet

SINCE = date(2026, 1, 1)


@pytest.fixture
def team_id(database: Database) -> int:
    with database.begin() as work:
        team = add_team(work, AddTeam(name="Tổ CNSCĐ tổ dân phố số 12", number=12, since_on=SINCE))
        for name, role in (("Nguyễn Thị Hoa", TeamRole.LEADER), ("Trần Văn Bình", TeamRole.MEMBER)):
            add_member(work, AddMember(team_id=team.id, full_name=name, role=role, phone="0905000001", since_on=SINCE))
        return team.id


def post(browser: FlaskClient, path: str, *, page: str = "/teams/1", **fields: str) -> str:
    token = token_of(browser, page)
    return browser.post(path, data={"csrf_token": token, **fields}, follow_redirects=True).text


def test_without_any_team_the_page_says_how_to_begin(browser: FlaskClient) -> None:
    page = browser.get("/teams").text
    assert "Chưa có Tổ nào" in page
    assert browser.get("/teams/9").status_code == 404


def test_the_list_shows_what_teams_lack_and_finds_without_accents(
    browser: FlaskClient, database: Database, team_id: int
) -> None:
    with database.begin() as work:
        add_team(work, AddTeam(name="Tổ CNSCĐ Quang Châu", number=None, since_on=SINCE))
    page = browser.get("/teams").text
    assert "1 Tổ chưa có tổ trưởng" in page
    assert "1 tổ trưởng chưa gắn Zalo" in page
    assert "Quang Châu" not in browser.get("/teams?q=thi hoa").text
    assert "Không có Tổ nào khớp" in browser.get("/teams?q=zzz").text


def test_codes_stand_on_a_sheet_once_and_are_taken_back(browser: FlaskClient, database: Database, team_id: int) -> None:
    printed = post(browser, "/teams/1/invites")
    codes = re.findall(r"mã ([A-Z2-9]{6})<", printed)
    assert len(set(codes)) == 2
    with database.read() as work:
        assert not set(codes) & set(work.session.exec(select(InviteCode.code_sha256)).all())
    page = browser.get("/teams/1").text
    assert "Mã: chưa dùng" in page
    assert not [code for code in codes if code in page]
    assert "Đã thu hồi mã" in post(browser, "/teams/1/members/1/invites/revoke")
    assert "không có mã nào" in post(browser, "/teams/1/members/1/invites/revoke")
    assert len(re.findall(r"mã [A-Z2-9]{6}<", post(browser, "/teams/1/invites", member="2"))) == 1
    assert browser.get("/teams/1/invites").status_code == 303


def test_people_join_change_and_leave(browser: FlaskClient, database: Database, team_id: int) -> None:
    assert "Đã thêm" in post(
        browser, "/teams/1/members", full_name=" Lê  Thị Lan ", role="member", phone="0905 000 003"
    )
    assert "Đổi vai trò của" not in post(browser, "/teams/1/members/2/role", role="deputy")
    assert "đang có tổ trưởng là Nguyễn Thị Hoa" in post(browser, "/teams/1/members/2/role", role="leader")
    assert "10 số" in post(browser, "/teams/1/members", full_name="A B", phone="123")
    assert "trở đi" in post(browser, "/teams/1/members/1/end", until_on="2025-01-01")
    assert "thôi làm" in post(browser, "/teams/1/members/1/end", until_on="2026-11-23")
    assert "1 người đã thôi làm" in browser.get("/teams/1").text
    assert "đã được ghi thôi làm từ 23/11/2026" in post(browser, "/teams/1/members/1/end", until_on="2027-01-01")
    assert "1 người đã thôi làm" in browser.get("/teams/1").text
    assert "Đã lưu" in post(browser, "/teams/1/members/2/role", role="leader")
    post(browser, "/teams/1/members/2/consents", phone="1")
    post(browser, "/teams/1/members/2/consents", phone="1")
    with database.read() as work:
        assert consents.of_members(work, [2]) == {2: {"phone": True}}
        lan = work.session.exec(select(TeamMember).where(TeamMember.full_name == "Lê Thị Lan")).one()
        assert lan.phone == "0905000003"
    assert browser.post("/teams/9/members/2/end", data={"csrf_token": token_of(browser, "/teams/1")}).status_code == 404


def test_a_stale_page_does_not_change_what_somebody_who_left_agreed_to(
    browser: FlaskClient, database: Database, team_id: int
) -> None:
    token = token_of(browser, "/teams/1")
    post(browser, "/teams/1/members/2/end", until_on="2026-11-01")
    answer = browser.post("/teams/1/members/2/consents", data={"csrf_token": token, "phone": "1"})
    assert answer.status_code == 409
    with database.read() as work:
        assert consents.of_members(work, [2]) == {}


def test_a_name_and_a_number_are_put_right(browser: FlaskClient, database: Database, team_id: int) -> None:
    path = "/teams/1/members/2"
    assert "Lê Văn Bình" in post(browser, path, full_name=" Lê  Văn Bình", phone="0905 000 009")
    with database.read() as work:
        member = work.session.get_one(TeamMember, 2)
        assert (member.full_name, member.phone) == ("Lê Văn Bình", "0905000009")
    assert "đang lưu cho Nguyễn Thị Hoa" in post(browser, path, full_name="Lê Văn Bình", phone="0905000001")
    assert "họ tên" in post(browser, path, full_name=" ", phone="")
    token = token_of(browser, "/teams/1")
    post(browser, path + "/end", until_on="2026-11-01")
    assert browser.post(path, data={"csrf_token": token, "full_name": "X Y"}).status_code == 409


def test_a_leader_of_a_later_day_counts_too(browser: FlaskClient, database: Database, team_id: int) -> None:
    post(browser, "/teams/1/members/1/role", role="member")
    with database.begin() as work:
        later = AddMember(
            team_id=1, full_name="Phạm Văn Hai", role=TeamRole.LEADER, phone=None, since_on=date(2027, 1, 1)
        )
        add_member(work, later)
    assert "tổ trưởng là Phạm Văn Hai" in post(browser, "/teams/1/members/2/role", role="leader")


def test_a_ward_leader_sees_the_teams_and_changes_nothing(
    browser_of: Callable[[Role], FlaskClient], team_id: int
) -> None:
    leader = browser_of(Role.WARD_LEADER)
    assert "Tạo mã" not in leader.get("/teams/1").text
    assert leader.get("/teams/import").status_code == 403
    assert leader.post("/teams/1/invites", data={"csrf_token": token_of(leader, "/teams")}).status_code == 403
    assert browser_of(Role.ADMINISTRATOR).get("/teams").status_code == 403


def upload(browser: FlaskClient, data: bytes) -> str:
    fields = {"csrf_token": token_of(browser, "/teams/import"), "file": (BytesIO(data), "to.xlsx")}
    return browser.post("/teams/import", data=fields, content_type="multipart/form-data").text


def test_a_sheet_is_looked_at_before_it_is_taken_over(browser: FlaskClient, database: Database) -> None:
    form = load_workbook(BytesIO(browser.get("/teams/import/form").data))
    assert form.worksheets[0].cell(1, 1).value == "Tổ dân phố"
    shown = upload(browser, sheet(HOA, BINH, CHAU))
    assert "Nguyễn Thị Hoa (Tổ CNSCĐ tổ dân phố số 12)" in shown
    with database.read() as work:
        assert not teams.teams(work)
    data = re.search(r'name="data" value="([^"]+)"', shown)
    assert data is not None
    assert "Đã nhập danh sách" in post(browser, "/teams/import", page="/teams/import", sure="1", data=data[1])
    assert "không làm thay đổi gì" in upload(browser, sheet(HOA, BINH, CHAU))


def test_a_bad_sheet_is_told_cell_by_cell_and_no_sheet_in_a_sentence(browser: FlaskClient, database: Database) -> None:
    page = upload(browser, sheet(HOA, (*BINH[:3], "abc", *BINH[4:])))
    assert "Ô D3:" in page
    assert "chưa nhập dòng nào" in page
    assert "chọn tệp" in upload(browser, b"")
    assert "Excel (.xlsx)" in upload(browser, b"<html>")
    assert "kB" in upload(browser, b"x" * 400_000)
    assert "chọn tệp" in post(browser, "/teams/import", page="/teams/import", sure="1", data="no base64")
    with database.read() as work:
        assert not teams.teams(work)
