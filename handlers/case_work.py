"""The response team's words about a case, one table from what is said to what it does."""

from collections.abc import Callable, Sequence

from domain.chat_commands import CaseReference, WorkCommand, WorkCommandName
from handlers import case_proof, case_steps
from handlers.membership import Membership
from handlers.reporting import Reporting
from handlers.response_team import Step, case_named, check_may_work
from storage.tables import ChatMessage

_STEPS: dict[WorkCommandName, Callable[[Step, WorkCommand], None]] = {
    WorkCommandName.TAKE: case_steps.take,
    WorkCommandName.DONE: case_proof.finish,
    WorkCommandName.GIVE_BACK: case_steps.give_back,
    WorkCommandName.HAND_OVER: case_steps.hand_over,
    WorkCommandName.ASK: case_steps.ask,
    WorkCommandName.EXTEND: case_steps.extend,
    WorkCommandName.CANNOT: case_steps.cannot,
}


def act(
    reporting: Reporting,
    places: Sequence[Membership],
    command: WorkCommand,
    code: CaseReference,
    messages: Sequence[ChatMessage] = (),
) -> None:
    """Do one step with the case that a code names. Raises Refused with the sentence to say."""
    _STEPS[command.name](step_for(reporting, places, code, messages), command)


def prove(
    reporting: Reporting, places: Sequence[Membership], code: CaseReference, messages: Sequence[ChatMessage]
) -> None:
    """Photos without words about the case that a code names. Raises Refused."""
    case_proof.take_proof(step_for(reporting, places, code, messages))


def step_for(
    reporting: Reporting, places: Sequence[Membership], code: CaseReference, messages: Sequence[ChatMessage]
) -> Step:
    """A step of somebody who may work on cases, with the case locked. Raises NotAllowed or NotFound."""
    check_may_work(reporting)
    incident = case_named(reporting.work, code)
    return Step(reporting=reporting, places=tuple(places), incident=incident, messages=tuple(messages))
