"""Where each talk stands, and which of them have waited long enough."""

from datetime import datetime

from sqlalchemy import select

from domain.conversations import Step
from storage.columns import columns_of
from storage.database import Work
from storage.tables import Conversation, Person

_conversations = columns_of(Conversation)


def of(work: Work, person: Person) -> Conversation:
    """The talk with a person; made when there was none."""
    conversation = work.session.get(Conversation, person.id, with_for_update=True)
    if conversation is None:
        conversation = Conversation(person_id=person.id)
        work.session.add(conversation)
    return conversation


def wait_for(conversation: Conversation, step: Step, *, until: datetime | None) -> None:
    """Note what we wait for, and when we act without it."""
    conversation.step = step
    conversation.deadline_at = until
    conversation.choices = []


def due(work: Work, *, now: datetime, limit: int = 100) -> list[int]:
    """The persons to whom something is due though they do not write."""
    waiting = [
        work.session.scalars(select(_conversations.person_id).where(at <= now).order_by(at).limit(limit)).all()
        for at in (_conversations.deadline_at, _conversations.ack_at)
    ]
    return list(dict.fromkeys(person for persons in waiting for person in persons))
