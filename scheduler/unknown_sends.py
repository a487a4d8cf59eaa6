"""What became of sends without a known end: looked up in Zalo's own record of the chat (decision 0006)."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from bot.client import MAX_ROWS, ConversationRow, ZaloClient
from bot.errors import FailureClass, ZaloFailure, without_answer
from domain.clock import Clock
from domain.conversations import is_silent
from domain.messages import Priority
from storage import conversations, outbox, people, unknown_sends
from storage.database import Database, Work
from storage.outbox import CLOCK_SLACK, MAX_LOOK_UPS
from storage.tables import OutboxMessage, OutboxStatus

FEED_REACHES_BACK = timedelta(days=8)
MAX_PAGES = 50
LOOK_AGAIN_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180))
SENT_AGAIN = "not in the conversation: sent again"
_HOPELESS = frozenset({FailureClass.PERMANENT, FailureClass.REUPLOAD})
log = logging.getLogger(__name__)


class Finding(StrEnum):
    """What the record says about one send."""

    SENT = "sent"
    ABSENT = "absent"
    UNCLEAR = "unclear"


class UnknownSends:
    """Settles sends to persons whose end nobody saw, one look at a time and within the sender's limit."""

    def __init__(
        self, database: Database, client: ZaloClient, clock: Clock, *, spend: Callable[[datetime], bool]
    ) -> None:
        """`spend` takes one request out of the limit, or answers False: then the look waits."""
        self._database = database
        self._client = client
        self._clock = clock
        self._spend = spend

    def step(self) -> bool:
        """Look one send up; answers whether one was settled or put off."""
        now = self._clock()
        with self._database.read() as work:
            message = unknown_sends.next_due(work, now=now)
            zalo_user_id = people.get(work, message.person_id or 0).zalo_user_id if message else ""
        if message is None or message.attempted_at is None:
            return False
        if now - message.attempted_at > FEED_REACHES_BACK:
            self._put_off(message, look_ups=MAX_LOOK_UPS)
            return True
        return self._look_up(message, zalo_user_id, message.attempted_at - CLOCK_SLACK)

    def _look_up(self, message: OutboxMessage, zalo_user_id: str, not_before_at: datetime) -> bool:
        try:
            rows = self._read_back(zalo_user_id, not_before_at)
        except ZaloFailure as failure:
            log.warning("unknown_send.unread id=%d code=%s", message.id, failure.code)
            is_hopeless = failure.failure_class in _HOPELESS
            self._put_off(message, look_ups=MAX_LOOK_UPS if is_hopeless else message.look_ups + 1)
            return True
        if rows is None:
            return False
        self._settle(message, rows)
        return True

    def _read_back(self, zalo_user_id: str, not_before_at: datetime) -> list[ConversationRow] | None:
        """Every row of the chat since then, or None when the limit makes us wait."""
        rows: list[ConversationRow] = []
        for page_number in range(MAX_PAGES):
            if not self._spend(self._clock()):
                return None
            page = self._client.conversation(zalo_user_id, offset=page_number * MAX_ROWS)
            rows += page
            oldest = min((row.occurred_at for row in page if row.occurred_at), default=None)
            if len(page) < MAX_ROWS or (oldest is not None and oldest < not_before_at):
                return [row for row in rows if row.occurred_at is None or row.occurred_at >= not_before_at]
        raise without_answer("chat_too_long", outcome_known=True)

    def _settle(self, message: OutboxMessage, rows: list[ConversationRow]) -> None:
        with self._database.begin() as work:
            current = outbox.get(work, message.id, to_change=True)
            if current is None or current.status is not OutboxStatus.UNKNOWN:
                return
            finding, found = _judge(work, current, rows)
            current.look_ups += 1
            if finding is Finding.SENT and found:
                _note_sent(current, found)
            elif finding is Finding.ABSENT:
                _send_again(work, current, now=self._clock())
            else:
                current.look_ups = MAX_LOOK_UPS
                current.error_words = "looked up: several messages read the same"
        log.info("unknown_send.looked_up id=%d finding=%s", message.id, finding)

    def _put_off(self, message: OutboxMessage, *, look_ups: int) -> None:
        pause = LOOK_AGAIN_AFTER[min(look_ups, len(LOOK_AGAIN_AFTER)) - 1]
        with self._database.begin() as work:
            current = outbox.get(work, message.id, to_change=True)
            if current is not None and current.status is OutboxStatus.UNKNOWN:
                current.look_ups = look_ups
                current.available_at = self._clock() + pause


def _judge(work: Work, message: OutboxMessage, rows: list[ConversationRow]) -> tuple[Finding, ConversationRow | None]:
    same = {row.message_id: row for row in rows if row.from_account and _reads_the_same(row, message)}
    ours = unknown_sends.ours_among(work, same)
    found = [row for message_id, row in same.items() if message_id not in ours]
    if not found:
        return Finding.ABSENT, None
    if len(found) > 1 or unknown_sends.has_twin(work, message):
        return Finding.UNCLEAR, None
    return Finding.SENT, found[0]


def _reads_the_same(row: ConversationRow, message: OutboxMessage) -> bool:
    return row.text.split() == message.text.split()


def _note_sent(message: OutboxMessage, row: ConversationRow) -> None:
    message.status = OutboxStatus.SENT
    message.zalo_message_id = row.message_id
    message.sent_at = row.occurred_at
    message.error_code = message.error_words = None


def _send_again(work: Work, message: OutboxMessage, *, now: datetime) -> None:
    """It never left: it may leave once more, unless a human answers in its place meanwhile."""
    conversation = conversations.of(work, people.get(work, message.person_id or 0))
    if message.priority == Priority.REPLY and is_silent(conversation.silent_until_at, now):
        message.status = OutboxStatus.CANCELLED
        return
    message.status = OutboxStatus.WAITING
    message.available_at = now
    message.error_words = SENT_AGAIN
