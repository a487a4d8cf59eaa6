"""Cases of the same category near a place: the open ones of these days, and the finished ones before them.

Every search goes through `ix_incidents_place` or `ix_incidents_point`; figures are in docs/benchmarks.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from domain.incidents import FINISHED, STILL_OPEN
from domain.near_cases import SAME_THING_WITHIN, Spot, are_near, box_around, metres_between
from storage.columns import columns_of
from storage.database import Work
from storage.tables import Incident

LOOKED_AT = 200
_incidents = columns_of(Incident)


@dataclass(frozen=True, kw_only=True)
class NearCase:
    """One case that may be the same thing as another."""

    id: int
    code: str
    spot: Spot
    opened_at: datetime


def spot_of(incident: Incident) -> Spot:
    """Where a case is."""
    return Spot(
        name=incident.place_name,
        words=incident.location_text,
        latitude=incident.latitude,
        longitude=incident.longitude,
    )


def open_near(work: Work, incident: Incident, *, now: datetime) -> list[NearCase]:
    """Other open cases of the last 72 hours that may be the same thing, the nearest and then the oldest first."""
    wanted = (
        _incidents.opened_at >= now - SAME_THING_WITHIN,
        _incidents.status.in_(STILL_OPEN),
        _incidents.id != incident.id,
    )
    return _near(work, incident, wanted)


def finished_near(work: Work, incident: Incident, *, since: datetime) -> list[NearCase]:
    """Finished cases of the same place and category opened from `since` on and before this one, the newest first."""
    wanted = (
        _incidents.opened_at >= since,
        _incidents.opened_at <= incident.opened_at,
        _incidents.status.in_(FINISHED),
        _incidents.id != incident.id,
    )
    return sorted(_near(work, incident, wanted), key=lambda case: case.opened_at, reverse=True)


def _near(work: Work, incident: Incident, wanted: tuple[ColumnElement[bool], ...]) -> list[NearCase]:
    spot = spot_of(incident)
    found = {case.id: case for case in _candidates(work, incident, spot, wanted) if are_near(spot, case.spot)}
    return sorted(found.values(), key=lambda case: (metres_between(spot, case.spot), case.opened_at, case.id))


def _candidates(
    work: Work, incident: Incident, spot: Spot, wanted: tuple[ColumnElement[bool], ...]
) -> Sequence[NearCase]:
    found: list[NearCase] = []
    for place in _ways_to_look(spot):
        rows = work.session.execute(
            select(
                _incidents.id,
                _incidents.code,
                _incidents.place_name,
                _incidents.location_text,
                _incidents.latitude,
                _incidents.longitude,
                _incidents.opened_at,
            )
            .where(_incidents.category == incident.category, *place, *wanted, _incidents.sealed.is_(False))
            .order_by(_incidents.opened_at.desc())
            .limit(LOOKED_AT)
        )
        found += [_case(row) for row in rows]
    return found


def _ways_to_look(spot: Spot) -> list[tuple[ColumnElement[bool], ...]]:
    """By its name or its words, and by its point on the map; each is one indexed range."""
    ways: list[tuple[ColumnElement[bool], ...]] = []
    if spot.name is not None:
        ways.append((_incidents.place_name == spot.name,))
    elif spot.words is not None:
        ways.append((_incidents.place_name.is_(None), _incidents.location_text == spot.words))
    box = box_around(spot)
    if box is not None:
        south, north, west, east = box
        ways.append((_incidents.latitude.between(south, north), _incidents.longitude.between(west, east)))
    return ways


def _case(row: Any) -> NearCase:
    spot = Spot(name=row.place_name, words=row.location_text, latitude=row.latitude, longitude=row.longitude)
    return NearCase(id=row.id, code=row.code, spot=spot, opened_at=row.opened_at)
