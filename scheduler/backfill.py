"""After an outage: what people wrote and the webhook never brought is read from Zalo's own record (product C1).

The record of all chats is read from the newest row back to where an earlier run ended, ten rows a request and within
the sender's limit (decision 0015). What the webhook brought is recognised by the same dedupe key.
"""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.client import MAX_ROWS, ConversationRow, ZaloClient
from bot.errors import FailureClass, ZaloFailure
from bot.feed import missed_event
from bot.webhook import new_event
from domain.clock import Clock
from storage import bookmarks, inbox
from storage.database import Database
from storage.inbox_writer import NewEvent, keep

BOOKMARK = "chats read back"
EVERY = timedelta(minutes=15)
SOON = timedelta(minutes=2)
AFTER_REFUSAL = timedelta(hours=6)
OVERLAP = timedelta(minutes=5)
WEBHOOK_COMES_FIRST = timedelta(seconds=90)
FEED_REACHES_BACK = timedelta(days=8)
log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class BackfillOptions:
    """Whose chats are read: the ids of our app and of the official account."""

    app_id: str
    account_id: str


@dataclass(frozen=True, kw_only=True)
class _Run:
    """One reading, page by page; new rows push old ones to later pages, so none is passed over.

    What was missed is kept at the end, the oldest first: people's words have their effect in their order.
    """

    began_at: datetime
    not_before_at: datetime
    offset: int = 0
    missed: tuple[NewEvent, ...] = ()


class Backfill:
    """Reads the record back at the start, every quarter of an hour, and sooner while it finds what was missed."""

    def __init__(
        self,
        database: Database,
        client: ZaloClient,
        clock: Clock,
        options: BackfillOptions,
        *,
        spend: Callable[[datetime], bool],
        on_stored: Callable[[], None],
    ) -> None:
        """`spend` takes one request out of the limit, or answers False: then the reading waits."""
        self._database = database
        self._client = client
        self._clock = clock
        self._options = options
        self._spend = spend
        self._on_stored = on_stored
        self._next_at: datetime | None = None
        self._run: _Run | None = None

    def step(self) -> bool:
        """Read one page if it is time and the limit allows it; answers whether one was read."""
        now = self._clock()
        if self._next_at is not None and now < self._next_at:
            return False
        run = self._run or self._begin(now)
        if run is None or not self._spend(now):
            return False
        self._run = run
        try:
            page = self._client.recent_chats(offset=run.offset)
        except ZaloFailure as failure:
            self._put_off(now, failure)
            return True
        self._run = self._take_in(run, page, now)
        return True

    def _begin(self, now: datetime) -> _Run | None:
        """A run from now back to the end of the one before; the very first run has nothing to look for."""
        with self._database.begin() as work:
            read_until = bookmarks.at(work, BOOKMARK)
            if read_until is None:
                bookmarks.put(work, BOOKMARK, now)
        if read_until is None:
            self._next_at = now + EVERY
            return None
        return _Run(began_at=now, not_before_at=max(read_until - OVERLAP, now - FEED_REACHES_BACK))

    def _take_in(self, run: _Run, page: Sequence[ConversationRow], now: datetime) -> _Run | None:
        """Look for what is missing of one page; answers the run as it goes on, or None at its end."""
        events = [event for row in page if (event := self._missed(run, row, now))]
        with self._database.read() as work:
            known = inbox.known_among(work, [event.dedupe_key for event in events])
        missed = (event for event in events if event.dedupe_key not in known)
        run = replace(run, offset=run.offset + len(page), missed=(*run.missed, *missed))
        is_last = len(page) < MAX_ROWS or any(row.occurred_at and row.occurred_at < run.not_before_at for row in page)
        if not is_last:
            return run
        self._end(run)
        self._next_at = now + (SOON if run.missed else EVERY)
        return None

    def _end(self, run: _Run) -> None:
        """Keep what was missed and note how far the reading came, in one transaction."""
        with self._database.begin() as work:
            keep(work, sorted(run.missed, key=lambda event: event.occurred_at))
            bookmarks.put(work, BOOKMARK, run.began_at)
        if run.missed:
            log.warning("backfill.took_in events=%d", len(run.missed))
            self._on_stored()

    def _missed(self, run: _Run, row: ConversationRow, now: datetime) -> NewEvent | None:
        """The event of one row that the webhook has had its time for."""
        if row.occurred_at is None or not run.not_before_at <= row.occurred_at <= now - WEBHOOK_COMES_FIRST:
            return None
        payload = missed_event(row, app_id=self._options.app_id, account_id=self._options.account_id)
        if payload is None:
            return None
        body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
        return new_event(body, payload, received_at=now, account_id=self._options.account_id)

    def _put_off(self, now: datetime, failure: ZaloFailure) -> None:
        """Begin anew later; an account that may not read its chats is asked seldom (zalo-platform §3)."""
        is_refused = failure.failure_class in (FailureClass.ADMIN, FailureClass.PERMANENT)
        self._run = None
        self._next_at = now + (AFTER_REFUSAL if is_refused else SOON)
        log.warning("backfill.unread code=%s class=%s", failure.code, failure.failure_class)
