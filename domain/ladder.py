"""When each rung of a reminder ladder speaks, until when, and which of those that were missed still does.

The ladder and its merging of two near rungs follow reporting §3.5.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

from domain.duties import Anchor, Audience, Occurrence, Rung, Saying
from domain.working_days import WorkingCalendar

LATE_FOR = timedelta(days=31)
MERGED_WITHIN = timedelta(days=2)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One rung of one occurrence: from an instant on, and last on a local day.

    `tells_cut_off` marks a reminder that also says what a rung at the cut-off would have said two days earlier.
    """

    occurrence: Occurrence
    rung: Rung
    at: datetime
    last_on: date
    tells_cut_off: bool = False


def steps(occurrence: Occurrence, calendar: WorkingCalendar, timezone: tzinfo | None) -> tuple[Step, ...]:
    """Every step of one occurrence, earliest first; a rung at the cut-off near a reminder is part of the reminder."""
    found = [_step(occurrence, rung, calendar, timezone) for rung in occurrence.duty.ladder]
    merged: dict[str, bool] = {}
    for draft in (step for step in found if step.rung.says is Saying.DRAFT):
        for near in found:
            if _is_near(draft, near):
                merged[draft.rung.key], merged[near.rung.key] = False, True
                break
    kept = [
        replace(step, tells_cut_off=step.rung.key in merged) for step in found if merged.get(step.rung.key) is not False
    ]
    return tuple(sorted(kept, key=lambda step: step.at))


def speaking(all_steps: tuple[Step, ...], local_now: datetime) -> Mapping[Audience, Step]:
    """For each audience its newest step that has come, unless its time is over.

    Steps missed while nothing ran are not made up one by one: of all that have come only the newest speaks.
    """
    newest: dict[Audience, Step] = {}
    for step in all_steps:
        if step.at <= local_now:
            newest.update(dict.fromkeys(step.rung.to, step))
    return {audience: step for audience, step in newest.items() if local_now.date() <= step.last_on}


def _is_near(draft: Step, other: Step) -> bool:
    is_reminder = other.rung.anchor is Anchor.DUE and not other.rung.is_after_due
    shares = bool(set(draft.rung.to) & set(other.rung.to))
    return is_reminder and shares and abs(other.at.date() - draft.at.date()) <= MERGED_WITHIN


def _step(occurrence: Occurrence, rung: Rung, calendar: WorkingCalendar, timezone: tzinfo | None) -> Step:
    day = _day_of(occurrence, rung, calendar)
    return Step(
        occurrence=occurrence,
        rung=rung,
        at=datetime.combine(day, rung.at, tzinfo=timezone),
        last_on=_last_on(occurrence, rung),
    )


def _day_of(occurrence: Occurrence, rung: Rung, calendar: WorkingCalendar) -> date:
    if rung.anchor is Anchor.CUT_OFF:
        return (occurrence.cut_off_on or occurrence.due_on) - timedelta(days=rung.days_before)
    day = occurrence.due_on
    walk = calendar.next_working_day if rung.is_after_due else calendar.previous_working_day
    for _ in range(abs(rung.working_days_before)):
        day = walk(day)
    return day


def _last_on(occurrence: Occurrence, rung: Rung) -> date:
    """What asks for figures ends before the cut-off, what reminds on the due day, what is late after a month."""
    if rung.is_after_due:
        return occurrence.due_on + LATE_FOR
    if rung.anchor is Anchor.CUT_OFF and rung.days_before and occurrence.cut_off_on:
        return min(occurrence.cut_off_on - _ONE_DAY, occurrence.due_on)
    return occurrence.due_on
