"""Reports of the teams: drafts and their steps, figures that people gave, frozen datasets."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from domain.report_data import DocumentKind
from domain.report_lines import Given
from domain.reports import ReportStep
from storage.columns import columns_of
from storage.database import Work
from storage.new_rows import insert_new
from storage.tables import EnteredFigure, FrozenDataset, Obligation, ReportStepLine, TeamReportDraft

_drafts = columns_of(TeamReportDraft)
_steps = columns_of(ReportStepLine)
_entered = columns_of(EnteredFigure)
_frozen = columns_of(FrozenDataset)
_obligations = columns_of(Obligation)


def start(work: Work, team_ids: Collection[int], *, duty: str, period: str, now: datetime) -> None:
    """Begin the drafts of these teams; one that is there already stays as it is."""
    known = set(drafts(work, duty, period))
    rows = [
        {
            "duty": duty,
            "period": period,
            "team_id": team_id,
            "revision": 1,
            "version": 0,
            "created_at": now,
            "changed_at": now,
        }
        for team_id in sorted(set(team_ids) - known)
    ]
    if rows:
        insert_new(work, TeamReportDraft, rows, unique=("duty", "period", "team_id"))


def drafts(work: Work, duty: str, period: str) -> dict[int, TeamReportDraft]:
    """The drafts of one period by team."""
    rows = work.session.scalars(select(TeamReportDraft).where(_drafts.duty == duty, _drafts.period == period))
    return {row.team_id: row for row in rows}


def draft(work: Work, report_id: int, *, to_change: bool = False) -> TeamReportDraft | None:
    """The draft with this id; `to_change` keeps others from changing it meanwhile."""
    return work.session.get(TeamReportDraft, report_id, with_for_update=to_change or None)


def draft_of(work: Work, duty: str, period: str, team_id: int, *, to_change: bool = False) -> TeamReportDraft | None:
    """One team's draft of one period."""
    query = select(TeamReportDraft).where(_drafts.duty == duty, _drafts.period == period, _drafts.team_id == team_id)
    return work.session.scalar(query.with_for_update() if to_change else query)


def obligation_of(work: Work, duty: str, period: str, team_id: int, *, to_change: bool = False) -> Obligation | None:
    """What one team owes of one period."""
    query = select(Obligation).where(
        _obligations.duty == duty, _obligations.period == period, _obligations.team_id == team_id
    )
    return work.session.scalar(query.with_for_update() if to_change else query)


def obligations(work: Work, duty: str, periods: Collection[str]) -> dict[tuple[int, str], Obligation]:
    """What the teams owe of some periods, by team and period."""
    rows = work.session.scalars(
        select(Obligation).where(
            _obligations.duty == duty, _obligations.period.in_(periods), _obligations.team_id.is_not(None)
        )
    )
    return {(row.team_id, row.period): row for row in rows if row.team_id is not None}


def add_step(work: Work, draft: TeamReportDraft, line: ReportStepLine) -> ReportStepLine:
    """Add one step to a report's history and let its revision grow."""
    draft.revision += 1
    draft.changed_at = line.at
    line.version = draft.version
    work.session.add(line)
    work.session.flush()
    return line


def steps(work: Work, report_id: int) -> Sequence[ReportStepLine]:
    """Every step of a report, oldest first."""
    return work.session.scalars(select(ReportStepLine).where(_steps.report_id == report_id).order_by(_steps.id)).all()


def enter(work: Work, figure: EnteredFigure) -> None:
    """Keep one figure that somebody gave."""
    work.session.add(figure)
    work.session.flush()


def given(work: Work, period: str, *, team_ids: Collection[int] | None = None) -> dict[int | None, dict[str, Given]]:
    """What was given last for every indicator up to this period, by team; under None stands the ward's own.

    A value taken back leaves nothing.
    """
    query = select(_entered.team_id, _entered.code, _entered.value, _entered.period).where(_entered.period <= period)
    if team_ids is not None:
        query = query.where(_entered.team_id.in_(team_ids) | _entered.team_id.is_(None))
    found: dict[int | None, dict[str, Given]] = {}
    for team_id, code, value, of_period in work.session.execute(query.order_by(_entered.period, _entered.id)):
        found.setdefault(team_id, {})[code] = Given(value=whole(value), period=of_period)
    return found


def entries(work: Work, period: str, team_id: int | None) -> Sequence[EnteredFigure]:
    """Every figure given for one period of one team, or of the ward, oldest first."""
    of_team = _entered.team_id == team_id if team_id is not None else _entered.team_id.is_(None)
    return work.session.scalars(
        select(EnteredFigure).where(_entered.period == period, of_team).order_by(_entered.id)
    ).all()


def whole(value: float | None) -> int | float | None:
    """A number as people gave it: 45.0 was said as 45."""
    return int(value) if value is not None and value.is_integer() else value


@dataclass(frozen=True, kw_only=True)
class Freezing:
    """A dataset to be kept: the plain document with its fingerprint, and the lines behind it."""

    kind: DocumentKind
    period: str
    sha256: str
    body: Mapping[str, Any]
    lines: Mapping[str, Any]
    team_id: int | None = None
    unit: str | None = None
    officer_id: int | None = None


def freeze(work: Work, freezing: Freezing, *, now: datetime) -> FrozenDataset:
    """Keep a dataset; one that says the same is kept once and answered again."""
    row = {**vars(freezing), "body": dict(freezing.body), "lines": dict(freezing.lines), "made_at": now}
    insert_new(work, FrozenDataset, [row], unique=("sha256", "kind"))
    return work.session.scalars(
        select(FrozenDataset).where(_frozen.sha256 == freezing.sha256, _frozen.kind == freezing.kind)
    ).one()


def dataset(work: Work, dataset_id: int) -> FrozenDataset | None:
    """The dataset with this id of ours."""
    return work.session.get(FrozenDataset, dataset_id)


def datasets(work: Work, *, period: str | None = None, limit: int = 50) -> Sequence[FrozenDataset]:
    """The newest datasets, of one period or of any; those of single teams are left out."""
    query = select(FrozenDataset).where(_frozen.kind != DocumentKind.TEAM)
    if period is not None:
        query = query.where(_frozen.period == period)
    return work.session.scalars(query.order_by(_frozen.id.desc()).limit(limit)).all()


def sent(work: Work, duty: str, periods: Collection[str]) -> dict[tuple[int, str], FrozenDataset]:
    """The dataset of the last version that each team sent, by team and period."""
    rows = work.session.execute(
        select(_drafts.team_id, _drafts.period, FrozenDataset)
        .join(ReportStepLine, _steps.report_id == _drafts.id)
        .join(FrozenDataset, _frozen.id == _steps.dataset_id)
        .where(_drafts.duty == duty, _drafts.period.in_(periods), _steps.step == ReportStep.SUBMITTED)
        .order_by(_steps.id)
    )
    return {(team_id, period): frozen for team_id, period, frozen in rows}
