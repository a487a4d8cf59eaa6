"""What staff decide about a message of which nobody knows whether it was said (decision 0006)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.errors import NotFound, WrongState
from domain.staff import Right, Role, require
from storage import outbox
from storage.database import Work
from storage.tables import OutboxMessage, OutboxStatus

DECIDED_SAID = "staff: it was said"
DECIDED_AGAIN = "staff: say it again"


class Verdict(StrEnum):
    """What somebody who looked at the chat found."""

    WAS_SAID = "was_said"
    SAY_AGAIN = "say_again"


@dataclass(frozen=True, kw_only=True)
class DecideUnknownSend:
    """An officer settles one message."""

    message_id: int
    verdict: Verdict
    role: Role


def decide_unknown_send(work: Work, command: DecideUnknownSend, *, now: datetime) -> OutboxMessage:
    """Call a message said, or let it leave once more.

    Raises NotAllowed, NotFound (`no_such_message`) or WrongState (`message_settled_already`), as after a second click.
    """
    require(command.role, Right.DECIDE_OUTBOX)
    message = outbox.get(work, command.message_id, to_change=True)
    if message is None:
        raise NotFound("no_such_message")
    if message.status is not OutboxStatus.UNKNOWN:
        raise WrongState("message_settled_already")
    message.look_ups = outbox.MAX_LOOK_UPS
    if command.verdict is Verdict.WAS_SAID:
        message.status = OutboxStatus.SENT
        message.sent_at = message.attempted_at or now
        message.error_words = DECIDED_SAID
    else:
        message.status = OutboxStatus.WAITING
        message.available_at = now
        message.error_words = DECIDED_AGAIN
    return message
