"""What the plan asks for periodically: how far a report has come, and by which way a reminder of it goes."""

from enum import StrEnum


class ObligationStatus(StrEnum):
    """How far one team's report for one period has come (product C6)."""

    NOT_STARTED = "not_started"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    LOCKED = "locked"


class ReminderChannel(StrEnum):
    """By which way a reminder goes (product C6)."""

    PRIVATE_CHAT = "private_chat"
    WARD_GROUP = "ward_group"
    PHONE = "phone"
