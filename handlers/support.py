"""A resident who needs help: first the guide, then a person of his own team, told without who he is (product C3)."""

import re
from datetime import datetime
from typing import Any

from domain.conversations import ANSWER_TIME, Step
from domain.guides import Guide
from domain.messages import Priority
from domain.reply_window import ReplyWindow, reply_window
from domain.staff import TaskKind
from domain.support import STILL_OPEN, WORKING_DAYS, SupportHistoryKind
from domain.teams import GroupPurpose
from domain.understanding import PlaceKind, Topic
from handlers import inquiries
from handlers.arrivals import Arrival
from handlers.incidents import turn_away
from handlers.office import Office
from handlers.short_answers import ShortAnswer, short_answer
from handlers.speaking import tell
from handlers.turn import Turn, say
from language.normalising import mentions
from storage import conversations, group_words, people, staff, support, teams
from storage.database import Work
from storage.support import Line
from storage.tables import ChatMessage, DigitalTeam, GroupChat, Person, ResidentialGroup, SupportRequest

MAX_WORDS = 2000
_PHONE = re.compile(r"(?<!\d)(?:\+?84|0)[\d .\-]{8,12}\d(?!\d)")
_DIGITS = re.compile(r"\d{1,3}")


def offer_guide(turn: Turn, topic: Topic | None, words: str, masked: str) -> None:
    """The short guide of the topic with three buttons; without one a person is offered at once."""
    turn_away(turn)
    turn.conversation.draft = {"topic": topic, "words": words[:MAX_WORDS], "masked": masked[:MAX_WORDS]}
    conversations.wait_for(turn.conversation, Step.READING_GUIDE, until=turn.now + ANSWER_TIME)
    guides = turn.office.ward.guides_for(topic)
    if not guides:
        say(turn, "support_offer", topic=topic)
        return
    say(turn, "support_guide", **guide_values(turn.work, guides[0]), others=[guide.title for guide in guides[1:]])


def guide_values(work: Work, guide: Guide) -> dict[str, Any]:
    """A guide as it is shown: in the office's own words where it has rewritten it."""
    edited = support.edited_guides(work, [guide.key]).get(guide.key)
    return {
        "title": guide.title,
        "steps": edited.text if edited else guide.text,
        "official_name": guide.official_name,
        "official_url": guide.official_url,
        "checked_on": edited.edited_at.date() if edited else guide.checked_on,
        "confirmed": guide.confirmed or edited is not None,
    }


def guide_helped(turn: Turn) -> None:
    """The guide was enough: nothing is opened."""
    turn.conversation.draft = {}
    conversations.wait_for(turn.conversation, Step.IDLE, until=None)
    say(turn, "support_helped")


def need_help(turn: Turn) -> None:
    """Open a request for the resident's team; where he lives is asked once and remembered."""
    draft = turn.conversation.draft
    if "masked" not in draft:
        turn.conversation.draft = {"topic": None, "words": "", "masked": ""}
    if turn.person.residential_group_id is None:
        conversations.wait_for(turn.conversation, Step.NAMING_GROUP, until=turn.now + ANSWER_TIME)
        say(turn, "support_ask_group")
        return
    open_request(turn)


def take_group(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    """The residential group a resident names; *not known* opens the request for the office instead."""
    if not message.text.strip():
        return False
    if short_answer(turn, message.text) is not ShortAnswer.UNKNOWN:
        group = named_group(turn, arrival, message.text)
        if group is None:
            say(turn, "support_ask_group_again")
            return True
        turn.person.residential_group_id = group.id
        if turn.conversation.draft.get("moving"):
            turn.conversation.draft = {}
            conversations.wait_for(turn.conversation, Step.IDLE, until=None)
            say(turn, "support_group_noted", group=group.name)
            return True
    open_request(turn)
    return True


def change_group(turn: Turn) -> None:
    """Somebody has moved: the next request goes to the team of his new residential group, open ones stay."""
    turn_away(turn)
    turn.conversation.draft = {"moving": True}
    conversations.wait_for(turn.conversation, Step.NAMING_GROUP, until=turn.now + ANSWER_TIME)
    say(turn, "support_ask_group")


def named_group(turn: Turn, arrival: Arrival, text: str) -> ResidentialGroup | None:
    """The residential group that words name: by its number, or by the name of a former village."""
    for place in arrival.understanding.places:
        best = place.best
        if best and best.kind is PlaceKind.RESIDENTIAL_GROUP and best.residential_group:
            name = best.residential_group
            number = int(name) if name.isdecimal() else None
            if found := support.residential_group_named(turn.work, number=number, name=name):
                return found
    numbers = _DIGITS.findall(text)
    if len(numbers) == 1:
        return support.residential_group_named(turn.work, number=int(numbers[0]), name=None)
    return next((one for one in support.residential_groups(turn.work) if mentions(text, one.name)), None)


def open_request(turn: Turn) -> SupportRequest:
    """Keep the request at once, tell the team, and ask for a number to call, which nobody has to give."""
    draft = turn.conversation.draft
    topic = Topic(draft["topic"]) if draft.get("topic") else None
    known = support.open_of_person(turn.work, turn.person, topic)
    turn.conversation.draft = {}
    if known is not None:
        conversations.wait_for(turn.conversation, Step.IDLE, until=None)
        say(turn, "support_known", **request_values(known))
        return known
    today = turn.office.today(turn.now)
    team = team_of(turn.work, turn.office, turn.person.residential_group_id, turn.now)
    request = SupportRequest(
        topic=topic,
        person_id=turn.person.id,
        residential_group_id=turn.person.residential_group_id,
        team_id=team.id if team else None,
        words=draft.get("words", ""),
        masked=draft.get("masked", ""),
        opened_at=turn.now,
        due_on=turn.office.ward.calendar.add_working_days(today, WORKING_DAYS),
    )
    support.add(turn.work, request, opened_on=today)
    support.note(turn.work, request, Line(kind=SupportHistoryKind.OPENED, at=turn.now))
    turn.conversation.support_id = request.id
    conversations.wait_for(turn.conversation, Step.LEAVING_PHONE, until=turn.now + ANSWER_TIME)
    say(turn, "support_opened", team=team.name if team else None, **request_values(request))
    announce(turn.work, turn.office, request, now=turn.now)
    return request


def request_values(request: SupportRequest) -> dict[str, Any]:
    """What the texts tell of a request to whom it belongs."""
    return {
        "code": request.code,
        "topic": request.topic,
        "status": request.status,
        "due_on": request.due_on,
        "forwarded_to": request.forwarded_to,
    }


def team_of(work: Work, office: Office, residential_group_id: int | None, now: datetime) -> DigitalTeam | None:
    """The team of a residential group, if it has one today."""
    if residential_group_id is None:
        return None
    active = teams.active_teams(work, office.today(now))
    return next((team for team in active if team.residential_group_id == residential_group_id), None)


def announce(work: Work, office: Office, request: SupportRequest, *, now: datetime, round_: str = "") -> None:
    """A card without identity: to the team's group, else to its members in reach, else to the office (product C3)."""
    key = f"support:{request.id}:{request.revision}{round_}"
    group = team_group(work, request.team_id)
    values = card_values(office, request)
    if group is not None:
        message = office.texts.message("support_card", in_group=True, **values)
        group_words.add(work, group, message, kind="support_card", dedupe_key=key, priority=Priority.UPDATE, now=now)
        return
    reached = 0
    for person in reachable_members(work, office, request.team_id, now):
        tell(
            work,
            office,
            person,
            "support_card",
            priority=Priority.UPDATE,
            dedupe_key=f"{key}:{person.id}",
            now=now,
            in_group=False,
            **values,
        )
        reached += 1
    if not reached:
        ask_office(work, office, request, now=now)


def card_values(office: Office, request: SupportRequest) -> dict[str, Any]:
    """What a card says: the matter without personal data."""
    return {
        "code": request.code,
        "topic": request.topic,
        "words": request.masked,
        "due_on": request.due_on,
    }


def team_group(work: Work, team_id: int | None) -> GroupChat | None:
    """The Zalo group of a team, if the account owns one that lives."""
    groups = teams.groups_for(work, GroupPurpose.TEAM)
    return next((group for group in groups if team_id is not None and group.team_id == team_id), None)


def reachable_members(work: Work, office: Office, team_id: int | None, now: datetime) -> list[Person]:
    """The persons of a team who may be written to now (zalo-platform §4.2)."""
    if team_id is None:
        return []
    members = teams.members_of_team(work, team_id, office.today(now))
    persons = people.by_id(work, [member.person_id for member in members if member.person_id])
    return [
        person
        for _, person in sorted(persons.items())
        if reply_window(person.last_interaction_at, now) is not ReplyWindow.CLOSED and person.withdrawn_at is None
    ]


def ask_office(work: Work, office: Office, request: SupportRequest, *, now: datetime) -> None:
    """Nobody of a team can be reached, or nobody came: an officer has to look."""
    person = people.get(work, request.person_id)
    due_on = office.ward.calendar.add_working_days(office.today(now), 1)
    words = f"{request.code} {request.masked}"[:MAX_WORDS]
    staff.add_task(work, TaskKind.PROCEDURE_HELP, person=person, due_on=due_on, now=now, words=words)


def take_phone(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    """A number left for the helper; other words join the request, and it is asked no more."""
    request = support.get(turn.work, turn.conversation.support_id or 0, to_change=True)
    if request is None or request.status not in STILL_OPEN or not message.text.strip():
        return False
    found = _PHONE.search(message.text)
    if found is None:
        return False
    request.phone = re.sub(r"\D", "", found.group())[:15]
    conversations.wait_for(turn.conversation, Step.IDLE, until=None)
    say(turn, "support_phone_noted", code=request.code)
    return True


def leave_no_phone(turn: Turn) -> None:
    """No number is left: the helper writes through us."""
    if turn.conversation.step is Step.LEAVING_PHONE:
        conversations.wait_for(turn.conversation, Step.IDLE, until=None)
    say(turn, "support_no_phone")


def show_mine(turn: Turn) -> None:
    """A resident's own requests, with where each stands."""
    found = support.of_person(turn.work, turn.person)
    say(turn, "support_list", requests=[request_values(request) for request in found])


def meet_officer(turn: Turn) -> None:
    """An officer is asked for, with what the resident wanted help with."""
    masked = turn.conversation.draft.get("masked", "") if turn.conversation.step is Step.READING_GUIDE else ""
    turn.conversation.draft = {}
    inquiries.call_officer(turn, masked)
