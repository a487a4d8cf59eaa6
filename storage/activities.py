"""How activities are kept, found again by those who speak of them, and listed: by member, team and day."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, cast, func, or_, select

from domain.activities import ActivityHistoryKind, ActivityStatus
from storage.columns import columns_of
from storage.database import Work
from storage.new_rows import insert_new
from storage.tables import (
    Activity,
    ActivityAttendee,
    ActivityHistory,
    ActivityTeam,
    ChatMessage,
    DigitalTeam,
    StoredAttachment,
    TeamMember,
)

_activities = columns_of(Activity)
_attendees = columns_of(ActivityAttendee)
_others = columns_of(ActivityTeam)
_history = columns_of(ActivityHistory)
_attachments = columns_of(StoredAttachment)
_messages = columns_of(ChatMessage)
_members = columns_of(TeamMember)
_teams = columns_of(DigitalTeam)


@dataclass(frozen=True, kw_only=True)
class Change:
    """One line for the history: what happened, by whom, and the values it replaced."""

    kind: ActivityHistoryKind
    at: datetime
    member_id: int | None = None
    officer_id: int | None = None
    before: Mapping[str, Any] | None = None
    note: str = ""
    inbox_id: int | None = None


def add(work: Work, activity: Activity, change: Change) -> Activity:
    """Keep a new record with the first line of its history."""
    work.session.add(activity)
    work.session.flush()
    note(work, activity, change)
    return activity


def note(work: Work, activity: Activity, change: Change) -> None:
    """Add one line to the history of a record and let its revision grow."""
    activity.changed_at = change.at
    if change.kind is not ActivityHistoryKind.RECORDED:
        activity.revision += 1
    work.session.add(
        ActivityHistory(
            activity_id=activity.id,
            at=change.at,
            kind=change.kind,
            member_id=change.member_id,
            officer_id=change.officer_id,
            before=dict(change.before or {}),
            note=change.note,
            inbox_id=change.inbox_id,
        )
    )


def get(work: Work, activity_id: int, *, to_change: bool = False) -> Activity | None:
    """The record with this id; `to_change` keeps others from changing it meanwhile."""
    return work.session.get(Activity, activity_id, with_for_update=to_change or None)


def latest_of(
    work: Work, member_ids: Collection[int], *, since: datetime, statuses: Collection[ActivityStatus], day: date | None
) -> Activity | None:
    """The newest record that one of these members made, on this day of activity if one is given."""
    query = select(Activity).where(
        _activities.member_id.in_(member_ids), _activities.created_at >= since, _activities.status.in_(statuses)
    )
    if day is not None:
        query = query.where(
            _activities.starts_on <= day, func.coalesce(_activities.ends_on, _activities.starts_on) >= day
        )
    return work.session.scalar(query.order_by(_activities.created_at.desc(), _activities.id.desc()).limit(1))


def is_withdrawn(activity: Activity) -> bool:
    """Whether a record was taken back."""
    return activity.status is ActivityStatus.WITHDRAWN


def on_day(work: Work, team_id: int, day: date, statuses: Collection[ActivityStatus]) -> Sequence[Activity]:
    """The records of one team that touch a day, oldest first."""
    return work.session.scalars(
        select(Activity)
        .where(
            _activities.team_id == team_id,
            _activities.status.in_(statuses),
            _activities.starts_on <= day,
            func.coalesce(_activities.ends_on, _activities.starts_on) >= day,
        )
        .order_by(_activities.id)
    ).all()


@dataclass(frozen=True, kw_only=True)
class ActivityFilter:
    """Which records are wanted; None means any. `first_on` and `last_on` are days of activity, both included."""

    team_ids: Collection[int] | None = None
    member_ids: Collection[int] | None = None
    statuses: Collection[ActivityStatus] | None = None
    activity_type: str | None = None
    first_on: date | None = None
    last_on: date | None = None
    since: datetime | None = None
    before_id: int | None = None
    team_number: int | None = None
    topic: str | None = None
    without_evidence: bool = False


def page(work: Work, wanted: ActivityFilter, *, limit: int) -> Sequence[Activity]:
    """Up to `limit` records, newest first."""
    return work.session.scalars(
        select(Activity).where(*_conditions(wanted)).order_by(_activities.id.desc()).limit(limit)
    ).all()


@dataclass(frozen=True, kw_only=True)
class ActivityOfTeam:
    """A record with the team that leads it."""

    activity: Activity
    team: DigitalTeam

    @property
    def id(self) -> int:
        """The record's id, by which pages go on."""
        return self.activity.id


def page_with_teams(work: Work, wanted: ActivityFilter, *, limit: int) -> Sequence[ActivityOfTeam]:
    """Up to `limit` records with their teams, newest first."""
    rows = work.session.execute(
        select(Activity, DigitalTeam)
        .join(DigitalTeam, _teams.id == _activities.team_id)
        .where(*_conditions(wanted))
        .order_by(_activities.id.desc())
        .limit(limit)
    ).all()
    return [ActivityOfTeam(activity=activity, team=team) for activity, team in rows]


def count(work: Work, wanted: ActivityFilter) -> int:
    """How many records are wanted."""
    return work.session.scalar(select(func.count()).select_from(Activity).where(*_conditions(wanted))) or 0


def counts_by_team(work: Work, wanted: ActivityFilter) -> dict[int, int]:
    """How many of the records wanted each team leads."""
    query = select(_activities.team_id, func.count()).where(*_conditions(wanted)).group_by(_activities.team_id)
    return {team_id: number for team_id, number in work.session.execute(query).all()}


def _conditions(wanted: ActivityFilter) -> list[Any]:
    tests: dict[str, Callable[[Any], Any]] = {
        "team_ids": lambda ids: _activities.team_id.in_(ids),
        "member_ids": lambda ids: _activities.member_id.in_(ids),
        "statuses": lambda statuses: _activities.status.in_(statuses),
        "activity_type": lambda kind: _activities.activity_type == kind,
        "first_on": lambda day: func.coalesce(_activities.ends_on, _activities.starts_on) >= day,
        "last_on": lambda day: _activities.starts_on <= day,
        "since": lambda at: _activities.created_at >= at,
        "before_id": lambda identifier: _activities.id < identifier,
        "team_number": lambda number: _activities.team_id.in_(select(_teams.id).where(_teams.number == number)),
        "topic": lambda topic: cast(_activities.topics, String).like(f'%"{topic}"%'),
    }
    found = [test(getattr(wanted, name)) for name, test in tests.items() if getattr(wanted, name) is not None]
    return [*found, _activities.evidence == 0] if wanted.without_evidence else found


@dataclass(frozen=True, kw_only=True)
class Totals:
    """What records add up to: turns and persons apart, and None where nobody said a number."""

    activities: int
    turns: int | None
    persons: int | None
    households: int | None
    ewallet_accounts: int | None
    ocop_products: int | None
    without_evidence: int


def totals(work: Work, wanted: ActivityFilter, *, persons_unit: str) -> Totals:
    """The sums over the records wanted; `persons_unit` is the word that marks persons, every other counts turns."""
    persons = _activities.people_unit == persons_unit
    row = work.session.execute(
        select(
            func.count(),
            func.sum(_activities.people).filter(or_(_activities.people_unit.is_(None), ~persons)),
            func.sum(_activities.people).filter(persons),
            func.sum(_activities.households),
            func.sum(_activities.ewallet_accounts),
            func.sum(_activities.ocop_products),
            func.count().filter(_activities.evidence == 0),
        ).where(*_conditions(wanted))
    ).one()
    return Totals(
        activities=row[0],
        turns=row[1],
        persons=row[2],
        households=row[3],
        ewallet_accounts=row[4],
        ocop_products=row[5],
        without_evidence=row[6],
    )


def history(work: Work, activity_id: int) -> Sequence[ActivityHistory]:
    """Every line of a record's history, oldest first."""
    return work.session.scalars(
        select(ActivityHistory).where(_history.activity_id == activity_id).order_by(_history.id)
    ).all()


def attendees(work: Work, activity_id: int) -> Sequence[tuple[ActivityAttendee, TeamMember]]:
    """The members on duty at an activity, by name."""
    rows = work.session.execute(
        select(ActivityAttendee, TeamMember)
        .join(TeamMember, _members.id == _attendees.member_id)
        .where(_attendees.activity_id == activity_id)
        .order_by(_members.full_name, _members.id)
    ).all()
    return [(attendee, member) for attendee, member in rows]


def set_attendees(work: Work, activity_id: int, member_ids: Collection[int], *, person_days: float) -> None:
    """These members were on duty, and nobody else."""
    for attendee, _ in attendees(work, activity_id):
        if attendee.member_id not in member_ids:
            work.session.delete(attendee)
    work.session.flush()
    rows = [{"activity_id": activity_id, "member_id": one, "person_days": person_days} for one in sorted(member_ids)]
    if rows:
        insert_new(work, ActivityAttendee, rows, unique=("activity_id", "member_id"))


def set_other_teams(work: Work, activity_id: int, team_ids: Collection[int]) -> None:
    """These teams took part beside the one that leads."""
    rows = [{"activity_id": activity_id, "team_id": team_id} for team_id in sorted(team_ids)]
    if rows:
        insert_new(work, ActivityTeam, rows, unique=("activity_id", "team_id"))


def other_teams(work: Work, activity_id: int) -> set[int]:
    """The teams that took part without counting it."""
    return set(work.session.scalars(select(_others.team_id).where(_others.activity_id == activity_id)))
