"""Where a talk with one person can stand, and how long each stand lasts."""

from datetime import datetime, timedelta
from enum import StrEnum

JOIN_WINDOW = timedelta(minutes=10)
ANSWER_TIME = timedelta(minutes=30)
MENU_PAUSE = timedelta(minutes=10)
HUMAN_KEEPS_FOR = timedelta(hours=12)


class Step(StrEnum):
    """What we wait for from a person."""

    IDLE = "idle"
    GATHERING = "gathering"
    ASKING_PLACE = "asking_place"
    ASKING_CONTENT = "asking_content"
    ADDING = "adding"
    CHOOSING_EDIT = "choosing_edit"
    EDITING_PLACE = "editing_place"
    EDITING_CONTENT = "editing_content"
    CONFIRMING_WITHDRAWAL = "confirming_withdrawal"
    SUGGESTING = "suggesting"
    DESCRIBING_PROCEDURE = "describing_procedure"
    CLARIFYING = "clarifying"
    CHOOSING_TEAM = "choosing_team"
    EDITING_ACTIVITY = "editing_activity"
    NAMING_ATTENDEES = "naming_attendees"
    PROVING_ACTIVITY = "proving_activity"
    FILLING_FORM = "filling_form"
    READING_GUIDE = "reading_guide"
    NAMING_GROUP = "naming_group"
    LEAVING_PHONE = "leaving_phone"
    ANSWERING_HELPER = "answering_helper"
    ANSWERING_RESPONSE_TEAM = "answering_response_team"
    NAMING_REPRESENTED = "naming_represented"


def is_silent(silent_until_at: datetime | None, now: datetime) -> bool:
    """Whether a human answers in the bot's place at `now` (product C9)."""
    return silent_until_at is not None and now < silent_until_at


def has_ended(silent_until_at: datetime | None, now: datetime) -> bool:
    """Whether a human's time is over and the talk has not come back yet."""
    return silent_until_at is not None and silent_until_at <= now
