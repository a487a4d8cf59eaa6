"""A quarter's end in the town: who hears of the report, by which way, and never twice."""

import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pytest
from sqlmodel import select

from domain.staff import Role
from domain.teams import GroupPurpose, GroupStatus, TeamRole
from handlers.groups import set_purpose
from handlers.obligations import NoteReceipt, Receipt, note_receipt
from handlers.roster import AddMember, AddTeam, add_member, add_team
from storage import duties, people, teams
from storage.tables import OutboxMessage, OutboxStatus, Reminder
from tests.journeys.town import Town

NAMES = ("Nguyễn Thị Hoa", "Trần Văn Bình", "Lê Thị Chi")
TEAM_NAMES = ("Tổ CNSCĐ tổ dân phố số 1", "Tổ CNSCĐ tổ dân phố số 2", "Tổ CNSCĐ thôn Quang Châu")


class Ward:
    """Three teams; the first two leaders are bound, and Zalo knows the ward's group."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.leaders = [town.resident(name) for name in NAMES]
        self.group = town.simulator.add_group("CNSCĐ-Phường Hòa Xuân", [leader.person for leader in self.leaders])
        town.settle()
        for leader in self.leaders[:2]:
            leader.says("xin chào")
        with town.service.database.begin() as work:
            (group,) = teams.groups(work)
            set_purpose(work, group.id, GroupPurpose.WARD)
            for number, name in enumerate(TEAM_NAMES):
                team = add_team(work, AddTeam(name=name, number=None, since_on=date(2026, 1, 1)))
                command = AddMember(
                    team_id=team.id, full_name=NAMES[number], role=TeamRole.LEADER, phone=None, since_on=team.since_on
                )
                member = add_member(work, command)
                person = people.find(work, self.leaders[number].person.id)
                member.person_id = person.id if person and number < 2 else None

    def at(self, local: str) -> None:
        """Let time pass to an instant of the ward, with the timetable's tick at its end."""
        wanted = datetime.fromisoformat(f"{local}+07:00")
        self.town.clock.advance(wanted - self.town.clock())
        self.town.pass_time(seconds=0)

    def writes(self, number: int, local: str) -> None:
        """A leader writes, which opens the window to him."""
        self.at(local)
        self.leaders[number].says("chào phường")

    @property
    def heard_in_group(self) -> list[str]:
        return [message.text for message in self.town.simulator.heard_in_group(self.group)]

    def reminded(self, number: int) -> list[str]:
        return self.leaders[number].heard_with("hạn")

    @property
    def calls(self) -> Sequence[OutboxMessage]:
        return [row for row in self.rows if row.status is OutboxStatus.TO_PHONE]

    @property
    def rows(self) -> Sequence[OutboxMessage]:
        with self.town.service.database.read() as work:
            return work.session.exec(select(OutboxMessage).where(OutboxMessage.kind == "reminder")).all()

    def note(self, number: int, receipt: Receipt = Receipt.RECEIVED) -> None:
        """An officer notes the report of one team."""
        with self.town.service.database.begin() as work:
            board = duties.board(work, "N01", "2026-Q4")
            (row,) = (one.obligation for one in board if one.team and one.team.name == TEAM_NAMES[number])
            command = NoteReceipt(obligation_id=row.id, receipt=receipt, role=Role.OFFICER)
            note_receipt(work, self.town.service.office, command, now=self.town.clock())


@pytest.fixture
def ward(town: Town) -> Iterator[Ward]:
    yield Ward(town)


def test_three_working_days_before_the_group_hears_and_each_reachable_leader(ward: Ward) -> None:
    ward.writes(0, "2026-12-14T10:00")
    ward.at("2026-12-15T08:55")
    assert (ward.heard_in_group, ward.reminded(0)) == ([], [])
    ward.at("2026-12-15T09:00")
    (words,) = ward.heard_in_group
    assert "quý IV/2026" in words
    assert "thứ Sáu 18/12/2026" in words
    assert not any(name in words for name in (*NAMES, *TEAM_NAMES))
    (own,) = ward.reminded(0)
    assert TEAM_NAMES[0] in own
    assert TEAM_NAMES[1] not in own
    assert ward.reminded(1) == []
    assert ward.calls == []


def test_from_the_day_before_those_whom_no_chat_reaches_are_to_be_phoned_once(ward: Ward) -> None:
    ward.writes(0, "2026-12-14T10:00")
    for moment in ("2026-12-15T09:00", "2026-12-17T09:00", "2026-12-18T09:00", "2026-12-18T15:00"):
        ward.at(moment)
    assert len(ward.heard_in_group) == 1
    assert len(ward.reminded(0)) == 3
    assert len(ward.calls) == 2
    assert all(call.member_id and not call.person_id for call in ward.calls)


def test_a_report_that_came_silences_its_team_and_takes_the_call_back(ward: Ward) -> None:
    ward.writes(0, "2026-12-14T10:00")
    ward.at("2026-12-15T09:00")
    ward.note(0)
    ward.at("2026-12-17T09:00")
    assert len(ward.reminded(0)) == 1
    assert len(ward.calls) == 2
    ward.note(2)
    assert len(ward.calls) == 1
    ward.note(2, Receipt.NOT_RECEIVED)
    assert len(ward.calls) == 2
    ward.note(1)
    ward.note(2)
    ward.at("2026-12-18T09:00")
    assert ward.calls == []
    assert len(ward.reminded(0)) == 1


def test_when_every_report_has_come_nobody_hears_anything(ward: Ward) -> None:
    ward.writes(0, "2026-12-14T10:00")
    for number in range(3):
        ward.note(number)
    for moment in ("2026-12-15T09:00", "2026-12-17T09:00", "2026-12-18T09:00"):
        ward.at(moment)
    assert (ward.heard_in_group, ward.reminded(0), ward.calls) == ([], [], [])


def test_what_a_week_of_downtime_missed_is_said_once_and_not_three_times(ward: Ward) -> None:
    ward.writes(0, "2026-12-14T10:00")
    ward.at("2026-12-18T14:00")
    assert len(ward.heard_in_group) == 1
    (own,) = ward.reminded(0)
    assert "Hôm nay" in own


def test_nothing_is_said_after_the_due_day_nor_in_the_night(ward: Ward) -> None:
    for moment in ("2026-12-15T21:00", "2026-12-16T05:00", "2026-12-16T12:00", "2026-12-19T09:00", "2026-12-21T09:00"):
        ward.at(moment)
    assert ward.heard_in_group == []
    assert ward.rows == []


def test_a_leader_who_writes_after_the_rung_still_hears_it_that_day(ward: Ward) -> None:
    ward.at("2026-12-18T09:00")
    assert ward.reminded(1) == []
    ward.writes(1, "2026-12-18T15:00")
    ward.at("2026-12-18T15:01")
    assert len(ward.reminded(1)) == 1


def test_without_a_ward_group_the_leaders_hear_all_the_same(ward: Ward) -> None:
    ward.town.simulator.dissolve_group(ward.group)
    ward.writes(0, "2026-12-14T10:00")
    with ward.town.service.database.read() as work:
        assert [group.status for group in teams.groups(work)] == [GroupStatus.DISSOLVED]
    ward.at("2026-12-15T09:00")
    assert len(ward.reminded(0)) == 1
    assert ward.heard_in_group == []


def test_words_in_the_group_open_the_window_to_a_leader(ward: Ward) -> None:
    ward.at("2026-12-14T10:00")
    ward.town.simulator.say_in_group(ward.leaders[0].person, ward.group, "chúng tôi đang làm")
    ward.town.settle()
    ward.at("2026-12-15T09:00")
    assert len(ward.reminded(0)) == 1


def test_restarts_double_ticks_and_two_schedulers_say_nothing_twice(ward: Ward) -> None:
    ward.writes(0, "2026-12-14T10:00")
    dice = random.Random(7)
    ward.at("2026-12-15T08:50")
    for step in range(40):
        with ThreadPoolExecutor(3) as pool:
            for done in [pool.submit(ward.town.service.remind) for _ in range(3)]:
                done.result()
        if step % 10 == 5:
            ward.town.restart()
        ward.town.pass_time(hours=dice.uniform(0.2, 4))
    assert ward.town.clock() > datetime.fromisoformat("2026-12-17T09:00+07:00")
    assert len(ward.heard_in_group) == 1
    assert len(ward.reminded(0)) <= 3
    with ward.town.service.database.read() as work:
        keys = work.session.exec(select(Reminder.dedupe_key)).all()
    assert len(keys) == len(set(keys))
    assert len(ward.rows) == len({row.dedupe_key for row in ward.rows})


def test_a_clock_that_jumps_back_repeats_nothing(ward: Ward) -> None:
    ward.writes(0, "2026-12-14T10:00")
    for moment in ("2026-12-15T09:00", "2026-12-15T08:00", "2026-12-15T09:30"):
        ward.town.clock.advance(datetime.fromisoformat(f"{moment}+07:00") - ward.town.clock())
        ward.town.service.remind()
    ward.town.settle()
    assert len(ward.heard_in_group) == 1
    assert len(ward.reminded(0)) == 1


def test_a_blocked_account_ends_on_the_telephone_list(ward: Ward) -> None:
    ward.writes(0, "2026-12-14T10:00")
    ward.town.simulator.block(ward.leaders[0].person)
    ward.at("2026-12-15T09:00")
    assert [row.status for row in ward.rows if row.person_id] == [OutboxStatus.TO_PHONE]


def test_the_next_quarter_waits_for_the_next_plan(ward: Ward) -> None:
    ward.at("2026-12-01T09:00")
    ward.at("2027-03-16T09:00")
    assert ward.heard_in_group == []
    with ward.town.service.database.read() as work:
        assert [period for duty, period, _ in duties.periods(work) if duty == "N01"] == ["2026-Q4"]
