"""When the bot speaks in a group: only when it is spoken to, or when a member's words are clearly a report (C4)."""

from datetime import timedelta
from enum import StrEnum

from domain.understanding import ActivityFields, ActivityType, Intent, Understanding

CLEAR_REPORT = 0.5
"""The least confidence with which unasked words of a member are taken for a report; below it the bot keeps quiet."""
WHOLE_REPORT = 0.3
"""The same where the words say what was done, about what, and with how many: a sentence that nobody chats."""
FOLLOW_UP = timedelta(minutes=10)
"""How long after his report a member's photos and corrections in the group still belong to it."""
_COUNTS = ("people", "households", "ewallet_accounts", "ocop_products", "counts")
_OF_ANOTHER_REPORT = frozenset({ActivityType.CORRECTION, ActivityType.ADDITION})


class Address(StrEnum):
    """By what somebody in a group speaks to the bot."""

    NONE = "none"
    TAG = "tag"
    MENTION = "mention"


def is_clearly_report(meaning: Understanding) -> bool:
    """Whether words that nobody asked for are a report beyond doubt: sure, of a known kind, done, and with a number."""
    said = meaning.activity
    if meaning.intent is not Intent.ACTIVITY_REPORT or said is None:
        return False
    if said.is_plan or changes_another(said) or said.activity_type in (None, ActivityType.OTHER):
        return False
    return has_numbers(said) and meaning.confidence >= (WHOLE_REPORT if said.topics else CLEAR_REPORT)


def has_numbers(said: ActivityFields) -> bool:
    """Whether words tell a number of people or of things done."""
    return any(getattr(said, name) for name in _COUNTS)


def changes_another(said: ActivityFields) -> bool:
    """Whether words correct a report or add to it: in a group these need a report that they can speak of."""
    return said.activity_type in _OF_ANOTHER_REPORT
