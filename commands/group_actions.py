"""What each action of the `groups` command does."""

from argparse import Namespace
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from commands.foundations import load_office, system_clock
from commands.opened import say
from commands.zalo import zalo_client
from domain.errors import OutsideFailure
from domain.teams import GroupPurpose
from handlers import group_links, group_orders, group_results
from handlers.group_orders import CreateGroup, Orderer
from handlers.groups import set_purpose, take_over_list
from scheduler.group_calls import GroupCalls
from settings import Settings
from storage import group_tasks, groups, teams
from storage.database import Database, Work

AT_THE_SERVER = Orderer(officer_id=None)
LATELY = timedelta(days=30)


def _list(database: Database, _settings: Settings, _arguments: Namespace) -> int:
    with database.read() as work:
        found = teams.groups(work)
        ours = groups.member_counts(work)
    for group in found:
        team = f" of team {group.team_id}" if group.team_id else ""
        people = f", {group.member_count or '?'} people, {ours.get(group.id, 0)} bound members"
        print(f"group {group.id}: {group.name or '(name unknown)'}, {group.purpose}{team}, {group.status}{people}")
        if group.proposed_purpose:
            proposed = f"{group.proposed_purpose} {group.proposed_team_id or ''}".strip()
            print(f"  its name may mean: {proposed}; confirm with set-purpose, or: decline {group.id}")
    if not found:
        print("No group yet: one is entered when the account makes it, or when somebody writes in it.")
    return 0


def _sync(database: Database, settings: Settings, _arguments: Namespace) -> int:
    office = load_office(settings)
    calls = GroupCalls(zalo_client(settings, database, system_clock), lambda: True, system_clock)
    kinds = [price.asset_type for price in office.ward.group_prices.assets_on(office.today(system_clock()))]
    try:
        listed, assets = calls.all_groups(), calls.assets(kinds)
    except OutsideFailure as failure:
        return say(f"Zalo did not list the groups: {failure}. Nothing was changed.", 1)
    with database.begin() as work:
        take_over_list(work, office, listed, now=system_clock())
        group_results.assets_read(work, assets)
    print(f"{len(listed)} groups taken over, {len(assets)} assets.")
    return 0


def _quota(database: Database, settings: Settings, _arguments: Namespace) -> int:
    office = load_office(settings)
    today = office.today(system_clock())
    with database.read() as work:
        assets = groups.assets(work)
    free = groups.free_assets(assets, today)
    for price in office.ward.group_prices.assets_on(today):
        of_kind = [one for one in assets if one.asset_type == price.asset_type]
        cost = f"{price.monthly_price:,} VND a month" if price.monthly_price is not None else "price unknown"
        unused = sum(one.asset_type == price.asset_type for one in free)
        print(f"{price.asset_type}: up to {price.most_members} people, {unused} of {len(of_kind)} free, {cost}")
    if not assets:
        print("Nothing read from Zalo yet. Read it: python app.py groups sync")
    return 0


def _orders(database: Database, _settings: Settings, _arguments: Namespace) -> int:
    with database.read() as work:
        found = group_tasks.recent(work, since=system_clock() - LATELY, limit=30)
    for task in found:
        about = task.name or (f"group {task.group_id}" if task.group_id else "")
        print(f"order {task.id}: {task.kind} {about}, {task.status}{f', {task.problem}' if task.problem else ''}")
    if not found:
        print("Nothing was ordered in the last 30 days.")
    return 0


def _set_purpose(database: Database, _settings: Settings, arguments: Namespace) -> int:
    with database.begin() as work:
        group = set_purpose(work, arguments.group, arguments.purpose, team_id=arguments.team)
    print(f"Group {group.id} is now: {group.purpose}{f' of team {group.team_id}' if group.team_id else ''}.")
    return 0


def _decline(database: Database, _settings: Settings, arguments: Namespace) -> int:
    with database.begin() as work:
        group = group_links.decline(work, arguments.group)
    print(f"Group {group.id}: its name is not asked about again.")
    return 0


def _create(database: Database, settings: Settings, arguments: Namespace) -> int:
    office = load_office(settings)
    team_id = int(arguments.purpose) if arguments.purpose.isdecimal() else None
    if team_id is None and arguments.purpose not in {GroupPurpose.WARD, GroupPurpose.RESPONSE_TEAM}:
        return say("Say ward, response_team, or the id of a team.", 1)
    command = CreateGroup(
        purpose=GroupPurpose.TEAM if team_id else GroupPurpose(arguments.purpose),
        team_id=team_id,
        asset_type=arguments.size,
        by=AT_THE_SERVER,
    )
    with database.begin() as work:
        name = group_orders.create(work, office, command, now=system_clock())
    print(f"{name}. The running service makes it; see: python app.py groups orders")
    return 0


def _order(
    act: Callable[[Work, Settings, Namespace], object], database: Database, settings: Settings, arguments: Namespace
) -> int:
    with database.begin() as work:
        act(work, settings, arguments)
    print("Done or ordered; see: python app.py groups orders")
    return 0


def _invite(work: Work, settings: Settings, arguments: Namespace) -> None:
    group_orders.invite(work, load_office(settings), arguments.group, AT_THE_SERVER, now=system_clock())


def _rename(work: Work, _settings: Settings, arguments: Namespace) -> None:
    group_orders.rename(work, arguments.group, arguments.name, AT_THE_SERVER, now=system_clock())


def _dissolve(work: Work, _settings: Settings, arguments: Namespace) -> None:
    group_orders.dissolve(work, arguments.group, arguments.name, AT_THE_SERVER, now=system_clock())


def _cancel(work: Work, _settings: Settings, arguments: Namespace) -> None:
    group_orders.cancel(work, arguments.order, AT_THE_SERVER, now=system_clock())


def _manager(work: Work, _settings: Settings, arguments: Namespace) -> None:
    if arguments.remove:
        group_orders.remove_manager(work, arguments.person, AT_THE_SERVER)
        return
    group_orders.add_manager(work, arguments.person, AT_THE_SERVER, now=system_clock())


ACTIONS: dict[str, Callable[[Database, Settings, Namespace], int]] = {
    "list": _list,
    "sync": _sync,
    "quota": _quota,
    "orders": _orders,
    "set-purpose": _set_purpose,
    "decline": _decline,
    "create": _create,
    "invite": partial(_order, _invite),
    "rename": partial(_order, _rename),
    "dissolve": partial(_order, _dissolve),
    "cancel": partial(_order, _cancel),
    "manager": partial(_order, _manager),
}
