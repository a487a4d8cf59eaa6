"""Tables of what arrives: the inbox, the quarantine, and the words and files of messages."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, LargeBinary, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from domain.events import AttachmentKind
from storage.columns import UtcDateTime, words


class InboxStatus(StrEnum):
    """Where an event stands."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    DONE = "done"
    IGNORED = "ignored"
    FAILED = "failed"


class InboxEvent(SQLModel, table=True):
    """One event of Zalo's as it came; `body` is erased once the event is classed ignored."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index("ix_inbox_order", "status", "id"),
        Index("ix_inbox_conversation", "conversation_key", "status", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    dedupe_key: str = Field(unique=True, max_length=256)
    event_name: str = Field(max_length=80)
    conversation_key: str = Field(max_length=80)
    status: InboxStatus = Field(default=InboxStatus.WAITING, sa_type=words(InboxStatus))
    received_at: datetime = Field(sa_type=UtcDateTime)
    occurred_at: datetime = Field(sa_type=UtcDateTime)
    available_at: datetime = Field(sa_type=UtcDateTime)
    claimed_by: str | None = Field(default=None, max_length=80)
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int = 0
    handled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason: str | None = Field(default=None, max_length=300)
    body_sha256: str = Field(max_length=64)
    body: bytes | None = Field(default=None, sa_type=LargeBinary)


class QuarantinedEvent(SQLModel, table=True):
    """An event whose signature no known secret made; never processed, bounded in count and bytes."""

    __tablename__ = "quarantine"

    id: int = Field(default=None, primary_key=True)
    received_at: datetime = Field(sa_type=UtcDateTime)
    reason: str = Field(max_length=80)
    signature: str = Field(default="", max_length=200)
    size: int
    body: bytes = Field(sa_type=LargeBinary)


class Bookmark(SQLModel, table=True):
    """How far a recurring reading has come."""

    __tablename__ = "bookmarks"

    name: str = Field(primary_key=True, max_length=40)
    at: datetime = Field(sa_type=UtcDateTime)


class ChatMessage(SQLModel, table=True):
    """One message of one person to us, in readable form; `gathered` while it waits for a case to be opened."""

    __tablename__ = "chat_messages"
    __table_args__ = (
        Index("ix_chat_messages_person", "person_id", "occurred_at"),
        Index("ix_chat_messages_incident", "incident_id"),
        Index("ix_chat_messages_activity", "activity_id"),
    )

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="people.id")
    zalo_message_id: str = Field(unique=True, max_length=80)
    occurred_at: datetime = Field(sa_type=UtcDateTime)
    text: str = ""
    latitude: float | None = None
    longitude: float | None = None
    gathered: bool = False
    incident_id: int | None = Field(default=None, foreign_key="incidents.id")
    group_id: int | None = Field(default=None, foreign_key="group_chats.id")
    activity_id: int | None = Field(default=None, foreign_key="activities.id")
    human_id: str | None = Field(default=None, max_length=40)
    reading: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class AttachmentStatus(StrEnum):
    """Where the bytes of an attachment are."""

    WAITING = "waiting"
    FETCHING = "fetching"
    KEPT = "kept"
    REFUSED = "refused"
    FAILED = "failed"
    NOT_FETCHED = "not_fetched"


class StoredAttachment(SQLModel, table=True):
    """One photo or file of a message; its bytes are fetched by the media worker and kept by their hash.

    `after_work` marks what the response team sent to prove its work, apart from what reporters sent; once it was
    compared with earlier photos at `checked_at`, `same_as_id` is the one that shows the same picture.
    """

    __tablename__ = "attachments"
    __table_args__ = (
        UniqueConstraint("chat_message_id", "position"),
        Index("ix_attachments_incident", "incident_id"),
        Index("ix_attachments_activity", "activity_id"),
        Index("ix_attachments_waiting", "status", "available_at"),
    )

    id: int = Field(default=None, primary_key=True)
    chat_message_id: int = Field(foreign_key="chat_messages.id")
    incident_id: int | None = Field(default=None, foreign_key="incidents.id")
    activity_id: int | None = Field(default=None, foreign_key="activities.id")
    position: int
    kind: AttachmentKind = Field(sa_type=words(AttachmentKind))
    source_url: str | None = None
    name: str | None = Field(default=None, max_length=200)
    status: AttachmentStatus = Field(default=AttachmentStatus.WAITING, sa_type=words(AttachmentStatus))
    attempts: int = 0
    available_at: datetime = Field(sa_type=UtcDateTime)
    reason: str | None = Field(default=None, max_length=80)
    sha256: str | None = Field(default=None, max_length=64, index=True)
    mime: str | None = Field(default=None, max_length=80)
    width: int | None = None
    height: int | None = None
    size: int | None = None
    after_work: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    checked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    same_as_id: int | None = Field(default=None, foreign_key="attachments.id")


class PictureMark(SQLModel, table=True):
    """What a kept photo looks like, so that the same picture is found again; see `storage/picture_marks.py`.

    `mark` and `weak` are 64 bits as hex, the bands are the four parts of `mark`, `shades` the small grey picture.
    """

    __tablename__ = "picture_marks"

    attachment_id: int = Field(foreign_key="attachments.id", primary_key=True)
    mark: str = Field(max_length=16)
    weak: str = Field(max_length=16)
    shades: bytes = Field(sa_type=LargeBinary)
    band_1: int = Field(index=True)
    band_2: int = Field(index=True)
    band_3: int = Field(index=True)
    band_4: int = Field(index=True)
