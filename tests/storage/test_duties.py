"""What teams owe and what was decided stands once, whoever writes it how often."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from sqlmodel import select

from domain.duties import Duty, DutyHolder, ObligationStatus, Occurrence, ReminderChannel
from domain.obligations import ContactPosition
from domain.teams import GroupPurpose, GroupStatus, TeamRole
from storage import duties, obligation_pages, outbox, people, reminders, teams, unit_contacts
from storage.database import Database
from storage.obligation_pages import ObligationFilter
from storage.tables import (
    DigitalTeam,
    GroupChat,
    ObligationHistory,
    OutboxMessage,
    OutboxStatus,
    Reminder,
    TeamMember,
    UnitContact,
)

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


FOUND = Occurrence(
    duty=Duty(
        code="N04",
        plan="2026",
        name="báo cáo tháng",
        holder=DutyHolder.UNIT,
        valid_from=date(2026, 1, 1),
        valid_to=date(2026, 12, 31),
        schedule=None,
        ladder=(),
    ),
    period="2026-12",
    due_on=date(2026, 12, 10),
    late_from=date(2026, 12, 12),
)


def oblige_units(database: Database, *units: str) -> None:
    with database.begin() as work:
        duties.oblige_owners(work, FOUND, team_ids=[], units=units, now=NOW)


def test_a_unit_is_obliged_once_like_a_team_and_stands_on_the_same_lists(
    database: Database, three_teams: list[int]
) -> None:
    oblige(database, three_teams)
    oblige_units(database, "cong_an", "mat_tran")
    oblige_units(database, "cong_an", "mat_tran", "hoi_phu_nu")
    with database.begin() as work:
        row = next(one for one in duties.owed(work, "N04", "2026-12") if one.unit == "mat_tran")
        row.status = ObligationStatus.ACCEPTED
    with database.read() as work:
        found = duties.standings(work, "N04", "2026-12")
        assert {owner: one.status for owner, one in found.items()} == {
            "unit-cong_an": ObligationStatus.NOT_STARTED,
            "unit-hoi_phu_nu": ObligationStatus.NOT_STARTED,
            "unit-mat_tran": ObligationStatus.ACCEPTED,
        }
        assert duties.teams_with_obligation(work, "N04", "2026-12") == set()
        assert duties.owners_on_record(work, DUE_ON) == {("N01", "2026-Q4"): {f"team-{one}" for one in three_teams}}
        assert duties.last_due_days(work) == {"N01": DUE_ON, "N04": FOUND.due_on}
        counts = duties.period_counts(work)
        assert [(one.duty, one.owed, one.total, one.late_from_on) for one in counts] == [
            ("N04", 2, 3, FOUND.late_from),
            ("N01", 3, 3, date(2026, 12, 19)),
        ]
        board = duties.board(work, "N04", "2026-12")
        assert [(one.owner, one.team) for one in board] == [
            ("unit-cong_an", None),
            ("unit-mat_tran", None),
            ("unit-hoi_phu_nu", None),
        ]


@pytest.mark.parametrize(
    ("today", "owners"),
    [
        (date(2026, 12, 11), set()),
        (date(2026, 12, 12), {"unit-cong_an"}),
        (date(2026, 12, 19), {"unit-cong_an", "team-1", "team-2"}),
    ],
)
def test_what_is_late_is_owed_from_its_first_late_day_on_by_those_that_exist(
    database: Database, three_teams: list[int], today: date, owners: set[str]
) -> None:
    assert three_teams == [1, 2, 3]
    oblige(database, three_teams)
    oblige_units(database, "cong_an")
    with database.read() as work:
        assert {one.owner for one in duties.late(work, today)} == owners
        assert duties.count_late(work, today) >= len(owners)
        filtered = obligation_pages.page(work, ObligationFilter(late_on=today, duty="N04"), limit=9)
        assert [one.owner for one in filtered] == [one for one in ["unit-cong_an"] if one in owners]


def test_the_list_is_read_newest_first_in_pages_and_by_its_filters(database: Database, three_teams: list[int]) -> None:
    oblige(database, three_teams)
    oblige_units(database, "cong_an")

    def ids(**asked: object) -> list[int]:
        with database.read() as work:
            return [one.id for one in obligation_pages.page(work, ObligationFilter(**asked), limit=2)]  # type: ignore[arg-type]

    newest = ids()
    assert newest == sorted(newest, reverse=True)
    assert max(ids(before_id=newest[-1])) < newest[-1]
    assert len(ids(unit="cong_an")) == len(ids(team_id=2)) == 1
    assert ids(status=ObligationStatus.LOCKED) == ids(period="2026-Q1") == ids(since=NOW + timedelta(seconds=1)) == []


def test_moves_are_kept_in_their_order(database: Database) -> None:
    oblige_units(database, "cong_an")
    steps = [ObligationStatus.NOT_STARTED, ObligationStatus.SUBMITTED, ObligationStatus.RETURNED]
    for before, after in pairwise(steps):
        with database.begin() as work:
            duties.note_move(work, ObligationHistory(obligation_id=1, from_status=before, to_status=after, at=NOW))
    with database.read() as work:
        assert [move.to_status for move in duties.history(work, [1, 2])[1]] == steps[1:]


def decision(
    key: str, person_id: int | None, *, days_ago: int = 0, message_key: str | None = None
) -> dict[str, object]:
    return {
        "dedupe_key": key,
        "duty": "N01",
        "period": "2026-Q4",
        "rung": "due_day",
        "channel": ReminderChannel.PRIVATE_CHAT,
        "reason": "window_free",
        "member_id": None,
        "contact_id": None,
        "person_id": person_id,
        "group_id": None,
        "message_key": message_key,
        "decided_at": NOW - timedelta(days=days_ago),
    }


def test_each_person_is_counted_by_duty_and_week(database: Database) -> None:
    with database.begin() as work:
        hoa = people.find_or_add(work, "8800000000000000001", now=NOW)
        rows = [decision(f"k{days}", hoa.id, days_ago=days, message_key=f"m{days}") for days in (0, 3, 7, 9)]
        reminders.write(work, [*rows, decision("nobody", None)])
    with database.read() as work:
        assert reminders.week_counts(work, NOW - timedelta(days=7)) == {("N01", hoa.id): 2}
        assert len(reminders.of_period(work, "N01", "2026-Q4")) == 5
        assert [row.dedupe_key for row in reminders.of_messages(work, ["m3", "m9"])] == ["k3", "k9"]


def queue(database: Database, key: str, *, person_id: int, available_at: datetime = NOW, priority: int = 40) -> None:
    with database.begin() as work:
        row: dict[str, object] = {
            "dedupe_key": key,
            "person_id": person_id,
            "kind": "reminder",
            "priority": priority,
            "status": OutboxStatus.WAITING,
            "text": "nhắc",
            "buttons": [],
            "created_at": NOW,
            "available_at": available_at,
            "attempts": 0,
        }
        reminders.queue_words(work, [row])


def test_what_waits_is_put_off_taken_back_and_counted_for_its_day(database: Database) -> None:
    with database.begin() as work:
        hoa = people.find_or_add(work, "8800000000000000001", now=NOW)
    queue(database, "one", person_id=hoa.id)
    queue(database, "answer", person_id=hoa.id, priority=10)
    morning = NOW + timedelta(hours=12)
    with database.begin() as work:
        assert reminders.told_since(work, NOW) == {hoa.id: 1}
        assert reminders.waiting(work, "reminder") == {"one": hoa.id, "answer": hoa.id}
        assert reminders.defer(work, until_at=morning, now=NOW) == 1
        assert reminders.defer(work, until_at=morning, now=NOW) == 0
    with database.begin() as work:
        assert reminders.told_since(work, morning) == {hoa.id: 1}
        reminders.cancel_waiting(work, ["one"], words="its day has passed")
        assert reminders.statuses(work, ["one", "two"]) == {"one": OutboxStatus.CANCELLED}
        assert reminders.told_since(work, NOW) == {}


def test_two_schedulers_decide_one_at_a_time(database: Database) -> None:
    def tick(number: int) -> int:
        with database.begin() as work:
            reminders.one_at_a_time(work)
            if "k" in reminders.decided(work, "N01", "2026-Q4"):
                return 0
            reminders.write(work, [decision("k", None, message_key=f"by {number}")])
            return 1

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(tick, range(6))) == 1


def test_contacts_count_from_their_first_day_until_the_day_they_end(database: Database) -> None:
    with database.begin() as work:
        hoa = people.find_or_add(work, "8800000000000000001", now=NOW)
        for name, since_on, until_on in (
            ("An", date(2026, 1, 1), None),
            ("Bình", date(2026, 1, 1), TODAY),
            ("Chi", date(2026, 12, 16), None),
        ):
            row = UnitContact(
                unit="cong_an",
                position=ContactPosition.HEAD,
                full_name=name,
                since_on=since_on,
                until_on=until_on,
                person_id=hoa.id,
                code_sha256=name,
                code_expires_at=NOW,
            )
            work.session.add(row)
    with database.read() as work:
        assert [one.full_name for one in unit_contacts.present(work, TODAY)] == ["An"]
        assert [one.full_name for one in unit_contacts.of_person(work, hoa.id, TODAY)] == ["An"]
        assert unit_contacts.by_code(work, "An") is not None
        assert unit_contacts.by_code(work, "x") is None
        assert unit_contacts.with_open_codes(work, NOW) == set()
        assert len(unit_contacts.with_open_codes(work, NOW - timedelta(seconds=1))) == 3
        assert set(unit_contacts.by_id(work, [1, 9])) == {1}
