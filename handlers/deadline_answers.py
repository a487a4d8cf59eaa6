"""What the teams owe next and by when, for whoever asks (product C6)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from domain.duties import DutyHolder, current_occurrence
from handlers.activity_talk import places_of
from handlers.office import Office
from handlers.reminders import period_words
from handlers.turn import Turn, say
from storage import duties
from storage.database import Work


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """One duty that is owed next; `is_settled` tells for the teams asked about, None when none was."""

    duty: str
    period: str
    due_on: date
    days_left: int
    is_settled: bool | None


def deadlines(work: Work, office: Office, team_ids: Collection[int], *, now: datetime) -> list[Deadline]:
    """The next period of every duty of the teams, the nearest first; with whether these teams have sent theirs in."""
    today = office.today(now)
    found = [
        occurrence
        for duty in office.ward.duties
        if duty.holder is DutyHolder.TEAM and (occurrence := current_occurrence(duty, office.ward.calendar, today))
    ]
    return [
        Deadline(
            duty=occurrence.duty.name,
            period=period_words(office, occurrence.period),
            due_on=occurrence.due_on,
            days_left=(occurrence.due_on - today).days,
            is_settled=_is_settled(work, occurrence.duty.code, occurrence.period, team_ids),
        )
        for occurrence in sorted(found, key=lambda one: one.due_on)
    ]


def _is_settled(work: Work, duty: str, period: str, team_ids: Collection[int]) -> bool | None:
    if not team_ids:
        return None
    known = duties.teams_with_obligation(work, duty, period)
    owing = {obligation.team_id for obligation in duties.owed(work, duty, period)}
    return set(team_ids) <= known - owing


def show_deadlines(turn: Turn) -> None:
    """Answer a member in private what his teams owe; a resident hears that members are meant."""
    places = places_of(turn)
    if not places:
        say(turn, "activity_not_member")
        return
    found = deadlines(turn.work, turn.office, {place.team.id for place in places}, now=turn.now)
    say(turn, "report_deadlines", items=found)
