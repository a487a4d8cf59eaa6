"""How a resident answers what we asked about a request for help: where he lives, a number, his helper's question."""

from collections.abc import Callable

from domain.conversations import Step
from domain.understanding import Intent
from handlers.arrivals import Arrival
from handlers.support import take_group, take_phone
from handlers.support_end import take_helper_answer
from handlers.turn import Turn
from storage.tables import ChatMessage


def take_answer(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    """Let a message answer what we asked about a request; False when it is about something else, or in danger."""
    answer = _ANSWERS.get(turn.conversation.step)
    if answer is None or arrival.understanding.urgent or arrival.means(Intent.INCIDENT, Intent.COMPLAINT):
        return False
    return answer(turn, arrival, message)


_ANSWERS: dict[Step, Callable[[Turn, Arrival, ChatMessage], bool]] = {
    Step.NAMING_GROUP: take_group,
    Step.LEAVING_PHONE: take_phone,
    Step.ANSWERING_HELPER: take_helper_answer,
}
