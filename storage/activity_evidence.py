"""What proves an activity: the messages it was told in, and the photos and files that hang on them."""

from collections.abc import Sequence

from sqlalchemy import select, update

from domain.events import AttachmentKind
from storage.columns import columns_of
from storage.database import Work
from storage.tables import Activity, ChatMessage, StoredAttachment

EVIDENCE = (AttachmentKind.PHOTO, AttachmentKind.VIDEO, AttachmentKind.AUDIO, AttachmentKind.FILE)
_attachments = columns_of(StoredAttachment)
_messages = columns_of(ChatMessage)


def attach(work: Work, activity: Activity, messages: Sequence[ChatMessage]) -> int:
    """Make messages and what hangs on them part of a record; answers how many new pieces of evidence they bring."""
    if not messages:
        return 0
    for message in messages:
        message.gathered, message.incident_id, message.activity_id = False, None, activity.id
    work.session.flush()
    files = work.session.scalars(
        select(StoredAttachment).where(_attachments.chat_message_id.in_([message.id for message in messages]))
    ).all()
    new = [file for file in files if file.activity_id != activity.id and file.kind in EVIDENCE]
    for file in files:
        file.activity_id, file.incident_id = activity.id, None
    activity.evidence += len(new)
    return len(new)


def move_evidence(work: Work, source: Activity, target: Activity) -> None:
    """What proves one record proves another from now on."""
    for table in (ChatMessage, StoredAttachment):
        work.session.execute(
            update(table)
            .where(columns_of(table).activity_id == source.id)
            .values(activity_id=target.id)
            .execution_options(synchronize_session="fetch")
        )
    target.evidence += source.evidence
    source.evidence = 0


def evidence(work: Work, activity_id: int) -> Sequence[StoredAttachment]:
    """Every file that proves a record, in the order it came."""
    return work.session.scalars(
        select(StoredAttachment).where(_attachments.activity_id == activity_id).order_by(_attachments.id)
    ).all()


def messages(work: Work, activity_id: int) -> Sequence[ChatMessage]:
    """The messages a record was made of, in the order they were said."""
    return work.session.scalars(
        select(ChatMessage).where(_messages.activity_id == activity_id).order_by(_messages.occurred_at, _messages.id)
    ).all()
