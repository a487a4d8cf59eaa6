"""Who of the response team may work on cases by chat, and from which chat (decision 0022)."""

from dataclasses import dataclass
from datetime import date

from domain.case_endings import ANSWERED, RUNNING
from domain.chat_commands import CaseReference
from domain.errors import NotAllowed, NotFound, WrongState
from domain.incidents import IncidentStatus
from domain.teams import GroupPurpose, is_over
from handlers.membership import Membership
from handlers.reporting import Reporting
from storage import case_work, groups, incidents, merged_cases, teams
from storage.database import Work
from storage.tables import ChatMessage, Incident


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a member: who speaks where, all his memberships, and the messages whose photos belong to it."""

    reporting: Reporting
    places: tuple[Membership, ...]
    incident: Incident
    messages: tuple[ChatMessage, ...] = ()

    @property
    def work(self) -> Work:
        """The transaction."""
        return self.reporting.work

    @property
    def is_mine(self) -> bool:
        """Whether he himself has taken the case, in whichever of his teams."""
        return self.incident.taken_by in {place.member.id for place in self.places}

    @property
    def may_go_on(self) -> bool:
        """Whether nobody else has it: it is free or his own; whoever leads a team may go on with anybody's."""
        leads = any(place.leads for place in self.places)
        return self.is_mine or leads or not is_taken(self.work, self.incident, self.reporting.today)


def check_may_work(reporting: Reporting) -> None:
    """Raises NotAllowed in another group than the response team's, or for somebody who is not in it.

    Where the account owns no such group, every member may work on cases, in private.
    """
    here = reporting.group
    if here is not None:
        if here.purpose is not GroupPurpose.RESPONSE_TEAM:
            raise NotAllowed("not_in_this_group")
        groups.enter_member(reporting.work, here, reporting.person, now=reporting.now)
        return
    theirs = teams.groups_for(reporting.work, GroupPurpose.RESPONSE_TEAM)
    if theirs and not case_work.is_in_one_of(reporting.work, theirs, reporting.person):
        raise NotAllowed("not_of_response_team")


def is_taken(work: Work, incident: Incident, today: date) -> bool:
    """Whether somebody has the case who still belongs to a team: a removal frees what he had."""
    holder = teams.member(work, incident.taken_by or 0)
    return holder is not None and not is_over(holder.until_on, today)


def case_named(work: Work, code: CaseReference) -> Incident:
    """The case that answers for the one a code names, locked to be changed. Raises NotFound (`no_such_case`)."""
    named = incidents.find(work, year=code.year, number=code.number)
    leader = merged_cases.leading(work, named) if named else None
    incident = case_work.locked(work, leader.id) if leader else None
    if incident is None or incident.sealed:
        raise NotFound("no_such_case", code=code)
    return incident


def check_open(incident: Incident) -> None:
    """Raises WrongState with a sentence that says where the case stands and what can be done."""
    if incident.status in RUNNING:
        return
    if incident.status in ANSWERED or incident.status is IncidentStatus.CLOSED:
        raise WrongState("case_answered", code=incident.code, status=incident.status)
    raise WrongState("case_not_yours", code=incident.code, status=incident.status)


def check_holder(step: Step) -> None:
    """Raises NotAllowed (`taken_by_another`) where somebody else has the case."""
    if not step.may_go_on:
        raise NotAllowed("taken_by_another", code=step.incident.code)
