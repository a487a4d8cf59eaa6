"""Where the same thing happens again and again: recurrences of one case, and the hot spots of a period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select

from domain.incidents import STILL_OPEN, IncidentStatus
from domain.understanding import Category
from storage.columns import columns_of
from storage.database import Work
from storage.tables import Incident

LEAST = 2
_incidents = columns_of(Incident)
_NOT_COUNTED = (IncidentStatus.MERGED, IncidentStatus.WITHDRAWN)


class HotSpotBy(StrEnum):
    """What makes cases one spot."""

    STREET = "street"
    GROUP = "group"


_PLACE = {HotSpotBy.STREET: _incidents.place_name, HotSpotBy.GROUP: _incidents.residential_group}


@dataclass(frozen=True, kw_only=True)
class HotSpot:
    """One place and category with how often it was reported; merged cases count once, `reporters` counts people."""

    place: str
    category: Category
    cases: int
    reporters: int
    still_open: int
    recurring: int
    newest_at: datetime


def of_case(work: Work, incident_id: int) -> Sequence[Incident]:
    """The cases that came back after this one, newest first."""
    return work.session.scalars(
        select(Incident)
        .where(_incidents.recurrence_of_id == incident_id, _incidents.sealed.is_(False))
        .order_by(_incidents.id.desc())
        .limit(20)
    ).all()


def hot_spots(
    work: Work, by: HotSpotBy, *, since: datetime, category: Category | None, limit: int
) -> Sequence[HotSpot]:
    """Places reported at least twice from `since` on, the most often reported first."""
    place = _PLACE[by]
    cases = func.count()
    newest = func.max(_incidents.opened_at, type_=_incidents.opened_at.type)
    query = (
        select(
            place,
            _incidents.category,
            cases,
            func.sum(_incidents.reporters),
            func.count().filter(_incidents.status.in_(STILL_OPEN)),
            func.count(_incidents.recurrence_of_id),
            newest,
        )
        .where(
            _incidents.opened_at >= since,
            place.is_not(None),
            _incidents.category.is_not(None),
            _incidents.status.not_in(_NOT_COUNTED),
            _incidents.sealed.is_(False),
        )
        .group_by(place, _incidents.category)
        .having(cases >= LEAST)
        .order_by(cases.desc(), newest.desc())
        .limit(limit)
    )
    if category is not None:
        query = query.where(_incidents.category == category)
    return [_spot(row) for row in work.session.execute(query)]


def _spot(row: Any) -> HotSpot:
    place, category, cases, reporters, still_open, recurring, newest_at = row
    return HotSpot(
        place=place,
        category=category,
        cases=cases,
        reporters=reporters,
        still_open=still_open,
        recurring=recurring,
        newest_at=newest_at,
    )
