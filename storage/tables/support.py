"""Tables of support requests: the request, every step of its history, and guides that the office has rewritten."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.support import Escalation, SupportHistoryKind, SupportStatus
from domain.understanding import Topic
from storage.columns import UtcDateTime, words


class SupportRequest(SQLModel, table=True):
    """One request for help; `words` are the resident's own, `masked` what a team's group may read.

    `phone` is what the resident left for the helper; it is erased when the request is over.
    """

    __tablename__ = "support_requests"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        Index("ix_support_requests_status", "status", "opened_at"),
        Index("ix_support_requests_person", "person_id", "id"),
        Index("ix_support_requests_team", "team_id", "status"),
    )

    id: int = Field(default=None, primary_key=True)
    code: str = Field(default=None, unique=True, max_length=20)
    year: int = Field(default=None)
    number: int = Field(default=None)
    status: SupportStatus = Field(default=SupportStatus.NEW, sa_type=words(SupportStatus))
    topic: Topic | None = Field(default=None, sa_type=words(Topic))
    person_id: int = Field(foreign_key="people.id")
    residential_group_id: int | None = Field(default=None, foreign_key="residential_groups.id")
    team_id: int | None = Field(default=None, foreign_key="digital_teams.id")
    phone: str | None = Field(default=None, max_length=20)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    due_on: date
    claimed_by: int | None = Field(default=None, foreign_key="team_members.id", index=True)
    claimed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    officer_id: int | None = Field(default=None, foreign_key="officers.id")
    resolved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    confirmed: bool = False
    stars: int | None = None
    escalation: Escalation = Field(default=Escalation.NONE, sa_type=words(Escalation))
    activity_id: int | None = Field(default=None, foreign_key="activities.id")
    forwarded_to: str | None = Field(default=None, max_length=160)
    revision: int = 1
    words: str = ""
    masked: str = ""


class SupportHistory(SQLModel, table=True):
    """One line of a request's history; never changed, only added to."""

    __tablename__ = "support_history"

    id: int = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="support_requests.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    kind: SupportHistoryKind = Field(sa_type=words(SupportHistoryKind))
    member_id: int | None = Field(default=None, foreign_key="team_members.id")
    officer_id: int | None = Field(default=None, foreign_key="officers.id")
    from_status: SupportStatus | None = Field(default=None, sa_type=words(SupportStatus))
    to_status: SupportStatus | None = Field(default=None, sa_type=words(SupportStatus))
    note: str = ""


class EditedGuide(SQLModel, table=True):
    """A guide in the office's own words, which takes the place of the ward's file."""

    __tablename__ = "edited_guides"

    key: str = Field(primary_key=True, max_length=60)
    text: str
    edited_at: datetime = Field(sa_type=UtcDateTime)
    edited_by: int = Field(foreign_key="officers.id")
