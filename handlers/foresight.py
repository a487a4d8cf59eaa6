"""What a batch of events will need, asked for once for all of them before the first one has its effect."""

from collections.abc import Sequence
from datetime import datetime

from domain.events import ChatOpened, Followed, MessageReceived
from handlers.arrivals import Arrival
from storage import chat_messages, conversations, groups, people
from storage.database import Work


def foresee(work: Work, arrivals: Sequence[Arrival], *, now: datetime) -> None:
    """Look up the persons, their talks, and which messages came before; events that need none of it cost nothing."""
    events = [arrival.event for arrival in arrivals]
    messages = [event for event in events if isinstance(event, MessageReceived) and _is_private(event)]
    welcomes = [event for event in events if isinstance(event, Followed | ChatOpened)]
    accounts = {message.sender_id for message in messages} | {welcome.person_id for welcome in welcomes}
    persons = people.foresee(work, accounts, now=now)
    conversations.foresee(work, persons)
    chat_messages.foresee(work, persons, {message.message_id for message in messages})
    groups.foresee(work, {event.group_id for event in events if isinstance(event, MessageReceived) and event.group_id})


def _is_private(event: MessageReceived) -> bool:
    return event.group_id is None and event.anonymous_conversation_id is None
