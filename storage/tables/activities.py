"""Tables of activities: what the teams did, with whom, how it is proved, and every change of the record."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.activities import DEFAULT_PROGRAMME, ActivityHistoryKind, ActivitySource, ActivityStatus
from domain.understanding import ActivityType
from storage.columns import UtcDateTime, words


class Activity(SQLModel, table=True):
    """One activity of one team; None means not said, never 0. `revision` grows with every change.

    `team_id` is the team that leads it, whose counts they are; others that take part stand in `ActivityTeam`
    (reporting §1.2). `words` are masked. `people_unit` tells turns from persons, which are never added up.
    """

    __tablename__ = "activities"
    __table_args__ = (
        Index("ix_activities_team_day", "team_id", "starts_on"),
        Index("ix_activities_day", "starts_on", "id"),
        Index("ix_activities_member", "member_id", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    team_id: int = Field(foreign_key="digital_teams.id")
    member_id: int | None = Field(default=None, foreign_key="team_members.id")
    officer_id: int | None = Field(default=None, foreign_key="officers.id")
    group_id: int | None = Field(default=None, foreign_key="group_chats.id")
    status: ActivityStatus = Field(default=ActivityStatus.RECORDED, sa_type=words(ActivityStatus))
    source: ActivitySource = Field(sa_type=words(ActivitySource))
    activity_type: ActivityType = Field(sa_type=words(ActivityType))
    starts_on: date
    ends_on: date | None = None
    date_words: str | None = Field(default=None, max_length=80)
    topics: list[str] = Field(default_factory=list, sa_type=JSON)
    people: int | None = None
    people_unit: str | None = Field(default=None, max_length=20)
    households: int | None = None
    ewallet_accounts: int | None = None
    ocop_products: int | None = None
    members: int | None = None
    place: str | None = Field(default=None, max_length=200)
    duration_minutes: int | None = None
    counts: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    programme: str = Field(default=DEFAULT_PROGRAMME, max_length=60)
    words: str = ""
    evidence: int = 0
    fulfils_id: int | None = Field(default=None, foreign_key="activities.id")
    duplicate_of_id: int | None = Field(default=None, foreign_key="activities.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    confirmed_by: int | None = Field(default=None, foreign_key="team_members.id")
    revision: int = 1


class ActivityTeam(SQLModel, table=True):
    """Another team that takes part in an activity without counting it."""

    __tablename__ = "activity_teams"
    __table_args__ = (UniqueConstraint("activity_id", "team_id"),)

    id: int = Field(default=None, primary_key=True)
    activity_id: int = Field(foreign_key="activities.id")
    team_id: int = Field(foreign_key="digital_teams.id", index=True)


class ActivityAttendee(SQLModel, table=True):
    """A member on duty at an activity; `person_days` is what the leader confirms for the sheet (reporting §5)."""

    __tablename__ = "activity_attendees"
    __table_args__ = (UniqueConstraint("activity_id", "member_id"),)

    id: int = Field(default=None, primary_key=True)
    activity_id: int = Field(foreign_key="activities.id")
    member_id: int = Field(foreign_key="team_members.id", index=True)
    person_days: float = 1.0


class ActivityHistory(SQLModel, table=True):
    """One line of a record's history, only added to; `before` holds the values that the change replaced."""

    __tablename__ = "activity_history"

    id: int = Field(default=None, primary_key=True)
    activity_id: int = Field(foreign_key="activities.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    kind: ActivityHistoryKind = Field(sa_type=words(ActivityHistoryKind))
    member_id: int | None = Field(default=None, foreign_key="team_members.id")
    officer_id: int | None = Field(default=None, foreign_key="officers.id")
    before: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    note: str = ""
    inbox_id: int | None = None
