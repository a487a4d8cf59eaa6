"""What reporters hear of the work on their case: each move in plain words, and the question for their last word."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from domain.incidents import IncidentStatus
from domain.messages import Priority
from handlers.office import Office
from handlers.represented import put_on_phone_list
from handlers.speaking import tell
from storage import merged_cases
from storage.database import Work
from storage.merged_cases import Thread
from storage.tables import Incident, IncidentHistory

QUESTION = "incident_resolved"
MOVED = "incident_moved"
_TEMPLATES = {
    IncidentStatus.RESOLVED: QUESTION,
    IncidentStatus.FORWARDED: "incident_forwarded",
}


def tell_moved(
    work: Work,
    office: Office,
    incident: Incident,
    line: IncidentHistory,
    *,
    now: datetime,
    without: int | None = None,
) -> None:
    """Tell every reporter of a move under his own code, but for the person `without`, who made it himself."""
    work.session.flush()
    template = _TEMPLATES.get(line.to_status or incident.status, MOVED)
    told = [thread for thread in merged_cases.threads(work, incident.id) if thread.person.id != without]
    values = moved_values(incident, line)
    tell_threads(work, office, told, incident, template, key=lambda _: f"moved:{line.id}", now=now, **values)
    put_on_phone_list(work, office, incident, line, now=now)


def moved_values(incident: Incident, line: IncidentHistory) -> dict[str, Any]:
    """What the texts about a move need."""
    return {
        "code": incident.code,
        "status": line.to_status,
        "words": line.note,
        "due_on": incident.due_on,
        "forwarded_to": incident.forwarded_to,
        "reference": incident.forward_reference,
        "until": incident.forward_due_on,
    }


def tell_all(
    work: Work, office: Office, incident: Incident, template: str, *, key: str, now: datetime, **values: Any
) -> None:
    """Tell every reporter of a case the same thing once; `key` names its cause."""
    threads = merged_cases.threads(work, incident.id)
    tell_threads(work, office, threads, incident, template, key=lambda _: f"{template}:{key}", now=now, **values)


def tell_threads(
    work: Work,
    office: Office,
    threads: Iterable[Thread],
    incident: Incident,
    template: str,
    *,
    key: Callable[[Thread], str],
    now: datetime,
    **values: Any,
) -> None:
    """Tell these reporters of a case the same thing under the code of each; `key` names its cause for one of them."""
    for thread in threads:
        tell(
            work,
            office,
            thread.person,
            template,
            priority=Priority.UPDATE,
            dedupe_key=f"{key(thread)}:{thread.person.id}",
            incident_id=incident.id,
            now=now,
            **values | {"code": thread.code},
        )
