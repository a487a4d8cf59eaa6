"""What a message says, read before any transaction is open, so that no lock waits for a thought."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from domain.chat_commands import ChatCommand, WorkCommand
from domain.events import AttachmentKind, Event, MessageReceived
from domain.group_speech import Address
from domain.understanding import ActivityFields, Chat, Intent, Place, Sender, Understanding
from language.group_address import GroupEar
from language.interpreter import Interpreter
from language.masking import mask_personal_data
from language.poster_codes import find_poster_code

CONFIDENT = 0.25
CHOOSABLE = (Intent.INCIDENT, Intent.SUPPORT_REQUEST, Intent.QUESTION, Intent.COMPLAINT)
EVIDENCE = frozenset({AttachmentKind.PHOTO, AttachmentKind.AUDIO, AttachmentKind.VIDEO, AttachmentKind.FILE})
NOT_UNDERSTOOD = Understanding(intent=Intent.SMALLTALK, confidence=0.0)
SILENCE = Understanding(intent=Intent.SMALLTALK, confidence=1.0)


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """An event with its meaning; `masked` is its text without personal data, `sender` whether a member wrote it.

    In a group `address` is by what it calls us; its words are read without the call.
    A doubtful one also has its `alternatives`: what it would mean if its writer wanted this or that. `as_activity` is
    what a member's words say if they are about an activity, for answers to our questions about one.
    """

    event: Event
    sender: Sender = Sender.RESIDENT
    understanding: Understanding = SILENCE
    alternatives: Mapping[Intent, Understanding] = field(default_factory=dict)
    command: ChatCommand | None = None
    masked: str = ""
    as_activity: ActivityFields | None = None
    work_command: WorkCommand | None = None
    address: Address = Address.NONE
    poster: int | None = None
    poster_alone: bool = False

    def means(self, *intents: Intent) -> bool:
        """Whether it clearly wants one of these."""
        return self.understanding.confidence >= CONFIDENT and self.understanding.intent in intents

    @property
    def brings_evidence(self) -> bool:
        """Whether something hangs on it that shows what happened: a photo, a recording, a file."""
        attachments = self.event.attachments if isinstance(self.event, MessageReceived) else ()
        return any(attachment.kind in EVIDENCE for attachment in attachments)


def read_arrival(
    event: Event, interpreter: Interpreter, timezone: ZoneInfo, *, sender: Sender, ear: GroupEar | None = None
) -> Arrival:
    """Read an event; only messages with words have more than themselves to say.

    Relative dates count from when it was said, on the ward's clock. What residents say to each other in a group is
    not read at all (product C5); `ear` hears whether somebody there calls us.
    """
    if not isinstance(event, MessageReceived) or not event.text.strip():
        return Arrival(event=event, sender=sender)
    if event.group_id is None or ear is None:
        return _read_words(event, event.text, interpreter, timezone, sender)
    heard = ear.hear(event.text)
    if sender is Sender.RESIDENT and heard.address is Address.NONE:
        return Arrival(event=event, sender=sender)
    arrival = _read_words(event, heard.words, interpreter, timezone, sender)
    return replace(arrival, address=_address_of(heard.address, event.text, arrival.command))


def _address_of(heard: Address, text: str, command: ChatCommand | None) -> Address:
    """A button's payload, typed or copied into a group, is spoken to nobody but us."""
    is_payload = command is not None and text.lstrip().startswith("#")
    return Address.MENTION if heard is Address.NONE and is_payload else heard


def _read_words(
    event: MessageReceived, words: str, interpreter: Interpreter, timezone: ZoneInfo, sender: Sender
) -> Arrival:
    now = event.occurred_at.astimezone(timezone)
    chat = Chat.PRIVATE if event.group_id is None else Chat.GROUP
    is_member = sender is Sender.MEMBER
    poster = find_poster_code(words) if chat is Chat.PRIVATE else None
    understand = partial(interpreter.understand, words, now=now, sender=sender, chat=chat)
    meaning = understand()
    asks = chat is Chat.PRIVATE and is_doubtful(meaning)
    return Arrival(
        event=event,
        sender=sender,
        understanding=meaning,
        alternatives={intent: understand(wanted=intent) for intent in CHOOSABLE} if asks else {},
        command=interpreter.find_command(words),
        as_activity=interpreter.read_activity(words, now=now) if is_member else None,
        masked=mask_personal_data(words),
        work_command=_work_command(interpreter, words, now, is_member=is_member, chat=chat),
        poster=poster[0] if poster else None,
        poster_alone=poster is not None and poster[1],
    )


def _work_command(
    interpreter: Interpreter, words: str, now: datetime, *, is_member: bool, chat: Chat
) -> WorkCommand | None:
    """A step of somebody who works on cases; without a membership only one that names a case, said to us alone."""
    if not is_member and (chat is Chat.GROUP or interpreter.find_case_reference(words) is None):
        return None
    return interpreter.find_work_command(words, now=now)


def is_doubtful(meaning: Understanding) -> bool:
    """Whether its writer has to be asked what he wants; a place alone, and danger, need no such question."""
    is_bare_place = meaning.intent is Intent.INCIDENT and meaning.category is None and bool(meaning.places)
    return meaning.confidence < CONFIDENT and not meaning.urgent and not is_bare_place


def reading_of(arrival: Arrival) -> dict[str, Any]:
    """What of the meaning is kept beside the message, as plain JSON."""
    alternatives = {str(intent): _meaning_row(meaning) for intent, meaning in arrival.alternatives.items()}
    row = _meaning_row(arrival.understanding) | {"masked": arrival.masked}
    return row | {"alternatives": alternatives} if alternatives else row


def _meaning_row(meaning: Understanding) -> dict[str, Any]:
    return {
        "intent": meaning.intent,
        "confidence": round(meaning.confidence, 3),
        "category": meaning.category,
        "urgent": meaning.urgent,
        "places": [_place_row(place) for place in meaning.places],
        "topic": meaning.topic,
        "category_doubts": list(meaning.category_doubts),
    }


def _place_row(place: Place) -> dict[str, Any]:
    best = place.best
    return {
        "span": place.span,
        "label": place.label,
        "kind": best.kind if best else "unknown",
        "name": best.name if best else None,
        "group": best.residential_group if best else None,
        "latitude": best.latitude if best else None,
        "longitude": best.longitude if best else None,
        "candidates": [{"name": candidate.name, "score": candidate.score} for candidate in place.candidates],
    }
