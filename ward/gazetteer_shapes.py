"""What `gazetteer.json` must look like; by itself, since who only reads messages needs no other file of the ward."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from domain.gazetteer import Confidence

Words = Annotated[str, Field(min_length=1)]


class _GazetteerEntry(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)

    confidence: Confidence
    area: str | None = None
    aliases: list[Words] = []


class StreetShape(_GazetteerEntry):
    """A single street."""

    name: Words


class FamilyShape(_GazetteerEntry):
    """Streets of one name told apart by numbers."""

    family: Words
    seen: list[int] = []


class LandmarkShape(_GazetteerEntry):
    """A landmark."""

    name: Words
    type: Words
    street: str | None = None
    address: str | None = None


class GroupShape(_GazetteerEntry):
    """A residential group; the entry of kind `numbered` stands for all that bear numbers."""

    name: Words
    kind: Words


class WardGeography(BaseModel):
    """The gazetteer's own table about the ward."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)

    spellings: Annotated[list[Words], Field(min_length=1)]
    city: Words
    polygon_lonlat: Annotated[list[tuple[float, float]], Field(min_length=3)]


class GazetteerFile(BaseModel):
    """`gazetteer.json`; notes and sources beside the facts are allowed and not read."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)

    ward: WardGeography
    streets: list[StreetShape]
    street_families: list[FamilyShape]
    landmarks: list[LandmarkShape]
    residential_groups: list[GroupShape]
