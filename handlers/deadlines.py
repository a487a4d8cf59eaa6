"""What happens when a person does not write: stored deadlines, looked at again and again, acted on once."""

from collections.abc import Callable
from datetime import datetime

from domain.conversations import Step, has_ended
from handlers.doubts import leave_doubt
from handlers.gathering import close_gathering
from handlers.incidents import acknowledge_additions, stop_asking
from handlers.office import Office
from handlers.takeover import take_back
from handlers.turn import Turn
from storage import conversations, people
from storage.database import Work


def pass_deadlines(work: Work, office: Office, person_id: int, *, now: datetime) -> None:
    """Act on whatever is due for one person at `now`; does nothing when it was done meanwhile."""
    person = people.get(work, person_id)
    conversation = conversations.of(work, person)
    turn = Turn(work=work, office=office, person=person, conversation=conversation, now=now, cause="")
    if has_ended(conversation.silent_until_at, now):
        take_back(turn)
    if conversation.ack_at is not None and conversation.ack_at <= now:
        acknowledge_additions(turn)
    if conversation.deadline_at is not None and conversation.deadline_at <= now:
        _end_step(turn)


def _end_step(turn: Turn) -> None:
    _ENDS.get(turn.conversation.step, stop_asking)(turn)


_ENDS: dict[Step, Callable[[Turn], None]] = {
    Step.GATHERING: close_gathering,
    Step.SUGGESTING: close_gathering,
    Step.CLARIFYING: leave_doubt,
}
