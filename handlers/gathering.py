"""What belongs together: photos, words and pins of one person become one case, in whatever order they come."""

from domain.conversations import JOIN_WINDOW, Step
from domain.incidents import is_open
from domain.understanding import Category
from handlers.case_facts import CaseFacts, facts_of
from handlers.incidents import add_to_incident, open_incident, turn_away
from handlers.sealing import follows_denunciation, take_evidence_of_denunciation
from handlers.turn import Turn
from storage import chat_messages, conversations, incidents
from storage.merged_cases import leading
from storage.tables import ChatMessage, Incident


def take_in(turn: Turn, message: ChatMessage) -> None:
    """Let one message about an incident join the open case it belongs to, or gather it for a new one."""
    if follows_denunciation(turn, message):
        take_evidence_of_denunciation(turn, message)
        return
    facts = facts_of([message])
    incident = case_to_join(turn, message)
    if incident is not None and not is_another(incident, facts):
        add_to_incident(turn, incident, facts)
        return
    message.gathered = True
    gather(turn)


def case_to_join(turn: Turn, message: ChatMessage) -> Incident | None:
    """The case this person spoke of within ten minutes before or after the message's own time, if it is still open."""
    conversation = turn.conversation
    if conversation.incident_id is None or conversation.join_until_at is None:
        return None
    began_at = chat_messages.first_said_at(turn.work, conversation.incident_id) or message.occurred_at
    if not began_at - JOIN_WINDOW <= message.occurred_at <= conversation.join_until_at:
        return None
    incident = incidents.get(turn.work, conversation.incident_id)
    return incident if incident is not None and is_open(leading(turn.work, incident).status) else None


def is_another(incident: Incident, facts: CaseFacts) -> bool:
    """A message that is complete in itself and names another thing or another place opens its own case."""
    if not (facts.tells_incident and facts.category and facts.place) or incident.lacks_content:
        return False
    if incident.lacks_place:
        return incident.category is not None and _other_thing(incident, facts)
    return _other_thing(incident, facts) or not _same_place(incident, facts)


def _other_thing(incident: Incident, facts: CaseFacts) -> bool:
    return facts.category is not Category.OTHER and facts.category != incident.category


def _same_place(incident: Incident, facts: CaseFacts) -> bool:
    if facts.place is None:
        return True
    if facts.place.name and incident.place_name:
        return facts.place.name == incident.place_name
    return facts.place.text == incident.location_text


def gather(turn: Turn) -> None:
    """Open the case at once when what and where are known or life is in danger; otherwise wait a moment for more."""
    facts = facts_of(chat_messages.gathered(turn.work, turn.person))
    if facts.has_content and (facts.has_place or facts.urgent):
        open_incident(turn, facts)
        return
    turn_away(turn)
    conversations.wait_for(turn.conversation, Step.GATHERING, until=turn.now + turn.office.gather_for)


def close_gathering(turn: Turn) -> None:
    """The moment is over: open a case of what has come, whatever it lacks."""
    pieces = chat_messages.gathered(turn.work, turn.person)
    conversations.wait_for(turn.conversation, Step.IDLE, until=None)
    if pieces:
        open_incident(turn, facts_of(pieces))


def settle_pieces(turn: Turn) -> None:
    """Something else begins: what was gathered becomes a case, also photos that waited for a suggestion's words."""
    holds = turn.conversation.step is Step.SUGGESTING and chat_messages.gathered(turn.work, turn.person)
    if turn.conversation.step is Step.GATHERING or holds:
        close_gathering(turn)


def begin_adding(turn: Turn, incident: Incident) -> None:
    """What comes in the next ten minutes belongs to this case."""
    turn_away(turn)
    turn.conversation.incident_id = incident.id
    turn.conversation.join_until_at = turn.now + JOIN_WINDOW
    conversations.wait_for(turn.conversation, Step.ADDING, until=turn.now + JOIN_WINDOW)
