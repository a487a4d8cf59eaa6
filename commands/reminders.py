"""The `reminders` command: who is reminded of what at an instant, by which channel and why."""

import datetime as dt
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from textwrap import indent
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.reminders import PlannedReminder
    from handlers.office import Office
    from handlers.reminders import Outlook
    from settings import Settings
    from storage.database import Database

SUMMARY = "Reminders of duties: show who would hear what, by which channel and why, or queue what is due now"


def _instant(text: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError("an instant looks like 2026-12-18T09:00+07:00") from error


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what may follow `reminders` on the command line."""
    parser.add_argument("--at", type=_instant, help="an instant, ward time unless it says otherwise (default: now)")
    parser.add_argument("--dry-run", action="store_true", help="only show; nothing is written and nobody is told")


def run(arguments: Namespace) -> int:
    """Do it: 0 when done, 2 when it makes no sense or the settings or the database are not ready."""
    from commands.opened import say, with_database

    if arguments.at is not None and not arguments.dry_run:
        return say("Another time than now can only be looked at: add --dry-run.", 2)
    return with_database(lambda database, settings: _remind(database, settings, arguments), {})


def _remind(database: "Database", settings: "Settings", arguments: Namespace) -> int:
    from commands.assembly import load_office, system_clock
    from handlers.reminders import outlooks, remind

    office = load_office(settings)
    at = _at(arguments.at, office) or system_clock()
    if not arguments.dry_run:
        with database.begin() as work:
            print(f"{remind(work, office, now=at)} reminders queued.")
        return 0
    with database.read() as work:
        found = outlooks(work, office, at)
    print(f"At {office.local(at):%Y-%m-%d %H:%M}:")
    for outlook in found:
        _show(office, outlook)
    if not found:
        print("No duty of the teams is in force: see ward/duties.toml.")
    return 0


def _at(given: dt.datetime | None, office: "Office") -> dt.datetime | None:
    if given is None or given.tzinfo is not None:
        return given
    return given.replace(tzinfo=office.texts.timezone)


def _show(office: "Office", outlook: "Outlook") -> None:
    occurrence = outlook.occurrence
    print(f"\n{occurrence.duty.code} {occurrence.period}, due on {occurrence.due_on}")
    if outlook.moment is None:
        print("  Nobody is reminded now: it is before the first rung of the ladder, or outside the speaking hours.")
        return
    print(f"  rung: {outlook.moment.rung.key}")
    if not outlook.reminders:
        print("  Nobody is reminded: no team owes it.")
    said: set[str] = set()
    for reminder in outlook.reminders:
        _show_reminder(office, reminder, said)


def _show_reminder(office: "Office", reminder: "PlannedReminder", said: set[str]) -> None:
    from handlers.reminders import words_of

    channel = reminder.channel or "nobody"
    state = "" if reminder.is_new else " (decided before)"
    print(f"- {_whom(reminder)}: {channel}, {reminder.reason}: {_reason(office, reminder)}{state}")
    words = words_of(office, reminder)
    if words and reminder.is_new and words.text not in said:
        print(indent(words.text, "    | "))
        said.add(words.text)


def _reason(office: "Office", reminder: "PlannedReminder") -> str:
    return office.texts.label("reminder_reason", reminder.reason)


def _whom(reminder: "PlannedReminder") -> str:
    teams = "; ".join(reminder.team_names)
    if reminder.leader is not None:
        return f"{reminder.leader.full_name} (member {reminder.leader.member_id}; {teams})"
    if reminder.group_id is not None:
        return f"group {reminder.group_id}"
    return teams or "the ward's group"
