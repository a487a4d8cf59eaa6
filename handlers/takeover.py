"""When a human answers in the bot's place, and how the talk comes back to the bot (product C9, decision 0010)."""

from dataclasses import dataclass
from datetime import datetime

from domain.conversations import HUMAN_KEEPS_FOR, is_silent
from domain.errors import NotFound, WrongState
from domain.incidents import is_open
from domain.staff import Right, Role, require
from handlers.incidents import tell_opened
from handlers.office import Office
from handlers.turn import Turn
from storage import conversations, incidents, outbox, people
from storage.database import Work
from storage.tables import Person

LOOKS_BACK = 5


@dataclass(frozen=True, kw_only=True)
class HandBack:
    """An officer gives the talk with one person back to the bot."""

    person_id: int
    role: Role


def keep_silent(work: Work, person: Person, *, since: datetime) -> None:
    """A human has answered from Zalo's own tool: the bot says no more, also not what still waits to leave."""
    conversation = conversations.of(work, person)
    until = since + HUMAN_KEEPS_FOR
    conversation.silent_until_at = max(conversation.silent_until_at or until, until)
    outbox.cancel_replies(work, person)


def hand_back(work: Work, office: Office, command: HandBack, *, now: datetime) -> None:
    """Give a talk back before its time. Raises NotAllowed, NotFound, or WrongState when no human leads it any more."""
    require(command.role, Right.DO_TASKS)
    person = people.with_id(work, command.person_id)
    if person is None:
        raise NotFound("no_such_person")
    conversation = conversations.of(work, person)
    if not is_silent(conversation.silent_until_at, now):
        raise WrongState("chat_not_in_human_hands")
    take_back(Turn(work=work, office=office, person=person, conversation=conversation, now=now, cause=""))


def take_back(turn: Turn) -> None:
    """The bot answers again, and tells of the cases that were opened meanwhile, each once."""
    turn.conversation.silent_until_at = None
    for incident in reversed(incidents.of_person(turn.work, turn.person, limit=LOOKS_BACK)):
        if is_open(incident.status) and not outbox.is_queued(turn.work, f"opened:{incident.id}"):
            tell_opened(turn, incident)
