"""Only a send that was tried, to one person, whose time has come and whose looks are left, is looked up."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.messages import OutgoingMessage, Priority
from storage import outbox, people, unknown_sends
from storage.database import Database
from storage.tables import OutboxMessage, OutboxStatus, Person

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
UNKNOWN = {"status": OutboxStatus.UNKNOWN, "attempted_at": NOW, "available_at": NOW}


@pytest.fixture
def ann(database: Database) -> Person:
    with database.begin() as work:
        return people.find_or_add(work, "8800000000000000001", now=NOW)


def queue(database: Database, person: Person, key: str, values: dict[str, object], text: str = "words") -> int:
    with database.begin() as work:
        message = OutgoingMessage(text=text)
        outbox.add(work, person, message, kind="test", dedupe_key=key, priority=Priority.REPLY, now=NOW)
        [row] = [row for row in outbox.page(work, status=None, kind=None, since=None, before_id=None, limit=1)]
        for name, value in values.items():
            setattr(row, name, value)
        return row.id


def due(database: Database, now: datetime = NOW) -> int | None:
    with database.read() as work:
        found = unknown_sends.next_due(work, now=now)
        return found.id if found else None


def test_the_oldest_unknown_send_is_due(database: Database, ann: Person) -> None:
    later = queue(database, ann, "b", {**UNKNOWN, "available_at": NOW + timedelta(seconds=5)})
    earlier = queue(database, ann, "a", UNKNOWN)
    assert due(database, NOW + timedelta(minutes=1)) == earlier
    assert later != earlier


@pytest.mark.parametrize(
    "change",
    [
        {"status": OutboxStatus.WAITING},
        {"status": OutboxStatus.SENT},
        {"attempted_at": None},
        {"look_ups": outbox.MAX_LOOK_UPS},
        {"available_at": NOW + timedelta(seconds=1)},
    ],
)
def test_what_is_not_to_be_looked_up_is_not_due(database: Database, ann: Person, change: dict[str, object]) -> None:
    queue(database, ann, "a", {**UNKNOWN, **change})
    assert due(database) is None


def test_our_own_ids_are_told_from_those_of_a_human(database: Database, ann: Person) -> None:
    queue(database, ann, "a", {"status": OutboxStatus.SENT, "zalo_message_id": "ours"})
    with database.read() as work:
        assert unknown_sends.ours_among(work, ["ours", "theirs"]) == {"ours"}


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        ("words", UNKNOWN, True),
        ("words", {"status": OutboxStatus.SENDING}, True),
        ("words", {"status": OutboxStatus.SENT}, False),
        ("other words", UNKNOWN, False),
    ],
)
def test_a_twin_says_the_same_words_with_no_known_end(
    database: Database, ann: Person, text: str, other: dict[str, object], expected: bool
) -> None:
    message_id = queue(database, ann, "a", UNKNOWN)
    queue(database, ann, "b", other, text)
    with database.read() as work:
        message = work.session.get_one(OutboxMessage, message_id)
        assert unknown_sends.has_twin(work, message) is expected
