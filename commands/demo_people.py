"""The people of the demo: thirty residential groups with their teams, 210 members, and the accounts of some leaders."""

import random
import tomllib
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.simulator.server import Simulator
    from commands.assembly import Service
    from domain.roster import GroupKey, RosterEntry
    from storage.database import Work
    from storage.tables import DigitalTeam, TeamMember

SEED = 2026


def add_people(service: "Service", simulator: "Simulator") -> None:
    """Enter what `templates/demo_people.toml` describes; teams that are there already get the rest of their people."""
    from commands.assembly import TEMPLATES
    from commands.demo_activities import add_activities
    from handlers.roster_import import take_over

    data = tomllib.loads((TEMPLATES / "demo_people.toml").read_text(encoding="utf-8"))
    dice, now = random.Random(SEED), service.clock()  # noqa: S311  # the same ward every time
    with service.database.begin() as work:
        entries = list(_entries(work, service, data, dice))
        take_over(work, service.office, entries, officer_id=None, now=now)
        _describe_groups(work, data, dice)
        _bind_leaders(work, service, simulator, data)
    add_activities(service, data, dice)


def _keys(service: "Service", data: dict[str, Any]) -> "list[GroupKey]":
    from domain.roster import GroupKey

    named = [group.name for group in service.office.ward.gazetteer.named_groups]
    numbered = [GroupKey(number=number) for number in range(1, data["numbered"] + 1)]
    more = data["groups"] - data["numbered"]
    names = [GroupKey(name=name) for name in named[:more]]
    rest = range(data["numbered"] + 1, data["numbered"] + 1 + more - len(names))
    return [*numbered, *names, *(GroupKey(number=number) for number in rest)]


def _entries(work: "Work", service: "Service", data: dict[str, Any], dice: random.Random) -> "Iterator[RosterEntry]":
    from domain.roster import RosterEntry
    from domain.teams import MemberField, TeamRole
    from language.normalising import fold_words
    from storage import teams

    leaders = {fold_words(team.name).rpartition(" ")[2]: team for team in teams.teams(work)}
    keys, used = _keys(service, data), set[str]()
    since_on = date(service.office.today(service.clock()).year, 1, 15)
    for place in range(data["members"]):
        key, turn = keys[place % len(keys)], place // len(keys)
        known = leaders.get(str(key.number) if key.number else fold_words(key.name).rpartition(" ")[2])
        role = (TeamRole.LEADER, TeamRole.DEPUTY)[turn] if turn < 2 else TeamRole.MEMBER
        leader = _leader_of(work, known) if known and role is TeamRole.LEADER else None
        yield RosterEntry(
            row=place + 2,
            group=key,
            full_name=leader.full_name if leader else _name(data, dice, used),
            role=role,
            phone=f"09000{place + 1:05d}",
            decision_number=data["decision"].format(number=100 + keys.index(key)),
            decision_on=since_on,
            since_on=None if leader else since_on,
            consents={MemberField.FULL_NAME: True, MemberField.PHONE: dice.random() < 0.6} if turn < 2 else {},
        )


def _leader_of(work: "Work", team: "DigitalTeam") -> "TeamMember | None":
    from storage import teams

    return next(iter(teams.ever_members(work, team.id)), None)


def _name(data: dict[str, Any], dice: random.Random, used: set[str]) -> str:
    while True:
        name = f"{dice.choice(data['families'])} {dice.choice(data[dice.choice(('women', 'men'))])}"
        if name not in used:
            used.add(name)
            return name


def _describe_groups(work: "Work", data: dict[str, Any], dice: random.Random) -> None:
    from storage import support

    for group in support.residential_groups(work):
        group.households = dice.randint(120, 380)
        if dice.random() < 0.5:
            group.meeting_place = dice.choice(data["meeting_places"])


def _bind_leaders(work: "Work", service: "Service", simulator: "Simulator", data: dict[str, Any]) -> None:
    """Some leaders have written to the account before; the others have no Zalo that we know, as in any ward."""
    from domain.teams import TeamRole
    from storage import people, teams

    now = service.clock()
    leaders = teams.present_members(work, service.office.today(now), role=TeamRole.LEADER)
    free = [leader for leader in leaders if leader.person_id is None]
    for leader in free[: data["leaders_with_zalo"]]:
        account = simulator.add_person(leader.full_name, follows=True)
        leader.person_id = people.find_or_add(work, account.id, now=now).id
