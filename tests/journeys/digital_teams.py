"""Members of digital teams for the journeys: entered, bound to their phones, and what they have told."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import select

from domain.teams import TeamRole
from handlers.roster import AddMember, AddTeam, add_member, add_team, bind
from storage import people, teams
from storage.tables import Activity, DigitalTeam
from tests.journeys.town import Resident, Town

SINCE = date(2026, 1, 1)


def team(town: Town, name: str, number: int | None = None) -> int:
    """A team, by its id."""
    with town.service.database.begin() as work:
        return add_team(work, AddTeam(name=name, number=number, since_on=SINCE)).id


def join(
    town: Town, resident: Resident, team_id: int, name: str = "Trần Văn Bình", role: TeamRole = TeamRole.MEMBER
) -> int:
    """Make somebody with a phone a member of a team; answers the member's id."""
    with town.service.database.begin() as work:
        person = people.find_or_add(work, resident.person.id, now=town.clock())
        command = AddMember(team_id=team_id, full_name=name, role=role, phone=None, since_on=SINCE)
        member = add_member(work, command)
        bind(work, member.id, person.id)
        return member.id


def member(town: Town, team_id: int, name: str = "Trần Văn Bình", role: TeamRole = TeamRole.MEMBER) -> Resident:
    """A new phone whose owner is a member of this team."""
    resident = town.resident(name)
    join(town, resident, team_id, name, role)
    return resident


def records(town: Town) -> Sequence[Activity]:
    """Every record, oldest first."""
    with town.service.database.read() as work:
        return work.session.exec(select(Activity).order_by("id")).all()


def record(town: Town) -> Activity:
    """The only record there is."""
    (one,) = records(town)
    return one


def team_named(town: Town, name: str) -> DigitalTeam:
    """The team of this name."""
    with town.service.database.read() as work:
        found = teams.team_named(work, name)
    assert found is not None
    return found
