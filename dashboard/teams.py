"""The pages of the digital teams: all of them with what they lack, and one with its people."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from dashboard.context import context
from dashboard.sessions import need
from domain.activities import COUNTED
from domain.errors import NotFound
from domain.staff import Right
from domain.teams import MemberField, TeamRole, is_over
from handlers import invites
from handlers.activity_lists import quarter_start
from handlers.reply_budgets import budgets
from handlers.roster import is_found
from storage import activities, consents, people, support, teams
from storage.activities import ActivityFilter
from storage.database import Work
from storage.tables import DigitalTeam, TeamMember

SHOWN_FIELDS = (MemberField.FULL_NAME, MemberField.PHONE)
ONE_TEAM = "/teams/<int(max=2147483647):team_id>"
pages = Blueprint("teams", __name__)


@dataclass(frozen=True, kw_only=True)
class TeamLine:
    """One team of the list; `bound` of its `members` have their Zalo account bound."""

    team: DigitalTeam
    leader: TeamMember | None
    members: int
    bound: int
    activities: int


@pages.get("/teams")
def listing() -> ResponseReturnValue:
    """Every team with its leader, how many are bound, and what it did this quarter."""
    need(Right.SEE_TEAMS)
    asked = request.args.get("q", "").strip()[:60]
    with context().database.read() as work:
        lines = _lines(work)
    shown = [line for line in lines if _matches(line, asked)]
    return render_template(
        "dashboard/teams.html",
        lines=shown,
        total=len(lines),
        asked=asked,
        members=sum(line.members for line in lines),
        bound=sum(line.bound for line in lines),
        without_leader=sum(line.leader is None for line in lines),
        unreachable=sum(line.leader is not None and line.leader.person_id is None for line in lines),
    )


def _lines(work: Work) -> list[TeamLine]:
    today = context().today
    by_team: dict[int, list[TeamMember]] = {}
    for member in teams.present_members(work, today):
        by_team.setdefault(member.team_id, []).append(member)
    wanted = ActivityFilter(statuses=COUNTED, first_on=quarter_start(today))
    counts = activities.counts_by_team(work, wanted)
    existing = [team for team in teams.teams(work) if not is_over(team.dissolved_on, today)]
    return [_line(team, by_team.get(team.id, []), counts.get(team.id, 0)) for team in existing]


def _line(team: DigitalTeam, members: Sequence[TeamMember], done: int) -> TeamLine:
    return TeamLine(
        team=team,
        leader=next((one for one in members if one.role is TeamRole.LEADER), None),
        members=len(members),
        bound=sum(one.person_id is not None for one in members),
        activities=done,
    )


def _matches(line: TeamLine, asked: str) -> bool:
    leader = line.leader.full_name if line.leader else ""
    return is_found(asked, f"{line.team.name} {leader}")


@pages.get(ONE_TEAM)
def one(team_id: int) -> ResponseReturnValue:
    """One team with its people."""
    need(Right.SEE_TEAMS)
    return team_page(team_id)


def team_page(team_id: int, *, refusal: str | None = None) -> str:
    """The page of one team, again with what was refused. Raises NotFound (`no_such_team`)."""
    today, now = context().today, context().now
    with context().database.read() as work:
        team = teams.with_id(work, team_id)
        if team is None:
            raise NotFound("no_such_team")
        everybody = teams.ever_members(work, team_id)
        states = {one.member.id: one.state for one in invites.of_team(work, team_id, today=today, now=now)}
        agreed = consents.of_members(work, [member.id for member in everybody])
        group = support.residential_group(work, team.residential_group_id)
        persons = people.by_id(work, [member.person_id for member in everybody if member.person_id])
        ledger = budgets(work, context().office, persons.values(), now=now)
    present = [one for one in everybody if one.id in states]
    return render_template(
        "dashboard/team.html",
        team=team,
        group=group,
        members=sorted(present, key=lambda member: (list(TeamRole).index(member.role), member.id)),
        former=[one for one in everybody if one.id not in states],
        states=states,
        agreed=agreed,
        budgets=ledger,
        fields=SHOWN_FIELDS,
        roles=list(TeamRole),
        refusal=refusal,
        typed=request.form,
        today=today,
    )


def member_of_team(work: Work, team_id: int, member_id: int) -> TeamMember:
    """The member that an address names. Raises NotFound (`no_such_member`), also for a member of another team."""
    member = teams.member(work, member_id)
    if member is None or member.team_id != team_id:
        raise NotFound("no_such_member")
    return member
