"""The pages of activities: lists with sums, one record with its changes, and the forms of officers."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from domain.activities import ActivityHistoryKind, ActivitySource, ActivityStatus
from domain.staff import Role
from domain.teams import TeamRole
from domain.understanding import ActivityType
from handlers.roster import AddMember, AddTeam, add_member, add_team
from storage import activities
from storage.activities import Change
from storage.database import Database
from storage.tables import Activity
from tests.conftest import SettableClock
from tests.dashboard.conftest import API_TOKEN, token_of

DAY = date(2026, 11, 20)


@pytest.fixture
def record_id(database: Database, clock: SettableClock) -> int:
    """A team with a leader and one record."""
    with database.begin() as work:
        team = add_team(work, AddTeam(name="Tổ CNSCĐ số 12", number=12, since_on=date(2026, 1, 1)))
        member = AddMember(
            team_id=team.id, full_name="Trần Văn Bình", role=TeamRole.LEADER, phone=None, since_on=date(2026, 1, 1)
        )
        author = add_member(work, member)
        activity = Activity(
            team_id=team.id,
            member_id=author.id,
            source=ActivitySource.PRIVATE_CHAT,
            activity_type=ActivityType.GUIDANCE,
            starts_on=DAY,
            topics=["vneid"],
            people=35,
            people_unit="lượt",
            created_at=clock(),
            changed_at=clock(),
        )
        return activities.add(work, activity, Change(kind=ActivityHistoryKind.RECORDED, at=clock())).id


def form(browser: FlaskClient, record_id: int, **fields: str) -> dict[str, str]:
    address = f"/activities/{record_id}"
    given = {"csrf_token": token_of(browser, address), "revision": "1", "reason": "Tổ trưởng gọi điện báo"}
    return given | fields


def read(database: Database, record_id: int) -> Activity:
    with database.read() as work:
        return work.session.get_one(Activity, record_id)


def test_an_empty_list_says_where_activities_come_from(browser: FlaskClient) -> None:
    page = browser.get("/activities").text
    assert "Khi thành viên Tổ nhắn" in page
    assert "— lượt" in page


def test_the_list_shows_records_and_sums_and_filters(browser: FlaskClient, record_id: int) -> None:
    page = browser.get("/activities").text
    for words in (f"HD-{record_id}", "Tổ CNSCĐ số 12", "1 hoạt động · 35 lượt · — người", "chưa có minh chứng"):
        assert words in page
    assert "Không có hoạt động nào theo bộ lọc" in browser.get("/activities?topic=ai&from=2026-11-01").text
    assert f"HD-{record_id}" in browser.get("/activities?topic=vneid&type=huong_dan&to=2026-11-20&bare=1").text
    assert f"HD-{record_id}" in browser.get("/activities?from=rubbish&team=x&status=nothing").text


def test_an_officer_corrects_with_a_reason_and_the_old_value_stays(
    browser: FlaskClient, database: Database, record_id: int
) -> None:
    fields = form(
        browser,
        record_id,
        activity_type="huong_dan",
        starts_on="2026-11-20",
        people="53",
        topic="vneid",
        people_unit="người",
    )
    answer = browser.post(f"/activities/{record_id}/correct", data=fields, follow_redirects=True)
    assert "Đã sửa hoạt động" in answer.text
    assert "trước đó: số lượt/người 35" in answer.text
    assert (read(database, record_id).people, read(database, record_id).people_unit) == (53, "người")


@pytest.mark.parametrize(
    ("fields", "code", "words"),
    [
        ({"people": "53", "reason": " "}, 422, "Cần ghi lý do"),
        ({"people": "53", "revision": "7"}, 409, "vừa được người khác thay đổi"),
        ({"people": "nhiều"}, 422, "Không đọc được ô “số lượt/người”"),
        ({"people": "9000000"}, 422, "gõ nhầm"),
        ({"starts_on": "1999-01-01"}, 422, "quá xa"),
    ],
)
def test_a_bad_form_is_refused_with_a_sentence_and_changes_nothing(
    browser: FlaskClient, database: Database, record_id: int, fields: dict[str, str], code: int, words: str
) -> None:
    answer = browser.post(f"/activities/{record_id}/correct", data=form(browser, record_id, **fields))
    assert answer.status_code in {code, 400, 409, 422}
    assert words in answer.text
    assert read(database, record_id).people == 35


def test_a_record_is_taken_back_once_and_brought_back(browser: FlaskClient, database: Database, record_id: int) -> None:
    fields = form(browser, record_id, to_status="withdrawn")
    codes = [browser.post(f"/activities/{record_id}/decide", data=fields).status_code for _ in range(2)]
    assert codes == [303, 409]
    assert read(database, record_id).status is ActivityStatus.WITHDRAWN
    fields = form(browser, record_id, to_status="recorded", revision="2")
    browser.post(f"/activities/{record_id}/decide", data=fields)
    assert read(database, record_id).status is ActivityStatus.RECORDED


def test_who_was_on_duty_is_ticked(browser: FlaskClient, database: Database, record_id: int) -> None:
    browser.post(f"/activities/{record_id}/attendees", data=form(browser, record_id, member="1"))
    assert read(database, record_id).members == 1


def test_an_officer_enters_one_in_a_teams_name(browser: FlaskClient, database: Database, record_id: int) -> None:
    fields = {
        "csrf_token": token_of(browser, "/activities/new"),
        "team": "1",
        "activity_type": "ra_quan",
        "starts_on": "2026-11-19",
        "households": "12",
        "reason": "Tổ trưởng không dùng Zalo",
    }
    answer = browser.post("/activities/new", data=fields, follow_redirects=True)
    assert "Đã nhập hoạt động thay cho Tổ" in answer.text
    assert "Cán bộ nhập thay" in answer.text
    assert read(database, record_id + 1).households == 12
    empty = browser.post("/activities/new", data=fields | {"activity_type": "", "team": "1"})
    assert "Cần chọn việc và ngày" in empty.text


def test_a_ward_leader_sees_and_changes_nothing(browser_of: Callable[[Role], FlaskClient], record_id: int) -> None:
    browser = browser_of(Role.WARD_LEADER)
    assert "Sửa số liệu" not in browser.get(f"/activities/{record_id}").text
    assert browser.get("/activities/new").status_code == 403
    assert browser_of(Role.ADMINISTRATOR).get("/activities").status_code == 403


def test_the_api_tells_records_without_names(browser: FlaskClient, record_id: int) -> None:
    headers = {"Authorization": f"Bearer {API_TOKEN}"}
    answer = browser.get("/api/v1/activities?team_number=12&from=2026-11-20&to=2026-11-20&topic=vneid", headers=headers)
    (item,) = json.loads(answer.text)["items"]
    wanted = {
        "id": record_id,
        "team_number": 12,
        "team_name": "Tổ CNSCĐ số 12",
        "member_id": 1,
        "date": "2026-11-20",
        "date_end": None,
        "activity_type": "huong_dan",
        "topics": ["vneid"],
        "people": 35,
        "households": None,
        "status": "recorded",
        "evidence": 0,
        "counts": {},
    }
    assert {name: item[name] for name in wanted} == wanted
    assert "Bình" not in answer.text
    assert json.loads(browser.get("/api/v1/activities?to=2026-11-19", headers=headers).text)["items"] == []
    assert browser.get("/api/v1/activities?from=yesterday", headers=headers).status_code == 400
