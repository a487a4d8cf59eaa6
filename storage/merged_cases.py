"""Which cases are handled within another one, whose threads they are, and the offers that led there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from storage.columns import columns_of
from storage.database import Work
from storage.tables import DuplicateOffer, Incident, IncidentReporter, Person

_incidents = columns_of(Incident)
_reporters = columns_of(IncidentReporter)
_offers = columns_of(DuplicateOffer)
_own = func.coalesce(_reporters.own_incident_id, _reporters.incident_id)


@dataclass(frozen=True, kw_only=True)
class Thread:
    """One reporter with the code he was given, and our id of the case he opened."""

    person: Person
    code: str
    own_id: int


def leading(work: Work, incident: Incident, *, to_change: bool = False) -> Incident:
    """The case that answers for this one: itself unless it was merged."""
    if incident.merged_into_id is None:
        return incident
    if to_change:
        work.session.flush()
    return work.session.get_one(Incident, incident.merged_into_id, with_for_update=to_change or None)


def followers(work: Work, incident_id: int) -> Sequence[Incident]:
    """The cases that are handled within this one, oldest first."""
    return work.session.scalars(
        select(Incident).where(_incidents.merged_into_id == incident_id).order_by(_incidents.id)
    ).all()


def threads(work: Work, incident_id: int) -> list[Thread]:
    """Everybody whom a case answers to and who has not left it, each once, with his own code."""
    rows = work.session.execute(
        select(Person, _reporters.code, _own)
        .join(IncidentReporter, _reporters.person_id == columns_of(Person).id)
        .where(_reporters.incident_id == incident_id, _reporters.left_at.is_(None))
        .order_by(_reporters.id)
    )
    return [Thread(person=person, code=code, own_id=own_id) for person, code, own_id in rows]


def own_threads(work: Work, incident_id: int) -> Sequence[IncidentReporter]:
    """The rows of those who opened this very case, whichever case answers them now."""
    return work.session.scalars(select(IncidentReporter).where(_own == incident_id).order_by(_reporters.id)).all()


def of_case(work: Work, incident_id: int) -> Sequence[IncidentReporter]:
    """The rows of everybody whom a case answers to."""
    return work.session.scalars(
        select(IncidentReporter).where(_reporters.incident_id == incident_id).order_by(_reporters.id)
    ).all()


def offer(work: Work, incident: Incident, older_id: int, *, now: datetime) -> DuplicateOffer | None:
    """Note that an older case is offered; None when this very question was asked before."""
    asked = select(_offers.id).where(_offers.incident_id == incident.id, _offers.older_id == older_id)
    if work.session.scalar(asked) is not None:
        return None
    made = DuplicateOffer(incident_id=incident.id, older_id=older_id, offered_at=now)
    work.session.add(made)
    return made


def newest_offer(work: Work, incident_id: int) -> DuplicateOffer | None:
    """The last question about this case."""
    return work.session.scalar(
        select(DuplicateOffer).where(_offers.incident_id == incident_id).order_by(_offers.id.desc()).limit(1)
    )


def newest_offer_to(work: Work, person: Person) -> DuplicateOffer | None:
    """The last question that was put to a person about a case of his."""
    return work.session.scalar(
        select(DuplicateOffer)
        .join(IncidentReporter, _own == _offers.incident_id)
        .where(_reporters.person_id == person.id)
        .order_by(_offers.id.desc())
        .limit(1)
    )
