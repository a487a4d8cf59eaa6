"""What people wrote to us and what hung on it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from domain.events import AttachmentKind, MessageEchoed, MessageReceived
from storage.columns import columns_of
from storage.database import Work
from storage.tables import AttachmentStatus, ChatMessage, GroupChat, Person, StoredAttachment

FETCHED = frozenset(
    {AttachmentKind.PHOTO, AttachmentKind.GIF, AttachmentKind.AUDIO, AttachmentKind.VIDEO, AttachmentKind.FILE}
)
_messages = columns_of(ChatMessage)
_attachments = columns_of(StoredAttachment)
_HELD = select(_messages.zalo_message_id).where(_messages.zalo_message_id.in_(bindparam("ids", expanding=True)))
_GATHERED = (
    select(ChatMessage)
    .where(_messages.person_id.in_(bindparam("persons", expanding=True)), _messages.gathered)
    .order_by(_messages.id)
)


def add(
    work: Work,
    person: Person,
    event: MessageReceived,
    *,
    reading: dict[str, Any],
    now: datetime,
    group: GroupChat | None = None,
) -> ChatMessage:
    """Keep one message and one row for each of its attachments, whose bytes are fetched later.

    A message from a clock that is ahead of ours counts as said now.
    """
    message = ChatMessage(
        person_id=person.id,
        group_id=group.id if group else None,
        zalo_message_id=event.message_id,
        occurred_at=min(event.occurred_at, now),
        text=event.text,
        latitude=event.pin.latitude if event.pin else None,
        longitude=event.pin.longitude if event.pin else None,
        reading=reading | {"files": len(event.attachments)},
    )
    work.session.add(message)
    work.foreseen.known[event.message_id] = True
    if person.id in work.foreseen.gathered:
        work.foreseen.gathered[person.id].append(message)
    if event.attachments:
        work.session.flush()
        _add_attachments(work, message, event, now)
    return message


def _add_attachments(work: Work, message: ChatMessage, event: MessageReceived, now: datetime) -> None:
    for position, attachment in enumerate(event.attachments):
        work.session.add(
            StoredAttachment(
                chat_message_id=message.id,
                position=position,
                kind=attachment.kind,
                source_url=attachment.url,
                name=attachment.name[:200] if attachment.name else None,
                status=AttachmentStatus.WAITING if attachment.kind in FETCHED else AttachmentStatus.NOT_FETCHED,
                available_at=now,
            )
        )


def latest_about_activity(work: Work, person: Person, group: GroupChat, *, since: datetime) -> ChatMessage | None:
    """The newest message of this person in this group that belongs to an activity, not older than `since`."""
    return work.session.scalar(
        select(ChatMessage)
        .where(
            _messages.person_id == person.id,
            _messages.group_id == group.id,
            _messages.activity_id.is_not(None),
            _messages.occurred_at >= since,
        )
        .order_by(_messages.occurred_at.desc(), _messages.id.desc())
        .limit(1)
    )


def is_known(work: Work, zalo_message_id: str) -> bool:
    """Whether this message was taken in before, under whatever event name."""
    if zalo_message_id in work.foreseen.known:
        return work.foreseen.known[zalo_message_id]
    return work.session.scalar(select(_messages.id).where(_messages.zalo_message_id == zalo_message_id)) is not None


def foresee(work: Work, persons: Collection[Person], zalo_message_ids: Collection[str]) -> None:
    """Look up at once which of these messages we hold, and what of these persons still waits for a case."""
    if not zalo_message_ids:
        return
    held = set(work.session.scalars(_HELD, {"ids": list(zalo_message_ids)}))
    work.foreseen.known.update({message_id: message_id in held for message_id in zalo_message_ids})
    work.foreseen.gathered.update({person.id: [] for person in persons})
    for message in work.session.scalars(_GATHERED, {"persons": list(work.foreseen.gathered)}):
        work.foreseen.gathered[message.person_id].append(message)


def add_human_reply(work: Work, person: Person, event: MessageEchoed) -> None:
    """Keep what a human answered from Zalo's own tool, once, for the transcript."""
    if is_known(work, event.message_id):
        return
    work.session.add(
        ChatMessage(
            person_id=person.id,
            zalo_message_id=event.message_id,
            occurred_at=event.occurred_at,
            text=event.text,
            human_id=event.human_id,
        )
    )


def gathered(work: Work, person: Person) -> list[ChatMessage]:
    """What a person has said that still waits for a case, in the order it was said."""
    if person.id in work.foreseen.gathered:
        pieces = [message for message in work.foreseen.gathered[person.id] if message.gathered]
        return sorted(pieces, key=lambda message: message.occurred_at)
    rows = work.session.scalars(
        select(ChatMessage)
        .where(_messages.person_id == person.id, _messages.gathered)
        .order_by(_messages.occurred_at, _messages.id)
    )
    return list(rows)


def attach_to_incident(work: Work, messages: Sequence[ChatMessage], incident_id: int) -> int:
    """Make messages and their files part of a case; answers how many photos they bring."""
    for message in messages:
        message.gathered = False
        message.incident_id = incident_id
    if not any(message.reading.get("files", True) for message in messages):
        return 0
    work.session.flush()
    files = work.session.scalars(
        select(StoredAttachment).where(_attachments.chat_message_id.in_([message.id for message in messages]))
    ).all()
    for file in files:
        file.incident_id = incident_id
    return sum(file.kind is AttachmentKind.PHOTO for file in files)


def of_incident(work: Work, incident_id: int) -> list[ChatMessage]:
    """Every message of a case, in the order it was said."""
    rows = work.session.scalars(
        select(ChatMessage).where(_messages.incident_id == incident_id).order_by(_messages.occurred_at, _messages.id)
    )
    return list(rows)


def first_said_at(work: Work, incident_id: int) -> datetime | None:
    """When the earliest message of a case was said, or None when it has none."""
    return work.session.scalar(select(func.min(_messages.occurred_at)).where(_messages.incident_id == incident_id))


def attachments_of_incident(work: Work, incident_id: int) -> list[StoredAttachment]:
    """Every file of a case, in the order it came."""
    rows = work.session.scalars(
        select(StoredAttachment).where(_attachments.incident_id == incident_id).order_by(_attachments.id)
    )
    return list(rows)


def has_recording(work: Work, incident_id: int) -> bool:
    """Whether a voice note or a video belongs to a case."""
    found = work.session.scalar(
        select(_attachments.id)
        .where(
            _attachments.incident_id == incident_id, _attachments.kind.in_((AttachmentKind.AUDIO, AttachmentKind.VIDEO))
        )
        .limit(1)
    )
    return found is not None


def count_of_person(work: Work, person: Person) -> int:
    """How many messages of a person we hold."""
    return (
        work.session.scalar(select(func.count()).select_from(ChatMessage).where(_messages.person_id == person.id)) or 0
    )
