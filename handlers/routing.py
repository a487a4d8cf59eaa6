"""Where each event goes: one table of events, one of intents; whatever comes, something calm happens."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from domain import events
from domain.chat_commands import ChatCommand
from domain.conversations import has_ended
from domain.errors import Refused
from domain.events import Event, MessageReceived
from domain.messages import Priority
from domain.staff import TaskKind
from domain.understanding import Intent, Sender, Topic
from handlers import directory, inquiries
from handlers.activity_answers import take_answer as take_activity_answer
from handlers.activity_talk import take_evidence, take_report
from handlers.answers import take_answer
from handlers.arrivals import Arrival, is_doubtful, reading_of
from handlers.case_talk import works_on_case
from handlers.chat_commands import obey
from handlers.doubts import ask_what_is_meant, settle_doubt
from handlers.gathering import case_to_join, settle_pieces, take_in
from handlers.group_talk import take_group_echo, take_group_message
from handlers.groups import note_change
from handlers.incidents import say_whom_to_call
from handlers.last_word import take_last_word, tell_missed
from handlers.office import Office
from handlers.on_behalf import names_somebody
from handlers.poster_codes import take_poster
from handlers.report_talk import take_report_words
from handlers.reporter_answers import take_team_answer
from handlers.support import offer_guide
from handlers.support_answers import take_answer as take_support_answer
from handlers.takeover import keep_silent, take_back
from handlers.turn import Turn, say
from storage import chat_messages, conversations, outbox, people, staff, tokens
from storage.database import Work
from storage.tables import ChatMessage, Person


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """One event on its way in: what it says, when we look at it, and the row that holds it."""

    work: Work
    office: Office
    arrival: Arrival
    inbox_id: int
    now: datetime

    @property
    def event(self) -> Event:
        """The event itself."""
        return self.arrival.event


def handle(occasion: Occasion) -> str | None:
    """Let one event have its effect; answers why it was ignored, or None when it had one."""
    handler = _EVENTS.get(type(occasion.event))
    return handler(occasion) if handler else "nothing to do for it"


def _ignored(occasion: Occasion) -> str | None:
    return occasion.event.reason if isinstance(occasion.event, events.Ignored) else None


def _message(occasion: Occasion) -> str | None:
    event = occasion.event
    if not isinstance(event, MessageReceived):
        return "not a message"
    if event.group_id is not None:
        return take_group_message(
            occasion.work, occasion.office, occasion.arrival, inbox_id=occasion.inbox_id, now=occasion.now
        )
    if event.anonymous_conversation_id is not None:
        return "anonymous visitor"
    if chat_messages.is_known(occasion.work, event.message_id):
        return "said before"
    turn = _turn(occasion, event.sender_id)
    if has_ended(turn.conversation.silent_until_at, turn.now):
        take_back(turn)
    _met(turn, event)
    reading = reading_of(occasion.arrival)
    message = chat_messages.add(occasion.work, turn.person, event, reading=reading, now=occasion.now)
    converse = _listen if turn.is_silent else _converse
    try:
        converse(turn, occasion.arrival, event, message)
    except Refused as refused:
        say(turn, "refused", sentence=occasion.office.texts.refusal(refused))
    return None


def _turn(occasion: Occasion, zalo_user_id: str) -> Turn:
    person = people.find_or_add(occasion.work, zalo_user_id, now=occasion.now)
    return Turn(
        work=occasion.work,
        office=occasion.office,
        person=person,
        conversation=conversations.of(occasion.work, person),
        now=occasion.now,
        cause=f"event:{occasion.inbox_id}",
    )


def _met(turn: Turn, event: Event) -> None:
    """Note the contact, which opens Zalo's window, and give the notice on the first one (reporting §4.1)."""
    last, latest = turn.person.last_interaction_at, min(event.occurred_at, turn.now)
    turn.person.last_interaction_at = latest if last is None else max(last, latest)
    if turn.person.notice_sent_at is None:
        turn.person.notice_sent_at = turn.now
        say(
            turn,
            "privacy_notice",
            priority=Priority.NOTICE,
            key=f"notice:{turn.person.id}",
            phone=turn.office.ward.phone,
        )
    if turn.person.missed_news:
        tell_missed(turn)


def _converse(turn: Turn, arrival: Arrival, event: MessageReceived, message: ChatMessage) -> None:
    if arrival.command is not None:
        _obey(turn, arrival.command)
        return
    if (
        take_poster(turn, arrival, message)
        or works_on_case(turn, arrival, message)
        or _answers_question(turn, arrival, message)
    ):
        return
    reports = arrival.sender is Sender.MEMBER and arrival.means(Intent.ACTIVITY_REPORT)
    if reports and not names_somebody(turn, message):
        take_report(turn, arrival, message)
        return
    if take_answer(turn, arrival, message) or take_evidence(turn, arrival, message):
        return
    if (event.pin or arrival.brings_evidence) and not arrival.means(Intent.COMPLAINT):
        take_in(turn, message)
        return
    if directory.answer(turn, arrival, message.text):
        return
    if _has_to_be_asked(turn, arrival, message):
        ask_what_is_meant(turn, arrival, message)
        return
    _INTENTS[_intent(turn, arrival, message)](turn, arrival, message)


def _answers_question(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    """What we asked about a case, what is said for the report in hand, a request for help, or an activity."""
    if take_team_answer(turn, arrival, message) or take_last_word(turn, arrival, message):
        return True
    if take_report_words(turn, arrival, message):
        return True
    return take_support_answer(turn, arrival, message) or take_activity_answer(turn, arrival, message)


def _has_to_be_asked(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    """Whether it is doubtful what is meant; a member's report is shown as it was understood, and can be put right."""
    reports = arrival.sender is Sender.MEMBER and arrival.understanding.intent is Intent.ACTIVITY_REPORT
    return is_doubtful(arrival.understanding) and not reports and not case_to_join(turn, message)


def _obey(turn: Turn, command: ChatCommand) -> None:
    """What waits to be put together, or for its meaning, is settled before the command has its effect."""
    settle_pieces(turn)
    if not settle_doubt(turn, command):
        obey(turn, command)


def _listen(turn: Turn, arrival: Arrival, event: MessageReceived, message: ChatMessage) -> None:
    """A human leads this talk: nothing said is lost and danger is answered, everything else is his (decision 0010)."""
    meaning = arrival.understanding
    if arrival.command is None and (event.pin or arrival.brings_evidence or meaning.intent is Intent.INCIDENT):
        take_in(turn, message)
    elif meaning.urgent:
        say_whom_to_call(turn, meaning.category)


def _intent(turn: Turn, arrival: Arrival, message: ChatMessage) -> Intent:
    """What it wants; what is doubtful belongs to the case that was just spoken of."""
    doubtful = is_doubtful(arrival.understanding) and case_to_join(turn, message)
    return Intent.INCIDENT if doubtful else arrival.understanding.intent


def _support(turn: Turn, arrival: Arrival, message: ChatMessage) -> None:
    if arrival.understanding.urgent:
        say_whom_to_call(turn, arrival.understanding.category)
    topic = arrival.understanding.topic
    offer_guide(turn, topic if isinstance(topic, Topic) else None, message.text, arrival.masked)


def _question(turn: Turn, arrival: Arrival, message: ChatMessage) -> None:
    inquiries.answer_question(turn, arrival.understanding.topic, arrival.masked)


_INTENTS: dict[Intent, Callable[[Turn, Arrival, ChatMessage], None]] = {
    Intent.INCIDENT: lambda turn, _, message: take_in(turn, message),
    Intent.SUPPORT_REQUEST: _support,
    Intent.ACTIVITY_REPORT: take_report,
    Intent.QUESTION: _question,
    Intent.COMPLAINT: lambda turn, _, __: inquiries.take_complaint(turn),
    Intent.SMALLTALK: lambda turn, _, __: inquiries.greet(turn),
    Intent.SPAM: lambda turn, _, __: inquiries.greet(turn),
}


def _echo(occasion: Occasion) -> str | None:
    event = occasion.event
    if not isinstance(event, events.MessageEchoed):
        return "not an echo"
    if event.group_id is not None:
        return take_group_echo(occasion.work, event, now=occasion.now)
    if outbox.is_ours(occasion.work, event.message_id):
        return "our own echo"
    person = people.find(occasion.work, event.recipient_id)
    if person is None:
        return "echo to somebody unknown"
    if event.human_id is not None:
        chat_messages.add_human_reply(occasion.work, person, event)
        keep_silent(occasion.work, person, since=min(event.occurred_at, occasion.now))
        return None
    if outbox.settle_by_echo(
        occasion.work, person, text=event.text, zalo_message_id=event.message_id, at=event.occurred_at
    ):
        return None
    return "echo of another program"


def _welcome(occasion: Occasion) -> str | None:
    event = occasion.event
    if not isinstance(event, events.Followed | events.ChatOpened):
        return "not a welcome"
    turn = _turn(occasion, event.person_id)
    turn.person.following = turn.person.following or isinstance(event, events.Followed)
    _met(turn, event)
    inquiries.greet(turn)
    return None


def _unfollowed(occasion: Occasion) -> str | None:
    person = _known(occasion)
    if person is None:
        return "unknown person"
    person.following = False
    return None


def _withdrawn(occasion: Occasion) -> str | None:
    person = _known(occasion)
    if person is None:
        return "unknown person"
    person.withdrawn_at = occasion.now
    for purpose, given in people.consents(occasion.work, person).items():
        if given:
            people.answer_consent(occasion.work, person, purpose, given=False, now=occasion.now)
    due_on = inquiries.data_request_due_on(occasion.office, occasion.now)
    staff.add_task(occasion.work, TaskKind.DATA_DELETION, person=person, due_on=due_on, now=occasion.now)
    return None


def _known(occasion: Occasion) -> Person | None:
    return people.find(occasion.work, getattr(occasion.event, "person_id", ""))


def _group_changed(occasion: Occasion) -> str | None:
    event = occasion.event
    if not isinstance(event, events.GroupChanged):
        return "not a change of a group"
    note_change(occasion.work, occasion.office, event, now=occasion.now)
    return None


def _revoked(occasion: Occasion) -> str | None:
    return None if tokens.note_revoked(occasion.work, at=occasion.event.occurred_at) else "an older permission"


def _receipt(occasion: Occasion) -> str | None:
    event = occasion.event
    if not isinstance(event, events.MessagesDelivered | events.MessagesSeen):
        return "not a receipt"
    seen = isinstance(event, events.MessagesSeen)
    outbox.note_receipt(occasion.work, event.message_ids, seen=seen, at=event.occurred_at)
    return None


_EVENTS: dict[type[Event], Callable[[Occasion], str | None]] = {
    events.MessageReceived: _message,
    events.MessageEchoed: _echo,
    events.Followed: _welcome,
    events.ChatOpened: _welcome,
    events.Unfollowed: _unfollowed,
    events.DataWithdrawn: _withdrawn,
    events.MessagesDelivered: _receipt,
    events.MessagesSeen: _receipt,
    events.GroupChanged: _group_changed,
    events.PermissionRevoked: _revoked,
    events.Ignored: _ignored,
}
