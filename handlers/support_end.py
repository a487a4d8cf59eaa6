"""How a request for help ends: the resident's last word, his silence, and who is asked when nobody has come."""

from datetime import datetime, timedelta

from domain.activities import ActivityHistoryKind, ActivityStatus
from domain.chat_commands import CaseReference, CodeKind
from domain.conversations import Step
from domain.errors import NotFound, Refused, WrongState
from domain.messages import Priority
from domain.support import (
    DAYS_OF_SILENCE,
    DAYS_TO_LEADER,
    DAYS_TO_OFFICER,
    MOST_STARS,
    Escalation,
    SupportHistoryKind,
    SupportStatus,
)
from domain.teams import TeamRole
from handlers.arrivals import Arrival
from handlers.office import Office
from handlers.speaking import tell
from handlers.support import ask_office, card_values, reachable_members
from handlers.support_work import move
from handlers.turn import Turn, say
from storage import activities, conversations, people, support, teams
from storage.activities import Change
from storage.database import Work
from storage.support import Line
from storage.tables import ChatMessage, SupportRequest

SILENCE = timedelta(days=DAYS_OF_SILENCE)
UNDELIVERED = timedelta(days=3 * DAYS_OF_SILENCE)


def own(turn: Turn, code: CaseReference | None) -> SupportRequest:
    """The request of this person that he means. Raises NotFound (`no_such_request`, `no_own_request`)."""
    if code is None or code.kind is not CodeKind.SUPPORT_REQUEST:
        newest = next(iter(support.of_person(turn.work, turn.person, limit=1)), None)
        if newest is None:
            raise NotFound("no_own_request")
        return newest
    request = support.find(turn.work, year=code.year, number=code.number, to_change=True)
    if request is None or request.person_id != turn.person.id:
        raise NotFound("no_such_request", code=code)
    return request


def confirm(turn: Turn, code: CaseReference) -> None:
    """*Done*: the request is over, and he may give stars."""
    request = own(turn, code)
    if request.status is not SupportStatus.RESOLVED:
        raise WrongState("nothing_to_confirm", code=request.code)
    close(turn.work, request, at=turn.now)
    request.confirmed = True
    say(turn, "support_confirmed", code=request.code)


def refuse(turn: Turn, code: CaseReference) -> None:
    """*Not done*: back to whoever had it, and it no longer counts as done."""
    request = own(turn, code)
    if request.status not in (SupportStatus.RESOLVED, SupportStatus.CLOSED):
        raise WrongState("nothing_to_confirm", code=request.code)
    to_status = SupportStatus.CLAIMED if request.claimed_by else SupportStatus.NEW
    move(turn.work, request, to_status, at=turn.now)
    request.resolved_at = request.closed_at = None
    activity = activities.get(turn.work, request.activity_id or 0, to_change=True)
    if activity is not None:
        activity.status = ActivityStatus.WITHDRAWN
        activities.note(turn.work, activity, Change(kind=ActivityHistoryKind.WITHDRAWN, at=turn.now))
    say(turn, "support_reopened", code=request.code)
    _tell_helper(turn.work, turn.office, request, "support_not_done", now=turn.now)


def rate(turn: Turn, code: CaseReference, stars: int) -> None:
    """One to five stars, once for each request; the last word counts. Raises Refused (`stars_out_of_range`)."""
    if not 1 <= stars <= MOST_STARS:
        raise Refused("stars_out_of_range")
    request = own(turn, code)
    if request.status not in (SupportStatus.RESOLVED, SupportStatus.CLOSED):
        raise WrongState("nothing_to_confirm", code=request.code)
    request.stars = stars
    support.note(turn.work, request, Line(kind=SupportHistoryKind.RATED, at=turn.now, note=str(stars)))
    say(turn, "support_rated", code=request.code, stars=stars)


def withdraw(turn: Turn, code: CaseReference | None) -> None:
    """The resident needs no help any more; who had taken it hears of it."""
    request = own(turn, code)
    move(turn.work, request, SupportStatus.WITHDRAWN, at=turn.now)
    _end(request, turn.now)
    say(turn, "support_withdrawn", code=request.code)
    _tell_helper(turn.work, turn.office, request, "support_called_off", now=turn.now)


def show(turn: Turn, code: CaseReference) -> None:
    """One request by its code, for its own resident; nobody else learns that it exists."""
    request = own(turn, code)
    moves = [line for line in support.history(turn.work, request.id) if line.to_status is not None]
    say(
        turn,
        "support_full",
        code=request.code,
        topic=request.topic,
        status=request.status,
        due_on=request.due_on,
        forwarded_to=request.forwarded_to,
        history=[{"at": line.at, "status": line.to_status} for line in moves],
    )


def take_helper_answer(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    """What a resident answers to his helper's question goes to the helper, and stays with the request."""
    request = support.get(turn.work, turn.conversation.support_id or 0, to_change=True)
    if request is None or request.status is not SupportStatus.CLAIMED or not message.text.strip():
        return False
    support.note(turn.work, request, Line(kind=SupportHistoryKind.ANSWERED, at=turn.now, note=message.text[:1000]))
    conversations.wait_for(turn.conversation, Step.IDLE, until=None)
    _tell_helper(turn.work, turn.office, request, "support_answer", now=turn.now, words=message.text[:1000])
    say(turn, "support_answer_passed_on", code=request.code)
    return True


def close(work: Work, request: SupportRequest, *, at: datetime) -> None:
    """End a request: the number that was left for the helper is erased."""
    move(work, request, SupportStatus.CLOSED, at=at)
    _end(request, at)


def _end(request: SupportRequest, at: datetime) -> None:
    request.closed_at = at
    request.phone = None


def _tell_helper(
    work: Work, office: Office, request: SupportRequest, template: str, *, now: datetime, words: str = ""
) -> None:
    member = teams.member(work, request.claimed_by or 0)
    if member is None or member.person_id is None:
        ask_office(work, office, request, now=now)
        return
    tell(
        work,
        office,
        people.get(work, member.person_id),
        template,
        priority=Priority.UPDATE,
        dedupe_key=f"{template}:{request.id}:{request.revision}",
        now=now,
        code=request.code,
        words=words,
    )


def pass_support_deadlines(work: Work, office: Office, *, now: datetime) -> int:
    """Ask the leader, then the office, for what nobody took; close what stayed without a word. Answers how many."""
    moved = 0
    for request in support.unclaimed_since(work, now - timedelta(hours=12)):
        moved += _escalate(work, office, request, now=now)
    silent = support.asked_and_silent(work, delivered_before=now - SILENCE, asked_before=now - UNDELIVERED)
    for request in silent:
        close(work, request, at=now)
    return moved + len(silent)


def _escalate(work: Work, office: Office, request: SupportRequest, *, now: datetime) -> int:
    """One working day to the team's leader, two to the office, each once (product C3)."""
    calendar, opened_on = office.ward.calendar, office.today(request.opened_at)
    today = office.today(now)
    if today > calendar.add_working_days(opened_on, DAYS_TO_OFFICER) and request.escalation is not Escalation.OFFICER:
        _note_escalation(work, request, Escalation.OFFICER, now)
        ask_office(work, office, request, now=now)
        return 1
    if today > calendar.add_working_days(opened_on, DAYS_TO_LEADER) and request.escalation is Escalation.NONE:
        _note_escalation(work, request, Escalation.LEADER, now)
        _ask_leaders(work, office, request, now=now)
        return 1
    return 0


def _note_escalation(work: Work, request: SupportRequest, to_whom: Escalation, now: datetime) -> None:
    request.escalation = to_whom
    support.note(work, request, Line(kind=SupportHistoryKind.ESCALATED, at=now, note=str(to_whom)))


def _ask_leaders(work: Work, office: Office, request: SupportRequest, *, now: datetime) -> None:
    leaders = {
        member.person_id
        for member in (teams.members_of_team(work, request.team_id, office.today(now)) if request.team_id else ())
        if member.role is not TeamRole.MEMBER
    }
    asked = [one for one in reachable_members(work, office, request.team_id, now) if one.id in leaders]
    for person in asked:
        tell(
            work,
            office,
            person,
            "support_unclaimed",
            priority=Priority.REMINDER,
            dedupe_key=f"unclaimed:{request.id}:{person.id}",
            now=now,
            **card_values(office, request),
        )
    if not asked:
        ask_office(work, office, request, now=now)
