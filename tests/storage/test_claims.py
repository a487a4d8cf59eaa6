"""Eight threads or several processes claim at once: each row once, in order, no conversation in two hands."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from itertools import groupby, pairwise

import pytest

from domain.events import AttachmentKind
from domain.messages import OutgoingMessage, Priority
from storage import outbox, people
from storage.database import Database, Work
from storage.tables import ChatMessage, InboxEvent, StoredAttachment
from tests.storage.claimers import NOW, Held, Queue, claim_everything

ROWS = 200
CONVERSATIONS = 5
THREADS = 8
PROCESSES = 3


def fill_inbox(work: Work) -> None:
    for number in range(ROWS):
        work.session.add(
            InboxEvent(
                dedupe_key=f"e{number}",
                event_name="user_send_text",
                conversation_key=f"person:{number % CONVERSATIONS}",
                received_at=NOW,
                occurred_at=NOW,
                available_at=NOW,
                body_sha256="0" * 64,
                body=b"{}",
            )
        )
        work.session.flush()


def fill_outbox(work: Work) -> None:
    persons = [people.find_or_add(work, f"88{number:017d}", now=NOW) for number in range(CONVERSATIONS)]
    for number in range(ROWS):
        message = OutgoingMessage(text=f"words {number}")
        person = persons[number % CONVERSATIONS]
        outbox.add(work, person, message, kind="test", dedupe_key=f"o{number}", priority=Priority.REPLY, now=NOW)


def fill_media(work: Work) -> None:
    person = people.find_or_add(work, "8800000000000000001", now=NOW)
    message = ChatMessage(person_id=person.id, zalo_message_id="m1", occurred_at=NOW)
    work.session.add(message)
    work.session.flush()
    for number in range(ROWS):
        work.session.add(
            StoredAttachment(chat_message_id=message.id, position=number, kind=AttachmentKind.PHOTO, available_at=NOW)
        )


FILL: dict[Queue, Callable[[Work], None]] = {
    Queue.INBOX: fill_inbox,
    Queue.OUTBOX: fill_outbox,
    Queue.MEDIA: fill_media,
}


def claimed_by_many(database: Database, queue: Queue, pool: Executor, count: int) -> list[Held]:
    with database.begin() as work:
        FILL[queue](work)
    url = database.engine.url.render_as_string(hide_password=False)
    claimers = [pool.submit(claim_everything, url, queue, f"claimer-{number}") for number in range(count)]
    return [held for claimer in claimers for held in claimer.result(timeout=120)]


def everything_was_held_once_and_in_order(held: list[Held]) -> None:
    assert len(held) == len({row.row_id for row in held}) == ROWS
    in_order = sorted(held, key=lambda row: (row.conversation, row.row_id))
    for _, rows in groupby(in_order, key=lambda row: row.conversation):
        for earlier, later in pairwise(rows):
            assert earlier.claim == later.claim or earlier.ended < later.began, (earlier, later)


@pytest.mark.parametrize("queue", list(Queue))
def test_threads_hold_each_row_once_and_never_share_a_conversation(database: Database, queue: Queue) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        everything_was_held_once_and_in_order(claimed_by_many(database, queue, pool, THREADS))


@pytest.mark.parametrize("queue", list(Queue))
def test_processes_hold_each_row_once_and_never_share_a_conversation(database: Database, queue: Queue) -> None:
    with ProcessPoolExecutor(PROCESSES, mp_context=multiprocessing.get_context("spawn")) as pool:
        everything_was_held_once_and_in_order(claimed_by_many(database, queue, pool, PROCESSES))
