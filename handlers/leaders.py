"""How those who lead a team are told something privately: whoever can be reached, each once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from domain.messages import Priority
from domain.reply_window import ReplyWindow, reply_window
from domain.teams import TeamRole
from handlers.membership import LEADING
from handlers.office import Office
from handlers.speaking import tell
from storage import people, teams
from storage.database import Work
from storage.tables import DigitalTeam, Person


def reachable_leaders(work: Work, office: Office, team_id: int, now: datetime) -> Sequence[Person]:
    """Who leads the team and wrote within Zalo's window: the leader, or the deputies where no leader is reached."""
    members = [one for one in teams.members_of_team(work, team_id, office.today(now)) if one.role in LEADING]
    persons = people.by_id(work, [one.person_id for one in members if one.person_id])
    reached = [
        (one.role, persons[one.person_id])
        for one in members
        if one.person_id in persons and _is_reached(persons[one.person_id], now)
    ]
    leaders = [person for role, person in reached if role is TeamRole.LEADER]
    return leaders or [person for _, person in reached]


def _is_reached(person: Person, now: datetime) -> bool:
    open_window = reply_window(person.last_interaction_at, now) is not ReplyWindow.CLOSED
    return person.withdrawn_at is None and open_window


def tell_leaders(
    work: Work,
    office: Office,
    led: DigitalTeam,
    template: str,
    *,
    key: str,
    priority: Priority,
    now: datetime,
    **values: Any,
) -> int:
    """Queue one message to each of them; answers how many. The same `key` is said once to each."""
    reached = reachable_leaders(work, office, led.id, now)
    for person in reached:
        dedupe_key = f"{key}:person:{person.id}"
        tell(work, office, person, template, priority=priority, dedupe_key=dedupe_key, now=now, **values)
    return len(reached)
