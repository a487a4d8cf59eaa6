"""The only way words leave: one row at a time, within Zalo's limit, each failure answered after its class."""

import logging
import os
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.answers import SendQuota
from bot.client import SentMessage, ZaloClient
from bot.errors import FailureClass, ZaloFailure
from domain.clock import Clock
from domain.messages import Button, ButtonKind, OutgoingMessage
from domain.reply_budget import Allowance
from handlers.groups import ask_for_reading
from scheduler.rate_limit import MINUTE, RateLimit
from storage import allowances, outbox, people
from storage.database import Database, Work
from storage.joined_messages import join_waiting
from storage.locks import ProcessLock
from storage.tables import GroupChat, OutboxMessage, OutboxStatus

RATE_LIMITED = "-32"
GIVE_UP_AFTER = timedelta(days=3)
BACK_OFF = tuple(timedelta(seconds=seconds) for seconds in (2, 5, 15, 30, 60, 120, 300, 600, 900))
UNREACHABLE = frozenset({"-213", "-217", "-222", "-227", "-230", "-232", "-244"})
ADMIN_PAUSE = timedelta(minutes=5)
LOOK_UP_AFTER = timedelta(seconds=20)
BURST = 10
log = logging.getLogger(__name__)


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
        """Send what may leave now, up to BURST messages; answers whether one was tried."""
        now = self._clock()
        self._catch_up()
        if self._is_quiet(now) or not self._limit.allows(now):
            return False
        with self._database.read() as work:
            if not outbox.has_sendable(work, now=now):
                return False
        if not self._become_sender(now):
            return False
        parcel = self._go_on(None, is_last=False)
        tried = 0
        while parcel is not None:
            tried += 1
            parcel = self._send(parcel, is_last=tried >= BURST)
        return tried > 0

    def spend(self, now: datetime) -> bool:
        """Take one request out of the sender's limit for a read; False when a read has to wait (zalo-platform §11)."""
        return self._become_sender(now) and not self._is_quiet(now) and self._limit.take_spare(now)

    def _is_quiet(self, now: datetime) -> bool:
        return self._quiet_until is not None and now < self._quiet_until

    def _become_sender(self, now: datetime) -> bool:
        """Whether we are the one sender; whoever becomes it counts what the one before has sent."""
        was_sender, self._is_sender = self._is_sender, self._lock.try_alone()
        if self._is_sender and not was_sender:
            with self._database.read() as work:
                self._limit.take_over(outbox.attempts_since(work, now - MINUTE))
        return self._is_sender

    def _next(self, work: Work) -> "_Parcel | None":
        """The next message, claimed; None when there is none or the limit is reached."""
        now = self._clock()
        if self._is_quiet(now) or not self._limit.allows(now):
            return None
        message = outbox.claim_next(work, claimed_by=self._name, now=now)
        if message is not None:
            join_waiting(work, message, now=now)
        return _Parcel(message=message, recipient=_recipient(work, message)) if message else None

    def _send(self, parcel: "_Parcel", *, is_last: bool) -> "_Parcel | None":
        """Send one message, and mark it in the same transaction that claims the next one."""
        self._limit.note(self._clock())
        values, quota = self._try(parcel)
        outcome = _Outcome(message_id=parcel.message.id, values=values, person_id=parcel.message.person_id, quota=quota)
        return self._go_on(outcome, is_last=is_last)

    def _go_on(self, outcome: "_Outcome | None", *, is_last: bool) -> "_Parcel | None":
        """Write an outcome and claim the next message; what the database does not take is caught up in the next step.

        What was sent is never forgotten, and a claim whose answer never came is known not to be sent.
        """
        try:
            with self._database.begin() as work:
                if outcome is not None:
                    self._keep(work, outcome)
                return None if is_last else self._next(work)
        except SQLAlchemyError:
            self._unwritten = outcome
            self._claim_cut_off = True
            raise

    def _catch_up(self) -> None:
        """After the database was away: write the outcome it did not take, and let go of a claim we never heard of."""
        if not self._claim_cut_off:
            return
        with self._database.begin() as work:
            if self._unwritten is not None:
                self._keep(work, self._unwritten)
            outbox.release_claims(work, self._name)
        self._unwritten, self._claim_cut_off = None, False

    def _keep(self, work: Work, outcome: "_Outcome") -> None:
        """What became of a send, and what Zalo said is left to say."""
        outbox.mark(work, outcome.message_id, **outcome.values)
        if outcome.quota is not None:
            left = Allowance(remaining=outcome.quota.remaining, total=outcome.quota.total, told_at=self._clock())
            allowances.note(work, outcome.quota.kind, outcome.person_id, left)

    def _try(self, parcel: "_Parcel") -> tuple[dict[str, Any], SendQuota | None]:
        message = parcel.message
        try:
            sent = self._call(message, parcel.recipient)
        except ZaloFailure as failure:
            self._note_group(message, failure)
            return self._after(message, failure), None
        log.info("outbox.sent id=%d kind=%s", message.id, message.kind)
        values = {
            "status": OutboxStatus.SENT,
            "zalo_message_id": sent.message_id,
            "sent_at": self._clock(),
            "attempts": message.attempts + 1,
            "error_code": None,
            "error_words": None,
        }
        return values, sent.quota

    def _note_group(self, message: OutboxMessage, failure: ZaloFailure) -> None:
        """A group in which Zalo lets us speak no more is read again: somebody has to pay, or it is gone."""
        if message.group_id is None or failure.code not in GROUP_CLOSED:
            return
        with self._database.begin() as work:
            ask_for_reading(work, work.session.get_one(GroupChat, message.group_id), now=self._clock())

    def _call(self, message: OutboxMessage, recipient: str) -> SentMessage:
        if message.group_id is not None:
            return self._client.send_group_message(recipient, message.text)
        return self._client.send_message(recipient, _as_message(message))

    def _after(self, message: OutboxMessage, failure: ZaloFailure) -> dict[str, Any]:
        """What a failure makes of a message, and of those behind it."""
        now = self._clock()
        attempts = message.attempts + 1
        status = _status_after(failure, attempts, now - message.created_at)
        pause = LOOK_UP_AFTER if status is OutboxStatus.UNKNOWN else _pause_after(failure, attempts)
        if status is OutboxStatus.WAITING and _stops_everything(failure):
            self._quiet_until = now + pause
        log.warning(
            "outbox.failed id=%d code=%s class=%s status=%s", message.id, failure.code, failure.failure_class, status
        )
        return {
            "status": status,
            "attempts": attempts,
            "look_ups": _look_ups_after(message, status),
            "available_at": now + pause,
            "error_code": failure.code,
            "error_words": failure.words[:200],
        }


@dataclass(frozen=True, kw_only=True)
class _Outcome:
    """What became of one send."""

    message_id: int
    values: dict[str, Any]
    person_id: int | None = None
    quota: SendQuota | None = None


@dataclass(frozen=True, kw_only=True)
class _Parcel:
    """One claimed message and Zalo's id of whom it goes to."""

    message: OutboxMessage
    recipient: str


def _recipient(work: Work, message: OutboxMessage) -> str:
    """Zalo's id of the person or group that a row speaks to."""
    if message.group_id is not None:
        return work.session.get_one(GroupChat, message.group_id).zalo_group_id
    return people.get(work, message.person_id or 0).zalo_user_id


GROUP_CLOSED = frozenset({"-237", "-403"})
ONE_GROUP_ONLY = frozenset({"-237", "-238", "-241"})
ONE_MESSAGE_ONLY = frozenset({"-248"})
_NEEDS_A_HUMAN = frozenset({FailureClass.ADMIN, FailureClass.TOKEN})


def _stops_everything(failure: ZaloFailure) -> bool:
    """Whether the next message would fail the same way: no permission, or the limit of the whole account."""
    if failure.code in ONE_GROUP_ONLY | ONE_MESSAGE_ONLY:
        return False
    return failure.failure_class in _NEEDS_A_HUMAN or failure.code == RATE_LIMITED


def _status_after(failure: ZaloFailure, attempts: int, age: timedelta) -> OutboxStatus:
    if not failure.outcome_known:
        return OutboxStatus.UNKNOWN
    if failure.failure_class is FailureClass.PERMANENT:
        return OutboxStatus.TO_PHONE if failure.code in UNREACHABLE else OutboxStatus.FAILED
    if failure.failure_class is FailureClass.REUPLOAD or failure.code in ONE_MESSAGE_ONLY:
        return OutboxStatus.FAILED
    if failure.failure_class in _NEEDS_A_HUMAN and failure.code not in ONE_GROUP_ONLY:
        return OutboxStatus.WAITING
    if failure.retries is not None and attempts > failure.retries:
        return OutboxStatus.FAILED
    return OutboxStatus.WAITING if age < GIVE_UP_AFTER else OutboxStatus.FAILED


def _look_ups_after(message: OutboxMessage, status: OutboxStatus) -> int:
    """A second unknown end of a message that was sent again is looked up no more: staff decide (decision 0006)."""
    is_second = status is OutboxStatus.UNKNOWN and message.look_ups > 0
    return outbox.MAX_LOOK_UPS if is_second else message.look_ups


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
