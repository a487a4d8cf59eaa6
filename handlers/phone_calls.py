"""Officers tick off calls to people whom no chat reaches."""

from dataclasses import dataclass

from domain.errors import NotFound, WrongState
from domain.staff import Right, Role, require
from storage import outbox
from storage.database import Work
from storage.reminders import TICKED_OFF
from storage.tables import OutboxMessage, OutboxStatus


@dataclass(frozen=True, kw_only=True)
class NoteCall:
    """An officer has telephoned."""

    message_id: int
    role: Role


def note_call(work: Work, command: NoteCall) -> OutboxMessage:
    """Take one call off the list. Raises NotAllowed, NotFound, or WrongState, as after a second click."""
    require(command.role, Right.DECIDE_OUTBOX)
    message = outbox.get(work, command.message_id, to_change=True)
    if message is None:
        raise NotFound("no_such_message")
    if message.status is not OutboxStatus.TO_PHONE:
        raise WrongState("message_settled_already")
    message.status, message.error_words = OutboxStatus.CANCELLED, TICKED_OFF
    return message
