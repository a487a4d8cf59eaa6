"""What time alone does to cases: silence closes, what never arrived goes on the phone list, agencies are late."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from domain.case_endings import SILENCE, UNDELIVERED, Closing, Verdict
from domain.incidents import ActorKind, HistoryKind, IncidentStatus
from domain.staff import TaskKind
from handlers.office import Office
from handlers.staff_incidents import apply_move
from storage import case_endings, case_work, incidents, people, staff
from storage.database import Work
from storage.reminders import TICKED_OFF
from storage.tables import Incident, IncidentReporter, OutboxMessage, OutboxStatus


class _Reached(StrEnum):
    """Whether a question has had its time."""

    SILENT = "silent"
    MISSED = "missed"
    NOT_YET = "not_yet"
    NOT_ASKED = "not_asked"


def pass_case_deadlines(work: Work, office: Office, *, now: datetime) -> int:
    """Close what stayed without a word, and ask for what an agency owes; answers how many cases were touched."""
    closed = sum(
        _end(work, incident, now=now) for incident in case_endings.unanswered(work, answered_before=now - SILENCE)
    )
    return closed + _follow_up(work, office, now=now)


def _end(work: Work, incident: Incident, *, now: datetime) -> bool:
    """Close one case once every reporter has answered, had his time, or could not be reached (product C2)."""
    threads = case_work.threads(work, incident.id)
    if any(thread.verdict is Verdict.NOT_DONE for thread in threads):
        return False
    open_threads = [thread for thread in threads if thread.verdict is None]
    questions = {thread.id: case_endings.question_to(work, incident, thread.person_id) for thread in open_threads}
    found = {thread.id: _reached(questions[thread.id], incident, now) for thread in open_threads}
    if _Reached.NOT_YET in found.values():
        return False
    missed = [thread for thread in open_threads if found[thread.id] is _Reached.MISSED]
    apply_move(work, incident, IncidentStatus.CLOSED, actor=ActorKind.SYSTEM, now=now, silent=True)
    incident.closing = _closing(threads, set(found.values()))
    for thread in missed:
        _put_on_phone_list(work, incident, thread, questions[thread.id], now=now)
    return True


def _reached(question: OutboxMessage | None, incident: Incident, now: datetime) -> _Reached:
    if question is None:
        return _Reached.NOT_ASKED
    arrived_at = question.delivered_at or question.seen_at
    if arrived_at is not None or question.error_words == TICKED_OFF:
        return _Reached.SILENT if now - (arrived_at or question.created_at) >= SILENCE else _Reached.NOT_YET
    if question.status in (OutboxStatus.FAILED, OutboxStatus.TO_PHONE, OutboxStatus.CANCELLED):
        return _Reached.MISSED
    return _Reached.MISSED if now - question.created_at >= UNDELIVERED else _Reached.NOT_YET


def _closing(threads: Sequence[IncidentReporter], found: set[_Reached]) -> Closing:
    if any(thread.verdict is Verdict.DONE for thread in threads):
        return Closing.CONFIRMED
    if _Reached.SILENT in found:
        return Closing.SILENT
    if _Reached.MISSED in found:
        return Closing.NOT_INFORMED
    return Closing.BY_STAFF


def _put_on_phone_list(
    work: Work, incident: Incident, thread: IncidentReporter, question: OutboxMessage | None, *, now: datetime
) -> None:
    """He is told when he next writes; until then somebody may telephone."""
    thread.missed_at, thread.missed_told_at = now, None
    people.get(work, thread.person_id).missed_news = True
    incidents.note(work, incident, HistoryKind.NOT_INFORMED, ActorKind.SYSTEM, at=now, silent=True)
    if question is not None and question.status in (OutboxStatus.FAILED, OutboxStatus.SENT, OutboxStatus.UNKNOWN):
        question.status = OutboxStatus.TO_PHONE


def _follow_up(work: Work, office: Office, *, now: datetime) -> int:
    """An agency's date has passed: an officer asks there, once for each date."""
    today = office.today(now)
    late = case_work.overdue_elsewhere(work, today=today)
    for incident in late:
        incident.forward_followed_at = now
        incident.revision += 1
        incidents.note(work, incident, HistoryKind.FOLLOWED_UP, ActorKind.SYSTEM, at=now, silent=True)
        staff.add_task(
            work,
            TaskKind.FORWARDED_CASE,
            person=None,
            due_on=office.ward.calendar.add_working_days(today, 1),
            now=now,
            words=f"{incident.code} – {incident.forwarded_to or ''} {incident.forward_reference or ''}".strip(),
            incident_id=incident.id,
        )
    return len(late)
