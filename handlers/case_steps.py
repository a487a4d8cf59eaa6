"""What the response team does with a case by a word: takes it, gives it back, hands it on, asks, cannot, wants time."""

from datetime import date, timedelta

from domain.case_endings import LONGEST_EXTENSION_DAYS
from domain.chat_commands import DayToCome, WorkCommand
from domain.conversations import ANSWER_TIME
from domain.conversations import Step as TalkStep
from domain.errors import Incomplete, NotFound, WrongState
from domain.incidents import HistoryKind, IncidentStatus
from domain.messages import Priority
from domain.staff import TaskKind
from domain.ward import Unit
from handlers.case_cards import CardReason, show
from handlers.office import Office
from handlers.response_team import Step, check_holder, check_open, is_taken
from handlers.speaking import tell
from handlers.step_effects import ask_office, hold, move, note, noted, say
from language.normalising import fold_words, mentions
from storage import case_work, conversations, merged_cases
from storage.tables import Incident, IncidentExtension

QUESTION_STAYS = 48 * ANSWER_TIME


def take(step: Step, command: WorkCommand) -> None:
    """The first who takes it has it; the second is told so without a name. Raises WrongState."""
    incident = step.incident
    check_open(incident)
    if incident.status is IncidentStatus.IN_PROGRESS:
        if step.is_mine:
            raise WrongState("yours_already", code=incident.code)
        if is_taken(step.work, incident, step.reporting.today):
            raise WrongState("taken_already", code=incident.code)
        note(step, HistoryKind.TAKEN)
    else:
        move(step, IncidentStatus.IN_PROGRESS)
    hold(step)
    say(step, "case_taken", proof=step.reporting.office.ward.proof_of(incident.category), due_on=incident.due_on)


def give_back(step: Step, command: WorkCommand) -> None:
    """He who took it cannot go on: the group hears of it anew. Raises WrongState or NotAllowed."""
    incident = step.incident
    check_open(incident)
    if not is_taken(step.work, incident, step.reporting.today):
        raise WrongState("not_taken_yet", code=incident.code)
    check_holder(step)
    move(step, IncidentStatus.ASSIGNED, words=noted(command.rest), silent=True)
    say(step, "case_given_back")
    reporting = step.reporting
    words = noted(command.rest)
    show(step.work, reporting.office, incident, CardReason.GIVEN_BACK, now=reporting.now, words=words)


def hand_over(step: Step, command: WorkCommand) -> None:
    """To a unit of the ward or an agency that is known by name, or back to the office.

    Raises Incomplete (`case_unit_needed`) or NotFound (`unknown_unit`).
    """
    incident, office = step.incident, step.reporting.office
    check_open(incident)
    check_holder(step)
    until = command.until or DayToCome(rest=command.rest)
    words = noted(until.rest)
    if not words:
        raise Incomplete("case_unit_needed", code=incident.code)
    if _means_office(office, words):
        move(step, IncidentStatus.ASSIGNED, words=words, silent=True)
        to_whom = office.texts.label("office_words", "name")
    else:
        unit = unit_named(office, words)
        if unit is None:
            raise NotFound("unknown_unit", code=incident.code, words=words[:60])
        if unit.key == "phan_ung_nhanh":
            raise WrongState("yours_to_do", code=incident.code)
        to_whom = unit.name
        _forward(step, unit, _future(until.day, step.reporting.today), words)
    ask_office(step, TaskKind.FORWARDED_CASE, f"{incident.code} → {to_whom}. {words}")
    say(step, "case_handed_over", to_whom=to_whom)


def _forward(step: Step, unit: Unit, due_on: date | None, words: str) -> None:
    incident = step.incident
    incident.forwarded_to, incident.forward_reference = unit.name, None
    incident.forward_due_on, incident.forward_followed_at = due_on, None
    move(step, IncidentStatus.FORWARDED, words=words)


def _future(day: date | None, today: date) -> date | None:
    return day if day is not None and day > today else None


def unit_named(office: Office, words: str) -> Unit | None:
    """The unit or agency whose name, or one of whose other names, these words hold; the longest name decides."""
    found = [
        (len(name), unit)
        for unit in (*office.ward.units, *office.ward.agencies)
        for name in (unit.name, *unit.also)
        if fold_words(name) == fold_words(words) or mentions(words, name)
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _means_office(office: Office, words: str) -> bool:
    said = fold_words(words)
    whole = {fold_words(one) for one in office.texts.label("office_words", "whole").split(",")}
    return said in whole or mentions(words, office.texts.label("office_words", "officer"))


def ask(step: Step, command: WorkCommand) -> None:
    """A question to the reporters through us; the answer comes back to where it was asked, without a name."""
    incident, reporting = step.incident, step.reporting
    check_open(incident)
    words = noted(command.rest)
    if not words:
        raise Incomplete("question_needed", code=incident.code)
    line = note(step, HistoryKind.ASKED, words)
    step.work.session.flush()
    for thread in merged_cases.threads(step.work, incident.id):
        person = thread.person
        talk = conversations.of(step.work, person)
        talk.incident_id, talk.activity_id, talk.join_until_at = thread.own_id, None, None
        talk.draft = {"asked_by": reporting.person.id, "group_id": reporting.group.id if reporting.group else None}
        conversations.wait_for(talk, TalkStep.ANSWERING_RESPONSE_TEAM, until=reporting.now + QUESTION_STAYS)
        tell(
            step.work,
            reporting.office,
            person,
            "incident_question",
            priority=Priority.UPDATE,
            dedupe_key=f"question:{line.id}:{person.id}",
            incident_id=incident.id,
            now=reporting.now,
            code=thread.code,
            question=words,
        )
    say(step, "case_asked")


def cannot(step: Step, command: WorkCommand) -> None:
    """It cannot be mended: the honest state, with the reason that the reporter reads. Raises Incomplete."""
    incident = step.incident
    check_open(incident)
    check_holder(step)
    words = noted(command.rest)
    if not words:
        raise Incomplete("why_not_needed", code=incident.code)
    hold(step)
    move(step, IncidentStatus.NOT_FIXED, words=words)
    say(step, "case_not_fixed")


def extend(step: Step, command: WorkCommand) -> None:
    """More time: asked here with a day and a reason, decided by an officer (product C2).

    Raises Incomplete or WrongState with a sentence that says what to type.
    """
    incident, reporting = step.incident, step.reporting
    check_open(incident)
    check_holder(step)
    until = command.until or DayToCome(rest=command.rest)
    day = until.day or _more(step, until.more_days)
    check_extension(incident, day, until.rest, today=reporting.today)
    assert day is not None
    waiting = case_work.asked_extension(step.work, incident.id)
    if waiting is not None:
        raise WrongState("extension_waits", code=incident.code, day=waiting.new_due_on)
    reason = noted(until.rest)
    step.work.session.add(
        IncidentExtension(
            incident_id=incident.id,
            asked_at=reporting.now,
            asked_by_member=reporting.member.id,
            group_id=reporting.group.id if reporting.group else None,
            old_due_on=incident.due_on,
            new_due_on=day,
            reason=reason,
        )
    )
    note(step, HistoryKind.EXTENSION_ASKED, f"{reporting.office.texts.short_day(day)}: {reason}")
    incident.revision += 1
    ask_office(step, TaskKind.EXTENSION, f"{incident.code} → {reporting.office.texts.short_day(day)}. {reason}")
    say(step, "case_extension_asked", day=day)


def _more(step: Step, days: int | None) -> date | None:
    if days is None:
        return None
    calendar = step.reporting.office.ward.calendar
    return calendar.add_working_days(max(step.incident.due_on, step.reporting.today), min(days, LONGEST_EXTENSION_DAYS))


def check_extension(incident: Incident, day: date | None, reason: str, *, today: date) -> None:
    """Raises Incomplete for a day or a reason that is missing, WrongState for a day that gives no more time."""
    if day is None:
        raise Incomplete("extension_day_needed", code=incident.code)
    if day <= max(today - timedelta(days=1), incident.due_on):
        raise WrongState("extension_day_past", code=incident.code, due_on=incident.due_on)
    if day > today + timedelta(days=LONGEST_EXTENSION_DAYS):
        raise WrongState("extension_day_far", code=incident.code, most=LONGEST_EXTENSION_DAYS)
    if not reason.strip():
        raise Incomplete("extension_reason_needed", code=incident.code)
