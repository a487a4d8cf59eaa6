"""How people for whom others report are kept, found by their case, and put on the phone list."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import or_, select

from domain.messages import Priority
from storage.columns import columns_of
from storage.database import Work
from storage.new_rows import insert_new
from storage.tables import Incident, OutboxMessage, OutboxStatus, RepresentedPerson

KIND = "represented_phone"
_persons = columns_of(RepresentedPerson)
_incidents = columns_of(Incident)


def add(work: Work, person: RepresentedPerson) -> None:
    """Keep one."""
    work.session.add(person)


def of_incident(work: Work, incident_id: int) -> RepresentedPerson | None:
    """For whom a case was reported, if for somebody else."""
    return work.session.scalar(select(RepresentedPerson).where(_persons.incident_id == incident_id))


def of_form(work: Work, form_key: str) -> RepresentedPerson | None:
    """What was kept of this very form before."""
    return work.session.scalar(select(RepresentedPerson).where(_persons.form_key == form_key))


def of_incidents(work: Work, incident_ids: Iterable[int | None]) -> dict[int, RepresentedPerson]:
    """The same for several cases, by our own id of the case."""
    wanted = {incident_id for incident_id in incident_ids if incident_id is not None}
    rows = work.session.scalars(select(RepresentedPerson).where(_persons.incident_id.in_(wanted)))
    return {row.incident_id: row for row in rows}


def to_phone(work: Work, incident_id: int) -> Sequence[tuple[RepresentedPerson, str]]:
    """Those with a number whom a case answers to, with their own code."""
    rows = work.session.execute(
        select(RepresentedPerson, _incidents.code)
        .join(Incident, _persons.incident_id == _incidents.id)
        .where(
            or_(_incidents.id == incident_id, _incidents.merged_into_id == incident_id),
            _persons.phone.is_not(None),
        )
        .order_by(_persons.id)
    )
    return [(person, code) for person, code in rows]


def queue_call(work: Work, words: str, *, incident_id: int, dedupe_key: str, priority: Priority, now: datetime) -> None:
    """Put one call on the phone list, once."""
    row = {
        "dedupe_key": dedupe_key,
        "incident_id": incident_id,
        "kind": KIND,
        "priority": int(priority),
        "status": OutboxStatus.TO_PHONE,
        "text": words,
        "buttons": [],
        "created_at": now,
        "available_at": now,
        "attempts": 0,
    }
    insert_new(work, OutboxMessage, [row], unique="dedupe_key")
