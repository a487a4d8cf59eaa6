"""The reporter has the last word on our answer: done, not done, so many stars; and what he missed is told at once."""

from domain.case_endings import ANSWERED, MOST_STARS, REOPEN_WITHIN, Closing, Verdict
from domain.chat_commands import CaseReference, CodeKind
from domain.errors import NotFound, Refused, WrongState
from domain.incidents import ActorKind, HistoryKind, IncidentStatus, check_move
from domain.messages import Priority
from domain.staff import TaskKind
from handlers.arrivals import Arrival
from handlers.case_cards import show_after_move
from handlers.gathering import begin_adding
from handlers.replied_to import code_replied_to
from handlers.reporter_news import tell_moved
from handlers.short_answers import chosen_by_words
from handlers.staff_incidents import apply_move
from handlers.turn import Turn, say
from language.chat_commands import CODE, find_case_reference
from language.normalising import clean
from storage import case_endings, case_work, incidents, merged_cases, staff
from storage.tables import ChatMessage, Incident, IncidentReporter

LONGEST_LAST_WORD = 40
_CLOSABLE = frozenset({IncidentStatus.RESOLVED, IncidentStatus.CLOSED})
_OPENABLE = ANSWERED | {IncidentStatus.CLOSED}


def own(turn: Turn, code: CaseReference) -> tuple[Incident, IncidentReporter]:
    """The case that answers for the one a code names, with this person's thread of it.

    Raises NotFound (`no_such_code`, `only_reporters_decide`).
    """
    leader = _answering(turn, code)
    incident = case_work.locked(turn.work, leader.id) if leader else None
    if incident is None:
        raise NotFound("no_such_code", code=code)
    thread = case_work.thread_of(turn.work, incident.id, turn.person)
    if thread is None:
        raise NotFound("only_reporters_decide", code=code)
    return incident, thread


def confirm(turn: Turn, code: CaseReference) -> None:
    """*Done*: noted, and the case is closed once nobody else has still to say so. Raises WrongState or NotFound."""
    incident, thread = own(turn, code)
    if incident.status not in _CLOSABLE:
        raise WrongState("nothing_to_confirm", code=thread.code)
    if thread.verdict is not Verdict.DONE:
        thread.verdict, thread.verdict_at = Verdict.DONE, turn.now
        incident.disputed_at = None
        _close_if_all_agree(turn, incident)
        case_endings.finish_tasks(turn.work, incident.id, TaskKind.DISPUTE, now=turn.now)
    say(turn, "incident_confirmed", incident_id=incident.id, code=thread.code)


def _close_if_all_agree(turn: Turn, incident: Incident) -> None:
    turn.work.session.flush()
    if any(thread.verdict is not Verdict.DONE for thread in case_work.threads(turn.work, incident.id)):
        return
    if incident.status is IncidentStatus.RESOLVED:
        to_status = IncidentStatus.CLOSED
        apply_move(turn.work, incident, to_status, actor=ActorKind.REPORTER, now=turn.now, silent=True)
    incident.closing = Closing.CONFIRMED
    incidents.note(turn.work, incident, HistoryKind.CONFIRMED, ActorKind.REPORTER, at=turn.now, silent=True)


def refuse(turn: Turn, code: CaseReference) -> None:
    """*Not done*: opened again by itself once for each reporter; after that the head decides (product C2)."""
    incident, thread = own(turn, code)
    if incident.status not in _OPENABLE or _is_long_over(turn, incident):
        raise WrongState("nothing_to_reopen", code=thread.code)
    if thread.reopenings:
        _call_the_head(turn, incident, thread)
        return
    check_move(incident.status, IncidentStatus.REOPENED)
    line = apply_move(turn.work, incident, IncidentStatus.REOPENED, actor=ActorKind.REPORTER, now=turn.now)
    thread.reopenings += 1
    incident.due_on = turn.office.ward.due_on(turn.office.today(turn.now), incident.category, urgent=incident.urgent)
    incident.original_due_on = None
    tell_moved(turn.work, turn.office, incident, line, now=turn.now, without=turn.person.id)
    show_after_move(turn.work, turn.office, incident, now=turn.now)
    begin_adding(turn, incidents.get(turn.work, thread.own_incident_id or incident.id) or incident)
    say(turn, "incident_reopened", incident_id=incident.id, code=thread.code, due_on=incident.due_on)


def _is_long_over(turn: Turn, incident: Incident) -> bool:
    return incident.closed_at is not None and turn.now - incident.closed_at > REOPEN_WITHIN


def _call_the_head(turn: Turn, incident: Incident, thread: IncidentReporter) -> None:
    """The second time: the case stays as it is until the head has decided; said twice it is one task."""
    due_on = turn.office.ward.calendar.add_working_days(turn.office.today(turn.now), 2)
    if incident.disputed_at is None:
        incident.disputed_at = turn.now
        incident.revision += 1
        thread.verdict, thread.verdict_at = Verdict.NOT_DONE, turn.now
        incidents.note(turn.work, incident, HistoryKind.REFUSED_AGAIN, ActorKind.REPORTER, at=turn.now, silent=True)
        staff.add_task(
            turn.work,
            TaskKind.DISPUTE,
            person=None,
            due_on=due_on,
            now=turn.now,
            words=incident.code,
            incident_id=incident.id,
        )
    say(turn, "incident_disputed", incident_id=incident.id, code=thread.code, due_on=due_on)


def rate(turn: Turn, code: CaseReference, stars: int) -> None:
    """One to five stars from each reporter; the last count. Raises Refused (`stars_out_of_range`) or WrongState."""
    if not 1 <= stars <= MOST_STARS:
        raise Refused("stars_out_of_range")
    incident, thread = own(turn, code)
    if incident.status not in _OPENABLE:
        raise WrongState("nothing_to_confirm", code=thread.code)
    thread.stars = stars
    kind = HistoryKind.RATED
    incidents.note(turn.work, incident, kind, ActorKind.REPORTER, at=turn.now, words=str(stars), silent=True)
    say(turn, "incident_rated", incident_id=incident.id, code=thread.code, stars=stars)


def _answering(turn: Turn, code: CaseReference) -> Incident | None:
    """The case that answers for the one this person means by a code."""
    found = incidents.find_for(turn.work, turn.person, year=code.year, number=code.number)
    return merged_cases.leading(turn.work, found) if found else None


def is_asked(turn: Turn, code: CaseReference) -> bool:
    """Whether this person is a reporter of that case and it waits for his last word."""
    leader = _answering(turn, code)
    return leader is not None and leader.status is IncidentStatus.RESOLVED and _reports(turn, leader)


def _is_reporter(turn: Turn, code: CaseReference) -> bool:
    leader = _answering(turn, code)
    return leader is not None and _reports(turn, leader)


def _reports(turn: Turn, leader: Incident) -> bool:
    return case_work.thread_of(turn.work, leader.id, turn.person) is not None


def take_last_word(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    """*Done* or *not done* in plain words: of the code, of the message replied to, or to the newest question.

    False when nothing was asked.
    """
    text = clean(message.text)
    if not text or len(text) > LONGEST_LAST_WORD:
        return False
    said = chosen_by_words(turn, CODE.sub(" ", text).strip(" ,:-"), "last_word", ())
    if said is None:
        return False
    code = find_case_reference(text) or code_replied_to(turn, arrival) or _newest_question(turn)
    if code is None or code.kind is not CodeKind.INCIDENT or not _is_reporter(turn, code):
        return False
    (confirm if said == Verdict.DONE else refuse)(turn, code)
    return True


def _newest_question(turn: Turn) -> CaseReference | None:
    incident = case_endings.newest_asked(turn.work, turn.person)
    return CaseReference(year=incident.year, number=incident.number) if incident else None


def tell_missed(turn: Turn) -> None:
    """How his cases ended while no message of ours reached him, as soon as he writes again (product C2)."""
    turn.person.missed_news = False
    for incident, thread in case_endings.missed_by(turn.work, turn.person):
        thread.missed_told_at = turn.now
        answer = case_endings.last_answer(turn.work, incident.id)
        say(
            turn,
            "incident_missed",
            priority=Priority.UPDATE,
            key=f"missed:{thread.id}:{incident.revision}",
            incident_id=incident.id,
            code=thread.code,
            status=answer.to_status if answer else incident.status,
            words=answer.note if answer else "",
        )
