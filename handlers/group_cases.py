"""Words and photos in a group about cases and requests: with a code, as a reply to a card, or right after *done*."""

from collections.abc import Callable
from datetime import datetime

from domain.chat_commands import CaseReference, CodeKind
from domain.events import MessageReceived
from domain.group_speech import Address
from domain.messages import Priority
from domain.teams import GroupPurpose
from domain.understanding import Intent
from handlers.case_talk import brings_photo
from handlers.case_work import prove
from handlers.group_turn import GroupTurn
from handlers.office import Office
from handlers.work_commands import obey, refusing
from language.chat_commands import find_case_reference
from storage import case_work, group_words
from storage.database import Work
from storage.tables import ChatMessage, GroupChat

Act = Callable[[GroupTurn, ChatMessage], None]


def act_for(turn: GroupTurn) -> Act | None:
    """What a member's message does to a case or a request; None when it is about something else."""
    command, carded = turn.arrival.work_command, _carded(turn)
    if command is not None and turn.arrival.command is None:
        code = command.code or carded
        if code is not None:
            return lambda turn, message: obey(turn.reporting(), turn.places, command, code, [message])
    return _proof(turn, carded)


def _carded(turn: GroupTurn) -> CaseReference | None:
    """The code on the card that somebody replies to: its first words name it."""
    return find_case_reference(turn.card.text) if turn.card is not None and turn.card.activity_id is None else None


def _proof(turn: GroupTurn, carded: CaseReference | None) -> Act | None:
    if not brings_photo(turn.arrival) or turn.arrival.means(Intent.ACTIVITY_REPORT):
        return None
    if turn.arrival.address is not Address.NONE or turn.group.purpose is not GroupPurpose.RESPONSE_TEAM:
        return None
    code = carded if carded is not None and carded.kind is CodeKind.INCIDENT else _awaited(turn)
    if code is None:
        return None

    def act(turn: GroupTurn, message: ChatMessage) -> None:
        reporting = turn.reporting()
        refusing(reporting, lambda: prove(reporting, turn.places, code, [message]))

    return act


def _awaited(turn: GroupTurn) -> CaseReference | None:
    incident = case_work.awaiting_proof(turn.work, turn.person, now=turn.now)
    return CaseReference(year=incident.year, number=incident.number) if incident else None


def answer_unbound(
    work: Work, office: Office, event: MessageReceived, group: GroupChat, *, speaker: str, now: datetime
) -> bool:
    """In the response team's group somebody without a code names a case: told once a day how to be bound."""
    if group.purpose is not GroupPurpose.RESPONSE_TEAM or find_case_reference(event.text) is None:
        return False
    group_words.add(
        work,
        group,
        office.texts.message("group_not_bound"),
        kind="group_not_bound",
        dedupe_key=f"group_not_bound:{group.id}:{speaker}:{office.today(now)}",
        priority=Priority.REPLY,
        now=now,
    )
    return True
