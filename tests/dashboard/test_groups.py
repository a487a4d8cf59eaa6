"""The pages of groups: the register, proposals, orders, who manages the account, and ordinary groups."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from domain.group_tasks import GroupTaskKind, GroupTaskStatus
from domain.staff import Role
from domain.teams import GroupPurpose, TeamRole
from handlers.groups import SeenGroup, take_over
from handlers.office import Office
from handlers.roster import AddMember, AddTeam, add_member, add_team, bind
from storage import group_tasks, groups, people, teams
from storage.database import Database
from storage.tables import DigitalTeam, GroupAsset, GroupChat, GroupTask
from tests.conftest import SettableClock
from tests.dashboard.conftest import token_of

SINCE = date(2026, 1, 1)


@pytest.fixture
def team_id(database: Database, clock: SettableClock) -> int:
    """A team with a leader who may be invited, and another who has no account."""
    with database.begin() as work:
        team = add_team(work, AddTeam(name="Tổ CNSCĐ số 12", number=12, since_on=SINCE))
        for name in ("Trần Văn Bình", "Lê Thị Lan"):
            command = AddMember(team_id=team.id, full_name=name, role=TeamRole.LEADER, phone=None, since_on=SINCE)
            member = add_member(work, command)
            if name == "Trần Văn Bình":
                person = people.find_or_add(work, "8800000000000000001", now=clock())
                person.following = True
                bind(work, member.id, person.id)
        return team.id


@pytest.fixture
def group_id(database: Database, office: Office, clock: SettableClock, team_id: int) -> int:
    """A group whose name leaves a doubt."""
    with database.begin() as work:
        group = teams.find_or_add_group(work, "f00dfeedf00dfeedf00d", now=clock())
        seen = SeenGroup(zalo_group_id=group.zalo_group_id, name="Tổ 12 vui vẻ", is_active=True, member_count=5)
        take_over(work, office, group, seen, now=clock())
        return group.id


@pytest.fixture
def asset(database: Database, clock: SettableClock) -> None:
    with database.begin() as work:
        row = GroupAsset(asset_id="a1", asset_type="gmf50", source="sub_quota", is_free=True, read_at=clock())
        groups.keep_assets(work, [row])


def post(browser: FlaskClient, path: str, **fields: str) -> str:
    token = token_of(browser, "/groups")
    return browser.post(path, data={"csrf_token": token, **fields}, follow_redirects=True).text


def group_of(database: Database, group_id: int) -> GroupChat:
    with database.read() as work:
        return work.session.get_one(GroupChat, group_id)


def orders(database: Database) -> list[GroupTask]:
    with database.read() as work:
        return list(work.session.exec(select(GroupTask).order_by("id")).all())


def test_an_empty_register_says_what_to_do_and_what_groups_cost(browser: FlaskClient) -> None:
    page = browser.get("/groups").text
    for words in ("Chưa có nhóm nào", "75.000 đ/tháng", "chưa rõ giá", "miễn phí đến hết 31/12/2026", "Chưa ghi ai"):
        assert words in page


def test_a_proposal_is_confirmed_with_one_click_and_taken_back(
    browser: FlaskClient, database: Database, group_id: int, team_id: int
) -> None:
    assert "Có thể là Tổ CNSCĐ số 12?" in browser.get("/groups").text
    page = post(browser, f"/groups/{group_id}/purpose", purpose="team", team=str(team_id))
    assert "Đã ghi nhóm này dùng để làm gì" in page
    assert "tên chưa đúng cú pháp" in browser.get("/groups").text
    assert (group_of(database, group_id).purpose, group_of(database, group_id).team_id) == (GroupPurpose.TEAM, team_id)
    post(browser, f"/groups/{group_id}/purpose", purpose="unassigned")
    assert group_of(database, group_id).team_id is None


def test_a_proposal_is_declined_once(browser: FlaskClient, database: Database, group_id: int) -> None:
    assert "Đã bỏ đề xuất" in post(browser, f"/groups/{group_id}/decline")
    assert "không còn đề xuất" in post(browser, f"/groups/{group_id}/decline")
    assert group_of(database, group_id).proposed_team_id is None


def test_a_group_is_ordered_and_the_order_taken_back(
    browser: FlaskClient, database: Database, team_id: int, asset: None
) -> None:
    wish = {"for": str(team_id), "size": "gmf50"}
    assert "cần ít nhất một quản trị viên" in post(browser, "/groups/create", **wish)
    assert "Đã cập nhật quản trị viên" in post(browser, "/groups/managers", person="1")
    assert "Không còn gói nhóm 100 người" in post(browser, "/groups/create", **(wish | {"size": "gmf100"}))
    assert "Đã nhận yêu cầu" in post(browser, "/groups/create", **wish)
    assert "đang được tạo" in post(browser, "/groups/create", **wish)
    (order,) = orders(database)
    assert (order.name, order.person_ids) == ("CNSCĐ-Tổ dân phố số 12-Phường Hòa Xuân", [1])
    assert "Đã huỷ yêu cầu" in post(browser, f"/groups/orders/{order.id}/cancel")
    assert "không huỷ được" in post(browser, f"/groups/orders/{order.id}/cancel")
    assert orders(database)[0].status is GroupTaskStatus.CANCELLED
    assert "Đã cập nhật" in post(browser, "/groups/managers/1/remove")
    assert "Không tìm thấy" in post(browser, "/groups/managers", number="99")


def test_one_group_can_be_renamed_filled_and_dissolved(
    browser: FlaskClient, database: Database, group_id: int, team_id: int
) -> None:
    post(browser, f"/groups/{group_id}/purpose", purpose="team", team=str(team_id))
    page = browser.get(f"/groups/{group_id}").text
    assert "1 người mời được ngay; 0 người chưa nhắn cho OA trong 7 ngày; 1 người chưa gắn Zalo" in page
    assert 'value="CNSCĐ-Tổ dân phố số 12-Phường Hòa Xuân"' in page
    assert "Đã nhận yêu cầu" in post(browser, f"/groups/{group_id}/invite")
    assert "đang chờ Zalo" in post(browser, f"/groups/{group_id}/invite")
    assert "Đã nhận yêu cầu" in post(browser, f"/groups/{group_id}/rename", name="CNSCĐ tổ 12")
    assert "gõ lại đúng tên nhóm" in post(browser, f"/groups/{group_id}/dissolve", typed_name="tổ 12")
    assert "Đã nhận yêu cầu" in post(browser, f"/groups/{group_id}/dissolve", typed_name="Tổ 12 vui vẻ")
    kinds = [order.kind for order in orders(database)]
    assert kinds == [GroupTaskKind.INVITE, GroupTaskKind.RENAME, GroupTaskKind.DISSOLVE]
    assert browser.get("/groups/99").status_code == 404


def test_why_an_order_was_refused_is_told_in_words(
    browser: FlaskClient, database: Database, clock: SettableClock, group_id: int
) -> None:
    post(browser, f"/groups/{group_id}/rename", name="Tên khác")
    with database.begin() as work:
        task = work.session.get_one(GroupTask, 1)
        group_tasks.settle(task, GroupTaskStatus.REFUSED, now=clock(), problem="zalo_refused", code="-224", words="x")
    assert "Zalo không nhận (mã -224)" in browser.get("/groups").text
    assert "Zalo không nhận (mã -224)" in browser.get(f"/groups/{group_id}").text


def test_ordinary_groups_are_registered_for_the_indicator(
    browser: FlaskClient, database: Database, team_id: int
) -> None:
    assert "0/1 Tổ" in browser.get("/groups/ordinary").text
    name = "CNSCĐ-Tổ dân phố số 12-Phường Hòa Xuân"
    page = post(browser, f"/groups/ordinary/{team_id}", name=name, people="85")
    assert "1/1 Tổ" in page
    assert "85 (tổng của 1/1 Tổ đã ghi)" in page
    assert "Không đọc được" in post(browser, f"/groups/ordinary/{team_id}", name=name, people="nhiều")
    assert "gõ nhầm" in post(browser, f"/groups/ordinary/{team_id}", name=name, people="9000")
    assert "0/1 Tổ" in post(browser, f"/groups/ordinary/{team_id}", name="Tổ 12 vui vẻ", people="")
    post(browser, f"/groups/ordinary/{team_id}", name=" ", people="5")
    with database.read() as work:
        team = work.session.get_one(DigitalTeam, team_id)
    assert (team.ordinary_group, team.ordinary_group_people) == (None, None)


def test_a_ward_leader_sees_and_orders_nothing(browser_of: Callable[[Role], FlaskClient], group_id: int) -> None:
    browser = browser_of(Role.WARD_LEADER)
    assert "Tạo nhóm mới" not in browser.get("/groups").text
    assert "Giải tán" not in browser.get(f"/groups/{group_id}").text
    token = token_of(browser, "/groups")
    assert browser.post(f"/groups/{group_id}/invite", data={"csrf_token": token}).status_code == 403
    assert browser_of(Role.ADMINISTRATOR).get("/groups").status_code == 403
