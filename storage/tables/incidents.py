"""Tables of incidents: the case, its reporters and its history."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from domain.case_endings import Closing, ExtensionStatus, Verdict
from domain.incidents import ActorKind, HistoryKind, IncidentSource, IncidentStatus
from domain.understanding import Category
from storage.columns import UtcDateTime, words


class Incident(SQLModel, table=True):
    """One case; `revision` grows with every change, so that a stale page is refused.

    `taken_by` is the member who works on it; `proofs` counts the photos taken after the work since it was last opened,
    and until `proof_until_at` a photo of the person `proof_asked_of` is one. `original_due_on` is the date before the
    first extension; `answered_at` is when its reporters last had an answer. From `disputed_at` on the head decides.
    A case that is handled within another one is `merged_into_id` it; `recurrence_of_id` is the finished case before it
    of the same place and category. A `sealed` one belongs to a denunciation, for the head alone (reporting §4.4).
    """

    __tablename__ = "incidents"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        Index("ix_incidents_opened", "opened_at", "id"),
        Index("ix_incidents_status_due", "status", "due_on"),
        Index("ix_incidents_place", "category", "place_name", "opened_at"),
        Index("ix_incidents_point", "category", "latitude"),
    )

    id: int = Field(default=None, primary_key=True)
    code: str = Field(default=None, unique=True, max_length=20)
    year: int = Field(default=None)
    number: int = Field(default=None, index=True)
    status: IncidentStatus = Field(default=IncidentStatus.NEW, sa_type=words(IncidentStatus))
    category: Category | None = Field(default=None, sa_type=words(Category))
    urgent: bool = False
    description: str = ""
    public_description: str = ""
    location_text: str | None = None
    place_name: str | None = Field(default=None, max_length=120)
    residential_group: str | None = Field(default=None, max_length=120)
    latitude: float | None = None
    longitude: float | None = None
    pinned: bool = False
    lacks_place: bool = False
    lacks_content: bool = False
    left_incomplete_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    source: IncidentSource = Field(default=IncidentSource.CHAT, sa_type=words(IncidentSource))
    opened_at: datetime = Field(sa_type=UtcDateTime)
    due_on: date
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    photos: int = 0
    reporters: int = 1
    revision: int = 1
    taken_by: int | None = Field(default=None, foreign_key="team_members.id")
    taken_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    proofs: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    proof_asked_of: int | None = Field(default=None, foreign_key="people.id", index=True)
    proof_until_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    original_due_on: date | None = None
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reopened_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    disputed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closing: Closing | None = Field(default=None, sa_type=words(Closing))
    forwarded_to: str | None = Field(default=None, max_length=160)
    forward_reference: str | None = Field(default=None, max_length=80)
    forward_due_on: date | None = None
    forward_followed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    merged_into_id: int | None = Field(default=None, foreign_key="incidents.id", index=True)
    recurrence_of_id: int | None = Field(default=None, foreign_key="incidents.id", index=True)
    poster_id: int | None = Field(default=None, foreign_key="posters.id", index=True)
    sealed: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class IncidentReporter(SQLModel, table=True):
    """One person's own thread of a case, with the code he was given.

    `verdict` is his word on our last answer; `missed_at` is when the case was closed without his having heard of it.
    `incident_id` is the case that answers him; after a merge `own_incident_id` is the one he opened. From `left_at` on
    he is told no more of a case that goes on for others.
    """

    __tablename__ = "incident_reporters"
    __table_args__ = (UniqueConstraint("incident_id", "person_id"),)

    id: int = Field(default=None, primary_key=True)
    incident_id: int = Field(foreign_key="incidents.id")
    person_id: int = Field(foreign_key="people.id", index=True)
    code: str = Field(max_length=20, index=True)
    reported_at: datetime = Field(sa_type=UtcDateTime)
    verdict: Verdict | None = Field(default=None, sa_type=words(Verdict))
    verdict_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reopenings: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    stars: int | None = None
    missed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    missed_told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    own_incident_id: int | None = Field(default=None, foreign_key="incidents.id", index=True)
    left_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class IncidentHistory(SQLModel, table=True):
    """One line of a case's history; never changed, only added to."""

    __tablename__ = "incident_history"

    id: int = Field(default=None, primary_key=True)
    incident_id: int = Field(foreign_key="incidents.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    kind: HistoryKind = Field(sa_type=words(HistoryKind))
    actor: ActorKind = Field(sa_type=words(ActorKind))
    officer_id: int | None = Field(default=None, foreign_key="officers.id")
    member_id: int | None = Field(default=None, foreign_key="team_members.id")
    from_status: IncidentStatus | None = Field(default=None, sa_type=words(IncidentStatus))
    to_status: IncidentStatus | None = Field(default=None, sa_type=words(IncidentStatus))
    note: str = ""
    silent: bool = False
    inbox_id: int | None = None


class IncidentExtension(SQLModel, table=True):
    """One wish for more time: asked by a member or an officer, decided by an officer, with its reason."""

    __tablename__ = "incident_extensions"
    __table_args__ = (Index("ix_incident_extensions_incident", "incident_id", "id"),)

    id: int = Field(default=None, primary_key=True)
    incident_id: int = Field(foreign_key="incidents.id")
    status: ExtensionStatus = Field(default=ExtensionStatus.ASKED, sa_type=words(ExtensionStatus))
    asked_at: datetime = Field(sa_type=UtcDateTime)
    asked_by_member: int | None = Field(default=None, foreign_key="team_members.id")
    group_id: int | None = Field(default=None, foreign_key="group_chats.id")
    old_due_on: date
    new_due_on: date
    reason: str
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by: int | None = Field(default=None, foreign_key="officers.id")
    answer: str = ""


class Counter(SQLModel, table=True):
    """The last number given out under a name, such as the cases of one year."""

    __tablename__ = "counters"

    name: str = Field(primary_key=True, max_length=40)
    value: int = 0
