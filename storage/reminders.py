"""Reminders that were decided, the messages they went with, and how often each human was told: all exactly once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select, text, update

from domain.duties import ReminderChannel
from domain.messages import Priority
from storage.columns import columns_of
from storage.database import Work
from storage.new_rows import insert_new
from storage.tables import OutboxMessage, OutboxStatus, Reminder

LOCK = 7005
TICKED_OFF = "staff: phoned"
_reminders = columns_of(Reminder)
_outbox = columns_of(OutboxMessage)
_ON_THE_WAY = (OutboxStatus.WAITING, OutboxStatus.SENDING, OutboxStatus.SENT, OutboxStatus.UNKNOWN)


def one_at_a_time(work: Work) -> None:
    """Until the commit nobody else decides about reminders; on SQLite a writing transaction is alone anyway."""
    if work.session.get_bind().dialect.name == "postgresql":
        work.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})


def decided(work: Work, duty: str, period: str) -> set[str]:
    """The keys of the reminders of one period that were decided."""
    keys = work.session.scalars(
        select(_reminders.dedupe_key).where(_reminders.duty == duty, _reminders.period == period)
    )
    return set(keys)


def write(work: Work, rows: Sequence[Mapping[str, object]]) -> None:
    """Put decisions on record, each once."""
    if rows:
        insert_new(work, Reminder, rows, unique="dedupe_key")


def queue_words(work: Work, rows: Sequence[Mapping[str, object]]) -> None:
    """Queue reminders as messages, each once; those for the telephone wait on the officers' list instead."""
    if rows:
        insert_new(work, OutboxMessage, rows, unique="dedupe_key")


def week_counts(work: Work, since: datetime) -> dict[tuple[str, int], int]:
    """How often each person was written to in private about each duty, from an instant on."""
    rows = work.session.execute(
        select(_reminders.duty, _reminders.person_id, func.count())
        .where(
            _reminders.channel == ReminderChannel.PRIVATE_CHAT,
            _reminders.person_id.is_not(None),
            _reminders.decided_at > since,
        )
        .group_by(_reminders.duty, _reminders.person_id)
    )
    return {(duty, person_id): count for duty, person_id, count in rows}


def told_since(work: Work, since: datetime) -> dict[int, int]:
    """How many messages that nobody asked for each person was or will be sent, from an instant on: reminders and news.

    One that a night has kept back counts for the day on which it may leave.
    """
    rows = work.session.execute(
        select(_outbox.person_id, func.count())
        .where(
            _outbox.person_id.is_not(None),
            _outbox.priority >= int(Priority.REMINDER),
            _outbox.status.in_(_ON_THE_WAY),
            _outbox.available_at >= since,
            _outbox.held_until_at.is_(None),
        )
        .group_by(_outbox.person_id)
    )
    return {person_id: count for person_id, count in rows}


def of_period(work: Work, duty: str, period: str) -> Sequence[Reminder]:
    """Every reminder of one period, oldest first."""
    return work.session.scalars(
        select(Reminder).where(_reminders.duty == duty, _reminders.period == period).order_by(_reminders.id)
    ).all()


def of_messages(work: Work, message_keys: Collection[str]) -> Sequence[Reminder]:
    """The reminders that went with these messages."""
    return work.session.scalars(
        select(Reminder).where(_reminders.message_key.in_(set(message_keys))).order_by(_reminders.id)
    ).all()


def statuses(work: Work, message_keys: Collection[str]) -> dict[str, OutboxStatus]:
    """Where these messages stand, by their keys."""
    rows = work.session.execute(
        select(_outbox.dedupe_key, _outbox.status).where(_outbox.dedupe_key.in_(set(message_keys)))
    )
    return {key: status for key, status in rows}


def set_phone_calls(work: Work, dedupe_keys: Collection[str], *, needed: bool) -> None:
    """Take calls off the officers' list that a report has made needless, or put them back.

    A call that an officer has ticked off stays so.
    """
    before, after = (
        (OutboxStatus.CANCELLED, OutboxStatus.TO_PHONE) if needed else (OutboxStatus.TO_PHONE, OutboxStatus.CANCELLED)
    )
    work.session.execute(
        update(OutboxMessage)
        .where(
            _outbox.dedupe_key.in_(dedupe_keys),
            _outbox.status == before,
            func.coalesce(_outbox.error_words, "") != TICKED_OFF,
        )
        .values(status=after)
        .execution_options(synchronize_session=False)
    )


def cancel_waiting(work: Work, dedupe_keys: Collection[str], *, words: str) -> None:
    """Take back reminders that have not left yet."""
    work.session.execute(
        update(OutboxMessage)
        .where(_outbox.dedupe_key.in_(dedupe_keys), _outbox.status == OutboxStatus.WAITING)
        .values(status=OutboxStatus.CANCELLED, error_words=words)
        .execution_options(synchronize_session=False)
    )


def waiting(work: Work, kind: str) -> dict[str, int | None]:
    """The messages of a kind that have not left and were not tried, by their keys, with the persons they go to."""
    rows = work.session.execute(
        select(_outbox.dedupe_key, _outbox.person_id).where(
            _outbox.status == OutboxStatus.WAITING, _outbox.kind == kind, _outbox.attempts == 0
        )
    )
    return {key: person_id for key, person_id in rows}


def defer(work: Work, *, until_at: datetime, now: datetime) -> int:
    """What nobody asked for and has not left waits until an instant; answers how many messages."""
    moved = work.session.execute(
        update(OutboxMessage)
        .where(
            _outbox.status == OutboxStatus.WAITING,
            _outbox.priority >= int(Priority.REMINDER),
            _outbox.available_at <= now,
        )
        .values(available_at=until_at)
        .returning(_outbox.id)
        .execution_options(synchronize_session=False)
    ).all()
    return len(moved)
