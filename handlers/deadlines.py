"""What happens when a person does not write: stored deadlines, looked at again and again, acted on once."""

from datetime import datetime

from domain.conversations import Step
from handlers.gathering import close_gathering
from handlers.incidents import leave_incomplete
from handlers.office import Office
from handlers.turn import Turn, say
from storage import conversations, incidents, people
from storage.database import Work

_ASKING = frozenset({Step.ASKING_PLACE, Step.ASKING_CONTENT})


def pass_deadlines(work: Work, office: Office, person_id: int, *, now: datetime) -> None:
    """Act on whatever is due for one person at `now`; does nothing when it was done meanwhile."""
    person = people.get(work, person_id)
    conversation = conversations.of(work, person)
    turn = Turn(work=work, office=office, person=person, conversation=conversation, now=now, cause="")
    if conversation.ack_at is not None and conversation.ack_at <= now:
        _acknowledge_additions(turn)
    if conversation.deadline_at is not None and conversation.deadline_at <= now:
        _end_step(turn)


def _acknowledge_additions(turn: Turn) -> None:
    turn.conversation.ack_at = None
    incident = incidents.get(turn.work, turn.conversation.incident_id or 0)
    if incident is None:
        return
    key = f"added:{incident.id}:{incident.revision}"
    say(turn, "incident_added", key=key, incident_id=incident.id, code=incident.code, photos=incident.photos)


def _end_step(turn: Turn) -> None:
    step = turn.conversation.step
    if step is Step.GATHERING:
        close_gathering(turn)
        return
    conversations.wait_for(turn.conversation, Step.IDLE, until=None)
    incident = incidents.get(turn.work, turn.conversation.incident_id or 0)
    if step in _ASKING and incident is not None and (incident.lacks_place or incident.lacks_content):
        leave_incomplete(turn, incident)
