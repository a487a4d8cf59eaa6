"""What the bot hears in groups: a member's report, a word to us, a photo of what was told; everything else is let go.

What is let go leaves nothing but its id, its time and its hash (decision 0020): a reason that is answered here makes
the door erase the words.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime

from domain.errors import Refused
from domain.events import MessageEchoed, MessageReceived
from domain.group_speech import FOLLOW_UP, Address, changes_another, has_numbers, is_clearly_report
from domain.messages import Priority
from domain.understanding import Intent, Sender
from handlers import group_answers, group_cases, group_commands, group_reports
from handlers.arrivals import Arrival, reading_of
from handlers.group_turn import GroupTurn
from handlers.groups import note_speech
from handlers.membership import memberships
from handlers.office import Office
from handlers.reporting import reply
from storage import activities, chat_messages, group_words, groups, outbox, people
from storage.database import Work
from storage.tables import Activity, ChatMessage, GroupChat

NOT_FOR_US = "group message"
SAID_BEFORE = "said before"
ANSWERED = "answered in the group"
Act = Callable[[GroupTurn, ChatMessage], None]


def take_group_message(work: Work, office: Office, arrival: Arrival, *, inbox_id: int, now: datetime) -> str | None:
    """Let one message in a group have its effect; answers why it was let go, or None when it is kept."""
    event = arrival.event
    if not isinstance(event, MessageReceived):
        return NOT_FOR_US
    group = note_speech(work, event, now=now)
    if arrival.sender is Sender.RESIDENT:
        return _resident(work, office, arrival, event, group, now)
    turn = _turn(work, office, arrival, event, group, inbox_id, now)
    return _member(turn) if turn else NOT_FOR_US


def take_group_echo(work: Work, event: MessageEchoed, *, now: datetime) -> str | None:
    """Words of the account itself in a group: ours, which prove a send, or a human's, which nobody answers."""
    group = note_speech(work, event, now=now)
    if event.human_id is not None:
        return "a human's words in a group"
    if outbox.is_ours(work, event.message_id):
        return "our own echo"
    settled = outbox.settle_group_by_echo(
        work, group, text=event.text, zalo_message_id=event.message_id, at=event.occurred_at
    )
    return None if settled else "group echo"


def _resident(
    work: Work, office: Office, arrival: Arrival, event: MessageReceived, group: GroupChat, now: datetime
) -> str:
    """One polite line a day to a resident who speaks to us: a group is no place for his business."""
    card = groups.card(work, group, event.quoted_message_id) if event.quoted_message_id else None
    speaker = hashlib.sha256(event.sender_id.encode()).hexdigest()[:16]
    if group_cases.answer_unbound(work, office, event, group, speaker=speaker, now=now):
        return ANSWERED
    if arrival.address is Address.NONE and (card is None or not event.text.strip()):
        return NOT_FOR_US
    if chat_messages.is_known(work, event.message_id):
        return SAID_BEFORE
    urgent = arrival.understanding.urgent
    message = office.texts.message(
        "group_write_privately", hotlines=group_answers.hotlines(office, arrival) if urgent else []
    )
    group_words.add(
        work,
        group,
        message,
        kind="group_write_privately",
        dedupe_key=f"group_private:{group.id}:{speaker}:{office.today(now)}:{'urgent' if urgent else ''}",
        priority=Priority.EMERGENCY if urgent else Priority.REPLY,
        now=now,
    )
    return ANSWERED


def _turn(
    work: Work,
    office: Office,
    arrival: Arrival,
    event: MessageReceived,
    group: GroupChat,
    inbox_id: int,
    now: datetime,
) -> GroupTurn | None:
    person = people.find(work, event.sender_id)
    places = memberships(work, person, office.today(now)) if person else ()
    if person is None or not places:
        return None
    card = groups.card(work, group, event.quoted_message_id) if event.quoted_message_id else None
    return GroupTurn(
        work=work,
        office=office,
        arrival=arrival,
        event=event,
        group=group,
        person=person,
        places=places,
        card=card,
        cause=f"event:{inbox_id}",
        now=now,
    )


def _member(turn: GroupTurn) -> str | None:
    """What a member's message asks for, if anything; it is kept only when it makes or changes a record."""
    act = group_cases.act_for(turn) or _evidence(turn) or group_commands.change_for(turn)
    answer = None if act else group_commands.answer_for(turn)
    if act is None and answer is None:
        act = _report(turn)
        answer = None if act else _answer(turn)
    if act is None and answer is None:
        return NOT_FOR_US
    if chat_messages.is_known(turn.work, turn.event.message_id):
        return SAID_BEFORE
    if act is None:
        if answer is not None:
            answer(turn)
        return ANSWERED
    message = chat_messages.add(
        turn.work, turn.person, turn.event, reading=reading_of(turn.arrival), now=turn.now, group=turn.group
    )
    turn.work.session.flush()
    try:
        act(turn, message)
    except Refused as refused:
        reply(turn.reporting(), "refused", sentence=turn.office.texts.refusal(refused))
    return None


def _evidence(turn: GroupTurn) -> Act | None:
    """A photo without words belongs to the card it replies to, or to what its sender told a moment ago."""
    if not turn.arrival.brings_evidence or turn.event.text.strip():
        return None
    activity = _carded(turn) or _recent(turn)
    return None if activity is None else lambda turn, message: group_reports.prove(turn, message, activity)


def _report(turn: GroupTurn) -> Act | None:
    """Words that report, or speak of a report: tagged, spoken to us, under its card, or clear by themselves."""
    meaning, words = turn.arrival.understanding, turn.arrival.masked
    is_report = turn.arrival.means(Intent.ACTIVITY_REPORT) and meaning.activity is not None
    carded = _carded(turn)
    if carded is not None and (is_report or group_reports.may_correct(turn)):
        return lambda turn, message: group_reports.change(turn, message, carded)
    if turn.arrival.address is Address.TAG and words.strip():
        return group_reports.take
    if not is_report or meaning.activity is None:
        return None
    if turn.is_spoken_to:
        return group_reports.take
    if changes_another(meaning.activity):
        recent = _recent(turn) if has_numbers(meaning.activity) else None
        return None if recent is None else lambda turn, message: group_reports.change(turn, message, recent)
    return group_reports.take if is_clearly_report(meaning) else None


def _answer(turn: GroupTurn) -> Callable[[GroupTurn], None] | None:
    """What is answered to somebody who speaks to us and reports nothing; a thank-you under a card needs none."""
    if turn.arrival.address is Address.NONE:
        is_asking = turn.arrival.means(Intent.INCIDENT, Intent.COMPLAINT, Intent.QUESTION, Intent.SUPPORT_REQUEST)
        if turn.card is None or not is_asking:
            return None
    return group_answers.answer_for(turn)


def _carded(turn: GroupTurn) -> Activity | None:
    """The record that the card tells of which somebody replies to."""
    activity_id = turn.card.activity_id if turn.card else None
    return _living(turn.work, activity_id)


def _recent(turn: GroupTurn) -> Activity | None:
    """The record that this member made or proved in this group within the last minutes."""
    since = min(turn.event.occurred_at, turn.now) - FOLLOW_UP
    latest = chat_messages.latest_about_activity(turn.work, turn.person, turn.group, since=since)
    return _living(turn.work, latest.activity_id if latest else None)


def _living(work: Work, activity_id: int | None) -> Activity | None:
    activity = activities.get(work, activity_id) if activity_id else None
    return activity if activity is not None and not activities.is_withdrawn(activity) else None
