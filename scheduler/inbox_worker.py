"""How events become effects: claimed in order, read outside any transaction, written in one short one."""

import logging
import os
import threading
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from sqlalchemy.exc import SQLAlchemyError

from bot.events import parse_body, translate
from domain.clock import Clock
from domain.events import Event, Ignored, MessageReceived
from domain.understanding import Sender
from handlers.arrivals import NOT_UNDERSTOOD, Arrival, read_arrival
from handlers.deadlines import pass_deadlines
from handlers.foresight import foresee
from handlers.membership import bound_accounts
from handlers.office import Office
from handlers.routing import Occasion, handle
from language.group_address import GroupEar
from language.interpreter import Interpreter
from storage import conversations, inbox
from storage.database import Database, Work
from storage.inbox import ClaimedEvent

BATCH = 20
TURN_SECONDS = 0.03
LEAST_TURN_SECONDS = 0.010
FORESEEN_TOGETHER = 8
log = logging.getLogger(__name__)


class _Turn:
    """How long a batch may keep others from writing: a while, and not much longer once an arrival waits."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._began = monotonic()

    @property
    def is_over(self) -> bool:
        """Whether it is time to commit; each commit costs as much as an event, so a turn is never cut too short."""
        lasted = monotonic() - self._began
        return lasted > TURN_SECONDS or (lasted > LEAST_TURN_SECONDS and self._database.is_wanted)


@dataclass(frozen=True, kw_only=True)
class _Read:
    claimed: ClaimedEvent
    arrival: Arrival


class InboxWorker:
    """Takes waiting events and lets each have its effect exactly once."""

    def __init__(
        self,
        database: Database,
        office: Office,
        interpreter: Interpreter,
        clock: Clock,
        *,
        account_id: str,
        on_done: Callable[[], None],
    ) -> None:
        """`on_done` is called after each commit that may have left something to send or to fetch."""
        self._database = database
        self._office = office
        self._interpreter = interpreter
        self._clock = clock
        self._account_id = account_id
        self._ear = GroupEar(account_id, office.ward.account_names)
        self._on_done = on_done
        self._cut_off = threading.local()

    def step(self) -> bool:
        """Handle up to BATCH waiting events; answers whether there were any. Threads may call it at the same time."""
        self._hand_back_what_was_cut_off()
        with self._database.read() as work:
            if not inbox.has_claimable(work, now=self._clock()):
                return False
        claimed_by = f"{os.getpid()}-{uuid.uuid4().hex[:12]}"
        try:
            return self._claim_and_handle(claimed_by)
        except SQLAlchemyError:
            self._cut_off.claimed_by = claimed_by
            raise

    def _hand_back_what_was_cut_off(self) -> None:
        """What this thread held when the database went away need not wait for the end of its lease."""
        claimed_by = getattr(self._cut_off, "claimed_by", None)
        if claimed_by is None:
            return
        with self._database.begin() as work:
            inbox.release_claim(work, claimed_by)
        self._cut_off.claimed_by = None

    def _claim_and_handle(self, claimed_by: str) -> bool:
        with self._database.begin() as work:
            claimed = inbox.claim(work, claimed_by=claimed_by, now=self._clock(), limit=BATCH)
        if not claimed:
            return False
        self._handle_in_turns(self._read_all(claimed))
        self._on_done()
        return True

    def _read_all(self, claimed: list[ClaimedEvent]) -> list[_Read]:
        """What each event says; whether a member wrote it is asked once for all of them."""
        translated = [(one, self._translate(one)) for one in claimed]
        members = self._members_among(event for _, event in translated)
        return [_Read(claimed=one, arrival=self._read(one, event, members)) for one, event in translated]

    def _members_among(self, arrived: Iterable[Event]) -> frozenset[str]:
        writers = {event.sender_id for event in arrived if isinstance(event, MessageReceived) and _may_tell(event)}
        if not writers:
            return frozenset()
        with self._database.read() as work:
            return bound_accounts(work, writers, self._office.today(self._clock()))

    def _read(self, claimed: ClaimedEvent, event: Event, members: frozenset[str]) -> Arrival:
        is_member = isinstance(event, MessageReceived) and event.sender_id in members
        sender = Sender.MEMBER if is_member else Sender.RESIDENT
        try:
            timezone = self._office.texts.timezone
            return read_arrival(event, self._interpreter, timezone, sender=sender, ear=self._ear)
        except Exception:
            log.exception("inbox.unread id=%d", claimed.id)
            return Arrival(event=event, sender=sender, understanding=NOT_UNDERSTOOD)

    def _translate(self, claimed: ClaimedEvent) -> Event:
        payload = parse_body(claimed.body)
        if payload is None:
            return Ignored(occurred_at=claimed.received_at, event_name=claimed.event_name, reason="unreadable")
        return translate(payload, received_at=claimed.received_at, account_id=self._account_id)

    def _handle_in_turns(self, batch: list[_Read]) -> None:
        """As many events in one transaction as it may hold: it ends earlier when an arrival waits to be written."""
        while batch:
            together = self._handle_together(batch)
            del batch[:together]

    def _handle_together(self, batch: list[_Read]) -> int:
        handled = 0
        try:
            with self._database.begin(writes_together=True) as work:
                turn = _Turn(self._database)
                reasons: dict[str, list[ClaimedEvent]] = defaultdict(list)
                while handled < len(batch) and not (handled and turn.is_over):
                    if handled % FORESEEN_TOGETHER == 0:
                        soon = [read.arrival for read in batch[handled : handled + FORESEEN_TOGETHER]]
                        foresee(work, soon, now=self._clock())
                    reason = self._let_happen(work, batch[handled], self._clock())
                    if reason is not None:
                        reasons[reason].append(batch[handled].claimed)
                    handled += 1
                inbox.finish_all(work, [read.claimed for read in batch[:handled]], now=self._clock())
                for reason, ignored in reasons.items():
                    inbox.ignore(work, ignored, reason=reason)
        except Exception as error:
            log.warning("inbox.batch_failed events=%d error=%s", len(batch), type(error).__name__)
            self._handle_each(batch)
            return len(batch)
        return handled

    def _handle_each(self, batch: list[_Read]) -> None:
        """One transaction an event; once one fails, the later ones of its conversation wait for it."""
        failed: set[str] = set()
        for read in batch:
            key = read.claimed.conversation_key
            if key in failed:
                with self._database.begin() as work:
                    inbox.hand_back(work, read.claimed)
            elif not self._handle_alone(read):
                failed.add(key)

    def _handle_alone(self, read: _Read) -> bool:
        try:
            with self._database.begin() as work:
                self._handle(work, read, self._clock())
        except Exception as error:
            log.exception("inbox.failed id=%d", read.claimed.id)
            with self._database.begin() as work:
                inbox.give_back(work, read.claimed, reason=type(error).__name__, now=self._clock())
            return False
        return True

    def _handle(self, work: Work, read: _Read, now: datetime) -> None:
        if not inbox.finish(work, read.claimed, now=now):
            return
        reason = self._let_happen(work, read, now)
        if reason is not None:
            inbox.ignore(work, [read.claimed], reason=reason)

    def _let_happen(self, work: Work, read: _Read, now: datetime) -> str | None:
        """The effect of one event; answers why it was ignored, or None."""
        return handle(Occasion(work=work, office=self._office, arrival=read.arrival, inbox_id=read.claimed.id, now=now))

    def pass_deadlines(self) -> int:
        """Act for everybody whose deadline has passed; answers how many persons that were."""
        with self._database.read() as work:
            persons = conversations.due(work, now=self._clock())
        for person_id in persons:
            self._pass_deadlines_of(person_id)
        if persons:
            self._on_done()
        return len(persons)

    def _pass_deadlines_of(self, person_id: int) -> None:
        try:
            with self._database.begin() as work:
                pass_deadlines(work, self._office, person_id, now=self._clock())
        except Exception:
            log.exception("deadline.failed person=%d", person_id)


def _may_tell(event: MessageReceived) -> bool:
    """Whether it matters who wrote it: words do, and in a group a photo may prove a member's report."""
    return bool(event.text) or event.group_id is not None
