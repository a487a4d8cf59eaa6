"""Words about the digital teams and their group chats: who is what in a team, and what a group is for."""

from datetime import date
from enum import StrEnum


class TeamRole(StrEnum):
    """What somebody is in a digital team (plan III.1)."""

    LEADER = "leader"
    DEPUTY = "deputy"
    MEMBER = "member"


class GroupPurpose(StrEnum):
    """What a group chat of the official account is for; `UNASSIGNED` until an officer says so."""

    WARD = "ward"
    RESPONSE_TEAM = "response_team"
    TEAM = "team"
    UNASSIGNED = "unassigned"


class GroupStatus(StrEnum):
    """Whether a group can be spoken to."""

    ACTIVE = "active"
    DISABLED = "disabled"
    DISSOLVED = "dissolved"


class MemberField(StrEnum):
    """What of a member may be shown to the public, each only with his consent (reporting §4.1)."""

    FULL_NAME = "full_name"
    PHONE = "phone"
    ASSIGNMENT = "assignment"
    ADDRESS = "address"


class ConsentSource(StrEnum):
    """Where a member's consent was given or taken back."""

    ROSTER = "roster"
    CHAT = "chat"
    PAGE = "page"


def is_over(until_on: date | None, today: date) -> bool:
    """Whether a membership or a team has ended: the day it ends is the first one without it."""
    return until_on is not None and until_on <= today


Time = tuple[date, date | None]


def overlap(first: Time, second: Time) -> bool:
    """Whether two times in a team have a day in common; each from its first day to the day before its second."""
    return _begins_before(first[0], second[1]) and _begins_before(second[0], first[1])


def _begins_before(day: date, until_on: date | None) -> bool:
    return until_on is None or day < until_on
