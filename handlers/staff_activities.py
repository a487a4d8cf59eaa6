"""What an officer does to the teams' records: enters one in a team's name, corrects, takes back, decides."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain.activities import ActivityHistoryKind, ActivitySource, ActivityStatus, check_counts
from domain.errors import Incomplete, NotFound, Stale, WrongState
from domain.staff import Right, Role, require
from handlers.activities import check_day, set_fields
from storage import activities, teams
from storage.activities import Change
from storage.database import Work
from storage.tables import Activity

MAX_REASON = 500


@dataclass(frozen=True, kw_only=True)
class ByOfficer:
    """Who does it and why; every change of a team's record needs a reason (reporting §6.2)."""

    officer_id: int
    role: Role
    reason: str


@dataclass(frozen=True, kw_only=True)
class CorrectActivity:
    """Fields to set in one record; `revision` is the one the page showed."""

    activity_id: int
    revision: int
    changes: dict[str, Any]
    by: ByOfficer


@dataclass(frozen=True, kw_only=True)
class EnterActivity:
    """A record in the name of a team that could not tell it itself."""

    team_id: int
    values: dict[str, Any]
    by: ByOfficer


@dataclass(frozen=True, kw_only=True)
class DecideActivity:
    """One step for a whole record: `withdrawn`, or `recorded` for one that is no duplicate or was taken back."""

    activity_id: int
    revision: int
    to_status: ActivityStatus
    by: ByOfficer


def correct_activity(work: Work, command: CorrectActivity, *, today: date, now: datetime) -> Activity:
    """Correct a record. Raises NotAllowed, NotFound, Stale, Incomplete (`reason_for_record`) or Refused."""
    activity = _current(work, command.activity_id, command.revision, command.by)
    line = _line(ActivityHistoryKind.CORRECTED, command.by, now)
    return set_fields(work, activity, command.changes, line, today=today)


def decide_activity(work: Work, command: DecideActivity, *, now: datetime) -> Activity:
    """Take a record back, or let one count. Raises NotAllowed, NotFound, Stale, Incomplete or WrongState."""
    activity = _current(work, command.activity_id, command.revision, command.by)
    if command.to_status not in DECISIONS.get(activity.status, frozenset()):
        raise WrongState("record_move", current=activity.status)
    before = {"status": str(activity.status), "duplicate_of_id": activity.duplicate_of_id}
    activity.status = command.to_status
    if command.to_status is ActivityStatus.RECORDED:
        activity.duplicate_of_id = None
    taken_back = command.to_status is ActivityStatus.WITHDRAWN
    kind = ActivityHistoryKind.WITHDRAWN if taken_back else ActivityHistoryKind.CORRECTED
    activities.note(work, activity, _line(kind, command.by, now, before=before))
    return activity


_S = ActivityStatus
DECISIONS: dict[ActivityStatus, frozenset[ActivityStatus]] = {
    _S.RECORDED: frozenset({_S.WITHDRAWN}),
    _S.PLANNED: frozenset({_S.WITHDRAWN}),
    _S.SUMMARY: frozenset({_S.WITHDRAWN}),
    _S.NONE_DONE: frozenset({_S.WITHDRAWN}),
    _S.DUPLICATE: frozenset({_S.RECORDED, _S.WITHDRAWN}),
    _S.WITHDRAWN: frozenset({_S.RECORDED}),
}


def enter_activity(work: Work, command: EnterActivity, *, today: date, now: datetime) -> Activity:
    """Keep what a team did in its name. Raises NotAllowed, NotFound (`no_such_team`), Incomplete or Refused."""
    require(command.by.role, Right.EDIT_ACTIVITIES)
    _check_reason(command.by)
    if teams.with_id(work, command.team_id) is None:
        raise NotFound("no_such_team", team_id=command.team_id)
    check_counts(command.values)
    check_day(command.values["starts_on"], today)
    planned = command.values["starts_on"] > today
    activity = Activity(
        team_id=command.team_id,
        officer_id=command.by.officer_id,
        source=ActivitySource.PAGE,
        status=ActivityStatus.PLANNED if planned else ActivityStatus.RECORDED,
        created_at=now,
        changed_at=now,
        **command.values,
    )
    return activities.add(work, activity, _line(ActivityHistoryKind.RECORDED, command.by, now))


def name_attendees(work: Work, command: CorrectActivity, member_ids: set[int], *, now: datetime) -> Activity:
    """Say who was on duty, for the sheet of person-days. Raises NotAllowed, NotFound, Stale or Incomplete."""
    activity = _current(work, command.activity_id, command.revision, command.by)
    present = {member.id for member in teams.members_of_team(work, activity.team_id, activity.starts_on)}
    before = {"members": activity.members}
    activities.set_attendees(work, activity.id, member_ids & present, person_days=1.0)
    activity.members = len(member_ids & present) or None
    activities.note(work, activity, _line(ActivityHistoryKind.CORRECTED, command.by, now, before=before))
    return activity


def _current(work: Work, activity_id: int, revision: int, by: ByOfficer) -> Activity:
    require(by.role, Right.EDIT_ACTIVITIES)
    _check_reason(by)
    activity = activities.get(work, activity_id, to_change=True)
    if activity is None:
        raise NotFound("no_such_record")
    if activity.revision != revision:
        raise Stale("record_changed", number=activity.id)
    return activity


def _check_reason(by: ByOfficer) -> None:
    if not by.reason.strip():
        raise Incomplete("reason_for_record")


def _line(kind: ActivityHistoryKind, by: ByOfficer, now: datetime, *, before: dict[str, Any] | None = None) -> Change:
    return Change(kind=kind, at=now, officer_id=by.officer_id, before=before, note=by.reason.strip()[:MAX_REASON])
