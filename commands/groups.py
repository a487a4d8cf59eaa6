"""The `groups` command: the register of the account's group chats, and what each is for."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.database import Database

SUMMARY = "The group chats of the official account, and what each is for"
REASONS = {
    "no_such_group": "There is no group with this id. See: python app.py groups list",
    "group_has_ended": "This group was dissolved; it cannot be used for anything.",
    "purpose_taken": "Group {other} has this purpose already. Set it to unassigned first.",
}


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what may follow `groups` on the command line."""
    from domain.teams import GroupPurpose

    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", help="show every group we have heard of")
    purpose = actions.add_parser("set-purpose", help="say what a group is for")
    purpose.add_argument("group", type=int, help="the id of the group")
    choices = [one for one in GroupPurpose if one is not GroupPurpose.TEAM]
    purpose.add_argument("purpose", type=GroupPurpose, choices=choices)


def run(arguments: Namespace) -> int:
    """Do it: 0 when done, 1 when refused, 2 when the settings or the database are not ready."""
    from commands.opened import with_database

    return with_database(lambda database, _settings: _ACTIONS[arguments.action](database, arguments), REASONS)


def _list(database: "Database", _arguments: Namespace) -> int:
    from storage import teams

    with database.read() as work:
        found = teams.groups(work)
    for group in found:
        print(f"group {group.id}: {group.name or '(name unknown)'}, {group.purpose}, {group.status}")
    if not found:
        print("No group yet: one is entered when the account makes it, or when somebody writes in it.")
    return 0


def _set_purpose(database: "Database", arguments: Namespace) -> int:
    from handlers.groups import set_purpose

    with database.begin() as work:
        group = set_purpose(work, arguments.group, arguments.purpose)
    print(f"Group {group.id} is now: {group.purpose}.")
    return 0


_ACTIONS: "dict[str, Callable[[Database, Namespace], int]]" = {"list": _list, "set-purpose": _set_purpose}
