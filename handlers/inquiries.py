"""What a resident may ask at any time: the menu, his cases, one case by its code, his data, a human, whom to call."""

from datetime import date, datetime
from typing import Any

from domain.chat_commands import CaseReference, ChatCommandName
from domain.consents import Purpose
from domain.conversations import MENU_PAUSE, Step
from domain.errors import NotFound
from domain.incidents import IncidentStatus, incident_code
from domain.messages import Button, ButtonKind
from domain.staff import TaskKind
from domain.understanding import QuestionTopic
from handlers.case_answers import answering_values, receipt_values, told_moves
from handlers.membership import memberships
from handlers.office import Office
from handlers.sealing import ask_the_head, seal_what_belongs
from handlers.turn import Turn, say
from storage import chat_messages, incidents, merged_cases, people, staff
from storage.tables import Incident

LIST_LENGTH = 5
DATA_REQUEST_WORKING_DAYS = 5
TALK_WORKING_DAYS = 1


def show_menu(turn: Turn) -> None:
    """The first menu with its fork (product C2); whoever belongs to a team is offered a member's work."""
    turn.person.menu_sent_at = turn.now
    places = memberships(turn.work, turn.person, turn.office.today(turn.now))
    if not places:
        say(turn, "menu")
        return
    place = next((one for one in places if one.leads), places[0])
    say(
        turn,
        "member_menu",
        team=place.team.name,
        role=place.member.role,
        leads=place.leads,
        more_teams=len(places) - 1,
    )


def greet(turn: Turn) -> None:
    """Answer a greeting with the menu, but not again and again, and not while a question of ours stands."""
    if turn.conversation.step is not Step.IDLE:
        return
    shown_at = turn.person.menu_sent_at
    if shown_at is None or turn.now - shown_at >= MENU_PAUSE:
        show_menu(turn)


def show_hotlines(turn: Turn) -> None:
    """Whom to call in danger, with buttons that call; never a word that help is coming."""
    hotlines = turn.office.ward.hotlines_for(None)
    calls = tuple(Button(title=line.label, kind=ButtonKind.CALL, value=line.number) for line in hotlines)
    say(turn, "hotlines", extra_buttons=calls, hotlines=hotlines)


def show_my_reports(turn: Turn) -> None:
    """The newest cases of the person, with where each stands."""
    newest = incidents.of_person(turn.work, turn.person, limit=LIST_LENGTH)
    if not newest:
        say(turn, "no_reports")
        return
    payload = turn.office.texts.label("payload", ChatCommandName.LOOKUP)
    buttons = tuple(Button(title=case.code, value=f"{payload} {case.code}") for case in newest[:3])
    say(
        turn,
        "my_reports",
        extra_buttons=buttons,
        cases=[receipt_values(case) | answering_values(turn.work, case) for case in newest],
        total=incidents.count_of_person(turn.work, turn.person),
    )


def look_up(turn: Turn, reference: CaseReference | None) -> None:
    """One case by its code: everything for its reporter, state and date alone for anybody else (product C2)."""
    if reference is None:
        show_my_reports(turn)
        return
    incident = find_case(turn, reference)
    values = receipt_values(incident) | answering_values(turn.work, incident)
    if not incidents.reported_by(turn.work, incident, turn.person):
        say(turn, "incident_brief", **values)
        return
    say(
        turn,
        "incident_full",
        incident_id=incident.id,
        extra_buttons=_last_word_buttons(turn, incident),
        **values,
        history=told_moves(turn.work, incident),
    )


def _last_word_buttons(turn: Turn, incident: Incident) -> tuple[Button, ...]:
    """A case that waits for its reporter's last word can be answered wherever it is shown."""
    if merged_cases.leading(turn.work, incident).status is not IncidentStatus.RESOLVED:
        return ()
    label = turn.office.texts.label
    names = (ChatCommandName.FIXED, ChatCommandName.NOT_FIXED)
    return tuple(
        Button(title=label("last_word_button", name), value=f"{label('payload', name)} {incident.code}")
        for name in names
    )


def find_case(turn: Turn, reference: CaseReference) -> Incident:
    """The case a code names for this person. Raises NotFound with the code as he wrote it."""
    incident = incidents.find_for(turn.work, turn.person, year=reference.year, number=reference.number)
    if incident is None:
        raise NotFound("no_such_code", code=_spoken(reference))
    return incident


def _spoken(reference: CaseReference) -> str:
    return incident_code(reference.year, reference.number) if reference.year else f"PA-{reference.number}"


def call_officer(turn: Turn, words: str = "") -> None:
    """A human was asked for: a task for the office, and an honest word about when somebody will look."""
    ask_staff(turn, TaskKind.TALK, working_days=TALK_WORKING_DAYS, words=words)
    say(turn, "officer_called", **answer_time(turn))


def take_complaint(turn: Turn) -> None:
    """A complaint or denunciation: where it can be handed in; nothing of it is repeated (reporting §4.4)."""
    ask_the_head(turn, seal_what_belongs(turn))
    say(turn, "complaint", reception_place=turn.office.ward.reception_place)


def answer_question(turn: Turn, topic: str | None, words: str) -> None:
    """A question: what the house knows by itself, or a human who will answer."""
    if topic == QuestionTopic.CASE_LOOKUP:
        show_my_reports(turn)
    elif topic in (QuestionTopic.OFFICE_HOURS, QuestionTopic.ADDRESS):
        say(turn, "office_facts", **answer_time(turn), hours=turn.office.ward.office_hours)
    elif topic == QuestionTopic.HELP:
        show_menu(turn)
    else:
        call_officer(turn, words)


def answer_time(turn: Turn) -> dict[str, Any]:
    """Whether the office is open now, and when it opens next."""
    ward = turn.office.ward
    local = turn.office.local(turn.now)
    is_open = ward.calendar.is_office_open(local, ward.office_hours)
    opens_at: datetime = local if is_open else ward.calendar.next_office_opening(local, ward.office_hours)
    return {"office_open": is_open, "opens_at": opens_at, "address": ward.office_address, "phone": ward.phone}


def ask_staff(turn: Turn, kind: TaskKind, *, working_days: int, words: str) -> None:
    """A task for the office about this person, due in so many working days; `words` without personal data."""
    due_on = turn.office.ward.calendar.add_working_days(turn.office.today(turn.now), working_days)
    staff.add_task(turn.work, kind, person=turn.person, due_on=due_on, now=turn.now, words=words[:2000])


def show_my_data(turn: Turn) -> None:
    """What we hold of the person, and what he can ask for (Law 91/2025 art. 4; reporting §4.1)."""
    ask_staff(turn, TaskKind.DATA_REQUEST, working_days=DATA_REQUEST_WORKING_DAYS, words="")
    say(
        turn,
        "my_data",
        messages=chat_messages.count_of_person(turn.work, turn.person),
        cases=incidents.count_of_person(turn.work, turn.person),
        consents=people.consents(turn.work, turn.person),
        since=turn.person.first_seen_at,
    )


def ask_for_data(turn: Turn, kind: TaskKind) -> None:
    """A copy or a deletion was asked for: acknowledged at once, done by a human within five working days."""
    ask_staff(turn, kind, working_days=DATA_REQUEST_WORKING_DAYS, words="")
    say(turn, "data_request_noted", request=kind, due_on=data_request_due_on(turn.office, turn.now))


def data_request_due_on(office: Office, now: datetime) -> date:
    """By when a request about one's data is done: five working days, shorter than the law's ten to twenty."""
    return office.ward.calendar.add_working_days(office.today(now), DATA_REQUEST_WORKING_DAYS)


def answer_consent(turn: Turn, purpose: Purpose, *, given: bool) -> None:
    """Record one answer about one purpose and say that it was."""
    people.answer_consent(turn.work, turn.person, purpose, given=given, now=turn.now)
    say(turn, "consent_noted", purpose=purpose, given=given)
