"""How an obligation may move, by whom, and who answers for the reports of a unit (reporting §6.2)."""

from dataclasses import dataclass
from enum import StrEnum

from domain.duties import DutyHolder, ObligationStatus
from domain.errors import NotAllowed, WrongState
from domain.staff import Right, Role, may, require

_Status = ObligationStatus


class ContactPosition(StrEnum):
    """What the contact of a unit does there; of the office each has a step of its own (reporting §3.5)."""

    SPECIALIST = "specialist"
    HEAD = "head"
    WARD_LEADER = "ward_leader"


MOVES: dict[ObligationStatus, frozenset[ObligationStatus]] = {
    _Status.NOT_STARTED: frozenset({_Status.DRAFT, _Status.SUBMITTED}),
    _Status.DRAFT: frozenset({_Status.NOT_STARTED, _Status.SUBMITTED}),
    _Status.SUBMITTED: frozenset({_Status.NOT_STARTED, _Status.RETURNED, _Status.ACCEPTED}),
    _Status.RETURNED: frozenset({_Status.DRAFT, _Status.SUBMITTED}),
    _Status.ACCEPTED: frozenset({_Status.RETURNED, _Status.LOCKED}),
    _Status.LOCKED: frozenset({_Status.RETURNED}),
}
NEEDS_WORDS = frozenset({_Status.RETURNED})


@dataclass(frozen=True, kw_only=True)
class Mover:
    """The officer who moves an obligation; `noted_it` when it was he who noted that the report has come."""

    role: Role
    noted_it: bool


def right_for(from_status: ObligationStatus, to_status: ObligationStatus) -> Right:
    """Locking, and whatever leaves the locked state, is the head's (reporting §6.2)."""
    touches_lock = ObligationStatus.LOCKED in (from_status, to_status)
    return Right.LOCK_REPORTS if touches_lock else Right.NOTE_REPORTS


def check_move(from_status: ObligationStatus, to_status: ObligationStatus, holder: DutyHolder, mover: Mover) -> None:
    """Refuse a move that the table, the rights or the rule of four eyes forbid.

    The ward's own report is accepted by somebody else than whoever noted it. Raises NotAllowed or WrongState.
    """
    require(mover.role, right_for(from_status, to_status))
    if to_status not in MOVES[from_status]:
        raise WrongState("obligation_move", from_status=from_status, to_status=to_status)
    if holder is DutyHolder.WARD and to_status is ObligationStatus.ACCEPTED and mover.noted_it:
        raise NotAllowed("own_report")


def moves_of(from_status: ObligationStatus, role: Role) -> tuple[ObligationStatus, ...]:
    """What a role may make of an obligation, in the order of the states."""
    possible = [status for status in ObligationStatus if status in MOVES[from_status]]
    return tuple(status for status in possible if may(role, right_for(from_status, status)))
