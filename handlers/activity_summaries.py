"""What each team hears on the first working day of a month: what its past month added up to, once (product C4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from domain.activities import COUNTED
from domain.messages import Priority
from domain.reply_budget import REACHED, ReplyBudget
from domain.teams import GroupPurpose
from handlers.membership import LEADING
from handlers.office import Office
from handlers.reply_budgets import budgets
from handlers.speaking import tell
from storage import activities, bookmarks, group_words, people, teams
from storage.activities import ActivityFilter
from storage.database import Work
from storage.joined_messages import hold
from storage.tables import DigitalTeam, GroupChat, Person

BOOKMARK = "months told"
MADE_UP_FOR = timedelta(days=7)
KEPT_FOR = timedelta(days=21)
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
    ledger = _ledger(work, office, now)
    return sum(_tell_team(work, office, team, month, ledger, now) for team in teams.active_teams(work, local.date()))


def past_month(today: date) -> Month:
    """The calendar month before the one of this day."""
    last_on = today.replace(day=1) - timedelta(days=1)
    return Month(first_on=last_on.replace(day=1), last_on=last_on)


def _ledger(work: Work, office: Office, now: datetime) -> dict[int, ReplyBudget]:
    """What may be said to every leader, before anything of this month is said."""
    leading = [member for member in teams.present_members(work, office.today(now)) if member.role in LEADING]
    persons = people.by_id(work, [member.person_id for member in leading if member.person_id])
    return budgets(work, office, persons.values(), now=now)


def _tell_team(
    work: Work, office: Office, team: DigitalTeam, month: Month, ledger: Mapping[int, ReplyBudget], now: datetime
) -> int:
    leaders = _leaders(work, office, team, now)
    group = _group_of(work, team)
    if not leaders and group is None:
        return 0
    values = _values(work, office, team, month)
    for person in leaders:
        may_be_told = person.id in ledger and ledger[person.id].reason() in REACHED
        key = f"month:{month.key}:{team.id}:person:{person.id}"
        _tell_leader(work, office, person, values, key=key, may_be_told=may_be_told, now=now)
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


def _tell_leader(
    work: Work,
    office: Office,
    person: Person,
    values: dict[str, Any],
    *,
    key: str,
    may_be_told: bool,
    now: datetime,
) -> None:
    """Tell him if Zalo lets us and nothing else was told him today; else it waits until he next writes."""
    if may_be_told:
        tell(work, office, person, TEMPLATE, priority=Priority.NEWS, dedupe_key=key, now=now, **values)
        return
    message = office.texts.message(TEMPLATE, **values)
    hold(work, person, message, kind=TEMPLATE, dedupe_key=key, until_at=now + KEPT_FOR, now=now)


def _leaders(work: Work, office: Office, team: DigitalTeam, now: datetime) -> Sequence[Person]:
    """Whoever leads the team and has an account that he has not withdrawn."""
    members = teams.members_of_team(work, team.id, office.today(now))
    persons = people.by_id(work, [one.person_id for one in members if one.role in LEADING and one.person_id])
    return [person for person in persons.values() if person.withdrawn_at is None]


def _group_of(work: Work, team: DigitalTeam) -> GroupChat | None:
    groups = teams.groups_for(work, GroupPurpose.TEAM)
    return next((group for group in groups if group.team_id == team.id), None)


def _values(work: Work, office: Office, team: DigitalTeam, month: Month) -> dict[str, Any]:
    wanted = ActivityFilter(team_ids={team.id}, statuses=COUNTED, first_on=month.first_on, last_on=month.last_on)
    sums = activities.totals(work, wanted, persons_unit=office.texts.label("people_unit", "persons"))
    return {"team": team.name, "month": month.first_on.month, "year": month.first_on.year, "sums": sums}
