"""Which case or request a private message means by what it replies to: the code in our own message."""

from domain.chat_commands import CaseReference
from domain.events import MessageReceived
from handlers.arrivals import Arrival
from handlers.turn import Turn
from language.chat_commands import find_case_reference
from storage import case_work


def code_replied_to(turn: Turn, arrival: Arrival) -> CaseReference | None:
    """The first code in the message of ours that somebody replies to; None where it is none of ours, or names none."""
    event = arrival.event
    if not isinstance(event, MessageReceived) or event.quoted_message_id is None:
        return None
    said = case_work.said_to(turn.work, turn.person, event.quoted_message_id)
    return find_case_reference(said.text) if said else None
