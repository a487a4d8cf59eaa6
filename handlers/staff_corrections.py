"""What an officer puts right about the meaning of a case: its category, or that it is no incident at all."""

from dataclasses import dataclass
from datetime import datetime

from domain.errors import Incomplete
from domain.incidents import ActorKind, HistoryKind, IncidentStatus, check_move, is_open
from domain.labelled_examples import Label, LabelOrigin
from domain.staff import Right, Role, TaskKind, require
from domain.understanding import Category, Intent
from handlers.incidents import due_day
from handlers.office import Office
from handlers.shown_cases import existing_case, refuse_stale
from handlers.staff_incidents import MoveIncident, move_incident
from storage import incidents, labelled_examples, staff
from storage.database import Work
from storage.tables import Incident

WORKING_DAYS = 1
KINDS: dict[Intent, TaskKind | None] = {
    Intent.SUPPORT_REQUEST: TaskKind.PROCEDURE_HELP,
    Intent.QUESTION: TaskKind.TALK,
    Intent.COMPLAINT: TaskKind.COMPLAINT,
    Intent.SMALLTALK: None,
    Intent.SPAM: None,
}


@dataclass(frozen=True, kw_only=True)
class CorrectCategory:
    """An officer's wish to call a case something else; `revision` is the one his page showed."""

    incident_id: int
    category: Category
    revision: int
    officer_id: int
    role: Role


@dataclass(frozen=True, kw_only=True)
class CorrectKind:
    """An officer says that a case is no incident, and what it is."""

    incident_id: int
    intent: Intent
    revision: int
    officer_id: int
    role: Role


def correct_category(work: Work, office: Office, command: CorrectCategory, *, now: datetime) -> Incident:
    """Change the category, and with it the day by which an open case is answered; learn from it.

    Saying what stands there already changes nothing: the second click. Raises NotAllowed, NotFound or Stale.
    """
    require(command.role, Right.MOVE_INCIDENTS)
    incident = existing_case(work, command.incident_id)
    if incident.category is command.category:
        return incident
    refuse_stale(incident, command.revision)
    before = office.texts.label("category", incident.category) if incident.category else ""
    incident.category = command.category
    if is_open(incident.status):
        incident.due_on = due_day(office, incident)
    incident.revision += 1
    actor = ActorKind.STAFF
    incidents.note(
        work, incident, HistoryKind.CORRECTED, actor, at=now, officer_id=command.officer_id, words=before, silent=True
    )
    _learn(work, incident, Intent.INCIDENT, category=command.category, now=now)
    return incident


def correct_kind(work: Work, office: Office, command: CorrectKind, *, now: datetime) -> Incident:
    """Close what is no incident with a word to its reporters, hand it to who answers such things, and learn from it.

    Raises NotAllowed, NotFound, Stale, Incomplete for a kind that cannot be chosen, or WrongState.
    """
    if command.intent not in KINDS:
        raise Incomplete("kind_needed")
    require(command.role, Right.MOVE_INCIDENTS)
    incident = existing_case(work, command.incident_id)
    check_move(incident.status, IncidentStatus.DECLINED)
    task = KINDS[command.intent]
    move = MoveIncident(
        incident_id=command.incident_id,
        to_status=IncidentStatus.DECLINED,
        words=office.texts.label("kind_changed", command.intent),
        silent=task is None,
        revision=command.revision,
        officer_id=command.officer_id,
        role=command.role,
    )
    incident = move_incident(work, office, move, now=now)
    if task is not None:
        _hand_on(work, office, incident, task, now=now)
    _learn(work, incident, command.intent, now=now)
    return incident


def _hand_on(work: Work, office: Office, incident: Incident, kind: TaskKind, *, now: datetime) -> None:
    due_on = office.ward.calendar.add_working_days(office.today(now), WORKING_DAYS)
    words = "" if kind is TaskKind.COMPLAINT else incident.public_description[:2000]
    sealed = kind is TaskKind.COMPLAINT
    if sealed:
        incident.sealed = True
        incidents.note(work, incident, HistoryKind.SEALED, ActorKind.SYSTEM, at=now, silent=True)
    for person in incidents.reporters(work, incident.id):
        case = incident.id if sealed else None
        staff.add_task(work, kind, person=person, due_on=due_on, now=now, words=words, incident_id=case)


def _learn(work: Work, incident: Incident, intent: Intent, *, now: datetime, category: Category | None = None) -> None:
    if not incident.public_description.strip():
        return
    label = Label(
        key=f"case:{incident.id}",
        origin=LabelOrigin.STAFF,
        text=incident.public_description,
        intent=intent,
        category=category,
    )
    labelled_examples.keep(work, label, said_at=incident.opened_at, now=now)
