"""The only way words leave: one row at a time, within Zalo's limit, each failure answered after its class."""

import logging
import os
import uuid
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.client import SentMessage, ZaloClient
from bot.errors import FailureClass, ZaloFailure
from domain.clock import Clock
from domain.messages import Button, ButtonKind, OutgoingMessage
from storage import outbox, people
from storage.database import Database, Work
from storage.locks import ProcessLock
from storage.tables import GroupChat, OutboxMessage, OutboxStatus

RATE_LIMITED = "-32"
MINUTE = timedelta(minutes=1)
GIVE_UP_AFTER = timedelta(days=3)
BACK_OFF = tuple(timedelta(seconds=seconds) for seconds in (2, 5, 15, 30, 60, 120, 300, 600, 900))
UNREACHABLE = frozenset({"-213", "-217", "-222", "-227", "-230", "-232", "-244"})
ADMIN_PAUSE = timedelta(minutes=5)
log = logging.getLogger(__name__)


class RateLimit:
    """At most `per_minute` requests in any sixty seconds."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._sent_at: deque[datetime] = deque()

    def allows(self, now: datetime) -> bool:
        """Whether one more request may leave now."""
        while self._sent_at and now - self._sent_at[0] >= MINUTE:
            self._sent_at.popleft()
        return len(self._sent_at) < self._per_minute

    def note(self, now: datetime) -> None:
        """One request left."""
        self._sent_at.append(now)

    def take_over(self, sent_at: Iterable[datetime]) -> None:
        """Count what somebody else has sent before us."""
        self._sent_at = deque(sorted(sent_at))


@dataclass(frozen=True, kw_only=True)
class _Outcome:
    """What became of one send."""

    message_id: int
    status: OutboxStatus
    values: dict[str, object]


class OutboxWorker:
    """The one sender: of several processes only the one that holds the lock sends, so that one limit holds for all."""

    def __init__(
        self,
        database: Database,
        client: ZaloClient,
        clock: Clock,
        *,
        requests_per_minute: int,
        lock: ProcessLock,
    ) -> None:
        """`requests_per_minute` is Zalo's limit for this account (zalo-platform §11)."""
        self._database = database
        self._lock = lock
        self._is_sender = False
        self._client = client
        self._clock = clock
        self._limit = RateLimit(requests_per_minute)
        self._quiet_until: datetime | None = None
        self._unwritten: _Outcome | None = None
        self._claim_cut_off = False
        self._name = f"{os.getpid()}-{uuid.uuid4().hex[:12]}"

    def step(self) -> bool:
        """Send the next message if there is one and the limit allows it; answers whether one was tried."""
        now = self._clock()
        self._catch_up()
        if not self._limit.allows(now) or (self._quiet_until is not None and now < self._quiet_until):
            return False
        with self._database.read() as work:
            if not outbox.has_sendable(work, now=now):
                return False
        if not self._may_send(now):
            return False
        claimed = self._claim(now)
        if claimed is None:
            return False
        self._limit.note(now)
        self._send(*claimed)
        return True

    def _claim(self, now: datetime) -> tuple[OutboxMessage, str] | None:
        try:
            with self._database.begin() as work:
                message = outbox.claim_next(work, claimed_by=self._name, now=now)
                return (message, _recipient(work, message)) if message else None
        except SQLAlchemyError:
            self._claim_cut_off = True
            raise

    def _catch_up(self) -> None:
        """After the database was away: write the outcome it did not take, and let go of a claim we never heard of."""
        if self._unwritten is not None:
            self._write(self._unwritten)
            self._unwritten = None
        if self._claim_cut_off:
            with self._database.begin() as work:
                outbox.release_claims(work, self._name)
            self._claim_cut_off = False

    def _write(self, outcome: _Outcome) -> None:
        with self._database.begin() as work:
            outbox.mark(work, outcome.message_id, outcome.status, **outcome.values)

    def _note(self, message: OutboxMessage, status: OutboxStatus, **values: object) -> None:
        """Write an outcome down now, or first thing in the next step: what was sent is never forgotten."""
        outcome = _Outcome(message_id=message.id, status=status, values=values)
        try:
            self._write(outcome)
        except SQLAlchemyError:
            self._unwritten = outcome
            raise

    def _may_send(self, now: datetime) -> bool:
        """Whether we are the one sender; whoever becomes it counts what the one before has sent."""
        was_sender, self._is_sender = self._is_sender, self._lock.try_alone()
        if self._is_sender and not was_sender:
            with self._database.read() as work:
                self._limit.take_over(outbox.attempts_since(work, now - MINUTE))
        return self._is_sender and self._limit.allows(now)

    def _send(self, message: OutboxMessage, recipient: str) -> None:
        try:
            sent = self._call(message, recipient)
        except ZaloFailure as failure:
            self._note_failure(message, failure)
            return
        self._note(
            message,
            OutboxStatus.SENT,
            zalo_message_id=sent.message_id,
            sent_at=self._clock(),
            attempts=message.attempts + 1,
            error_code=None,
            error_words=None,
        )
        log.info("outbox.sent id=%d kind=%s", message.id, message.kind)

    def _call(self, message: OutboxMessage, recipient: str) -> SentMessage:
        if message.group_id is not None:
            return self._client.send_group_message(recipient, message.text)
        return self._client.send_message(recipient, _as_message(message))

    def _note_failure(self, message: OutboxMessage, failure: ZaloFailure) -> None:
        now = self._clock()
        attempts = message.attempts + 1
        status = _status_after(failure, attempts, now - message.created_at)
        pause = _pause_after(failure, attempts)
        if status is OutboxStatus.WAITING and _stops_everything(failure):
            self._quiet_until = now + pause
        self._note(
            message,
            status,
            attempts=attempts,
            available_at=now + pause,
            error_code=failure.code,
            error_words=failure.words[:200],
        )
        log.warning(
            "outbox.failed id=%d code=%s class=%s status=%s", message.id, failure.code, failure.failure_class, status
        )


def _recipient(work: Work, message: OutboxMessage) -> str:
    """Zalo's id of the person or group that a row speaks to."""
    if message.group_id is not None:
        return work.session.get_one(GroupChat, message.group_id).zalo_group_id
    return people.get(work, message.person_id or 0).zalo_user_id


_NEEDS_A_HUMAN = frozenset({FailureClass.ADMIN, FailureClass.TOKEN})


def _stops_everything(failure: ZaloFailure) -> bool:
    """Whether the next message would fail the same way: no permission, or the limit of the whole account."""
    return failure.failure_class in _NEEDS_A_HUMAN or failure.code == RATE_LIMITED


def _status_after(failure: ZaloFailure, attempts: int, age: timedelta) -> OutboxStatus:
    if not failure.outcome_known:
        return OutboxStatus.UNKNOWN
    if failure.failure_class is FailureClass.PERMANENT:
        return OutboxStatus.TO_PHONE if failure.code in UNREACHABLE else OutboxStatus.FAILED
    if failure.failure_class is FailureClass.REUPLOAD:
        return OutboxStatus.FAILED
    if failure.failure_class in _NEEDS_A_HUMAN:
        return OutboxStatus.WAITING
    if failure.retries is not None and attempts > failure.retries:
        return OutboxStatus.FAILED
    return OutboxStatus.WAITING if age < GIVE_UP_AFTER else OutboxStatus.FAILED


def _pause_after(failure: ZaloFailure, attempts: int) -> timedelta:
    if failure.failure_class in _NEEDS_A_HUMAN:
        return ADMIN_PAUSE
    own = BACK_OFF[min(attempts, len(BACK_OFF)) - 1]
    return max(own, failure.retry_after or timedelta())


def _as_message(message: OutboxMessage) -> OutgoingMessage:
    buttons = tuple(
        Button(title=button["title"], kind=ButtonKind(button["kind"]), value=button["value"])
        for button in message.buttons
    )
    return OutgoingMessage(text=message.text, buttons=buttons)
