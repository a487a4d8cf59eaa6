"""What an officer orders about groups: make, invite, rename, dissolve, who manages; rows that a worker carries out."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from domain.errors import Incomplete, NotFound, Refused, WrongState
from domain.group_tasks import GroupTaskKind, GroupTaskStatus
from domain.reply_window import ReplyWindow, reply_window
from domain.staff import Right, Role, require
from domain.teams import GroupPurpose, GroupStatus
from handlers.group_links import proper_name
from handlers.groups import check_free
from handlers.membership import LEADING
from handlers.office import Office
from storage import group_tasks, groups, people, teams
from storage.database import Work
from storage.tables import DigitalTeam, GroupChat, GroupTask, Person

LONGEST_NAME = 100
MOST_PEOPLE = 1000


@dataclass(frozen=True, kw_only=True)
class Orderer:
    """Who orders; None for somebody at the command line of the server."""

    officer_id: int | None
    role: Role = Role.HEAD


@dataclass(frozen=True, kw_only=True)
class CreateGroup:
    """Make a group for a team, the ward or the response team, paid for by an asset of this type."""

    purpose: GroupPurpose
    asset_type: str
    by: Orderer
    team_id: int | None = None


def create(work: Work, office: Office, command: CreateGroup, *, now: datetime) -> str:
    """Order a group under its right name and answer the name.

    Raises NotAllowed, NotFound (`no_such_team`), Incomplete or WrongState (`purpose_taken`, `team_has_group`,
    `group_being_made`, `group_name_taken`, `no_account_manager`, `no_free_asset`, `asset_too_small`).
    """
    require(command.by.role, Right.MANAGE_GROUPS)
    if command.purpose is GroupPurpose.UNASSIGNED:
        raise Incomplete("purpose_needed")
    check_free(work, command.purpose, command.team_id)
    name = name_for(work, office, command.purpose, command.team_id)
    if any(task.kind is GroupTaskKind.CREATE and task.name == name for task in group_tasks.open_ones(work)):
        raise WrongState("group_being_made", name=name)
    if groups.living_named(work, name):
        raise WrongState("group_name_taken", name=name)
    invited = invitees(work, office, command.purpose, command.team_id, now=now)
    if not any(_is_reachable(manager, now) for manager in groups.managers(work)):
        raise WrongState("no_account_manager")
    _check_asset(work, office, command.asset_type, len(invited.reachable), now)
    group_tasks.queue(
        work,
        GroupTaskKind.CREATE,
        key=f"create:{name}",
        now=now,
        team_id=command.team_id,
        purpose=command.purpose,
        name=name,
        asset_type=command.asset_type,
        person_ids=invited.reachable,
        officer_id=command.by.officer_id,
    )
    return name


def _check_asset(work: Work, office: Office, asset_type: str, people_count: int, now: datetime) -> None:
    today = office.today(now)
    price = next((one for one in office.ward.group_prices.assets_on(today) if one.asset_type == asset_type), None)
    if price is None:
        raise NotFound("no_such_asset_type")
    waiting = sum(task.asset_type == asset_type for task in group_tasks.open_ones(work))
    free = [one for one in groups.free_assets(groups.assets(work), today) if one.asset_type == asset_type]
    if len(free) <= waiting:
        raise WrongState("no_free_asset", most=price.most_members, price=price.monthly_price)
    if people_count + 2 > price.most_members:
        raise WrongState("asset_too_small", most=price.most_members, wanted=people_count + 2)


def name_for(work: Work, office: Office, purpose: GroupPurpose, team_id: int | None) -> str:
    """The right name of a group of this purpose. Raises NotFound (`no_such_team`)."""
    if purpose is not GroupPurpose.TEAM:
        ward = office.ward.name
        return office.texts.fill("group_name", purpose, ward=ward[:1].upper() + ward[1:])
    found = groups.teams_with_residential_groups(work, [team_id or 0])
    if not found:
        raise NotFound("no_such_team", team_id=team_id)
    return proper_name(office, found[0])


@dataclass(frozen=True, kw_only=True)
class Invitees:
    """Whom a group is for: persons that Zalo lets us invite now, and how many others cannot be reached."""

    reachable: frozenset[int]
    not_bound: int
    out_of_window: int


def invitees(
    work: Work,
    office: Office,
    purpose: GroupPurpose,
    team_id: int | None,
    *,
    now: datetime,
    inside: Collection[int] = (),
) -> Invitees:
    """The members that belong into a group: of the team, or whoever leads one for the ward's own groups.

    Only followers and those active within 7 days may be invited (zalo-platform §5.2); `inside` are there already.
    """
    today = office.today(now)
    if purpose is GroupPurpose.TEAM:
        wanted = list(teams.members_of_team(work, team_id or 0, today))
    elif purpose is GroupPurpose.WARD:
        wanted = [member for member in teams.present_members(work, today) if member.role in LEADING]
    else:
        wanted = []
    persons = people.by_id(work, [member.person_id for member in wanted if member.person_id])
    outside = [person for person in persons.values() if person.id not in inside]
    reachable = frozenset(person.id for person in outside if _is_reachable(person, now))
    return Invitees(
        reachable=reachable,
        not_bound=sum(member.person_id is None for member in wanted),
        out_of_window=len(outside) - len(reachable),
    )


def _is_reachable(person: Person, now: datetime) -> bool:
    if person.withdrawn_at is not None:
        return False
    return person.following or reply_window(person.last_interaction_at, now) is not ReplyWindow.CLOSED


def invite(work: Work, office: Office, group_id: int, by: Orderer, *, now: datetime) -> int:
    """Order that whoever belongs into a group and is not there be invited; answers how many.

    Raises NotAllowed, NotFound, WrongState (`group_has_ended`) or Refused (`nobody_to_invite`).
    """
    group = _living(work, group_id, by)
    inside = groups.members(work, group.id)
    found = invitees(work, office, group.purpose, group.team_id, now=now, inside=inside)
    if not found.reachable:
        raise Refused("nobody_to_invite", not_bound=found.not_bound, out_of_window=found.out_of_window)
    _order(work, GroupTaskKind.INVITE, group, by, now, person_ids=found.reachable)
    return len(found.reachable)


def rename(work: Work, group_id: int, name: str, by: Orderer, *, now: datetime) -> str:
    """Order another name for a group.

    Raises NotAllowed, NotFound, Incomplete (`group_name_needed`) or WrongState (`group_name_taken`, `same_name`).
    """
    group = _living(work, group_id, by)
    wanted = " ".join(name.split())
    if not wanted or len(wanted) > LONGEST_NAME:
        raise Incomplete("group_name_needed", most=LONGEST_NAME)
    if wanted == group.name:
        raise WrongState("same_name")
    if groups.living_named(work, wanted):
        raise WrongState("group_name_taken", name=wanted)
    _order(work, GroupTaskKind.RENAME, group, by, now, name=wanted)
    return wanted


def dissolve(work: Work, group_id: int, typed_name: str, by: Orderer, *, now: datetime) -> None:
    """Order the end of a group for everybody; its name typed again shows that it is meant.

    Raises NotAllowed, NotFound, WrongState (`group_has_ended`) or Refused (`name_not_typed`).
    """
    group = _living(work, group_id, by)
    if " ".join(typed_name.split()) != group.name:
        raise Refused("name_not_typed", name=group.name)
    _order(work, GroupTaskKind.DISSOLVE, group, by, now)


def _living(work: Work, group_id: int, by: Orderer) -> GroupChat:
    require(by.role, Right.MANAGE_GROUPS)
    group = teams.group(work, group_id)
    if group is None:
        raise NotFound("no_such_group")
    if group.status is not GroupStatus.ACTIVE:
        raise WrongState("group_has_ended")
    return group


def _order(
    work: Work,
    kind: GroupTaskKind,
    group: GroupChat,
    by: Orderer,
    now: datetime,
    *,
    name: str | None = None,
    person_ids: Iterable[int] = (),
) -> None:
    key = f"{kind}:{group.id}"
    if any(task.key == key for task in group_tasks.open_ones(work)):
        raise WrongState("ordered_already")
    group_tasks.queue(
        work, kind, key=key, now=now, group=group, name=name, person_ids=set(person_ids), officer_id=by.officer_id
    )


def cancel(work: Work, task_id: int, by: Orderer, *, now: datetime) -> GroupTask:
    """Take an order back that has not been begun. Raises NotAllowed, NotFound or WrongState (`order_begun`)."""
    require(by.role, Right.MANAGE_GROUPS)
    task = group_tasks.get(work, task_id, to_change=True)
    if task is None:
        raise NotFound("no_such_order")
    if task.status is not GroupTaskStatus.WAITING:
        raise WrongState("order_begun")
    group_tasks.settle(task, GroupTaskStatus.CANCELLED, now=now, problem=None)
    return task


def add_manager(work: Work, person_id: int, by: Orderer, *, now: datetime) -> None:
    """Note who manages the account on Zalo. Raises NotAllowed or NotFound (`no_such_person`)."""
    require(by.role, Right.MANAGE_GROUPS)
    person = people.with_id(work, person_id)
    if person is None:
        raise NotFound("no_such_person", person_id=person_id)
    groups.add_manager(work, person, officer_id=by.officer_id, now=now)


def remove_manager(work: Work, person_id: int, by: Orderer) -> None:
    """Note that somebody manages the account no more. Raises NotAllowed or NotFound (`no_such_person`)."""
    require(by.role, Right.MANAGE_GROUPS)
    if not groups.remove_manager(work, person_id):
        raise NotFound("no_such_person", person_id=person_id)


@dataclass(frozen=True, kw_only=True)
class NameOrdinaryGroup:
    """A team's own Zalo group, which the account does not own: its name, empty when there is none, and its people."""

    team_id: int
    name: str
    people: int | None
    by: Orderer


def name_ordinary_group(work: Work, command: NameOrdinaryGroup) -> DigitalTeam:
    """Enter a team's ordinary group for the indicator A06. Raises NotAllowed, NotFound or Refused (`absurd_number`)."""
    require(command.by.role, Right.MANAGE_GROUPS)
    team = teams.with_id(work, command.team_id)
    if team is None:
        raise NotFound("no_such_team", team_id=command.team_id)
    if command.people is not None and not 0 <= command.people <= MOST_PEOPLE:
        raise Refused("absurd_number", number=command.people, most=MOST_PEOPLE)
    team.ordinary_group = " ".join(command.name.split())[:160] or None
    team.ordinary_group_people = command.people if team.ordinary_group else None
    return team
