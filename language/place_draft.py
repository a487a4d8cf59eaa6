"""What has been read of an address so far, and how it is repeated."""

from dataclasses import dataclass

from domain.understanding import PlaceCandidate, PlaceKind
from language.lexicon import PlaceLabels
from language.place_names import Reading


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What has been read of an address so far; `position` is the next token."""

    start: int
    position: int
    relation: str | None = None
    junction: str | None = None
    house: str | None = None
    house_word: str | None = None
    lane: str | None = None
    street_word: str | None = None
    is_after_preposition: bool = False

    @property
    def has_street_context(self) -> bool:
        """Whether house, lane, street word or junction announce a street."""
        return bool(self.house or self.lane or self.street_word or self.junction)

    @property
    def is_anchored(self) -> bool:
        """Whether anything announces a place."""
        return self.has_street_context or self.relation is not None or self.is_after_preposition


def label_of(draft: Draft, labels: PlaceLabels, name: str) -> str:
    """How the place is repeated: junction, house, lane and the gazetteer's spelling."""
    house = labels.house.format(number=draft.house.upper()) if draft.house else None
    lane = draft.lane
    if lane and lane[0].isdecimal():
        lane = labels.lane.format(number=lane)
    return " ".join(part for part in (draft.junction, house, lane, name) if part)


def is_group(reading: Reading) -> bool:
    """Whether a residential group is meant."""
    return reading.named.kind is PlaceKind.RESIDENTIAL_GROUP


def candidate_of(draft: Draft, reading: Reading, suffix: str, factor: float) -> PlaceCandidate:
    """One reading as the house passes it on; `suffix` is a member's number, `factor` scales the score."""
    named = reading.named
    return PlaceCandidate(
        kind=named.kind,
        name=named.name + suffix,
        score=round(reading.score * factor, 3),
        house_number=draft.house,
        lane=draft.lane,
        residential_group=named.name if is_group(reading) else None,
    )
