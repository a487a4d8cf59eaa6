"""What a person may agree to, one purpose at a time (Law 91/2025 art. 9; reporting §4.1)."""

from enum import StrEnum

NOTICE_VERSION = "2026-11"


class Purpose(StrEnum):
    """Why we would use something that needs consent."""

    NOTIFICATIONS = "notifications"
    LOCATION = "location"
