"""What a message means as the answer to something we asked: one table from what we wait for to what it does."""

from collections.abc import Callable

from domain.conversations import Step
from domain.events import MessageReceived
from domain.incidents import IncidentSource, is_open
from domain.understanding import Category, Intent
from handlers import inquiries
from handlers.arrivals import CONFIDENT, Arrival
from handlers.case_facts import CaseFacts, PlaceFacts, facts_of
from handlers.gathering import gather
from handlers.incidents import add_to_incident, correct_content, correct_place, open_incident
from handlers.turn import Turn
from storage import conversations, incidents
from storage.tables import ChatMessage, Incident

MAX_PLACE_ANSWER = 200
_NOT_CONTENT = frozenset({Intent.QUESTION, Intent.COMPLAINT, Intent.SPAM})
_ELSEWHERE = _NOT_CONTENT | {Intent.SMALLTALK, Intent.INCIDENT, Intent.SUPPORT_REQUEST}
_Answer = Callable[[Turn, Arrival, ChatMessage], bool]


def take_answer(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    """Let a message answer what we wait for; False when it is about something else."""
    answer = _ANSWERS.get(turn.conversation.step)
    return answer is not None and answer(turn, arrival, message)


def _case_in_hand(turn: Turn) -> Incident | None:
    if turn.conversation.incident_id is None:
        return None
    incident = incidents.get(turn.work, turn.conversation.incident_id)
    return incident if incident is not None and is_open(incident.status) else None


def _more_pieces(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    message.gathered = True
    turn.work.session.flush()
    gather(turn)
    return True


def _place_answer(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    incident = _case_in_hand(turn)
    facts = facts_of([message])
    if incident is None or not _speaks_to_the_point(turn, arrival, facts):
        return False
    if facts.place is None and facts.pin is None:
        facts = _as_place(facts, message.text)
    add_to_incident(turn, incident, facts)
    return True


def _speaks_to_the_point(turn: Turn, arrival: Arrival, facts: CaseFacts) -> bool:
    if facts.has_place:
        return True
    if not facts.words or not isinstance(arrival.event, MessageReceived) or arrival.event.attachments:
        return False
    meaning = arrival.understanding
    if meaning.confidence < CONFIDENT:
        return True
    return meaning.intent not in _ELSEWHERE


def _as_place(facts: CaseFacts, words: str) -> CaseFacts:
    place = PlaceFacts(text=" ".join(words.split())[:MAX_PLACE_ANSWER])
    return CaseFacts(
        category=facts.category,
        urgent=facts.urgent,
        tells_incident=facts.tells_incident,
        words=facts.words,
        masked=facts.masked,
        place=place,
        messages=facts.messages,
    )


def _content_answer(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    incident = _case_in_hand(turn)
    facts = facts_of([message])
    if incident is None or not facts.words or arrival.understanding.intent in _NOT_CONTENT:
        return False
    add_to_incident(turn, incident, _as_content(facts))
    return True


def _as_content(facts: CaseFacts) -> CaseFacts:
    return CaseFacts(
        category=facts.category,
        urgent=facts.urgent,
        tells_incident=True,
        words=facts.words,
        masked=facts.masked,
        place=facts.place,
        pin=facts.pin,
        messages=facts.messages,
    )


def _new_place(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    incident = _case_in_hand(turn)
    facts = facts_of([message])
    if incident is None or not (facts.has_place or facts.words):
        return False
    if not facts.has_place:
        facts = _as_place(facts, message.text)
    correct_place(turn, incident, facts.place, facts.pin)
    return True


def _new_content(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    incident = _case_in_hand(turn)
    facts = facts_of([message])
    if incident is None or not facts.words:
        return False
    correct_content(turn, incident, facts)
    return True


def _addition(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    incident = _case_in_hand(turn)
    if incident is None:
        return False
    add_to_incident(turn, incident, facts_of([message]))
    return True


def _suggestion(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    facts = facts_of([message])
    if not facts.words:
        return False
    message.gathered = True
    suggestion = CaseFacts(
        category=Category.OTHER, tells_incident=True, words=facts.words, masked=facts.masked, messages=[message]
    )
    open_incident(turn, suggestion, source=IncidentSource.SUGGESTION)
    return True


def _procedure(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    if not message.text.strip():
        return False
    conversations.wait_for(turn.conversation, Step.IDLE, until=None)
    inquiries.ask_for_help(turn, arrival.masked)
    return True


_ANSWERS: dict[Step, _Answer] = {
    Step.GATHERING: _more_pieces,
    Step.ASKING_PLACE: _place_answer,
    Step.ASKING_CONTENT: _content_answer,
    Step.ADDING: _addition,
    Step.EDITING_PLACE: _new_place,
    Step.EDITING_CONTENT: _new_content,
    Step.SUGGESTING: _suggestion,
    Step.DESCRIBING_PROCEDURE: _procedure,
}
