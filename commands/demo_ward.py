"""The teams and their leaders with which the demo begins."""

import tomllib
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.simulator.chats import SimulatedPerson
    from commands.assembly import Service
    from storage.database import Work


def add_ward(service: "Service", residents: "tuple[SimulatedPerson, ...]") -> None:
    """Enter what `templates/demo.toml` names; residents who lead a team are bound."""
    from commands.assembly import TEMPLATES

    data = tomllib.loads((TEMPLATES / "demo.toml").read_text(encoding="utf-8"))
    by_name = {resident.name: resident for resident in residents}
    with service.database.begin() as work:
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
