"""Requests for help and incidents as reports count them: received, how and when they ended, for which team."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select

from domain.incidents import HistoryKind, IncidentStatus
from domain.report_facts import CaseFact, Ending
from domain.report_periods import Span
from domain.support import SupportStatus
from storage.columns import columns_of
from storage.database import Work
from storage.tables import (
    DigitalTeam,
    Incident,
    IncidentHistory,
    IncidentReporter,
    ResidentialGroup,
    SupportHistory,
    SupportRequest,
)

_incidents = columns_of(Incident)
_moves = columns_of(IncidentHistory)
_reporters = columns_of(IncidentReporter)
_requests = columns_of(SupportRequest)
_steps = columns_of(SupportHistory)
_teams = columns_of(DigitalTeam)
_residential = columns_of(ResidentialGroup)
_LAST_NUMBER = re.compile(r"(\d+)\W*$")
_I = IncidentStatus
_ENDINGS = {_I.RESOLVED: Ending.DONE, _I.FORWARDED: Ending.PASSED_ON, _I.DECLINED: Ending.UNFOUNDED}
_TURNING_POINTS = frozenset({*_ENDINGS, _I.NOT_FIXED, _I.REOPENED})


def requests(work: Work, span: Span, timezone: ZoneInfo) -> list[CaseFact]:
    """The requests received in these days or still open when they began."""
    begins, ends = _instants(span, timezone)
    forwarded = dict(
        work.session.execute(
            select(_steps.request_id, func.max(_steps.at))
            .where(_steps.to_status == SupportStatus.FORWARDED)
            .group_by(_steps.request_id)
        ).all()
    )
    rows = work.session.scalars(
        select(SupportRequest)
        .where(_requests.opened_at < ends, or_(_requests.closed_at.is_(None), _requests.closed_at >= begins))
        .order_by(_requests.id)
    )
    return [_support_fact(row, forwarded.get(row.id), timezone) for row in rows]


def _support_fact(row: SupportRequest, forwarded_at: datetime | None, timezone: ZoneInfo) -> CaseFact:
    status = row.status
    ending, at = Ending.OPEN, None
    if status is SupportStatus.WITHDRAWN or (status is SupportStatus.CLOSED and row.resolved_at is None):
        ending, at = Ending.VOID, row.closed_at
    elif status in (SupportStatus.RESOLVED, SupportStatus.CLOSED):
        ending, at = Ending.DONE, row.resolved_at
    elif status is SupportStatus.FORWARDED:
        ending, at = Ending.PASSED_ON, forwarded_at or row.opened_at
    return CaseFact(
        id=row.id,
        team_id=row.team_id,
        opened_on=_day(row.opened_at, timezone),
        due_on=row.due_on,
        ending=ending,
        ended_on=_day(at, timezone) if at else None,
        stars=row.stars,
        topic=row.topic,
    )


def incidents(work: Work, span: Span, timezone: ZoneInfo) -> list[CaseFact]:
    """The incidents received in these days or still open when they began; one not fixed counts as open."""
    begins, ends = _instants(span, timezone)
    chosen = [_incidents.opened_at < ends, or_(_incidents.closed_at.is_(None), _incidents.closed_at >= begins)]
    outcomes: dict[int, tuple[IncidentStatus, datetime]] = {}
    for incident_id, to_status, at in work.session.execute(
        select(_moves.incident_id, _moves.to_status, _moves.at)
        .where(
            _moves.kind == HistoryKind.MOVED,
            _moves.to_status.in_(_TURNING_POINTS),
            _moves.incident_id.in_(select(_incidents.id).where(*chosen)),
        )
        .order_by(_moves.id)
    ):
        outcomes[incident_id] = (to_status, at)
    by_name, by_number = _teams_of_groups(work)
    stars = _fewest_stars(work, select(_incidents.id).where(*chosen))
    rows = work.session.scalars(select(Incident).where(*chosen).order_by(_incidents.id))
    return [
        replace(
            _incident_fact(row, outcomes.get(row.id), _team_of(row.residential_group, by_name, by_number), timezone),
            stars=stars.get(row.id),
        )
        for row in rows
    ]


def _fewest_stars(work: Work, incident_ids: Any) -> dict[int, int]:
    """The fewest stars that a reporter of each incident gave, where any was given."""
    rows = work.session.execute(
        select(_reporters.incident_id, func.min(_reporters.stars))
        .where(_reporters.stars.is_not(None), _reporters.incident_id.in_(incident_ids))
        .group_by(_reporters.incident_id)
    ).all()
    return {incident_id: stars for incident_id, stars in rows}


def _incident_fact(
    row: Incident, outcome: tuple[IncidentStatus, datetime] | None, team_id: int | None, timezone: ZoneInfo
) -> CaseFact:
    ending = _ENDINGS.get(outcome[0], Ending.OPEN) if outcome else Ending.OPEN
    if row.status in (IncidentStatus.WITHDRAWN, IncidentStatus.MERGED):
        ending = Ending.VOID
    at = outcome[1] if outcome and ending is not Ending.OPEN else None
    return CaseFact(
        id=row.id,
        team_id=team_id,
        opened_on=_day(row.opened_at, timezone),
        due_on=row.due_on,
        ending=ending,
        ended_on=_day(at, timezone) if at else None,
        category=row.category,
    )


def _teams_of_groups(work: Work) -> tuple[dict[str, int], dict[int, int]]:
    rows = work.session.execute(
        select(_teams.id, _teams.number, _residential.name, _residential.number).outerjoin(
            ResidentialGroup, _residential.id == _teams.residential_group_id
        )
    ).all()
    by_name = {row[2].casefold(): row[0] for row in rows if row[2]}
    return by_name, {number: row[0] for row in rows for number in (row[3], row[1]) if number is not None}


def _team_of(name: str | None, by_name: dict[str, int], by_number: dict[int, int]) -> int | None:
    """The team of a residential group as a case names it: by its whole name, else by the number at its end."""
    if name is None:
        return None
    numbered = _LAST_NUMBER.search(name)
    return by_name.get(name.casefold()) or (by_number.get(int(numbered[1])) if numbered else None)


def _instants(span: Span, timezone: ZoneInfo) -> tuple[datetime, datetime]:
    begins = datetime.combine(span.starts_on, time.min, timezone)
    return begins, datetime.combine(span.ends_on + timedelta(days=1), time.min, timezone)


def _day(at: datetime, timezone: ZoneInfo) -> date:
    return at.astimezone(timezone).date()
