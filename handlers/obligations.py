"""Officers note that a team's report has come, or that it has not after all."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.duties import ObligationStatus, is_owed
from domain.errors import NotFound, WrongState
from domain.reminders import human_key, phone_key
from domain.staff import Right, Role, require
from domain.teams import TeamRole
from handlers.office import Office
from handlers.reminders import KIND
from storage import duties, teams
from storage.database import Work
from storage.tables import Obligation


class Receipt(StrEnum):
    """What an officer notes."""

    RECEIVED = "received"
    NOT_RECEIVED = "not_received"


@dataclass(frozen=True, kw_only=True)
class NoteReceipt:
    """An officer says whether one report has come."""

    obligation_id: int
    receipt: Receipt
    role: Role


def note_receipt(work: Work, office: Office, command: NoteReceipt, *, now: datetime) -> Obligation:
    """Note it; calls to those who owe nothing more leave the telephone list, or come back to it.

    Raises NotAllowed, NotFound (`no_such_obligation`) or WrongState, as after a second click.
    """
    require(command.role, Right.NOTE_REPORTS)
    obligation = duties.obligation(work, command.obligation_id, to_change=True)
    if obligation is None:
        raise NotFound("no_such_obligation")
    if command.receipt is Receipt.RECEIVED:
        if not is_owed(obligation.status):
            raise WrongState("report_noted_already")
        obligation.status, obligation.submitted_at = ObligationStatus.SUBMITTED, now
    else:
        if obligation.status is not ObligationStatus.SUBMITTED:
            raise WrongState("report_not_noted")
        obligation.status, obligation.submitted_at = ObligationStatus.NOT_STARTED, None
    work.session.flush()
    adjust_calls(work, office, obligation, now)
    return obligation


def adjust_calls(work: Work, office: Office, obligation: Obligation, now: datetime) -> None:
    """Take the calls to leaders who owe nothing more off the telephone list, or put them back."""
    owing = {one.team_id for one in duties.owed(work, obligation.duty, obligation.period)}
    leaders = teams.present_members(work, office.today(now), role=TeamRole.LEADER)
    humans = [(leader.team_id, human_key(leader.id, leader.person_id)) for leader in leaders]
    concerned = {human for team_id, human in humans if team_id == obligation.team_id}
    still_owe = {human for team_id, human in humans if team_id in owing}
    for needed, chosen in ((True, concerned & still_owe), (False, concerned - still_owe)):
        keys = [f"{KIND}:{phone_key(obligation.duty, obligation.period, human)}" for human in sorted(chosen)]
        duties.set_phone_calls(work, keys, needed=needed)
