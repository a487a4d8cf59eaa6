"""What members do with a case or a request by a word: which one is meant, whether it is theirs, and what happens."""

from collections.abc import Callable, Sequence

from domain.chat_commands import CaseReference, CodeKind, WorkCommand, WorkCommandName
from domain.errors import Refused
from handlers import support_work
from handlers.membership import Membership
from handlers.reporting import Reporting, reply
from handlers.support_work import found
from storage.tables import SupportRequest


def obey(reporting: Reporting, places: Sequence[Membership], command: WorkCommand) -> bool:
    """Do what was said; False when it is no command for us. A refusal is a sentence in the same chat."""
    if command.code is None or command.code.kind not in _KINDS:
        return False
    try:
        _KINDS[command.code.kind](reporting, places, command, command.code)
    except Refused as refused:
        reply(reporting, "work_refused", sentence=reporting.office.texts.refusal(refused))
    return True


def _support(reporting: Reporting, places: Sequence[Membership], command: WorkCommand, code: CaseReference) -> None:
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
_KINDS: dict[CodeKind, Callable[[Reporting, Sequence[Membership], WorkCommand, CaseReference], None]] = {
    CodeKind.SUPPORT_REQUEST: _support,
}
