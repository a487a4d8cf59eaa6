"""What a message means as the answer to something we asked: one table from what we wait for to what it does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from domain.conversations import Step
from domain.events import MessageReceived
from domain.incidents import IncidentSource, is_open
from domain.understanding import Category, Intent, Topic
from handlers.arrivals import Arrival
from handlers.case_facts import CaseFacts, PlaceFacts, facts_of
from handlers.doubts import take_clarification
from handlers.gathering import gather, is_another
from handlers.incidents import add_to_incident, correct_content, correct_place, open_incident
from handlers.on_behalf import take_name
from handlers.short_answers import ShortAnswer, short_answer
from handlers.support import offer_guide
from handlers.turn import Turn, say
from handlers.withdrawal import withdraw
from storage import chat_messages, conversations, incidents
from storage.merged_cases import leading
from storage.tables import ChatMessage, Incident

MAX_PLACE_ANSWER = 200
LATE_ANSWER_TIME = timedelta(days=1)
_NOT_CONTENT = (Intent.QUESTION, Intent.SMALLTALK, Intent.SPAM)
_ELSEWHERE = (*_NOT_CONTENT, Intent.INCIDENT, Intent.SUPPORT_REQUEST)
_WARN_OF_DANGER = frozenset(
    {Step.IDLE, Step.GATHERING, Step.ASKING_PLACE, Step.ASKING_CONTENT, Step.ADDING, Step.CLARIFYING}
)
_Answer = Callable[[Turn, Arrival, ChatMessage], bool]


def take_answer(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    """Let a message answer what we wait for; False when it is about something else."""
    step = turn.conversation.step
    in_danger = arrival.understanding.urgent and step not in _WARN_OF_DANGER
    complains = arrival.means(Intent.COMPLAINT) and step is not Step.CLARIFYING
    if in_danger or complains or step not in _ANSWERS:
        return False
    return _ANSWERS[step](turn, arrival, message)


def _case_in_hand(turn: Turn) -> Incident | None:
    if turn.conversation.incident_id is None:
        return None
    incident = incidents.get(turn.work, turn.conversation.incident_id)
    return incident if incident is not None and is_open(leading(turn.work, incident).status) else None


def _more_pieces(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    if arrival.means(Intent.QUESTION, Intent.SPAM) and not arrival.brings_evidence:
        return False
    message.gathered = True
    gather(turn)
    return True


def _place_answer(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    incident = _case_in_hand(turn)
    facts = facts_of([message])
    if incident is not None and short_answer(turn, message.text) is ShortAnswer.UNKNOWN:
        say(turn, "place_not_known", incident_id=incident.id, code=incident.code)
        return True
    if incident is None or is_another(incident, facts) or not _speaks_to_the_point(arrival, facts):
        return False
    if facts.place is None and facts.pin is None:
        facts = _as_place(facts, message.text)
    add_to_incident(turn, incident, facts)
    return True


def _speaks_to_the_point(arrival: Arrival, facts: CaseFacts) -> bool:
    if facts.has_place:
        return True
    if not facts.says_something or not isinstance(arrival.event, MessageReceived) or arrival.event.attachments:
        return False
    return not arrival.means(*_ELSEWHERE)


def _as_place(facts: CaseFacts, words: str) -> CaseFacts:
    return replace(facts, place=PlaceFacts(text=" ".join(words.split())[:MAX_PLACE_ANSWER]))


def _late_place(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    """A place alone, said after we had stopped waiting, still is the answer to our question of the same day."""
    incident = _case_in_hand(turn)
    facts = facts_of([message])
    if incident is None or not incident.lacks_place or turn.now - incident.opened_at > LATE_ANSWER_TIME:
        return False
    if not facts.has_place or facts.has_content or arrival.brings_evidence:
        return False
    add_to_incident(turn, incident, facts)
    return True


def _content_answer(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    incident = _case_in_hand(turn)
    facts = facts_of([message])
    if incident is None or not facts.says_something or arrival.means(*_NOT_CONTENT):
        return False
    only_place = incident.lacks_place and facts.has_place and not facts.has_content
    add_to_incident(turn, incident, facts if only_place else _as_content(facts))
    return True


def _as_content(facts: CaseFacts) -> CaseFacts:
    return replace(facts, tells_incident=True)


def _new_place(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    incident = _case_in_hand(turn)
    facts = facts_of([message])
    if incident is None:
        return False
    if not (facts.has_place or facts.says_something):
        return _joins(turn, arrival, incident, facts)
    correct_place(turn, incident, facts if facts.has_place else _as_place(facts, message.text))
    return True


def _place_without_asking(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    facts = facts_of([message])
    only_evidence = arrival.brings_evidence and not facts.says_something
    if not only_evidence and (facts.has_content or not facts.has_place):
        return False
    return _new_place(turn, arrival, message)


def _new_content(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    incident = _case_in_hand(turn)
    facts = facts_of([message])
    if incident is None:
        return False
    if not facts.says_something:
        return _joins(turn, arrival, incident, facts)
    correct_content(turn, incident, facts)
    return True


def _joins(turn: Turn, arrival: Arrival, incident: Incident, facts: CaseFacts) -> bool:
    if not arrival.brings_evidence:
        return False
    add_to_incident(turn, incident, facts)
    return True


def _addition(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    incident = _case_in_hand(turn)
    facts = facts_of([message])
    if incident is None or not (facts.says_something or facts.pin or arrival.brings_evidence):
        return False
    add_to_incident(turn, incident, facts)
    return True


def _confirmation(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    answer = short_answer(turn, message.text)
    incident = _case_in_hand(turn)
    if incident is None or answer not in (ShortAnswer.YES, ShortAnswer.NO):
        return False
    conversations.wait_for(turn.conversation, Step.IDLE, until=None)
    if answer is ShortAnswer.YES:
        withdraw(turn, incident)
    else:
        say(turn, "cancelled")
    return True


def _suggestion(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    """The words of a suggestion; a photo that comes before them waits for them."""
    pieces = [*chat_messages.gathered(turn.work, turn.person), message]
    facts = facts_of(pieces)
    if not facts.says_something:
        message.gathered = arrival.brings_evidence
        return arrival.brings_evidence
    suggestion = CaseFacts(
        category=Category.OTHER, tells_incident=True, words=facts.words, masked=facts.masked, messages=pieces
    )
    open_incident(turn, suggestion, source=IncidentSource.SUGGESTION)
    return True


def _procedure(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    if not facts_of([message]).says_something or arrival.means(Intent.INCIDENT):
        return False
    conversations.wait_for(turn.conversation, Step.IDLE, until=None)
    topic = arrival.understanding.topic
    offer_guide(turn, topic if isinstance(topic, Topic) else None, message.text, arrival.masked)
    return True


_ANSWERS: dict[Step, _Answer] = {
    Step.IDLE: _late_place,
    Step.GATHERING: _more_pieces,
    Step.ASKING_PLACE: _place_answer,
    Step.ASKING_CONTENT: _content_answer,
    Step.ADDING: _addition,
    Step.CHOOSING_EDIT: _place_without_asking,
    Step.EDITING_PLACE: _new_place,
    Step.EDITING_CONTENT: _new_content,
    Step.CONFIRMING_WITHDRAWAL: _confirmation,
    Step.SUGGESTING: _suggestion,
    Step.DESCRIBING_PROCEDURE: _procedure,
    Step.CLARIFYING: take_clarification,
    Step.NAMING_REPRESENTED: take_name,
}
