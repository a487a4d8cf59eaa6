"""Words and photos in private about a case or request that somebody works on, and a reporter's plain last word."""

from domain.chat_commands import CaseReference, CodeKind, WorkCommand, WorkCommandName
from domain.errors import NotAllowed
from domain.events import AttachmentKind, MessageReceived
from domain.understanding import Intent
from handlers.activity_talk import photos_before, places_of, reporting_of
from handlers.arrivals import Arrival
from handlers.case_work import prove
from handlers.last_word import confirm, is_asked
from handlers.membership import Membership
from handlers.replied_to import code_replied_to
from handlers.turn import Turn
from handlers.work_commands import obey, refusing
from storage import case_work, incidents
from storage.tables import ChatMessage

_FOR_MEMBERS_ONLY = frozenset({WorkCommandName.TAKE, WorkCommandName.GIVE_BACK, WorkCommandName.EXTEND})


def works_on_case(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    """Let a message be a step of somebody's work; False when it is about something else.

    Raises NotAllowed (`not_of_response_team`) for a resident who takes a case.
    """
    command = arrival.work_command
    code = (command.code if command else None) or code_replied_to(turn, arrival)
    if command is None or code is None:
        return _sends_proof(turn, arrival, message, code)
    places = places_of(turn)
    if _is_reporters_word(turn, command, code):
        confirm(turn, code)
        return True
    if not places:
        if command.code is not None and command.name in _FOR_MEMBERS_ONLY:
            raise NotAllowed("not_of_response_team")
        return False
    pieces = [*photos_before(turn), message] if command.name is WorkCommandName.DONE else [message]
    obey(reporting_of(turn, places[0]), places, command, code, pieces)
    return True


def _is_reporters_word(turn: Turn, command: WorkCommand, code: CaseReference) -> bool:
    """A reporter who says *done* of his own case that waits for just that."""
    if command.name is not WorkCommandName.DONE or code.kind is not CodeKind.INCIDENT:
        return False
    return is_asked(turn, code)


def _sends_proof(turn: Turn, arrival: Arrival, message: ChatMessage, code: CaseReference | None) -> bool:
    """A photo after *done*, or in reply to a message of ours about a case that he works on."""
    if not brings_photo(arrival) or arrival.means(Intent.INCIDENT, Intent.ACTIVITY_REPORT, Intent.COMPLAINT):
        return False
    awaited = case_work.awaiting_proof(turn.work, turn.person, now=turn.now)
    if code is None and awaited is not None:
        code = CaseReference(year=awaited.year, number=awaited.number)
    if code is None or code.kind is not CodeKind.INCIDENT:
        return False
    places = places_of(turn)
    if not places or (awaited is None and not _has_it(turn, places, code)):
        return False
    reporting, wanted = reporting_of(turn, places[0]), code
    refusing(reporting, lambda: prove(reporting, places, wanted, [message]))
    return True


def _has_it(turn: Turn, places: tuple[Membership, ...], code: CaseReference) -> bool:
    """Whether he has taken the case: else a photo under our message adds to what he reported himself."""
    incident = incidents.find(turn.work, year=code.year, number=code.number)
    return incident is not None and incident.taken_by in {place.member.id for place in places}


def brings_photo(arrival: Arrival) -> bool:
    """Whether a photo hangs on a message."""
    attachments = arrival.event.attachments if isinstance(arrival.event, MessageReceived) else ()
    return any(one.kind is AttachmentKind.PHOTO for one in attachments)
