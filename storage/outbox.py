"""How messages wait, are claimed for sending in their order, and are marked; rows are the only way words leave."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, case, func, or_, select, update
from sqlalchemy.orm import aliased

from domain.messages import OutgoingMessage, Priority
from storage.columns import columns_of, once
from storage.database import Work
from storage.new_rows import insert_new
from storage.tables import GroupChat, OutboxMessage, OutboxStatus, Person

LEASE = timedelta(seconds=120)
CLAIM_LOCK = 7004
MAX_LOOK_UPS = 6
CLOCK_SLACK = timedelta(seconds=60)
_outbox = columns_of(OutboxMessage)
_PENDING = "outbox"


def add(
    work: Work,
    person: Person,
    message: OutgoingMessage,
    *,
    kind: str,
    dedupe_key: str,
    priority: Priority,
    now: datetime,
    incident_id: int | None = None,
) -> None:
    """Queue one message once: a second one with the same key is quietly the same one."""
    row = {
        "dedupe_key": dedupe_key,
        "person_id": person.id,
        "incident_id": incident_id,
        "kind": kind,
        "priority": int(priority),
        "status": OutboxStatus.WAITING,
        "text": message.text,
        "buttons": [asdict(button) for button in message.buttons],
        "created_at": now,
        "available_at": now,
        "attempts": 0,
    }
    if work.writes_together:
        _write_later(work, row)
    else:
        insert_new(work, OutboxMessage, [row], unique="dedupe_key")


def _write_later(work: Work, row: dict[str, object]) -> None:
    if _PENDING not in work.pending:
        work.before_commit.append(write_pending)
    work.pending.setdefault(_PENDING, []).append(row)


def write_pending(work: Work) -> None:
    """Write what was queued in this transaction and may have waited; whoever reads rows in it calls this first."""
    if rows := work.pending.get(_PENDING):
        insert_new(work, OutboxMessage, rows, unique="dedupe_key")
        rows.clear()


def _claim_statement() -> Any:
    """Built once: the sender asks it before every message."""
    row, other = _outbox, columns_of(aliased(OutboxMessage))
    comes_first = or_(other.priority < row.priority, and_(other.priority == row.priority, other.id < row.id))
    blocked = (
        select(other.id)
        .where(
            or_(other.person_id == row.person_id, other.group_id == row.group_id),
            other.id != row.id,
            or_(
                other.status == OutboxStatus.SENDING,
                and_(other.status == OutboxStatus.WAITING, comes_first),
            ),
        )
        .exists()
    )
    chosen = (
        select(row.id)
        .where(row.status == OutboxStatus.WAITING, row.available_at <= bindparam("now"), ~blocked)
        .order_by(row.priority, row.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return (
        update(OutboxMessage)
        .where(row.id.in_(once(chosen)), row.status == OutboxStatus.WAITING)
        .values(
            status=OutboxStatus.SENDING,
            claimed_by=bindparam("sender"),
            claimed_until=bindparam("lease_ends_at"),
            attempted_at=bindparam("now"),
        )
        .returning(OutboxMessage)
        .execution_options(synchronize_session=False)
    )


_CLAIM = _claim_statement()


def claim_next(work: Work, *, claimed_by: str, now: datetime) -> OutboxMessage | None:
    """Take the next message to send: by priority, then age, and never past an earlier one to the same chat."""
    if work.session.get_bind().dialect.name == "postgresql":
        work.session.execute(select(func.pg_advisory_xact_lock(CLAIM_LOCK)))
    asked = {"now": now, "sender": claimed_by, "lease_ends_at": now + LEASE}
    claimed: OutboxMessage | None = work.session.scalar(_CLAIM, asked)
    return claimed


def has_sendable(work: Work, *, now: datetime) -> bool:
    """Whether any message may leave now: a look that takes no lock."""
    found = work.session.scalar(
        select(_outbox.id).where(_outbox.status == OutboxStatus.WAITING, _outbox.available_at <= now).limit(1)
    )
    return found is not None


def attempts_since(work: Work, since: datetime) -> list[datetime]:
    """When messages were last given to Zalo, from an instant on: for a sender that takes over from another."""
    return list(work.session.scalars(select(_outbox.attempted_at).where(_outbox.attempted_at > since)))


def mark(work: Work, message_id: int, status: OutboxStatus, **values: object) -> None:
    """Set where a message stands, with whatever else is known of it."""
    work.session.execute(
        update(OutboxMessage)
        .where(_outbox.id == message_id)
        .values(status=status, claimed_by=None, claimed_until=None, **values)
        .execution_options(synchronize_session=False)
    )


def release_claims(work: Work, claimed_by: str) -> None:
    """Put back what a sender holds and knows that it has not sent: the answer to its claim never came."""
    work.session.execute(
        update(OutboxMessage)
        .where(_outbox.status == OutboxStatus.SENDING, _outbox.claimed_by == claimed_by)
        .values(status=OutboxStatus.WAITING, claimed_by=None, claimed_until=None)
        .execution_options(synchronize_session=False)
    )


def set_aside_unfinished(work: Work, *, now: datetime | None) -> int:
    """End sends that nobody finished: those whose lease is over at `now`, or all when it is None.

    One whose echo came is sent; the others are `unknown`, never blindly sent again. Answers how many are unknown.
    """
    stuck = [_outbox.status == OutboxStatus.SENDING]
    if now is not None:
        stuck.append(_outbox.claimed_until <= now)
    _set_aside(work, [*stuck, _outbox.zalo_message_id.is_not(None)], OutboxStatus.SENT, None)
    return _set_aside(work, stuck, OutboxStatus.UNKNOWN, "cut off")


def _set_aside(work: Work, conditions: list[Any], status: OutboxStatus, words: str | None) -> int:
    changed = work.session.execute(
        update(OutboxMessage)
        .where(*conditions)
        .values(
            status=status,
            claimed_by=None,
            claimed_until=None,
            error_words=words,
            look_ups=case((_outbox.look_ups > 0, MAX_LOOK_UPS), else_=_outbox.look_ups),
        )
        .returning(_outbox.id)
        .execution_options(synchronize_session=False)
    ).all()
    return len(changed)


def note_receipt(work: Work, zalo_message_ids: Sequence[str], *, seen: bool, at: datetime) -> None:
    """Note that messages reached the phone, or were read, at the first time we hear of it."""
    write_pending(work)
    column = "seen_at" if seen else "delivered_at"
    work.session.execute(
        update(OutboxMessage)
        .where(_outbox.zalo_message_id.in_(zalo_message_ids), getattr(_outbox, column).is_(None))
        .values({column: at})
        .execution_options(synchronize_session=False)
    )


def is_ours(work: Work, zalo_message_id: str) -> bool:
    """Whether one of our own sends was given this id."""
    write_pending(work)
    return work.session.scalar(select(_outbox.id).where(_outbox.zalo_message_id == zalo_message_id)) is not None


def settle_group_by_echo(work: Work, group: GroupChat, *, text: str, zalo_message_id: str, at: datetime) -> bool:
    """The same as `settle_by_echo` for words in a group."""
    return _settle(work, _outbox.group_id == group.id, text=text, zalo_message_id=zalo_message_id, at=at)


def settle_by_echo(work: Work, person: Person, *, text: str, zalo_message_id: str, at: datetime) -> bool:
    """An echo of words whose send has no known end proves that they left; True when such a row was found.

    A row still being sent only learns its id: the sender finishes it, or `set_aside_unfinished` does after a crash.
    """
    return _settle(work, _outbox.person_id == person.id, text=text, zalo_message_id=zalo_message_id, at=at)


def _settle(work: Work, recipient: Any, *, text: str, zalo_message_id: str, at: datetime) -> bool:
    write_pending(work)
    open_ends = (OutboxStatus.UNKNOWN, OutboxStatus.SENDING)
    row = work.session.scalar(
        select(OutboxMessage)
        .where(
            recipient,
            _outbox.status.in_(open_ends),
            _outbox.text == text,
            _outbox.zalo_message_id.is_(None),
            or_(_outbox.attempted_at.is_(None), _outbox.attempted_at <= at + CLOCK_SLACK),
        )
        .order_by(_outbox.id)
        .limit(1)
    )
    if row is None:
        return False
    row.zalo_message_id = zalo_message_id
    row.sent_at = at
    if row.status is OutboxStatus.UNKNOWN:
        row.status = OutboxStatus.SENT
        row.error_words = None
    return True


def cancel_replies(work: Work, person: Person) -> int:
    """Take back the answers of the chat that have not left yet; answers how many."""
    write_pending(work)
    cancelled = work.session.execute(
        update(OutboxMessage)
        .where(
            _outbox.person_id == person.id,
            _outbox.status == OutboxStatus.WAITING,
            _outbox.priority == int(Priority.REPLY),
        )
        .values(status=OutboxStatus.CANCELLED, error_words="a human answers")
        .returning(_outbox.id)
        .execution_options(synchronize_session=False)
    ).all()
    return len(cancelled)


def is_queued(work: Work, dedupe_key: str) -> bool:
    """Whether the message with this key exists, in whatever state."""
    write_pending(work)
    return work.session.scalar(select(_outbox.id).where(_outbox.dedupe_key == dedupe_key)) is not None


def get(work: Work, message_id: int, *, to_change: bool = False) -> OutboxMessage | None:
    """The message with this id; `to_change` keeps others from changing it meanwhile."""
    return work.session.get(OutboxMessage, message_id, with_for_update=to_change or None)


def of_incident(work: Work, incident_id: int) -> Sequence[OutboxMessage]:
    """What we said about a case, oldest first."""
    return work.session.scalars(
        select(OutboxMessage).where(_outbox.incident_id == incident_id).order_by(_outbox.id)
    ).all()


def page(
    work: Work,
    *,
    status: OutboxStatus | None,
    kind: str | None,
    since: datetime | None,
    before_id: int | None,
    limit: int,
    person_id: int | None = None,
) -> Sequence[OutboxMessage]:
    """Up to `limit` messages, newest first, older than `before_id`."""
    query = select(OutboxMessage)
    if status is not None:
        query = query.where(_outbox.status == status)
    if kind is not None:
        query = query.where(_outbox.kind == kind)
    if person_id is not None:
        query = query.where(_outbox.person_id == person_id)
    if since is not None:
        query = query.where(_outbox.created_at >= since)
    if before_id is not None:
        query = query.where(_outbox.id < before_id)
    return work.session.scalars(query.order_by(_outbox.id.desc()).limit(limit)).all()


def count_by_status(work: Work) -> dict[OutboxStatus, int]:
    """How many messages stand in each state."""
    rows = work.session.execute(select(_outbox.status, func.count()).group_by(_outbox.status)).all()
    return {status: count for status, count in rows}
