"""Events are stored once, claimed in order within a conversation, and given back when something fails."""

import hashlib
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from storage import inbox, quarantine
from storage.database import Database
from storage.inbox_writer import InboxWriter, NewEvent, QuarantineLimits, StorageUnavailable, SuspectEvent
from storage.tables import InboxEvent, InboxStatus, QuarantinedEvent

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LIMITS = QuarantineLimits(max_events=10, max_bytes=1000)


def event(key: str, *, conversation: str = "person:1", second: int = 0, unreadable: bool = False) -> NewEvent:
    body = key.encode()
    return NewEvent(
        dedupe_key=key,
        event_name="user_send_text",
        conversation_key=conversation,
        received_at=NOW,
        occurred_at=NOW + timedelta(seconds=second),
        body_sha256=hashlib.sha256(body).hexdigest(),
        body=body,
        unreadable=unreadable,
    )


@pytest.fixture
def writer(database: Database) -> Iterator[InboxWriter]:
    writer = InboxWriter(database, LIMITS, on_stored=lambda: None)
    writer.start()
    yield writer
    writer.stop()


def bodies(database: Database, *, by: str, limit: int = 20, now: datetime = NOW) -> list[bytes]:
    with database.begin() as work:
        return [claimed.body for claimed in inbox.claim(work, claimed_by=by, now=now, limit=limit)]


def test_an_event_is_stored_once_however_often_it_comes(database: Database, writer: InboxWriter) -> None:
    for _ in range(3):
        writer.store(event("a"))
    assert bodies(database, by="one") == [b"a"]


def test_many_requests_at_once_are_all_stored(database: Database, writer: InboxWriter) -> None:
    def post(thread: int) -> None:
        for number in range(25):
            writer.store(event(f"{thread}-{number}", conversation=f"person:{thread}"))

    threads = [threading.Thread(target=post, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as work:
        assert inbox.count_by_status(work) == {InboxStatus.WAITING: 200}


def test_a_request_is_not_answered_as_stored_when_the_database_refuses(database: Database, writer: InboxWriter) -> None:
    with database.engine.connect() as connection:
        connection.exec_driver_sql("DROP TABLE inbox")
        connection.exec_driver_sql("COMMIT")
    with pytest.raises(StorageUnavailable):
        writer.store(event("a"))


def test_nothing_is_taken_once_the_writer_has_stopped(database: Database) -> None:
    stopped = InboxWriter(database, LIMITS, on_stored=lambda: None)
    stopped.start()
    stopped.stop()
    with pytest.raises(StorageUnavailable):
        stopped.store(event("late"))


def test_what_cannot_be_read_is_kept_but_not_worked_on(database: Database, writer: InboxWriter) -> None:
    writer.store(event("bomb", unreadable=True))
    assert bodies(database, by="one") == []
    with database.read() as work:
        kept = work.session.exec(select(InboxEvent)).one()
    assert (kept.status, kept.reason, kept.body) == (InboxStatus.IGNORED, "unreadable", b"bomb")


def test_the_quarantine_drops_the_oldest_beyond_its_count(database: Database, writer: InboxWriter) -> None:
    for number in range(15):
        writer.store(SuspectEvent(received_at=NOW, reason="bad signature", signature="", body=b"%d" % number))
    with database.read() as work:
        assert [row.body for row in work.session.exec(select(QuarantinedEvent))] == [b"%d" % n for n in range(5, 15)]


def test_the_quarantine_drops_the_oldest_beyond_its_bytes(database: Database, writer: InboxWriter) -> None:
    for number in range(5):
        writer.store(SuspectEvent(received_at=NOW, reason="bad signature", signature="", body=b"x" * 400))
        assert number >= 0
    with database.read() as work:
        assert quarantine.size(work) == (2, 800)


def test_events_of_one_conversation_come_in_the_order_they_happened(database: Database, writer: InboxWriter) -> None:
    for key, second in (("third", 3), ("first", 1), ("second", 2)):
        writer.store(event(key, second=second))
    assert bodies(database, by="one") == [b"first", b"second", b"third"]


def test_a_conversation_in_work_elsewhere_is_passed_over(database: Database, writer: InboxWriter) -> None:
    writer.store(event("a"))
    assert bodies(database, by="one") == [b"a"]
    writer.store(event("b"))
    writer.store(event("other", conversation="person:2"))
    assert bodies(database, by="two") == [b"other"]


def test_an_event_waiting_for_its_retry_holds_back_the_later_ones(database: Database, writer: InboxWriter) -> None:
    writer.store(event("a"))
    writer.store(event("b"))
    with database.begin() as work:
        first = inbox.claim(work, claimed_by="one", now=NOW, limit=1)[0]
        inbox.give_back(work, first, reason="ValueError", now=NOW)
    assert bodies(database, by="two") == []
    assert bodies(database, by="two", now=NOW + timedelta(seconds=2)) == [b"a", b"b"]


def test_an_event_that_always_fails_is_set_aside_with_its_reason(database: Database, writer: InboxWriter) -> None:
    writer.store(event("poison"))
    now = NOW
    for attempt in range(1, inbox.MAX_ATTEMPTS + 1):
        now += timedelta(hours=1)
        with database.begin() as work:
            claimed = inbox.claim(work, claimed_by="one", now=now, limit=1)[0]
            assert inbox.give_back(work, claimed, reason="KeyError", now=now) is (attempt == inbox.MAX_ATTEMPTS)
    with database.read() as work:
        row = work.session.exec(select(InboxEvent)).one()
    assert (row.status, row.reason, row.body) == (InboxStatus.FAILED, "KeyError", b"poison")


def test_an_effect_is_refused_to_whoever_lost_the_event(database: Database, writer: InboxWriter) -> None:
    writer.store(event("a"))
    with database.begin() as work:
        slow = inbox.claim(work, claimed_by="slow", now=NOW, limit=1)[0]
    with database.begin() as work:
        assert inbox.release_stalled(work, now=NOW + timedelta(minutes=2)) == 1
    with database.begin() as work:
        quick = inbox.claim(work, claimed_by="quick", now=NOW, limit=1)[0]
        assert inbox.finish(work, quick, now=NOW)
    with database.begin() as work:
        assert not inbox.finish(work, slow, now=NOW)


def test_an_ignored_event_keeps_neither_words_nor_addresses(database: Database, writer: InboxWriter) -> None:
    writer.store(event("chatter"))
    with database.begin() as work:
        claimed = inbox.claim(work, claimed_by="one", now=NOW, limit=1)[0]
        assert inbox.finish(work, claimed, now=NOW)
        inbox.ignore(work, [claimed], reason="group message")
    with database.read() as work:
        row = work.session.exec(select(InboxEvent)).one()
    assert (row.status, row.body, row.body_sha256) == (
        InboxStatus.IGNORED,
        None,
        hashlib.sha256(b"chatter").hexdigest(),
    )


def test_what_one_claim_holds_is_handed_back_and_nothing_else(database: Database, writer: InboxWriter) -> None:
    for number in range(2):
        writer.store(event(f"e{number}", conversation=f"person:{number}"))
    assert bodies(database, by="one", limit=1) == [b"e0"]
    assert bodies(database, by="other", limit=1) == [b"e1"]
    with database.begin() as work:
        assert inbox.release_claim(work, "one") == 1
    assert bodies(database, by="third") == [b"e0"]


def test_threads_never_claim_the_same_event(database: Database, writer: InboxWriter) -> None:
    for number in range(200):
        writer.store(event(f"e{number}", conversation=f"person:{number % 40}"))
    taken: list[bytes] = []
    lock = threading.Lock()

    def work_on(name: str) -> None:
        while True:
            with database.begin() as work:
                batch = inbox.claim(work, claimed_by=name, now=NOW, limit=5)
                for claimed in batch:
                    assert inbox.finish(work, claimed, now=NOW)
            with lock:
                taken.extend(claimed.body for claimed in batch)
            if not batch:
                return

    threads = [threading.Thread(target=work_on, args=(f"t{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(f"e{n}".encode() for n in range(200))


def test_what_came_before_is_told_from_what_never_came(database: Database, writer: InboxWriter) -> None:
    writer.store(event("came"))
    with database.read() as work:
        assert inbox.known_among(work, ["came", "never came"]) == {"came"}
        assert inbox.known_among(work, []) == set()
