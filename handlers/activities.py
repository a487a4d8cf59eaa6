"""What becomes of a member's report: recorded at once, corrected, added to, proved, taken back, undone (product C4)."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from domain.activities import (
    EDITABLE,
    RECORD_FIELDS,
    ActivityHistoryKind,
    ActivitySource,
    ActivityStatus,
    added,
    check_counts,
    corrected,
    is_alike,
    status_of,
    values_said,
)
from domain.errors import NotFound, Refused, WrongState
from domain.understanding import ActivityFields, ActivityType
from handlers.reporting import Reporting
from language.normalising import mentions
from storage import activities, activity_evidence, teams
from storage.activities import Change
from storage.database import Work
from storage.tables import Activity, ChatMessage, DigitalTeam

LOOK_BACK = timedelta(days=14)
LONGEST_AGO = timedelta(days=400)
LONGEST_AHEAD = timedelta(days=400)
MAX_WORDS = 2000
_NUMBER = re.compile(r"\d{1,7}")


def record(
    reporting: Reporting,
    said: ActivityFields,
    *,
    words: str,
    source: ActivitySource,
    messages: Sequence[ChatMessage] = (),
) -> Activity:
    """Keep what a member reports; what another of the team told already is kept beside it without being counted.

    `words` are masked. Raises Refused (`absurd_number`, `day_out_of_reach`).
    """
    values = _new_values(reporting, said)
    activity = Activity(
        team_id=reporting.team.id,
        member_id=reporting.member.id,
        group_id=reporting.group.id if reporting.group else None,
        status=status_of(said),
        source=source,
        words=words[:MAX_WORDS],
        created_at=reporting.now,
        changed_at=reporting.now,
        **values,
    )
    _find_kin(reporting, activity)
    activities.add(reporting.work, activity, _change(reporting, ActivityHistoryKind.RECORDED))
    activity_evidence.attach(reporting.work, activity, messages)
    _note_other_teams(reporting, activity, said)
    return activity


def _new_values(reporting: Reporting, said: ActivityFields) -> dict[str, Any]:
    starts_on = said.date or reporting.today
    values = {"activity_type": ActivityType.OTHER, "starts_on": starts_on, "ends_on": said.date_end} | values_said(said)
    if said.activity_type in (ActivityType.SUMMARY, ActivityType.NO_ACTIVITY):
        values["activity_type"] = said.activity_type
    check_counts(values)
    check_day(starts_on, reporting.today)
    return values


def check_day(day: date, today: date) -> None:
    """Raises Refused (`day_out_of_reach`) for a day that cannot be meant."""
    if not today - LONGEST_AGO <= day <= today + LONGEST_AHEAD:
        raise Refused("day_out_of_reach", day=day)


def _find_kin(reporting: Reporting, activity: Activity) -> None:
    """Tie a record to the plan that it fulfils and to the record that it repeats."""
    if activity.status is not ActivityStatus.RECORDED:
        return
    known = {ActivityStatus.RECORDED, ActivityStatus.PLANNED}
    values = snapshot(activity)
    for other in activities.on_day(reporting.work, activity.team_id, activity.starts_on, known):
        same_member = other.member_id == activity.member_id
        if other.status is ActivityStatus.PLANNED:
            if other.activity_type == activity.activity_type or set(other.topics) & set(activity.topics):
                activity.fulfils_id = other.id
        elif is_alike(values, snapshot(other), same_member=same_member):
            activity.status, activity.duplicate_of_id = ActivityStatus.DUPLICATE, other.id


def _note_other_teams(reporting: Reporting, activity: Activity, said: ActivityFields) -> None:
    """Teams named beside the reporter's own took part; the counts stay with his own (reporting §1.2)."""
    every = teams.teams(reporting.work)
    named = [team for team in every if any(_is_team(team, one) for one in said.teams)]
    others = {team.id for team in named if team.id != activity.team_id}
    activities.set_other_teams(reporting.work, activity.id, others)


def _is_team(team: DigitalTeam, named: int | str) -> bool:
    return mentions(team.name, named) if isinstance(named, str) else team.number == named


def correct(reporting: Reporting, said: ActivityFields, *, words: str, activity: Activity | None = None) -> Activity:
    """Replace what a correction names in the record that is meant. Raises NotFound (`nothing_to_correct`), Refused."""
    target = activity or meant(reporting, said)
    changes = corrected(snapshot(target), said, numbers=_numbers(words))
    if activity is None and said.date_expr and target.starts_on <= (said.date or target.starts_on):
        changes = {name: value for name, value in changes.items() if name not in ("starts_on", "ends_on", "date_words")}
    return change(reporting, target, changes, ActivityHistoryKind.CORRECTED, note=words)


def add_to(reporting: Reporting, said: ActivityFields, *, words: str, activity: Activity | None = None) -> Activity:
    """Add what an addition names to the record that is meant. Raises NotFound (`nothing_to_correct`) or Refused."""
    target = activity or meant(reporting, said)
    return change(reporting, target, added(snapshot(target), said), ActivityHistoryKind.ADDED_TO, note=words)


def meant(reporting: Reporting, said: ActivityFields) -> Activity:
    """The record that a correction or an addition speaks of: of the day it names, else this member's newest one.

    Raises NotFound (`nothing_to_correct`).
    """
    day = said.date if said.date_expr else None
    found = _latest(reporting, day) or (_latest(reporting, None) if day else None)
    if found is None:
        raise NotFound("nothing_to_correct")
    return found


def _latest(reporting: Reporting, day: date | None) -> Activity | None:
    since = reporting.now - (LONGEST_AGO if day else LOOK_BACK)
    return activities.latest_of(
        reporting.work, {reporting.member.id}, since=since, statuses=EDITABLE | {ActivityStatus.DUPLICATE}, day=day
    )


def change(
    reporting: Reporting, target: Activity, changes: dict[str, Any], kind: ActivityHistoryKind, *, note: str = ""
) -> Activity:
    """Set fields of a record at a member's word. Raises Refused where a value is absurd or nothing changes."""
    line = _change(reporting, kind, note=note[:MAX_WORDS])
    return set_fields(reporting.work, target, changes, line, today=reporting.today)


def set_fields(work: Work, target: Activity, changes: dict[str, Any], line: Change, *, today: date) -> Activity:
    """Set fields of a record and keep what they were. Raises Refused where a value is absurd or nothing changes."""
    changes = {name: value for name, value in changes.items() if getattr(target, name) != value}
    if not changes:
        raise WrongState("nothing_changes", number=target.id)
    check_counts(changes)
    if "starts_on" in changes:
        check_day(changes["starts_on"], today)
    before = {name: _kept(getattr(target, name)) for name in changes}
    for name, value in changes.items():
        setattr(target, name, value)
    activities.note(work, target, replace(line, before=before))
    return target


def change_quietly(reporting: Reporting, target: Activity, changes: dict[str, Any]) -> None:
    """Like `change`, where it is no fault when nothing changes."""
    if any(getattr(target, name) != value for name, value in changes.items()):
        change(reporting, target, changes, ActivityHistoryKind.CORRECTED)


def own(reporting: Reporting, number: int | None) -> Activity:
    """A record that this member may change: his own, or any of the team when he leads it; without a number his newest.

    Raises NotFound (`nothing_to_correct`, `no_such_activity`).
    """
    if number is None:
        found = _latest(reporting, None)
        if found is None:
            raise NotFound("nothing_to_correct")
        return found
    activity = activities.get(reporting.work, number, to_change=True)
    if activity is None or activity.status is ActivityStatus.WITHDRAWN or not _may_change(reporting, activity):
        raise NotFound("no_such_activity", number=number)
    return activity


def _may_change(reporting: Reporting, activity: Activity) -> bool:
    if activity.team_id != reporting.team.id:
        return False
    return reporting.place.leads or activity.member_id == reporting.member.id


def withdraw(reporting: Reporting, activity: Activity) -> None:
    """Take a record back; it can be undone."""
    before = {"status": activity.status}
    activity.status = ActivityStatus.WITHDRAWN
    activities.note(reporting.work, activity, _change(reporting, ActivityHistoryKind.WITHDRAWN, before=before))


def undo(reporting: Reporting) -> Activity:
    """Put back what this member's last change of the last days replaced. Raises NotFound (`nothing_to_undo`)."""
    found = activities.latest_of(
        reporting.work, {reporting.member.id}, since=reporting.now - LOOK_BACK, statuses=set(ActivityStatus), day=None
    )
    lines = activities.history(reporting.work, found.id) if found else ()
    undone = {int(line.note) for line in lines if line.kind is ActivityHistoryKind.UNDONE}
    last = next((line for line in reversed(lines) if line.before and line.id not in undone and not _undoes(line)), None)
    if found is None or last is None:
        raise NotFound("nothing_to_undo")
    before = {name: _restored(name, value) for name, value in last.before.items()}
    now_there = {name: _kept(getattr(found, name)) for name in before}
    for name, value in before.items():
        setattr(found, name, value)
    activities.note(
        reporting.work, found, _change(reporting, ActivityHistoryKind.UNDONE, before=now_there, note=str(last.id))
    )
    return found


def _undoes(line: Any) -> bool:
    return line.kind is ActivityHistoryKind.UNDONE


def keep_apart(reporting: Reporting, activity: Activity) -> None:
    """The member says that what looked told twice are two activities: both count."""
    if activity.status is not ActivityStatus.DUPLICATE:
        raise WrongState("no_duplicate", number=activity.id)
    before = {"status": activity.status, "duplicate_of_id": activity.duplicate_of_id}
    activity.status, activity.duplicate_of_id = ActivityStatus.RECORDED, None
    activities.note(reporting.work, activity, _change(reporting, ActivityHistoryKind.CORRECTED, before=before))


def join_duplicate(reporting: Reporting, activity: Activity) -> Activity:
    """The member says that both are one: its photos prove the first record, which alone counts."""
    original = activities.get(reporting.work, activity.duplicate_of_id or 0, to_change=True)
    if activity.status is not ActivityStatus.DUPLICATE or original is None:
        raise WrongState("no_duplicate", number=activity.id)
    activity_evidence.move_evidence(reporting.work, activity, original)
    note = _change(reporting, ActivityHistoryKind.FOUND_DUPLICATE, note=str(activity.id))
    activities.note(reporting.work, original, note)
    return original


def prove(reporting: Reporting, activity: Activity, messages: Sequence[ChatMessage]) -> int:
    """Let photos and files prove a record; answers how many came."""
    count = activity_evidence.attach(reporting.work, activity, messages)
    if count:
        activities.note(reporting.work, activity, _change(reporting, ActivityHistoryKind.EVIDENCE_ADDED))
    return count


def snapshot(activity: Activity) -> dict[str, Any]:
    """The fields of a record as plain JSON, by the names of its columns."""
    return {name: _kept(getattr(activity, name)) for name in RECORD_FIELDS}


def _kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, ActivityType) else value


def _restored(name: str, value: Any) -> Any:
    if value is None:
        return None
    readers: dict[str, Any] = {
        "starts_on": date.fromisoformat,
        "ends_on": date.fromisoformat,
        "activity_type": ActivityType,
        "status": ActivityStatus,
    }
    return readers[name](value) if name in readers else value


def _numbers(words: str) -> Collection[int]:
    return {int(number) for number in _NUMBER.findall(words)}


def _change(
    reporting: Reporting, kind: ActivityHistoryKind, *, before: dict[str, Any] | None = None, note: str = ""
) -> Change:
    return Change(kind=kind, at=reporting.now, member_id=reporting.member.id, before=before, note=note)
