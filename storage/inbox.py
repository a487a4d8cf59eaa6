"""How events are claimed in order and marked: one row is one event, and its effect and its mark are one commit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, or_, select, update
from sqlalchemy.orm import aliased

from domain.errors import HoaXuanError
from storage.columns import columns_of, once, rows_of
from storage.database import Work
from storage.tables import InboxEvent, InboxStatus

_inbox = columns_of(InboxEvent)
_rows = rows_of(InboxEvent)
_FINISH = (
    update(_rows)
    .where(
        _rows.c.id.in_(bindparam("ids", expanding=True)),
        _rows.c.claimed_by == bindparam("worker"),
        _rows.c.status == InboxStatus.CLAIMED,
    )
    .values(status=InboxStatus.DONE, handled_at=bindparam("at"), claimed_until=None, reason=None)
)

LEASE = timedelta(seconds=60)
CLAIM_LOCK = 7001
MAX_ATTEMPTS = 5
RETRY_AFTER = (timedelta(seconds=1), timedelta(seconds=5), timedelta(seconds=15), timedelta(seconds=60))


class ClaimLost(HoaXuanError):
    """The lease of an event ran out and somebody else has it: its effect is not ours to write."""


@dataclass(frozen=True, kw_only=True)
class ClaimedEvent:
    """One event that a worker has taken; `claimed_by` proves whose it is when its effect is written."""

    id: int
    body: bytes
    event_name: str
    conversation_key: str
    received_at: datetime
    claimed_by: str


def claim(work: Work, *, claimed_by: str, now: datetime, limit: int) -> list[ClaimedEvent]:
    """Take up to `limit` waiting events, in order within each conversation.

    A conversation with an event in work elsewhere, or with an earlier one waiting for its retry, is passed over.
    Claims of several processes go one after the other, else two could take different events of one conversation.
    """
    if work.session.get_bind().dialect.name == "postgresql":
        work.session.execute(select(func.pg_advisory_xact_lock(CLAIM_LOCK)))
    taken = work.session.execute(
        update(InboxEvent)
        .where(_inbox.id.in_(once(_claimable(now, limit))), _inbox.status == InboxStatus.WAITING)
        .values(status=InboxStatus.CLAIMED, claimed_by=claimed_by, claimed_until=now + LEASE)
        .returning(
            _inbox.id, _inbox.body, _inbox.event_name, _inbox.received_at, _inbox.conversation_key, _inbox.occurred_at
        )
        .execution_options(synchronize_session=False)
    ).all()
    in_order = sorted(taken, key=lambda event: (event.conversation_key, event.occurred_at, event.id))
    return [
        ClaimedEvent(
            id=event.id,
            body=event.body or b"",
            event_name=event.event_name,
            conversation_key=event.conversation_key,
            received_at=event.received_at,
            claimed_by=claimed_by,
        )
        for event in in_order
    ]


def _claimable(now: datetime, limit: int) -> Select[Any]:
    earlier = columns_of(aliased(InboxEvent))
    waits_for_retry = and_(earlier.status == InboxStatus.WAITING, earlier.available_at > now, earlier.id < _inbox.id)
    blocked = (
        select(earlier.id)
        .where(
            earlier.conversation_key == _inbox.conversation_key,
            or_(earlier.status == InboxStatus.CLAIMED, waits_for_retry),
        )
        .exists()
    )
    return (
        select(_inbox.id)
        .where(_inbox.status == InboxStatus.WAITING, _inbox.available_at <= now, ~blocked)
        .order_by(_inbox.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )


def finish(work: Work, event: ClaimedEvent, *, now: datetime) -> bool:
    """Mark an event done; False when somebody else holds it meanwhile.

    Call it first in the transaction that writes the effect: on False the effect must not be written.
    """
    return _update_mine(
        work, event, {"status": InboxStatus.DONE, "handled_at": now, "claimed_until": None, "reason": None}
    )


def finish_all(work: Work, events: Sequence[ClaimedEvent], *, now: datetime) -> None:
    """Mark events of one claim done, in the transaction that wrote their effects.

    Raises ClaimLost when somebody else holds one of them meanwhile: nothing of the transaction may then be kept.
    """
    mine = {"ids": [event.id for event in events], "worker": events[0].claimed_by, "at": now}
    changed = work.session.connection().execute(_FINISH, mine)
    if changed.rowcount != len(events):
        raise ClaimLost("another worker holds one of the events")


def ignore(work: Work, events: Collection[ClaimedEvent], *, reason: str) -> None:
    """Class events that are marked done as ignored: their words and addresses are erased (product C1)."""
    work.session.connection().execute(
        update(_rows)
        .where(_rows.c.id.in_([event.id for event in events]))
        .values(status=InboxStatus.IGNORED, reason=reason[:300], body=None)
    )


def hand_back(work: Work, event: ClaimedEvent) -> None:
    """Put an untouched event back, because an earlier one of its conversation has to be tried again first."""
    _update_mine(work, event, {"status": InboxStatus.WAITING, "claimed_by": None, "claimed_until": None})


def give_back(work: Work, event: ClaimedEvent, *, reason: str, now: datetime) -> bool:
    """Put a failed event back for a later try, or set it aside after MAX_ATTEMPTS; True when set aside."""
    attempts = (work.session.scalar(select(_inbox.attempts).where(_inbox.id == event.id)) or 0) + 1
    set_aside = attempts >= MAX_ATTEMPTS
    pause = RETRY_AFTER[min(attempts, len(RETRY_AFTER)) - 1]
    _update_mine(
        work,
        event,
        {
            "status": InboxStatus.FAILED if set_aside else InboxStatus.WAITING,
            "attempts": attempts,
            "reason": reason[:300],
            "available_at": now + pause,
            "claimed_by": None,
            "claimed_until": None,
        },
    )
    return set_aside


def _update_mine(work: Work, event: ClaimedEvent, values: dict[str, object]) -> bool:
    changed = work.session.connection().execute(
        update(_rows)
        .where(_rows.c.id == event.id, _rows.c.claimed_by == event.claimed_by, _rows.c.status == InboxStatus.CLAIMED)
        .values(**values)
    )
    return changed.rowcount == 1


def release_stalled(work: Work, *, now: datetime) -> int:
    """Hand back claims whose lease is over, as after a crash; answers how many."""
    return _release(work, _inbox.claimed_until <= now)


def release_all(work: Work) -> int:
    """Hand back every claim: for the start of the only worker process of an installation."""
    return _release(work, True)


def release_claim(work: Work, claimed_by: str) -> int:
    """Hand back what one claim still holds, as after a database that was away; answers how many."""
    return _release(work, _inbox.claimed_by == claimed_by)


def _release(work: Work, condition: object) -> int:
    released = work.session.execute(
        update(InboxEvent)
        .where(_inbox.status == InboxStatus.CLAIMED, condition)  # type: ignore[arg-type]
        .values(status=InboxStatus.WAITING, claimed_by=None, claimed_until=None)
        .returning(_inbox.id)
        .execution_options(synchronize_session=False)
    ).all()
    return len(released)


def count_by_status(work: Work) -> dict[InboxStatus, int]:
    """How many events stand in each state."""
    rows = work.session.execute(select(_inbox.status, func.count()).group_by(_inbox.status)).all()
    return {status: count for status, count in rows}


def known_among(work: Work, dedupe_keys: Collection[str]) -> set[str]:
    """Which of these events have come already."""
    return set(work.session.scalars(select(_inbox.dedupe_key).where(_inbox.dedupe_key.in_(dedupe_keys))))


def has_claimable(work: Work, *, now: datetime) -> bool:
    """Whether any event waits for a worker: a look that takes no lock."""
    found = work.session.scalar(
        select(_inbox.id).where(_inbox.status == InboxStatus.WAITING, _inbox.available_at <= now).limit(1)
    )
    return found is not None
