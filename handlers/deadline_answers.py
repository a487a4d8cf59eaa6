"""What somebody owes next and by when, for whoever asks (product C6)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.duties import DutyHolder, ObligationStatus, Occurrence, is_owed
from handlers.activity_talk import places_of
from handlers.office import Office
from handlers.reminder_facts import current_occurrences, occurrences_near, owners_of
from handlers.reminder_words import period_words
from handlers.turn import Turn, say
from storage import duties, unit_contacts
from storage.database import Work
from storage.duties import Standing

_ONE_DAY = timedelta(days=1)
_NOT_ON_RECORD = Standing(status=ObligationStatus.NOT_STARTED, late_from_on=None)


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """One duty in one period; `is_settled` tells for the owners asked about, None when none was."""

    duty: str
    period: str
    due_on: date
    days_left: int
    is_late: bool
    is_settled: bool | None
    of_teams: bool
    was_returned: bool = False


def deadlines(work: Work, office: Office, team_ids: Collection[int], *, now: datetime) -> list[Deadline]:
    """The next period of every duty of the teams, the nearest first; with whether these teams have sent theirs in.

    Before them stands what these teams owe of periods that are over.
    """
    return _deadlines(work, office, {f"team-{team_id}" for team_id in team_ids}, now=now, asks_of_teams=True)


def show_deadlines(turn: Turn) -> None:
    """Answer a member, or the contact of a unit, in private what he owes; a resident hears that members are meant."""
    today = turn.office.today(turn.now)
    teams = {f"team-{place.team.id}" for place in places_of(turn)}
    units = {f"unit-{one.unit}" for one in unit_contacts.of_person(turn.work, turn.person.id, today)}
    if not teams and not units:
        say(turn, "activity_not_member")
        return
    found = _deadlines(turn.work, turn.office, teams | units, now=turn.now, asks_of_teams=bool(teams))
    say(turn, "report_deadlines", items=found)


def _deadlines(
    work: Work, office: Office, owners: Collection[str], *, now: datetime, asks_of_teams: bool
) -> list[Deadline]:
    today = office.today(now)
    next_ones = {(one.duty.code, one.period) for one in current_occurrences(office, today)}
    found = []
    for occurrence in occurrences_near(office, today):
        mine = _owners_of(office, occurrence, owners)
        concerns = bool(mine) or (asks_of_teams and occurrence.duty.holder is DutyHolder.TEAM)
        if not concerns:
            continue
        known = duties.standings(work, occurrence.duty.code, occurrence.period)
        is_next = (occurrence.duty.code, occurrence.period) in next_ones
        owed = [known.get(owner, _NOT_ON_RECORD) for owner in mine if is_next or owner in known]
        if is_next or any(is_owed(one.status) for one in owed):
            found.append(_deadline(office, occurrence, owed, is_asked=bool(mine), today=today))
    return found


def _owners_of(office: Office, occurrence: Occurrence, owners: Collection[str]) -> list[str]:
    if occurrence.duty.holder is DutyHolder.TEAM:
        return sorted(owner for owner in owners if owner.startswith("team-"))
    return sorted(set(owners) & {f"unit-{unit}" for unit in owners_of(office, occurrence.duty)})


def _deadline(
    office: Office, occurrence: Occurrence, standings: list[Standing], *, is_asked: bool, today: date
) -> Deadline:
    due_on = _due_on(occurrence, standings)
    return Deadline(
        duty=occurrence.duty.name,
        period=period_words(office, occurrence.period),
        due_on=due_on,
        days_left=(due_on - today).days,
        is_late=any(one.is_late(occurrence.late_from, today) for one in standings),
        of_teams=occurrence.duty.holder is DutyHolder.TEAM,
        is_settled=not any(is_owed(one.status) for one in standings) if is_asked else None,
        was_returned=any(one.status is ObligationStatus.RETURNED for one in standings),
    )


def _due_on(occurrence: Occurrence, standings: list[Standing]) -> date:
    """The due day, or the earliest day to which an officer has put it off for those who still owe."""
    days = [one.late_from_on for one in standings if is_owed(one.status)]
    put_off = [day for day in days if day is not None and day > occurrence.late_from]
    return min(put_off) - _ONE_DAY if put_off and len(put_off) == len(days) else occurrence.due_on
