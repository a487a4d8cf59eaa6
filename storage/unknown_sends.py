"""Which sends without a known end may be looked up now, and what else could be mistaken for them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from storage.columns import columns_of
from storage.database import Work
from storage.outbox import MAX_LOOK_UPS
from storage.tables import OutboxMessage, OutboxStatus

_outbox = columns_of(OutboxMessage)


def next_due(work: Work, *, now: datetime) -> OutboxMessage | None:
    """The oldest unknown message to a person whose time to be looked up has come; groups have no such read."""
    return work.session.scalar(
        select(OutboxMessage)
        .where(
            _outbox.status == OutboxStatus.UNKNOWN,
            _outbox.person_id.is_not(None),
            _outbox.group_id.is_(None),
            _outbox.attempted_at.is_not(None),
            _outbox.look_ups < MAX_LOOK_UPS,
            _outbox.available_at <= now,
        )
        .order_by(_outbox.available_at, _outbox.id)
        .limit(1)
    )


def ours_among(work: Work, zalo_message_ids: Collection[str]) -> set[str]:
    """Which of these ids belong to sends of ours whose end is known."""
    known = work.session.scalars(select(_outbox.zalo_message_id).where(_outbox.zalo_message_id.in_(zalo_message_ids)))
    return set(known)


def has_twin(work: Work, message: OutboxMessage) -> bool:
    """Whether another send of the same words to the same person has no known end either."""
    others = work.session.scalar(
        select(func.count())
        .select_from(OutboxMessage)
        .where(
            _outbox.person_id == message.person_id,
            _outbox.id != message.id,
            _outbox.status.in_((OutboxStatus.UNKNOWN, OutboxStatus.SENDING)),
            _outbox.text == message.text,
        )
    )
    return bool(others)
