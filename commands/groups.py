"""The `groups` command: the register of the account's group chats, and what each is for."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.client import ZaloClient
    from handlers.groups import NamedGroup
    from settings import Settings
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
    actions.add_parser("sync", help="take names and states from Zalo's own list of the account's groups")
    purpose = actions.add_parser("set-purpose", help="say what a group is for")
    purpose.add_argument("group", type=int, help="the id of the group")
    choices = [one for one in GroupPurpose if one is not GroupPurpose.TEAM]
    purpose.add_argument("purpose", type=GroupPurpose, choices=choices)


def run(arguments: Namespace) -> int:
    """Do it: 0 when done, 1 when refused, 2 when the settings or the database are not ready."""
    from commands.opened import with_database

    return with_database(lambda database, settings: _ACTIONS[arguments.action](database, settings, arguments), REASONS)


def _list(database: "Database", _settings: "Settings", _arguments: Namespace) -> int:
    from storage import teams

    with database.read() as work:
        found = teams.groups(work)
    for group in found:
        print(f"group {group.id}: {group.name or '(name unknown)'}, {group.purpose}, {group.status}")
    if not found:
        print("No group yet: one is entered when the account makes it, or when somebody writes in it.")
    return 0


def _set_purpose(database: "Database", _settings: "Settings", arguments: Namespace) -> int:
    from handlers.groups import set_purpose

    with database.begin() as work:
        group = set_purpose(work, arguments.group, arguments.purpose)
    print(f"Group {group.id} is now: {group.purpose}.")
    return 0


def _sync(database: "Database", settings: "Settings", _arguments: Namespace) -> int:
    from bot.errors import ZaloFailure
    from commands.assembly import system_clock
    from commands.opened import say
    from commands.zalo import zalo_client
    from domain.errors import OutsideFailure
    from handlers.groups import take_over_list

    try:
        listed = _all_groups(zalo_client(settings, database, system_clock))
    except ZaloFailure as failure:
        return say(f"Zalo did not list the groups: {failure.code}, {failure.words}. Nothing was changed.", 1)
    except OutsideFailure as failure:
        return say(f"Zalo could not be asked: {failure}. Nothing was changed.", 1)
    with database.begin() as work:
        take_over_list(work, listed, now=system_clock())
    print(f"{len(listed)} groups taken over.")
    return 0


def _all_groups(client: "ZaloClient") -> "list[NamedGroup]":
    """Zalo's whole list, page by page; groups that come twice, since the list moved meanwhile, count once."""
    from bot.client import MAX_ROWS
    from handlers.groups import NamedGroup

    found: dict[str, NamedGroup] = {}
    offset = 0
    while page := client.groups(offset=offset).groups:
        for group in page:
            found[group.group_id] = NamedGroup(
                zalo_group_id=group.group_id, name=group.name, is_active=group.is_enabled
            )
        offset += len(page)
        if len(page) < MAX_ROWS:
            break
    return list(found.values())


_ACTIONS: "dict[str, Callable[[Database, Settings, Namespace], int]]" = {
    "list": _list,
    "sync": _sync,
    "set-purpose": _set_purpose,
}
