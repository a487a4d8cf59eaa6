"""Tables of people: who writes to us, what they agreed to, where the talk stands, who works here."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, false
from sqlmodel import Field, SQLModel

from domain.consents import Purpose
from domain.conversations import Step
from domain.staff import Role, TaskKind
from storage.columns import UtcDateTime, words


class Person(SQLModel, table=True):
    """Whoever stands behind one Zalo account; a resident unless bound as something else.

    `missed_news` is set while the end of a case of his never reached him, so that he is told when he next writes.
    From `prefers_calls_at` on he wants to be phoned rather than reminded by chat.
    """

    __tablename__ = "people"

    id: int = Field(default=None, primary_key=True)
    zalo_user_id: str = Field(unique=True, max_length=40)
    first_seen_at: datetime = Field(sa_type=UtcDateTime)
    last_interaction_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    notice_sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    menu_sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    following: bool = False
    residential_group_id: int | None = Field(default=None, foreign_key="residential_groups.id")
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    missed_news: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    prefers_calls_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Consent(SQLModel, table=True):
    """One answer about one purpose; the newest row counts (reporting §4.1)."""

    __tablename__ = "consents"
    __table_args__ = (Index("ix_consents_person", "person_id", "purpose"),)

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="people.id")
    purpose: Purpose = Field(sa_type=words(Purpose))
    given: bool
    text_version: str = Field(max_length=40)
    channel: str = Field(default="zalo", max_length=20)
    answered_at: datetime = Field(sa_type=UtcDateTime)


class Conversation(SQLModel, table=True):
    """Where the talk with one person stands; `deadline_at` is when we act without an answer.

    `draft` holds what a member has said of an activity that still waits for an answer of his.
    Until `silent_until_at` a human has taken over and the bot keeps quiet (product C9).
    """

    __tablename__ = "conversations"
    __table_args__ = (
        Index("ix_conversations_deadline", "deadline_at"),
        Index("ix_conversations_ack", "ack_at"),
    )

    person_id: int = Field(foreign_key="people.id", primary_key=True)
    step: Step = Field(default=Step.IDLE, sa_type=words(Step))
    deadline_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    incident_id: int | None = Field(default=None, foreign_key="incidents.id")
    activity_id: int | None = Field(default=None, foreign_key="activities.id")
    support_id: int | None = Field(default=None, foreign_key="support_requests.id")
    join_until_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    draft: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, sa_column_kwargs={"server_default": "{}"})
    choices: list[Any] = Field(default_factory=list, sa_type=JSON)
    ack_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    silent_until_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Officer(SQLModel, table=True):
    """Somebody who works at the ward office and may log in."""

    __tablename__ = "officers"

    id: int = Field(default=None, primary_key=True)
    username: str = Field(unique=True, max_length=60)
    full_name: str = Field(max_length=120)
    role: Role = Field(sa_type=words(Role))
    password_hash: str = Field(max_length=200)
    session_key: str = Field(max_length=40)
    created_at: datetime = Field(sa_type=UtcDateTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_login_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class StaffTask(SQLModel, table=True):
    """Something a human at the ward office has to do for a person."""

    __tablename__ = "staff_tasks"
    __table_args__ = (Index("ix_staff_tasks_open", "done_at", "due_on"),)

    id: int = Field(default=None, primary_key=True)
    kind: TaskKind = Field(sa_type=words(TaskKind))
    person_id: int | None = Field(default=None, foreign_key="people.id", index=True)
    incident_id: int | None = Field(default=None, foreign_key="incidents.id")
    words: str = ""
    created_at: datetime = Field(sa_type=UtcDateTime)
    due_on: date
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    done_by: int | None = Field(default=None, foreign_key="officers.id")
