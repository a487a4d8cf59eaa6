"""What an officer does to a case: moves its state with a word to the resident, guarded against stale pages."""

from dataclasses import dataclass
from datetime import datetime

from domain.case_endings import ANSWERED, RUNNING, Closing
from domain.errors import Incomplete, Refused
from domain.incidents import ENDED, NEEDS_REASON, ActorKind, HistoryKind, IncidentStatus, check_move
from domain.staff import Right, Role, TaskKind, require
from handlers.case_cards import show_after_move
from handlers.office import Office
from handlers.reporter_news import tell_moved
from handlers.shown_cases import shown_case
from storage import case_endings, case_work, incidents
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
    incident = shown_case(work, command.incident_id, command.revision)
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
    case_endings.finish_tasks(work, incident.id, TaskKind.DISPUTE, now=now, officer_id=command.officer_id)
    if command.to_status is IncidentStatus.CLOSED:
        incident.closing = Closing.BY_STAFF
    if not command.silent:
        tell_moved(work, office, incident, line, now=now)
    show_after_move(work, office, incident, now=now, words=words)
    return incident


def apply_move(
    work: Work,
    incident: Incident,
    to_status: IncidentStatus,
    *,
    actor: ActorKind,
    now: datetime,
    officer_id: int | None = None,
    member_id: int | None = None,
    words: str = "",
    silent: bool = False,
) -> IncidentHistory:
    """Write a move that has been checked: the state, the revision, the closing time and the line of history."""
    moved = (incident.status, to_status)
    incident.status = to_status
    incident.revision += 1
    incident.closed_at = now if to_status in ENDED else None
    _forget_what_is_over(work, incident, now=now)
    return incidents.note(
        work,
        incident,
        HistoryKind.MOVED,
        actor,
        at=now,
        officer_id=officer_id,
        member_id=member_id,
        moved=moved,
        words=words,
        silent=silent,
    )


_LET_GO = frozenset({IncidentStatus.ASSIGNED, IncidentStatus.REOPENED, IncidentStatus.FORWARDED})


def _forget_what_is_over(work: Work, incident: Incident, *, now: datetime) -> None:
    """What a move ends: the wait for a photo, a dispute; and, when it goes to somebody else, who had it."""
    incident.proof_asked_of = incident.proof_until_at = None
    incident.disputed_at = incident.closing = None
    if incident.status in ANSWERED:
        incident.answered_at = now
    if incident.status in _LET_GO:
        incident.taken_by = incident.taken_at = None
    if incident.status not in RUNNING:
        case_work.drop_extension(work, incident.id, now=now)
        case_endings.finish_tasks(work, incident.id, TaskKind.EXTENSION, now=now)
    if incident.status is IncidentStatus.REOPENED:
        incident.answered_at, incident.reopened_at = None, now
        case_work.begin_round(work, incident)


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
