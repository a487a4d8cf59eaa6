"""How what is owed moves: officers note, return, accept and lock reports, and whoever owes nothing hears no more."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.duties import DutyHolder, ObligationStatus, is_owed
from domain.errors import Incomplete, NotFound, Stale, WrongState
from domain.obligations import NEEDS_WORDS, Mover, check_move
from domain.staff import Right, Role, require
from handlers.office import Office
from handlers.reminder_facts import answerable, debtors, occurrences_near
from storage import duties, reminders, reports
from storage.database import Work
from storage.tables import Obligation, ObligationHistory, Reminder

MAX_WORDS = 500
NO_LONGER_OWED = "the report has come"


class Receipt(StrEnum):
    """What an officer notes."""

    RECEIVED = "received"
    NOT_RECEIVED = "not_received"


@dataclass(frozen=True, kw_only=True)
class NoteReceipt:
    """An officer says whether one report has come."""

    obligation_id: int
    receipt: Receipt
    role: Role
    officer_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class MoveObligation:
    """An officer moves one report on; `revision` is the state he saw, `words` the reason where one is due."""

    obligation_id: int
    to_status: ObligationStatus
    revision: int
    role: Role
    officer_id: int
    words: str = ""


def note_receipt(work: Work, office: Office, command: NoteReceipt, *, now: datetime) -> Obligation:
    """Note it; calls to those who owe nothing more leave the telephone list, or come back to it.

    Raises NotAllowed, NotFound (`no_such_obligation`) or WrongState, as after a second click.
    """
    require(command.role, Right.NOTE_REPORTS)
    obligation = existing(work, command.obligation_id)
    if command.receipt is Receipt.RECEIVED:
        if not is_owed(obligation.status):
            raise WrongState("report_noted_already")
        to_status = ObligationStatus.SUBMITTED
    else:
        if obligation.status is not ObligationStatus.SUBMITTED:
            raise WrongState("report_not_noted")
        to_status = ObligationStatus.NOT_STARTED
    move(work, office, obligation, to_status, now=now, officer_id=command.officer_id)
    return obligation


def move_obligation(work: Work, office: Office, command: MoveObligation, *, now: datetime) -> Obligation:
    """Move a report on by the table of moves and the rights of reporting §6.2.

    A team's report that is written here moves on its own page, where its version is frozen and its leader told.
    Raises NotAllowed, NotFound (`no_such_obligation`), Incomplete (`reason_missing`), WrongState, or
    Stale (`obligation_changed`) for a page that shows an older state.
    """
    obligation = existing(work, command.obligation_id)
    if obligation.revision != command.revision:
        raise Stale("obligation_changed")
    if obligation.team_id is not None and reports.draft_of(
        work, obligation.duty, obligation.period, obligation.team_id
    ):
        raise WrongState("moves_on_its_page")
    mover = Mover(role=command.role, noted_it=_noted_by(work, obligation) == command.officer_id)
    check_move(obligation.status, command.to_status, _holder(office, obligation), mover)
    words = " ".join(command.words.split())[:MAX_WORDS]
    if command.to_status in NEEDS_WORDS and not words:
        raise Incomplete("reason_missing")
    move(work, office, obligation, command.to_status, now=now, officer_id=command.officer_id, words=words)
    return obligation


@dataclass(frozen=True, kw_only=True)
class ExtendObligation:
    """An officer gives one owner more time, until the end of a day and for a reason."""

    obligation_id: int
    until_on: date
    revision: int
    role: Role
    officer_id: int
    words: str


def extend_obligation(work: Work, office: Office, command: ExtendObligation, *, now: datetime) -> Obligation:
    """Put off the day from which one report counts as late (reporting §3.5); the plan's due day stays on record.

    Raises NotAllowed, NotFound, Stale (`obligation_changed`), WrongState (`nothing_owed`), or Incomplete: without a
    reason (`reason_missing`), or for a day that gives no more time (`day_too_early`).
    """
    require(command.role, Right.NOTE_REPORTS)
    obligation = existing(work, command.obligation_id)
    if obligation.revision != command.revision:
        raise Stale("obligation_changed")
    if not is_owed(obligation.status):
        raise WrongState("nothing_owed")
    words = " ".join(command.words.split())[:MAX_WORDS]
    if not words:
        raise Incomplete("reason_missing")
    late_from_on = command.until_on + timedelta(days=1)
    if command.until_on < office.today(now) or late_from_on <= (obligation.late_from_on or obligation.due_on):
        raise Incomplete("day_too_early")
    told = office.texts.fill("done", "extended_until", day=command.until_on, words=words)[:MAX_WORDS]
    obligation.late_from_on = late_from_on
    move(work, office, obligation, obligation.status, now=now, officer_id=command.officer_id, words=told)
    return obligation


def move(
    work: Work,
    office: Office,
    obligation: Obligation,
    to_status: ObligationStatus,
    *,
    now: datetime,
    officer_id: int | None = None,
    person_id: int | None = None,
    words: str = "",
) -> None:
    """Change the state, with its history, and let reminders that became needless go; the caller has checked rights."""
    owed_before = is_owed(obligation.status)
    duties.note_move(
        work,
        ObligationHistory(
            obligation_id=obligation.id,
            from_status=obligation.status,
            to_status=to_status,
            words=words,
            officer_id=officer_id,
            person_id=person_id,
            at=now,
        ),
    )
    if to_status is ObligationStatus.SUBMITTED:
        obligation.submitted_at = now
    elif to_status in (ObligationStatus.NOT_STARTED, ObligationStatus.DRAFT) and to_status is not obligation.status:
        obligation.submitted_at = None
    obligation.status = to_status
    obligation.revision += 1
    work.session.flush()
    if is_owed(to_status) != owed_before:
        adjust_reminders(work, office, obligation, now=now)


def existing(work: Work, obligation_id: int) -> Obligation:
    """The obligation with this id, to be changed. Raises NotFound (`no_such_obligation`)."""
    obligation = duties.obligation(work, obligation_id, to_change=True)
    if obligation is None:
        raise NotFound("no_such_obligation")
    return obligation


def adjust_reminders(work: Work, office: Office, obligation: Obligation, *, now: datetime) -> None:
    """Stop what became needless: calls leave the list and waiting messages are taken back, or calls come back."""
    mine = [row for row in reminders.of_period(work, obligation.duty, obligation.period) if row.message_key]
    keys = {row.message_key for row in mine if row.message_key and row.group_id is None}
    if not keys:
        return
    owing = _Owing(work, office, now)
    needed: set[str] = {row.message_key or "" for row in reminders.of_messages(work, keys) if owing.holds_for(row)}
    reminders.set_phone_calls(work, sorted(keys & needed), needed=True)
    reminders.set_phone_calls(work, sorted(keys - needed), needed=False)
    reminders.cancel_waiting(work, sorted(keys - needed), words=NO_LONGER_OWED)


class _Owing:
    """Who still owes what, read once for each duty and period that is asked about."""

    def __init__(self, work: Work, office: Office, now: datetime) -> None:
        self._work, self._office, self._today = work, office, office.today(now)
        self._everybody = answerable(work, office, now=now)
        self._near = {(one.duty.code, one.period): one for one in occurrences_near(office, self._today)}
        self._humans: dict[tuple[str, str], set[tuple[str, int]]] = {}

    def holds_for(self, reminder: Reminder) -> bool:
        """Whether the human of this reminder still owes what it is about."""
        ids = {"member": reminder.member_id, "contact": reminder.contact_id, "person": reminder.person_id}
        humans = self._of(reminder.duty, reminder.period)
        return any((kind, number) in humans for kind, number in ids.items() if number is not None)

    def _of(self, duty: str, period: str) -> set[tuple[str, int]]:
        key = (duty, period)
        if key not in self._humans:
            self._humans[key] = self._read(key)
        return self._humans[key]

    def _read(self, key: tuple[str, str]) -> set[tuple[str, int]]:
        occurrence = self._near.get(key)
        if occurrence is None:
            return set()
        found = debtors(self._work, self._office, occurrence, self._everybody, today=self._today, tells_late=False)
        people = [one for debtor in found for group in debtor.recipients.values() for one in group]
        ids = [
            (kind, number)
            for one in people
            for kind, number in (("member", one.member_id), ("contact", one.contact_id), ("person", one.person_id))
        ]
        return {(kind, number) for kind, number in ids if number is not None}


def _holder(office: Office, obligation: Obligation) -> DutyHolder:
    duty = office.ward.duty(obligation.duty)
    if duty is not None:
        return duty.holder
    return DutyHolder.TEAM if obligation.team_id is not None else DutyHolder.UNIT


def _noted_by(work: Work, obligation: Obligation) -> int | None:
    """The officer who last noted that the report has come."""
    moves = duties.history(work, [obligation.id]).get(obligation.id, [])
    noted = [one.officer_id for one in moves if one.to_status is ObligationStatus.SUBMITTED]
    return noted[-1] if noted else None
