"""What members do with a case or a request by a word: which one is meant, whether it is theirs, and what happens."""

from collections.abc import Callable, Sequence

from domain.chat_commands import CaseReference, CodeKind, WorkCommand, WorkCommandName
from domain.errors import Refused
from handlers import case_work, support_work
from handlers.membership import Membership
from handlers.reporting import Reporting, reply
from handlers.support_work import found
from storage.tables import ChatMessage, SupportRequest


def obey(
    reporting: Reporting,
    places: Sequence[Membership],
    command: WorkCommand,
    code: CaseReference,
    messages: Sequence[ChatMessage] = (),
) -> None:
    """Do what was said about what the code names; a refusal is a sentence in the same chat.

    `messages` are those whose photos belong to it.
    """
    refusing(reporting, lambda: _KINDS[code.kind](reporting, places, command, code, messages))


def refusing(reporting: Reporting, act: Callable[[], None]) -> None:
    """Do it, or say in the same chat why it cannot be."""
    try:
        act()
    except Refused as refused:
        reply(reporting, "work_refused", sentence=reporting.office.texts.refusal(refused))


def _support(
    reporting: Reporting,
    places: Sequence[Membership],
    command: WorkCommand,
    code: CaseReference,
    _: Sequence[ChatMessage],
) -> None:
    request = found(reporting.work, year=code.year, number=code.number, code=code)
    own = next((place for place in places if place.team.id == request.team_id), reporting.place)
    act = _ON_SUPPORT.get(command.name)
    if act is None:
        raise Refused("not_for_requests", code=request.code)
    act(Reporting(**{**vars(reporting), "place": own}), request, command.rest)


_ON_SUPPORT: dict[WorkCommandName, Callable[[Reporting, SupportRequest, str], None]] = {
    WorkCommandName.TAKE: lambda reporting, request, _: support_work.take(reporting, request),
    WorkCommandName.DONE: support_work.finish,
    WorkCommandName.GIVE_BACK: support_work.give_back,
    WorkCommandName.HAND_OVER: support_work.hand_over,
    WorkCommandName.ASK: support_work.ask,
}
_Act = Callable[[Reporting, Sequence[Membership], WorkCommand, CaseReference, Sequence[ChatMessage]], None]
_KINDS: dict[CodeKind, _Act] = {
    CodeKind.SUPPORT_REQUEST: _support,
    CodeKind.INCIDENT: case_work.act,
}
