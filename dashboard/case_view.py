"""One case as its page shows it: photos, the talk in its order, the history, the moves that are open."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dashboard.case_work_view import CaseWork, load_case_work
from dashboard.sessions import SignedInOfficer
from dashboard.shared_case_view import SharedView, load_shared
from domain.errors import NotFound
from domain.events import AttachmentKind
from domain.incidents import MOVES, NEEDS_REASON, IncidentStatus
from domain.staff import Right, may
from handlers.case_maps import links_to_point, map_links
from handlers.office import Office
from storage import chat_messages, incidents, outbox, staff
from storage.database import Work
from storage.tables import ChatMessage, Incident, IncidentHistory, OutboxMessage, StoredAttachment

log = logging.getLogger(__name__)
# A merge names the case it goes into, and forwarding the agency: this form cannot ask either.
NOT_BY_FORM = frozenset({IncidentStatus.MERGED, IncidentStatus.FORWARDED})


@dataclass(frozen=True, kw_only=True)
class MoveDraft:
    """What an officer has typed into the form so far."""

    to_status: str = ""
    words: str = ""
    silent: bool = False


@dataclass(frozen=True, kw_only=True)
class Move:
    """One move that the form offers."""

    to_status: IncidentStatus
    needs_reason: bool


@dataclass(frozen=True, kw_only=True)
class Utterance:
    """One thing said about the case: by the `reporter`-th reporter, or by us to that reporter."""

    at: datetime
    reporter: int
    words: str
    files: Sequence[StoredAttachment] = ()
    pin: str | None = None
    by_human: bool = False
    sent: OutboxMessage | None = None


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """Everything the page of one case shows."""

    incident: Incident
    photos: Sequence[StoredAttachment]
    talk: Sequence[Utterance]
    history: Sequence[IncidentHistory]
    names: Mapping[int, str]
    moves: Sequence[Move]
    maps: Mapping[str, str]
    work: CaseWork
    shared: SharedView


def load_case(work: Work, office: Office, incident_id: int, officer: SignedInOfficer) -> CaseView:
    """Gather one case. Raises NotFound (`no_such_incident`), also for a sealed one that is not for this officer."""
    incident = incidents.get(work, incident_id)
    if incident is None or (incident.sealed and not may(officer.role, Right.SEE_COMPLAINTS)):
        raise NotFound("no_such_incident")
    if incident.sealed:
        log.info("complaint.seen incident=%d officer=%d", incident_id, officer.id)
    files = chat_messages.attachments_of_incident(work, incident_id)
    said = outbox.of_incident(work, incident_id)
    history = incidents.history(work, incident_id)
    members = {line.member_id for line in history if line.member_id}
    return CaseView(
        incident=incident,
        photos=[file for file in files if file.kind == AttachmentKind.PHOTO and not file.after_work],
        talk=_talk(work, incident_id, files, [row for row in said if row.group_id is None]),
        history=history,
        names=staff.full_names(work),
        moves=[] if incident.sealed or incident.merged_into_id is not None else open_moves(incident.status),
        maps=map_links(incident, office),
        work=load_case_work(work, office, incident, files, said, members),
        shared=load_shared(work, incident, officer_id=officer.id, may_work=may(officer.role, Right.MOVE_INCIDENTS)),
    )


def open_moves(status: IncidentStatus) -> list[Move]:
    """The moves of `domain.incidents.MOVES` that the form offers, in the order of a case's life."""
    legal = MOVES[status] - NOT_BY_FORM
    return [Move(to_status=to, needs_reason=to in NEEDS_REASON) for to in IncidentStatus if to in legal]


def _talk(
    work: Work, incident_id: int, files: Sequence[StoredAttachment], rows: Sequence[OutboxMessage]
) -> list[Utterance]:
    order = {person.id: place for place, person in enumerate(incidents.reporters(work, incident_id), start=1)}
    heard = [_heard(message, order, files) for message in chat_messages.of_incident(work, incident_id)]
    said = [
        Utterance(at=row.created_at, reporter=order.get(row.person_id or 0, 0), words=row.text, sent=row)
        for row in rows
    ]
    return sorted(heard + said, key=lambda utterance: utterance.at)


def _heard(message: ChatMessage, order: Mapping[int, int], files: Sequence[StoredAttachment]) -> Utterance:
    return Utterance(
        at=message.occurred_at,
        reporter=order.get(message.person_id, 0),
        words=message.text,
        files=[file for file in files if file.chat_message_id == message.id],
        pin=_pin(message),
        by_human=message.human_id is not None,
    )


def _pin(message: ChatMessage) -> str | None:
    if message.latitude is None or message.longitude is None:
        return None
    return links_to_point(message.latitude, message.longitude)["openstreetmap"]
