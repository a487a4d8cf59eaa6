"""Lists of obligations for other programs: by what is asked for, newest first, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from domain.duties import OWED, ObligationStatus
from storage.columns import columns_of
from storage.database import Work
from storage.duties import OwedBy, late_on
from storage.tables import DigitalTeam, Obligation

_obligations = columns_of(Obligation)
_teams = columns_of(DigitalTeam)


@dataclass(frozen=True, kw_only=True)
class ObligationFilter:
    """What is asked for; None and False ask nothing."""

    status: ObligationStatus | None = None
    duty: str | None = None
    period: str | None = None
    team_id: int | None = None
    unit: str | None = None
    late_on: date | None = None
    since: datetime | None = None
    before_id: int | None = None


def page(work: Work, wanted: ObligationFilter, *, limit: int) -> Sequence[OwedBy]:
    """Up to `limit` obligations, newest first."""
    query = select(Obligation, DigitalTeam).outerjoin(DigitalTeam, _teams.id == _obligations.team_id)
    for name in ("status", "duty", "period", "team_id", "unit"):
        if (value := getattr(wanted, name)) is not None:
            query = query.where(getattr(_obligations, name) == value)
    if wanted.late_on is not None:
        query = query.where(_obligations.status.in_(OWED), late_on(wanted.late_on))
    if wanted.since is not None:
        query = query.where(_obligations.created_at >= wanted.since)
    if wanted.before_id is not None:
        query = query.where(_obligations.id < wanted.before_id)
    rows = work.session.execute(query.order_by(_obligations.id.desc()).limit(limit))
    return [OwedBy(obligation=obligation, team=team) for obligation, team in rows]
