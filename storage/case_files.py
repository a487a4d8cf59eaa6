"""The files of a case as they move to another one, with the messages that held nothing else."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from domain.events import AttachmentKind
from domain.incidents import HistoryKind
from storage.columns import columns_of
from storage.database import Work
from storage.tables import ChatMessage, Incident, IncidentHistory, Person, StoredAttachment

_files = columns_of(StoredAttachment)
_messages = columns_of(ChatMessage)
_history = columns_of(IncidentHistory)


def with_ids(work: Work, file_ids: Collection[int]) -> list[StoredAttachment]:
    """These files, oldest first."""
    return list(work.session.scalars(select(StoredAttachment).where(_files.id.in_(file_ids)).order_by(_files.id)).all())


def sender_of(work: Work, file: StoredAttachment) -> Person:
    """Who sent a file."""
    return work.session.get_one(Person, work.session.get_one(ChatMessage, file.chat_message_id).person_id)


def move(work: Work, files: Sequence[StoredAttachment], incident_id: int) -> int:
    """Make files part of another case, and messages that are nothing but these files; answers how many photos."""
    for file in files:
        file.incident_id = incident_id
    work.session.flush()
    for message_id in {file.chat_message_id for file in files}:
        message = work.session.get_one(ChatMessage, message_id)
        homes = set(work.session.scalars(select(_files.incident_id).where(_files.chat_message_id == message_id)))
        if not message.text.strip() and homes == {incident_id}:
            message.incident_id = incident_id
    return sum(file.kind is AttachmentKind.PHOTO for file in files)


def was_split(work: Work, incident_id: int, split_id: int) -> bool:
    """Whether one case was made of files of another."""
    split = work.session.get(Incident, split_id)
    if split is None:
        return False
    found = work.session.scalar(
        select(_history.id).where(
            _history.incident_id == incident_id,
            _history.kind == HistoryKind.PARTED,
            _history.note.startswith(f"{split.code}:"),
        )
    )
    return found is not None
