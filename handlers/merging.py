"""How cases become one and come apart again: each reporter keeps his own thread, code and rights (product C2)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from domain.errors import Incomplete, NotFound, Refused, WrongState
from domain.incidents import ActorKind, HistoryKind, IncidentStatus, check_move, is_open
from domain.staff import Right, Role, require
from handlers.case_cards import show_after_move, show_urgent, tell_over
from handlers.office import Office
from handlers.reporter_news import tell_threads
from handlers.shown_cases import existing_case, refuse_stale
from handlers.staff_incidents import MAX_WORDS, apply_move
from storage import incidents, merged_cases
from storage.database import Work
from storage.merged_cases import Thread
from storage.tables import Incident


@dataclass(frozen=True, kw_only=True)
class By:
    """Who merges or parts, when, and why."""

    actor: ActorKind
    now: datetime
    officer_id: int | None = None
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class MergeIncident:
    """An officer's wish to handle a case within another; `revision` is the one his page showed."""

    incident_id: int
    into_year: int | None
    into_number: int
    words: str
    silent: bool
    revision: int
    officer_id: int
    role: Role


@dataclass(frozen=True, kw_only=True)
class PartIncidents:
    """An officer's wish to let some of the merged cases go their own way again."""

    incident_id: int
    follower_ids: Collection[int]
    words: str
    silent: bool
    revision: int
    officer_id: int
    role: Role


def merge_incident(work: Work, office: Office, command: MergeIncident, *, now: datetime) -> Incident:
    """Handle a case within another one and tell its reporters; the second of a double click changes nothing.

    Raises NotAllowed, NotFound, Incomplete without a reason, Stale, WrongState for a case that is over, or Refused for
    a case into itself.
    """
    require(command.role, Right.MOVE_INCIDENTS)
    incident = existing_case(work, command.incident_id)
    leader = _named(work, command)
    if incident.merged_into_id == leader.id and leader.id != incident.id:
        return leader
    words = reason_of(command.words)
    refuse_stale(incident, command.revision)
    by = By(actor=ActorKind.STAFF, now=now, officer_id=command.officer_id, words=words)
    threads = merged_cases.threads(work, incident.id)
    join(work, incident, leader, by)
    work.session.flush()
    show_joined(work, office, incident, leader, now=now)
    if not command.silent:
        _tell(work, office, threads, leader, template="incident_merged", cause=f"merged:{leader.revision}", now=now)
    return leader


def part_incidents(work: Work, office: Office, command: PartIncidents, *, now: datetime) -> list[Incident]:
    """Give merged cases back their own life and tell their reporters; one that is apart already is left alone.

    Raises NotAllowed, NotFound, Incomplete without a reason or a choice, or Stale.
    """
    require(command.role, Right.MOVE_INCIDENTS)
    leader = existing_case(work, command.incident_id)
    chosen = [case for case in merged_cases.followers(work, leader.id) if case.id in command.follower_ids]
    if command.follower_ids and not chosen:
        return []
    words = reason_of(command.words)
    if not chosen:
        raise Incomplete("cases_needed")
    refuse_stale(leader, command.revision)
    by = By(actor=ActorKind.STAFF, now=now, officer_id=command.officer_id, words=words)
    for follower in chosen:
        part(work, follower, IncidentStatus.REOPENED, by)
    work.session.flush()
    for follower in chosen:
        show_after_move(work, office, follower, now=now)
    for follower in chosen if not command.silent else ():
        threads = merged_cases.threads(work, follower.id)
        _tell(work, office, threads, follower, template="incident_parted", cause=f"parted:{follower.revision}", now=now)
    return chosen


def join(work: Work, follower: Incident, leader: Incident, by: By) -> None:
    """Let a case be handled within another; everything of it stays its own.

    Raises WrongState for a case that cannot be merged any more or a leader that is over, Refused for one into itself.
    """
    if leader.id == follower.id:
        raise Refused("merged_into_itself", code=follower.code)
    check_move(follower.status, IncidentStatus.MERGED)
    if not is_open(leader.status):
        raise WrongState("leader_over", code=leader.code, status=leader.status)
    apply_move(
        work, follower, IncidentStatus.MERGED, actor=by.actor, now=by.now, officer_id=by.officer_id, words=by.words
    )
    moved = _move_threads(work, follower, leader)
    for case in (follower, *merged_cases.followers(work, follower.id)):
        case.merged_into_id = leader.id
    leader.reporters += moved
    leader.urgent = leader.urgent or follower.urgent
    leader.due_on = min(leader.due_on, follower.due_on)
    leader.revision += 1
    _note(work, leader, HistoryKind.JOINED, follower, by)


def _move_threads(work: Work, follower: Incident, leader: Incident) -> int:
    """Let the leader answer the follower's reporters; whoever reported both is answered there already."""
    answered = {thread.person_id for thread in merged_cases.of_case(work, leader.id)}
    moved = 0
    for thread in merged_cases.of_case(work, follower.id):
        if thread.person_id not in answered:
            thread.own_incident_id = thread.own_incident_id or follower.id
            thread.incident_id = leader.id
            moved += 1
    return moved


def show_joined(work: Work, office: Office, follower: Incident, leader: Incident, *, now: datetime) -> None:
    """The group hears that a card's case is part of another one, and of the leading one at once if it is urgent now."""
    tell_over(work, office, follower, now=now)
    if leader.urgent:
        show_urgent(work, office, leader, now=now)


def part(work: Work, follower: Incident, to_status: IncidentStatus, by: By) -> None:
    """Give one merged case back to its own reporters. Raises WrongState where it was not merged."""
    if follower.merged_into_id is None:
        raise WrongState("not_merged", code=follower.code)
    leader = merged_cases.leading(work, follower, to_change=True)
    apply_move(work, follower, to_status, actor=by.actor, now=by.now, officer_id=by.officer_id, words=by.words)
    follower.merged_into_id = None
    for thread in merged_cases.own_threads(work, follower.id):
        if thread.incident_id == leader.id:
            thread.incident_id, thread.own_incident_id = follower.id, None
            leader.reporters -= 1
    leader.revision += 1
    _note(work, leader, HistoryKind.PARTED, follower, by)


def pass_on_addition(work: Work, follower: Incident, *, now: datetime) -> None:
    """What a reporter adds to his merged case concerns those who work on the leading one."""
    if follower.merged_into_id is None:
        return
    leader = merged_cases.leading(work, follower, to_change=True)
    leader.urgent = leader.urgent or follower.urgent
    leader.due_on = min(leader.due_on, follower.due_on)
    leader.revision += 1
    _note(work, leader, HistoryKind.ADDED, follower, By(actor=ActorKind.REPORTER, now=now))


def _note(work: Work, leader: Incident, kind: HistoryKind, follower: Incident, by: By) -> None:
    words = f"{follower.code}: {by.words}" if by.words else follower.code
    incidents.note(work, leader, kind, by.actor, at=by.now, officer_id=by.officer_id, words=words, silent=True)


def _tell(
    work: Work, office: Office, threads: list[Thread], case: Incident, *, template: str, cause: str, now: datetime
) -> None:
    def key(thread: Thread) -> str:
        return f"{cause}:{case.id}:{thread.code}"

    tell_threads(work, office, threads, case, template, key=key, now=now, status=case.status, due_on=case.due_on)


def _named(work: Work, command: MergeIncident) -> Incident:
    """The case that is to lead: the one named, or the one that leads that one already."""
    found = incidents.find(work, year=command.into_year, number=command.into_number)
    if found is None or found.sealed:
        raise NotFound("no_such_incident")
    return merged_cases.leading(work, found, to_change=True)


def reason_of(words: str) -> str:
    """The reason of a step that needs one. Raises Incomplete or Refused."""
    words = words.strip()
    if not words:
        raise Incomplete("reason_for_merge")
    if len(words) > MAX_WORDS:
        raise Refused("words_too_long", limit=MAX_WORDS)
    return words
