"""How cases are numbered, kept, found and told about: the newest first, one by its code, those of one person."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Select, func, insert, select
from sqlalchemy.orm import make_transient_to_detached

from domain.incidents import ActorKind, HistoryKind, IncidentStatus, incident_code
from storage.columns import columns_of, rows_of
from storage.counters import next_number
from storage.database import Work
from storage.tables import Incident, IncidentHistory, IncidentReporter, Person

_incidents = columns_of(Incident)
_history = columns_of(IncidentHistory)
_reporters = columns_of(IncidentReporter)
_own = func.coalesce(_reporters.own_incident_id, _reporters.incident_id)
_rows = rows_of(Incident)
_COLUMNS = tuple(column.key for column in _rows.c if not column.primary_key)
_NEW = insert(_rows).returning(_rows.c.id)


def add(work: Work, incident: Incident, *, reporter: Person | None, opened_on: date) -> Incident:
    """Give a new case the next number of its year (by local date) and keep it with its first reporter.

    Without one it was told at the counter or by phone, for somebody whom no chat reaches.
    """
    incident.year = opened_on.year
    incident.number = next_number(work, f"incident-{opened_on.year}")
    incident.code = incident_code(incident.year, incident.number)
    _insert(work, incident)
    if reporter is None:
        return incident
    work.session.add(
        IncidentReporter(
            incident_id=incident.id, person_id=reporter.id, code=incident.code, reported_at=incident.opened_at
        )
    )
    return incident


def _insert(work: Work, incident: Incident) -> None:
    """Write the new row alone: flushing the session would also write whatever else of the batch may still wait."""
    values = {column: getattr(incident, column) for column in _COLUMNS}
    incident.id = work.session.connection().execute(_NEW, values).scalar_one()
    make_transient_to_detached(incident)
    work.session.add(incident)


def note(
    work: Work,
    incident: Incident,
    kind: HistoryKind,
    actor: ActorKind,
    *,
    at: datetime,
    officer_id: int | None = None,
    member_id: int | None = None,
    moved: tuple[IncidentStatus, IncidentStatus] | None = None,
    words: str = "",
    silent: bool = False,
) -> IncidentHistory:
    """Add one line to a case's history."""
    line = IncidentHistory(
        incident_id=incident.id,
        at=at,
        kind=kind,
        actor=actor,
        officer_id=officer_id,
        member_id=member_id,
        from_status=moved[0] if moved else None,
        to_status=moved[1] if moved else None,
        note=words,
        silent=silent,
    )
    work.session.add(line)
    return line


def get(work: Work, incident_id: int, *, to_change: bool = False) -> Incident | None:
    """The case with this id of ours; `to_change` locks its row until the commit, where the database has such locks."""
    return work.session.get(Incident, incident_id, with_for_update=to_change)


def history(work: Work, incident_id: int) -> Sequence[IncidentHistory]:
    """The history of a case, oldest line first."""
    return work.session.scalars(
        select(IncidentHistory).where(_history.incident_id == incident_id).order_by(_history.id)
    ).all()


def reporters(work: Work, incident_id: int) -> Sequence[Person]:
    """Everybody whom a case answers to, also those of cases merged into it, the first one first."""
    return work.session.scalars(
        select(Person)
        .join(IncidentReporter, _reporters.person_id == columns_of(Person).id)
        .where(_reporters.incident_id == incident_id, _reporters.left_at.is_(None))
        .order_by(_reporters.id)
    ).all()


def reported_by(work: Work, incident: Incident, person: Person) -> bool:
    """Whether a person reported this very case, whichever case answers him since a merge."""
    found = work.session.scalar(select(_reporters.id).where(_reporters.person_id == person.id, _own == incident.id))
    return found is not None


def of_person(work: Work, person: Person, *, limit: int) -> Sequence[Incident]:
    """The newest cases that one person opened; what was sealed with a denunciation is not spoken of."""
    return work.session.scalars(
        select(Incident)
        .where(_incidents.id.in_(_opened_by(person)), _incidents.sealed.is_(False))
        .order_by(_incidents.id.desc())
        .limit(limit)
    ).all()


def count_of_person(work: Work, person: Person) -> int:
    """How many cases a person has reported."""
    return (
        work.session.scalar(select(func.count()).select_from(IncidentReporter).where(_reporters.person_id == person.id))
        or 0
    )


def find_for(work: Work, person: Person, *, year: int | None, number: int) -> Incident | None:
    """The case a person means: with a year that one; without, his own newest of that number, else anybody's newest."""
    wanted = select(Incident).where(_incidents.number == number).order_by(_incidents.year.desc()).limit(1)
    if year is not None:
        return work.session.scalar(wanted.where(_incidents.year == year))
    own = wanted.where(_incidents.id.in_(_opened_by(person)))
    return work.session.scalar(own) or work.session.scalar(wanted)


def find(work: Work, *, year: int | None, number: int) -> Incident | None:
    """The case of this number; without a year the newest such one."""
    wanted = select(Incident).where(_incidents.number == number).order_by(_incidents.year.desc()).limit(1)
    return work.session.scalar(wanted.where(_incidents.year == year) if year is not None else wanted)


def _opened_by(person: Person) -> Select[tuple[int]]:
    return select(_own).where(_reporters.person_id == person.id)
