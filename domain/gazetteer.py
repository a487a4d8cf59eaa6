"""The places of the ward as data that travels: streets, street families, landmarks, residential groups, the outline."""

from dataclasses import dataclass
from enum import StrEnum


class Confidence(StrEnum):
    """How well a fact of the gazetteer is confirmed."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, kw_only=True)
class GazetteerStreet:
    """One street by its official name, with other spellings that people use."""

    name: str
    confidence: Confidence
    area: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StreetFamily:
    """Streets that share a name and differ by number; numbers that were never seen are accepted too."""

    name: str
    confidence: Confidence
    seen: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Landmark:
    """A place that people name instead of an address; `kind` is the gazetteer's word (school, market, bridge …)."""

    name: str
    kind: str
    confidence: Confidence
    aliases: tuple[str, ...] = ()
    street: str | None = None
    address: str | None = None
    area: str | None = None


@dataclass(frozen=True, kw_only=True)
class NamedGroup:
    """A residential group that bears the name of a former village instead of a number."""

    name: str
    confidence: Confidence
    area: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Gazetteer:
    """Everything the ward knows of its own geography.

    `outline` is a polygon of (longitude, latitude) in WGS 84 degrees, accurate to some 40 m;
    `own_names` are spellings of the ward and city, which name no place inside the ward.
    """

    own_names: tuple[str, ...]
    outline: tuple[tuple[float, float], ...]
    streets: tuple[GazetteerStreet, ...]
    families: tuple[StreetFamily, ...]
    landmarks: tuple[Landmark, ...]
    named_groups: tuple[NamedGroup, ...]

    def contains(self, *, latitude: float, longitude: float) -> bool:
        """Whether a point lies inside the ward's outline (even-odd rule)."""
        inside = False
        for (x1, y1), (x2, y2) in zip(self.outline, self.outline[1:] + self.outline[:1], strict=True):
            if (y1 > latitude) != (y2 > latitude) and longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1:
                inside = not inside
        return inside
