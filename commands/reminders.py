"""The `reminders` command: who is reminded of what at an instant, by which channel and why."""

import datetime as dt
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from textwrap import indent
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    _show_words(office, found, office.today(at))
    if not found:
        print("No duty of the plan is in force: see ward/duties.toml.")
    return 0


def _at(given: dt.datetime | None, office: "Office") -> dt.datetime | None:
    if given is None or given.tzinfo is not None:
        return given
    return given.replace(tzinfo=office.texts.timezone)


def _show(office: "Office", outlook: "Outlook") -> None:
    occurrence = outlook.occurrence
    print(f"\n{occurrence.duty.code} {occurrence.period}, due on {occurrence.due_on}")
    if not outlook.is_time:
        print("  Nobody is reminded now: no rung of the ladder has come, or it is outside the speaking hours.")
    elif not outlook.reminders:
        print("  Nobody is reminded: nobody owes it.")
    for reminder in outlook.reminders:
        _show_reminder(office, reminder)


def _show_reminder(office: "Office", reminder: "PlannedReminder") -> None:
    channel = reminder.channel or "nobody"
    state = "" if reminder.is_new else " (decided before)"
    why = office.texts.label("reminder_reason", reminder.reason)
    print(f"- [{reminder.step.rung.key}] {_whom(reminder)}: {channel}, {reminder.reason}: {why}{state}")


def _show_words(office: "Office", outlooks: "Sequence[Outlook]", today: dt.date) -> None:
    """The messages as they would go out: one a human or group, whatever number of duties is in it."""
    from domain.reminders import in_digests
    from handlers.reminder_words import words_of

    said: dict[str, list[str]] = {}
    for digest in in_digests([one for outlook in outlooks for one in outlook.reminders]):
        to_whom = f"{_whom(digest[0])} by {digest[0].channel}"
        said.setdefault(words_of(office, digest, today=today).text, []).append(to_whom)
    for words, recipients in said.items():
        print(f"\nTo {', '.join(recipients)}:")
        print(indent(words, "    | "))


def _whom(reminder: "PlannedReminder") -> str:
    """Ids, roles and owners only: names of people stand in no log and no terminal."""
    owners = "; ".join(reminder.owner_names)
    recipient = reminder.recipient
    if recipient is not None:
        kind = f"member {recipient.member_id}" if recipient.member_id else f"contact {recipient.contact_id}"
        return f"{kind} ({owners})" if reminder.group_id is None else f"{kind} ({owners}) in group {reminder.group_id}"
    if reminder.group_id is not None:
        return f"group {reminder.group_id}"
    return owners or "the ward's group"
