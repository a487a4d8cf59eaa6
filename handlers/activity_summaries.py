"""What each team hears on the first working day of a month: what its past month added up to, once (product C4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from domain.activities import COUNTED
from domain.messages import Priority
from domain.reply_window import ReplyWindow, reply_window
from domain.teams import GroupPurpose
from handlers.membership import LEADING
from handlers.office import Office
from handlers.speaking import tell
from storage import activities, bookmarks, group_words, people, teams
from storage.activities import ActivityFilter
from storage.database import Work
from storage.tables import DigitalTeam, GroupChat, Person

BOOKMARK = "months told"
MADE_UP_FOR = timedelta(days=7)
TEMPLATE = "activity_summary"


@dataclass(frozen=True, kw_only=True)
class Month:
    """A calendar month, both days included."""

    first_on: date
    last_on: date

    @property
    def key(self) -> str:
        """Its name in keys."""
        return f"{self.first_on:%Y-%m}"


def tell_month(work: Work, office: Office, *, now: datetime) -> int:
    """Queue the summaries of the past month if it is their time; answers how many messages.

    It is from the first working day on, in the hours in which we speak of our own accord; after a downtime it is made
    up within a week, and however often it is called each month is told once.
    """
    local = office.local(now)
    month = past_month(local.date())
    begins_on = office.ward.calendar.next_working_day(month.last_on)
    if not begins_on <= local.date() < begins_on + MADE_UP_FOR:
        return 0
    if not office.ward.speaking_hours.allow(local, office.ward.calendar):
        return 0
    told_until = bookmarks.at(work, BOOKMARK)
    if told_until is not None and office.today(told_until) > month.last_on:
        return 0
    bookmarks.put(work, BOOKMARK, now)
    return sum(_tell_team(work, office, team, month, now) for team in teams.active_teams(work, local.date()))


def past_month(today: date) -> Month:
    """The calendar month before the one of this day."""
    last_on = today.replace(day=1) - timedelta(days=1)
    return Month(first_on=last_on.replace(day=1), last_on=last_on)


def _tell_team(work: Work, office: Office, team: DigitalTeam, month: Month, now: datetime) -> int:
    leaders = _reachable_leaders(work, office, team, now)
    group = _group_of(work, team)
    if not leaders and group is None:
        return 0
    values = _values(work, office, team, month)
    for person in leaders:
        tell(
            work,
            office,
            person,
            TEMPLATE,
            priority=Priority.NEWS,
            dedupe_key=f"month:{month.key}:{team.id}:person:{person.id}",
            now=now,
            **values,
        )
    if group is not None:
        group_words.add(
            work,
            group,
            office.texts.message(TEMPLATE, **values),
            kind=TEMPLATE,
            dedupe_key=f"month:{month.key}:{team.id}:group",
            priority=Priority.NEWS,
            now=now,
        )
    return len(leaders) + (group is not None)


def _reachable_leaders(work: Work, office: Office, team: DigitalTeam, now: datetime) -> Sequence[Person]:
    """Whoever leads the team and wrote within Zalo's window."""
    members = teams.members_of_team(work, team.id, office.today(now))
    persons = people.by_id(work, [one.person_id for one in members if one.role in LEADING and one.person_id])
    return [
        person
        for person in persons.values()
        if person.withdrawn_at is None and reply_window(person.last_interaction_at, now) is not ReplyWindow.CLOSED
    ]


def _group_of(work: Work, team: DigitalTeam) -> GroupChat | None:
    groups = teams.groups_for(work, GroupPurpose.TEAM)
    return next((group for group in groups if group.team_id == team.id), None)


def _values(work: Work, office: Office, team: DigitalTeam, month: Month) -> dict[str, Any]:
    wanted = ActivityFilter(team_ids={team.id}, statuses=COUNTED, first_on=month.first_on, last_on=month.last_on)
    sums = activities.totals(work, wanted, persons_unit=office.texts.label("people_unit", "persons"))
    return {"team": team.name, "month": month.first_on.month, "year": month.first_on.year, "sums": sums}
