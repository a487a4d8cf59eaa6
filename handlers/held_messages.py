"""What is not urgent waits until the person next writes, and leaves in the hours in which we speak (product C6)."""

from datetime import datetime

from domain.reply_window import FREE_FOR
from handlers.office import Office
from handlers.reply_budgets import day_begins_at
from storage import joined_messages, reminders
from storage.database import Work


def release_held(work: Work, office: Office, *, now: datetime) -> int:
    """Let go what waits for those who wrote within the free window; answers how many messages may leave.

    Whoever was told something today hears it another day.
    """
    if not office.ward.speaking_hours.allow(office.local(now), office.ward.calendar):
        return 0
    told = reminders.told_since(work, day_begins_at(office, now))
    return joined_messages.release(work, written_since=now - FREE_FOR, without=told, now=now)
