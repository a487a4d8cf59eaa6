"""What every step of the response team does: moves the case, writes its history, answers, asks the office."""

from typing import Any

from domain.incidents import ActorKind, HistoryKind, IncidentStatus, check_move
from domain.staff import TaskKind
from handlers.reporter_news import tell_moved
from handlers.reporting import reply
from handlers.response_team import Step
from handlers.staff_incidents import apply_move
from language.masking import mask_personal_data
from storage import incidents, staff
from storage.tables import IncidentHistory

MAX_NOTE = 500


def move(step: Step, to_status: IncidentStatus, *, words: str = "", silent: bool = False) -> IncidentHistory:
    """Move the case and tell its reporters, unless it is silent. Raises WrongState (`incident_move`)."""
    check_move(step.incident.status, to_status)
    line = apply_move(
        step.work,
        step.incident,
        to_status,
        actor=ActorKind.MEMBER,
        member_id=step.reporting.member.id,
        words=words,
        silent=silent,
        now=step.reporting.now,
    )
    if not silent:
        tell_moved(step.work, step.reporting.office, step.incident, line, now=step.reporting.now)
    return line


def hold(step: Step) -> None:
    """Note who has the case now."""
    step.incident.taken_by, step.incident.taken_at = step.reporting.member.id, step.reporting.now


def note(step: Step, kind: HistoryKind, words: str = "") -> IncidentHistory:
    """Add a line to the history that moves nothing; the page that stands open becomes stale."""
    step.incident.revision += 1
    return incidents.note(
        step.work,
        step.incident,
        kind,
        ActorKind.MEMBER,
        at=step.reporting.now,
        member_id=step.reporting.member.id,
        words=words,
        silent=True,
    )


def noted(words: str) -> str:
    """What a member says, in one line and without personal data, as reporters and the group may read it."""
    return mask_personal_data(" ".join(words.split()))[:MAX_NOTE]


def say(step: Step, template: str, **values: Any) -> None:
    """Answer where he spoke; a reply to the answer will mean the case."""
    reply(step.reporting, template, incident_id=step.incident.id, code=step.incident.code, **values)


def ask_office(step: Step, kind: TaskKind, words: str) -> None:
    """An officer has to look, by the next working day."""
    reporting = step.reporting
    staff.add_task(
        step.work,
        kind,
        person=None,
        due_on=reporting.office.ward.calendar.add_working_days(reporting.today, 1),
        now=reporting.now,
        words=words,
        incident_id=step.incident.id,
    )
