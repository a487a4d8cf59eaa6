"""People for whom others report: who they are, that they agreed, and how they hear of the answer."""

from datetime import datetime
from typing import Any

from domain.incidents import IncidentSource, IncidentStatus
from domain.messages import Priority
from handlers.office import Office
from handlers.turn import Turn
from storage import represented_persons
from storage.database import Work
from storage.tables import Incident, IncidentHistory, RepresentedPerson

DRAFT = "represented"
TOLD_BY_PHONE = frozenset(
    {IncidentStatus.RESOLVED, IncidentStatus.NOT_FIXED, IncidentStatus.DECLINED, IncidentStatus.FORWARDED}
)


def remember(turn: Turn, *, name: str | None, phone: str | None, until: datetime) -> None:
    """Keep beside the talk for whom the next case is reported."""
    said: dict[str, Any] = {"name": name, "phone": phone, "until": until.isoformat()}
    turn.conversation.draft = turn.conversation.draft | {DRAFT: said}


def attach_represented(turn: Turn, incident: Incident) -> None:
    """Note on a new case for whom a member reports it, if he just said so."""
    said = turn.conversation.draft.get(DRAFT)
    if said is None:
        return
    turn.conversation.draft = {key: value for key, value in turn.conversation.draft.items() if key != DRAFT}
    if turn.now > datetime.fromisoformat(said["until"]):
        return
    incident.source = IncidentSource.ON_BEHALF
    named = said["name"] or said["phone"]
    represented_persons.add(
        turn.work,
        RepresentedPerson(
            incident_id=incident.id,
            name=said["name"],
            phone=said["phone"],
            consented_at=turn.now if named else None,
            noted_by_person=turn.person.id,
        ),
    )


def put_on_phone_list(work: Work, office: Office, incident: Incident, line: IncidentHistory, *, now: datetime) -> None:
    """Whoever left a number hears of an outcome by telephone, also where his case was merged into this one."""
    if line.to_status not in TOLD_BY_PHONE:
        return
    for person, code in represented_persons.to_phone(work, incident.id):
        message = office.texts.message(
            "represented_phone",
            code=code,
            status=line.to_status,
            words=line.note,
        )
        represented_persons.queue_call(
            work,
            message.text,
            incident_id=person.incident_id,
            dedupe_key=f"phone:{line.id}:{person.id}",
            priority=Priority.UPDATE,
            now=now,
        )
