"""How answered cases end: which questions reached the phone, who said nothing or never heard, what is counted."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select, update

from domain.case_endings import ANSWERED, Closing
from domain.incidents import HistoryKind, IncidentStatus
from domain.staff import TaskKind
from storage.columns import columns_of
from storage.database import Work
from storage.tables import Incident, IncidentHistory, IncidentReporter, OutboxMessage, Person, StaffTask

QUESTIONS = ("incident_resolved", "incident_moved")
"""The kinds of our messages that tell a reporter of an answer; the second one until revision 0016."""
_incidents = columns_of(Incident)
_history = columns_of(IncidentHistory)
_reporters = columns_of(IncidentReporter)
_outbox = columns_of(OutboxMessage)
_tasks = columns_of(StaffTask)


def unanswered(work: Work, *, answered_before: datetime) -> Sequence[Incident]:
    """Resolved cases without a dispute whose answer is older than an instant, oldest first, to be changed."""
    return work.session.scalars(
        select(Incident)
        .where(
            _incidents.status == IncidentStatus.RESOLVED,
            _incidents.disputed_at.is_(None),
            _incidents.answered_at <= answered_before,
        )
        .order_by(_incidents.answered_at, _incidents.id)
        .limit(500)
        .with_for_update(skip_locked=True)
    ).all()


def question_to(work: Work, incident: Incident, person_id: int) -> OutboxMessage | None:
    """The newest question about the present answer that one reporter was sent."""
    return work.session.scalar(
        select(OutboxMessage)
        .where(
            _outbox.incident_id == incident.id,
            _outbox.person_id == person_id,
            _outbox.kind.in_(QUESTIONS),
            _outbox.created_at >= incident.answered_at,
        )
        .order_by(_outbox.id.desc())
        .limit(1)
    )


def newest_asked(work: Work, person: Person) -> Incident | None:
    """The case with the newest answer that waits for this person's last word."""
    return work.session.scalar(
        select(Incident)
        .join(IncidentReporter, _reporters.incident_id == _incidents.id)
        .where(
            _reporters.person_id == person.id,
            _reporters.verdict.is_(None),
            _reporters.left_at.is_(None),
            _incidents.status == IncidentStatus.RESOLVED,
        )
        .order_by(_incidents.answered_at.desc())
        .limit(1)
    )


def missed_by(work: Work, person: Person) -> Sequence[tuple[Incident, IncidentReporter]]:
    """The cases that were closed without this person's having heard of it, and that he was not told of since."""
    rows = work.session.execute(
        select(Incident, IncidentReporter)
        .join(IncidentReporter, _reporters.incident_id == _incidents.id)
        .where(
            _reporters.person_id == person.id,
            _reporters.missed_at.is_not(None),
            _reporters.missed_told_at.is_(None),
        )
        .order_by(_incidents.id)
        .limit(5)
    ).all()
    return [(incident, thread) for incident, thread in rows]


def last_answer(work: Work, incident_id: int) -> IncidentHistory | None:
    """The newest line that gave the reporters an answer."""
    return work.session.scalar(
        select(IncidentHistory)
        .where(
            _history.incident_id == incident_id,
            _history.kind == HistoryKind.MOVED,
            _history.to_status.in_(ANSWERED),
        )
        .order_by(_history.id.desc())
        .limit(1)
    )


def finish_tasks(work: Work, incident_id: int, kind: TaskKind, *, now: datetime, officer_id: int | None = None) -> None:
    """What a task asked for has happened: the open tasks of this kind about a case are done."""
    work.session.execute(
        update(StaffTask)
        .where(_tasks.incident_id == incident_id, _tasks.kind == kind, _tasks.done_at.is_(None))
        .values(done_at=now, done_by=officer_id)
        .execution_options(synchronize_session="fetch")
    )


def closings_since(work: Work, since: datetime) -> dict[Closing | None, int]:
    """How the cases closed since an instant were closed."""
    rows = work.session.execute(
        select(_incidents.closing, func.count())
        .where(_incidents.status == IncidentStatus.CLOSED, _incidents.closed_at >= since)
        .group_by(_incidents.closing)
    ).all()
    return {closing: count for closing, count in rows}


def answers_since(work: Work, since: datetime) -> list[tuple[datetime, date, date | None]]:
    """For each case answered since an instant: when, by when it was due, and its date before any extension."""
    rows = work.session.execute(
        select(_incidents.answered_at, _incidents.due_on, _incidents.original_due_on).where(
            _incidents.answered_at >= since
        )
    ).all()
    return [(answered_at, due_on, original) for answered_at, due_on, original in rows]


def stars_of(work: Work, incident_id: int) -> list[int]:
    """The stars that a case was given."""
    found = work.session.scalars(
        select(_reporters.stars).where(_reporters.incident_id == incident_id, _reporters.stars.is_not(None))
    )
    return list(found)
