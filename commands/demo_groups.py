"""The groups with which the demo begins: of the ward, of the response team and of two teams, with people in them."""

import tomllib
from typing import TYPE_CHECKING

from domain.teams import GroupPurpose

if TYPE_CHECKING:
    from bot.simulator.chats import SimulatedPerson
    from bot.simulator.groups import SimulatedGroup
    from bot.simulator.server import Simulator
    from commands.assembly import Service

TEAMS_WITH_GROUP = 2


def add_groups(service: "Service", simulator: "Simulator", residents: "tuple[SimulatedPerson, ...]") -> None:
    """Make what `templates/demo_groups.toml` names; call it once the teams are entered.

    Bound members sit in their team's group beside a plain resident, so that one can see whom the bot answers.
    """
    from bot.simulator.groups import AssetSource, AssetType
    from commands.foundations import TEMPLATES

    data = tomllib.loads((TEMPLATES / "demo_groups.toml").read_text(encoding="utf-8"))
    by_team = _bound_residents(service, residents)
    leading = [person for members in by_team.values() for person in members]
    outsiders = [person for person in residents if person not in leading]
    made = {
        simulator.add_group(data["ward"], leading): GroupPurpose.WARD,
        simulator.add_group(data["response_team"], [*outsiders[:1], *leading[:1]]): GroupPurpose.RESPONSE_TEAM,
    }
    for team_id in list(by_team)[:TEAMS_WITH_GROUP]:
        name = _name_of_team_group(service, team_id)
        made[simulator.add_group(name, [*by_team[team_id], *outsiders[:1]])] = GroupPurpose.TEAM
    for _ in range(data["free_assets"]):
        simulator.world.groups.add_asset(AssetType.GMF50, AssetSource.SUB_QUOTA)
    manager = simulator.add_person(data["manager"], follows=True, manages=True)
    _register(service, made, manager)


def _bound_residents(
    service: "Service", residents: "tuple[SimulatedPerson, ...]"
) -> "dict[int, list[SimulatedPerson]]":
    """The page's residents who are bound to a member, by their team."""
    from storage import people, teams

    by_account = {resident.id: resident for resident in residents}
    found: dict[int, list[SimulatedPerson]] = {}
    with service.database.read() as work:
        members = teams.present_members(work, service.office.today(service.clock()))
        persons = people.by_id(work, [member.person_id for member in members if member.person_id])
    for member in members:
        person = persons.get(member.person_id or 0)
        if person is not None and person.zalo_user_id in by_account:
            found.setdefault(member.team_id, []).append(by_account[person.zalo_user_id])
    return found


def _name_of_team_group(service: "Service", team_id: int) -> str:
    from handlers.group_orders import name_for

    with service.database.read() as work:
        return name_for(work, service.office, GroupPurpose.TEAM, team_id)


def _register(service: "Service", made: "dict[SimulatedGroup, GroupPurpose]", manager: "SimulatedPerson") -> None:
    """What the webhook would have told; the members are read by the worker once it runs."""
    from handlers.group_orders import Orderer, add_manager
    from handlers.groups import SeenGroup, ask_for_list, set_purpose, take_over_list
    from storage import people, teams

    now = service.clock()
    seen = [SeenGroup(zalo_group_id=group.id, name=group.name, is_active=True) for group in made]
    with service.database.begin() as work:
        take_over_list(work, service.office, seen, now=now)
        for group, purpose in made.items():
            if purpose is not GroupPurpose.TEAM:
                set_purpose(work, teams.find_or_add_group(work, group.id, now=now).id, purpose)
        person = people.find_or_add(work, manager.id, now=now)
        person.following = True
        add_manager(work, person.id, Orderer(officer_id=None), now=now)
        ask_for_list(work, now=now)
