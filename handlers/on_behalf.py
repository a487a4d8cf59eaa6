"""A member reports by chat for somebody else: for whom, with his consent, then the case (product C2)."""

import re

from domain.conversations import ANSWER_TIME, Step
from domain.errors import NotAllowed
from handlers import represented
from handlers.arrivals import Arrival
from handlers.incidents import turn_away
from handlers.membership import memberships
from handlers.turn import Turn, say
from storage import conversations
from storage.tables import ChatMessage

LONGEST_NAME = 120
_PHONE = re.compile(r"(?<!\d)(?:\+?84|0)(?:[\s.\-]?\d){9}(?!\d)")
_AROUND = " \t\n,.;:-–()"
_MOST_WORDS_OF_A_NAME = 4


def begin(turn: Turn) -> None:
    """Ask for whom. Raises NotAllowed where no member asks: a resident simply writes."""
    if not memberships(turn.work, turn.person, turn.office.today(turn.now)):
        raise NotAllowed("behalf_for_members")
    turn_away(turn)
    turn.conversation.join_until_at = None
    conversations.wait_for(turn.conversation, Step.NAMING_REPRESENTED, until=turn.now + ANSWER_TIME)
    say(turn, "behalf_ask_name")


def take_name(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    """The name, the number or both; a photo that comes instead is the case itself, for somebody unnamed."""
    if arrival.brings_evidence or arrival.understanding.urgent:
        _note(turn, None, None)
        return False
    name, phone = name_and_phone(message.text)
    _note(turn, name, phone)
    say(turn, "behalf_noted", whom=name, phone=phone)
    return True


def names_somebody(turn: Turn, message: ChatMessage) -> bool:
    """Whether we wait for somebody's name and a number or a few words come: no report, whatever they look like."""
    if turn.conversation.step is not Step.NAMING_REPRESENTED:
        return False
    return name_and_phone(message.text)[1] is not None or len(message.text.split()) <= _MOST_WORDS_OF_A_NAME


def leave_unnamed(turn: Turn) -> None:
    """Nothing of the person is kept. Raises NotAllowed where no member asks."""
    if not memberships(turn.work, turn.person, turn.office.today(turn.now)):
        raise NotAllowed("behalf_for_members")
    _note(turn, None, None)
    say(turn, "behalf_noted", whom=None, phone=None)


def name_and_phone(text: str) -> tuple[str | None, str | None]:
    """Both out of one line; the number as ten digits from 0 on."""
    found = _PHONE.search(text)
    digits = re.sub(r"\D", "", found[0]) if found else ""
    phone = "0" + digits[-9:] if digits else None
    name = " ".join(_PHONE.sub(" ", text).split()).strip(_AROUND)[:LONGEST_NAME]
    return name or None, phone


def _note(turn: Turn, name: str | None, phone: str | None) -> None:
    represented.remember(turn, name=name, phone=phone, until=turn.now + ANSWER_TIME)
    conversations.wait_for(turn.conversation, Step.IDLE, until=None)
