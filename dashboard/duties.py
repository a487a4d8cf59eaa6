"""The page of what the teams owe: who has reported for a period, and who has not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.context import context
from dashboard.sessions import need
from domain.duties import Duty, ObligationStatus, Occurrence, current_occurrence, is_late, is_owed, occurrences
from domain.staff import Right
from handlers.obligations import NoteReceipt, Receipt, note_receipt
from handlers.reminders import period_words
from storage import duties
from storage.duties import OwedBy

pages = Blueprint("duties", __name__)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One team's row of the board."""

    owed: OwedBy
    is_late: bool
    can_be_noted: bool
    can_be_undone: bool


@dataclass(frozen=True, kw_only=True)
class PlanLine:
    """One duty of the plan with its next period; None for one without a day, or whose days are over."""

    duty: Duty
    next: Occurrence | None


@pages.get("/obligations")
def listing() -> ResponseReturnValue:
    """One duty and period, the newest unless another was chosen."""
    need(Right.SEE_DUTIES)
    with context().database.read() as work:
        found = duties.periods(work)
        chosen = next((one for one in found if f"{one[0]}:{one[1]}" == request.args.get("of")), None)
        shown = chosen or (found[0] if found else None)
        board: Sequence[OwedBy] = duties.board(work, shown[0], shown[1]) if shown else ()
    if shown is None:
        return render_template("dashboard/no_obligations.html", plan=_plan(), period_words=_period_words)
    code, period, due_on = shown
    duty = next((one for one in context().office.ward.duties if one.code == code), None)
    late_from = _late_from(duty, period, due_on)
    return render_template(
        "dashboard/obligations.html",
        periods=found,
        shown=shown,
        duty=duty,
        lines=[_line(one, late_from) for one in board],
        today=context().today,
        reported=sum(not is_owed(one.obligation.status) for one in board),
        plan=_plan(),
        period_words=_period_words,
    )


def _period_words(period: str) -> str:
    return period_words(context().office, period)


def _plan() -> list[PlanLine]:
    """Every duty of the plan, those that are due next first, then those without a day of their own."""
    office, today = context().office, context().today
    lines = [
        PlanLine(duty=duty, next=current_occurrence(duty, office.ward.calendar, today)) for duty in office.ward.duties
    ]
    return sorted(lines, key=lambda line: (line.next is None, line.next.due_on if line.next else today, line.duty.code))


@pages.post("/obligations/<int(max=2147483647):obligation_id>/<any(received, not_received):receipt>")
def note(obligation_id: int, receipt: str) -> ResponseReturnValue:
    """Note that a report has come, or take that back."""
    officer = need(Right.NOTE_REPORTS)
    command = NoteReceipt(obligation_id=obligation_id, receipt=Receipt(receipt), role=officer.role)
    with context().database.begin() as work:
        obligation = note_receipt(work, context().office, command, now=context().now)
        address = url_for("staff.duties.listing", of=f"{obligation.duty}:{obligation.period}")
    flash(context().office.texts.label("done", receipt), "done")
    return redirect(address, 303)


def _line(owed: OwedBy, late_from: date) -> Line:
    status = owed.obligation.status
    return Line(
        owed=owed,
        is_late=is_late(status, late_from, context().today),
        can_be_noted=is_owed(status),
        can_be_undone=status is ObligationStatus.SUBMITTED,
    )


def _late_from(duty: Duty | None, period: str, due_on: date) -> date:
    """The first late day; that after the due day when the plan no longer holds the period."""
    found = occurrences(duty, context().office.ward.calendar) if duty else ()
    return next((one.late_from for one in found if one.period == period), due_on + timedelta(days=1))
