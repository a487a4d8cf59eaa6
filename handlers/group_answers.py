"""What is answered in a group to a member who speaks to us without reporting: short, and without anybody's name."""

from collections.abc import Callable

from domain.teams import GroupPurpose
from domain.understanding import Intent, QuestionTopic
from domain.ward import Hotline
from handlers.arrivals import Arrival
from handlers.deadline_answers import deadlines
from handlers.group_turn import GroupTurn
from handlers.office import Office
from handlers.reporting import reply


def answer_for(turn: GroupTurn) -> Callable[[GroupTurn], None]:
    """The answer to what was said; an incident is offered to be written privately and never opened from a group."""
    arrival = turn.arrival
    if arrival.understanding.urgent or arrival.means(Intent.INCIDENT, Intent.COMPLAINT, Intent.SUPPORT_REQUEST):
        return _write_privately
    if arrival.means(Intent.QUESTION) and arrival.understanding.topic is QuestionTopic.REPORT_DEADLINE:
        return show_deadlines
    return help_here


def hotlines(office: Office, arrival: Arrival) -> list[Hotline]:
    """Whom to call at once in the danger that a message tells of."""
    return list(office.ward.hotlines_for(arrival.understanding.category))


def _write_privately(turn: GroupTurn) -> None:
    urgent = turn.arrival.understanding.urgent
    reply(turn.reporting(), "group_incident", hotlines=hotlines(turn.office, turn.arrival) if urgent else [])


def elsewhere(turn: GroupTurn) -> None:
    """A command that is one person's own business."""
    reply(turn.reporting(), "group_write_privately", hotlines=[])


def help_here(turn: GroupTurn) -> None:
    """What can be said to us in a group."""
    if turn.group.purpose is GroupPurpose.RESPONSE_TEAM:
        reply(turn.reporting(), "group_help_response")
        return
    reply(turn.reporting(), "group_help", team=turn.here.team.name if turn.here else None)


def show_deadlines(turn: GroupTurn) -> None:
    """What the teams owe next and when; whether it was sent in is told in a team's own group only."""
    team_ids = {turn.here.team.id} if turn.here else set()
    is_own = turn.group.purpose is GroupPurpose.TEAM
    found = deadlines(turn.work, turn.office, team_ids if is_own else set(), now=turn.now)
    reply(turn.reporting(), "report_deadlines", items=found)
