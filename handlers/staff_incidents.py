"""What an officer does to a case: moves its state with a word to the resident, guarded against stale pages."""

from dataclasses import dataclass
from datetime import datetime

from domain.errors import Incomplete, NotFound, Refused, Stale, WrongState
from domain.incidents import ENDED, NEEDS_REASON, ActorKind, HistoryKind, IncidentStatus, check_move
from domain.messages import Priority
from domain.staff import Right, Role, require
from handlers.office import Office
from handlers.represented import put_on_phone_list
from handlers.speaking import tell
from storage import incidents, merged_cases
from storage.database import Work
from storage.incident_views import last_move
from storage.tables import Incident, IncidentHistory

MAX_WORDS = 1000


@dataclass(frozen=True, kw_only=True)
class MoveIncident:
    """An officer's wish to move a case; `revision` is the one his page showed, `words` go to the resident."""

    incident_id: int
    to_status: IncidentStatus
    words: str
    silent: bool
    revision: int
    officer_id: int
    role: Role


def move_incident(work: Work, office: Office, command: MoveIncident, *, now: datetime) -> Incident:
    """Move a case, write its history and tell every reporter in one go (unless silent).

    Raises NotAllowed, NotFound, Stale, WrongState, Incomplete where a reason is needed (product C2), or
    Refused for words that would not fit into a message.
    """
    require(command.role, Right.MOVE_INCIDENTS)
    incident = _current(work, command)
    check_move(incident.status, command.to_status)
    words = command.words.strip()
    if len(words) > MAX_WORDS:
        raise Refused("words_too_long", limit=MAX_WORDS)
    if command.to_status in NEEDS_REASON and not words:
        raise Incomplete("reason_needed")
    line = apply_move(
        work,
        incident,
        command.to_status,
        actor=ActorKind.STAFF,
        officer_id=command.officer_id,
        words=words,
        silent=command.silent,
        now=now,
    )
    work.session.flush()
    if not command.silent:
        _tell_reporters(work, office, incident, line, now=now)
    return incident


def _current(work: Work, command: MoveIncident) -> Incident:
    incident = incidents.get(work, command.incident_id, to_change=True)
    if incident is None or incident.sealed:
        raise NotFound("no_such_incident")
    if incident.merged_into_id is not None:
        raise WrongState("part_instead", code=merged_cases.leading(work, incident).code)
    if incident.revision != command.revision:
        raise Stale("incident_changed", code=incident.code)
    return incident


def apply_move(
    work: Work,
    incident: Incident,
    to_status: IncidentStatus,
    *,
    actor: ActorKind,
    now: datetime,
    officer_id: int | None = None,
    words: str = "",
    silent: bool = False,
) -> IncidentHistory:
    """Write a move that has been checked: the state, the revision, the closing time and the line of history."""
    moved = (incident.status, to_status)
    incident.status = to_status
    incident.revision += 1
    incident.closed_at = now if to_status in ENDED else None
    return incidents.note(
        work,
        incident,
        HistoryKind.MOVED,
        actor,
        at=now,
        officer_id=officer_id,
        moved=moved,
        words=words,
        silent=silent,
    )


def _tell_reporters(work: Work, office: Office, incident: Incident, line: IncidentHistory, *, now: datetime) -> None:
    for thread in merged_cases.threads(work, incident.id):
        tell(
            work,
            office,
            thread.person,
            "incident_moved",
            priority=Priority.UPDATE,
            dedupe_key=f"moved:{line.id}:{thread.person.id}",
            incident_id=incident.id,
            now=now,
            code=thread.code,
            status=line.to_status,
            words=line.note,
            due_on=incident.due_on,
        )
    put_on_phone_list(work, office, incident, line, now=now)


def was_just_made(work: Work, command: MoveIncident) -> bool:
    """Whether this very wish of this officer is already the last move: the second of a double click."""
    last = last_move(work, command.incident_id)
    incident = incidents.get(work, command.incident_id)
    return (
        last is not None
        and incident is not None
        and incident.revision == command.revision + 1
        and (last.officer_id, last.to_status, last.note, last.silent)
        == (command.officer_id, command.to_status, command.words.strip()[:MAX_WORDS], command.silent)
    )
