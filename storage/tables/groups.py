"""Tables around the group chats of the account: who of ours is in them, what pays for them, what Zalo is to do."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.group_tasks import GroupTaskKind, GroupTaskStatus
from domain.teams import GroupPurpose
from storage.columns import UtcDateTime, words


class GroupMember(SQLModel, table=True):
    """A bound member of a team who is in a group; nobody else's presence is kept."""

    __tablename__ = "group_members"
    __table_args__ = (UniqueConstraint("group_id", "person_id"),)

    id: int = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="group_chats.id")
    person_id: int = Field(foreign_key="people.id", index=True)
    since_at: datetime = Field(sa_type=UtcDateTime)


class AccountManager(SQLModel, table=True):
    """Somebody who manages the official account on Zalo: every group that we make needs one (zalo-platform §5.2)."""

    __tablename__ = "account_managers"

    person_id: int = Field(foreign_key="people.id", primary_key=True)
    added_at: datetime = Field(sa_type=UtcDateTime)
    added_by: int | None = Field(default=None, foreign_key="officers.id")


class GroupAsset(SQLModel, table=True):
    """The right to keep one group, as Zalo last listed it; `zalo_group_id` is the group that has it."""

    __tablename__ = "group_assets"

    asset_id: str = Field(primary_key=True, max_length=80)
    asset_type: str = Field(max_length=20)
    source: str = Field(max_length=20)
    is_free: bool
    valid_until_on: date | None = None
    zalo_group_id: str | None = Field(default=None, max_length=40)
    read_at: datetime = Field(sa_type=UtcDateTime)


class GroupTask(SQLModel, table=True):
    """One thing that Zalo is to do with a group, or to tell of it; `key` keeps open tasks from standing twice.

    `person_ids` are ours; `problem` is a code with words in `[group_problem]`, `details` what they need.
    """

    __tablename__ = "group_tasks"
    __table_args__ = (Index("ix_group_tasks_next", "status", "available_at"),)

    id: int = Field(default=None, primary_key=True)
    key: str | None = Field(default=None, unique=True, max_length=120)
    kind: GroupTaskKind = Field(sa_type=words(GroupTaskKind))
    status: GroupTaskStatus = Field(default=GroupTaskStatus.WAITING, sa_type=words(GroupTaskStatus))
    group_id: int | None = Field(default=None, foreign_key="group_chats.id", index=True)
    team_id: int | None = Field(default=None, foreign_key="digital_teams.id")
    purpose: GroupPurpose | None = Field(default=None, sa_type=words(GroupPurpose))
    name: str | None = Field(default=None, max_length=120)
    asset_type: str | None = Field(default=None, max_length=20)
    person_ids: list[int] = Field(default_factory=list, sa_type=JSON)
    officer_id: int | None = Field(default=None, foreign_key="officers.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    available_at: datetime = Field(sa_type=UtcDateTime)
    attempts: int = 0
    claimed_by: str | None = Field(default=None, max_length=80)
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    problem: str | None = Field(default=None, max_length=40)
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
