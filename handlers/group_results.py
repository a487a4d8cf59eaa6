"""What becomes of an order once Zalo has answered: a group made, people invited, a name changed, a group gone."""

from collections.abc import Collection
from datetime import datetime

from domain.errors import Refused
from domain.group_links import LinkSource
from domain.group_tasks import GroupTaskKind, GroupTaskStatus
from domain.teams import GroupPurpose, GroupStatus
from handlers.groups import SeenGroup, ask_for_list, ask_for_reading, check_free, end, take_over
from handlers.office import Office
from storage import group_tasks, groups, people, teams
from storage.database import Work
from storage.tables import GroupAsset, GroupChat, GroupTask


def made(work: Work, office: Office, task: GroupTask, seen: SeenGroup, *, now: datetime) -> None:
    """A group exists: it is what it was ordered for, and whoever belongs there is invited next."""
    group = teams.find_or_add_group(work, seen.zalo_group_id, now=now)
    _give_purpose(work, group, task)
    take_over(work, office, group, seen, now=now)
    task.group_id = group.id
    group_tasks.settle(task, GroupTaskStatus.DONE, now=now, problem=None)
    ask_for_list(work, now=now)
    if task.person_ids:
        key = f"{GroupTaskKind.INVITE}:{group.id}"
        group_tasks.queue(
            work,
            GroupTaskKind.INVITE,
            key=key,
            now=now,
            group=group,
            person_ids=task.person_ids,
            officer_id=task.officer_id,
        )


def _give_purpose(work: Work, group: GroupChat, task: GroupTask) -> None:
    purpose = task.purpose or GroupPurpose.UNASSIGNED
    try:
        check_free(work, purpose, task.team_id, apart_from=group)
    except Refused:
        return
    group.purpose, group.team_id, group.link = purpose, task.team_id, LinkSource.MADE
    group.proposed_purpose = group.proposed_team_id = None


def invited(work: Work, task: GroupTask, person_ids: Collection[int], *, now: datetime) -> None:
    """People were taken in; those who could not be are told of by number."""
    group = teams.group(work, task.group_id or 0)
    for person in people.by_id(work, person_ids).values():
        if group is not None:
            groups.enter_member(work, group, person, now=now)
    missing = len(task.person_ids) - len(person_ids)
    status = GroupTaskStatus.DONE if person_ids else GroupTaskStatus.REFUSED
    group_tasks.settle(
        task,
        status,
        now=now,
        problem="not_all_invited" if missing else None,
        invited=len(person_ids),
        missing=missing,
    )
    if group is not None:
        ask_for_reading(work, group, now=now)


def renamed(work: Work, office: Office, task: GroupTask, *, now: datetime) -> None:
    """A group bears its new name."""
    group_tasks.settle(task, GroupTaskStatus.DONE, now=now, problem=None)
    if (group := teams.group(work, task.group_id or 0)) is not None:
        is_active = group.status is GroupStatus.ACTIVE
        seen = SeenGroup(zalo_group_id=group.zalo_group_id, name=task.name or group.name, is_active=is_active)
        take_over(work, office, group, seen, now=now)


def gone(work: Work, task: GroupTask, *, now: datetime) -> None:
    """A group exists no more, whether we ended it or find it ended."""
    group_tasks.settle(task, GroupTaskStatus.DONE, now=now, problem=None)
    if (group := teams.group(work, task.group_id or 0)) is not None:
        end(work, group, GroupStatus.DISSOLVED, now=now)
        ask_for_list(work, now=now)


def read(
    work: Work, office: Office, task: GroupTask, seen: SeenGroup, accounts: Collection[str], *, now: datetime
) -> None:
    """A group was read: its name and state, and which of ours are in it; nobody else's presence is kept."""
    group_tasks.settle(task, GroupTaskStatus.DONE, now=now, problem=None)
    group = teams.group(work, task.group_id or 0)
    if group is None or group.status is GroupStatus.DISSOLVED:
        return
    take_over(work, office, group, seen, now=now)
    ours = teams.bound_accounts(work, accounts, office.today(now))
    groups.keep_only_members(work, group, [people.find_or_add(work, one, now=now) for one in sorted(ours)], now=now)


def assets_read(work: Work, listed: list[GroupAsset]) -> None:
    """What pays for groups was read."""
    groups.keep_assets(work, listed)
