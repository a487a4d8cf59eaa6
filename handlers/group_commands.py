"""The words that a group may say to us: one table; what is one person's own business is answered in private."""

from collections.abc import Callable

from domain.activities import ActivityStatus
from domain.chat_commands import ChatCommandName
from domain.errors import NotFound
from domain.group_speech import Address
from handlers import activities, activity_lists, group_answers
from handlers.activity_talk import tell
from handlers.group_turn import GroupTurn
from handlers.reporting import Reporting, reply
from storage import activities as records
from storage.activities import ActivityFilter
from storage.tables import Activity, ChatMessage

Act = Callable[[GroupTurn, ChatMessage], None]
Answer = Callable[[GroupTurn], None]
_Name = ChatCommandName


def change_for(turn: GroupTurn) -> Act | None:
    """What a member's command changes, or None when it changes nothing or is not meant for us."""
    command = turn.arrival.command
    if command is None:
        return None
    is_plain = command.name in _PLAIN_WITH_NUMBER and command.argument
    return _CHANGES.get(command.name) if turn.is_spoken_to or is_plain else None


def answer_for(turn: GroupTurn) -> Answer | None:
    """What a member's command is answered with; None when it is none, or not meant for us."""
    command = turn.arrival.command
    if command is None or not (turn.is_spoken_to or command.name in _PLAIN):
        return None
    own = _ANSWERS.get(command.name)
    return own or (group_answers.elsewhere if turn.arrival.address is not Address.NONE else None)


def _with_record(act: Callable[[GroupTurn, Reporting, Activity], None]) -> Act:
    """Do something with the record that a number or the card replied to names, else with his newest one."""

    def obey(turn: GroupTurn, message: ChatMessage) -> None:
        argument = turn.arrival.command.argument if turn.arrival.command else None
        number = int(argument) if argument and argument.isdecimal() else None
        if number is None and turn.card is not None:
            number = turn.card.activity_id
        place = turn.place_of(records.get(turn.work, number) if number else None)
        if number is not None and place is None:
            raise NotFound("no_such_activity", number=number)
        reporting = turn.reporting(place)
        act(turn, reporting, activities.own(reporting, number))

    return obey


def _delete(turn: GroupTurn, reporting: Reporting, activity: Activity) -> None:
    activities.withdraw(reporting, activity)
    reply(reporting, "activity_withdrawn", number=activity.id, activity_id=activity.id)


def _keep_apart(turn: GroupTurn, reporting: Reporting, activity: Activity) -> None:
    activities.keep_apart(reporting, activity)
    tell(reporting, activity, "kept_apart")


def _join(turn: GroupTurn, reporting: Reporting, activity: Activity) -> None:
    first = activities.join_duplicate(reporting, activity)
    reply(reporting, "activity_joined", number=activity.id, first=first.id, activity_id=first.id)


def _undo(turn: GroupTurn, message: ChatMessage) -> None:
    """His last change, in whichever of his teams it was."""
    newest = records.latest_of(
        turn.work,
        {place.member.id for place in turn.places},
        since=turn.now - activities.LOOK_BACK,
        statuses=set(ActivityStatus),
        day=None,
    )
    reporting = turn.reporting(turn.place_of(newest))
    tell(reporting, activities.undo(reporting), "undone")


def _show_team(turn: GroupTurn) -> None:
    places = (turn.here,) if turn.here else turn.places
    wanted = ActivityFilter(team_ids={place.team.id for place in places}, statuses=activity_lists.SHOWN)
    values = activity_lists.list_values(turn.work, turn.office, places, wanted, whose="team", now=turn.now)
    reply(turn.reporting(), "activity_list", **values)


def _show_mine(turn: GroupTurn) -> None:
    activity_lists.show_mine(turn.private())


_CHANGES: dict[ChatCommandName, Act] = {
    _Name.DELETE_ACTIVITY: _with_record(_delete),
    _Name.OTHER_ACTIVITY: _with_record(_keep_apart),
    _Name.SAME_ACTIVITY: _with_record(_join),
    _Name.UNDO_ACTIVITY: _undo,
}
_ANSWERS: dict[ChatCommandName, Answer] = {
    _Name.TEAM_ACTIVITIES: _show_team,
    _Name.MY_ACTIVITIES: _show_mine,
    _Name.REPORT_DEADLINE: group_answers.show_deadlines,
    _Name.REPORT_ACTIVITY: group_answers.help_here,
    _Name.MENU: group_answers.help_here,
    _Name.HELP: group_answers.help_here,
}
_PLAIN = frozenset({_Name.TEAM_ACTIVITIES, _Name.MY_ACTIVITIES, _Name.REPORT_DEADLINE})
"""Commands that nobody says to anybody else, so that a member need not call us."""
_PLAIN_WITH_NUMBER = frozenset({_Name.DELETE_ACTIVITY, _Name.OTHER_ACTIVITY, _Name.SAME_ACTIVITY})
