"""Activities: found again by day and member, listed by every filter, added up with turns and persons apart."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.activities import COUNTED, ActivityHistoryKind, ActivitySource, ActivityStatus
from domain.events import Attachment, AttachmentKind, MessageReceived
from domain.teams import TeamRole
from domain.understanding import ActivityType
from storage import activities, activity_evidence, chat_messages, people
from storage.activities import ActivityFilter, Change
from storage.database import Database, Work
from storage.tables import Activity, DigitalTeam, TeamMember

NOW = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 26)
RECORDED = Change(kind=ActivityHistoryKind.RECORDED, at=NOW)


def team_of(work: Work, number: int) -> tuple[DigitalTeam, list[TeamMember]]:
    team = DigitalTeam(number=number, name=f"Tổ {number}", since_on=date(2026, 1, 1))
    work.session.add(team)
    work.session.flush()
    members = [
        TeamMember(team_id=team.id, full_name=name, role=TeamRole.MEMBER, since_on=team.since_on) for name in "BA"
    ]
    work.session.add_all(members)
    work.session.flush()
    return team, members


def record(work: Work, team: DigitalTeam, **values: Any) -> Activity:
    values = {"starts_on": DAY, "created_at": NOW, "activity_type": ActivityType.GUIDANCE, **values}
    row = Activity(team_id=team.id, source=ActivitySource.PRIVATE_CHAT, changed_at=NOW, **values)
    return activities.add(work, row, RECORDED)


def test_a_record_is_found_on_each_of_its_days_by_its_members(database: Database) -> None:
    with database.begin() as work:
        team, members = team_of(work, 12)
        long = record(work, team, member_id=members[0].id, ends_on=DAY + timedelta(days=2))
        record(work, team, member_id=members[0].id, status=ActivityStatus.WITHDRAWN)
    with database.read() as work:
        for days, found in ((-1, []), (0, [long.id]), (2, [long.id]), (3, [])):
            day = DAY + timedelta(days=days)
            assert [row.id for row in activities.on_day(work, team.id, day, COUNTED)] == found
            latest = activities.latest_of(
                work, [members[0].id], since=NOW - timedelta(days=1), statuses=COUNTED, day=day
            )
            assert (latest.id if latest else None) == (found[0] if found else None)
        assert not activities.latest_of(work, [members[1].id], since=NOW, statuses=COUNTED, day=None)
        assert not activities.latest_of(
            work, [members[0].id], since=NOW + timedelta(seconds=1), statuses=COUNTED, day=None
        )


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (ActivityFilter(), {"a", "b", "plan"}),
        (ActivityFilter(statuses=COUNTED), {"a", "b"}),
        (ActivityFilter(activity_type=ActivityType.TRAINING), {"b"}),
        (ActivityFilter(first_on=DAY + timedelta(days=1)), {"b"}),
        (ActivityFilter(last_on=DAY - timedelta(days=1)), {"plan"}),
        (ActivityFilter(team_number=7), {"b"}),
        (ActivityFilter(topic="vneid"), {"a"}),
        (ActivityFilter(topic="vne"), set()),
        (ActivityFilter(without_evidence=True), {"a", "b", "plan"}),
        (ActivityFilter(since=NOW + timedelta(hours=1)), {"plan"}),
    ],
)
def test_each_filter_finds_its_records(database: Database, wanted: ActivityFilter, expected: set[str]) -> None:
    with database.begin() as work:
        first, _ = team_of(work, 12)
        second, _ = team_of(work, 7)
        record(work, first, words="a", topics=["vneid", "ai"])
        record(work, second, words="b", activity_type=ActivityType.TRAINING, ends_on=DAY + timedelta(days=1))
        earlier, later = DAY - timedelta(days=3), NOW + timedelta(hours=2)
        record(work, first, words="plan", status=ActivityStatus.PLANNED, starts_on=earlier, created_at=later)
    with database.read() as work:
        assert {row.words for row in activities.page(work, wanted, limit=10)} == expected
        assert {row.activity.words for row in activities.page_with_teams(work, wanted, limit=10)} == expected
        assert activities.count(work, wanted) == len(expected)


def test_sums_keep_turns_and_persons_apart_and_nothing_said_is_not_zero(database: Database) -> None:
    with database.begin() as work:
        team, _ = team_of(work, 12)
        record(work, team, people=35, people_unit="luot", households=10)
        record(work, team, people=4, people_unit="nguoi", households=5)
        record(work, team, people=6)
        record(work, team, people=900, status=ActivityStatus.WITHDRAWN)
    with database.read() as work:
        sums = activities.totals(work, ActivityFilter(statuses=COUNTED), persons_unit="nguoi")
    assert (sums.activities, sums.turns, sums.persons, sums.households) == (3, 41, 4, 15)
    assert (sums.ewallet_accounts, sums.ocop_products, sums.without_evidence) == (None, None, 3)


def test_who_was_on_duty_is_set_anew_and_a_team_takes_part_once(database: Database) -> None:
    with database.begin() as work:
        team, (second, first) = team_of(work, 12)
        other, _ = team_of(work, 7)
        row = record(work, team)
        activities.set_attendees(work, row.id, [first.id, second.id], person_days=0.5)
        assert [member.full_name for _, member in activities.attendees(work, row.id)] == ["A", "B"]
        activities.set_attendees(work, row.id, [first.id], person_days=1)
        for _ in range(2):
            activities.set_other_teams(work, row.id, [other.id])
    with database.read() as work:
        assert [(one.person_days, who.id) for one, who in activities.attendees(work, row.id)] == [(0.5, first.id)]
        assert activities.other_teams(work, row.id) == {other.id}


def test_a_change_is_a_line_with_what_it_replaced(database: Database) -> None:
    with database.begin() as work:
        team, _ = team_of(work, 12)
        row = record(work, team, people=35)
        change = Change(kind=ActivityHistoryKind.CORRECTED, at=NOW, before={"people": 35}, note="53")
        activities.note(work, row, change)
    with database.read() as work:
        current = activities.get(work, row.id)
        assert current is not None
        assert current.revision == 2
        assert [(line.kind, line.before) for line in activities.history(work, row.id)] == [
            (ActivityHistoryKind.RECORDED, {}),
            (ActivityHistoryKind.CORRECTED, {"people": 35}),
        ]


def test_photos_prove_a_record_once_and_move_with_it(database: Database) -> None:
    with database.begin() as work:
        team, _ = team_of(work, 12)
        first, second = record(work, team), record(work, team)
        person = people.find_or_add(work, "8800000000000000001", now=NOW)
        event = MessageReceived(
            occurred_at=NOW,
            message_id="m1",
            sender_id=person.zalo_user_id,
            text="",
            attachments=(
                Attachment(kind=AttachmentKind.PHOTO, url="https://example.org/1"),
                Attachment(kind=AttachmentKind.STICKER, url="https://example.org/2"),
            ),
        )
        message = chat_messages.add(work, person, event, reading={}, now=NOW)
        assert activity_evidence.attach(work, first, [message]) == 1
        assert activity_evidence.attach(work, first, [message]) == 0
        activity_evidence.move_evidence(work, first, second)
    with database.read() as work:
        assert [file.kind for file in activity_evidence.evidence(work, second.id)][:1] == [AttachmentKind.PHOTO]
        assert not activity_evidence.evidence(work, first.id)
        assert [one.zalo_message_id for one in activity_evidence.messages(work, second.id)] == ["m1"]
        moved = activities.get(work, second.id)
        assert moved is not None
        assert moved.evidence == 1
