"""What reports are counted out of, read in a few wide statements: activities, requests, incidents and rosters."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import String, cast, func, insert, or_, select, update

from domain.activities import COUNTED, ActivityHistoryKind, ActivityStatus
from domain.report_facts import NOBODY, ActivityFact, Facts, TeamFacts
from domain.report_periods import Span
from domain.teams import GroupPurpose, GroupStatus, MemberField
from domain.understanding import ActivityType
from storage import report_cases
from storage.columns import columns_of, rows_of
from storage.database import Work
from storage.tables import (
    Activity,
    ActivityAttendee,
    ActivityHistory,
    ActivityTeam,
    DigitalTeam,
    GroupChat,
    MemberConsent,
    ResidentialGroup,
    TeamMember,
)

_activities = rows_of(Activity).c
_teams = columns_of(DigitalTeam)
_members = columns_of(TeamMember)
_groups = columns_of(GroupChat)
_consents = columns_of(MemberConsent)
_residential = columns_of(ResidentialGroup)


def facts(
    work: Work, span: Span, *, persons_unit: str, timezone: ZoneInfo, team_ids: Collection[int] | None = None
) -> Facts:
    """Everything that counts in a stretch of days, of some teams or of all; `persons_unit` is the word for persons."""
    found = teams(work, span.ends_on)
    return Facts(
        activities=tuple(activities(work, span, persons_unit=persons_unit, team_ids=team_ids)),
        requests=tuple(report_cases.requests(work, span, timezone)),
        incidents=tuple(report_cases.incidents(work, span, timezone)),
        teams=tuple(team for team in found if team_ids is None or team.id in team_ids),
        residential_groups=work.session.scalar(select(func.count()).select_from(ResidentialGroup)) or 0,
    )


def activities(
    work: Work, span: Span, *, persons_unit: str, team_ids: Collection[int] | None = None
) -> list[ActivityFact]:
    """The activities that count and happened in these days, led by these teams or naming them, oldest record first."""
    chosen = [_activities.status.in_(COUNTED), _activities.starts_on.between(span.starts_on, span.ends_on)]
    if team_ids is not None:
        beside = rows_of(ActivityTeam).c
        named = select(beside.activity_id).where(beside.team_id.in_(team_ids))
        chosen.append(or_(_activities.team_id.in_(team_ids), _activities.id.in_(named)))
    on_duty: dict[int, dict[int, float]] = defaultdict(dict)
    seats = rows_of(ActivityAttendee).c
    for activity_id, member_id, days in work.session.execute(
        select(seats.activity_id, seats.member_id, seats.person_days).where(_is_among(seats.activity_id, chosen))
    ):
        on_duty[activity_id][member_id] = days
    together: dict[int, frozenset[int]] = defaultdict(frozenset)
    others = rows_of(ActivityTeam).c
    for activity_id, team_id in work.session.execute(
        select(others.activity_id, others.team_id).where(_is_among(others.activity_id, chosen))
    ):
        together[activity_id] |= {team_id}
    rows = work.session.execute(select(*_COLUMNS).where(*chosen).order_by(_activities.id)).all()
    read = _Reader(persons_unit)
    return [read.fact(row, on_duty.get(row[0], NOBODY), together.get(row[0], NO_TEAMS)) for row in rows]


NO_TEAMS: frozenset[int] = frozenset()


def _is_among(activity_id: Any, chosen: list[Any]) -> Any:
    """Whether a row belongs to one of the chosen activities: looked up row by row, for few rows belong to any."""
    return select(_activities.id).where(_activities.id == activity_id, *chosen).exists()


_COLUMNS = (
    _activities.id,
    _activities.team_id,
    cast(_activities.activity_type, String),
    cast(_activities.starts_on, String),
    cast(_activities.topics, String),
    _activities.people,
    _activities.people_unit,
    _activities.households,
    _activities.ewallet_accounts,
    _activities.ocop_products,
    _activities.members,
    cast(_activities.counts, String),
    _activities.evidence,
    _activities.place,
    _activities.programme,
)


class _Reader:
    """Makes facts of rows; days, kinds, topics and counts repeat, so each of their texts is read once."""

    def __init__(self, persons_unit: str) -> None:
        self._persons_unit = persons_unit
        self._kinds: dict[str, ActivityType] = {str(kind): kind for kind in ActivityType}
        self._day = cache(date.fromisoformat)
        self._topics = cache(lambda text: tuple(json.loads(text)))
        self._counts = cache(json.loads)

    def fact(self, row: Sequence[Any], on_duty: Mapping[int, float], beside: frozenset[int]) -> ActivityFact:
        return ActivityFact(
            row[0],
            row[1],
            self._kinds[row[2]],
            self._day(row[3]),
            self._topics(row[4]),
            row[5],
            row[6] == self._persons_unit,
            row[7],
            row[8],
            row[9],
            row[10],
            self._counts(row[11]),
            row[12],
            row[13],
            row[14],
            on_duty,
            beside,
        )


def set_aside(
    work: Work, span: Span, *, team_ids: Collection[int] | None, statuses: Collection[ActivityStatus]
) -> list[tuple[int, int]]:
    """The ids and teams of activities of these days that do not count, such as those that look told twice."""
    query = select(_activities.id, _activities.team_id).where(
        _activities.status.in_(statuses), _activities.starts_on.between(span.starts_on, span.ends_on)
    )
    if team_ids is not None:
        query = query.where(_activities.team_id.in_(team_ids))
    return [(row[0], row[1]) for row in work.session.execute(query.order_by(_activities.id))]


def teams(work: Work, on: date) -> list[TeamFacts]:
    """The teams of a day with what the roster says of them, by number and name."""
    rows = work.session.execute(
        select(DigitalTeam, _residential.households)
        .outerjoin(ResidentialGroup, _residential.id == _teams.residential_group_id)
        .where(_teams.since_on <= on, or_(_teams.dissolved_on.is_(None), _teams.dissolved_on > on))
        .order_by(_teams.number.is_(None), _teams.number, _teams.name)
    ).all()
    members, public = _members_on(work, on), _public_contacts(work, on)
    owned = _groups_of_teams(work)
    return [_team(team, households, members, public, owned.get(team.id, [])) for team, households in rows]


def _team(
    team: DigitalTeam, households: int | None, members: dict[int, int], public: dict[int, int], owned: list[int | None]
) -> TeamFacts:
    people = [one for one in (*owned, team.ordinary_group_people) if one is not None]
    return TeamFacts(
        id=team.id,
        number=team.number,
        name=team.name,
        members=members.get(team.id, 0),
        public_contacts=public.get(team.id, 0),
        groups=len(owned) + (team.ordinary_group is not None) or None,
        group_people=sum(people) if people else None,
        households=households,
    )


def _present(on: date) -> list[Any]:
    return [_members.since_on <= on, or_(_members.until_on.is_(None), _members.until_on > on)]


def _members_on(work: Work, on: date) -> dict[int, int]:
    rows = work.session.execute(select(_members.team_id, func.count()).where(*_present(on)).group_by(_members.team_id))
    return {row[0]: row[1] for row in rows}


def _public_contacts(work: Work, on: date) -> dict[int, int]:
    """How many members of each team agreed that their phone is shown; the latest answer counts."""
    latest = select(func.max(_consents.id)).where(_consents.field == MemberField.PHONE).group_by(_consents.member_id)
    rows = work.session.execute(
        select(_members.team_id, func.count())
        .join(MemberConsent, _consents.member_id == _members.id)
        .where(*_present(on), _consents.id.in_(latest), _consents.given.is_(True))
        .group_by(_members.team_id)
    )
    return {row[0]: row[1] for row in rows}


def _groups_of_teams(work: Work) -> dict[int, list[int | None]]:
    """The people in each group that the account owns for a team; the account itself is none of them."""
    found: dict[int, list[int | None]] = defaultdict(list)
    for team_id, count in work.session.execute(
        select(_groups.team_id, _groups.member_count).where(
            _groups.purpose == GroupPurpose.TEAM, _groups.status == GroupStatus.ACTIVE, _groups.team_id.is_not(None)
        )
    ):
        found[team_id].append(count - 1 if count else None)
    return found


def confirmed(work: Work, activity_ids: Collection[int]) -> set[int]:
    """Those of these activities that the leader of the team confirmed."""
    query = select(_activities.id).where(_activities.id.in_(activity_ids), _activities.confirmed_at.is_not(None))
    return set(work.session.scalars(query))


def confirm(work: Work, activity_ids: Collection[int], *, member_id: int, now: datetime) -> None:
    """The leader stands for these activities from now on; those confirmed before stay as they were."""
    new = sorted(set(activity_ids) - confirmed(work, activity_ids))
    if not new:
        return
    work.session.execute(
        update(Activity)
        .where(_activities.id.in_(new))
        .values(confirmed_at=now, confirmed_by=member_id)
        .execution_options(synchronize_session=False)
    )
    rows = [
        {"activity_id": one, "at": now, "kind": ActivityHistoryKind.CONFIRMED, "member_id": member_id, "before": {}}
        for one in new
    ]
    work.session.execute(insert(ActivityHistory), rows)
