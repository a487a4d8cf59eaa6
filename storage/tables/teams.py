"""Tables of the digital teams: teams, who belongs to them, and the group chats of the official account."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from domain.teams import GroupPurpose, GroupStatus, TeamRole
from storage.columns import UtcDateTime, words


class DigitalTeam(SQLModel, table=True):
    """One community digital technology team; one per residential group."""

    __tablename__ = "digital_teams"

    id: int = Field(default=None, primary_key=True)
    number: int | None = Field(default=None, unique=True)
    name: str = Field(unique=True, max_length=120)
    residential_group: str | None = Field(default=None, max_length=120)
    since_on: date
    dissolved_on: date | None = None


class TeamMember(SQLModel, table=True):
    """One person's time in a team in one role; `person_id` once a Zalo account is bound to it."""

    __tablename__ = "team_members"
    __table_args__ = (Index("ix_team_members_team", "team_id", "role"),)

    id: int = Field(default=None, primary_key=True)
    team_id: int = Field(foreign_key="digital_teams.id")
    person_id: int | None = Field(default=None, foreign_key="people.id", index=True)
    full_name: str = Field(max_length=120)
    phone: str | None = Field(default=None, max_length=20)
    role: TeamRole = Field(sa_type=words(TeamRole))
    since_on: date
    until_on: date | None = None


class GroupChat(SQLModel, table=True):
    """One Zalo group that the official account owns."""

    __tablename__ = "group_chats"

    id: int = Field(default=None, primary_key=True)
    zalo_group_id: str = Field(unique=True, max_length=40)
    name: str = Field(default="", max_length=120)
    purpose: GroupPurpose = Field(default=GroupPurpose.UNASSIGNED, sa_type=words(GroupPurpose))
    status: GroupStatus = Field(default=GroupStatus.ACTIVE, sa_type=words(GroupStatus))
    team_id: int | None = Field(default=None, foreign_key="digital_teams.id")
    first_seen_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
