"""Reminders that have not left yet: they wait out the quiet hours, and those that are out of date are taken back."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from handlers.office import Office
from handlers.reminder_facts import occurrences_near
from storage import reminders
from storage.database import Work
from storage.tables import Reminder

KIND = "reminder"
OUT_OF_DATE = "its day has passed"
SAID_ANEW = "a newer reminder says it"


def keep_up(work: Work, office: Office, *, now: datetime) -> None:
    """When Zalo could not be reached for hours or days: nothing leaves at night, and no last call after its day."""
    local = office.local(now)
    if not office.ward.speaking_hours.allow(local, office.ward.calendar):
        until_at = office.ward.speaking_hours.next_allowed(local, office.ward.calendar)
        reminders.defer(work, until_at=until_at, now=now)
    if waits := reminders.waiting(work, KIND):
        _take_back_outdated(work, office, waits, local.date())


def _take_back_outdated(work: Work, office: Office, waits: Mapping[str, int | None], today: date) -> None:
    due = {(one.duty.code, one.period): one.due_on for one in occurrences_near(office, today)}

    def is_outdated(row: Reminder) -> bool:
        """What was said of a delay stays true; what was said before the due day is over with it."""
        due_on = due.get((row.duty, row.period))
        return due_on is not None and office.today(row.decided_at) <= due_on < today

    rows = reminders.of_messages(work, waits)
    known = {row.message_key for row in rows}
    still_true = {row.message_key for row in rows if not is_outdated(row)}
    outdated = [key for key in waits if key in known - still_true]
    if outdated:
        reminders.cancel_waiting(work, outdated, words=OUT_OF_DATE)


def take_back_older(work: Work, told: Mapping[int, Collection[tuple[str, str]]]) -> None:
    """Reminders that wait for these persons and say nothing beyond what they are told now leave no more.

    `told` holds the duties and periods of each person's new message.
    """
    waits = {key: person_id for key, person_id in reminders.waiting(work, KIND).items() if person_id in told}
    if not waits:
        return
    says_more = {
        row.message_key
        for row in reminders.of_messages(work, waits)
        if (row.duty, row.period) not in told[waits[row.message_key or ""] or 0]
    }
    reminders.cancel_waiting(work, [key for key in waits if key not in says_more], words=SAID_ANEW)
