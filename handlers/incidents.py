"""The use cases of a case from the reporter's side: open it, add to it, complete it, correct it."""

from dataclasses import replace
from datetime import date

from domain.conversations import ANSWER_TIME, JOIN_WINDOW, Step
from domain.incidents import ActorKind, HistoryKind, IncidentSource, Missing
from domain.messages import Priority
from domain.understanding import Category
from handlers.case_answers import receipt_values
from handlers.case_cards import show_completed, show_urgent
from handlers.case_facts import CaseFacts, PlaceFacts
from handlers.choice_buttons import category_buttons, place_buttons
from handlers.duplicates import offer_older_case
from handlers.merging import pass_on_addition
from handlers.office import Office
from handlers.recurrences import link_recurrence
from handlers.represented import attach_represented
from handlers.turn import Turn, say
from storage import chat_messages, conversations, incidents
from storage.merged_cases import leading
from storage.tables import Incident

MAX_DESCRIPTION = 4000


def open_incident(turn: Turn, facts: CaseFacts, *, source: IncidentSource = IncidentSource.CHAT) -> Incident:
    """Open a case of what was gathered, number it, and answer with its code, its date and what is still missing."""
    turn_away(turn)
    placeless = source is IncidentSource.SUGGESTION
    incident = Incident(
        opened_at=turn.now,
        due_on=turn.office.ward.due_on(turn.office.today(turn.now), facts.category, urgent=facts.urgent),
        source=source,
        lacks_place=not facts.has_place and not placeless,
        lacks_content=not facts.has_content and not placeless,
    )
    _take_facts(incident, facts)
    incidents.add(turn.work, incident, reporter=turn.person, opened_on=turn.office.today(turn.now))
    incident.photos = chat_messages.attach_to_incident(turn.work, facts.messages, incident.id)
    incidents.note(turn.work, incident, HistoryKind.OPENED, ActorKind.REPORTER, at=turn.now)
    attach_represented(turn, incident)
    warn_of_danger(turn, incident)
    tell_opened(turn, incident, facts)
    return incident


def tell_opened(turn: Turn, incident: Incident, facts: CaseFacts | None = None) -> None:
    """The receipt of a case, once, with the question for what it lacks or for what is not sure."""
    facts = facts or CaseFacts()
    key = f"opened:{incident.id}"
    recording = incident.lacks_content and chat_messages.has_recording(turn.work, incident.id)
    _answer(
        turn,
        incident,
        facts.place,
        template="incident_opened",
        key=key,
        unsure=facts.category_doubts,
        recording=recording,
    )


def _take_facts(incident: Incident, facts: CaseFacts) -> None:
    incident.category = facts.category
    incident.urgent = facts.urgent
    incident.poster_id = facts.poster_id
    incident.description = facts.words[:MAX_DESCRIPTION]
    incident.public_description = facts.masked[:MAX_DESCRIPTION]
    if facts.place:
        set_place(incident, facts.place)
    if facts.pin:
        set_pin(incident, facts.pin)


def set_place(incident: Incident, place: PlaceFacts) -> None:
    """Note where a case is; coordinates of a pin stay."""
    incident.location_text = place.text
    incident.place_name = place.name
    incident.residential_group = place.residential_group
    incident.lacks_place = False
    if not incident.pinned:
        incident.latitude, incident.longitude = place.latitude, place.longitude


def set_pin(incident: Incident, pin: tuple[float, float]) -> None:
    """Note where a case is on the map (WGS 84)."""
    incident.latitude, incident.longitude = pin
    incident.pinned, incident.lacks_place = True, False


def warn_of_danger(turn: Turn, incident: Incident) -> None:
    """In danger: whom to call comes first, before anything else we say, once a case (product C2)."""
    if incident.urgent:
        say_whom_to_call(turn, incident.category, incident)
        show_urgent(turn.work, turn.office, leading(turn.work, incident), now=turn.now)


def say_whom_to_call(turn: Turn, category: Category | None, incident: Incident | None = None) -> None:
    """The numbers for this kind of danger; for a case once, however often it is mentioned."""
    say(
        turn,
        "emergency",
        priority=Priority.EMERGENCY,
        key=f"emergency:{incident.id}" if incident else None,
        incident_id=incident.id if incident else None,
        hotlines=turn.office.ward.hotlines_for(category),
    )


def missing(incident: Incident) -> Missing | None:
    """What to ask next: the place first, since without it nobody can go there."""
    if incident.lacks_place:
        return Missing.PLACE
    return Missing.CONTENT if incident.lacks_content else None


_ASKING = {Missing.PLACE: Step.ASKING_PLACE, Missing.CONTENT: Step.ASKING_CONTENT}


def _answer(
    turn: Turn,
    incident: Incident,
    place: PlaceFacts | None,
    *,
    template: str,
    key: str | None,
    unsure: tuple[Category, ...] = (),
    recording: bool = False,
) -> None:
    asked = Missing.CONTENT if recording else missing(incident)
    doubts = place.doubts if place else ()
    unsure = () if asked or doubts else unsure
    turn.conversation.incident_id, turn.conversation.activity_id = incident.id, None
    turn.conversation.join_until_at = turn.now + JOIN_WINDOW
    conversations.wait_for(
        turn.conversation,
        _ASKING[asked] if asked else Step.IDLE,
        until=turn.now + ANSWER_TIME if asked else None,
    )
    if doubts:
        turn.conversation.choices = list(doubts)
    say(
        turn,
        template,
        key=key,
        incident_id=incident.id,
        extra_buttons=place_buttons(turn.office, doubts) + category_buttons(turn.office, unsure),
        **receipt_values(incident),
        asked=asked,
        doubts=doubts,
        unsure=unsure,
        recording=recording,
    )
    if incident.pinned and not asked:
        _ask_about_pin(turn, incident)
    if not (asked or doubts or unsure):
        link_recurrence(turn, incident)
        offer_older_case(turn, incident)


def _ask_about_pin(turn: Turn, incident: Incident) -> None:
    """Once for a case: may its coordinates be kept for longer than a day?"""
    say(turn, "location_consent", key=f"location:{incident.id}", incident_id=incident.id, code=incident.code)


def add_to_incident(turn: Turn, incident: Incident, facts: CaseFacts) -> None:
    """Make later words, photos or a pin part of a case; what was missing is filled, the rest is added."""
    was_missing, was_urgent = missing(incident), incident.urgent
    waited_for_words = incident.lacks_content and turn.conversation.step is Step.ASKING_CONTENT
    incident.photos += chat_messages.attach_to_incident(turn.work, facts.messages, incident.id)
    _fill(turn.office, incident, facts)
    _append_words(incident, facts)
    incident.revision += 1
    incidents.note(turn.work, incident, HistoryKind.ADDED, ActorKind.REPORTER, at=turn.now, words=facts.words)
    pass_on_addition(turn.work, incident, now=turn.now)
    if incident.urgent and not was_urgent:
        warn_of_danger(turn, incident)
    said_at_last = waited_for_words and not incident.lacks_content
    if said_at_last or (was_missing and missing(incident) != was_missing):
        turn.conversation.ack_at = None
        show_completed(turn.work, turn.office, incident, now=turn.now)
        _answer(turn, incident, facts.place, template="incident_completed", key=None)
        return
    turn.conversation.incident_id, turn.conversation.join_until_at = incident.id, turn.now + JOIN_WINDOW
    turn.conversation.ack_at = turn.now + turn.office.gather_for
    if facts.pin and not missing(incident):
        _ask_about_pin(turn, incident)


def _fill(office: Office, incident: Incident, facts: CaseFacts) -> None:
    if facts.place and incident.location_text is None:
        set_place(incident, facts.place)
    if facts.pin:
        set_pin(incident, facts.pin)
    incident.poster_id = incident.poster_id or facts.poster_id
    incident.lacks_content = incident.lacks_content and not facts.has_content
    more_precise = facts.category is not None and incident.category is None
    if more_precise or (facts.urgent and not incident.urgent):
        incident.category = incident.category or facts.category
        incident.urgent = incident.urgent or facts.urgent
        incident.due_on = min(incident.due_on, due_day(office, incident))
    if not (incident.lacks_place or incident.lacks_content):
        incident.left_incomplete_at = None


def due_day(office: Office, incident: Incident) -> date:
    """By when a case has to be answered, counted from the local day it was opened."""
    return office.ward.due_on(office.today(incident.opened_at), incident.category, urgent=incident.urgent)


def _append_words(incident: Incident, facts: CaseFacts) -> None:
    if facts.words:
        incident.description = f"{incident.description}\n{facts.words}".strip()[:MAX_DESCRIPTION]
        incident.public_description = f"{incident.public_description}\n{facts.masked}".strip()[:MAX_DESCRIPTION]


def correct_place(turn: Turn, incident: Incident, facts: CaseFacts) -> None:
    """Replace where a case is; the old place stays in the history, what hung on the message joins the case."""
    before = incident.location_text or ""
    incident.pinned = False
    incident.location_text = incident.place_name = incident.residential_group = None
    if facts.place:
        set_place(incident, facts.place)
    if facts.pin:
        set_pin(incident, facts.pin)
    _corrected(turn, incident, before, facts)


def correct_content(turn: Turn, incident: Incident, facts: CaseFacts) -> None:
    """Replace what a case says; the old words stay in the history."""
    before = incident.description
    incident.description = facts.words[:MAX_DESCRIPTION]
    incident.public_description = facts.masked[:MAX_DESCRIPTION]
    incident.category = facts.category or incident.category
    incident.lacks_content = False
    if facts.place and incident.lacks_place:
        set_place(incident, facts.place)
    if facts.urgent and not incident.urgent:
        incident.urgent = True
        warn_of_danger(turn, incident)
    incident.due_on = due_day(turn.office, incident)
    _corrected(turn, incident, before, replace(facts, place=None))


def _corrected(turn: Turn, incident: Incident, before: str, facts: CaseFacts) -> None:
    incident.photos += chat_messages.attach_to_incident(turn.work, facts.messages, incident.id)
    incident.revision += 1
    if missing(incident) is None:
        incident.left_incomplete_at = None
    incidents.note(turn.work, incident, HistoryKind.CORRECTED, ActorKind.REPORTER, at=turn.now, words=before)
    _answer(turn, incident, facts.place, template="incident_corrected", key=None)


def turn_away(turn: Turn) -> None:
    """The talk leaves the case in hand: thank for what was added to it, and ask no more for what it lacks."""
    acknowledge_additions(turn)
    stop_asking(turn)


def acknowledge_additions(turn: Turn) -> None:
    """Thank once for everything that was added to the case in hand since we last spoke of it."""
    if turn.conversation.ack_at is None:
        return
    turn.conversation.ack_at = None
    incident = incidents.get(turn.work, turn.conversation.incident_id or 0)
    if incident is None:
        return
    key = f"added:{incident.id}:{incident.revision}"
    say(turn, "incident_added", key=key, incident_id=incident.id, code=incident.code, photos=incident.photos)


def stop_asking(turn: Turn) -> None:
    """End whatever we wait for; a case that we were asking about is marked with what it lacks."""
    was_asking = turn.conversation.step in _ASKING.values()
    conversations.wait_for(turn.conversation, Step.IDLE, until=None)
    incident = incidents.get(turn.work, turn.conversation.incident_id or 0) if was_asking else None
    if incident is not None and missing(incident):
        leave_incomplete(turn, incident)


def leave_incomplete(turn: Turn, incident: Incident) -> None:
    """Nobody answered in time: the case stays, marked with what it lacks, for staff to see (product C2)."""
    incident.left_incomplete_at = turn.now
    incidents.note(turn.work, incident, HistoryKind.LEFT_INCOMPLETE, ActorKind.SYSTEM, at=turn.now)
