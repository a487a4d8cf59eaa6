"""Whether somebody may be written to of our own accord, and at whose expense (zalo-platform §4.2)."""

from datetime import datetime, timedelta
from enum import StrEnum

FREE_FOR = timedelta(hours=48)
OPEN_FOR = timedelta(days=7)


class ReplyWindow(StrEnum):
    """What Zalo lets us say to a person now, by the time since he last did something in the chat."""

    FREE = "free"
    ON_QUOTA = "on_quota"
    CLOSED = "closed"


def reply_window(last_interaction_at: datetime | None, now: datetime) -> ReplyWindow:
    """Free within 48 hours, on the account's allowance within 7 days, closed from then on."""
    if last_interaction_at is None or now - last_interaction_at >= OPEN_FOR:
        return ReplyWindow.CLOSED
    return ReplyWindow.FREE if now - last_interaction_at < FREE_FOR else ReplyWindow.ON_QUOTA
