"""Workers of a test that claim until nothing is left, in threads or in processes, and remember what they held when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from time import monotonic

from storage import inbox, media_queue, outbox
from storage.database import Database
from storage.tables import OutboxStatus

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
BATCH = 3


class Queue(StrEnum):
    """What is claimed from."""

    INBOX = "inbox"
    OUTBOX = "outbox"
    MEDIA = "media"


@dataclass(frozen=True, kw_only=True)
class Held:
    """One row that one claimer held from one instant to another; the clock is the same for all processes."""

    row_id: int
    conversation: str
    claim: str
    began: float
    ended: float


def claim_everything(url: str, queue: Queue, name: str) -> list[Held]:
    """Claim until nothing can be claimed; answers what was held, in order."""
    database = Database(url)
    held: list[Held] = []
    while rows := _CLAIMS[queue](database, f"{name}-{len(held)}"):
        held += rows
    database.close()
    return held


def _inbox(database: Database, claim: str) -> list[Held]:
    with database.begin() as work:
        events = inbox.claim(work, claimed_by=claim, now=NOW, limit=BATCH)
    began = monotonic()
    with database.begin() as work:
        ended = monotonic()
        for event in events:
            assert inbox.finish(work, event, now=NOW)
    return [
        Held(row_id=event.id, conversation=event.conversation_key, claim=claim, began=began, ended=ended)
        for event in events
    ]


def _outbox(database: Database, claim: str) -> list[Held]:
    with database.begin() as work:
        message = outbox.claim_next(work, claimed_by=claim, now=NOW)
    if message is None:
        return []
    began = monotonic()
    with database.begin() as work:
        ended = monotonic()
        outbox.mark(work, message.id, OutboxStatus.SENT, sent_at=NOW)
    return [Held(row_id=message.id, conversation=str(message.person_id), claim=claim, began=began, ended=ended)]


def _media(database: Database, claim: str) -> list[Held]:
    with database.begin() as work:
        attachment = media_queue.claim_next(work, now=NOW)
    if attachment is None:
        return []
    began = monotonic()
    with database.begin() as work:
        ended = monotonic()
        media_queue.keep(work, attachment.id, sha256="0" * 64, mime="image/jpeg", size=1)
    assert attachment.available_at == NOW + timedelta(minutes=3)
    return [Held(row_id=attachment.id, conversation=str(attachment.id), claim=claim, began=began, ended=ended)]


_CLAIMS: dict[Queue, Callable[[Database, str], list[Held]]] = {
    Queue.INBOX: _inbox,
    Queue.OUTBOX: _outbox,
    Queue.MEDIA: _media,
}
