"""What teams owe and what was decided stands once, whoever writes it how often."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from domain.duties import ObligationStatus, ReminderChannel
from domain.teams import GroupPurpose, GroupStatus, TeamRole
from storage import duties, outbox, reminders, teams
from storage.database import Database
from storage.tables import DigitalTeam, GroupChat, OutboxMessage, OutboxStatus, Reminder, TeamMember

NOW = datetime(2026, 12, 15, 2, 0, tzinfo=UTC)
TODAY = date(2026, 12, 15)
DUE_ON = date(2026, 12, 18)


@pytest.fixture
def three_teams(database: Database) -> list[int]:
    with database.begin() as work:
        rows = [
            DigitalTeam(number=1, name="Tổ 1", since_on=date(2026, 1, 1)),
            DigitalTeam(name="Tổ thôn Quang Châu", since_on=date(2026, 1, 1)),
            DigitalTeam(number=3, name="Tổ 3", since_on=date(2026, 1, 1), dissolved_on=TODAY),
        ]
        work.session.add_all(rows)
        work.session.flush()
        return [row.id for row in rows]


def oblige(database: Database, team_ids: list[int]) -> None:
    with database.begin() as work:
        duties.oblige(work, team_ids, duty="N01", period="2026-Q4", due_on=DUE_ON, now=NOW)


def test_a_team_is_obliged_once_and_keeps_its_state(database: Database, three_teams: list[int]) -> None:
    oblige(database, three_teams[:1])
    with database.begin() as work:
        (row,) = duties.owed(work, "N01", "2026-Q4")
        row.status = ObligationStatus.SUBMITTED
    oblige(database, three_teams)
    with database.read() as work:
        assert [one.team_id for one in duties.owed(work, "N01", "2026-Q4")] == three_teams[1:]
        assert duties.teams_with_obligation(work, "N01", "2026-Q4") == set(three_teams)
        assert duties.periods(work) == [("N01", "2026-Q4", DUE_ON)]
        board = duties.board(work, "N01", "2026-Q4")
    assert [one.team.name for one in board if one.team] == ["Tổ 1", "Tổ 3", "Tổ thôn Quang Châu"]


def test_two_schedulers_that_oblige_at_once_write_one_row(database: Database, three_teams: list[int]) -> None:
    with database.read() as work:
        known_before = duties.teams_with_obligation(work, "N01", "2026-Q4")
    oblige(database, three_teams)
    oblige(database, three_teams)
    with database.read() as work:
        assert known_before == set()
        assert len(duties.owed(work, "N01", "2026-Q4")) == len(three_teams)


def test_a_reminder_is_decided_once(database: Database) -> None:
    row = {
        "dedupe_key": "N01:2026-Q4:ward_group",
        "duty": "N01",
        "period": "2026-Q4",
        "rung": "due_day",
        "channel": ReminderChannel.WARD_GROUP,
        "reason": "group_once",
        "member_id": None,
        "group_id": None,
        "decided_at": NOW,
    }
    for _ in range(3):
        with database.begin() as work:
            reminders.write(work, [row])
    with database.read() as work:
        assert len(work.session.exec(select(Reminder)).all()) == 1
        assert reminders.decided(work, "N01", "2026-Q4") == {"N01:2026-Q4:ward_group"}
        assert reminders.decided(work, "N01", "2026-Q3") == set()


def test_a_call_leaves_the_list_and_comes_back(database: Database, three_teams: list[int]) -> None:
    with database.begin() as work:
        member = TeamMember(team_id=three_teams[0], full_name="An", role=TeamRole.LEADER, since_on=TODAY)
        work.session.add(member)
        work.session.flush()
        row: dict[str, object] = {
            "dedupe_key": "reminder:x",
            "person_id": None,
            "group_id": None,
            "member_id": member.id,
            "kind": "reminder",
            "priority": 40,
            "status": OutboxStatus.TO_PHONE,
            "text": "gọi",
            "buttons": [],
            "created_at": NOW,
            "available_at": NOW,
            "attempts": 0,
        }
        reminders.queue_words(work, [row, row])
    for needed, status in ((False, OutboxStatus.CANCELLED), (True, OutboxStatus.TO_PHONE)):
        with database.begin() as work:
            reminders.set_phone_calls(work, ["reminder:x", "reminder:y"], needed=needed)
        with database.read() as work:
            (message,) = work.session.exec(select(OutboxMessage)).all()
            assert message.status is status
    with database.begin() as work:
        assert outbox.claim_next(work, claimed_by="sender", now=NOW) is None


def test_teams_and_members_count_from_their_first_day_until_the_day_they_end(
    database: Database, three_teams: list[int]
) -> None:
    with database.begin() as work:
        for name, since_on, until_on in (
            ("An", date(2026, 1, 1), None),
            ("Bình", date(2026, 1, 1), TODAY),
            ("Chi", date(2026, 12, 16), None),
        ):
            row = TeamMember(
                team_id=three_teams[0], full_name=name, role=TeamRole.LEADER, since_on=since_on, until_on=until_on
            )
            work.session.add(row)
    with database.read() as work:
        assert [team.id for team in teams.active_teams(work, TODAY)] == three_teams[:2]
        assert [one.full_name for one in teams.present_members(work, TODAY, role=TeamRole.LEADER)] == ["An"]
        assert teams.present_members(work, TODAY, role=TeamRole.DEPUTY) == []
        assert [team.name for team in teams.teams(work)] == ["Tổ 1", "Tổ 3", "Tổ thôn Quang Châu"]


def test_only_a_living_group_is_spoken_to(database: Database) -> None:
    with database.begin() as work:
        first = teams.find_or_add_group(work, "f00d", now=NOW)
        assert teams.find_or_add_group(work, "f00d", now=NOW).id == first.id
        first.purpose = GroupPurpose.WARD
    with database.read() as work:
        assert [group.id for group in teams.groups_for(work, GroupPurpose.WARD)] == [first.id]
    with database.begin() as work:
        work.session.get_one(GroupChat, first.id).status = GroupStatus.DISABLED
    with database.read() as work:
        assert teams.groups_for(work, GroupPurpose.WARD) == []
