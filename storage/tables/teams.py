"""Tables of the digital teams: residential groups, teams, who belongs to them and by which code, and group chats."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from domain.group_links import LinkSource
from domain.teams import ConsentSource, GroupPurpose, GroupStatus, MemberField, TeamRole
from storage.columns import UtcDateTime, words


class ResidentialGroup(SQLModel, table=True):
    """One residential group (plan II.4), numbered or with a former village's name; `households` is its denominator.

    `meeting_place` is its community house, with where it stands on the map.
    """

    __tablename__ = "residential_groups"

    id: int = Field(default=None, primary_key=True)
    number: int | None = Field(default=None, unique=True)
    name: str = Field(unique=True, max_length=120)
    households: int | None = None
    meeting_place: str | None = Field(default=None, max_length=200)
    latitude: float | None = None
    longitude: float | None = None


class DigitalTeam(SQLModel, table=True):
    """One community digital technology team; one per residential group.

    `ordinary_group` is the name of the Zalo group of its own that the official account does not own (indicator A06).
    """

    __tablename__ = "digital_teams"

    id: int = Field(default=None, primary_key=True)
    number: int | None = Field(default=None, unique=True)
    name: str = Field(unique=True, max_length=120)
    residential_group_id: int | None = Field(default=None, foreign_key="residential_groups.id", unique=True)
    decision_number: str | None = Field(default=None, max_length=60)
    decision_on: date | None = None
    ordinary_group: str | None = Field(default=None, max_length=160)
    ordinary_group_people: int | None = None
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
    gender: str | None = Field(default=None, max_length=10)
    birth_year: int | None = None
    workplace: str | None = Field(default=None, max_length=160)
    assignment: str | None = Field(default=None, max_length=200)
    address: str | None = Field(default=None, max_length=200)
    decision_number: str | None = Field(default=None, max_length=60)
    decision_on: date | None = None
    since_on: date
    until_on: date | None = None


class MemberConsent(SQLModel, table=True):
    """One answer to whether a field of a member may be public; the latest one counts, none means no."""

    __tablename__ = "member_consents"
    __table_args__ = (Index("ix_member_consents_member", "member_id", "field", "id"),)

    id: int = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="team_members.id")
    field: MemberField = Field(sa_type=words(MemberField))
    given: bool
    source: ConsentSource = Field(sa_type=words(ConsentSource))
    officer_id: int | None = Field(default=None, foreign_key="officers.id")
    answered_at: datetime = Field(sa_type=UtcDateTime)


class InviteCode(SQLModel, table=True):
    """A one-time code that binds a Zalo account to a member; only its hash is kept."""

    __tablename__ = "invite_codes"

    id: int = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="team_members.id", index=True)
    code_sha256: str = Field(unique=True, max_length=64)
    created_at: datetime = Field(sa_type=UtcDateTime)
    created_by: int | None = Field(default=None, foreign_key="officers.id")
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    used_by: int | None = Field(default=None, foreign_key="people.id")
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class InviteAttempt(SQLModel, table=True):
    """One try to use a code, so that guessing is throttled per sender and overall."""

    __tablename__ = "invite_attempts"
    __table_args__ = (Index("ix_invite_attempts_person", "person_id", "at"),)

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="people.id")
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    succeeded: bool = False


class GroupChat(SQLModel, table=True):
    """One Zalo group that the official account owns.

    `link` says who said what it is for; the proposals are what its name may mean, until an officer decides, and
    `declined_name` is a name whose proposal he turned down. Counts of people include the account.
    """

    __tablename__ = "group_chats"

    id: int = Field(default=None, primary_key=True)
    zalo_group_id: str = Field(unique=True, max_length=40)
    name: str = Field(default="", max_length=120)
    purpose: GroupPurpose = Field(default=GroupPurpose.UNASSIGNED, sa_type=words(GroupPurpose))
    status: GroupStatus = Field(default=GroupStatus.ACTIVE, sa_type=words(GroupStatus))
    team_id: int | None = Field(default=None, foreign_key="digital_teams.id")
    link: LinkSource | None = Field(default=None, sa_type=words(LinkSource))
    proposed_purpose: GroupPurpose | None = Field(default=None, sa_type=words(GroupPurpose))
    proposed_team_id: int | None = Field(default=None, foreign_key="digital_teams.id")
    declined_name: str | None = Field(default=None, max_length=120)
    invite_link: str | None = Field(default=None, max_length=200)
    member_count: int | None = None
    capacity: int | None = None
    deleted_on: date | None = None
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    first_seen_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
