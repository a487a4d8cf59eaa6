"""The register of the group chats that the official account owns: heard of, dissolved, and what each is for."""

from dataclasses import dataclass
from datetime import datetime

from domain.errors import NotFound, WrongState
from domain.events import GroupChange, GroupChanged, MessageEchoed, MessageReceived
from domain.teams import GroupPurpose, GroupStatus
from storage import people, teams
from storage.database import Work
from storage.tables import GroupChat


@dataclass(frozen=True, kw_only=True)
class NamedGroup:
    """A group as Zalo lists it."""

    zalo_group_id: str
    name: str
    is_active: bool


def note_change(work: Work, event: GroupChanged, *, now: datetime) -> None:
    """Enter a group in the register, or note its end; who joined and left is not kept here (zalo-platform §1.6)."""
    group = teams.find_or_add_group(work, event.group_id, now=now)
    if event.change is GroupChange.DISSOLVED:
        _end(group, GroupStatus.DISSOLVED, now)
    elif group.status is not GroupStatus.DISSOLVED:
        group.status, group.ended_at = GroupStatus.ACTIVE, None


def note_speech(work: Work, event: MessageReceived | MessageEchoed, *, now: datetime) -> None:
    """Words in a group prove that it lives; a member's own also open Zalo's window to him (zalo-platform §4.2)."""
    group = teams.find_or_add_group(work, event.group_id or "", now=now)
    if group.status is GroupStatus.DISABLED:
        group.status, group.ended_at = GroupStatus.ACTIVE, None
    if isinstance(event, MessageReceived) and (person := people.find(work, event.sender_id)):
        latest = min(event.occurred_at, now)
        person.last_interaction_at = max(person.last_interaction_at or latest, latest)


def take_over_list(work: Work, listed: list[NamedGroup], *, now: datetime) -> None:
    """Take names and states from Zalo's own list of our groups; those that it does not name any more have ended."""
    for one in listed:
        group = teams.find_or_add_group(work, one.zalo_group_id, now=now)
        group.name = one.name
        if one.is_active:
            group.status, group.ended_at = GroupStatus.ACTIVE, None
        else:
            _end(group, GroupStatus.DISABLED, now)
    known = {one.zalo_group_id for one in listed}
    for group in teams.groups(work):
        if group.zalo_group_id not in known and group.status is not GroupStatus.DISSOLVED:
            _end(group, GroupStatus.DISSOLVED, now)


def set_purpose(work: Work, group_id: int, purpose: GroupPurpose) -> GroupChat:
    """Say what a group is for. The ward and the response team have one living group each.

    Raises NotFound (`no_such_group`) or WrongState (`group_has_ended`, `purpose_taken`).
    """
    group = teams.group(work, group_id)
    if group is None:
        raise NotFound("no_such_group")
    if purpose is not GroupPurpose.UNASSIGNED and group.status is GroupStatus.DISSOLVED:
        raise WrongState("group_has_ended")
    if purpose in (GroupPurpose.WARD, GroupPurpose.RESPONSE_TEAM):
        others = [other.id for other in teams.groups_for(work, purpose) if other.id != group.id]
        if others:
            raise WrongState("purpose_taken", other=others[0])
    group.purpose = purpose
    return group


def _end(group: GroupChat, status: GroupStatus, now: datetime) -> None:
    group.status = status
    group.ended_at = group.ended_at or now
