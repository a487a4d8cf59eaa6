"""Lists of cases for the officers' page and the read API: filtered, newest first, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, or_, select

from domain.case_endings import Closing
from domain.incidents import STILL_OPEN, IncidentSource, IncidentStatus
from domain.understanding import Category
from storage.columns import columns_of
from storage.database import Work
from storage.tables import Incident, IncidentReporter

_incidents = columns_of(Incident)
_reporters = columns_of(IncidentReporter)

WAITING = frozenset({IncidentStatus.NEW, IncidentStatus.REOPENED})


@dataclass(frozen=True, kw_only=True)
class IncidentFilter:
    """What to show; None means any. `late_on` keeps open cases whose date has passed by that day.

    `waiting` keeps those that nobody has taken on yet; `person_id` those that one person reported. Cases sealed for the
    head are in no list.
    """

    status: IncidentStatus | None = None
    category: Category | None = None
    urgent: bool | None = None
    residential_group: str | None = None
    source: IncidentSource | None = None
    person_id: int | None = None
    only_open: bool = False
    waiting: bool = False
    incomplete: bool = False
    recurring: bool = False
    place_name: str | None = None
    late_on: date | None = None
    since: datetime | None = None
    code_number: int | None = None
    code_year: int | None = None
    closing: Closing | None = None


def page(work: Work, wanted: IncidentFilter, *, before_id: int | None, limit: int) -> Sequence[Incident]:
    """Up to `limit` cases, newest first, older than the case `before_id`."""
    query = _filtered(select(Incident), wanted)
    if before_id is not None:
        query = query.where(_incidents.id < before_id)
    return work.session.scalars(query.order_by(_incidents.id.desc()).limit(limit)).all()


def count(work: Work, wanted: IncidentFilter) -> int:
    """How many cases a filter keeps."""
    return work.session.scalar(_filtered(select(func.count()).select_from(Incident), wanted)) or 0


def _filtered(query: Select[Any], wanted: IncidentFilter) -> Select[Any]:
    return query.where(*(condition for condition in _conditions(wanted) if condition is not None))


def _conditions(wanted: IncidentFilter) -> list[Any]:
    equal = {
        "status": wanted.status,
        "category": wanted.category,
        "urgent": wanted.urgent,
        "residential_group": wanted.residential_group,
        "number": wanted.code_number,
        "year": wanted.code_year,
        "source": wanted.source,
        "closing": wanted.closing,
        "place_name": wanted.place_name,
    }
    return [
        _incidents.sealed.is_(False),
        *(getattr(_incidents, name) == value for name, value in equal.items() if value is not None),
        _incidents.status.in_(STILL_OPEN) if wanted.only_open or wanted.late_on else None,
        _incidents.status.in_(WAITING) if wanted.waiting else None,
        _reported_by(wanted.person_id) if wanted.person_id is not None else None,
        or_(_incidents.lacks_place, _incidents.lacks_content) if wanted.incomplete else None,
        _incidents.recurrence_of_id.is_not(None) if wanted.recurring else None,
        _incidents.due_on < wanted.late_on if wanted.late_on else None,
        _incidents.opened_at >= wanted.since if wanted.since else None,
    ]


def _reported_by(person_id: int) -> Any:
    own = func.coalesce(_reporters.own_incident_id, _reporters.incident_id)
    return _incidents.id.in_(select(own).where(_reporters.person_id == person_id))
