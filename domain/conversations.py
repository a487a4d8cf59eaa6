"""Where a talk with one person can stand, and how long each stand lasts."""

from datetime import timedelta
from enum import StrEnum

JOIN_WINDOW = timedelta(minutes=10)
ANSWER_TIME = timedelta(minutes=30)
MENU_PAUSE = timedelta(minutes=10)


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
