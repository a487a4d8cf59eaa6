"""Invite codes: made and taken back by the office, used once by a member in his own chat with us (product C5)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.errors import NotFound, WrongState
from domain.invites import (
    FAILURES_OF_ALL,
    FAILURES_OF_ONE,
    LENGTH,
    LIFETIME,
    THROTTLE_WINDOW,
    InviteState,
    normal_code,
    state_of,
)
from domain.teams import is_over
from handlers.drawn_codes import drawn_code
from handlers.membership import LEADING, memberships
from handlers.roster import existing_member, unended_member
from handlers.turn import Turn, say
from handlers.unit_contacts import take_contact_code
from storage import invites, teams
from storage.database import Work
from storage.tables import DigitalTeam, InviteCode, TeamMember


@dataclass(frozen=True, kw_only=True)
class Invite:
    """A code that was just made: the only time that anybody sees it."""

    member: TeamMember
    code: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class InviteMember:
    """A member with where his newest code stands; None when he never had one."""

    member: TeamMember
    state: InviteState | None
    code: InviteCode | None


def make_for_team(work: Work, team_id: int, *, today: date, now: datetime, officer_id: int | None) -> list[Invite]:
    """A new code for every member of a team who is bound to no account yet; older ones become worthless.

    Raises NotFound (`no_such_team`) or WrongState (`nobody_to_invite_by_code`).
    """
    if teams.with_id(work, team_id) is None:
        raise NotFound("no_such_team", team_id=team_id)
    members = [member for member in teams.members_of_team(work, team_id, today) if member.person_id is None]
    if not members:
        raise WrongState("nobody_to_invite_by_code")
    return _make(work, members, now=now, officer_id=officer_id)


def make_for_member(work: Work, member_id: int, *, today: date, now: datetime, officer_id: int | None) -> Invite:
    """A new code for one member, also when he is bound already: he may have another account.

    Raises NotFound (`no_such_member`) or WrongState (`membership_over`).
    """
    return _make(work, [unended_member(work, member_id, today)], now=now, officer_id=officer_id)[0]


def revoke_for_member(work: Work, member_id: int, *, now: datetime) -> int:
    """Make a member's open code worthless; answers how many there were. Raises NotFound (`no_such_member`)."""
    return invites.revoke(work, [existing_member(work, member_id).id], now=now)


def of_team(work: Work, team_id: int, *, today: date, now: datetime) -> list[InviteMember]:
    """The members of a team with where their codes stand."""
    members = teams.members_of_team(work, team_id, today)
    newest = invites.newest_of_members(work, [member.id for member in members])
    return [_invite_member(member, newest.get(member.id), now) for member in members]


def take_code(turn: Turn, typed: str | None) -> None:
    """A code typed in somebody's own chat: binds his account to the member it was made for, or says why not.

    Guessing is slowed for each sender and for all together; whoever is slowed learns nothing about a code.
    """
    if not typed:
        say(turn, "invite_how")
        return
    throttled = _throttled(turn)
    if throttled:
        say(turn, "invite_throttled", by_all=throttled == "all", phone=turn.office.ward.phone)
        return
    code = invites.find(turn.work, _hash(normal_code(typed)))
    if code is None and take_contact_code(turn, normal_code(typed)):
        invites.note_attempt(turn.work, turn.person, succeeded=True, now=turn.now)
        return
    problem = _problem(turn, code)
    invites.note_attempt(turn.work, turn.person, succeeded=problem in (None, "yours_already"), now=turn.now)
    if code is None or problem is not None:
        say(turn, "invite_refused", problem=problem or "unknown", length=LENGTH, phone=turn.office.ward.phone)
        return
    _bind(turn, code)


def _throttled(turn: Turn) -> str | None:
    since = turn.now - THROTTLE_WINDOW
    if invites.failures_since(turn.work, since, person=turn.person) >= FAILURES_OF_ONE:
        return "one"
    return "all" if invites.failures_since(turn.work, since) >= FAILURES_OF_ALL else None


def _problem(turn: Turn, code: InviteCode | None) -> str | None:
    """Why a code does not bind this account: a word for the text, or None when it does."""
    if code is None:
        return "unknown"
    if code.used_at is not None and code.used_by == turn.person.id:
        return "yours_already"
    state = _state(code, turn.now)
    if state is not InviteState.OPEN:
        return str(state)
    member = turn.work.session.get_one(TeamMember, code.member_id)
    today = turn.office.today(turn.now)
    if member.since_on > today or is_over(member.until_on, today):
        return "membership_over"
    others = [one for one in memberships(turn.work, turn.person, today) if one.member.id != member.id]
    return "another_member" if any(one.team.id == member.team_id for one in others) else None


def _bind(turn: Turn, code: InviteCode) -> None:
    member = turn.work.session.get_one(TeamMember, code.member_id)
    team = turn.work.session.get_one(DigitalTeam, member.team_id)
    code.used_at, code.used_by = turn.now, turn.person.id
    member.person_id = turn.person.id
    leads = member.role in LEADING
    say(turn, "invite_bound", member=member.full_name, team=team.name, role=member.role, leads=leads)


def _make(work: Work, members: Sequence[TeamMember], *, now: datetime, officer_id: int | None) -> list[Invite]:
    invites.revoke(work, [member.id for member in members], now=now)
    return [_make_one(work, member, now, officer_id) for member in members]


def _make_one(work: Work, member: TeamMember, now: datetime, officer_id: int | None) -> Invite:
    code, expires_at = _draw(work), now + LIFETIME
    invites.add(
        work,
        member_id=member.id,
        code_sha256=_hash(code),
        now=now,
        expires_at=expires_at,
        officer_id=officer_id,
    )
    return Invite(member=member, code=code, expires_at=expires_at)


def _draw(work: Work) -> str:
    """A code that was never made before."""
    while True:
        code = drawn_code()
        if invites.find(work, _hash(code)) is None:
            return code


def _hash(code: str) -> str:
    return hashlib.sha256(f"invite:{code}".encode()).hexdigest()


def _state(code: InviteCode, now: datetime) -> InviteState:
    return state_of(used_at=code.used_at, revoked_at=code.revoked_at, expires_at=code.expires_at, now=now)


def _invite_member(member: TeamMember, code: InviteCode | None, now: datetime) -> InviteMember:
    return InviteMember(member=member, state=_state(code, now) if code else None, code=code)
