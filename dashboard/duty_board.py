"""What the board of reports shows of one duty and period: who owes, who answers for it, and what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dashboard.choices import chosen
from dashboard.context import context
from domain.duties import Audience, DutyHolder, ObligationStatus, Occurrence, is_late, is_owed, occurrences
from domain.obligations import moves_of
from domain.reminders import Recipient
from domain.staff import Role
from handlers.reminder_facts import Answerable, answerable
from handlers.reminder_words import period_words
from storage import duties, reminders, reports, staff
from storage.database import Work
from storage.duties import OwedBy, PeriodCount
from storage.tables import ObligationHistory, OutboxStatus, Reminder

SHOWN = ("owed", "late", *(str(status) for status in ObligationStatus))
_LAST = ("returned", "accepted", "locked")


@dataclass(frozen=True, kw_only=True)
class LastReminder:
    """The newest reminder of one owner, and where its message stands."""

    reminder: Reminder
    status: OutboxStatus | None


@dataclass(frozen=True, kw_only=True)
class Line:
    """One owner's row of the board."""

    owed: OwedBy
    name: str
    is_late: bool
    is_owed: bool
    answerable: tuple[Recipient, ...]
    moves: tuple[ObligationStatus, ...]
    history: tuple[ObligationHistory, ...]
    last: LastReminder | None
    put_off_to: date | None
    has_report: bool = False

    @property
    def can_be_undone(self) -> bool:
        """Whether a note that it has come may be taken back."""
        return self.owed.obligation.status is ObligationStatus.SUBMITTED


@dataclass(frozen=True, kw_only=True)
class Board:
    """One duty and period with all its owners; `counts` are by what can be filtered."""

    period: PeriodCount
    occurrence: Occurrence | None
    lines: Sequence[Line]
    counts: dict[str, int]
    officers: dict[int, str]


@dataclass(frozen=True, kw_only=True)
class LateReport:
    """One duty and period that is late, with those who still owe it."""

    duty: str
    name: str
    period: str
    period_words: str
    due_on: date
    owners: tuple[str, ...]


def late_reports(found: Sequence[OwedBy]) -> list[LateReport]:
    """What is late, by duty and period, the longest overdue first."""
    by_period: dict[tuple[str, str], list[OwedBy]] = {}
    for one in found:
        by_period.setdefault((one.obligation.duty, one.obligation.period), []).append(one)
    return [_late_report(code, period, owed) for (code, period), owed in by_period.items()]


def _late_report(code: str, period: str, owed: Sequence[OwedBy]) -> LateReport:
    office = context().office
    duty = office.ward.duty(code)
    return LateReport(
        duty=code,
        name=duty.name if duty else code,
        period=period,
        period_words=period_words(office, period),
        due_on=owed[0].obligation.due_on,
        owners=tuple(owner_name(one) for one in owed),
    )


def owner_name(owed: OwedBy) -> str:
    """The name of the team or unit that owes it."""
    return owed.team.name if owed.team else context().office.ward.unit_name(owed.obligation.unit or "")


def choose(found: Sequence[PeriodCount], asked: str | None, today: date) -> PeriodCount | None:
    """The period that was asked for, else the pressing one whose due day is nearest, else the newest."""
    named = next((one for one in found if f"{one.duty}:{one.period}" == asked), None)
    nearest = min(pressing(found, today), key=lambda one: (abs((one.due_on - today).days), one.duty), default=None)
    return named or nearest or (found[-1] if found else None)


def pressing(found: Sequence[PeriodCount], today: date) -> list[PeriodCount]:
    """The periods that are not over, and those of which something is still owed."""
    return [one for one in found if one.due_on >= today or one.owed]


def read_board(work: Work, period: PeriodCount, role: Role) -> Board:
    """Everything of one period."""
    office = context().office
    duty = office.ward.duty(period.duty)
    owed = duties.board(work, period.duty, period.period)
    everybody = answerable(work, office, now=context().now)
    moves = duties.history(work, [one.obligation.id for one in owed])
    last = _last_reminders(work, period)
    written = reports.drafts(work, period.duty, period.period)
    lines = [_line(one, period, everybody, moves.get(one.obligation.id, []), last, role) for one in owed]
    lines = [replace(line, has_report=line.owed.obligation.team_id in written) for line in lines]
    found = occurrences(duty, office.ward.calendar) if duty else iter(())
    return Board(
        period=period,
        occurrence=next((one for one in found if one.period == period.period), None),
        lines=lines,
        counts=_counts(lines),
        officers=staff.full_names(work),
    )


def filtered(lines: Sequence[Line], asked: str | None) -> tuple[str | None, Sequence[Line]]:
    """The lines of one filter, and its name; all for a word that is no filter."""
    if asked == "owed":
        return asked, [line for line in lines if line.is_owed]
    if asked == "late":
        return asked, [line for line in lines if line.is_late]
    status = chosen(ObligationStatus, asked)
    if status is None:
        return None, lines
    return str(status), [line for line in lines if line.owed.obligation.status is status]


def _counts(lines: Sequence[Line]) -> dict[str, int]:
    counts = {name: len(filtered(lines, name)[1]) for name in SHOWN}
    return {name: count for name, count in counts.items() if count}


def _line(
    owed: OwedBy,
    period: PeriodCount,
    everybody: Answerable,
    history: Sequence[ObligationHistory],
    last: dict[tuple[str, int], LastReminder],
    role: Role,
) -> Line:
    obligation = owed.obligation
    people = _answerable(owed, everybody)
    ids = [(kind, number) for one in people for kind, number in _ids(one) if number is not None]
    told = [last[one] for one in ids if one in last]
    return Line(
        owed=owed,
        name=owner_name(owed),
        is_late=is_late(obligation.status, obligation.late_from_on or period.late_from_on, context().today),
        is_owed=is_owed(obligation.status),
        answerable=people,
        moves=tuple(move for move in moves_of(obligation.status, role) if move in _LAST),
        history=tuple(history),
        put_off_to=_put_off_to(obligation.late_from_on, period.late_from_on),
        last=max(told, key=lambda one: one.reminder.decided_at) if told else None,
    )


def _put_off_to(late_from_on: date | None, of_plan: date) -> date | None:
    """The day to which an officer has put it off, if he has."""
    return late_from_on - timedelta(days=1) if late_from_on is not None and late_from_on > of_plan else None


def _ids(one: Recipient) -> tuple[tuple[str, int | None], ...]:
    return ("member", one.member_id), ("contact", one.contact_id)


def _answerable(owed: OwedBy, everybody: Answerable) -> tuple[Recipient, ...]:
    duty = context().office.ward.duty(owed.obligation.duty)
    if owed.obligation.team_id is not None:
        return everybody.of_team.get(owed.obligation.team_id, {}).get(Audience.LEADERS, ())
    found = everybody.of_unit.get(owed.obligation.unit or "", {})
    if duty is not None and duty.holder is DutyHolder.WARD:
        return tuple({one.key: one for group in found.values() for one in group}.values())
    return found.get(Audience.CONTACTS, ())


def _last_reminders(work: Work, period: PeriodCount) -> dict[tuple[str, int], LastReminder]:
    """The newest reminder of each member and contact about this period that had words of its own."""
    rows = [row for row in reminders.of_period(work, period.duty, period.period) if row.message_key]
    statuses = reminders.statuses(work, {row.message_key for row in rows if row.message_key})
    found: dict[tuple[str, int], LastReminder] = {}
    for row in rows:
        last = LastReminder(reminder=row, status=statuses.get(row.message_key or ""))
        for kind, number in (("member", row.member_id), ("contact", row.contact_id)):
            if number is not None:
                found[kind, number] = last
    return found
