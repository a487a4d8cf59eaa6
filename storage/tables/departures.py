"""Tables of what leaves: the outbox, and the pair of tokens that lets it leave."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel

from storage.columns import UtcDateTime, words


class OutboxStatus(StrEnum):
    """Where a message of ours stands."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"
    TO_PHONE = "to_phone"


class OutboxMessage(SQLModel, table=True):
    """One message to one person or group; `dedupe_key` makes it exist once however often its cause is repeated.

    `activity_id` is the record that a card in a group tells of, so that a reply to the card means it.
    `member_id` or `contact_id` stands alone for somebody who can only be phoned: such a row is `to_phone` from the
    beginning. Until `held_until_at` a message that is not urgent waits for the person to write, and then it is let go.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_next", "status", "priority", "id"),
        Index("ix_outbox_person", "person_id", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    dedupe_key: str = Field(unique=True, max_length=120)
    person_id: int | None = Field(default=None, foreign_key="people.id")
    group_id: int | None = Field(default=None, foreign_key="group_chats.id", index=True)
    member_id: int | None = Field(default=None, foreign_key="team_members.id")
    contact_id: int | None = Field(default=None, foreign_key="unit_contacts.id")
    incident_id: int | None = Field(default=None, foreign_key="incidents.id", index=True)
    activity_id: int | None = Field(default=None, foreign_key="activities.id")
    kind: str = Field(max_length=60)
    priority: int
    status: OutboxStatus = Field(default=OutboxStatus.WAITING, sa_type=words(OutboxStatus))
    text: str
    buttons: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    created_at: datetime = Field(sa_type=UtcDateTime)
    available_at: datetime = Field(sa_type=UtcDateTime)
    held_until_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int = 0
    attempted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    look_ups: int = 0
    claimed_by: str | None = Field(default=None, max_length=80)
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    delivered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    zalo_message_id: str | None = Field(default=None, max_length=80, index=True)
    error_code: str | None = Field(default=None, max_length=20)
    error_words: str | None = Field(default=None, max_length=200)


class ZaloToken(SQLModel, table=True):
    """The one living pair of tokens; `refresh_began_at` marks a refresh whose end we have not seen."""

    __tablename__ = "zalo_tokens"

    id: int = Field(default=1, primary_key=True)
    access_token: str
    refresh_token: str
    expires_at: datetime = Field(sa_type=UtcDateTime)
    saved_at: datetime = Field(sa_type=UtcDateTime)
    refresh_began_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    problem: str | None = Field(default=None, max_length=200)
