"""What no known secret signed: how much of it is held, and how it leaves again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from storage.columns import columns_of, rows_of
from storage.database import Work
from storage.tables import QuarantinedEvent

_quarantined = columns_of(QuarantinedEvent)


@dataclass(frozen=True, kw_only=True)
class Held:
    """What is held for one reason."""

    reason: str
    events: int
    size: int
    oldest_at: datetime
    newest_at: datetime


def size(work: Work) -> tuple[int, int]:
    """How many unverified events are held, and their bytes."""
    count, total = work.session.execute(select(func.count(), func.coalesce(func.sum(_quarantined.size), 0))).one()
    return count, total


def held(work: Work) -> list[Held]:
    """What is held, by reason; never what it says."""
    moments = func.min(_quarantined.received_at), func.max(_quarantined.received_at)
    rows = work.session.execute(
        select(_quarantined.reason, func.count(), func.sum(_quarantined.size), *moments)
        .group_by(_quarantined.reason)
        .order_by(_quarantined.reason)
    )
    return [
        Held(reason=reason, events=events, size=total, oldest_at=oldest, newest_at=newest)
        for reason, events, total, oldest, newest in rows
    ]


def after(work: Work, last_id: int, *, limit: int) -> Sequence[QuarantinedEvent]:
    """The next ones in the order they came."""
    return work.session.scalars(
        select(QuarantinedEvent).where(_quarantined.id > last_id).order_by(_quarantined.id).limit(limit)
    ).all()


def drop(work: Work, ids: Sequence[int] | None = None) -> int:
    """Erase these, or all; answers how many there were."""
    rows = rows_of(QuarantinedEvent)
    chosen = delete(rows) if ids is None else delete(rows).where(rows.c.id.in_(ids))
    return work.session.connection().execute(chosen).rowcount
