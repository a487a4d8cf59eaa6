"""Tables of cases that belong together: offers of an older case, posters with codes, people reported for."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.understanding import Category
from storage.columns import UtcDateTime, words


class DuplicateOffer(SQLModel, table=True):
    """The question whether a case is the same as an older one; `accepted` stays None while nobody answered."""

    __tablename__ = "duplicate_offers"
    __table_args__ = (UniqueConstraint("incident_id", "older_id"),)

    id: int = Field(default=None, primary_key=True)
    incident_id: int = Field(foreign_key="incidents.id")
    older_id: int = Field(foreign_key="incidents.id", index=True)
    offered_at: datetime = Field(sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    accepted: bool | None = None


class Poster(SQLModel, table=True):
    """A printed code, such as #C12, that stands for one place or asset and one category; never reused."""

    __tablename__ = "posters"
    __table_args__ = (Index("ix_posters_retired", "retired_at", "number"),)

    id: int = Field(default=None, primary_key=True)
    number: int = Field(default=None, unique=True)
    place: str = Field(max_length=160)
    category: Category = Field(sa_type=words(Category))
    place_name: str | None = Field(default=None, max_length=120)
    residential_group: str | None = Field(default=None, max_length=120)
    latitude: float | None = None
    longitude: float | None = None
    form_key: str = Field(unique=True, max_length=40)
    made_at: datetime = Field(sa_type=UtcDateTime)
    made_by: int = Field(foreign_key="officers.id")
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    retired_by: int | None = Field(default=None, foreign_key="officers.id")


class RepresentedPerson(SQLModel, table=True):
    """Somebody for whom another person reported a case; name and number only with his consent, noted with its day."""

    __tablename__ = "represented_persons"

    id: int = Field(default=None, primary_key=True)
    incident_id: int = Field(foreign_key="incidents.id", unique=True)
    name: str | None = Field(default=None, max_length=120)
    phone: str | None = Field(default=None, max_length=20)
    consented_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    noted_by_officer: int | None = Field(default=None, foreign_key="officers.id")
    noted_by_person: int | None = Field(default=None, foreign_key="people.id")
    form_key: str | None = Field(default=None, unique=True, max_length=40)
