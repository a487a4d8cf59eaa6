"""The thin roster: teams and their members, entered one by one, and the Zalo accounts bound to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from domain.errors import NotFound, WrongState
from domain.teams import TeamRole, is_over, overlap
from language.normalising import fold_words
from storage import invites, people, teams
from storage.database import Work
from storage.tables import DigitalTeam, TeamMember


@dataclass(frozen=True, kw_only=True)
class AddTeam:
    """A team begins; `number` is that of its residential group, if that bears one."""

    name: str
    number: int | None
    since_on: date


@dataclass(frozen=True, kw_only=True)
class AddMember:
    """Somebody joins a team."""

    team_id: int
    full_name: str
    role: TeamRole
    phone: str | None
    since_on: date


def add_team(work: Work, command: AddTeam) -> DigitalTeam:
    """Enter a team. Raises WrongState (`team_name_taken`, `team_number_taken`)."""
    name = " ".join(command.name.split())
    if teams.team_named(work, name):
        raise WrongState("team_name_taken", name=name)
    if command.number is not None and teams.team_numbered(work, command.number):
        raise WrongState("team_number_taken", number=command.number)
    team = DigitalTeam(name=name, number=command.number, since_on=command.since_on)
    work.session.add(team)
    work.session.flush()
    return team


def add_member(work: Work, command: AddMember) -> TeamMember:
    """Enter a member. Raises NotFound (`no_such_team`)."""
    if work.session.get(DigitalTeam, command.team_id) is None:
        raise NotFound("no_such_team", team_id=command.team_id)
    member = TeamMember(
        team_id=command.team_id,
        full_name=" ".join(command.full_name.split()),
        role=command.role,
        phone=command.phone,
        since_on=command.since_on,
    )
    work.session.add(member)
    work.session.flush()
    return member


def correct_member(work: Work, member_id: int, *, full_name: str, phone: str | None, today: date) -> TeamMember:
    """Put the name or the number of a member right: he stays who he is, with his account and what he agreed to.

    Raises NotFound (`no_such_member`), WrongState (`membership_over`, `number_of_another` in the same team).
    """
    member = unended_member(work, member_id, today)
    others = [one for one in teams.ever_members(work, member.team_id) if not is_over(one.until_on, today)]
    owner = next((one for one in others if one.id != member.id and phone and one.phone == phone), None)
    if owner is not None:
        raise WrongState("number_of_another", name=owner.full_name)
    member.full_name, member.phone = " ".join(full_name.split()), phone
    return member


def change_role(work: Work, member_id: int, role: TeamRole, *, today: date) -> TeamMember:
    """Give a member another role from now on.

    Raises NotFound (`no_such_member`), WrongState (`membership_over`, `team_has_leader`).
    """
    member = unended_member(work, member_id, today)
    leader = leader_beside(member, teams.ever_members(work, member.team_id), today)
    if role is TeamRole.LEADER and leader is not None:
        raise WrongState("team_has_leader", name=leader.full_name)
    member.role = role
    return member


def leader_beside(member: TeamMember, others: Iterable[TeamMember], today: date) -> TeamMember | None:
    """Who of these leads the team at a time, from today on, when this member belongs to it too."""
    time = max(member.since_on, today), member.until_on
    leaders = (one for one in others if one.id != member.id and one.role is TeamRole.LEADER)
    return next((one for one in leaders if overlap(time, (max(one.since_on, today), one.until_on))), None)


def end_member(work: Work, member_id: int, on: date, *, now: datetime, today: date) -> TeamMember:
    """Let somebody's time in a team end; from that day on he is no member, and no code lets him in.

    Raises NotFound (`no_such_member`) or WrongState (`ends_before_it_began`; `ended_already` for a later
    day than the one that stands: a stale page must not let anybody in again).
    """
    member = existing_member(work, member_id)
    if on < member.since_on:
        raise WrongState("ends_before_it_began", since_on=member.since_on)
    if member.until_on is not None and on > member.until_on:
        raise WrongState("ended_already", until_on=member.until_on)
    member.until_on = on
    revoke_when_over(work, member, now=now, today=today)
    return member


def revoke_when_over(work: Work, member: TeamMember, *, now: datetime, today: date) -> None:
    """Make the open codes of somebody worthless whose time is over; before that day they still let him in."""
    if is_over(member.until_on, today):
        invites.revoke(work, [member.id], now=now)


def is_found(asked: str, words: str) -> bool:
    """Whether what was typed into a search stands in these words, accents aside."""
    return fold_words(asked) in fold_words(words)


def bind(work: Work, member_id: int, person_id: int | None) -> TeamMember:
    """Bind a member to somebody who has written to us, or unbind him.

    Raises NotFound (`no_such_member`, `no_such_person`).
    """
    member = existing_member(work, member_id)
    if person_id is not None and people.with_id(work, person_id) is None:
        raise NotFound("no_such_person", person_id=person_id)
    member.person_id = person_id
    return member


def unended_member(work: Work, member_id: int, today: date) -> TeamMember:
    """The member with this id, whose time has not ended.

    Raises NotFound (`no_such_member`) or WrongState (`membership_over`).
    """
    member = existing_member(work, member_id)
    if is_over(member.until_on, today):
        raise WrongState("membership_over")
    return member


def existing_member(work: Work, member_id: int) -> TeamMember:
    """The member with this id, whether or not his time has ended. Raises NotFound (`no_such_member`)."""
    member = teams.member(work, member_id)
    if member is None:
        raise NotFound("no_such_member", member_id=member_id)
    return member
