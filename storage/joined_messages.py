"""How several messages to one person that are not urgent become one, and how some wait until he next writes."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import select, update

from domain.messages import MAX_TEXT_LENGTH, OutgoingMessage, Priority
from storage.columns import columns_of
from storage.database import Work
from storage.new_rows import insert_new
from storage.tables import OutboxMessage, OutboxStatus, Person

NOT_URGENT = int(Priority.UPDATE)
MOST_JOINED = 5
GONE = "nobody wrote until it was old"
_outbox = columns_of(OutboxMessage)
_people = columns_of(Person)
_BETWEEN = "\n\n"


def hold(
    work: Work,
    person: Person,
    message: OutgoingMessage,
    *,
    kind: str,
    dedupe_key: str,
    until_at: datetime,
    now: datetime,
) -> None:
    """Keep a message that is not urgent until the person next writes, or let it go after an instant; once."""
    row = {
        "dedupe_key": dedupe_key,
        "person_id": person.id,
        "kind": kind,
        "priority": int(Priority.NEWS),
        "status": OutboxStatus.WAITING,
        "text": message.text,
        "buttons": [asdict(button) for button in message.buttons],
        "created_at": now,
        "available_at": until_at + timedelta(days=1),
        "held_until_at": until_at,
        "attempts": 0,
    }
    insert_new(work, OutboxMessage, [row], unique="dedupe_key")


def release(work: Work, *, written_since: datetime, without: Collection[int], now: datetime) -> int:
    """Let go what waits for persons who have written since an instant; answers how many messages may leave now.

    Those `without` wait on. What has waited too long is cancelled.
    """
    work.session.execute(
        update(OutboxMessage)
        .where(_outbox.status == OutboxStatus.WAITING, _outbox.held_until_at <= now)
        .values(status=OutboxStatus.CANCELLED, held_until_at=None, error_words=GONE)
        .execution_options(synchronize_session=False)
    )
    writers = select(_people.id).where(_people.last_interaction_at > written_since, _people.withdrawn_at.is_(None))
    released = work.session.execute(
        update(OutboxMessage)
        .where(
            _outbox.status == OutboxStatus.WAITING,
            _outbox.held_until_at.is_not(None),
            _outbox.person_id.in_(writers),
            _outbox.person_id.not_in(set(without)),
        )
        .values(available_at=now, held_until_at=None, created_at=now)
        .returning(_outbox.id)
        .execution_options(synchronize_session=False)
    ).all()
    return len(released)


def join_waiting(work: Work, message: OutboxMessage, *, now: datetime) -> None:
    """Let a claimed message say what else waits for the same person, when neither is urgent.

    Messages about a case stay with those about the same case, and of two with buttons each keeps its own, since a tap
    must mean one thing. What was joined is cancelled, with the number of the
    message that says it; one that was tried before has a text that Zalo may know, and stays as it is.
    """
    if message.priority < NOT_URGENT or message.person_id is None or message.attempts or message.look_ups:
        return
    joined = [message]
    for other in _others(work, message, now):
        text = _BETWEEN.join([*(one.text for one in joined), other.text])
        if len(text) > MAX_TEXT_LENGTH or sum(bool(one.buttons) for one in (*joined, other)) > 1:
            break
        joined.append(other)
    if len(joined) == 1:
        return
    work.session.execute(
        update(OutboxMessage)
        .where(_outbox.id.in_([one.id for one in joined[1:]]))
        .values(status=OutboxStatus.CANCELLED, error_words=f"said together with message {message.id}")
        .execution_options(synchronize_session=False)
    )
    message.text = _BETWEEN.join(one.text for one in joined)
    message.buttons = [button for one in joined for button in one.buttons]


def _others(work: Work, message: OutboxMessage, now: datetime) -> Sequence[OutboxMessage]:
    same_case = (
        _outbox.incident_id.is_(None) if message.incident_id is None else _outbox.incident_id == message.incident_id
    )
    return work.session.scalars(
        select(OutboxMessage)
        .where(
            _outbox.person_id == message.person_id,
            _outbox.id != message.id,
            _outbox.status == OutboxStatus.WAITING,
            _outbox.priority >= NOT_URGENT,
            _outbox.available_at <= now,
            _outbox.attempts == 0,
            _outbox.look_ups == 0,
            same_case,
        )
        .order_by(_outbox.priority, _outbox.id)
        .limit(MOST_JOINED)
        .with_for_update(skip_locked=True)
    ).all()
