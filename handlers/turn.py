"""One turn of the talk with one person: who, where the talk stands, when, and what caused it."""

from dataclasses import dataclass
from datetime import datetime

from domain.conversations import is_silent
from domain.messages import Button, Priority
from handlers.office import Office
from handlers.speaking import tell
from storage.database import Work
from storage.tables import Conversation, Person


@dataclass(frozen=True, kw_only=True)
class Turn:
    """Everything a use case of the chat works with; `cause` names the event or deadline and makes replies unique."""

    work: Work
    office: Office
    person: Person
    conversation: Conversation
    now: datetime
    cause: str

    @property
    def is_silent(self) -> bool:
        """Whether a human answers in the bot's place (decision 0010)."""
        return is_silent(self.conversation.silent_until_at, self.now)


def say(
    turn: Turn,
    template: str,
    *,
    priority: Priority = Priority.REPLY,
    key: str | None = None,
    incident_id: int | None = None,
    extra_buttons: tuple[Button, ...] = (),
    **values: object,
) -> None:
    """Answer the person of this turn; `key` replaces the cause where a message must exist once for another reason.

    While a human answers in the bot's place, answers are not said; danger and the privacy notice are (decision 0010).
    """
    if turn.is_silent and priority is Priority.REPLY:
        return
    tell(
        turn.work,
        turn.office,
        turn.person,
        template,
        priority=priority,
        dedupe_key=key or f"{turn.cause}:{template}",
        now=turn.now,
        incident_id=incident_id,
        extra_buttons=extra_buttons,
        **values,
    )
