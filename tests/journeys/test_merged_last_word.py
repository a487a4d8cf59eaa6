"""Work and last words on a case that answers for several: what each reporter says stays in his own thread."""

import pytest

from domain.incidents import IncidentStatus
from domain.teams import GroupPurpose
from tests.journeys.digital_teams import member, team
from tests.journeys.group_life import TownGroup
from tests.journeys.test_duplicates import LAMP, SAME_LAMP, officer_merges
from tests.journeys.town import Resident, Town


@pytest.fixture
def worker(town: Town) -> Resident:
    """Somebody of the response team."""
    return member(town, team(town, "Tổ CNSCĐ số 12", 12), "Trần Văn Dũng")


@pytest.fixture
def group(town: Town, worker: Resident) -> TownGroup:
    """The response team's group."""
    group = TownGroup(town, "Tổ phản ứng nhanh phường Hòa Xuân", [worker])
    group.is_for(GroupPurpose.RESPONSE_TEAM)
    return group


@pytest.fixture
def an(town: Town, group: TownGroup) -> Resident:
    """The first reporter."""
    an = town.resident("An")
    an.says(LAMP)
    return an


@pytest.fixture
def binh(town: Town, an: Resident) -> Resident:
    """The neighbour who reports the same lamp."""
    binh = town.resident("Bình")
    binh.says(SAME_LAMP)
    return binh


def statuses(town: Town) -> list[IncidentStatus]:
    return [case.status for case in town.incidents]


def test_what_the_neighbour_says_after_reopening_stays_in_his_own_thread(
    town: Town, an: Resident, binh: Resident
) -> None:
    binh.taps("Tôi cũng gặp")
    town.moves_one(town.incidents[0], IncidentStatus.RESOLVED, "Đã thay bóng")
    binh.taps("Chưa xong")
    assert statuses(town) == [IncidentStatus.REOPENED, IncidentStatus.MERGED]
    assert "PA-26-000001: Mở lại" in an.last
    binh.says("đèn vẫn tối om nè")
    leader, follower = town.incidents
    assert "vẫn tối om" in follower.description
    assert "vẫn tối om" not in leader.description
    an.says("tra cứu PA-1")
    assert "vẫn tối om" not in an.last


def test_the_teams_question_is_answered_by_each_in_his_own_thread(
    town: Town, an: Resident, binh: Resident, worker: Resident, group: TownGroup
) -> None:
    binh.taps("Tôi cũng gặp")
    group.says(worker, "hỏi PA-1 cột đèn màu gì vậy")
    assert binh.heard_with("PA-26-000002")
    binh.says("cột màu xanh, cạnh tiệm thuốc")
    assert "PA-26-000002" in binh.last
    leader, follower = town.incidents
    assert "tiệm thuốc" in follower.description
    assert "tiệm thuốc" not in leader.description
    assert "tiệm thuốc" in group.heard[-1]


def test_the_group_hears_that_a_card_has_become_part_of_another_case(
    town: Town, an: Resident, binh: Resident, group: TownGroup
) -> None:
    for case in town.incidents:
        town.moves_one(case, IncidentStatus.ACCEPTED, "Đã nhận")
    cards = len(group.heard)
    officer_merges(town, 1, 0)
    assert len(group.heard) == cards + 1
    assert "PA-26-000002" in group.heard[-1]
    assert "Đã gộp" in group.heard[-1]


def test_the_group_hears_that_a_card_is_nobodys_any_more_when_it_is_sealed(
    town: Town, an: Resident, group: TownGroup
) -> None:
    hoa = town.resident("Hoa")
    hoa.sends_photos(1)
    town.gathering_ends()
    town.moves_one(town.incidents[-1], IncidentStatus.ACCEPTED, "Đã nhận")
    cards = len(group.heard)
    hoa.says("Ông tổ trưởng X lấy tiền của dân, tui tố cáo")
    assert town.incidents[-1].sealed
    assert len(group.heard) == cards + 1
    assert "tố cáo" not in group.heard[-1]


def test_danger_that_a_neighbour_adds_reaches_the_group_on_the_leading_case(
    town: Town, an: Resident, binh: Resident, group: TownGroup
) -> None:
    binh.taps("Tôi cũng gặp")
    assert not group.heard
    binh.says("có người bị điện giật rồi, cứu với")
    leader, follower = town.incidents
    assert (leader.urgent, follower.urgent) == (True, True)
    assert any("PA-26-000001" in card for card in group.heard)
