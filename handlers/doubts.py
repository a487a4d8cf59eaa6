"""When a message may mean several things: one short question with buttons, and what each answer does."""

from collections.abc import Callable, Sequence

from domain.chat_commands import ChatCommand, ChatCommandName
from domain.conversations import ANSWER_TIME, Step
from domain.errors import NotFound
from domain.labelled_examples import Label, LabelOrigin
from domain.messages import Button
from domain.staff import TaskKind
from domain.understanding import Intent, Topic
from handlers import inquiries
from handlers.arrivals import CHOOSABLE, Arrival
from handlers.case_facts import facts_of
from handlers.gathering import gather
from handlers.incidents import open_incident, say_whom_to_call, turn_away
from handlers.short_answers import chosen_by_words
from handlers.support import offer_guide
from handlers.turn import Turn, say
from storage import chat_messages, conversations, labelled_examples
from storage.tables import ChatMessage, Incident

MOST_CHOICES = 3
_WORDS = "meaning_words"
_TOLD_BY_COMMAND = {
    ChatCommandName.REPORT: Intent.INCIDENT,
    ChatCommandName.PROCEDURES: Intent.SUPPORT_REQUEST,
    ChatCommandName.SUGGEST: Intent.COMPLAINT,
}


def ask_what_is_meant(turn: Turn, arrival: Arrival, message: ChatMessage) -> None:
    """Put the likeliest meanings to the choice; the message waits and need not be typed again."""
    turn_away(turn)
    likely = [intent for intent in arrival.understanding.likely if intent in CHOOSABLE]
    choices = list(dict.fromkeys([*likely, *CHOOSABLE]))[:MOST_CHOICES]
    message.gathered = True
    conversations.wait_for(turn.conversation, Step.CLARIFYING, until=turn.now + ANSWER_TIME)
    turn.conversation.choices = [str(intent) for intent in choices]
    _put_question(turn)


def _put_question(turn: Turn) -> None:
    texts = turn.office.texts
    payload = texts.label("payload", ChatCommandName.CHOOSE_INTENT)
    say(
        turn,
        "unclear",
        extra_buttons=tuple(
            Button(title=texts.label("meaning", intent), value=f"{payload} {intent}")
            for intent in turn.conversation.choices
        ),
    )


def choose_meaning(turn: Turn, intent: Intent) -> None:
    """Go on with the message that was sent, as what its writer says it is, and learn from it.

    Raises NotFound (`meaning_chosen`) when nothing waits any more: the second tap.
    """
    pieces = chat_messages.gathered(turn.work, turn.person)
    if turn.conversation.step is not Step.CLARIFYING or not pieces:
        raise NotFound("meaning_chosen")
    for piece in pieces:
        _learn(turn, piece, intent)
    _go_on(turn, pieces, intent)


def choose_by_argument(turn: Turn, command: ChatCommand) -> None:
    """The button of one meaning. Raises NotFound where it is none that we offer, or where nothing waits any more."""
    if command.argument not in CHOOSABLE:
        raise NotFound("meaning_chosen")
    choose_meaning(turn, Intent(command.argument))


def take_clarification(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    """What is said instead of a tap: a choice in words, more words that make it clear, or a photo of what happened."""
    pieces = chat_messages.gathered(turn.work, turn.person)
    meaning = arrival.understanding
    worded = chosen_by_words(turn, message.text, _WORDS, turn.conversation.choices)
    if worded is not None:
        choose_meaning(turn, Intent(worded))
    elif arrival.brings_evidence or meaning.urgent or getattr(arrival.event, "pin", None):
        message.gathered = True
        _go_on(turn, [*pieces, message], Intent.INCIDENT)
    elif arrival.means(*CHOOSABLE):
        message.gathered = True
        _go_on(turn, [*pieces, message], meaning.intent)
    elif arrival.means(Intent.SMALLTALK):
        _put_question(turn)
    else:
        _hand_over(turn, [*pieces, message])
    return True


def settle_doubt(turn: Turn, command: ChatCommand) -> bool:
    """What a command does to a message that waits for its meaning; True when the command was the answer itself."""
    if turn.conversation.step is not Step.CLARIFYING or command.name is ChatCommandName.CHOOSE_INTENT:
        return False
    if command.name in _TOLD_BY_COMMAND:
        choose_meaning(turn, _TOLD_BY_COMMAND[command.name])
        return True
    if command.name is ChatCommandName.CANCEL:
        _release(turn, chat_messages.gathered(turn.work, turn.person))
        return False
    leave_doubt(turn, quietly=command.name is ChatCommandName.OFFICER)
    return False


def leave_doubt(turn: Turn, *, quietly: bool = False) -> None:
    """Nobody told us: what looks like an incident becomes a case all the same, everything else goes to a human."""
    pieces = chat_messages.gathered(turn.work, turn.person)
    if turn.conversation.choices[:1] == [Intent.INCIDENT] and pieces:
        open_incident(turn, facts_of(_told(pieces, Intent.INCIDENT)))
    else:
        _hand_over(turn, pieces, quietly=quietly)


def _go_on(turn: Turn, pieces: Sequence[ChatMessage], intent: Intent) -> None:
    conversations.wait_for(turn.conversation, Step.IDLE, until=None)
    _MEANINGS[intent](turn, _told(pieces, intent))


def _told(pieces: Sequence[ChatMessage], intent: Intent) -> Sequence[ChatMessage]:
    """The messages, read as what their writer wants."""
    for piece in pieces:
        piece.reading = piece.reading | piece.reading.get("alternatives", {}).get(intent, {}) | {"confidence": 1.0}
    return pieces


def _hand_over(turn: Turn, pieces: Sequence[ChatMessage], *, quietly: bool = False) -> None:
    _release(turn, pieces)
    inquiries.ask_staff(turn, TaskKind.UNCLEAR, working_days=inquiries.TALK_WORKING_DAYS, words=_masked(pieces))
    if not quietly:
        say(turn, "officer_called", **inquiries.answer_time(turn))


def _release(turn: Turn, pieces: Sequence[ChatMessage]) -> None:
    for piece in pieces:
        piece.gathered = False
    conversations.wait_for(turn.conversation, Step.IDLE, until=None)


def _learn(turn: Turn, piece: ChatMessage, intent: Intent) -> None:
    masked = str(piece.reading.get("masked", ""))
    if masked:
        label = Label(key=f"message:{piece.id}", origin=LabelOrigin.WRITER, text=masked, intent=intent)
        labelled_examples.keep(turn.work, label, said_at=piece.occurred_at, now=turn.now)


def learn_category(turn: Turn, incident: Incident) -> None:
    """Keep what a reporter says his case is about, as an example without personal data."""
    label = Label(
        key=f"case:{incident.id}",
        origin=LabelOrigin.WRITER,
        text=incident.public_description,
        intent=Intent.INCIDENT,
        category=incident.category,
    )
    if label.text.strip():
        labelled_examples.keep(turn.work, label, said_at=incident.opened_at, now=turn.now)


def _masked(pieces: Sequence[ChatMessage]) -> str:
    return "\n".join(str(piece.reading.get("masked", "")) for piece in pieces).strip()


def _incident(turn: Turn, pieces: Sequence[ChatMessage]) -> None:
    facts = facts_of(pieces)
    if facts.has_place or facts.urgent:
        open_incident(turn, facts)
    else:
        gather(turn)


def _support(turn: Turn, pieces: Sequence[ChatMessage]) -> None:
    _release(turn, pieces)
    if any(piece.reading.get("urgent") for piece in pieces):
        say_whom_to_call(turn, None)
    topic = _topic(pieces)
    words = "\n".join(piece.text for piece in pieces)
    offer_guide(turn, Topic(topic) if topic in set(Topic) else None, words, _masked(pieces))


def _question(turn: Turn, pieces: Sequence[ChatMessage]) -> None:
    _release(turn, pieces)
    inquiries.answer_question(turn, _topic(pieces), _masked(pieces))


def _topic(pieces: Sequence[ChatMessage]) -> str | None:
    return next((piece.reading["topic"] for piece in pieces if piece.reading.get("topic")), None)


def _complaint(turn: Turn, pieces: Sequence[ChatMessage]) -> None:
    _release(turn, pieces)
    inquiries.take_complaint(turn)


_MEANINGS: dict[Intent, Callable[[Turn, Sequence[ChatMessage]], None]] = {
    Intent.INCIDENT: _incident,
    Intent.SUPPORT_REQUEST: _support,
    Intent.QUESTION: _question,
    Intent.COMPLAINT: _complaint,
}
