"""The `roster` command: teams and their members, entered one by one, and the Zalo accounts bound to them."""

import datetime as dt
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from settings import Settings
    from storage.database import Database
    from storage.tables import DigitalTeam, TeamMember

SUMMARY = "Teams, their members, and the Zalo accounts bound to them"
MOST_PROBLEMS = 100
REASONS = {
    "team_name_taken": "There is already a team named {name}. See: python app.py roster list",
    "team_number_taken": "There is already a team with the number {number}. See: python app.py roster list",
    "no_such_team": "There is no team {team_id}. See: python app.py roster list",
    "no_such_member": "There is no member {member_id}. See: python app.py roster list",
    "no_such_person": "There is no person {person_id}. The number of a person stands on the staff pages.",
    "ended_already": "This membership ends on {until_on} already; a later day is not taken.",
    "ends_before_it_began": "This membership began on {since_on}; give that day or a later one with --on.",
}


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what may follow `roster` on the command line."""
    from domain.teams import TeamRole

    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", help="show every team with its members")
    sheet = actions.add_parser("import", help="take a sheet of XLSX over: all of it or nothing")
    sheet.add_argument("file", type=Path, help="the filled form; see: roster template")
    sheet.add_argument("--dry-run", action="store_true", help="only say what would change")
    form = actions.add_parser("template", help="write the empty form")
    form.add_argument("file", type=Path, help="where to write it, such as form.xlsx")
    team = actions.add_parser("add-team", help="enter a team")
    team.add_argument("name")
    team.add_argument("--number", type=int, help="the number of its residential group, if it bears one")
    member = actions.add_parser("add-member", help="enter a member of a team")
    member.add_argument("team", type=int, help="the id of the team")
    member.add_argument("name", help="the full name")
    member.add_argument("--role", type=TeamRole, choices=list(TeamRole), default=TeamRole.MEMBER)
    member.add_argument("--phone")
    end = actions.add_parser("end-member", help="let a membership end")
    end.add_argument("member", type=int, help="the id of the member")
    bind = actions.add_parser("bind", help="bind a member to the person of a Zalo account, who then hears reminders")
    bind.add_argument("member", type=int, help="the id of the member")
    bind.add_argument("person", type=int, nargs="?", help="the id of the person; without it the member is unbound")
    for dated in (team, member, end):
        dated.add_argument("--on", type=dt.date.fromisoformat, help="the day, YYYY-MM-DD (default: today)")


def run(arguments: Namespace) -> int:
    """Do it: 0 when done, 1 when refused, 2 when the settings or the database are not ready."""
    from commands.opened import with_database

    return with_database(lambda database, settings: _ACTIONS[arguments.action](database, settings, arguments), REASONS)


def _day(settings: "Settings", arguments: Namespace) -> dt.date:
    from commands.assembly import load_office, system_clock

    given: dt.date | None = getattr(arguments, "on", None)
    return given or load_office(settings).today(system_clock())


def _list(database: "Database", settings: "Settings", arguments: Namespace) -> int:
    from storage import teams

    with database.read() as work:
        found = teams.teams(work)
        members = teams.present_members(work, _day(settings, arguments))
    for team in found:
        _show(team, [member for member in members if member.team_id == team.id])
    if not found:
        print('No team yet. Enter one: python app.py roster add-team "Name of the team" --number 1')
    return 0


def _show(team: "DigitalTeam", members: "list[TeamMember]") -> None:
    state = f", dissolved on {team.dissolved_on}" if team.dissolved_on else ""
    print(f"team {team.id}: {team.name}{state}")
    for member in members:
        bound = f"person {member.person_id}" if member.person_id else "no Zalo account bound"
        print(f"  member {member.id}: {member.full_name}, {member.role}, {bound}")


def _add_team(database: "Database", settings: "Settings", arguments: Namespace) -> int:
    from handlers.roster import AddTeam, add_team

    command = AddTeam(name=arguments.name, number=arguments.number, since_on=_day(settings, arguments))
    with database.begin() as work:
        print(f"Team {add_team(work, command).id} entered.")
    return 0


def _add_member(database: "Database", settings: "Settings", arguments: Namespace) -> int:
    from handlers.roster import AddMember, add_member

    command = AddMember(
        team_id=arguments.team,
        full_name=arguments.name,
        role=arguments.role,
        phone=arguments.phone,
        since_on=_day(settings, arguments),
    )
    with database.begin() as work:
        print(f"Member {add_member(work, command).id} entered.")
    return 0


def _end_member(database: "Database", settings: "Settings", arguments: Namespace) -> int:
    from commands.assembly import load_office, system_clock
    from handlers.roster import end_member

    with database.begin() as work:
        now = system_clock()
        today = load_office(settings).today(now)
        member = end_member(work, arguments.member, _day(settings, arguments), now=now, today=today)
    print(f"Member {member.id} belongs to the team no more from {member.until_on} on.")
    return 0


def _bind(database: "Database", _settings: "Settings", arguments: Namespace) -> int:
    from handlers.roster import bind

    with database.begin() as work:
        member = bind(work, arguments.member, arguments.person)
    print(f"Member {member.id} is bound to person {member.person_id}." if member.person_id else "Unbound.")
    return 0


def _template(_database: "Database", settings: "Settings", arguments: Namespace) -> int:
    from commands.assembly import load_office
    from handlers.roster_import import form

    if arguments.file.exists():
        print(f"{arguments.file} is there already; name another file.", file=sys.stderr)
        return 1
    arguments.file.write_bytes(form(load_office(settings)))
    print(f"{arguments.file} written: one line a member. Then: python app.py roster import {arguments.file} --dry-run")
    return 0


def _import(database: "Database", settings: "Settings", arguments: Namespace) -> int:
    from commands.assembly import load_office, system_clock
    from domain.errors import Refused
    from handlers.roster_import import ImportRoster, import_roster, lines_of, problem_words

    office = load_office(settings)
    try:
        command = ImportRoster(data=arguments.file.read_bytes())
        with database.begin() as work:
            changes = import_roster(work, office, command, now=system_clock())
            if arguments.dry_run:
                work.session.rollback()
    except OSError as error:
        print(f"{arguments.file} cannot be read: {error.strerror}", file=sys.stderr)
        return 1
    except Refused as refused:
        print(office.texts.refusal(refused), file=sys.stderr)
        for problem in getattr(refused, "problems", ())[:MOST_PROBLEMS]:
            print(f"  {problem.cell}: {problem_words(office, problem)}", file=sys.stderr)
        return 1
    for kind, words in lines_of(office, changes):
        print(f"{office.texts.label('roster_changes', kind)}: {words}")
    done = "Nothing was taken over (--dry-run)." if arguments.dry_run else "Taken over."
    print("Nothing changes." if changes.is_empty else done, f"{changes.unchanged} lines as they were.")
    return 0


_ACTIONS: "dict[str, Callable[[Database, Settings, Namespace], int]]" = {
    "list": _list,
    "import": _import,
    "template": _template,
    "add-team": _add_team,
    "add-member": _add_member,
    "end-member": _end_member,
    "bind": _bind,
}
