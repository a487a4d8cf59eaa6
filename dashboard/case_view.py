"""One case as its page shows it: photos, the talk in its order, the history, the moves that are open."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from dashboard.sessions import SignedInOfficer
from dashboard.shared_case_view import SharedView, load_shared
from domain.errors import NotFound
from domain.events import AttachmentKind
from domain.incidents import MOVES, NEEDS_REASON, IncidentStatus
from domain.staff import Right, may
from handlers.office import Office
from storage import chat_messages, incidents, outbox, staff
from storage.database import Work
from storage.tables import ChatMessage, Incident, IncidentHistory, OutboxMessage, StoredAttachment

# A merge names the case it goes into, which this form cannot ask.
log = logging.getLogger(__name__)
NOT_BY_FORM = frozenset({IncidentStatus.MERGED})


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
    shared: SharedView


def load_case(work: Work, office: Office, incident_id: int, officer: SignedInOfficer) -> CaseView:
    """Gather one case. Raises NotFound (`no_such_incident`), also for a sealed one that is not for this officer."""
    incident = incidents.get(work, incident_id)
    if incident is None or (incident.sealed and not may(officer.role, Right.SEE_COMPLAINTS)):
        raise NotFound("no_such_incident")
    if incident.sealed:
        log.info("complaint.seen incident=%d officer=%d", incident_id, officer.id)
    files = chat_messages.attachments_of_incident(work, incident_id)
    return CaseView(
        incident=incident,
        photos=[file for file in files if file.kind == AttachmentKind.PHOTO],
        talk=_talk(work, incident_id, files),
        history=incidents.history(work, incident_id),
        names=staff.full_names(work),
        moves=[] if incident.sealed or incident.merged_into_id is not None else open_moves(incident.status),
        maps=map_links(incident, office),
        shared=load_shared(work, incident, officer_id=officer.id, may_work=may(officer.role, Right.MOVE_INCIDENTS)),
    )


def open_moves(status: IncidentStatus) -> list[Move]:
    """The moves of `domain.incidents.MOVES` that the form offers, in the order of a case's life."""
    legal = MOVES[status] - NOT_BY_FORM
    return [Move(to_status=to, needs_reason=to in NEEDS_REASON) for to in IncidentStatus if to in legal]


def map_links(incident: Incident, office: Office) -> dict[str, str]:
    """Addresses of the place on maps, by name: its point where one is known, else a search for its words."""
    if incident.latitude is not None and incident.longitude is not None:
        return _links_to_point(incident.latitude, incident.longitude)
    if not incident.location_text:
        return {}
    words = f"{incident.location_text}, {office.ward.name}, {office.ward.city}"
    return {
        "openstreetmap": f"https://www.openstreetmap.org/search?{urlencode({'query': words})}",
        "google": f"https://www.google.com/maps/search/?{urlencode({'api': 1, 'query': words})}",
    }


def _links_to_point(latitude: float, longitude: float) -> dict[str, str]:
    point = f"{latitude:.6f},{longitude:.6f}"
    marker = urlencode({"mlat": f"{latitude:.6f}", "mlon": f"{longitude:.6f}"})
    return {
        "openstreetmap": f"https://www.openstreetmap.org/?{marker}#map=18/{latitude:.6f}/{longitude:.6f}",
        "google": f"https://www.google.com/maps/search/?{urlencode({'api': 1, 'query': point})}",
    }


def _talk(work: Work, incident_id: int, files: Sequence[StoredAttachment]) -> list[Utterance]:
    order = {person.id: place for place, person in enumerate(incidents.reporters(work, incident_id), start=1)}
    heard = [_heard(message, order, files) for message in chat_messages.of_incident(work, incident_id)]
    said = [
        Utterance(at=row.created_at, reporter=order.get(row.person_id or 0, 0), words=row.text, sent=row)
        for row in outbox.of_incident(work, incident_id)
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
    return _links_to_point(message.latitude, message.longitude)["openstreetmap"]
