"""What stands open right now, counted for those who watch the service from outside.

Cheap on a million rows: every count is of a state that work leaves again, or that a human has to end, and is found by
the index that begins with the state. What is done, sent or kept is never counted here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import func, select

from domain.incidents import STILL_OPEN, IncidentStatus
from storage import quarantine, staff
from storage.columns import columns_of
from storage.database import Work
from storage.tables import (
    AttachmentStatus,
    InboxEvent,
    InboxStatus,
    Incident,
    OutboxMessage,
    OutboxStatus,
    StoredAttachment,
    ZaloToken,
)

INBOX_STATES = (InboxStatus.WAITING, InboxStatus.CLAIMED, InboxStatus.FAILED)
OUTBOX_STATES = (
    OutboxStatus.WAITING,
    OutboxStatus.SENDING,
    OutboxStatus.FAILED,
    OutboxStatus.UNKNOWN,
    OutboxStatus.TO_PHONE,
)
ATTACHMENT_STATES = (AttachmentStatus.WAITING, AttachmentStatus.FETCHING, AttachmentStatus.FAILED)
MAX_CODES = 20
State = TypeVar("State", bound=StrEnum)
OTHER_CODES = "other"
_inbox = columns_of(InboxEvent)
_outbox = columns_of(OutboxMessage)
_attachments = columns_of(StoredAttachment)
_incidents = columns_of(Incident)
_tokens = columns_of(ZaloToken)


@dataclass(frozen=True, kw_only=True)
class Measures:
    """One look at everything that is not finished; an instant is None when nothing of its kind is open."""

    inbox: dict[InboxStatus, int]
    oldest_waiting_event_at: datetime | None
    oldest_unhandled_event_at: datetime | None
    outbox: dict[OutboxStatus, int]
    oldest_waiting_message_at: datetime | None
    messages_by_code: dict[tuple[OutboxStatus, str], int]
    attachments: dict[AttachmentStatus, int]
    quarantined: int
    quarantined_bytes: int
    open_tasks: int
    open_cases: dict[IncidentStatus, int]
    token_saved_at: datetime | None
    token_expires_at: datetime | None


def take(work: Work) -> Measures:
    """Look at everything once."""
    quarantined, quarantined_bytes = quarantine.size(work)
    waiting_at = _oldest_event_at(work, InboxStatus.WAITING)
    claimed_at = _oldest_event_at(work, InboxStatus.CLAIMED)
    token = work.session.execute(select(_tokens.saved_at, _tokens.expires_at)).first()
    return Measures(
        inbox=_counts(work, _inbox, INBOX_STATES),
        oldest_waiting_event_at=waiting_at,
        oldest_unhandled_event_at=min((at for at in (waiting_at, claimed_at) if at is not None), default=None),
        outbox=_counts(work, _outbox, OUTBOX_STATES),
        oldest_waiting_message_at=work.session.scalar(
            select(func.min(_outbox.created_at)).where(_outbox.status == OutboxStatus.WAITING)
        ),
        messages_by_code=_messages_by_code(work),
        attachments=_counts(work, _attachments, ATTACHMENT_STATES),
        quarantined=quarantined,
        quarantined_bytes=quarantined_bytes,
        open_tasks=staff.count_open_tasks(work),
        open_cases=_counts(work, _incidents, sorted(STILL_OPEN)),
        token_saved_at=token[0] if token else None,
        token_expires_at=token[1] if token else None,
    )


def _counts(work: Work, table: Any, states: Iterable[State]) -> dict[State, int]:
    states = tuple(states)
    rows = work.session.execute(
        select(table.status, func.count()).where(table.status.in_(states)).group_by(table.status)
    ).all()
    found = {status: count for status, count in rows}
    return {state: found.get(state, 0) for state in states}


def _oldest_event_at(work: Work, status: InboxStatus) -> datetime | None:
    return work.session.scalar(select(_inbox.received_at).where(_inbox.status == status).order_by(_inbox.id).limit(1))


def _messages_by_code(work: Work) -> dict[tuple[OutboxStatus, str], int]:
    """Messages that Zalo refused or left without an answer; beyond the MAX_CODES commonest a code is `other`."""
    rows = work.session.execute(
        select(_outbox.status, _outbox.error_code, func.count())
        .where(_outbox.status.in_(OUTBOX_STATES), _outbox.error_code.is_not(None))
        .group_by(_outbox.status, _outbox.error_code)
        .order_by(func.count().desc(), _outbox.error_code)
    ).all()
    counts: dict[tuple[OutboxStatus, str], int] = {}
    for place, (status, code, count) in enumerate(rows):
        key = (status, code if place < MAX_CODES else OTHER_CODES)
        counts[key] = counts.get(key, 0) + count
    return counts
