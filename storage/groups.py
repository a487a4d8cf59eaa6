"""Groups as the register shows them: whose they are, who of ours is in them, what pays for them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, select, update

from domain.teams import GroupPurpose, GroupStatus
from storage.columns import columns_of
from storage.database import Work
from storage.new_rows import insert_new
from storage.tables import (
    AccountManager,
    DigitalTeam,
    GroupAsset,
    GroupChat,
    GroupMember,
    OutboxMessage,
    OutboxStatus,
    Person,
    ResidentialGroup,
)

_groups = columns_of(GroupChat)
_members = columns_of(GroupMember)
_assets = columns_of(GroupAsset)
_managers = columns_of(AccountManager)
_outbox = columns_of(OutboxMessage)
_people = columns_of(Person)
_teams = columns_of(DigitalTeam)
_residential = columns_of(ResidentialGroup)


@dataclass(frozen=True, kw_only=True)
class TeamWithGroup:
    """A team with its residential group, if it is entered."""

    team: DigitalTeam
    residential_group: ResidentialGroup | None


def foresee(work: Work, zalo_group_ids: Collection[str]) -> None:
    """Look up at once the groups that several messages were written in."""
    if not zalo_group_ids:
        return
    rows = work.session.scalars(select(GroupChat).where(_groups.zalo_group_id.in_(zalo_group_ids)))
    work.foreseen.groups.update({group.zalo_group_id: group for group in rows})


def of_team(work: Work, team_id: int) -> GroupChat | None:
    """The living group of one team."""
    return work.session.scalar(
        select(GroupChat)
        .where(
            _groups.purpose == GroupPurpose.TEAM,
            _groups.team_id == team_id,
            _groups.status != GroupStatus.DISSOLVED,
        )
        .order_by(_groups.id)
        .limit(1)
    )


def living_named(work: Work, name: str) -> GroupChat | None:
    """A group of exactly this name that was not dissolved."""
    return work.session.scalar(
        select(GroupChat)
        .where(_groups.name == name, _groups.status != GroupStatus.DISSOLVED)
        .order_by(_groups.id)
        .limit(1)
    )


def teams_with_residential_groups(work: Work, team_ids: Collection[int] | None = None) -> Sequence[TeamWithGroup]:
    """Teams, all or these, with their residential groups, by number and name."""
    query = (
        select(DigitalTeam, ResidentialGroup)
        .outerjoin(ResidentialGroup, _residential.id == _teams.residential_group_id)
        .order_by(_teams.number.is_(None), _teams.number, _teams.name)
    )
    if team_ids is not None:
        query = query.where(_teams.id.in_(set(team_ids)))
    return [TeamWithGroup(team=team, residential_group=group) for team, group in work.session.execute(query).all()]


def enter_member(work: Work, group: GroupChat, person: Person, *, now: datetime) -> None:
    """Somebody of ours is in a group; twice is once."""
    row = {"group_id": group.id, "person_id": person.id, "since_at": now}
    insert_new(work, GroupMember, [row], unique=("group_id", "person_id"))


def remove_members(work: Work, group: GroupChat, zalo_user_ids: Collection[str] | None = None) -> None:
    """These accounts, or all, are in a group no more."""
    query = delete(GroupMember).where(_members.group_id == group.id)
    if zalo_user_ids is not None:
        persons = select(_people.id).where(_people.zalo_user_id.in_(set(zalo_user_ids)))
        query = query.where(_members.person_id.in_(persons))
    work.session.execute(query.execution_options(synchronize_session=False))


def keep_only_members(work: Work, group: GroupChat, persons: Collection[Person], *, now: datetime) -> None:
    """These of ours are in a group, and nobody else of ours."""
    kept = {person.id for person in persons}
    work.session.execute(
        delete(GroupMember)
        .where(_members.group_id == group.id, _members.person_id.not_in(kept))
        .execution_options(synchronize_session=False)
    )
    rows = [{"group_id": group.id, "person_id": person_id, "since_at": now} for person_id in sorted(kept)]
    if rows:
        insert_new(work, GroupMember, rows, unique=("group_id", "person_id"))


def members(work: Work, group_id: int) -> set[int]:
    """The persons of ours who are in a group."""
    return set(work.session.scalars(select(_members.person_id).where(_members.group_id == group_id)))


def member_counts(work: Work) -> dict[int, int]:
    """How many of ours are in each group."""
    rows = work.session.execute(select(_members.group_id, func.count()).group_by(_members.group_id)).all()
    return {group_id: count for group_id, count in rows}


def keep_assets(work: Work, listed: Sequence[GroupAsset]) -> None:
    """Take Zalo's list of assets over; what it does not name any more is gone."""
    work.session.execute(delete(GroupAsset).execution_options(synchronize_session=False))
    work.session.expire_all()
    work.session.add_all(listed)
    work.session.flush()


def assets(work: Work) -> Sequence[GroupAsset]:
    """Every asset as Zalo last listed it, by size and age."""
    return work.session.scalars(select(GroupAsset).order_by(_assets.asset_type, _assets.asset_id)).all()


def managers(work: Work) -> Sequence[Person]:
    """Those who manage the account, the first entered first."""
    return work.session.scalars(
        select(Person)
        .join(AccountManager, _managers.person_id == _people.id)
        .order_by(_managers.added_at, _managers.person_id)
    ).all()


def add_manager(work: Work, person: Person, *, officer_id: int | None, now: datetime) -> None:
    """Note that somebody manages the account; twice is once."""
    row = {"person_id": person.id, "added_at": now, "added_by": officer_id}
    insert_new(work, AccountManager, [row], unique="person_id")


def remove_manager(work: Work, person_id: int) -> bool:
    """Note that somebody manages the account no more; False when he did not."""
    gone = work.session.execute(
        delete(AccountManager).where(_managers.person_id == person_id).returning(_managers.person_id)
    ).all()
    return bool(gone)


def cancel_words(work: Work, group: GroupChat, *, why: str) -> int:
    """Take back what waits to be said in a group that is gone; answers how many messages."""
    cancelled = work.session.execute(
        update(OutboxMessage)
        .where(_outbox.group_id == group.id, _outbox.status == OutboxStatus.WAITING)
        .values(status=OutboxStatus.CANCELLED, error_words=why)
        .returning(_outbox.id)
        .execution_options(synchronize_session=False)
    ).all()
    return len(cancelled)


def card(work: Work, group: GroupChat, zalo_message_id: str) -> OutboxMessage | None:
    """What we said in this group under this id of Zalo's."""
    return work.session.scalar(
        select(OutboxMessage).where(_outbox.zalo_message_id == zalo_message_id, _outbox.group_id == group.id)
    )


def free_assets(listed: Sequence[GroupAsset], today: date) -> list[GroupAsset]:
    """Of these assets those that are free and still hold on this day."""
    return [one for one in listed if one.is_free and (one.valid_until_on is None or one.valid_until_on >= today)]
