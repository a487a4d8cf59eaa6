"""The digital teams, who leads them, and the group chats of the official account."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select

from domain.teams import GroupPurpose, GroupStatus, TeamRole
from storage.columns import columns_of
from storage.database import Work
from storage.tables import DigitalTeam, GroupChat, Person, TeamMember

_teams = columns_of(DigitalTeam)
_members = columns_of(TeamMember)
_groups = columns_of(GroupChat)
_people = columns_of(Person)


def teams(work: Work) -> Sequence[DigitalTeam]:
    """Every team, dissolved ones too, by number and name."""
    return work.session.scalars(select(DigitalTeam).order_by(_teams.number.is_(None), _teams.number, _teams.name)).all()


def active_teams(work: Work, today: date) -> Sequence[DigitalTeam]:
    """The teams that exist on this day."""
    return work.session.scalars(
        select(DigitalTeam)
        .where(_teams.since_on <= today, or_(_teams.dissolved_on.is_(None), _teams.dissolved_on > today))
        .order_by(_teams.id)
    ).all()


def team_named(work: Work, name: str) -> DigitalTeam | None:
    """The team of exactly this name."""
    return work.session.scalar(select(DigitalTeam).where(_teams.name == name))


def team_numbered(work: Work, number: int) -> DigitalTeam | None:
    """The team of the residential group with this number."""
    return work.session.scalar(select(DigitalTeam).where(_teams.number == number))


def with_id(work: Work, team_id: int) -> DigitalTeam | None:
    """The team with this id of ours."""
    return work.session.get(DigitalTeam, team_id)


def member(work: Work, member_id: int) -> TeamMember | None:
    """The member with this id of ours."""
    return work.session.get(TeamMember, member_id)


def members(work: Work, member_ids: Collection[int]) -> dict[int, TeamMember]:
    """These members, by their ids."""
    rows = work.session.scalars(select(TeamMember).where(_members.id.in_(set(member_ids))))
    return {row.id: row for row in rows}


def present_members(work: Work, today: date, *, role: TeamRole | None = None) -> Sequence[TeamMember]:
    """Whoever belongs to a team on this day, in one role or in any; until the day before `until_on`."""
    query = select(TeamMember).where(
        _members.since_on <= today, or_(_members.until_on.is_(None), _members.until_on > today)
    )
    if role is not None:
        query = query.where(_members.role == role)
    return work.session.scalars(query.order_by(_members.team_id, _members.id)).all()


def members_of_team(work: Work, team_id: int, today: date) -> Sequence[TeamMember]:
    """Who belongs to a team on this day, in the order they were entered."""
    return work.session.scalars(
        select(TeamMember)
        .where(
            _members.team_id == team_id,
            _members.since_on <= today,
            or_(_members.until_on.is_(None), _members.until_on > today),
        )
        .order_by(_members.id)
    ).all()


def ever_members(work: Work, team_id: int) -> Sequence[TeamMember]:
    """Whoever belongs to a team or ever did, in the order they were entered."""
    return work.session.scalars(select(TeamMember).where(_members.team_id == team_id).order_by(_members.id)).all()


def memberships_of(work: Work, person_id: int, today: date) -> Sequence[tuple[TeamMember, DigitalTeam]]:
    """Where somebody belongs on this day, with the teams; nobody belongs to a team that is dissolved."""
    rows = work.session.execute(
        select(TeamMember, DigitalTeam)
        .join(DigitalTeam, _teams.id == _members.team_id)
        .where(_members.person_id == person_id, *_present(today))
        .order_by(_members.team_id, _members.id)
    ).all()
    return [(member, team) for member, team in rows]


def bound_accounts(work: Work, zalo_user_ids: Collection[str], today: date) -> set[str]:
    """Those of these accounts of Zalo's that are bound to somebody who belongs to a team on this day."""
    if not zalo_user_ids:
        return set()
    rows = work.session.scalars(
        select(_people.zalo_user_id)
        .join(TeamMember, _members.person_id == _people.id)
        .join(DigitalTeam, _teams.id == _members.team_id)
        .where(_people.zalo_user_id.in_(set(zalo_user_ids)), *_present(today))
    )
    return set(rows)


def _present(today: date) -> list[Any]:
    return [
        _members.since_on <= today,
        or_(_members.until_on.is_(None), _members.until_on > today),
        _teams.since_on <= today,
        or_(_teams.dissolved_on.is_(None), _teams.dissolved_on > today),
    ]


def group_of(work: Work, zalo_group_id: str) -> GroupChat | None:
    """The group with this id of Zalo's, if we have heard of it."""
    if zalo_group_id in work.foreseen.groups:
        return work.foreseen.groups[zalo_group_id]
    return work.session.scalar(select(GroupChat).where(_groups.zalo_group_id == zalo_group_id))


def group(work: Work, group_id: int) -> GroupChat | None:
    """The group with this id of ours."""
    return work.session.get(GroupChat, group_id)


def groups(work: Work) -> Sequence[GroupChat]:
    """Every group we have heard of, oldest first."""
    return work.session.scalars(select(GroupChat).order_by(_groups.id)).all()


def find_or_add_group(work: Work, zalo_group_id: str, *, now: datetime) -> GroupChat:
    """The group with this id of Zalo's; made when we first hear of it."""
    found = group_of(work, zalo_group_id)
    if found is None:
        found = GroupChat(zalo_group_id=zalo_group_id, first_seen_at=now)
        work.session.add(found)
        work.session.flush()
        work.foreseen.groups[zalo_group_id] = found
    return found


def groups_for(work: Work, purpose: GroupPurpose) -> Sequence[GroupChat]:
    """The groups that can be spoken to for a purpose, oldest first."""
    return work.session.scalars(
        select(GroupChat).where(_groups.purpose == purpose, _groups.status == GroupStatus.ACTIVE).order_by(_groups.id)
    ).all()
