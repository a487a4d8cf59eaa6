"""Messages exist once, leave in order and by priority, and a send without a known end is never repeated."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.messages import Button, OutgoingMessage, Priority
from storage import outbox, people
from storage.database import Database, Work
from storage.tables import OutboxMessage, OutboxStatus, Person

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def add(work: Work, person: Person, key: str, priority: Priority = Priority.REPLY) -> None:
    message = OutgoingMessage(text=key, buttons=(Button(title="x", value="#x"),))
    outbox.add(work, person, message, kind="test", dedupe_key=key, priority=priority, now=NOW)


def claim(database: Database, now: datetime = NOW) -> OutboxMessage | None:
    with database.begin() as work:
        return outbox.claim_next(work, claimed_by="sender", now=now)


def text(message: OutboxMessage | None) -> str | None:
    return message.text if message else None


@pytest.fixture
def ann(database: Database) -> Person:
    with database.begin() as work:
        return people.find_or_add(work, "8800000000000000001", now=NOW)


@pytest.fixture
def ben(database: Database) -> Person:
    with database.begin() as work:
        return people.find_or_add(work, "8800000000000000002", now=NOW)


def test_the_same_cause_says_it_once(database: Database, ann: Person) -> None:
    for _ in range(3):
        with database.begin() as work:
            add(work, ann, "once")
    assert text(claim(database)) == "once"
    assert claim(database) is None


def test_the_urgent_leaves_before_the_earlier(database: Database, ann: Person, ben: Person) -> None:
    with database.begin() as work:
        add(work, ann, "news", Priority.NEWS)
        add(work, ben, "danger", Priority.EMERGENCY)
    assert text(claim(database)) == "danger"


def test_one_person_hears_things_in_order_even_when_the_first_waits(
    database: Database, ann: Person, ben: Person
) -> None:
    with database.begin() as work:
        for key in ("first", "second"):
            add(work, ann, key)
        add(work, ben, "to ben")
    first = claim(database)
    assert first is not None and first.text == "first"
    assert text(claim(database)) == "to ben"
    with database.begin() as work:
        outbox.mark(work, first.id, OutboxStatus.WAITING, available_at=NOW + timedelta(minutes=1))
    assert claim(database) is None
    assert text(claim(database, NOW + timedelta(minutes=1))) == "first"


def test_a_send_cut_off_is_unknown_and_not_sent_again(database: Database, ann: Person) -> None:
    with database.begin() as work:
        add(work, ann, "lost")
    claim(database)
    with database.begin() as work:
        assert outbox.set_aside_unfinished(work, now=NOW) == 0
        assert outbox.set_aside_unfinished(work, now=NOW + timedelta(hours=1)) == 1
        assert outbox.count_by_status(work) == {OutboxStatus.UNKNOWN: 1}
    assert claim(database) is None


@pytest.mark.parametrize("cut_off_first", [True, False])
def test_an_echo_proves_that_a_cut_off_send_left(database: Database, ann: Person, cut_off_first: bool) -> None:
    with database.begin() as work:
        add(work, ann, "words")
    claim(database)
    with database.begin() as work:
        if cut_off_first:
            outbox.set_aside_unfinished(work, now=None)
        assert outbox.settle_by_echo(work, ann, text="words", zalo_message_id="m1", at=NOW)
        outbox.set_aside_unfinished(work, now=None)
    with database.begin() as work:
        assert outbox.count_by_status(work) == {OutboxStatus.SENT: 1}
        assert outbox.is_ours(work, "m1")
        assert not outbox.settle_by_echo(work, ann, text="words", zalo_message_id="m2", at=NOW)


def test_a_claim_whose_answer_never_came_is_put_back(database: Database, ann: Person, ben: Person) -> None:
    with database.begin() as work:
        add(work, ann, "to ann")
    claim(database)
    with database.begin() as work:
        outbox.release_claims(work, "another sender")
    assert claim(database) is None
    with database.begin() as work:
        outbox.release_claims(work, "sender")
    assert text(claim(database)) == "to ann"


def test_read_ticks_keep_the_first_time_they_came(database: Database, ann: Person) -> None:
    with database.begin() as work:
        add(work, ann, "seen")
    message = claim(database)
    assert message is not None
    with database.begin() as work:
        outbox.mark(work, message.id, OutboxStatus.SENT, zalo_message_id="m1")
        for minutes in (1, 5):
            outbox.note_receipt(work, ["m1", "other"], seen=True, at=NOW + timedelta(minutes=minutes))
    with database.read() as work:
        kept = outbox.page(work, status=None, kind=None, since=None, before_id=None, limit=10)[0]
    assert kept.seen_at == NOW + timedelta(minutes=1)
    assert kept.delivered_at is None
