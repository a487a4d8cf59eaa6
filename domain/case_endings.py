"""How a case ends for those who reported it: their last word, their silence, what proves the work, more time."""

from datetime import date, timedelta
from enum import StrEnum

from domain.incidents import STILL_OPEN, IncidentStatus

SILENCE = timedelta(days=7)
"""How long a question that reached the phone may stay without an answer (product C2)."""
UNDELIVERED = timedelta(days=21)
"""How long we wait for a receipt of a question that left and was never said to have arrived."""
PROOF_WINDOW = timedelta(minutes=30)
"""How long after *done* a photo without words still proves it."""
ALBUM_WINDOW = timedelta(minutes=10)
"""How long further photos still belong to a case that was just proven."""
REOPEN_WITHIN = timedelta(days=30)
"""How long after its end a reporter may still open a case again."""
MOST_STARS = 5
LONGEST_EXTENSION_DAYS = 90
RUNNING = STILL_OPEN - {IncidentStatus.FORWARDED}
"""The states in which somebody of the ward works on a case, or still has to."""
ANSWERED = frozenset({IncidentStatus.RESOLVED, IncidentStatus.NOT_FIXED, IncidentStatus.DECLINED})
"""The states in which the reporter has the office's answer."""


class Verdict(StrEnum):
    """A reporter's last word on one answer of ours."""

    DONE = "done"
    NOT_DONE = "not_done"


class Closing(StrEnum):
    """How a case was closed: whether its reporter agreed, kept silent, never heard of it, or an officer closed it."""

    CONFIRMED = "confirmed"
    SILENT = "silent"
    NOT_INFORMED = "not_informed"
    BY_STAFF = "by_staff"


class ExtensionStatus(StrEnum):
    """Where a wish for more time stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"


class Punctuality(StrEnum):
    """Whether an answer came in time; what was extended is counted apart (product C2)."""

    ON_TIME = "on_time"
    EXTENDED = "extended"
    LATE = "late"


def punctuality(answered_on: date, due_on: date, *, original_due_on: date | None) -> Punctuality:
    """How an answer of this day is counted; `original_due_on` is the date before the first extension, if any."""
    if answered_on <= (original_due_on or due_on):
        return Punctuality.ON_TIME
    return Punctuality.EXTENDED if answered_on <= due_on else Punctuality.LATE
