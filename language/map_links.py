"""Which points on the map a text carries: links of map services and bare coordinates."""

import re
from dataclasses import dataclass

from domain.understanding import Place, PlaceCandidate, PlaceKind

_LINK = re.compile(r"https?://\S+|(?:www\.|maps?\.|goo\.gl/)\S+", re.IGNORECASE)
_MAP_SERVICE = re.compile(r"maps?\b|goo\.gl|zalo\.me/location|openstreetmap", re.IGNORECASE)
_DEGREES = r"(-?[0-9]{1,3}\.[0-9]{3,})"
_PAIR = rf"{_DEGREES}(?:,|%2C)(?:\s|\+|%20)*{_DEGREES}"
_IN_LINK = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"!3d{_DEGREES}!4d{_DEGREES}",
        rf"[?&](?:q|query|ll|destination|daddr|center)=(?:loc:)?{_PAIR}",
        rf"@{_PAIR}",
        rf"/(?:search|place|dir)/{_PAIR}",
    )
)
_BARE = re.compile(rf"(?<![\d.]){_DEGREES}\s*[,;]\s*{_DEGREES}(?![\d.])")


@dataclass(frozen=True, kw_only=True)
class FoundLink:
    """A place given by a link or coordinates, and where it stands in the original text."""

    place: Place
    start: int
    end: int


def find_map_links(text: str) -> list[FoundLink]:
    """Every map link or pair of coordinates; a short link that hides its point has no candidate."""
    links = [link for match in _LINK.finditer(text) if (link := _from_link(match))]
    bare = [
        _found(match.start(), match.group(), _candidate(match.group(1), match.group(2)))
        for match in _BARE.finditer(text)
        if not any(link.start <= match.start() < link.end for link in links)
    ]
    return [found for found in [*links, *bare] if found.place.candidates or found in links]


def links_of(text: str) -> list[tuple[int, int]]:
    """Where links of any kind stand: no word of theirs means a place."""
    return [match.span() for match in _LINK.finditer(text)]


def _from_link(match: re.Match[str]) -> FoundLink | None:
    url = match.group().rstrip(".,;)")
    for pattern in _IN_LINK:
        if point := pattern.search(url):
            return _found(match.start(), url, _candidate(point.group(1), point.group(2)))
    return _found(match.start(), url, None) if _MAP_SERVICE.search(url) else None


def _candidate(latitude: str, longitude: str) -> PlaceCandidate | None:
    north, east = float(latitude), float(longitude)
    if abs(north) > 90 or abs(east) > 180:
        return None
    return PlaceCandidate(
        kind=PlaceKind.MAP_LINK, name=f"{north:.5f}, {east:.5f}", score=1.0, latitude=north, longitude=east
    )


def _found(start: int, span: str, candidate: PlaceCandidate | None) -> FoundLink:
    label = candidate.name if candidate else span
    place = Place(span=span, label=label, candidates=(candidate,) if candidate else ())
    return FoundLink(place=place, start=start, end=start + len(span))
