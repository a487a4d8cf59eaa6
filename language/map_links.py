"""Which points on the map a text carries: links of map services and bare coordinates in their usual spellings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from domain.understanding import Place, PlaceCandidate, PlaceKind

_LINK = re.compile(r"https?://\S+|geo:\S+|(?:www\.|maps?\.|goo\.gl/|google\.[a-z.]{2,6}/maps)\S+", re.IGNORECASE)
_MAP_SERVICE = re.compile(
    r"maps?\b|goo\.gl|zalo\.me/(?:location|map)|openstreetmap|osm\.org|waze\.com|^geo:", re.IGNORECASE
)
_ENDING = ".,;)]>\"'"
_FEWEST_DECIMALS, _EXACT_DECIMALS = 2, 4
_LATITUDES, _LONGITUDES = (8.0, 24.0), (102.0, 118.0)
_DEGREES = r"(-?[0-9]{1,3}\.[0-9]{1,20})"
_GAP = r"(?:,|%2C|~|/|\s|\+){1,3}"
_PAIR = rf"{_DEGREES}{_GAP}{_DEGREES}"
_NAMED = r"(?:q|query|ll|sll|cll|destination|origin|daddr|saddr|center|coordinate|cp|location|point|viewpoint|near)"
_IN_LINK = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"!3d{_DEGREES}!4d{_DEGREES}",
        rf"[?&#]{_NAMED}=(?:loc:|[a-z. ]{{0,20}}@)?{_PAIR}",
        rf"[?&#]m?lat(?:itude)?={_DEGREES}&m?(?:lon|lng|long)(?:gitude)?={_DEGREES}",
        rf"/(?:search|place|dir|dir/)/{_PAIR}",
        rf"@{_PAIR}",
        rf"^geo:{_PAIR}",
        rf"#map=[0-9.]{{1,5}}/{_PAIR}",
        rf"/{_PAIR}(?:[,/?&]|$)",
    )
)
_REVERSED = re.compile(rf"[?&#]m?(?:lon|lng|long)(?:gitude)?={_DEGREES}&m?lat(?:itude)?={_DEGREES}", re.IGNORECASE)
_BARE = re.compile(rf"(?<![\d.,]){_DEGREES}\s{{0,3}}[,;\s]\s{{0,3}}{_DEGREES}(?![\d.])")
_COMMAS = re.compile(r"(?<![\d.,])([0-9]{1,2},[0-9]{3,9})\s{0,3}[;\s]\s{0,3}([0-9]{3},[0-9]{3,9})(?![\d.,])")
_ANGLE = r"([0-9]{1,3})\s?[°º]\s?([0-9]{1,2})\s?['′’]\s?([0-9]{1,2}(?:[.,][0-9]{1,6})?)\s?(?:[\"″”]|''|’’)\s?"
_ANGLES = re.compile(rf"{_ANGLE}([NS])[\s,+]{{0,3}}{_ANGLE}([EW])", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class FoundLink:
    """A place given by a link or coordinates, and where it stands in the original text."""

    place: Place
    start: int
    end: int


def find_map_links(text: str) -> list[FoundLink]:
    """Every map link or pair of coordinates; a short link that hides its point has no candidate."""
    links = [link for match in _LINK.finditer(text) if (link := _from_link(match))]
    spans = links_of(text)
    bare = [found for found in _bare_points(text) if not any(start <= found.start < end for start, end in spans)]
    return [*links, *bare]


def links_of(text: str) -> list[tuple[int, int]]:
    """Where links of any kind stand: no word of theirs means a place."""
    return [match.span() for match in _LINK.finditer(text)]


def _from_link(match: re.Match[str]) -> FoundLink | None:
    """A map service's link, with its point if it tells one; another link only for a point in Vietnam."""
    url = match.group().rstrip(_ENDING)
    candidate = _point_of(unquote(url))
    if _MAP_SERVICE.search(url):
        return _found(match.start(), url, candidate)
    return _found(match.start(), url, candidate) if candidate and _is_near(candidate) else None


def _point_of(plain: str) -> PlaceCandidate | None:
    for pattern in _IN_LINK:
        if (point := pattern.search(plain)) and (candidate := _in_order(point.group(1), point.group(2))):
            return candidate
    if point := _REVERSED.search(plain):
        return _in_order(point.group(2), point.group(1))
    angles = _ANGLES.search(plain)
    return _from_angles(angles) if angles else None


def _bare_points(text: str) -> Iterator[FoundLink]:
    """Points written without a link; two decimals are enough inside Vietnam, elsewhere it takes four."""
    for match in _BARE.finditer(text):
        candidate = _in_order(match.group(1), match.group(2))
        decimals = min(len(degrees.partition(".")[2]) for degrees in match.groups())
        if candidate and decimals >= (_FEWEST_DECIMALS if _is_near(candidate) else _EXACT_DECIMALS):
            yield _found(match.start(), match.group(), candidate)
    for match in _COMMAS.finditer(text):
        candidate = _in_order(match.group(1).replace(",", "."), match.group(2).replace(",", "."))
        if candidate and _is_near(candidate):
            yield _found(match.start(), match.group(), candidate)
    for match in _ANGLES.finditer(text):
        if candidate := _from_angles(match):
            yield _found(match.start(), match.group(), candidate)


def _in_order(first: str, second: str) -> PlaceCandidate | None:
    """The point of two numbers, latitude first unless only the other order lies in Vietnam."""
    north, east = float(first), float(second)
    is_reversed = _is_between(east, _LATITUDES) and _is_between(north, _LONGITUDES)
    return _candidate(east, north) if is_reversed else _candidate(north, east)


def _from_angles(match: re.Match[str]) -> PlaceCandidate | None:
    """The point of degrees, minutes and seconds."""
    parts = [float(part.replace(",", ".")) for part in (*match.group(1, 2, 3), *match.group(5, 6, 7))]
    north, east = (parts[at] + parts[at + 1] / 60 + parts[at + 2] / 3600 for at in (0, 3))
    is_south, is_west = match.group(4).upper() == "S", match.group(8).upper() == "W"
    return _candidate(-north if is_south else north, -east if is_west else east)


def _candidate(north: float, east: float) -> PlaceCandidate | None:
    if abs(north) > 90 or abs(east) > 180:
        return None
    return PlaceCandidate(
        kind=PlaceKind.MAP_LINK, name=f"{north:.5f}, {east:.5f}", score=1.0, latitude=north, longitude=east
    )


def _is_near(candidate: PlaceCandidate) -> bool:
    return _is_between(candidate.latitude or 0.0, _LATITUDES) and _is_between(candidate.longitude or 0.0, _LONGITUDES)


def _is_between(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]


def _found(start: int, span: str, candidate: PlaceCandidate | None) -> FoundLink:
    label = candidate.name if candidate else span
    place = Place(span=span, label=label, candidates=(candidate,) if candidate else ())
    return FoundLink(place=place, start=start, end=start + len(span))
