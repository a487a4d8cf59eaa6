"""The register of the group chats that the official account owns: heard of, read again, ended, and what each is for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.errors import Incomplete, NotFound, WrongState
from domain.events import GroupChange, GroupChanged, MessageEchoed, MessageReceived
from domain.group_links import LinkSource
from domain.group_tasks import GroupTaskKind
from domain.teams import GroupPurpose, GroupStatus
from handlers.group_links import link_by_name
from handlers.office import Office
from storage import group_tasks, groups, people, teams
from storage.database import Work
from storage.tables import GroupChat

READ_ALL_KEY = "read_all"
SETTLES_IN = timedelta(minutes=1)
_AT_ONCE = frozenset({GroupChange.CREATED, GroupChange.INFO_CHANGED})
_CAME_IN = frozenset({GroupChange.JOINED, GroupChange.JOIN_APPROVED})


@dataclass(frozen=True, kw_only=True)
class SeenGroup:
    """A group as Zalo tells of it; counts are None and days unknown where a list leaves them out."""

    zalo_group_id: str
    name: str
    is_active: bool
    member_count: int | None = None
    capacity: int | None = None
    link: str | None = None
    deleted_on: date | None = None


def note_change(work: Work, office: Office, event: GroupChanged, *, now: datetime) -> None:
    """Follow what happened to a group; what the event does not tell is read from Zalo soon (zalo-platform §1.6)."""
    group = teams.find_or_add_group(work, event.group_id, now=now)
    if event.change is GroupChange.DISSOLVED:
        end(work, group, GroupStatus.DISSOLVED, now=now)
        return
    if group.status is not GroupStatus.DISSOLVED:
        group.status, group.ended_at = GroupStatus.ACTIVE, None
    if event.change in _CAME_IN:
        _enter_ours(work, office, group, event.person_ids, now)
    elif event.change is GroupChange.LEFT:
        groups.remove_members(work, group, event.person_ids)
    ask_for_reading(work, group, now=now, wait=timedelta() if event.change in _AT_ONCE else SETTLES_IN)


def _enter_ours(work: Work, office: Office, group: GroupChat, zalo_user_ids: Collection[str], now: datetime) -> None:
    for account in teams.bound_accounts(work, zalo_user_ids, office.today(now)):
        groups.enter_member(work, group, people.find_or_add(work, account, now=now), now=now)


def ask_for_reading(work: Work, group: GroupChat, *, now: datetime, wait: timedelta = timedelta()) -> None:
    """Let the worker read a group's name, state and members; several wishes within a while are one reading."""
    key = f"read:{group.id}"
    group_tasks.queue(work, GroupTaskKind.READ, key=key, group=group, now=now, available_at=now + wait)


def ask_for_list(work: Work, *, now: datetime) -> None:
    """Let the worker read the lists of groups and of assets from Zalo, and then who of ours is in each group."""
    group_tasks.queue(work, GroupTaskKind.READ_ALL, key=READ_ALL_KEY, now=now)
    for group in teams.groups(work):
        if group.status is GroupStatus.ACTIVE:
            ask_for_reading(work, group, now=now, wait=SETTLES_IN)


def note_speech(work: Work, event: MessageReceived | MessageEchoed, *, now: datetime) -> GroupChat:
    """Words in a group prove that it lives; a member's own also open Zalo's window to him (zalo-platform §4.2)."""
    group = teams.find_or_add_group(work, event.group_id or "", now=now)
    if group.status is GroupStatus.DISABLED:
        group.status, group.ended_at = GroupStatus.ACTIVE, None
    if group.read_at is None and not group.name:
        ask_for_reading(work, group, now=now)
    if isinstance(event, MessageReceived) and (person := people.find(work, event.sender_id)):
        latest = min(event.occurred_at, now)
        person.last_interaction_at = max(person.last_interaction_at or latest, latest)
    return group


def take_over(work: Work, office: Office, group: GroupChat, seen: SeenGroup, *, now: datetime) -> None:
    """Take what Zalo tells of a group; a new name may tell what the group is for."""
    is_renamed = group.name != seen.name
    group.name, group.read_at = seen.name[:120], now
    group.deleted_on = seen.deleted_on
    for field in ("member_count", "capacity"):
        if getattr(seen, field) is not None:
            setattr(group, field, getattr(seen, field))
    group.invite_link = seen.link or group.invite_link
    if seen.is_active:
        group.status, group.ended_at = GroupStatus.ACTIVE, None
    else:
        end(work, group, GroupStatus.DISABLED, now=now)
    if is_renamed or group.purpose is GroupPurpose.UNASSIGNED:
        link_by_name(work, office, group, now=now)


def take_over_list(work: Work, office: Office, listed: list[SeenGroup], *, now: datetime) -> None:
    """Take names and states from Zalo's own list of our groups; those that it does not name any more have ended."""
    for one in listed:
        take_over(work, office, teams.find_or_add_group(work, one.zalo_group_id, now=now), one, now=now)
    known = {one.zalo_group_id for one in listed}
    for group in teams.groups(work):
        if group.zalo_group_id not in known and group.status is not GroupStatus.DISSOLVED:
            end(work, group, GroupStatus.DISSOLVED, now=now)


def set_purpose(
    work: Work, group_id: int, purpose: GroupPurpose, *, team_id: int | None = None, link: LinkSource | None = None
) -> GroupChat:
    """Say what a group is for. The ward, the response team and each team have one living group each.

    Raises NotFound (`no_such_group`, `no_such_team`), Incomplete (`team_of_group_needed`) or WrongState
    (`group_has_ended`, `purpose_taken`, `team_has_group`).
    """
    group = teams.group(work, group_id)
    if group is None:
        raise NotFound("no_such_group")
    if purpose is not GroupPurpose.UNASSIGNED and group.status is GroupStatus.DISSOLVED:
        raise WrongState("group_has_ended")
    check_free(work, purpose, team_id, apart_from=group)
    group.purpose = purpose
    group.team_id = team_id if purpose is GroupPurpose.TEAM else None
    group.link = None if purpose is GroupPurpose.UNASSIGNED else link or LinkSource.OFFICER
    group.declined_name = group.name if group.link is not LinkSource.NAME else None
    group.proposed_purpose = group.proposed_team_id = None
    return group


def check_free(work: Work, purpose: GroupPurpose, team_id: int | None, *, apart_from: GroupChat | None = None) -> None:
    """Raises what `set_purpose` raises when another living group has this purpose."""
    if purpose is GroupPurpose.TEAM:
        _check_team_free(work, team_id, apart_from)
    elif purpose is not GroupPurpose.UNASSIGNED:
        others = [one for one in teams.groups_for(work, purpose) if one is not apart_from]
        if others:
            raise WrongState("purpose_taken", other=others[0].id)


def _check_team_free(work: Work, team_id: int | None, apart_from: GroupChat | None) -> None:
    if team_id is None:
        raise Incomplete("team_of_group_needed")
    if teams.with_id(work, team_id) is None:
        raise NotFound("no_such_team", team_id=team_id)
    other = groups.of_team(work, team_id)
    if other is not None and other is not apart_from:
        raise WrongState("team_has_group", other=other.id)


def end(work: Work, group: GroupChat, status: GroupStatus, *, now: datetime) -> None:
    """A group cannot be spoken in any more: disabled while nobody pays for it, or gone for good.

    Of one that is gone nobody's presence is kept, and what waits to be said there is taken back.
    """
    group.status = status
    group.ended_at = group.ended_at or now
    if status is GroupStatus.DISSOLVED:
        groups.remove_members(work, group)
        groups.cancel_words(work, group, why="the group is gone")
        group.proposed_purpose = group.proposed_team_id = None
