"""The teams, their leaders and the ward's group with which the demo begins."""

import tomllib
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.simulator.chats import SimulatedPerson
    from bot.simulator.server import Simulator
    from commands.assembly import Service
    from storage.database import Work


def add_ward(service: "Service", simulator: "Simulator", residents: "tuple[SimulatedPerson, ...]") -> None:
    """Enter what `templates/demo.toml` names; residents who lead a team sit in the group and are bound."""
    from commands.assembly import TEMPLATES
    from domain.teams import GroupPurpose
    from handlers.groups import SeenGroup, set_purpose, take_over_list
    from storage import teams

    data = tomllib.loads((TEMPLATES / "demo.toml").read_text(encoding="utf-8"))
    by_name = {resident.name: resident for resident in residents}
    leaders = [by_name[row["leader"]] for row in data["teams"] if row["leader"] in by_name]
    group = simulator.add_group(data["group"], leaders)
    now = service.clock()
    with service.database.begin() as work:
        seen = SeenGroup(zalo_group_id=group.id, name=data["group"], is_active=True)
        take_over_list(work, service.office, [seen], now=now)
        entered = teams.find_or_add_group(work, group.id, now=now)
        set_purpose(work, entered.id, GroupPurpose.WARD)
        for row in data["teams"]:
            _add_team(work, service, row, by_name.get(row["leader"]))


def _add_team(work: "Work", service: "Service", row: dict[str, Any], resident: "SimulatedPerson | None") -> None:
    from domain.teams import TeamRole
    from handlers.roster import AddMember, AddTeam, add_member, add_team, bind
    from storage import people

    now = service.clock()
    since_on = date(service.office.today(now).year, 1, 1)
    team = add_team(work, AddTeam(name=row["name"], number=row.get("number"), since_on=since_on))
    command = AddMember(
        team_id=team.id, full_name=row["leader"], role=TeamRole.LEADER, phone=row.get("phone"), since_on=since_on
    )
    member = add_member(work, command)
    if resident is not None:
        bind(work, member.id, people.find_or_add(work, resident.id, now=now).id)
