"""Who works at the ward office, what each may do, and the tasks that reach them (reporting §6)."""

from enum import StrEnum

from domain.errors import NotAllowed


class Role(StrEnum):
    """What an account may do."""

    OFFICER = "officer"
    HEAD = "head"
    WARD_LEADER = "ward_leader"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """One thing that may be done."""

    SEE_INCIDENTS = "see_incidents"
    MOVE_INCIDENTS = "move_incidents"
    SEE_TASKS = "see_tasks"
    DO_TASKS = "do_tasks"
    SEE_OUTBOX = "see_outbox"
    DECIDE_OUTBOX = "decide_outbox"
    SEE_DUTIES = "see_duties"
    NOTE_REPORTS = "note_reports"
    LOCK_REPORTS = "lock_reports"
    SEE_ACTIVITIES = "see_activities"
    EDIT_ACTIVITIES = "edit_activities"
    SEE_SUPPORT = "see_support"
    WORK_ON_SUPPORT = "work_on_support"
    EDIT_GUIDES = "edit_guides"
    SEE_GROUPS = "see_groups"
    MANAGE_GROUPS = "manage_groups"
    SEE_TEAMS = "see_teams"
    MANAGE_TEAMS = "manage_teams"
    SEE_COMPLAINTS = "see_complaints"
    SETTLE_DISPUTES = "settle_disputes"
    REVIEW_REPORTS = "review_reports"


_ALL_WORK = frozenset(Right)
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.OFFICER: _ALL_WORK - {Right.SEE_COMPLAINTS, Right.SETTLE_DISPUTES, Right.LOCK_REPORTS},
    Role.HEAD: _ALL_WORK,
    Role.WARD_LEADER: frozenset(
        {
            Right.SEE_INCIDENTS,
            Right.SEE_TASKS,
            Right.SEE_OUTBOX,
            Right.SEE_DUTIES,
            Right.SEE_ACTIVITIES,
            Right.SEE_GROUPS,
            Right.SEE_TEAMS,
        }
    ),
    Role.ADMINISTRATOR: frozenset({Right.SEE_OUTBOX}),
}


class TaskKind(StrEnum):
    """Why a human is needed."""

    TALK = "talk"
    DATA_REQUEST = "data_request"
    DATA_COPY = "data_copy"
    DATA_DELETION = "data_deletion"
    PROCEDURE_HELP = "procedure_help"
    COMPLAINT = "complaint"
    UNCLEAR = "unclear"
    EXTENSION = "extension"
    FORWARDED_CASE = "forwarded_case"
    PROOF_DOUBT = "proof_doubt"
    DISPUTE = "dispute"


def hidden_tasks(role: Role) -> frozenset[TaskKind]:
    """The tasks that a role may not see.

    Who complains of whom is for the head alone (reporting §4.4), and so is a case that was refused twice (product C2).
    """
    needed = {TaskKind.COMPLAINT: Right.SEE_COMPLAINTS, TaskKind.DISPUTE: Right.SETTLE_DISPUTES}
    return frozenset(kind for kind, right in needed.items() if not may(role, right))


def may(role: Role, right: Right) -> bool:
    """Whether a role has a right."""
    return right in RIGHTS[role]


def require(role: Role, right: Right) -> None:
    """Refuse somebody who lacks the right. Raises NotAllowed."""
    if not may(role, right):
        raise NotAllowed("no_right", right=right)
