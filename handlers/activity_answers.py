"""How a member answers what we asked about an activity: what to correct, who was on duty, which team, more photos."""

import re
from collections.abc import Callable, Sequence

from domain.conversations import Step
from domain.errors import Incomplete
from domain.events import MessageReceived
from domain.understanding import ActivityFields, Intent
from handlers import activities, activity_form
from handlers.activity_talk import choose_team, is_named, places_of, reporting_of, take_evidence, tell_record
from handlers.arrivals import Arrival
from handlers.reporting import Reporting, record_values, reply
from handlers.turn import Turn
from language.normalising import fold_words
from storage import activities as records
from storage import conversations, teams
from storage.tables import Activity, ChatMessage, TeamMember

_SEPARATORS = r"[,;\n]+"
_NUMBERS = re.compile(r"\d{1,3}")


def take_answer(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    """Let a message answer what we asked about an activity; False when it is about something else."""
    answer = _ANSWERS.get(turn.conversation.step)
    return answer(turn, arrival, message) if answer else False


def _reporting(turn: Turn) -> tuple[Reporting, Activity] | None:
    activity = turn.work.session.get(Activity, turn.conversation.activity_id or 0)
    place = next((one for one in places_of(turn) if activity and one.team.id == activity.team_id), None)
    return (reporting_of(turn, place), activity) if activity and place else None


def _edit(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    """Words that may well be unlike a correction, such as `53` alone, correct the record in hand."""
    in_hand = _reporting(turn)
    if in_hand is None or arrival.means(Intent.INCIDENT, Intent.COMPLAINT) or not message.text.strip():
        return False
    reporting, activity = in_hand
    said = arrival.as_activity or ActivityFields()
    activities.correct(reporting, said, words=arrival.masked, activity=activity)
    activities.prove(reporting, activity, [message])
    tell_record(turn, reporting, activity, "corrected")
    return True


def _team(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    """The team by words instead of by a tap."""
    said = arrival.as_activity or ActivityFields()
    words = fold_words(message.text)
    named = [one for one in places_of(turn) if is_named(one.team, said) or words and words in fold_words(one.team.name)]
    if len(named) != 1:
        return False
    choose_team(turn, named[0].team.id)
    return True


def _attendees(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    """Numbers of our list, or names: who was on duty, for the sheet of person-days (reporting §5)."""
    in_hand = _reporting(turn)
    if in_hand is None or not message.text.strip() or arrival.means(Intent.INCIDENT, Intent.COMPLAINT):
        return False
    reporting, activity = in_hand
    set_attendees(reporting, activity, message.text)
    conversations.wait_for(turn.conversation, Step.IDLE, until=None)
    return True


def set_attendees(reporting: Reporting, activity: Activity, words: str) -> None:
    """Note who was on duty by what somebody wrote, and answer with the names that were understood.

    Raises Incomplete (`nobody_named`) when no name or number is known in the team.
    """
    members = teams.members_of_team(reporting.work, activity.team_id, activity.starts_on)
    found, unknown = named_members(members, words, joints=reporting.office.texts.label("joints", "names").split(", "))
    if not found:
        raise Incomplete("nobody_named")
    records.set_attendees(reporting.work, activity.id, {member.id for member in found}, person_days=1.0)
    activities.change_quietly(reporting, activity, {"members": len(found)})
    values = record_values(activity, reporting.team)
    names = [] if reporting.group else [member.full_name for member in found]
    reply(reporting, "activity_attended", names=names, unknown=[] if reporting.group else unknown, **values)


def named_members(
    members: Sequence[TeamMember], words: str, *, joints: Sequence[str]
) -> tuple[list[TeamMember], list[str]]:
    """The members that numbers of the list, whole names or given names mean, and what fits nobody or several.

    `joints` are the words that join names, such as "and".
    """
    parts = re.split("|".join([_SEPARATORS, *(rf"\s+{re.escape(joint)}\s+" for joint in joints)]), words)
    found: dict[int, TeamMember] = {}
    unknown: list[str] = []
    for part in filter(None, (piece.strip() for piece in parts)):
        matches = _matches(members, part)
        if len(matches) == 1:
            found[matches[0].id] = matches[0]
        else:
            unknown.append(part)
    return list(found.values()), unknown


def _matches(members: Sequence[TeamMember], part: str) -> list[TeamMember]:
    if numbers := _NUMBERS.fullmatch(part):
        position = int(numbers.group()) - 1
        return [members[position]] if 0 <= position < len(members) else []
    wanted = fold_words(part).split()
    by_ending = [member for member in members if _ends_with(fold_words(member.full_name).split(), wanted)]
    return by_ending or [member for member in members if fold_words(member.full_name).split()[-1:] == wanted[-1:]]


def _ends_with(name: list[str], wanted: list[str]) -> bool:
    return bool(wanted) and name[-len(wanted) :] == wanted


def _proof(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    return isinstance(arrival.event, MessageReceived) and take_evidence(turn, arrival, message)


_ANSWERS: dict[Step, Callable[[Turn, Arrival, ChatMessage], bool]] = {
    Step.EDITING_ACTIVITY: _edit,
    Step.CHOOSING_TEAM: _team,
    Step.NAMING_ATTENDEES: _attendees,
    Step.PROVING_ACTIVITY: _proof,
    Step.FILLING_FORM: activity_form.take_answer,
}
