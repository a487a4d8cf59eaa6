"""Files are fetched oldest first, tried again after pauses, given up in the end, and found by their hash."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.events import AttachmentKind
from storage import incident_views, media_queue, people
from storage.database import Database
from storage.tables import AttachmentStatus, ChatMessage, StoredAttachment

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SHA = "a" * 64


@pytest.fixture
def photo(database: Database) -> int:
    with database.begin() as work:
        person = people.find_or_add(work, "8800000000000000001", now=NOW)
        message = ChatMessage(person_id=person.id, zalo_message_id="m1", occurred_at=NOW)
        work.session.add(message)
        work.session.flush()
        row = StoredAttachment(chat_message_id=message.id, position=0, kind=AttachmentKind.PHOTO, available_at=NOW)
        work.session.add(row)
        work.session.flush()
        return row.id


def claim(database: Database, now: datetime = NOW) -> StoredAttachment | None:
    with database.begin() as work:
        return media_queue.claim_next(work, now=now)


def status(database: Database, photo: int) -> AttachmentStatus:
    with database.read() as work:
        return work.session.get_one(StoredAttachment, photo).status


def test_a_kept_file_is_found_by_its_hash(database: Database, photo: int) -> None:
    assert claim(database) is not None
    with database.begin() as work:
        assert incident_views.kept_file(work, SHA, with_sealed=False) is None
        media_queue.keep(work, photo, sha256=SHA, mime="image/jpeg", size=10, width=3, height=4)
    with database.read() as work:
        found = incident_views.kept_file(work, SHA, with_sealed=False)
        assert found is not None and (found.id, found.width, found.height) == (photo, 3, 4)
        assert not media_queue.has_waiting(work, now=NOW + timedelta(days=1))


def test_a_fetch_cut_off_begins_anew_after_its_lease_or_when_it_is_let_go(database: Database, photo: int) -> None:
    assert claim(database) is not None
    assert claim(database) is None
    assert claim(database, NOW + media_queue.LEASE) is not None
    with database.begin() as work:
        media_queue.release(work, photo, now=NOW)
    assert claim(database) is not None
    with database.begin() as work:
        media_queue.release_all(work, now=NOW)
    assert status(database, photo) is AttachmentStatus.WAITING


def test_letting_go_of_a_file_that_is_kept_changes_nothing(database: Database, photo: int) -> None:
    with database.begin() as work:
        media_queue.keep(work, photo, sha256=SHA, mime="image/jpeg", size=10)
        media_queue.release(work, photo, now=NOW)
        media_queue.release_all(work, now=NOW)
    assert status(database, photo) is AttachmentStatus.KEPT


def test_after_the_last_try_it_is_given_up(database: Database, photo: int) -> None:
    now, again = NOW, True
    tries = 0
    while again:
        attachment = claim(database, now)
        assert attachment is not None
        with database.begin() as work:
            again = media_queue.try_later(work, attachment, reason="slow", now=now)
        tries += 1
        assert claim(database, now) is None
        now += timedelta(hours=1)
    assert (tries, status(database, photo)) == (media_queue.MAX_ATTEMPTS, AttachmentStatus.FAILED)


def test_a_refused_file_is_not_tried_again(database: Database, photo: int) -> None:
    claim(database)
    with database.begin() as work:
        media_queue.refuse(work, photo, reason="r" * 100)
    assert status(database, photo) is AttachmentStatus.REFUSED
    assert claim(database, NOW + timedelta(days=9)) is None
