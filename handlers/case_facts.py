"""What several messages say together about one incident, whatever order they came in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.understanding import Category, Intent, PlaceKind
from handlers.arrivals import CONFIDENT
from storage.tables import ChatMessage

CLEAR_LEAD = 0.1
MAX_CHOICES = 3
MAX_LOCATION_LENGTH = 300


@dataclass(frozen=True, kw_only=True)
class PlaceFacts:
    """Where it is, in words and, if known, on the map; `doubts` are the names to choose among when unsure."""

    text: str
    name: str | None = None
    residential_group: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """What is known of an incident so far; None means that nobody has said it."""

    category: Category | None = None
    urgent: bool = False
    tells_incident: bool = False
    words: str = ""
    masked: str = ""
    place: PlaceFacts | None = None
    pin: tuple[float, float] | None = None
    messages: Sequence[ChatMessage] = field(default=())
    category_doubts: tuple[Category, ...] = ()
    poster_id: int | None = None
    only_by_code: bool = False

    @property
    def has_content(self) -> bool:
        """Whether somebody said what is wrong; a poster's code alone tells what kind of thing it is, and no more."""
        return (self.category is not None or self.tells_incident) and not self.only_by_code

    @property
    def says_something(self) -> bool:
        """Whether there is a letter or a digit in it, more than signs and smileys."""
        return any(character.isalnum() for character in self.words)

    @property
    def has_place(self) -> bool:
        """Whether somebody said where."""
        return self.place is not None or self.pin is not None


def facts_of(messages: Sequence[ChatMessage]) -> CaseFacts:
    """Put messages together; they must be in the order they were said."""
    readings = [message.reading for message in messages]
    told = [reading for reading in readings if not reading.get("poster_alone")]
    pins = [(m.latitude, m.longitude) for m in messages if m.latitude is not None and m.longitude is not None]
    return CaseFacts(
        category=_category(readings),
        urgent=any(reading.get("urgent") for reading in readings),
        tells_incident=any(_tells_incident(reading) for reading in readings),
        words="\n".join(message.text for message in messages if message.text.strip()),
        masked="\n".join(reading["masked"] for reading in readings if reading.get("masked")),
        place=place_of([place for reading in readings for place in reading.get("places", ())]),
        pin=pins[-1] if pins else None,
        messages=messages,
        category_doubts=_category_doubts(readings),
        poster_id=next((reading["poster"] for reading in readings if reading.get("poster")), None),
        only_by_code=len(told) < len(readings) and _category(told) is None and not any(map(_tells_incident, told)),
    )


def _category_doubts(readings: Sequence[dict[str, Any]]) -> tuple[Category, ...]:
    """The categories to choose among, when the only message that names one is not sure of it."""
    doubts = [reading.get("category_doubts", ()) for reading in readings if reading.get("category")]
    return tuple(Category(each) for each in doubts[0]) if len(doubts) == 1 else ()


def _tells_incident(reading: dict[str, Any]) -> bool:
    return reading.get("intent") == Intent.INCIDENT and reading.get("confidence", 0.0) >= CONFIDENT


def _category(readings: Sequence[dict[str, Any]]) -> Category | None:
    """The first that is sure and says more than *other*; then what is not sure, then *other*."""
    named = [reading for reading in readings if reading.get("category")]
    precise = [reading for reading in named if reading["category"] != Category.OTHER]
    sure = [reading for reading in precise if not reading.get("category_doubts")]
    return next((Category(reading["category"]) for reading in (*sure, *precise, *named)), None)


def place_of(places: Sequence[dict[str, Any]]) -> PlaceFacts | None:
    """One place out of all that were named: the most precise leads, a residential group stands beside it."""
    if not places:
        return None
    groups = [place for place in places if place["kind"] == PlaceKind.RESIDENTIAL_GROUP]
    main = next((place for place in places if place not in groups), places[0])
    labels = list(dict.fromkeys(place["label"] for place in (main, *groups)))
    return PlaceFacts(
        text=", ".join(labels)[:MAX_LOCATION_LENGTH],
        name=main["name"],
        residential_group=groups[0]["name"] if groups else main.get("group"),
        latitude=main.get("latitude"),
        longitude=main.get("longitude"),
        doubts=_doubts(main),
    )


def _doubts(place: dict[str, Any]) -> tuple[str, ...]:
    """The names to choose among: none when one leads clearly, or when the place is a crossing of all of them."""
    candidates = place["candidates"]
    names = tuple(dict.fromkeys(candidate["name"] for candidate in candidates))
    if len(names) < 2 or candidates[0]["score"] - candidates[1]["score"] >= CLEAR_LEAD:
        return ()
    return () if all(name in place["label"] for name in names[:2]) else names[:MAX_CHOICES]
