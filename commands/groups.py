"""The `groups` command: the register of the account's group chats, what each is for, and orders for Zalo."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from settings import Settings
    from storage.database import Database

SUMMARY = "The group chats of the official account, and what each is for"
REASONS = {
    "no_such_group": "There is no group with this id. See: python app.py groups list",
    "group_has_ended": "This group cannot be spoken in any more; it cannot be used for anything.",
    "purpose_taken": "Group {other} has this purpose already. Set it to unassigned first.",
    "team_has_group": "Group {other} belongs to this team already. Set it to unassigned first.",
    "team_of_group_needed": "Say which team: python app.py groups set-purpose GROUP team --team TEAM",
    "no_such_team": "There is no team {team_id}. See: python app.py roster list",
    "no_such_person": "There is no person {person_id}. The number of a person stands on the staff pages.",
    "nothing_proposed": "Nothing is proposed for this group.",
    "group_being_made": "The group {name} is being made already.",
    "group_name_taken": "There is a group named {name} already.",
    "no_account_manager": "A group needs somebody who manages the account and whom Zalo lets us invite: he follows the "
    "account or wrote to it within 7 days. Name him: python app.py groups manager PERSON",
    "no_such_asset_type": "There is no such size of group. See: python app.py groups quota",
    "no_free_asset": "No asset for {most} people is free. Buy one in Zalo OA Manager, then: python app.py groups sync",
    "asset_too_small": "The group needs room for {wanted} people, this size holds {most}.",
    "nobody_to_invite": "Nobody can be invited now: {not_bound} have no Zalo account bound, {out_of_window} have not "
    "written to the account within 7 days.",
    "group_name_needed": "A name has 1 to {most} characters.",
    "same_name": "The group bears this name.",
    "name_not_typed": "To dissolve it, type its name exactly: {name}",
    "ordered_already": "This was ordered already and waits for Zalo.",
    "no_such_order": "There is no such order. See: python app.py groups orders",
    "order_begun": "This order was begun already.",
    "purpose_needed": "Say what the group is for.",
}


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what may follow `groups` on the command line."""
    from domain.teams import GroupPurpose

    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", help="show every group we have heard of")
    actions.add_parser("sync", help="take the groups and what pays for them from Zalo's own lists")
    actions.add_parser("quota", help="show what pays for groups, as last read from Zalo, and what more would cost")
    actions.add_parser("orders", help="show what was ordered lately and how it ended")
    purpose = actions.add_parser("set-purpose", help="say what a group is for")
    purpose.add_argument("group", type=int, help="the id of the group")
    purpose.add_argument("purpose", type=GroupPurpose, choices=list(GroupPurpose))
    purpose.add_argument("--team", type=int, help="the id of the team, for a team's group")
    create = actions.add_parser("create", help="order a group under its right name")
    create.add_argument("purpose", help="ward, response_team, or the id of a team")
    create.add_argument("--size", default="gmf100", help="the size of group that pays for it (default: gmf100)")
    for action, words in (("invite", "order that those who belong there be invited"), ("decline", "no, not that team")):
        actions.add_parser(action, help=words).add_argument("group", type=int, help="the id of the group")
    rename = actions.add_parser("rename", help="order another name")
    dissolve = actions.add_parser("dissolve", help="order the end of a group for everybody")
    for named in (rename, dissolve):
        named.add_argument("group", type=int, help="the id of the group")
        named.add_argument("name", help="the new name; to dissolve, its name as it is")
    actions.add_parser("cancel", help="take an order back").add_argument("order", type=int)
    manager = actions.add_parser("manager", help="say who manages the account on Zalo")
    manager.add_argument("person", type=int, help="the id of the person")
    manager.add_argument("--remove", action="store_true", help="he does so no more")


def run(arguments: Namespace) -> int:
    """Do it: 0 when done, 1 when refused, 2 when the settings or the database are not ready."""
    from commands import group_actions
    from commands.opened import with_database

    actions: dict[str, Callable[[Database, Settings, Namespace], int]] = group_actions.ACTIONS
    return with_database(lambda database, settings: actions[arguments.action](database, settings, arguments), REASONS)
