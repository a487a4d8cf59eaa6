"""What people fill in: figures that only they know, and what goes into the register."""

from dataclasses import dataclass
from datetime import datetime

from domain.duties import ObligationStatus
from domain.errors import Incomplete, NotAllowed, NotFound, Refused, Stale
from domain.indicators import Indicator
from domain.report_data import Number
from domain.report_lines import MOST_OF_A_FIGURE
from domain.reports import RegisterKind, RegisterLevel, RegisterState, check_editable
from domain.staff import Right, Role, require
from handlers import obligations
from handlers.current_reports import OpenReport
from handlers.office import Office
from language.masking import mask_personal_data
from storage import register, reports
from storage.database import Work
from storage.tables import EnteredFigure, RegisterLine

MAX_TEXT = 1000
MAX_REASON = 500
PLAIN_CODE = 3
LEVELS = {RegisterKind.PRACTICE: RegisterLevel.TEAM, RegisterKind.NEXT_TASK: RegisterLevel.TEAM}


@dataclass(frozen=True, kw_only=True)
class ByWhom:
    """Who gives it: a member, or an officer with his role and reason."""

    member_id: int | None = None
    officer_id: int | None = None
    role: Role | None = None
    reason: str = ""


def indicator_named(office: Office, code: str) -> Indicator:
    """The indicator with this code, which a person may give.

    Raises NotFound (`no_such_indicator`, `which_indicator` for a code that stands for several lines) or Refused.
    """
    found = office.ward.catalogue.find(code)
    parts = [one for one in office.ward.catalogue.indicators if one.is_on and one.code[:-1] == code[:3].upper()]
    if (found is None or not found.is_on) and len(code) == PLAIN_CODE and parts:
        raise NotFound("which_indicator", code=code.upper(), codes=", ".join(one.code for one in parts))
    if found is None or not found.is_on:
        raise NotFound("no_such_indicator", code=code[:8])
    if not found.can_be_entered:
        raise Refused("computed_indicator", code=found.code)
    return found


def check_value(value: Number | None) -> None:
    """Raises Refused (`absurd_figure`) for a number that nobody can have meant."""
    if value is not None and not 0 <= value <= MOST_OF_A_FIGURE:
        raise Refused("absurd_figure", most=MOST_OF_A_FIGURE)


def give_team_figure(
    work: Work, office: Office, report: OpenReport, code: str, value: Number | None, by: ByWhom, *, now: datetime
) -> Indicator:
    """Put a person's value in the place of what was counted; None takes it back.

    Raises WrongState (`report_not_editable`), NotFound (`no_such_indicator`), NotAllowed, Incomplete or Refused.
    """
    check_editable(report.obligation.status)
    indicator = indicator_named(office, code)
    if not indicator.for_teams:
        raise NotAllowed("not_the_teams_figure", code=indicator.code)
    check_value(value)
    if by.officer_id is not None:
        _check_officer(by, needs_reason=True)
    _enter(work, report.period, report.team.id, indicator, value, by, now)
    if report.obligation.status is ObligationStatus.NOT_STARTED:
        obligations.move(work, office, report.obligation, ObligationStatus.DRAFT, now=now, officer_id=by.officer_id)
    report.draft.revision += 1
    report.draft.changed_at = now
    return indicator


def give_ward_figure(
    work: Work, office: Office, period: str, code: str, value: Number | None, by: ByWhom, *, now: datetime
) -> Indicator:
    """Keep what an office supplies for the ward's report. Raises as `give_team_figure`, but for its state."""
    indicator = indicator_named(office, code)
    if indicator.for_teams:
        raise NotAllowed("the_teams_figure", code=indicator.code)
    check_value(value)
    _check_officer(by, needs_reason=False)
    _enter(work, period, None, indicator, value, by, now)
    return indicator


def _check_officer(by: ByWhom, *, needs_reason: bool) -> None:
    if by.role is None:
        raise NotAllowed("no_right", right=Right.REVIEW_REPORTS)
    require(by.role, Right.REVIEW_REPORTS)
    if needs_reason and not by.reason.strip():
        raise Incomplete("report_reason_needed")


def _enter(
    work: Work,
    period: str,
    team_id: int | None,
    indicator: Indicator,
    value: Number | None,
    by: ByWhom,
    now: datetime,
) -> None:
    reports.enter(
        work,
        EnteredFigure(
            period=period,
            team_id=team_id,
            code=indicator.code,
            value=value,
            entered_at=now,
            member_id=by.member_id,
            officer_id=by.officer_id,
            reason=" ".join(by.reason.split())[:MAX_REASON],
        ),
    )


@dataclass(frozen=True, kw_only=True)
class RaiseEntry:
    """Something for the register: an obstacle, a proposal, a good practice, a next task."""

    kind: RegisterKind
    period: str
    team_id: int | None
    text: str
    by: ByWhom
    owner: str | None = None
    level: RegisterLevel | None = None


def raise_entry(work: Work, office: Office, command: RaiseEntry, *, now: datetime) -> RegisterLine:
    """Keep it, without personal data; what is there already is not written twice.

    Raises Incomplete (`words_needed`) or NotAllowed.
    """
    if command.by.member_id is None:
        _check_officer(command.by, needs_reason=False)
    text = mask_personal_data(" ".join(command.text.split()))[:MAX_TEXT].strip()
    if not any(character.isalnum() for character in text):
        raise Incomplete("words_needed")
    known = register.same(work, command.kind, command.period, command.team_id, text)
    if known is not None:
        return known
    units = {unit.key for unit in office.ward.units}
    return register.add(
        work,
        RegisterLine(
            kind=command.kind,
            period=command.period,
            team_id=command.team_id,
            member_id=command.by.member_id,
            officer_id=command.by.officer_id,
            text=text,
            owner=command.owner if command.owner in units else None,
            level=command.level or LEVELS.get(command.kind, RegisterLevel.WARD),
            created_at=now,
            changed_at=now,
        ),
    )


@dataclass(frozen=True, kw_only=True)
class ChangeEntry:
    """An officer says who is asked, on which level, how far it is; `revision` is the one the page showed."""

    entry_id: int
    revision: int
    state: RegisterState
    level: RegisterLevel
    owner: str | None
    answer: str
    by: ByWhom


def change_entry(work: Work, office: Office, command: ChangeEntry, *, now: datetime) -> RegisterLine:
    """Change an entry. Raises NotAllowed, NotFound (`no_such_entry`), Stale (`entry_changed`) or Incomplete."""
    _check_officer(command.by, needs_reason=False)
    line = register.get(work, command.entry_id, to_change=True)
    if line is None:
        raise NotFound("no_such_entry")
    if line.revision != command.revision:
        raise Stale("entry_changed")
    answer = mask_personal_data(" ".join(command.answer.split()))[:MAX_TEXT].strip()
    if command.state is RegisterState.ANSWERED and not answer:
        raise Incomplete("answer_needed")
    units = {unit.key for unit in office.ward.units}
    line.owner = command.owner if command.owner in units else None
    line.level = RegisterLevel.BEYOND_WARD if command.state is RegisterState.PASSED_UP else command.level
    line.state, line.answer, line.answered_by = command.state, answer, command.by.officer_id
    line.revision += 1
    line.changed_at = now
    return line
