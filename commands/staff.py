"""The `staff` command: makes and lists officers' accounts, closes them and sets new passwords."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.database import Database

SUMMARY = "Officers' accounts: add, list, disable, set a new password"
REASONS = {
    "bad_username": "The username needs 3 to 60 characters: a-z, 0-9, dot, dash or underscore.",
    "name_needed": 'The full name is missing: give it with --name "...".',
    "bad_password": "The password needs {shortest} to {longest} characters.",
    "username_taken": "There is already an account named {username}.",
    "no_such_officer": "There is no account named {username}. See: python app.py staff list",
}


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what may follow `staff` on the command line."""
    from domain.staff import Role

    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="make an account; prints a random password once unless one is given")
    add.add_argument("username")
    add.add_argument("--name", required=True, help="the officer's full name, shown to colleagues")
    add.add_argument("--role", type=Role, choices=list(Role), default=Role.OFFICER, help="default: officer")
    actions.add_parser("list", help="show every account")
    disable = actions.add_parser("disable", help="close an account and log it out everywhere")
    disable.add_argument("username")
    password = actions.add_parser("password", help="set a new password and log the account out everywhere")
    password.add_argument("username")
    for with_password in (add, password):
        with_password.add_argument("--password-stdin", action="store_true", help="read it from the first line of stdin")


def run(arguments: Namespace) -> int:
    """Do it: 0 when done, 1 when refused, 2 when the settings or the database are not ready."""
    from domain.errors import Refused
    from settings import BadSettings, load_settings
    from storage.database import Database

    try:
        database = Database(load_settings().database_url)
    except BadSettings as problem:
        return _say(str(problem), 2)
    try:
        return _run_on(database, arguments)
    except Refused as refused:
        return _say(REASONS[refused.code].format(**refused.values), 1)
    finally:
        database.close()


def _run_on(database: "Database", arguments: Namespace) -> int:
    from storage import migrate

    if migrate.current_revision(database) != migrate.newest_revision():
        return _say("The database schema is missing or old. Run first: python app.py migrate", 2)
    _ACTIONS[arguments.action](database, arguments)
    return 0


def _add(database: "Database", arguments: Namespace) -> None:
    from handlers.accounts import AddOfficer, add_officer

    password, is_random = _password(arguments)
    command = AddOfficer(username=arguments.username, full_name=arguments.name, role=arguments.role, password=password)
    with database.begin() as work:
        officer = add_officer(work, command, now=datetime.now(UTC))
    print(f"Account {officer.username} ({officer.role}) made.")
    _show_once(password, is_random)


def _list(database: "Database", _arguments: Namespace) -> None:
    from storage import staff

    with database.read() as work:
        officers = staff.officers(work)
    for officer in officers:
        state = "disabled" if officer.disabled_at else "open"
        last = f"{officer.last_login_at:%Y-%m-%d %H:%M} UTC" if officer.last_login_at else "never"
        print(f"{officer.username:<20} {officer.role:<14} {state:<9} last login {last:<21} {officer.full_name}")
    if not officers:
        print('No account yet. Make one: python app.py staff add USERNAME --name "Full Name" --role officer')


def _disable(database: "Database", arguments: Namespace) -> None:
    from handlers.accounts import disable

    with database.begin() as work:
        officer = disable(work, arguments.username, now=datetime.now(UTC))
    print(f"Account {officer.username} is closed; its sessions have ended.")


def _set_password(database: "Database", arguments: Namespace) -> None:
    from handlers.accounts import change_password

    password, is_random = _password(arguments)
    with database.begin() as work:
        officer = change_password(work, arguments.username, password)
    print(f"Account {officer.username} has a new password; its sessions have ended.")
    _show_once(password, is_random)


_ACTIONS: dict[str, Callable[["Database", Namespace], None]] = {
    "add": _add,
    "list": _list,
    "disable": _disable,
    "password": _set_password,
}


def _password(arguments: Namespace) -> tuple[str, bool]:
    from handlers.accounts import random_password

    if arguments.password_stdin:
        return sys.stdin.readline().rstrip("\r\n"), False
    return random_password(), True


def _show_once(password: str, is_random: bool) -> None:
    if is_random:
        print(f"Password (shown only now): {password}")


def _say(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code
