"""What a denunciation brings stays with the head: photos before and after it open no case (reporting §4.4)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.conversations import JOIN_WINDOW, Step
from domain.incidents import ActorKind, HistoryKind, IncidentStatus, is_open
from domain.staff import TaskKind
from handlers.case_cards import tell_over
from handlers.case_facts import facts_of
from handlers.turn import Turn, say
from storage import chat_messages, conversations, incidents, staff
from storage.tables import ChatMessage, Incident

WORKING_DAYS = 1
LOOKS_BACK = timedelta(days=1)
DRAFT = "complained_until"


def seal_what_belongs(turn: Turn) -> Incident | None:
    """At a denunciation: seal the photos that wait and the case that nobody has explained yet; answers that case."""
    until = turn.now + JOIN_WINDOW
    turn.conversation.draft = turn.conversation.draft | {DRAFT: until.isoformat()}
    pieces = chat_messages.gathered(turn.work, turn.person)
    sealed = keep_apart(turn, pieces) if pieces else _seal_unexplained(turn)
    if sealed is not None:
        turn.conversation.incident_id = turn.conversation.join_until_at = turn.conversation.ack_at = None
        conversations.wait_for(turn.conversation, Step.IDLE, until=None)
    return sealed


def _seal_unexplained(turn: Turn) -> Incident | None:
    """The case in hand, while it holds no more than a photo, a recording or a pin."""
    incident = incidents.get(turn.work, turn.conversation.incident_id or 0)
    if incident is None or not incident.lacks_content or not is_open(incident.status):
        return None
    if turn.now - incident.opened_at > LOOKS_BACK:
        return None
    moved = (incident.status, IncidentStatus.WITHDRAWN)
    incident.status, incident.closed_at = IncidentStatus.WITHDRAWN, turn.now
    incident.sealed = True
    incident.revision += 1
    incidents.note(turn.work, incident, HistoryKind.SEALED, ActorKind.SYSTEM, at=turn.now, moved=moved, silent=True)
    tell_over(turn.work, turn.office, incident, now=turn.now)
    return incident


def follows_denunciation(turn: Turn, message: ChatMessage) -> bool:
    """Whether something without words came within ten minutes of a denunciation: it belongs to it."""
    until = turn.conversation.draft.get(DRAFT)
    if until is None or turn.now > datetime.fromisoformat(until):
        return False
    facts = facts_of([message])
    return not facts.says_something and not facts.urgent


def keep_apart(turn: Turn, pieces: Sequence[ChatMessage]) -> Incident:
    """Keep photos and pins where the head alone finds them: as a sealed case that was never open."""
    facts = facts_of(pieces)
    today = turn.office.today(turn.now)
    incident = Incident(
        opened_at=turn.now,
        due_on=turn.office.ward.due_on(today, None, urgent=False),
        status=IncidentStatus.WITHDRAWN,
        closed_at=turn.now,
        description=facts.words,
        lacks_content=True,
        sealed=True,
    )
    incidents.add(turn.work, incident, reporter=turn.person, opened_on=today)
    incident.photos = chat_messages.attach_to_incident(turn.work, pieces, incident.id)
    incidents.note(turn.work, incident, HistoryKind.SEALED, ActorKind.SYSTEM, at=turn.now, silent=True)
    return incident


def take_evidence_of_denunciation(turn: Turn, message: ChatMessage) -> None:
    """A photo after a denunciation: kept for the head with the task that waits for him."""
    ask_the_head(turn, keep_apart(turn, [message]))
    say(turn, "complaint", reception_place=turn.office.ward.reception_place)


def ask_the_head(turn: Turn, sealed: Incident | None) -> None:
    """A task for the head, with the sealed case if there is one; nothing of its words stands in it."""
    due_on = turn.office.ward.calendar.add_working_days(turn.office.today(turn.now), WORKING_DAYS)
    staff.add_task(
        turn.work,
        TaskKind.COMPLAINT,
        person=turn.person,
        due_on=due_on,
        now=turn.now,
        incident_id=sealed.id if sealed else None,
    )
