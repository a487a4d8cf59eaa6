"""What a member sees of what was done: his own activities, the whole team's, and the monthly summary."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from domain.activities import COUNTED, ActivityStatus
from handlers.activity_talk import places_of
from handlers.membership import Membership
from handlers.office import Office
from handlers.reporting import record_values
from handlers.turn import Turn, say
from storage import activities
from storage.activities import ActivityFilter
from storage.database import Work

LIST_LENGTH = 8
_MONTHS_OF_A_QUARTER = 3
SHOWN = frozenset(ActivityStatus) - {ActivityStatus.WITHDRAWN}


def show_mine(turn: Turn) -> None:
    """The newest activities that this member told, with the sums of the quarter so far."""
    places = places_of(turn)
    if not places:
        say(turn, "activity_not_member")
        return
    members = {place.member.id for place in places}
    _show(turn, places, ActivityFilter(member_ids=members, statuses=SHOWN), whose="mine")


def show_team(turn: Turn) -> None:
    """The same for all that was told for his team."""
    places = places_of(turn)
    if not places:
        say(turn, "activity_not_member")
        return
    teams = {place.team.id for place in places}
    _show(turn, places, ActivityFilter(team_ids=teams, statuses=SHOWN), whose="team")


def quarter_start(today: date) -> date:
    """The first day of the calendar quarter."""
    return date(today.year, (today.month - 1) // _MONTHS_OF_A_QUARTER * _MONTHS_OF_A_QUARTER + 1, 1)


def _show(turn: Turn, places: tuple[Membership, ...], wanted: ActivityFilter, *, whose: str) -> None:
    say(turn, "activity_list", **list_values(turn.work, turn.office, places, wanted, whose=whose, now=turn.now))


def list_values(
    work: Work, office: Office, places: Sequence[Membership], wanted: ActivityFilter, *, whose: str, now: datetime
) -> dict[str, Any]:
    """What the list tells: the newest records, and the sums of the quarter so far."""
    today = office.today(now)
    since = quarter_start(today)
    newest = activities.page(work, wanted, limit=LIST_LENGTH)
    counted = ActivityFilter(
        team_ids=wanted.team_ids, member_ids=wanted.member_ids, statuses=COUNTED, first_on=since, last_on=today
    )
    by_team = {place.team.id: place.team for place in places}
    return {
        "whose": whose,
        "since": since,
        "items": [record_values(one, by_team.get(one.team_id, places[0].team)) for one in newest],
        "sums": activities.totals(work, counted, persons_unit=office.texts.label("people_unit", "persons")),
    }
