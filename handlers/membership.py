"""Who somebody is to us on a day: a resident, or a member of one team or several, and in which role."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from domain.teams import TeamRole
from storage import teams
from storage.database import Work
from storage.tables import DigitalTeam, Person, TeamMember

LEADING = frozenset({TeamRole.LEADER, TeamRole.DEPUTY})


@dataclass(frozen=True, kw_only=True)
class Membership:
    """One person's place in one team."""

    member: TeamMember
    team: DigitalTeam

    @property
    def leads(self) -> bool:
        """Whether he speaks for the team (reporting §6.2)."""
        return self.member.role in LEADING


def memberships(work: Work, person: Person, today: date) -> tuple[Membership, ...]:
    """Every place that somebody holds on this day; empty for a resident. A removal ends it the same day."""
    return tuple(Membership(member=member, team=team) for member, team in teams.memberships_of(work, person.id, today))


def bound_accounts(work: Work, zalo_user_ids: Collection[str], today: date) -> frozenset[str]:
    """Those of these accounts of Zalo's whose owner is a member on this day."""
    return frozenset(teams.bound_accounts(work, zalo_user_ids, today))
