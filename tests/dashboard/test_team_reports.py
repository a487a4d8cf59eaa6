"""The pages of reports: how far each team is, the editor with its evidence, the ward's report, the register."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from domain.staff import Role
from domain.teams import TeamRole
from handlers.current_reports import open_report
from handlers.office import Office
from handlers.report_steps import send_as_member
from storage import teams
from storage.database import Database
from tests.conftest import SettableClock
from tests.dashboard.conftest import token_of
from tests.handlers.ward_of_reports import CUT_OFF_EVENING, add_activity, add_teams

PERIOD = "2026-Q4"
LIST = f"/reports?period={PERIOD}"


@pytest.fixture(autouse=True)
def evening(clock: SettableClock) -> None:
    """The evening of the cut-off."""
    clock.at = CUT_OFF_EVENING


@pytest.fixture
def team_ids(database: Database) -> list[int]:
    """Two teams; the first has told of one activity."""
    ids = add_teams(database, 2)
    with database.begin() as work:
        add_activity(work, ids[0], date(2026, 10, 2), topics=["vneid"], people=35, people_unit="lượt")
    return ids


def send(database: Database, office: Office, team_id: int) -> None:
    with database.begin() as work:
        report = open_report(work, office, PERIOD, team_id, now=CUT_OFF_EVENING)
        leader = next(one for one in teams.ever_members(work, team_id) if one.role is TeamRole.LEADER)
        send_as_member(work, office, report, leader, None, now=CUT_OFF_EVENING)


def page_of(team_id: int) -> str:
    return f"/reports/{PERIOD}/teams/{team_id}"


def post(browser: FlaskClient, page: str, action: str, **fields: str) -> TestResponse:
    token = token_of(browser, page)
    return browser.post(action, data={"csrf_token": token, **fields}, follow_redirects=True)


def seen_on(browser: FlaskClient, page: str) -> str:
    return browser.get(page).text.partition('name="seen" value="')[2].partition('"')[0]


def step(browser: FlaskClient, page: str, name: str, reason: str = "", seen: str | None = None) -> TestResponse:
    shown = seen_on(browser, page) if seen is None else seen
    return post(browser, page, f"{page}/step", step=name, reason=reason, seen=shown)


def test_every_page_has_its_empty_state(browser: FlaskClient) -> None:
    assert "Chưa có Tổ nào" in browser.get("/reports").text
    assert "0/0 Tổ đã báo cáo" in browser.get("/reports/ward").text
    assert "Chưa lập bản nào" in browser.get("/reports/ward").text
    assert "Chưa có mục nào" in browser.get("/reports/register").text


def test_a_figure_stands_beside_its_evidence_and_its_doubts(browser: FlaskClient, team_ids: list[int]) -> None:
    assert "0/2 Tổ đã báo cáo" in browser.get(LIST).text
    page = browser.get(page_of(team_ids[0])).text
    figure = page.partition('id="D03"')[2].partition("</details>")[0]
    assert "<strong>35</strong> lượt" in figure
    assert 'href="/activities/1"' in figure
    assert "E02 Số hộ có tài khoản thanh toán điện tử hoặc ví điện tử: chưa có số." in page
    assert "1 hoạt động chưa có ảnh." in page


def test_an_officer_gives_a_figure_in_the_teams_name_with_a_reason(browser: FlaskClient, team_ids: list[int]) -> None:
    page = page_of(team_ids[0])
    answer = post(browser, page, f"{page}/figures", code="E02", value="1.045", reason="tổ trưởng đọc qua điện thoại")
    assert "Đã lưu số." in answer.text
    assert "<strong>1.045</strong> hộ" in answer.text
    assert "khai 1045 (tổ trưởng đọc qua điện thoại)" in answer.text
    assert "E02 Số hộ có tài khoản thanh toán điện tử hoặc ví điện tử: 1.045 lớn hơn E01 (200)." in answer.text
    assert "Đang soạn" in browser.get(LIST).text


@pytest.mark.parametrize(
    ("fields", "code", "told"),
    [
        ({"code": "E02", "value": "-5", "reason": "x"}, 422, "Số này không hợp lý"),
        ({"code": "E02", "value": "nhiều", "reason": "x"}, 422, "Chưa đọc được số"),
        ({"code": "E02", "value": "5", "reason": " "}, 422, "Cần ghi lý do."),
        ({"code": "Z99", "value": "5", "reason": "x"}, 404, "Không có chỉ tiêu"),
        ({"code": "E03", "value": "5", "reason": "x"}, 422, "máy tự tính lại"),
        ({"code": "B01", "value": "5", "reason": "x"}, 403, "do phường nhập"),
    ],
)
def test_what_cannot_be_meant_is_told_and_kept_for_correction(
    browser: FlaskClient, team_ids: list[int], fields: dict[str, str], code: int, told: str
) -> None:
    page = page_of(team_ids[0])
    answer = post(browser, page, f"{page}/figures", **fields)
    assert (answer.status_code, told in answer.text) == (code, True), answer.text[:400]
    assert "<strong>—</strong>" in browser.get(page).text.partition('id="E02"')[2]


def test_a_report_is_returned_accepted_locked_and_reopened_by_those_who_may(
    browser_of: Callable[[Role], FlaskClient], database: Database, office: Office, team_ids: list[int]
) -> None:
    officer, head = browser_of(Role.OFFICER), browser_of(Role.HEAD)
    page = page_of(team_ids[0])
    send(database, office, team_ids[0])
    assert "1/2 Tổ đã báo cáo" in officer.get(LIST).text
    stale = seen_on(officer, page)
    assert step(officer, page, "returned").status_code == 422
    assert "Trả lại" in step(officer, page, "returned", "E02 trống").text
    refused = step(officer, page, "accepted", seen=stale)
    assert refused.status_code == 409
    assert "không làm được bước" in refused.text
    send(database, office, team_ids[0])
    with database.begin() as work:
        add_activity(work, team_ids[0], date(2026, 10, 3), topics=["vneid"], people=5)
    figure = officer.get(page).text.partition('id="D03"')[2].partition("</details>")[0]
    assert "<strong>35</strong> lượt" in figure
    assert "nay 40" in figure
    changed = step(officer, page, "accepted", seen=stale)
    assert "vừa có thay đổi" in changed.text
    assert "Đã ghi bước này" in step(officer, page, "accepted").text
    assert "Chốt số liệu" not in officer.get(page).text
    assert step(officer, page, "locked").status_code == 403
    assert "Chốt số liệu" in head.get(page).text
    assert "Đã ghi bước này" in step(head, page, "locked").text
    assert step(head, page, "locked").status_code == 409
    assert step(head, page, "reopened").status_code == 422
    assert "Sở yêu cầu" in step(head, page, "reopened", "Sở yêu cầu").text


def test_a_ward_leader_reads_and_changes_nothing_and_an_administrator_sees_nothing(
    browser_of: Callable[[Role], FlaskClient], team_ids: list[int]
) -> None:
    leader, administrator = browser_of(Role.WARD_LEADER), browser_of(Role.ADMINISTRATOR)
    page = page_of(team_ids[0])
    assert "Khai thay" not in leader.get(page).text
    for action in (f"{page}/figures", f"{page}/step", f"{page}/register", "/reports/register"):
        assert leader.post(action, data={"csrf_token": token_of(leader, page)}).status_code == 403
    for address in (LIST, page, "/reports/ward", "/reports/register", f"{page}/report.docx"):
        assert administrator.get(address).status_code == 403


def test_downloads_come_in_each_form(browser: FlaskClient, team_ids: list[int]) -> None:
    for kind in ("report", "person_days"):
        for form in ("docx", "xlsx", "csv"):
            answer = browser.get(f"{page_of(team_ids[0])}/{kind}.{form}")
            assert answer.status_code == 200
            assert answer.headers["Content-Disposition"].endswith(f'{team_ids[0]}.{form}"')


def test_the_wards_documents_are_frozen_and_loaded_again(browser: FlaskClient, team_ids: list[int]) -> None:
    page = f"/reports/ward?period={PERIOD}"
    action = f"/reports/ward/{PERIOD}/datasets"
    for fields in (
        {"kind": "ward"},
        {"kind": "unit", "unit": "cong_an", "unit_period": "2026-11"},
        {"kind": "members"},
        {"kind": "ad_hoc", "from": "2026-10-01", "to": "2026-10-31", "team": str(team_ids[0])},
    ):
        assert "Đã lập bản số liệu" in post(browser, page, action, **fields).text
    for dataset_id in range(1, 5):
        for form in ("docx", "xlsx", "csv"):
            assert browser.get(f"/reports/datasets/{dataset_id}.{form}").status_code == 200
    nowhere = {"kind": "unit", "unit": "cong_an", "unit_period": "2026-13"}
    for wrong in (
        {"kind": "ad_hoc", "from": "2026-10-02", "to": "2026-10-01"},
        {"kind": "ad_hoc"},
        {"kind": "rumour"},
        nowhere,
    ):
        assert post(browser, page, action, **wrong).status_code == 422
    assert browser.get("/reports/datasets/99.docx").status_code == 404
    assert browser.get("/reports/datasets/1.exe").status_code == 404


@pytest.mark.usefixtures("team_ids")
def test_offices_figures_are_given_on_the_wards_page(browser: FlaskClient) -> None:
    page, action = f"/reports/ward?period={PERIOD}", f"/reports/ward/{PERIOD}/figures"
    for code, value in (("E06a", "8"), ("E06b", "6")):
        assert "Đã lưu số." in post(browser, page, action, code=code, value=value).text
    assert "75,0%" in browser.get(page).text or "75%" in browser.get(page).text
    assert post(browser, page, action, code="E02", value="5").status_code == 403
    assert post(browser, page, action, code="E06a", value="-1").status_code == 422


def test_an_entry_of_the_register_is_raised_answered_and_passed_up(browser: FlaskClient, team_ids: list[int]) -> None:
    page = "/reports/register"
    words = "<b>thiếu wifi</b>, gọi 0905123456"
    answer = post(browser, page, page, kind="obstacle", team=str(team_ids[0]), text=words, level="ward")
    assert "&lt;b&gt;thiếu wifi&lt;/b&gt;" in answer.text
    assert "0905123456" not in answer.text
    post(browser, page, page, kind="obstacle", team=str(team_ids[0]), text=words, level="ward")
    assert "1 mục" in browser.get(page).text
    assert post(browser, page, page, kind="obstacle", text=" ").status_code == 422
    fields = {"state": "answered", "level": "ward", "owner": "cong_an", "revision": "1"}
    assert post(browser, page, f"{page}/1", **fields).status_code == 422
    assert "Đã có kế hoạch" in post(browser, page, f"{page}/1", **fields, answer="Đã có kế hoạch").text
    assert post(browser, page, f"{page}/1", **fields, answer="Cũ").status_code == 409
    fields |= {"state": "passed_up", "revision": "2"}
    assert "Vượt thẩm quyền phường" in post(browser, page, f"{page}/1", **fields).text
    assert "0 mục" in browser.get(f"{page}?kind=practice").text


@pytest.mark.parametrize(
    "address", ["/reports/2026-Q9/teams/1", "/reports/2027-Q4/teams/1", f"/reports/{PERIOD}/teams/99"]
)
@pytest.mark.usefixtures("team_ids")
def test_a_report_that_is_not_there_is_not_found(browser: FlaskClient, address: str) -> None:
    assert browser.get(f"/reports/{address}").status_code == 404
