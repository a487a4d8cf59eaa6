"""The board of reports: who owes what for a period, who is late, and the forms that note, return, accept and remind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.choices import chosen
from dashboard.context import context
from dashboard.duty_board import choose, filtered, pressing, read_board
from dashboard.sessions import need
from domain.duties import Duty, ObligationStatus, Occurrence, current_occurrence, internal_on
from domain.errors import Incomplete
from domain.staff import Right
from handlers.obligations import (
    ExtendObligation,
    MoveObligation,
    NoteReceipt,
    Receipt,
    extend_obligation,
    move_obligation,
    note_receipt,
)
from handlers.reminders import period_words
from handlers.reminding_now import By, Reminded, RemindNow, remind_now
from storage import duties
from storage.database import Work
from storage.tables import Obligation

ONE = "/obligations/<int(max=2147483647):obligation_id>"
pages = Blueprint("duties", __name__)


@dataclass(frozen=True, kw_only=True)
class PlanLine:
    """One duty of the plan with its next period; None for one without a day, or whose days are over."""

    duty: Duty
    next: Occurrence | None


@pages.get("/obligations")
def listing() -> ResponseReturnValue:
    """One duty and period: the one that is due next unless another was chosen."""
    officer = need(Right.SEE_DUTIES)
    today = context().today
    with context().database.read() as work:
        found = duties.period_counts(work)
        shown = choose(found, request.args.get("of"), today)
        board = read_board(work, shown, officer.role) if shown else None
    if board is None:
        return render_template("dashboard/no_obligations.html", plan=_plan(), period_words=_period_words)
    asked, lines = filtered(board.lines, request.args.get("show"))
    occurrence = board.occurrence
    return render_template(
        "dashboard/obligations.html",
        board=board,
        shown=board.period,
        near=pressing(found, today),
        over=[one for one in reversed(found) if one.due_on < today and not one.owed],
        duty=context().office.ward.duty(board.period.duty),
        internal_on=internal_on(occurrence, context().office.ward.calendar) if occurrence else None,
        lines=lines,
        asked=asked,
        today=today,
        now=context().now,
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


@pages.post(ONE + "/<any(received, not_received):receipt>")
def note(obligation_id: int, receipt: str) -> ResponseReturnValue:
    """Note that a report has come, or take that back."""
    officer = need(Right.NOTE_REPORTS)
    command = NoteReceipt(
        obligation_id=obligation_id, receipt=Receipt(receipt), role=officer.role, officer_id=officer.id
    )

    def act(work: Work) -> tuple[Obligation, str]:
        obligation = note_receipt(work, context().office, command, now=context().now)
        return obligation, context().office.texts.label("done", receipt)

    return _done(act)


@pages.post(ONE + "/move")
def move(obligation_id: int) -> ResponseReturnValue:
    """Return, accept or lock a report, or open it again."""
    officer = need(Right.NOTE_REPORTS)
    to_status = chosen(ObligationStatus, request.form.get("to_status"))
    if to_status is None:
        raise Incomplete("move_needed")
    command = MoveObligation(
        obligation_id=obligation_id,
        to_status=to_status,
        revision=_revision(),
        role=officer.role,
        officer_id=officer.id,
        words=request.form.get("words", ""),
    )

    def act(work: Work) -> tuple[Obligation, str]:
        obligation = move_obligation(work, context().office, command, now=context().now)
        return obligation, context().office.texts.label("done", "obligation_moved")

    return _done(act)


@pages.post(ONE + "/extend")
def extend(obligation_id: int) -> ResponseReturnValue:
    """Give one owner more time."""
    officer = need(Right.NOTE_REPORTS)
    command = ExtendObligation(
        obligation_id=obligation_id,
        until_on=_until(),
        revision=_revision(),
        role=officer.role,
        officer_id=officer.id,
        words=request.form.get("words", ""),
    )

    def act(work: Work) -> tuple[Obligation, str]:
        obligation = extend_obligation(work, context().office, command, now=context().now)
        return obligation, context().office.texts.label("done", "extended")

    return _done(act)


def _until() -> date:
    try:
        return date.fromisoformat(request.form.get("until_on", ""))
    except ValueError as error:
        raise Incomplete("day_too_early") from error


def _revision() -> int:
    """The state that the form was made from. Raises Incomplete where it names none."""
    given = request.form.get("revision", "")
    if not (given.isascii() and given.isdecimal() and len(given) <= 9):
        raise Incomplete("move_needed")
    return int(given)


@pages.post(ONE + "/remind/<any(chat, phone):by>")
def remind(obligation_id: int, by: str) -> ResponseReturnValue:
    """Have whoever answers for a report reminded now, or put onto the telephone list."""
    officer = need(Right.NOTE_REPORTS)
    command = RemindNow(obligation_id=obligation_id, by=By(by), role=officer.role)

    def act(work: Work) -> tuple[Obligation, str]:
        done = remind_now(work, context().office, command, now=context().now)
        return done.obligation, _what_happened(done)

    return _done(act)


def _what_happened(done: Reminded) -> str:
    waits = done.speaks_at > context().now and bool(done.chat)
    return context().office.texts.fill(
        "done",
        "reminded",
        chat=done.chat,
        phone=done.phone,
        already=done.already,
        speaks_at=done.speaks_at if waits else None,
    )


def _done(act: Callable[[Work], tuple[Obligation, str]]) -> ResponseReturnValue:
    """Do it in one transaction and go back to where the officer was."""
    with context().database.begin() as work:
        obligation, words = act(work)
        of = f"{obligation.duty}:{obligation.period}"
    flash(words, "done")
    return redirect(url_for("staff.duties.listing", of=of, show=request.form.get("show") or None), 303)
