"""The register of obstacles, proposals, good practices and next tasks: kept, found, listed for a report."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select

from domain.reports import OPEN_ENTRIES, RegisterKind, RegisterLevel, RegisterState
from storage.columns import columns_of
from storage.database import Work
from storage.tables import DigitalTeam, RegisterLine

_lines = columns_of(RegisterLine)
_teams = columns_of(DigitalTeam)


def add(work: Work, line: RegisterLine) -> RegisterLine:
    """Keep a new entry."""
    work.session.add(line)
    work.session.flush()
    return line


def get(work: Work, line_id: int, *, to_change: bool = False) -> RegisterLine | None:
    """The entry with this id; `to_change` keeps others from changing it meanwhile."""
    return work.session.get(RegisterLine, line_id, with_for_update=to_change or None)


def same(work: Work, kind: RegisterKind, period: str, team_id: int | None, text: str) -> RegisterLine | None:
    """The entry that says the same already, so that a message that comes twice is one entry."""
    of_team = _lines.team_id == team_id if team_id is not None else _lines.team_id.is_(None)
    return work.session.scalar(
        select(RegisterLine)
        .where(
            _lines.kind == kind,
            _lines.period == period,
            of_team,
            _lines.text == text,
            _lines.state != RegisterState.WITHDRAWN,
        )
        .limit(1)
    )


@dataclass(frozen=True, kw_only=True)
class RegisterFilter:
    """Which entries are wanted; None means any."""

    kind: RegisterKind | None = None
    state: RegisterState | None = None
    level: RegisterLevel | None = None
    team_id: int | None = None
    before_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Listed:
    """An entry with the team that raised it, if one did."""

    line: RegisterLine
    team: DigitalTeam | None

    @property
    def id(self) -> int:
        """The entry's id, by which pages go on."""
        return self.line.id


def page(work: Work, wanted: RegisterFilter, *, limit: int) -> Sequence[Listed]:
    """Up to `limit` entries, newest first; those taken back only where they are asked for."""
    rows = work.session.execute(
        select(RegisterLine, DigitalTeam)
        .outerjoin(DigitalTeam, _teams.id == _lines.team_id)
        .where(*_conditions(wanted))
        .order_by(_lines.id.desc())
        .limit(limit)
    ).all()
    return [Listed(line=line, team=team) for line, team in rows]


def count(work: Work, wanted: RegisterFilter) -> int:
    """How many entries are wanted."""
    return work.session.scalar(select(func.count()).select_from(RegisterLine).where(*_conditions(wanted))) or 0


def _conditions(wanted: RegisterFilter) -> list[Any]:
    equal = {
        _lines.kind: wanted.kind,
        _lines.state: wanted.state,
        _lines.level: wanted.level,
        _lines.team_id: wanted.team_id,
    }
    found = [column == value for column, value in equal.items() if value is not None]
    if wanted.state is None:
        found.append(_lines.state != RegisterState.WITHDRAWN)
    return [*found, _lines.id < wanted.before_id] if wanted.before_id is not None else found


def for_report(
    work: Work, period: str, *, first: str | None = None, team_ids: Collection[int] | None = None
) -> Sequence[Listed]:
    """What a report tells: what was raised from the quarter `first` to this one, and what is still open from before."""
    begins = first or period
    query = (
        select(RegisterLine, DigitalTeam)
        .outerjoin(DigitalTeam, _teams.id == _lines.team_id)
        .where(
            _lines.state != RegisterState.WITHDRAWN,
            or_(
                _lines.period.between(begins, period),
                (_lines.period < begins)
                & _lines.state.in_(OPEN_ENTRIES)
                & _lines.kind.in_((RegisterKind.OBSTACLE, RegisterKind.PROPOSAL)),
            ),
        )
    )
    if team_ids is not None:
        query = query.where(_lines.team_id.in_(team_ids))
    rows = work.session.execute(query.order_by(_lines.id)).all()
    return [Listed(line=line, team=team) for line, team in rows]
