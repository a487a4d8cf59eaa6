"""The duties of everybody in one town: units, the ward's office, teams' own groups, and what waits for a word."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import select

from domain.duties import ObligationStatus
from domain.obligations import ContactPosition
from domain.reply_budget import Allowance
from domain.staff import Role
from domain.teams import GroupPurpose, TeamRole
from handlers.groups import set_purpose
from handlers.obligations import NoteReceipt, Receipt, note_receipt
from handlers.roster import AddMember, AddTeam, add_member, add_team
from handlers.unit_contacts import AddContact, add_contact, make_code
from storage import allowances, duties, people, teams, unit_contacts
from storage.tables import Obligation, OutboxMessage, OutboxStatus, Reminder
from tests.journeys.town import Resident, Town

SINCE = date(2026, 1, 1)


class Ward:
    """One team with a leader, a deputy and maybe a group of its own; contacts of a unit and of the office."""

    def __init__(self, town: Town) -> None:
        self.town = town
        with town.service.database.begin() as work:
            self.team_id = add_team(work, AddTeam(name="Tổ CNSCĐ tổ dân phố số 1", number=1, since_on=SINCE)).id

    def joins(self, name: str, role: TeamRole) -> Resident:
        """Somebody of the team, whose account is bound."""
        resident = self.town.resident(name)
        resident.says("xin chào")
        with self.town.service.database.begin() as work:
            command = AddMember(team_id=self.team_id, full_name=name, role=role, phone=None, since_on=SINCE)
            member = add_member(work, command)
            person = people.find(work, resident.person.id)
            member.person_id = person.id if person else None
        return resident

    def answers(self, name: str, unit: str, position: ContactPosition = ContactPosition.SPECIALIST) -> Resident:
        """Somebody who answers for a unit, bound by the code that an officer gave him."""
        service = self.town.service
        with service.database.begin() as work:
            today = service.office.today(self.town.clock())
            command = AddContact(
                unit=unit, position=position, full_name=name, phone="0905111222", since_on=today, role=Role.OFFICER
            )
            contact = add_contact(work, service.office, command)
            code = make_code(work, contact.id, role=Role.OFFICER, today=today, now=self.town.clock())
        resident = self.town.resident(name)
        resident.says("xin chào")
        resident.says(f"mã {code}")
        assert f"Đã gắn Zalo này với {name}" in resident.last
        return resident

    def at(self, local: str) -> None:
        """Let time pass to an instant of the ward, with the timetable's tick at its end."""
        wanted = datetime.fromisoformat(f"{local}+07:00")
        self.town.clock.advance(wanted - self.town.clock())
        self.town.pass_time(seconds=0)

    def writes(self, resident: Resident, local: str) -> None:
        self.at(local)
        resident.says("chào phường")

    def settle(self, duty: str, owner: str) -> None:
        """An officer notes that a report has come."""
        service = self.town.service
        with service.database.begin() as work:
            rows = work.session.exec(select(Obligation).where(Obligation.duty == duty)).all()
            row = next(one for one in rows if duties.owner_key(one) == owner)
            command = NoteReceipt(obligation_id=row.id, receipt=Receipt.RECEIVED, role=Role.OFFICER)
            note_receipt(work, service.office, command, now=self.town.clock())

    @property
    def decisions(self) -> list[tuple[str, str, str]]:
        with self.town.service.database.read() as work:
            rows = work.session.exec(select(Reminder).order_by("id")).all()
            return [(row.duty, row.rung, str(row.channel)) for row in rows]

    def messages(self, status: OutboxStatus) -> list[str]:
        with self.town.service.database.read() as work:
            rows = work.session.exec(select(OutboxMessage).where(OutboxMessage.kind == "reminder")).all()
            return [row.text for row in rows if row.status is status]


@pytest.fixture
def ward(town: Town) -> Iterator[Ward]:
    yield Ward(town)


def test_the_contact_of_a_unit_hears_all_that_it_owes_in_one_message_a_day(ward: Ward) -> None:
    police = ward.answers("Phạm Văn Dũng", "cong_an")
    assert "Công an phường" in police.last
    ward.writes(police, "2026-12-14T08:00")
    ward.at("2026-12-15T09:00")
    (first,) = police.heard_with("Phường nhắc anh/chị 2 việc")
    assert "• Hôm nay, thứ Ba 15/12/2026, là hạn cuối gửi đánh giá năm" in first
    assert "• Nhắc anh/chị: hạn gửi báo cáo quý của các cơ quan" in first
    ward.at("2026-12-15T15:00")
    assert len(police.heard_with("hạn gửi")) == 1
    ward.settle("N13", "unit-cong_an")
    ward.settle("N05", "unit-cong_an")
    ward.at("2026-12-17T09:00")
    ward.at("2026-12-18T09:00")
    assert len(police.heard_with("hạn gửi")) == 1


def test_he_asks_what_he_owes_and_hears_it_for_every_duty(ward: Ward) -> None:
    police = ward.answers("Phạm Văn Dũng", "cong_an")
    ward.at("2026-11-24T09:00")
    ward.at("2026-12-09T09:00")
    police.says("hạn báo cáo")
    for words in (
        "đánh giá năm và đề xuất chỉ tiêu năm sau của các đơn vị, năm 2026: hạn thứ Ba 15/12/2026 (còn 6 ngày)",
        "tháng 12/2026: hạn thứ Sáu 25/12/2026",
        "quý IV/2026: hạn thứ Sáu 18/12/2026",
        "chưa nhận báo cáo",
    ):
        assert words in police.last
    assert "tháng 11/2026: hạn thứ Tư 25/11/2026 (đã trễ hạn)" in police.last
    assert "của Tổ" not in police.last
    ward.settle("N05", "unit-cong_an")
    police.says("hạn báo cáo")
    assert "quý IV/2026: hạn thứ Sáu 18/12/2026 (còn 9 ngày), đã nhận báo cáo" in police.last


def test_a_code_of_a_contact_works_once_and_ends_with_him(ward: Ward) -> None:
    service = ward.town.service
    police = ward.answers("Phạm Văn Dũng", "cong_an")
    thief = ward.town.resident("Lạ")
    thief.says("xin chào")
    with service.database.begin() as work:
        (contact,) = unit_contacts.present(work, service.office.today(ward.town.clock()))
        assert contact.code_sha256 is None
        today = service.office.today(ward.town.clock())
        code = make_code(work, contact.id, role=Role.OFFICER, today=today, now=ward.town.clock())
        contact.until_on = today
    thief.says(f"mã {code}")
    assert "Không có mã này" in thief.last
    police.says("hạn báo cáo")
    assert "chưa gắn với thành viên" in police.last


def test_the_wards_own_report_goes_from_the_specialist_to_the_head_to_the_leader(ward: Ward) -> None:
    office = "van_hoa_xa_hoi"
    clerk = ward.answers("Lan", office)
    head = ward.answers("Minh", office, ContactPosition.HEAD)
    leader = ward.answers("Đông", office, ContactPosition.WARD_LEADER)
    for one in (clerk, head, leader):
        ward.writes(one, "2026-12-20T09:00")
    heard = "báo cáo tổng hợp quý của phường"
    for local, told in (
        ("2026-12-21T09:00", (1, 0, 0)),
        ("2026-12-23T09:00", (1, 1, 0)),
        ("2026-12-25T09:00", (1, 1, 1)),
        ("2026-12-25T16:00", (1, 1, 1)),
    ):
        ward.at(local)
        assert tuple(len(one.heard_with(heard)) for one in (clerk, head, leader)) == told, local
    assert "Cần ký và gửi" in leader.heard_with(heard)[0]
    ward.settle("N02", "unit-van_hoa_xa_hoi")


def test_what_is_late_is_told_to_the_office_alone_once_even_after_days_away(ward: Ward) -> None:
    hoa = ward.joins("Nguyễn Thị Hoa", TeamRole.LEADER)
    clerk = ward.answers("Lan", "van_hoa_xa_hoi")
    group = ward.town.simulator.add_group("CNSCĐ-Phường Hòa Xuân", [hoa.person])
    ward.town.settle()
    ward.at("2026-12-09T09:00")
    with ward.town.service.database.begin() as work:
        set_purpose(work, teams.groups(work)[0].id, GroupPurpose.WARD)
    for one in (hoa, clerk):
        ward.writes(one, "2026-12-23T08:00")
    before = len(ward.town.simulator.heard_in_group(group))
    for local in ("2026-12-23T14:00", "2026-12-24T09:00", "2026-12-28T09:00"):
        ward.at(local)
    (words,) = clerk.heard_with("báo cáo kết quả hoạt động quý của Tổ")
    assert "Đã quá hạn thứ Sáu 18/12/2026" in words
    assert "Tổ CNSCĐ tổ dân phố số 1" in words
    assert not hoa.heard_with("quá hạn")
    assert len(ward.town.simulator.heard_in_group(group)) == before
    assert ("N01", "late", "board") in ward.decisions


def test_a_team_without_a_leader_is_spoken_to_through_its_deputy(ward: Ward) -> None:
    binh = ward.joins("Trần Văn Bình", TeamRole.DEPUTY)
    ward.writes(binh, "2026-12-14T10:00")
    for local in ("2026-12-15T09:00", "2026-12-17T09:00", "2026-12-18T09:00"):
        ward.at(local)
    assert len(binh.heard_with("hạn")) == 3


def test_the_deputy_hears_once_and_the_leader_every_time(ward: Ward) -> None:
    hoa, binh = ward.joins("Hoa", TeamRole.LEADER), ward.joins("Bình", TeamRole.DEPUTY)
    for one in (hoa, binh):
        ward.writes(one, "2026-12-14T10:00")
    for local in ("2026-12-15T09:00", "2026-12-17T09:00", "2026-12-18T09:00", "2026-12-18T16:00"):
        ward.at(local)
    assert (len(hoa.heard_with("hạn")), len(binh.heard_with("hạn"))) == (3, 1)
    assert "Số liệu chốt đến ngày 14/12/2026" in hoa.heard_with("hạn gửi")[0]
    hoa.taps("Xem và gửi báo cáo")
    assert [button.title for button in hoa.heard[-1].buttons][0] == "Gửi"


def test_a_team_with_a_group_of_its_own_hears_there_and_its_silent_leader_is_called_there_before_the_due_day(
    ward: Ward,
) -> None:
    hoa = ward.joins("Hoa", TeamRole.LEADER)
    group = ward.town.simulator.add_group("CNSCĐ-Tổ dân phố số 1-Phường Hòa Xuân", [hoa.person])
    ward.town.settle()
    with ward.town.service.database.begin() as work:
        (known,) = teams.groups(work)
        known.purpose, known.team_id = GroupPurpose.TEAM, ward.team_id
    for local in ("2026-12-07T09:00", "2026-12-15T09:00", "2026-12-17T09:00", "2026-12-18T09:00"):
        ward.at(local)
    collect, first, second = [message.text for message in ward.town.simulator.heard_in_group(group)]
    assert "Sắp chốt số liệu (thứ Hai 14/12/2026)" in collect
    assert "[@" not in collect
    for words in (first, second):
        assert words.startswith(f"[@{hoa.person.id}]")
        assert "trễ" not in words
    assert len(ward.messages(OutboxStatus.TO_PHONE)) == 1


def test_somebody_who_wants_to_be_phoned_is_phoned(ward: Ward) -> None:
    hoa = ward.joins("Hoa", TeamRole.LEADER)
    ward.writes(hoa, "2026-12-14T10:00")
    hoa.says("nhắc qua điện thoại")
    assert "cán bộ gọi điện nhắc" in hoa.last
    before = len(hoa.heard)
    for local in ("2026-12-15T09:00", "2026-12-17T09:00"):
        ward.at(local)
    assert len(hoa.heard) == before
    assert len(ward.messages(OutboxStatus.TO_PHONE)) == 1
    hoa.says("nhắc qua zalo")
    ward.at("2026-12-18T09:00")
    assert hoa.heard_with("Hôm nay, thứ Sáu 18/12/2026, là hạn cuối")


def test_a_resident_has_no_reminders_to_choose(town: Town) -> None:
    hoa = town.resident("Hoa")
    hoa.says("xin chào")
    hoa.says("nhắc qua điện thoại")
    assert "chưa gắn với thành viên" in hoa.last


def test_what_zalo_says_is_left_is_kept_and_an_empty_package_sends_people_to_the_phone(ward: Ward) -> None:
    hoa = ward.joins("Hoa", TeamRole.LEADER)
    ward.writes(hoa, "2026-12-12T10:00")
    ward.at("2026-12-15T09:00")
    with ward.town.service.database.begin() as work:
        person = people.find(work, hoa.person.id)
        assert person
        assert allowances.replies(work, [person.id])[person.id].remaining == 8
        package = allowances.package(work)
        assert package
        assert package.remaining is not None
        assert package.total is not None
        assert package.remaining == package.total - 1
        used_up = Allowance(remaining=0, total=package.total, told_at=ward.town.clock())
        allowances.note(work, "sub_quota", None, used_up)
    ward.at("2026-12-17T09:00")
    assert len(hoa.heard_with("hạn gửi")) == 1
    assert len(ward.messages(OutboxStatus.TO_PHONE)) == 1


def test_periods_that_a_downtime_skipped_are_on_record_and_none_from_before_the_first(ward: Ward) -> None:
    ward.at("2026-09-01T09:00")
    ward.at("2026-12-09T09:00")
    with ward.town.service.database.read() as work:
        found = {(one.duty, one.period) for one in duties.period_counts(work)}
    assert {period for duty, period in found if duty == "N04"} == {"2026-09", "2026-10", "2026-11", "2026-12"}
    assert {period for duty, period in found if duty == "N01"} == {"2026-Q3", "2026-Q4"}
    assert ("N03", "2026-Q1") not in found
    late = [one for one in ward.decisions if one[1] == "late"]
    assert ("N04", "late", "board") in late
    assert len(late) == len({(duty, channel) for duty, _, channel in late})


def test_restarts_and_a_clock_set_back_repeat_nothing_for_any_duty(ward: Ward) -> None:
    police = ward.answers("Phạm Văn Dũng", "cong_an")
    hoa = ward.joins("Hoa", TeamRole.LEADER)
    for one in (police, hoa):
        ward.writes(one, "2026-12-14T10:00")
    for hours in (0, 23, -2, 3, -1, 24, -20, 46, 1):
        ward.town.clock.advance(timedelta(hours=hours))
        ward.town.service.remind()
        ward.town.service.remind()
        ward.town.restart()
    ward.town.settle()
    with ward.town.service.database.read() as work:
        keys = work.session.exec(select(Reminder.dedupe_key)).all()
        rows = work.session.exec(select(OutboxMessage).where(OutboxMessage.kind == "reminder")).all()
    assert len(keys) == len(set(keys)) > 4
    days = [(row.person_id, ward.town.service.office.today(row.created_at)) for row in rows if row.person_id]
    assert len(days) == len(set(days))


def test_the_calls_of_one_human_leave_the_list_when_everything_has_come(ward: Ward) -> None:
    ward.answers("Phạm Văn Dũng", "cong_an")
    ward.at("2026-12-14T09:00")
    (call,) = ward.messages(OutboxStatus.TO_PHONE)
    assert re.search(r"• Công an phường: đánh giá năm", call)
    ward.at("2026-12-17T09:00")
    assert len(ward.messages(OutboxStatus.TO_PHONE)) == 2
    ward.settle("N13", "unit-cong_an")
    (call,) = ward.messages(OutboxStatus.TO_PHONE)
    assert "báo cáo quý" in call
    ward.settle("N05", "unit-cong_an")
    assert ward.messages(OutboxStatus.TO_PHONE) == []


def test_units_without_a_contact_are_on_the_board_and_nobody_is_told(ward: Ward) -> None:
    for local in ("2026-11-24T09:00", "2026-11-25T09:00", "2026-11-26T09:00"):
        ward.at(local)
    with ward.town.service.database.read() as work:
        rows = work.session.exec(select(Obligation).where(Obligation.duty == "N04")).all()
    assert {row.status for row in rows} == {ObligationStatus.NOT_STARTED}
    assert {row.period for row in rows} == {"2026-11", "2026-12"}
    assert len(rows) == 18
    assert [one for one in ward.decisions if one[2] != "board"] == []


def test_what_could_not_leave_in_time_waits_out_the_night_and_counts_for_the_next_day(ward: Ward) -> None:
    hoa = ward.joins("Hoa", TeamRole.LEADER)
    ward.writes(hoa, "2026-12-16T20:30")
    before = len(hoa.heard)
    for local in ("2026-12-17T19:59", "2026-12-17T20:01"):
        ward.town.clock.advance(datetime.fromisoformat(f"{local}+07:00") - ward.town.clock())
        ward.town.service.remind()
    ward.town.settle()
    ward.at("2026-12-18T07:00")
    assert len(hoa.heard) == before
    ward.at("2026-12-18T07:30")
    assert len(hoa.heard) == before + 1
    ward.at("2026-12-18T09:00")
    assert len(hoa.heard) == before + 1


def test_a_newer_reminder_takes_the_place_of_one_that_still_waits_and_none_leaves_after_the_due_day(
    ward: Ward,
) -> None:
    hoa = ward.joins("Hoa", TeamRole.LEADER)
    ward.writes(hoa, "2026-12-16T10:00")
    for local in ("2026-12-17T09:00", "2026-12-18T09:00"):
        ward.town.clock.advance(datetime.fromisoformat(f"{local}+07:00") - ward.town.clock())
        ward.town.service.remind()
    assert [text[:7] for text in ward.messages(OutboxStatus.WAITING)] == ["Hôm nay"]
    assert len(ward.messages(OutboxStatus.CANCELLED)) == 1
    ward.town.clock.advance(timedelta(days=1))
    ward.town.service.remind()
    ward.town.settle()
    assert ward.messages(OutboxStatus.WAITING) == []
    assert not hoa.heard_with("hạn cuối")


def test_a_report_that_comes_the_day_after_leaves_the_calls_of_the_others(ward: Ward) -> None:
    ward.answers("Phạm Văn Dũng", "cong_an")
    ward.answers("Lê Thị Mai", "hoi_phu_nu")
    ward.at("2026-12-15T09:00")
    assert len(ward.messages(OutboxStatus.TO_PHONE)) == 2
    ward.at("2026-12-16T09:00")
    ward.settle("N13", "unit-cong_an")
    (call,) = ward.messages(OutboxStatus.TO_PHONE)
    assert "Phụ nữ" in call
