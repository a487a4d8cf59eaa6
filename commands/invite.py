"""The `invite` command: one-time codes that bind a member's Zalo account, made, listed and taken back."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from settings import Settings
    from storage.database import Database

SUMMARY = "One-time codes that bind members' Zalo accounts"
REASONS = {
    "no_such_team": "There is no team {team_id}. See: python app.py roster list",
    "no_such_member": "There is no member {member_id}. See: python app.py roster list",
    "nobody_to_invite_by_code": "Everybody in this team is bound already. A new code for one: --member ID",
    "membership_over": "This person belongs to the team no more, so no code was made.",
}


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what may follow `invite` on the command line."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    make = actions.add_parser("make", help="make codes; each is shown once, and older unused ones become worthless")
    whose = make.add_mutually_exclusive_group(required=True)
    whose.add_argument("--team", type=int, help="the id of a team: everybody in it who is not bound yet")
    whose.add_argument("--member", type=int, help="the id of one member")
    listing = actions.add_parser("list", help="show where the codes of a team stand")
    listing.add_argument("team", type=int, help="the id of the team")
    revoke = actions.add_parser("revoke", help="make a member's unused code worthless")
    revoke.add_argument("member", type=int, help="the id of the member")


def run(arguments: Namespace) -> int:
    """Do it: 0 when done, 1 when refused, 2 when the settings or the database are not ready."""
    from commands.opened import with_database

    return with_database(lambda database, settings: _ACTIONS[arguments.action](database, settings, arguments), REASONS)


def _make(database: "Database", settings: "Settings", arguments: Namespace) -> int:
    from commands.assembly import load_office, system_clock
    from handlers.invites import make_for_member, make_for_team

    now, office = system_clock(), load_office(settings)
    today = office.today(now)
    with database.begin() as work:
        if arguments.team is not None:
            made = make_for_team(work, arguments.team, today=today, now=now, officer_id=None)
        else:
            made = [make_for_member(work, arguments.member, today=today, now=now, officer_id=None)]
    for invite in made:
        until = office.texts.moment(invite.expires_at)
        print(f"{invite.code}  member {invite.member.id}: {invite.member.full_name} (until {until})")
    print("Each code is shown this once. The member sends it to the official account as his own private message.")
    return 0


def _list(database: "Database", settings: "Settings", arguments: Namespace) -> int:
    from commands.assembly import load_office, system_clock
    from handlers.invites import of_team

    now = system_clock()
    with database.read() as work:
        members = of_team(work, arguments.team, today=load_office(settings).today(now), now=now)
    for one in members:
        bound = "bound" if one.member.person_id else "not bound"
        print(f"member {one.member.id}: {one.member.full_name}, {bound}, code: {one.state or 'none'}")
    if not members:
        print("Nobody belongs to this team. See: python app.py roster list")
    return 0


def _revoke(database: "Database", _settings: "Settings", arguments: Namespace) -> int:
    from commands.assembly import system_clock
    from handlers.invites import revoke_for_member

    with database.begin() as work:
        revoked = revoke_for_member(work, arguments.member, now=system_clock())
    print("The code is worthless now." if revoked else "There was no unused code.")
    return 0


_ACTIONS: "dict[str, Callable[[Database, Settings, Namespace], int]]" = {
    "make": _make,
    "list": _list,
    "revoke": _revoke,
}
