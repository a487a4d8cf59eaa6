"""What each team and unit owes: rows that exist once, the board of one period, and how each came where it stands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from domain.duties import OWED, ObligationStatus, Occurrence, is_late
from storage.columns import columns_of
from storage.database import Work
from storage.new_rows import insert_new
from storage.tables import DigitalTeam, Obligation, ObligationHistory

_obligations = columns_of(Obligation)
_teams = columns_of(DigitalTeam)
_history = columns_of(ObligationHistory)
_PERIOD = (_obligations.duty, _obligations.period)


@dataclass(frozen=True, kw_only=True)
class OwedBy:
    """One obligation with the team that has it; None for one of a unit."""

    obligation: Obligation
    team: DigitalTeam | None

    @property
    def id(self) -> int:
        """The id of the obligation."""
        return self.obligation.id

    @property
    def owner(self) -> str:
        """Who owes it, in one word: `team-5`, or `unit-` and the key of a unit."""
        return owner_key(self.obligation)


def owner_key(obligation: Obligation) -> str:
    """Who owes it, in one word."""
    return f"team-{obligation.team_id}" if obligation.team_id is not None else f"unit-{obligation.unit}"


def teams_with_obligation(work: Work, duty: str, period: str) -> set[int]:
    """The teams whose obligation of this period is on record."""
    rows = work.session.scalars(
        select(_obligations.team_id).where(
            _obligations.duty == duty, _obligations.period == period, _obligations.team_id.is_not(None)
        )
    )
    return set(rows)


def owners_on_record(work: Work, since_on: date) -> dict[tuple[str, str], set[str]]:
    """Whose obligations are on record, by duty and period, for all that are due from a day on."""
    rows = work.session.execute(
        select(*_PERIOD, _obligations.team_id, _obligations.unit).where(_obligations.due_on >= since_on)
    )
    found: dict[tuple[str, str], set[str]] = {}
    for duty, period, team_id, unit in rows:
        found.setdefault((duty, period), set()).add(f"team-{team_id}" if team_id is not None else f"unit-{unit}")
    return found


def last_due_days(work: Work) -> dict[str, date]:
    """The latest due day on record of each duty."""
    rows = work.session.execute(select(_obligations.duty, func.max(_obligations.due_on)).group_by(_obligations.duty))
    return {duty: due_on for duty, due_on in rows}


def oblige(
    work: Work,
    team_ids: Collection[int],
    *,
    duty: str,
    period: str,
    due_on: date,
    now: datetime,
    late_from_on: date | None = None,
) -> None:
    """Put on record what these teams owe; what is there already stays as it is.

    Two schedulers may do it at once: the row of the second is quietly the same one.
    """
    known = teams_with_obligation(work, duty, period)
    rows = [
        {
            "duty": duty,
            "period": period,
            "team_id": team_id,
            "due_on": due_on,
            "late_from_on": late_from_on,
            "status": ObligationStatus.NOT_STARTED,
            "created_at": now,
        }
        for team_id in sorted(set(team_ids) - known)
    ]
    if rows:
        insert_new(work, Obligation, rows, unique=("duty", "period", "team_id"))


def oblige_owners(
    work: Work, occurrence: Occurrence, *, team_ids: Collection[int], units: Collection[str], now: datetime
) -> None:
    """Put on record what these teams and units owe for one period; what is there already stays as it is."""
    common = {
        "duty": occurrence.duty.code,
        "period": occurrence.period,
        "due_on": occurrence.due_on,
        "late_from_on": occurrence.late_from,
        "status": ObligationStatus.NOT_STARTED,
        "created_at": now,
    }
    if team_ids:
        rows = [common | {"team_id": team_id} for team_id in sorted(team_ids)]
        insert_new(work, Obligation, rows, unique=("duty", "period", "team_id"))
    if units:
        rows = [common | {"unit": unit} for unit in sorted(units)]
        insert_new(work, Obligation, rows, unique=("duty", "period", "unit"))


def owed(work: Work, duty: str, period: str) -> Sequence[Obligation]:
    """What is still owed of one period."""
    return work.session.scalars(
        select(Obligation)
        .where(_obligations.duty == duty, _obligations.period == period, _obligations.status.in_(OWED))
        .order_by(_obligations.team_id, _obligations.unit)
    ).all()


def of_team(work: Work, duty: str, team_id: int) -> Sequence[Obligation]:
    """What one team owes or owed for a duty, the earliest due day first."""
    return work.session.scalars(
        select(Obligation)
        .where(_obligations.duty == duty, _obligations.team_id == team_id)
        .order_by(_obligations.due_on)
    ).all()


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How far one owner has come, and his first late day where it is not the plan's own."""

    status: ObligationStatus
    late_from_on: date | None

    def is_late(self, late_from: date, today: date) -> bool:
        """Whether it is owed and late, by his own day or else by the plan's."""
        return is_late(self.status, self.late_from_on or late_from, today)


def standings(work: Work, duty: str, period: str) -> dict[str, Standing]:
    """How far each owner has come with one period."""
    rows = work.session.execute(
        select(_obligations.team_id, _obligations.unit, _obligations.status, _obligations.late_from_on).where(
            _obligations.duty == duty, _obligations.period == period
        )
    )
    return {
        f"team-{team_id}" if team_id is not None else f"unit-{unit}": Standing(status=status, late_from_on=late_from_on)
        for team_id, unit, status, late_from_on in rows
    }


def obligation(work: Work, obligation_id: int, *, to_change: bool = False) -> Obligation | None:
    """The obligation with this id; `to_change` keeps others from changing it meanwhile."""
    return work.session.get(Obligation, obligation_id, with_for_update=to_change or None)


def periods(work: Work) -> Sequence[tuple[str, str, date]]:
    """Every duty and period on record with its due day, newest first."""
    rows = work.session.execute(
        select(*_PERIOD, _obligations.due_on).distinct().order_by(_obligations.due_on.desc(), _obligations.duty)
    )
    return [(duty, period, due_on) for duty, period, due_on in rows]


@dataclass(frozen=True, kw_only=True)
class PeriodCount:
    """One duty and period on record: its days, and how many owners stand in each state."""

    duty: str
    period: str
    due_on: date
    late_from_on: date
    counts: dict[ObligationStatus, int]

    @property
    def total(self) -> int:
        """How many owe or owed it."""
        return sum(self.counts.values())

    @property
    def owed(self) -> int:
        """How many still owe it."""
        return sum(count for status, count in self.counts.items() if status in OWED)


def period_counts(work: Work) -> list[PeriodCount]:
    """Every duty and period on record, the earliest due day first."""
    rows = work.session.execute(
        select(
            *_PERIOD,
            func.min(_obligations.due_on),
            func.min(_obligations.late_from_on),
            _obligations.status,
            func.count(),
        )
        .group_by(*_PERIOD, _obligations.status)
        .order_by(func.min(_obligations.due_on), *_PERIOD)
    )
    found: dict[tuple[str, str], PeriodCount] = {}
    for duty, period, due_on, late_from_on, status, count in rows:
        one = found.get((duty, period))
        if one is None:
            late_from_on = late_from_on or due_on + timedelta(days=1)
            one = PeriodCount(duty=duty, period=period, due_on=due_on, late_from_on=late_from_on, counts={})
            found[duty, period] = one
        one.counts[status] = count
    return sorted(found.values(), key=lambda one: (one.due_on, one.duty, one.period))


def board(work: Work, duty: str, period: str) -> Sequence[OwedBy]:
    """What every team and unit owes of one period: teams by number and name, units as they were put on record."""
    rows = work.session.execute(
        select(Obligation, DigitalTeam)
        .outerjoin(DigitalTeam, _teams.id == _obligations.team_id)
        .where(_obligations.duty == duty, _obligations.period == period)
        .order_by(_teams.number.is_(None), _teams.number, _teams.name, _obligations.id)
    )
    return [OwedBy(obligation=obligation, team=team) for obligation, team in rows]


def late(work: Work, today: date) -> Sequence[OwedBy]:
    """What is owed from its first late day on, the longest overdue first; teams that are dissolved owe nothing."""
    is_dissolved = _teams.dissolved_on.is_not(None) & (_teams.dissolved_on <= today)
    rows = work.session.execute(
        select(Obligation, DigitalTeam)
        .outerjoin(DigitalTeam, _teams.id == _obligations.team_id)
        .where(_obligations.status.in_(OWED), late_on(today), ~func.coalesce(is_dissolved, False))
        .order_by(_obligations.due_on, _obligations.duty, _obligations.id)
    )
    return [OwedBy(obligation=obligation, team=team) for obligation, team in rows]


def count_late(work: Work, today: date) -> int:
    """How many reports are owed from their first late day on."""
    query = select(func.count()).select_from(Obligation).where(_obligations.status.in_(OWED), late_on(today))
    return work.session.scalar(query) or 0


def late_on(today: date) -> Any:
    """Rows of before the first late day was kept are late from the day after the due day on."""
    return (_obligations.late_from_on <= today) | (_obligations.late_from_on.is_(None) & (_obligations.due_on < today))


def note_move(work: Work, move: ObligationHistory) -> None:
    """Append one move to the history of an obligation."""
    work.session.add(move)


def history(work: Work, obligation_ids: Collection[int]) -> dict[int, list[ObligationHistory]]:
    """How these obligations came where they stand, oldest first."""
    rows = work.session.scalars(
        select(ObligationHistory).where(_history.obligation_id.in_(set(obligation_ids))).order_by(_history.id)
    )
    found: dict[int, list[ObligationHistory]] = {}
    for row in rows:
        found.setdefault(row.obligation_id, []).append(row)
    return found
