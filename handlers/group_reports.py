"""A report in a group becomes a record through the same steps as in private, and is answered there without names."""

import re

from domain.activities import ActivitySource
from domain.errors import NotFound
from domain.understanding import ActivityFields, ActivityType, Intent
from handlers import activities
from handlers.activity_talk import ask_which_team, place_meant, tell
from handlers.group_turn import GroupTurn
from handlers.membership import Membership
from handlers.reporting import reply
from storage.tables import Activity, ChatMessage

_NUMBER = re.compile(r"\d")


def take(turn: GroupTurn, message: ChatMessage) -> None:
    """Record, correct or add to, for the team that is meant; who leaves it open is asked in private.

    Raises Refused where a record cannot be made or found.
    """
    said = turn.arrival.understanding.activity or turn.arrival.as_activity or ActivityFields()
    place = place_for(turn, said)
    if place is None:
        ask_which_team(turn.private(), turn.places, said, turn.arrival.masked, message, turn.group)
        return
    reporting, words = turn.reporting(place), turn.arrival.masked
    if said.activity_type is ActivityType.CORRECTION:
        activity, what = activities.correct(reporting, said, words=words), "corrected"
    elif said.activity_type is ActivityType.ADDITION:
        activity, what = activities.add_to(reporting, said, words=words), "added_to"
    else:
        source = ActivitySource.GROUP_CHAT
        activity = activities.record(reporting, said, words=words, source=source, messages=[message])
        tell(reporting, activity, str(activity.status))
        return
    activities.prove(reporting, activity, [message])
    tell(reporting, activity, what)


def place_for(turn: GroupTurn, said: ActivityFields) -> Membership | None:
    """The team a report is about: one of his own that it names, else the group's own, else his only one."""
    if turn.here is not None and said.team_number is None and said.team_name is None:
        return turn.here
    return place_meant(turn.places, said)


def may_correct(turn: GroupTurn) -> bool:
    """Whether words under a card may put its record right: a number at least, and nothing that wants something else."""
    if turn.arrival.means(Intent.INCIDENT, Intent.COMPLAINT, Intent.QUESTION, Intent.SUPPORT_REQUEST):
        return False
    return bool(_NUMBER.search(turn.arrival.masked))


def change(turn: GroupTurn, message: ChatMessage, activity: Activity) -> None:
    """Put a record right or add to it, as the words under its card say; a report of its own stays one.

    Raises NotFound (`no_such_activity`) where the record is not his to change, or Refused.
    """
    said = turn.arrival.understanding.activity or turn.arrival.as_activity or ActivityFields()
    place = turn.place_of(activity)
    if place is None:
        raise NotFound("no_such_activity", number=activity.id)
    reporting, words = turn.reporting(place), turn.arrival.masked
    if _is_another_report(turn, said):
        take(turn, message)
        return
    target = activities.own(reporting, activity.id)
    if said.activity_type is ActivityType.ADDITION:
        activities.add_to(reporting, said, words=words, activity=target)
        what = "added_to"
    else:
        activities.correct(reporting, said, words=words, activity=target)
        what = "corrected"
    activities.prove(reporting, target, [message])
    tell(reporting, target, what)


def _is_another_report(turn: GroupTurn, said: ActivityFields) -> bool:
    """A whole new report that somebody happened to write under an old card."""
    if not turn.arrival.means(Intent.ACTIVITY_REPORT):
        return False
    kinds = (None, ActivityType.OTHER, ActivityType.CORRECTION, ActivityType.ADDITION)
    return said.activity_type not in kinds and bool(said.topics)


def prove(turn: GroupTurn, message: ChatMessage, activity: Activity) -> None:
    """Let photos prove a record of one of his teams; the group is told once, unless he replied to the card.

    Raises NotFound (`no_such_activity`) where the record is another team's.
    """
    place = turn.place_of(activity)
    if place is None:
        raise NotFound("no_such_activity", number=activity.id)
    reporting, before = turn.reporting(place), activity.evidence
    activities.prove(reporting, activity, [message])
    if before == 0 or turn.card is not None:
        reply(reporting, "activity_proved", number=activity.id, evidence=activity.evidence)
