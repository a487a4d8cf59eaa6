"""The life of a team's report and of the register that flows into it: its states and the moves between them."""

from enum import StrEnum

from domain.duties import ObligationStatus
from domain.errors import WrongState


class ReportStep(StrEnum):
    """What happened to a report; every step is kept with who, when and why."""

    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    LOCKED = "locked"
    REOPENED = "reopened"


class RegisterKind(StrEnum):
    """What an entry of the register is (reporting §1.3, K); what the ward itself directed is its own alone."""

    OBSTACLE = "obstacle"
    PROPOSAL = "proposal"
    PRACTICE = "practice"
    NEXT_TASK = "next_task"
    GUIDANCE = "guidance"


OF_TEAMS = (RegisterKind.OBSTACLE, RegisterKind.PROPOSAL, RegisterKind.PRACTICE, RegisterKind.NEXT_TASK)


class RegisterLevel(StrEnum):
    """Who can deal with it; what is beyond the ward goes up to the city."""

    TEAM = "team"
    WARD = "ward"
    BEYOND_WARD = "beyond_ward"


class RegisterState(StrEnum):
    """How far an entry is."""

    OPEN = "open"
    ANSWERED = "answered"
    PASSED_UP = "passed_up"
    WITHDRAWN = "withdrawn"


_O = ObligationStatus
STEPS: dict[ReportStep, frozenset[ObligationStatus]] = {
    ReportStep.DRAFTED: frozenset({_O.NOT_STARTED}),
    ReportStep.SUBMITTED: frozenset({_O.NOT_STARTED, _O.DRAFT, _O.RETURNED}),
    ReportStep.RETURNED: frozenset({_O.SUBMITTED, _O.ACCEPTED}),
    ReportStep.ACCEPTED: frozenset({_O.SUBMITTED}),
    ReportStep.LOCKED: frozenset({_O.ACCEPTED}),
    ReportStep.REOPENED: frozenset({_O.LOCKED}),
}
LEADS_TO: dict[ReportStep, ObligationStatus] = {
    ReportStep.DRAFTED: _O.DRAFT,
    ReportStep.SUBMITTED: _O.SUBMITTED,
    ReportStep.RETURNED: _O.RETURNED,
    ReportStep.ACCEPTED: _O.ACCEPTED,
    ReportStep.LOCKED: _O.LOCKED,
    ReportStep.REOPENED: _O.RETURNED,
}
NEEDS_REASON = frozenset({ReportStep.RETURNED, ReportStep.REOPENED})
REPORTED = frozenset({_O.SUBMITTED, _O.ACCEPTED, _O.LOCKED})
EDITABLE = frozenset({_O.NOT_STARTED, _O.DRAFT, _O.RETURNED})
TO_BE_DEALT_WITH = (RegisterKind.OBSTACLE, RegisterKind.PROPOSAL)
OPEN_ENTRIES = frozenset({RegisterState.OPEN, RegisterState.PASSED_UP})


def check_step(step: ReportStep, current: ObligationStatus) -> None:
    """Raises WrongState (`report_step`) for a step that cannot be made from where a report stands."""
    if current not in STEPS[step]:
        raise WrongState("report_step", step=step, current=current)


def check_editable(current: ObligationStatus) -> None:
    """Raises WrongState (`report_not_editable`) once a report has been sent, until it is returned."""
    if current not in EDITABLE:
        raise WrongState("report_not_editable", current=current)
