"""What a team does with a request for help: takes it, asks, hands it on, says that it is done (product C3)."""

from datetime import datetime

from domain.activities import ActivityHistoryKind, ActivitySource, ActivityStatus
from domain.conversations import ANSWER_TIME, Step
from domain.errors import Incomplete, NotAllowed, NotFound, WrongState
from domain.messages import Priority
from domain.support import SupportHistoryKind, SupportStatus, check_move
from domain.understanding import ActivityType, Topic
from handlers.office import Office
from handlers.reporting import Reporting, reply
from handlers.speaking import tell
from handlers.support import announce, ask_office, request_values
from language.normalising import fold_words
from storage import activities, conversations, people, support
from storage.activities import Change
from storage.database import Work
from storage.support import Line
from storage.tables import Activity, SupportRequest

_PROCEDURES = frozenset({Topic.PUBLIC_SERVICES})


def take(reporting: Reporting, request: SupportRequest) -> None:
    """The first who takes it has it: he alone is given the contact, and the resident hears that somebody comes."""
    _check_team(reporting, request)
    if request.status is SupportStatus.CLAIMED and request.claimed_by == reporting.member.id:
        raise WrongState("yours_already", code=request.code)
    if request.status is SupportStatus.CLAIMED:
        raise WrongState("taken_already", code=request.code)
    move(reporting.work, request, SupportStatus.CLAIMED, at=reporting.now, member_id=reporting.member.id)
    request.claimed_by, request.claimed_at = reporting.member.id, reporting.now
    request.officer_id = None
    reply(reporting, "support_taken", code=request.code)
    _hand_contact(reporting, request)
    _tell_resident(reporting.work, reporting.office, request, "support_claimed", now=reporting.now)


def _hand_contact(reporting: Reporting, request: SupportRequest) -> None:
    """In private, whatever chat he took it in: the resident's words and the number he left."""
    tell(
        reporting.work,
        reporting.office,
        reporting.person,
        "support_contact",
        priority=Priority.REPLY,
        dedupe_key=f"contact:{request.id}:{request.revision}",
        now=reporting.now,
        code=request.code,
        topic=request.topic,
        words=request.words,
        phone=request.phone,
    )


def finish(reporting: Reporting, request: SupportRequest, note: str) -> None:
    """Done: it counts as an activity of the team by itself, and the resident has the last word."""
    _check_holder(reporting, request)
    move(reporting.work, request, SupportStatus.RESOLVED, at=reporting.now, member_id=reporting.member.id, note=note)
    request.resolved_at = reporting.now
    request.claimed_by = request.claimed_by or reporting.member.id
    count_as_activity(reporting.work, reporting.office, request, now=reporting.now)
    reply(reporting, "support_done", code=request.code)
    ask_resident(reporting.work, reporting.office, request, now=reporting.now)


def ask_resident(work: Work, office: Office, request: SupportRequest, *, now: datetime) -> None:
    """Whether it is done in his eyes too, with two buttons."""
    _tell_resident(work, office, request, "support_resolved", now=now)


def count_as_activity(work: Work, office: Office, request: SupportRequest, *, now: datetime) -> None:
    """A request that was finished is one turn of guidance on its topic; one that was reopened counts once."""
    if request.team_id is None:
        return
    known = activities.get(work, request.activity_id or 0, to_change=True)
    if known is not None:
        known.status = ActivityStatus.RECORDED
        activities.note(work, known, Change(kind=ActivityHistoryKind.CORRECTED, at=now))
        return
    is_procedure = request.topic in _PROCEDURES
    activity = Activity(
        team_id=request.team_id,
        member_id=request.claimed_by,
        source=ActivitySource.SUPPORT_REQUEST,
        activity_type=ActivityType.PROCEDURE_HELP if is_procedure else ActivityType.GUIDANCE,
        starts_on=office.today(now),
        topics=[str(request.topic)] if request.topic else [],
        people=1,
        people_unit=office.texts.label("people_unit", "turns"),
        words=request.code,
        created_at=now,
        changed_at=now,
    )
    activities.add(work, activity, Change(kind=ActivityHistoryKind.RECORDED, at=now, member_id=request.claimed_by))
    request.activity_id = activity.id


def give_back(reporting: Reporting, request: SupportRequest, note: str) -> None:
    """He who took it cannot go on: the team hears of it anew."""
    _check_holder(reporting, request)
    move(reporting.work, request, SupportStatus.NEW, at=reporting.now, member_id=reporting.member.id, note=note)
    request.claimed_by = request.claimed_at = None
    reply(reporting, "support_given_back", code=request.code)
    announce(reporting.work, reporting.office, request, now=reporting.now)


def hand_over(reporting: Reporting, request: SupportRequest, to_whom: str) -> None:
    """To the office, or to a unit that is named. Raises Incomplete (`unit_needed`)."""
    _check_team(reporting, request)
    words = " ".join(to_whom.split())[:160]
    if not words:
        raise Incomplete("unit_needed", code=request.code)
    move(reporting.work, request, SupportStatus.FORWARDED, at=reporting.now, member_id=reporting.member.id, note=words)
    request.forwarded_to = unit_named(reporting.office, words) or words
    request.claimed_by = request.claimed_at = None
    ask_office(reporting.work, reporting.office, request, now=reporting.now)
    reply(reporting, "support_forwarded_team", code=request.code, forwarded_to=request.forwarded_to)
    _tell_resident(reporting.work, reporting.office, request, "support_forwarded", now=reporting.now)


def unit_named(office: Office, words: str) -> str | None:
    """The unit of the ward whose name these words hold, or None."""
    said = fold_words(words)
    return next(
        (unit.name for unit in office.ward.units if fold_words(unit.name) in said or said in fold_words(unit.name)),
        None,
    )


def ask(reporting: Reporting, request: SupportRequest, question: str) -> None:
    """A question to the resident through us; his next words go back to the one who asked."""
    _check_holder(reporting, request)
    words = " ".join(question.split())[:500]
    if not words:
        raise Incomplete("question_needed", code=request.code)
    line = Line(kind=SupportHistoryKind.ASKED, at=reporting.now, member_id=reporting.member.id, note=words)
    support.note(reporting.work, request, line)
    person = people.get(reporting.work, request.person_id)
    conversation = conversations.of(reporting.work, person)
    conversation.support_id = request.id
    conversations.wait_for(conversation, Step.ANSWERING_HELPER, until=reporting.now + 48 * ANSWER_TIME)
    _tell_resident(reporting.work, reporting.office, request, "support_question", now=reporting.now, question=words)
    reply(reporting, "support_asked", code=request.code)


def move(
    work: Work,
    request: SupportRequest,
    to_status: SupportStatus,
    *,
    at: datetime,
    member_id: int | None = None,
    officer_id: int | None = None,
    note: str = "",
) -> None:
    """Move a request and write its history. Raises WrongState (`support_move`)."""
    check_move(request.status, to_status)
    moved = (request.status, to_status)
    request.status = to_status
    line = Line(
        kind=SupportHistoryKind.MOVED, at=at, member_id=member_id, officer_id=officer_id, moved=moved, note=note[:500]
    )
    support.note(work, request, line)


def _check_team(reporting: Reporting, request: SupportRequest) -> None:
    if request.team_id is not None and request.team_id != reporting.team.id:
        raise NotAllowed("request_of_another_team", code=request.code)


def _check_holder(reporting: Reporting, request: SupportRequest) -> None:
    """Only who has taken it, or who leads his team, goes on with it."""
    _check_team(reporting, request)
    if request.status is not SupportStatus.CLAIMED:
        raise WrongState("not_taken_yet", code=request.code)
    if request.claimed_by != reporting.member.id and not reporting.place.leads:
        raise NotAllowed("taken_by_another", code=request.code)


def _tell_resident(
    work: Work, office: Office, request: SupportRequest, template: str, *, now: datetime, **values: object
) -> None:
    tell(
        work,
        office,
        people.get(work, request.person_id),
        template,
        priority=Priority.UPDATE,
        dedupe_key=f"{template}:{request.id}:{request.revision}",
        now=now,
        **(request_values(request) | values),
    )


def found(work: Work, *, year: int | None, number: int, code: object) -> SupportRequest:
    """The request that a code names, to be changed. Raises NotFound (`no_such_request`)."""
    request = support.find(work, year=year, number=number, to_change=True)
    if request is None:
        raise NotFound("no_such_request", code=code)
    return request
