"""Group commit: one thread writes whatever requests have queued up, and each request is answered after its commit."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from queue import SimpleQueue
from time import perf_counter, sleep

from sqlalchemy import delete, func, insert, select

from domain.errors import OutsideFailure
from storage.columns import columns_of
from storage.database import Database, Work
from storage.new_rows import insert_many_new
from storage.tables import InboxEvent, InboxStatus, QuarantinedEvent

_quarantined = columns_of(QuarantinedEvent)

MAX_BATCH = 500
ROWS_TOGETHER = 64
LINGER_SECONDS = 0.0005
BUSY_LINGER_SECONDS = 0.005
BUSY_AFTER_SECONDS = 0.002
ANSWER_SECONDS = 20.0
log = logging.getLogger(__name__)


class StorageUnavailable(OutsideFailure):
    """The database did not take the event: the caller must not say that it did."""


@dataclass(frozen=True, kw_only=True)
class NewEvent:
    """One genuine event, ready to be kept; `unreadable` ones are kept without being worked on."""

    dedupe_key: str
    event_name: str
    conversation_key: str
    received_at: datetime
    occurred_at: datetime
    body_sha256: str
    body: bytes
    unreadable: bool = False


@dataclass(frozen=True, kw_only=True)
class SuspectEvent:
    """One event that no known secret signed."""

    received_at: datetime
    reason: str
    signature: str
    body: bytes


@dataclass(frozen=True, kw_only=True)
class QuarantineLimits:
    """How much of what nobody vouched for is kept; the oldest goes first."""

    max_events: int
    max_bytes: int


_Arrival = NewEvent | SuspectEvent


class _Ticket:
    """One arrival whose request waits: a bare lock, since a request is woken a thousand times a second."""

    __slots__ = ("_written", "arrival", "failure")

    def __init__(self, arrival: _Arrival) -> None:
        self.arrival = arrival
        self.failure: StorageUnavailable | None = None
        self._written = threading.Lock()
        self._written.acquire()

    def wait(self) -> bool:
        """Whether an answer came in time."""
        return self._written.acquire(timeout=ANSWER_SECONDS)

    def answer(self, failure: StorageUnavailable | None) -> None:
        """Wake the request that waits."""
        self.failure = failure
        self._written.release()


class InboxWriter:
    """The one writer of arrivals; `store` blocks until the event is safely on disk.

    In a crowd it waits half a millisecond before it writes, so that more requests share one commit; and five where
    others write too, since each commit of ours then costs them a turn.
    """

    def __init__(self, database: Database, limits: QuarantineLimits, on_stored: Callable[[], None]) -> None:
        """`on_stored` is called after each commit that held a genuine event (it wakes the worker)."""
        self._database = database
        self._limits = limits
        self._on_stored = on_stored
        self._queue: SimpleQueue[_Ticket | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="inbox-writer", daemon=True)
        self._open = False
        self._is_busy = False

    def start(self) -> None:
        """Begin to write."""
        self._open = True
        self._thread.start()

    def stop(self) -> None:
        """Write what has been handed over, then end."""
        self._open = False
        self._queue.put(None)
        self._thread.join()

    def store(self, arrival: _Arrival) -> None:
        """Keep one arrival durably, once. Raises StorageUnavailable when that did not happen."""
        if not self._open:
            raise StorageUnavailable("the inbox writer is not running")
        ticket = _Ticket(arrival)
        self._queue.put(ticket)
        if not ticket.wait():
            raise StorageUnavailable("the database did not answer in time")
        if ticket.failure is not None:
            raise ticket.failure

    def _run(self) -> None:
        is_crowded = False
        while (first := self._queue.get()) is not None:
            if self._is_busy:
                sleep(BUSY_LINGER_SECONDS)
            elif is_crowded:
                sleep(LINGER_SECONDS)
            batch, last = self._drain(first)
            is_crowded = len(batch) > 1
            self._write(batch)
            if last:
                return

    def _drain(self, first: _Ticket) -> tuple[list[_Ticket], bool]:
        batch = [first]
        while len(batch) < MAX_BATCH and not self._queue.empty():
            queued = self._queue.get()
            if queued is None:
                return batch, True
            batch.append(queued)
        return batch, False

    def _write(self, batch: list[_Ticket]) -> None:
        arrivals = [ticket.arrival for ticket in batch]
        try:
            asked = perf_counter()
            with self._database.begin(urgent=True) as work:
                self._is_busy = perf_counter() - asked > BUSY_AFTER_SECONDS
                keep(work, [arrival for arrival in arrivals if isinstance(arrival, NewEvent)])
                _quarantine(work, [arrival for arrival in arrivals if isinstance(arrival, SuspectEvent)], self._limits)
        except Exception as error:
            log.error("inbox.write_failed events=%d error=%s", len(batch), type(error).__name__)
            self._answer(batch, StorageUnavailable("the database refused the events"))
            return
        self._answer(batch, None)
        self._on_stored()

    @staticmethod
    def _answer(batch: list[_Ticket], failure: StorageUnavailable | None) -> None:
        for ticket in batch:
            ticket.answer(failure)


def keep(work: Work, events: Sequence[NewEvent]) -> None:
    """Put events into the inbox; those that are there already are quietly the same ones."""
    for begin in range(0, len(events), ROWS_TOGETHER):
        rows = [_row(event) for event in events[begin : begin + ROWS_TOGETHER]]
        insert_many_new(work, InboxEvent, rows, unique="dedupe_key")


def _row(event: NewEvent) -> dict[str, object]:
    return {
        "dedupe_key": event.dedupe_key,
        "event_name": event.event_name,
        "conversation_key": event.conversation_key,
        "status": InboxStatus.IGNORED if event.unreadable else InboxStatus.WAITING,
        "reason": "unreadable" if event.unreadable else None,
        "received_at": event.received_at,
        "occurred_at": event.occurred_at,
        "available_at": event.received_at,
        "attempts": 0,
        "body_sha256": event.body_sha256,
        "body": event.body,
    }


def _quarantine(work: Work, suspects: list[SuspectEvent], limits: QuarantineLimits) -> None:
    if not suspects:
        return
    rows = [
        {
            "received_at": suspect.received_at,
            "reason": suspect.reason,
            "signature": suspect.signature[:200],
            "size": len(suspect.body),
            "body": suspect.body,
        }
        for suspect in suspects
    ]
    work.session.execute(insert(QuarantinedEvent), rows)
    _drop_oldest(work, limits)


def _drop_oldest(work: Work, limits: QuarantineLimits) -> None:
    newest_first = select(
        _quarantined.id,
        func.row_number().over(order_by=_quarantined.id.desc()).label("place"),
        func.sum(_quarantined.size).over(order_by=_quarantined.id.desc()).label("bytes"),
    ).subquery()
    too_many = select(newest_first.c.id).where(
        (newest_first.c.place > limits.max_events) | (newest_first.c.bytes > limits.max_bytes)
    )
    work.session.execute(
        delete(QuarantinedEvent).where(_quarantined.id.in_(too_many)).execution_options(synchronize_session=False)
    )
