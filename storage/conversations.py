"""Where each talk stands, and which of them have waited long enough."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select

from domain.conversations import Step
from storage.columns import columns_of
from storage.database import Work
from storage.tables import Conversation, Person

_conversations = columns_of(Conversation)
_OF_PERSONS = (
    select(Conversation)
    .where(_conversations.person_id.in_(bindparam("persons", expanding=True)))
    .order_by(_conversations.person_id)
    .with_for_update()
)


def of(work: Work, person: Person) -> Conversation:
    """The talk with a person; made when there was none."""
    if person.id in work.foreseen.conversations:
        return work.foreseen.conversations[person.id]
    conversation = work.session.get(Conversation, person.id, with_for_update=True)
    if conversation is None:
        conversation = Conversation(person_id=person.id)
        work.session.add(conversation)
    return conversation


def foresee(work: Work, persons: Collection[Person]) -> None:
    """Find or begin the talks with several persons at once; their rows are locked in one order everywhere."""
    wanted = sorted(person.id for person in persons)
    if not wanted:
        return
    rows = work.session.scalars(_OF_PERSONS, {"persons": wanted})
    found = {conversation.person_id: conversation for conversation in rows}
    for person_id in wanted:
        if person_id not in found:
            found[person_id] = Conversation(person_id=person_id)
            work.session.add(found[person_id])
    work.foreseen.conversations.update(found)


def wait_for(conversation: Conversation, step: Step, *, until: datetime | None) -> None:
    """Note what we wait for, and when we act without it."""
    conversation.step = step
    conversation.deadline_at = until
    conversation.choices = []


def due(work: Work, *, now: datetime, limit: int = 100) -> list[int]:
    """The persons to whom something is due though they do not write."""
    waiting = [
        work.session.scalars(select(_conversations.person_id).where(at <= now).order_by(at).limit(limit)).all()
        for at in (_conversations.deadline_at, _conversations.ack_at, _conversations.silent_until_at)
    ]
    return list(dict.fromkeys(person for persons in waiting for person in persons))


def in_human_hands(work: Work, *, now: datetime) -> Sequence[Conversation]:
    """The talks that a human leads at `now`, the one that ends first first."""
    return work.session.scalars(
        select(Conversation)
        .where(_conversations.silent_until_at > now)
        .order_by(_conversations.silent_until_at, _conversations.person_id)
    ).all()
