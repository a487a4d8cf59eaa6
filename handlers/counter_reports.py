"""A case that an officer notes for somebody at the counter or on the phone (product C2)."""

import re
from dataclasses import dataclass
from datetime import datetime

from domain.errors import Incomplete, Refused
from domain.incidents import ActorKind, HistoryKind, IncidentSource
from domain.staff import Right, Role, require
from domain.understanding import Category
from handlers.case_cards import show_urgent
from handlers.office import Office
from handlers.places import named_place
from handlers.recurrences import recurs
from language.masking import mask_personal_data
from storage import incidents, represented_persons
from storage.database import Work
from storage.tables import Incident, RepresentedPerson

LONGEST_WORDS = 2000
LONGEST_PLACE = 160
LONGEST_NAME = 120
_PHONE = re.compile(r"0\d{9,10}")


@dataclass(frozen=True, kw_only=True)
class NoteReport:
    """What an officer was told; `form_key` names the form, so that the second click opens no second case."""

    source: IncidentSource
    category: Category | None
    urgent: bool
    words: str
    place: str
    residential_group: str | None
    name: str
    phone: str
    consented: bool
    form_key: str
    officer_id: int
    role: Role


def note_report(work: Work, office: Office, command: NoteReport, *, now: datetime) -> Incident:
    """Open the case and keep for whom.

    Raises NotAllowed, Incomplete where category or words are missing or a name comes without consent, or Refused for
    words too long and numbers that are none.
    """
    require(command.role, Right.MOVE_INCIDENTS)
    if not command.form_key:
        raise Incomplete("form_too_old")
    before = represented_persons.of_form(work, command.form_key)
    if before is not None:
        return work.session.get_one(Incident, before.incident_id)
    _check(command)
    incident = _open(work, office, command, now=now)
    named = bool(command.name.strip() or command.phone.strip())
    represented_persons.add(
        work,
        RepresentedPerson(
            incident_id=incident.id,
            name=" ".join(command.name.split()) or None,
            phone=_digits(command.phone) or None,
            consented_at=now if named else None,
            noted_by_officer=command.officer_id,
            form_key=command.form_key,
        ),
    )
    return incident


def _check(command: NoteReport) -> None:
    if command.category is None:
        raise Incomplete("category_needed")
    if not command.words.strip():
        raise Incomplete("what_needed")
    limits = ((command.words, LONGEST_WORDS), (command.place, LONGEST_PLACE), (command.name, LONGEST_NAME))
    for words, limit in limits:
        if len(words) > limit:
            raise Refused("words_too_long", limit=limit)
    if command.phone.strip() and not _PHONE.fullmatch(_digits(command.phone)):
        raise Refused("bad_form_phone")
    if (command.name.strip() or command.phone.strip()) and not command.consented:
        raise Incomplete("consent_needed")


def _digits(phone: str) -> str:
    return re.sub(r"[\s.\-]", "", phone)


def _open(work: Work, office: Office, command: NoteReport, *, now: datetime) -> Incident:
    today = office.today(now)
    place = " ".join(command.place.split())
    incident = Incident(
        opened_at=now,
        due_on=office.ward.due_on(today, command.category, urgent=command.urgent),
        category=command.category,
        urgent=command.urgent,
        description=command.words.strip(),
        public_description=mask_personal_data(command.words.strip()),
        location_text=place or None,
        place_name=named_place(office.ward.gazetteer, place),
        residential_group=command.residential_group or None,
        lacks_place=not place,
        source=command.source,
    )
    incidents.add(work, incident, reporter=None, opened_on=today)
    incidents.note(work, incident, HistoryKind.OPENED, ActorKind.STAFF, at=now, officer_id=command.officer_id)
    recurs(work, office, incident, now=now)
    if incident.urgent:
        show_urgent(work, office, incident, now=now)
    return incident
