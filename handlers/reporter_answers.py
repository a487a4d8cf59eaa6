"""What a reporter answers to the response team's question: it joins the case and goes back to where it was asked."""

from typing import Any

from domain.case_endings import ANSWERED
from domain.conversations import Step
from domain.incidents import ActorKind, HistoryKind, is_open
from domain.messages import Priority
from domain.understanding import Category, Intent
from handlers.arrivals import Arrival
from handlers.case_facts import CaseFacts, facts_of
from handlers.incidents import add_to_incident
from handlers.speaking import tell
from handlers.turn import Turn, say
from storage import conversations, group_words, incidents, merged_cases, people, teams
from storage.tables import ChatMessage, Incident

MAX_ANSWER = 500


def take_team_answer(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    """Let a message answer the response team's question; False when it is plainly about something else."""
    if turn.conversation.step is not Step.ANSWERING_RESPONSE_TEAM:
        return False
    incident = incidents.get(turn.work, turn.conversation.incident_id or 0)
    if incident is None:
        return False
    leader = merged_cases.leading(turn.work, incident)
    if not is_open(leader.status) or leader.status in ANSWERED:
        return False
    facts = facts_of([message])
    if arrival.means(Intent.COMPLAINT) or _is_another(incident, facts, arrival):
        return False
    if not (facts.says_something or facts.pin or arrival.brings_evidence):
        return False
    asked = dict(turn.conversation.draft)
    turn.conversation.draft = {}
    add_to_incident(turn, incident, facts)
    turn.conversation.ack_at = None
    conversations.wait_for(turn.conversation, Step.IDLE, until=None)
    words = arrival.masked.strip()[:MAX_ANSWER]
    line = incidents.note(
        turn.work, leader, HistoryKind.ANSWERED, ActorKind.REPORTER, at=turn.now, words=words, silent=True
    )
    turn.work.session.flush()
    _pass_on(turn, leader, asked, words, files=_files(message), key=f"answer:{line.id}")
    say(turn, "incident_answer_passed_on", incident_id=incident.id, code=incident.code)
    return True


def _is_another(incident: Incident, facts: CaseFacts, arrival: Arrival) -> bool:
    """A whole report of another thing at a place of its own, or a danger of another kind."""
    other = facts.category not in (None, Category.OTHER, incident.category)
    return other and (facts.place is not None or arrival.understanding.urgent)


def _files(message: ChatMessage) -> int:
    return int(message.reading.get("files", 0))


def _pass_on(turn: Turn, incident: Incident, asked: dict[str, Any], words: str, *, files: int, key: str) -> None:
    """To the group it was asked in, else to him who asked; without who answers, and without personal data."""
    values: dict[str, Any] = {"code": incident.code, "words": words, "files": files}
    group_id, person_id = asked.get("group_id"), asked.get("asked_by")
    group = teams.group(turn.work, group_id) if isinstance(group_id, int) else None
    if group is not None:
        group_words.add(
            turn.work,
            group,
            turn.office.texts.message("incident_answer", **values),
            kind="incident_answer",
            dedupe_key=key,
            priority=Priority.UPDATE,
            now=turn.now,
            incident_id=incident.id,
        )
    elif isinstance(person_id, int):
        person, priority = people.get(turn.work, person_id), Priority.UPDATE
        tell(
            turn.work, turn.office, person, "incident_answer", priority=priority, dedupe_key=key, now=turn.now, **values
        )
