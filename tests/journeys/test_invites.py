"""A member is bound to his account by a code from the office, guessing is slowed, and what he agreed to is shown."""

from datetime import timedelta

import pytest
from sqlmodel import select

from domain.invites import FAILURES_OF_ALL, FAILURES_OF_ONE, LIFETIME, is_well_made
from domain.teams import TeamRole
from handlers import invites
from handlers.roster import AddMember, add_member, end_member
from storage import consents
from storage.invites import failures_since
from storage.tables import DigitalTeam, InviteAttempt, InviteCode, Person, ResidentialGroup, TeamMember
from tests.journeys import digital_teams
from tests.journeys.town import Resident, Town

REPORT = "sáng nay hướng dẫn 35 bà con cài VNeID"
NO_MEMBER = "chưa gắn với thành viên"


def enter(town: Town, team_id: int, name: str = "Nguyễn Thị Hoa", role: TeamRole = TeamRole.LEADER) -> int:
    with town.service.database.begin() as work:
        command = AddMember(
            team_id=team_id, full_name=name, role=role, phone="0905000001", since_on=digital_teams.SINCE
        )
        return add_member(work, command).id


def code_for(town: Town, member_id: int) -> str:
    today = town.service.office.today(town.clock())
    with town.service.database.begin() as work:
        return invites.make_for_member(work, member_id, today=today, now=town.clock(), officer_id=None).code


def bound_to(town: Town, member_id: int) -> str | None:
    with town.service.database.read() as work:
        person_id = work.session.get_one(TeamMember, member_id).person_id
        return work.session.get_one(Person, person_id).zalo_user_id if person_id else None


def known(town: Town, name: str) -> Resident:
    """Somebody who has had his privacy notice."""
    resident = town.resident(name)
    resident.says("chào")
    return resident


@pytest.fixture
def team_id(town: Town) -> int:
    return digital_teams.team(town, "Tổ CNSCĐ tổ dân phố số 12", 12)


def test_a_code_binds_once_and_a_leader_is_told_apart_from_a_resident(town: Town, team_id: int) -> None:
    member_id = enter(town, team_id)
    first, second = code_for(town, member_id), code_for(town, member_id)
    hoa, thief = known(town, "Hoa"), known(town, "Lạ")
    hoa.says(REPORT)
    assert NO_MEMBER in hoa.last or not digital_teams.records(town)
    hoa.says(f"ma {first}")
    assert "thay bằng mã khác" in hoa.last
    hoa.says(f"Mã {second[:3].lower()} {second[3:].lower()} ạ")
    assert "Nguyễn Thị Hoa, tổ trưởng Tổ CNSCĐ tổ dân phố số 12" in hoa.last
    hoa.says(f"mã {second}")
    assert "đã dùng rồi" in hoa.last
    thief.says(f"mã {second}")
    assert "Mỗi mã chỉ dùng một lần" in thief.last
    assert bound_to(town, member_id) == hoa.person.id
    hoa.says(REPORT)
    assert digital_teams.record(town).people == 35
    hoa.says("menu")
    assert "tổ trưởng Tổ CNSCĐ tổ dân phố số 12" in hoa.last
    thief.says("menu")
    assert "Tổ CNSCĐ" not in thief.last
    with town.service.database.read() as work:
        stored = work.session.exec(select(InviteCode.code_sha256)).all()
    assert second not in stored


def test_a_removal_ends_access_at_once_and_no_code_brings_it_back(town: Town, team_id: int) -> None:
    member_id = enter(town, team_id)
    hoa = known(town, "Hoa")
    hoa.says(f"mã {code_for(town, member_id)}")
    waiting = code_for(town, member_id)
    with town.service.database.begin() as work:
        today = town.service.office.today(town.clock())
        end_member(work, member_id, today, now=town.clock(), today=today)
    hoa.says(REPORT)
    assert not digital_teams.records(town)
    hoa.says(f"mã {waiting}")
    assert "thu hồi" in hoa.last
    hoa.says("công khai số điện thoại")
    assert "dành cho thành viên" in hoa.last


def test_guessing_is_slowed_for_one_and_a_right_code_is_not_tried_then(town: Town, team_id: int) -> None:
    code = code_for(town, enter(town, team_id))
    guesser = known(town, "Đoán")
    for number in range(FAILURES_OF_ONE):
        guesser.says(f"mã ABC2{number:02d}")
        assert "Không có mã này" in guesser.last
    guesser.says(f"mã {code}")
    assert "gõ sai nhiều lần" in guesser.last
    other = known(town, "Hoa")
    town.clock.advance(timedelta(minutes=61))
    other.says("mã")
    assert "6 ký tự" in other.last
    guesser.says(f"mã {code}")
    assert "Xong rồi" in guesser.last


def test_guessing_by_many_is_slowed_for_all(town: Town, team_id: int) -> None:
    code = code_for(town, enter(town, team_id))
    known(town, "Hoa")
    with town.service.database.begin() as work:
        person = work.session.exec(select(Person)).one()
        rows = [InviteAttempt(person_id=person.id, at=town.clock()) for _ in range(FAILURES_OF_ALL)]
        work.session.add_all(rows)
    other = known(town, "Bình")
    other.says(f"mã {code}")
    assert "tạm ngừng nhận mã" in other.last
    with town.service.database.read() as work:
        assert failures_since(work, town.clock() - timedelta(hours=1)) == FAILURES_OF_ALL


def test_an_old_code_has_expired_and_one_account_is_one_member_of_a_team(town: Town, team_id: int) -> None:
    first, second = enter(town, team_id), enter(town, team_id, "Trần Văn Bình", TeamRole.MEMBER)
    old, hoa = code_for(town, first), known(town, "Hoa")
    town.clock.advance(LIFETIME)
    hoa.says(f"mã {old}")
    assert "hết hạn" in hoa.last
    hoa.says(f"mã {code_for(town, first)}")
    hoa.says(f"mã {code_for(town, second)}")
    assert "một thành viên khác của cùng Tổ" in hoa.last
    other_team = digital_teams.team(town, "Tổ CNSCĐ Trung Lương")
    hoa.says(f"mã {code_for(town, enter(town, other_team))}")
    assert "Xong rồi" in hoa.last


def _resident_group(town: Town, team_id: int) -> None:
    with town.service.database.begin() as work:
        group = ResidentialGroup(
            number=12, name="Tổ dân phố số 12", meeting_place="12 Mẹ Thứ", latitude=16.0, longitude=108.2
        )
        work.session.add(group)
        work.session.flush()
        work.session.get_one(DigitalTeam, team_id).residential_group_id = group.id


def test_residents_see_of_a_team_what_its_people_agreed_to_field_by_field(town: Town, team_id: int) -> None:
    _resident_group(town, team_id)
    hoa: Resident = known(town, "Hoa")
    member_id = enter(town, team_id)
    hoa.says(f"mã {code_for(town, member_id)}")
    asker = known(town, "Dân")
    asker.says("danh bạ tổ 12")
    assert "chưa có ai đồng ý" in asker.last
    hoa.says("công khai số điện thoại")
    asker.says("Danh ba to 12")
    assert "Tổ trưởng: 0905000001" in asker.last
    assert "Hoa" not in asker.last
    hoa.says("đồng ý công khai họ tên")
    asker.says("cho xin sđt tổ trưởng tổ 12 với")
    assert "Tổ trưởng Nguyễn Thị Hoa: 0905000001" in asker.last
    hoa.says("không công khai")
    asker.says("danh bạ tổ 12")
    assert "0905000001" not in asker.last
    asker.says("danh bạ")
    assert "danh bạ tổ 12" in asker.last
    asker.says("Nhà văn hóa tổ 12")
    assert "12 Mẹ Thứ" in asker.last
    assert "query=16.0,108.2" in asker.last
    asker.says("cho xin số điện thoại công an phường")
    assert "danh bạ" not in asker.last
    asker.says("nhà văn hóa tổ 12 bị dột mái")
    assert "query" not in asker.last
    with town.service.database.read() as work:
        assert len(consents.of_members(work, [member_id])[member_id]) == 2


def test_a_leader_leaves_in_the_middle_of_the_quarter_and_the_next_one_goes_on(town: Town, team_id: int) -> None:
    first = enter(town, team_id)
    hoa, binh = known(town, "Hoa"), known(town, "Bình")
    hoa.says(f"mã {code_for(town, first)}")
    hoa.says(REPORT)
    with town.service.database.begin() as work:
        today = town.service.office.today(town.clock())
        end_member(work, first, today, now=town.clock(), today=today)
    second = enter(town, team_id, "Trần Văn Bình", TeamRole.LEADER)
    binh.says(f"mã {code_for(town, second)}")
    binh.says("hoạt động của tổ")
    assert "35" in binh.last
    binh.says("hạn báo cáo")
    assert "báo cáo" in binh.last
    hoa.says("hoạt động của tổ")
    assert NO_MEMBER in hoa.last
    assert digital_teams.record(town).member_id == first


@pytest.mark.parametrize(
    ("code", "well_made"),
    [("NNN327", False), ("7KMMMT", False), ("PA3256", False), ("NN3N27", True), ("PA32B6", True)],
)
def test_no_code_is_drawn_that_the_chat_would_read_as_something_else(code: str, well_made: bool) -> None:
    assert is_well_made(code) is well_made
