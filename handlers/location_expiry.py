"""Coordinates of a pin that nobody allowed to be kept are erased after a day (product C2; Law 91/2025 art. 31)."""

from datetime import datetime, timedelta

from storage import pins
from storage.database import Work

KEPT_WITHOUT_CONSENT = timedelta(hours=24)


def erase_unallowed_pins(work: Work, *, now: datetime) -> int:
    """Erase the coordinates of pins older than a day whose sender did not consent; answers how many cases."""
    return pins.erase_without_consent(work, older_than=now - KEPT_WITHOUT_CONSENT)
