"""What an officer does on the page about time and agencies: extends, decides a wish for more time, forwards."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain.case_endings import RUNNING, ExtensionStatus
from domain.errors import Incomplete, Refused, WrongState
from domain.incidents import ActorKind, HistoryKind, IncidentStatus, check_move
from domain.messages import Priority
from domain.staff import Right, Role, TaskKind, require
from handlers.case_steps import check_extension
from handlers.office import Office
from handlers.reporter_news import tell_all, tell_moved
from handlers.shown_cases import shown_case
from handlers.speaking import tell
from handlers.staff_incidents import MAX_WORDS, apply_move
from storage import case_endings, case_work, group_words, incidents, people, teams
from storage.database import Work
from storage.tables import Incident, IncidentExtension

MAX_REFERENCE = 80
MAX_AGENCY = 160


@dataclass(frozen=True, kw_only=True)
class ExtendIncident:
    """An officer gives more time by himself: `reason` goes to the reporters."""

    incident_id: int
    new_due_on: date | None
    reason: str
    revision: int
    officer_id: int
    role: Role


@dataclass(frozen=True, kw_only=True)
class DecideExtension:
    """An officer's word on what a member asked for; another day may be given than was asked, and `words` say why."""

    incident_id: int
    approved: bool
    new_due_on: date | None
    words: str
    revision: int
    officer_id: int
    role: Role


@dataclass(frozen=True, kw_only=True)
class ForwardIncident:
    """An officer hands a case to another agency, or notes its reference and date anew."""

    incident_id: int
    agency: str
    reference: str
    due_on: date | None
    words: str
    revision: int
    officer_id: int
    role: Role


def extend_incident(work: Work, office: Office, command: ExtendIncident, *, now: datetime) -> Incident:
    """Give more time with a reason that reporters hear. Raises NotAllowed, NotFound, Stale, WrongState, Incomplete."""
    require(command.role, Right.MOVE_INCIDENTS)
    incident = shown_case(work, command.incident_id, command.revision)
    _check_running(incident)
    check_extension(incident, command.new_due_on, command.reason, today=office.today(now))
    if case_work.asked_extension(work, incident.id) is not None:
        raise WrongState("extension_asked_already")
    assert command.new_due_on is not None
    extension = IncidentExtension(
        incident_id=incident.id,
        asked_at=now,
        old_due_on=incident.due_on,
        new_due_on=command.new_due_on,
        reason=_words(command.reason),
    )
    work.session.add(extension)
    _approve(work, office, incident, extension, officer_id=command.officer_id, now=now)
    return incident


def decide_extension(work: Work, office: Office, command: DecideExtension, *, now: datetime) -> Incident:
    """Approve or refuse what was asked; who asked hears it, and of an approval the reporters too.

    Raises NotAllowed, NotFound, Stale, WrongState (`no_extension_waits`, as after a second click) or Incomplete.
    """
    require(command.role, Right.MOVE_INCIDENTS)
    incident = shown_case(work, command.incident_id, command.revision)
    extension = case_work.asked_extension(work, incident.id)
    if extension is None:
        raise WrongState("no_extension_waits")
    extension.answer = _words(command.words)
    if command.approved:
        _check_running(incident)
        day = command.new_due_on or extension.new_due_on
        check_extension(incident, day, extension.reason, today=office.today(now))
        extension.new_due_on = day
        _approve(work, office, incident, extension, officer_id=command.officer_id, now=now)
    else:
        if not extension.answer:
            raise Incomplete("reason_needed")
        extension.status = ExtensionStatus.REFUSED
        _close(work, incident, extension, HistoryKind.EXTENSION_REFUSED, extension.answer, command.officer_id, now)
    _answer(work, office, incident, extension, now=now)
    return incident


def _approve(
    work: Work, office: Office, incident: Incident, extension: IncidentExtension, *, officer_id: int, now: datetime
) -> None:
    extension.status, extension.old_due_on = ExtensionStatus.APPROVED, incident.due_on
    incident.original_due_on = incident.original_due_on or incident.due_on
    incident.due_on = extension.new_due_on
    words = f"{office.texts.short_day(extension.new_due_on)}: {extension.reason}"
    _close(work, incident, extension, HistoryKind.EXTENDED, words, officer_id, now)
    work.session.flush()
    key, due_on = str(extension.id), incident.due_on
    tell_all(work, office, incident, "incident_extended", key=key, now=now, due_on=due_on, reason=extension.reason)


def _close(
    work: Work,
    incident: Incident,
    extension: IncidentExtension,
    kind: HistoryKind,
    words: str,
    officer_id: int,
    now: datetime,
) -> None:
    extension.decided_at, extension.decided_by = now, officer_id
    incident.revision += 1
    silent = kind is HistoryKind.EXTENSION_REFUSED
    actor = ActorKind.STAFF
    incidents.note(work, incident, kind, actor, at=now, officer_id=officer_id, words=words, silent=silent)
    case_endings.finish_tasks(work, incident.id, TaskKind.EXTENSION, now=now, officer_id=officer_id)


def _answer(work: Work, office: Office, incident: Incident, extension: IncidentExtension, *, now: datetime) -> None:
    """To the group it was asked in, else to the member who asked."""
    work.session.flush()
    values: dict[str, Any] = {
        "code": incident.code,
        "approved": extension.status is ExtensionStatus.APPROVED,
        "day": extension.new_due_on,
        "words": extension.answer,
    }
    key = f"extension:{extension.id}"
    group = teams.group(work, extension.group_id) if extension.group_id else None
    member = teams.member(work, extension.asked_by_member or 0)
    if group is not None:
        message = office.texts.message("case_extension_decided", **values)
        group_words.add(
            work,
            group,
            message,
            kind="case_extension_decided",
            dedupe_key=key,
            priority=Priority.UPDATE,
            now=now,
            incident_id=incident.id,
        )
    elif member is not None and member.person_id is not None:
        person, priority = people.get(work, member.person_id), Priority.UPDATE
        tell(work, office, person, "case_extension_decided", priority=priority, dedupe_key=key, now=now, **values)


def forward_incident(work: Work, office: Office, command: ForwardIncident, *, now: datetime) -> Incident:
    """Hand a case to an agency with its reference and date, told to the reporters; again for a new date.

    Raises NotAllowed, NotFound, Stale, WrongState, Incomplete (`agency_needed`) or Refused.
    """
    require(command.role, Right.MOVE_INCIDENTS)
    incident = shown_case(work, command.incident_id, command.revision)
    agency = " ".join(command.agency.split())[:MAX_AGENCY]
    if not agency:
        raise Incomplete("agency_needed")
    if command.due_on is not None and command.due_on < office.today(now):
        raise WrongState("agency_day_past")
    is_forwarded = incident.status is IncidentStatus.FORWARDED
    if not is_forwarded:
        check_move(incident.status, IncidentStatus.FORWARDED)
    words = _words(command.words)
    incident.forwarded_to = agency
    incident.forward_reference = " ".join(command.reference.split())[:MAX_REFERENCE] or None
    incident.forward_due_on, incident.forward_followed_at = command.due_on, None
    if is_forwarded:
        _note_anew(work, office, incident, words, officer_id=command.officer_id, now=now)
        return incident
    to_status, actor = IncidentStatus.FORWARDED, ActorKind.STAFF
    line = apply_move(work, incident, to_status, actor=actor, officer_id=command.officer_id, words=words, now=now)
    tell_moved(work, office, incident, line, now=now)
    return incident


def _note_anew(work: Work, office: Office, incident: Incident, words: str, *, officer_id: int, now: datetime) -> None:
    """The agency has named a reference or another date: noted, told, and what was to be asked there is done."""
    incident.revision += 1
    kind, actor = HistoryKind.HANDED_OVER, ActorKind.STAFF
    line = incidents.note(work, incident, kind, actor, at=now, officer_id=officer_id, words=words)
    case_endings.finish_tasks(work, incident.id, TaskKind.FORWARDED_CASE, now=now, officer_id=officer_id)
    work.session.flush()
    tell_all(
        work,
        office,
        incident,
        "incident_forwarded",
        key=str(line.id),
        now=now,
        forwarded_to=incident.forwarded_to,
        reference=incident.forward_reference,
        until=incident.forward_due_on,
        words=words,
    )


def _check_running(incident: Incident) -> None:
    if incident.status not in RUNNING:
        raise WrongState("not_running", code=incident.code, status=incident.status)


def _words(words: str) -> str:
    stripped = words.strip()
    if len(stripped) > MAX_WORDS:
        raise Refused("words_too_long", limit=MAX_WORDS)
    return stripped
