"""What each team owes, and every reminder that was decided: rows with keys that keep both from being made twice."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update

from domain.duties import OWED, ObligationStatus
from storage.columns import columns_of
from storage.database import Work
from storage.new_rows import insert_new
from storage.tables import DigitalTeam, Obligation, OutboxMessage, OutboxStatus, Reminder

_obligations = columns_of(Obligation)
_reminders = columns_of(Reminder)
_teams = columns_of(DigitalTeam)


@dataclass(frozen=True, kw_only=True)
class OwedBy:
    """One obligation with the team that has it."""

    obligation: Obligation
    team: DigitalTeam


def teams_with_obligation(work: Work, duty: str, period: str) -> set[int]:
    """The teams whose obligation of this period is on record."""
    rows = work.session.scalars(
        select(_obligations.team_id).where(_obligations.duty == duty, _obligations.period == period)
    )
    return set(rows)


def oblige(work: Work, team_ids: Collection[int], *, duty: str, period: str, due_on: date, now: datetime) -> None:
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
            "status": ObligationStatus.NOT_STARTED,
            "created_at": now,
        }
        for team_id in sorted(set(team_ids) - known)
    ]
    if rows:
        insert_new(work, Obligation, rows, unique=("duty", "period", "team_id"))


def owed(work: Work, duty: str, period: str) -> Sequence[Obligation]:
    """What is still owed of one period."""
    return work.session.scalars(
        select(Obligation)
        .where(_obligations.duty == duty, _obligations.period == period, _obligations.status.in_(OWED))
        .order_by(_obligations.team_id)
    ).all()


def of_team(work: Work, duty: str, team_id: int) -> Sequence[Obligation]:
    """What one team owes or owed for a duty, the earliest due day first."""
    return work.session.scalars(
        select(Obligation)
        .where(_obligations.duty == duty, _obligations.team_id == team_id)
        .order_by(_obligations.due_on)
    ).all()


def obligation(work: Work, obligation_id: int, *, to_change: bool = False) -> Obligation | None:
    """The obligation with this id; `to_change` keeps others from changing it meanwhile."""
    return work.session.get(Obligation, obligation_id, with_for_update=to_change or None)


def periods(work: Work) -> Sequence[tuple[str, str, date]]:
    """Every duty and period on record with its due day, newest first."""
    rows = work.session.execute(
        select(_obligations.duty, _obligations.period, _obligations.due_on)
        .distinct()
        .order_by(_obligations.due_on.desc(), _obligations.duty)
    )
    return [(duty, period, due_on) for duty, period, due_on in rows]


def board(work: Work, duty: str, period: str) -> Sequence[OwedBy]:
    """What every team owes of one period, by the team's number and name."""
    rows = work.session.execute(
        select(Obligation, DigitalTeam)
        .join(DigitalTeam, _teams.id == _obligations.team_id)
        .where(_obligations.duty == duty, _obligations.period == period)
        .order_by(_teams.number.is_(None), _teams.number, _teams.name)
    )
    return [OwedBy(obligation=obligation, team=team) for obligation, team in rows]


def decided(work: Work, duty: str, period: str) -> set[str]:
    """The keys of the reminders of one period that were decided."""
    keys = work.session.scalars(
        select(_reminders.dedupe_key).where(_reminders.duty == duty, _reminders.period == period)
    )
    return set(keys)


def write_reminders(work: Work, rows: Sequence[Mapping[str, object]]) -> None:
    """Put decisions on record, each once."""
    if rows:
        insert_new(work, Reminder, rows, unique="dedupe_key")


def queue_words(work: Work, rows: Sequence[Mapping[str, object]]) -> None:
    """Queue reminders as messages, each once; those for the telephone wait on the officers' list instead."""
    if rows:
        insert_new(work, OutboxMessage, rows, unique="dedupe_key")


def set_phone_calls(work: Work, dedupe_keys: Collection[str], *, needed: bool) -> None:
    """Take calls off the officers' list that a report has made needless, or put them back."""
    rows = columns_of(OutboxMessage)
    before, after = (
        (OutboxStatus.CANCELLED, OutboxStatus.TO_PHONE) if needed else (OutboxStatus.TO_PHONE, OutboxStatus.CANCELLED)
    )
    work.session.execute(
        update(OutboxMessage)
        .where(rows.dedupe_key.in_(dedupe_keys), rows.status == before)
        .values(status=after)
        .execution_options(synchronize_session=False)
    )
