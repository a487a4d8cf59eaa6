"""What is counted for watchers is what stands open, on both databases; and bodies are looked at while they are kept."""

from datetime import UTC, datetime, timedelta

from storage import measures, samples
from storage.database import Database
from storage.inbox_writer import InboxWriter, NewEvent, QuarantineLimits, SuspectEvent
from storage.tables import InboxStatus, OutboxStatus

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def fill(database: Database) -> None:
    writer = InboxWriter(database, QuarantineLimits(max_events=10, max_bytes=1000), on_stored=lambda: None)
    writer.start()
    for number in range(3):
        event = NewEvent(
            dedupe_key=f"event-{number}",
            event_name="user_send_text",
            conversation_key="person:1",
            received_at=NOW + timedelta(minutes=number),
            occurred_at=NOW,
            body_sha256="0" * 64,
            body=f"body-{number}".encode(),
            unreadable=number == 2,
        )
        writer.store(event)
    writer.store(SuspectEvent(received_at=NOW, reason="bad signature", signature="x", body=b"12345"))
    writer.stop()


def test_an_empty_database_has_nothing_open(database: Database) -> None:
    with database.read() as work:
        found = measures.take(work)
    assert sum(found.inbox.values()) + sum(found.outbox.values()) + found.quarantined + found.open_tasks == 0
    assert (found.oldest_waiting_event_at, found.oldest_waiting_message_at, found.token_saved_at) == (None, None, None)


def test_what_is_open_is_counted_and_dated(database: Database) -> None:
    fill(database)
    with database.read() as work:
        found = measures.take(work)
    assert found.inbox[InboxStatus.WAITING] == 2
    assert found.oldest_waiting_event_at == NOW
    assert (found.quarantined, found.quarantined_bytes) == (1, 5)
    assert found.outbox[OutboxStatus.UNKNOWN] == 0


def test_bodies_are_looked_at_newest_first(database: Database) -> None:
    fill(database)
    with database.read() as work:
        assert samples.newest(work, limit=2) == [b"body-2", b"body-1"]
        assert len(samples.quarantined(work, limit=5)) == 1
