"""Groups are made, filled, renamed and dissolved by Zalo's API, once, whatever breaks; their lives are followed."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from bot.simulator import group_account
from bot.simulator.faults import FaultKind
from bot.simulator.groups import AssetSource, AssetType
from bot.simulator.options import GroupEventNames
from domain.errors import Refused, WrongState
from domain.group_links import LinkSource
from domain.group_tasks import GroupTaskKind, GroupTaskStatus
from domain.messages import OutgoingMessage, Priority
from domain.teams import GroupPurpose, GroupStatus, TeamRole
from handlers import group_orders
from handlers.group_links import decline
from handlers.group_orders import CreateGroup, Orderer
from handlers.groups import ask_for_list, set_purpose
from storage import group_words, groups, people
from storage.tables import GroupMember, GroupTask, OutboxMessage, OutboxStatus
from tests.journeys.digital_teams import member, records, team
from tests.journeys.group_life import TownGroup, manager
from tests.journeys.town import Resident, Town

BY = Orderer(officer_id=None)
NAME = "CNSCĐ-Tổ dân phố số 12-Phường Hòa Xuân"


@pytest.fixture
def team_id(town: Town) -> int:
    return team(town, "Tổ CNSCĐ số 12", 12)


@pytest.fixture
def binh(town: Town, team_id: int) -> Resident:
    binh = member(town, team_id, "Trần Văn Bình", TeamRole.LEADER)
    binh.says("chào phường")
    return binh


@pytest.fixture
def lan(town: Town, team_id: int) -> Resident:
    """Bound, and silent towards the account for longer than Zalo allows."""
    return member(town, team_id, "Lê Thị Lan")


def with_manager(town: Town) -> None:
    somebody = manager(town)
    with town.service.database.begin() as work:
        person = people.find_or_add(work, somebody.id, now=town.clock())
        person.following = True
        group_orders.add_manager(work, person.id, BY, now=town.clock())


def with_asset(town: Town, count: int = 1) -> None:
    for _ in range(count):
        town.simulator.world.groups.add_asset(AssetType.GMF50, AssetSource.SUB_QUOTA)
    read_all(town)


def read_all(town: Town) -> None:
    with town.service.database.begin() as work:
        ask_for_list(work, now=town.clock())
    town.settle()


def create(town: Town, team_id: int) -> str:
    command = CreateGroup(purpose=GroupPurpose.TEAM, team_id=team_id, asset_type="gmf50", by=BY)
    with town.service.database.begin() as work:
        return group_orders.create(work, town.service.office, command, now=town.clock())


def tasks(town: Town, kind: GroupTaskKind) -> list[GroupTask]:
    with town.service.database.read() as work:
        found = work.session.exec(select(GroupTask).where(GroupTask.kind == kind).order_by("id")).all()
        return list(found)


def refused(town: Town, team_id: int) -> str:
    with pytest.raises(Refused) as caught:
        create(town, team_id)
    return caught.value.code


@pytest.mark.usefixtures("lan")
def test_a_group_is_made_under_its_right_name_with_whoever_can_be_invited(
    town: Town, team_id: int, binh: Resident
) -> None:
    with_manager(town)
    with_asset(town)
    assert create(town, team_id) == NAME
    town.settle()
    town.pass_time(minutes=2)
    (made,) = town.simulator.world.groups.groups()
    assert made.name == NAME
    assert binh.person.id in made.member_ids
    assert len(made.member_ids) == 2
    with town.service.database.read() as work:
        group = groups.of_team(work, team_id)
        assert group is not None
        assert (group.link, group.name, group.member_count) == (LinkSource.MADE, NAME, 3)
        inside = groups.members(work, group.id)
        (asset,) = [one for one in groups.assets(work) if one.asset_type == "gmf50"]
    assert len(inside) == 1
    assert (asset.is_free, asset.zalo_group_id) == (False, made.id)
    assert [task.status for task in tasks(town, GroupTaskKind.CREATE)] == [GroupTaskStatus.DONE]
    assert refused(town, team_id) == "team_has_group"


def test_what_is_missing_is_told_in_words_before_anything_is_asked_of_zalo(
    town: Town, team_id: int, binh: Resident
) -> None:
    assert refused(town, team_id) == "no_account_manager"
    with_manager(town)
    assert refused(town, team_id) == "no_free_asset"
    with_asset(town)
    create(town, team_id)
    assert refused(town, team_id) == "group_being_made"
    assert refused(town, team(town, "Tổ CNSCĐ số 7", 7)) == "no_free_asset"


@pytest.mark.parametrize("kind", [FaultKind.PROCESS_THEN_DROP, FaultKind.PROCESS_THEN_BAD_GATEWAY])
def test_a_creation_whose_answer_is_lost_makes_one_group(
    town: Town, team_id: int, binh: Resident, kind: FaultKind
) -> None:
    with_manager(town)
    with_asset(town, 2)
    create(town, team_id)
    town.simulator.fault("/openapi/v3.0/oa/group/creategroupwithoa", kind)
    town.settle()
    assert len(town.simulator.world.groups.groups()) == 1
    assert tasks(town, GroupTaskKind.CREATE)[0].status is GroupTaskStatus.WAITING
    town.pass_time(minutes=1)
    assert [group.name for group in town.simulator.world.groups.groups()] == [NAME]
    assert tasks(town, GroupTaskKind.CREATE)[0].status is GroupTaskStatus.DONE


def test_a_worker_that_dies_after_the_call_makes_no_second_group(town: Town, team_id: int, binh: Resident) -> None:
    with_manager(town)
    with_asset(town, 2)
    create(town, team_id)
    worker = town.service.groups
    finish = worker._finish

    def die(task: GroupTask, effect: object) -> None:
        raise SystemError("power cut")

    worker._finish = die  # type: ignore[method-assign]
    with pytest.raises(SystemError):
        worker.step()
    worker._finish = finish  # type: ignore[method-assign]
    town.settle()
    assert len(town.simulator.world.groups.groups()) == 1
    town.restart()
    town.pass_time(minutes=4)
    assert len(town.simulator.world.groups.groups()) == 1
    assert tasks(town, GroupTaskKind.CREATE)[0].status is GroupTaskStatus.DONE


def test_an_asset_taken_meanwhile_is_told(town: Town, team_id: int, binh: Resident) -> None:
    with_manager(town)
    with_asset(town)
    create(town, team_id)
    asset = next(one for one in town.simulator.world.groups.assets() if one.type is AssetType.GMF50)
    group_account.create(town.simulator.world, "Nhóm khác", asset.id, [])
    town.settle()
    (task,) = tasks(town, GroupTaskKind.CREATE)
    assert (task.status, task.problem) == (GroupTaskStatus.REFUSED, "no_free_asset")


def test_those_whom_zalo_does_not_let_in_are_counted_and_invited_later(
    town: Town, team_id: int, binh: Resident, lan: Resident
) -> None:
    group = TownGroup(town, NAME, [binh])
    assert group.row.team_id == team_id
    with town.service.database.begin() as work, pytest.raises(Refused) as caught:
        group_orders.invite(work, town.service.office, group.row.id, BY, now=town.clock())
    assert caught.value.code == "nobody_to_invite"
    assert caught.value.values["out_of_window"] == 1
    lan.says("chào")
    third = member(town, team_id, "Phạm Sương")
    with town.service.database.begin() as work:
        people.find_or_add(work, third.person.id, now=town.clock()).following = True
        assert group_orders.invite(work, town.service.office, group.row.id, BY, now=town.clock()) == 2
    town.settle()
    (task,) = tasks(town, GroupTaskKind.INVITE)
    assert (task.status, task.problem, task.details) == (
        GroupTaskStatus.DONE,
        "not_all_invited",
        {"invited": 1, "missing": 1},
    )
    assert lan.person.id in town.simulator.world.groups.groups()[0].member_ids


def test_a_group_is_renamed_and_dissolved_with_its_name_typed(town: Town, team_id: int, binh: Resident) -> None:
    group = TownGroup(town, NAME, [binh])
    with town.service.database.begin() as work:
        group_orders.rename(work, group.row.id, "CNSCĐ tổ 12 Hòa Xuân", BY, now=town.clock())
    with town.service.database.begin() as work, pytest.raises(WrongState):
        group_orders.rename(work, group.row.id, "Tên nữa", BY, now=town.clock())
    town.settle()
    assert (group.row.name, group.row.team_id) == ("CNSCĐ tổ 12 Hòa Xuân", team_id)
    with town.service.database.begin() as work, pytest.raises(Refused) as caught:
        group_orders.dissolve(work, group.row.id, "tổ 12", BY, now=town.clock())
    assert caught.value.code == "name_not_typed"
    with town.service.database.begin() as work:
        group_orders.dissolve(work, group.row.id, "CNSCĐ tổ 12 Hòa Xuân", BY, now=town.clock())
    town.settle()
    assert group.row.status is GroupStatus.DISSOLVED
    assert not town.simulator.world.groups.groups()
    with town.service.database.read() as work:
        assert groups.of_team(work, team_id) is None


@pytest.mark.parametrize("names", list(GroupEventNames))
def test_every_event_of_a_groups_life_is_followed_under_every_name(
    town: Town, team_id: int, binh: Resident, lan: Resident, names: GroupEventNames
) -> None:
    town.simulator.switch(group_event_names=names)
    group = TownGroup(town, "Nhóm mới", [binh])
    assert group.row.purpose is GroupPurpose.UNASSIGNED
    town.simulator.rename_group(group.group, NAME)
    town.settle()
    assert (group.row.name, group.row.team_id, group.row.link) == (NAME, team_id, LinkSource.NAME)
    town.simulator.join(lan.person, group.group)
    town.simulator.join(town.resident("Hoa").person, group.group)
    town.settle()
    assert members(town) == {1, 2}
    town.pass_time(minutes=2)
    assert group.row.member_count == 4
    assert members(town) == {1, 2}
    town.simulator.leave(lan.person, group.group)
    town.settle()
    assert members(town) == {1}
    town.simulator.dissolve_group(group.group)
    town.settle()
    assert group.row.status is GroupStatus.DISSOLVED
    assert members(town) == set()


def members(town: Town) -> set[int]:
    with town.service.database.read() as work:
        return {row.person_id for row in work.session.exec(select(GroupMember)).all()}


def test_a_renamed_group_stays_with_its_team_and_a_new_team_is_only_proposed(
    town: Town, team_id: int, binh: Resident
) -> None:
    seventh = team(town, "Tổ CNSCĐ số 7", 7)
    group = TownGroup(town, NAME, [binh])
    town.simulator.rename_group(group.group, "CNSCĐ-Tổ dân phố số 7-Phường Hòa Xuân")
    town.settle()
    assert (group.row.team_id, group.row.proposed_team_id) == (team_id, seventh)
    with town.service.database.begin() as work:
        decline(work, group.row.id)
    read_all(town)
    assert group.row.proposed_team_id is None
    with town.service.database.begin() as work, pytest.raises(WrongState):
        decline(work, group.row.id)


def test_two_groups_of_one_team_are_not_both_linked(town: Town, team_id: int, binh: Resident) -> None:
    first = TownGroup(town, NAME, [binh])
    second = TownGroup(town, "cnscd tổ 12", [binh])
    assert (first.row.team_id, second.row.team_id, second.row.proposed_team_id) == (team_id, None, team_id)
    with town.service.database.begin() as work, pytest.raises(WrongState) as caught:
        set_purpose(work, second.row.id, GroupPurpose.TEAM, team_id=team_id)
    assert caught.value.code == "team_has_group"


def test_a_lapsed_asset_disables_the_group_until_somebody_pays(town: Town, team_id: int, binh: Resident) -> None:
    group = TownGroup(town, NAME, [binh])
    town.simulator.lapse_asset(group.group)
    read_all(town)
    assert group.status == "disabled"
    town.pass_time(minutes=2)
    assert group.row.team_id == team_id
    town.simulator.renew_asset(group.group)
    read_all(town)
    assert group.status == "active"
    town.simulator.lapse_asset(group.group)
    town.pass_time(days=46)
    read_all(town)
    assert group.status == "dissolved"


def test_a_group_that_refuses_our_words_is_read_again(town: Town, binh: Resident) -> None:
    group = TownGroup(town, NAME, [binh])
    with town.service.database.begin() as work:
        say = {"kind": "k", "priority": Priority.NEWS, "now": town.clock()}
        group_words.add(work, group.row, OutgoingMessage(text="tin"), dedupe_key="one", **say)  # type: ignore[arg-type]
    town.simulator.lapse_asset(group.group)
    town.settle()
    assert group.row.status is GroupStatus.DISABLED


def test_what_waits_for_a_group_that_is_gone_is_taken_back(town: Town, binh: Resident) -> None:
    group = TownGroup(town, NAME, [binh])
    town.simulator.fault("/openapi/v3.0/oa/group/message", FaultKind.ERROR_CODE, error_code=-32)
    group.says(binh, "#baocao sáng nay tổ 12 hướng dẫn 20 bà con cài VNeID")
    town.simulator.dissolve_group(group.group)
    town.settle()
    with town.service.database.read() as work:
        rows = work.session.exec(select(OutboxMessage).where(OutboxMessage.group_id == group.row.id)).all()
    assert [row.status for row in rows] == [OutboxStatus.CANCELLED]
    assert len(records(town)) == 1


def test_an_order_is_taken_back_before_it_is_begun_and_not_after(town: Town, team_id: int, binh: Resident) -> None:
    with_manager(town)
    with_asset(town)
    create(town, team_id)
    (task,) = tasks(town, GroupTaskKind.CREATE)
    with town.service.database.begin() as work:
        group_orders.cancel(work, task.id, BY, now=town.clock())
    with town.service.database.begin() as work, pytest.raises(WrongState):
        group_orders.cancel(work, task.id, BY, now=town.clock())
    town.settle()
    assert not town.simulator.world.groups.groups()
    create(town, team_id)
    town.settle()
    assert len(town.simulator.world.groups.groups()) == 1


def test_an_account_without_the_right_to_groups_troubles_nobody(town: Town) -> None:
    town.simulator.fault("/openapi/v3.0/oa/group/getgroupsofoa", FaultKind.ERROR_CODE, times=None, error_code=-224)
    read_all(town)
    (task,) = tasks(town, GroupTaskKind.READ_ALL)
    assert (task.status, task.problem) == (GroupTaskStatus.WAITING, "waits_for_zalo")
    assert task.available_at - town.clock() >= timedelta(hours=6)


def test_the_month_is_told_once_to_leaders_in_reach_and_to_the_teams_group(
    town: Town, team_id: int, binh: Resident, lan: Resident
) -> None:
    group = TownGroup(town, NAME, [binh])
    group.says(binh, "#baocao ngày 20/11 tổ 12 hướng dẫn 35 lượt bà con cài VNeID")
    town.clock.advance(timedelta(days=7, hours=22))
    assert town.service.office.today(town.clock()) == date(2026, 12, 1)
    tell(town)
    assert not binh.heard_with("Tháng 11/2026")
    town.clock.advance(timedelta(hours=1))
    binh.says("chào")
    for _ in range(3):
        tell(town)
    (private,) = binh.heard_with("Tháng 11/2026")
    assert "35 lượt" in private
    (public,) = [text for text in group.heard if "Tháng 11/2026" in text]
    assert "1 hoạt động" in public
    assert "Bình" not in public
    assert not lan.heard_with("Tháng 11/2026")
    town.restart()
    tell(town)
    town.clock.advance(timedelta(days=1))
    tell(town)
    assert len(binh.heard_with("Tháng 11/2026")) == 1


def tell(town: Town) -> None:
    town.service.tell_month()
    town.settle()
