"""The pages of groups: the register with what its groups are for, what pays for them, orders, and ordinary groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from dashboard.context import context
from dashboard.sessions import need
from domain.errors import NotFound
from domain.group_prices import AssetPrice
from domain.group_tasks import GroupTaskKind
from domain.staff import Right
from domain.teams import GroupPurpose, GroupStatus, is_over
from handlers import group_orders
from handlers.group_links import follows_syntax, proper_name
from storage import group_tasks, groups, staff, teams
from storage.database import Work
from storage.groups import TeamWithGroup
from storage.tables import GroupAsset, GroupChat, GroupTask

LATELY = timedelta(days=30)
MOST_ORDERS = 12
pages = Blueprint("groups", __name__)


@dataclass(frozen=True, kw_only=True)
class GroupLine:
    """One group of the register; `ours` are bound members of teams in it, of `wanted` who belong there."""

    group: GroupChat
    team_name: str | None
    proposed_name: str | None
    ours: int
    wanted: int
    follows_syntax: bool | None


@dataclass(frozen=True, kw_only=True)
class AssetLine:
    """One size of group: how many assets there are and how many are free, and what one more costs."""

    price: AssetPrice
    total: int
    free: int
    next_end_on: date | None


@dataclass(frozen=True, kw_only=True)
class OrdinaryLine:
    """One team with its ordinary Zalo group."""

    one: TeamWithGroup
    own_group: GroupChat | None
    follows_syntax: bool
    wanted_name: str


@pages.get("/groups")
def listing() -> ResponseReturnValue:
    """Every group of the account, what pays for groups, the orders of late, and who manages the account."""
    need(Right.SEE_GROUPS)
    return register_page()


def register_page(*, refusal: str | None = None, typed: Mapping[str, str] | None = None) -> str:
    """The register, again with what was typed when an order was refused."""
    with context().database.read() as work:
        values = _register(work)
    return render_template("dashboard/groups.html", refusal=refusal, typed=typed or {}, **values)


def _register(work: Work) -> dict[str, Any]:
    found = groups.teams_with_residential_groups(work)
    lines = _lines(work, found)
    with_group = {line.group.team_id for line in lines if line.group.status is not GroupStatus.DISSOLVED}
    today = context().today
    assets = groups.assets(work)
    return {
        "living": [line for line in lines if line.group.status is not GroupStatus.DISSOLVED],
        "ended": [line for line in lines if line.group.status is GroupStatus.DISSOLVED],
        "teams_without": [one.team for one in _existing(found) if one.team.id not in with_group],
        "team_count": len(_existing(found)),
        "assets": [_asset_line(price, assets) for price in context().office.ward.group_prices.assets_on(today)],
        "assets_read_at": max((asset.read_at for asset in assets), default=None),
        "sending_price": context().office.ward.group_prices.sending_on(today),
        "free_until": context().office.ward.group_prices.free_until(today),
        "orders": group_tasks.recent(work, since=context().now - LATELY, limit=MOST_ORDERS),
        "reading_problem": group_tasks.last_refused(work, GroupTaskKind.READ_ALL),
        "managers": _managers(work),
        "candidates": _candidates(work),
        "group_names": {line.group.id: line.group.name for line in lines},
        "officer_names": staff.full_names(work),
        "problem_words": problem_words,
    }


def _existing(found: Sequence[TeamWithGroup]) -> list[TeamWithGroup]:
    today = context().today
    return [one for one in found if not is_over(one.team.dissolved_on, today)]


def _lines(work: Work, found: Sequence[TeamWithGroup]) -> list[GroupLine]:
    by_team = {one.team.id: one for one in found}
    counts = groups.member_counts(work)
    sizes: dict[int, int] = {}
    for member in teams.present_members(work, context().today):
        sizes[member.team_id] = sizes.get(member.team_id, 0) + 1
    return [_line(group, by_team, counts, sizes) for group in teams.groups(work)]


def _line(
    group: GroupChat, by_team: Mapping[int, TeamWithGroup], counts: Mapping[int, int], sizes: Mapping[int, int]
) -> GroupLine:
    own = by_team.get(group.team_id or 0)
    proposed = by_team.get(group.proposed_team_id or 0)
    return GroupLine(
        group=group,
        team_name=own.team.name if own else None,
        proposed_name=proposed.team.name if proposed else None,
        ours=counts.get(group.id, 0),
        wanted=sizes.get(group.team_id or 0, 0),
        follows_syntax=follows_syntax(context().office, group.name, own) if own else None,
    )


def _asset_line(price: AssetPrice, assets: Sequence[GroupAsset]) -> AssetLine:
    of_kind = [one for one in assets if one.asset_type == price.asset_type]
    ends = [one.valid_until_on for one in of_kind if one.valid_until_on and not one.is_free]
    free = groups.free_assets(of_kind, context().today)
    return AssetLine(price=price, total=len(of_kind), free=len(free), next_end_on=min(ends, default=None))


def _managers(work: Work) -> list[tuple[int, str]]:
    """Who manages the account: by the member's name where he is one, else by our number of him."""
    names = _names_by_person(work)
    return [(person.id, names.get(person.id, "")) for person in groups.managers(work)]


def _candidates(work: Work) -> list[tuple[int, str]]:
    known = {person.id for person in groups.managers(work)}
    return sorted((item for item in _names_by_person(work).items() if item[0] not in known), key=lambda item: item[1])


def _names_by_person(work: Work) -> dict[int, str]:
    members = teams.present_members(work, context().today)
    return {member.person_id: member.full_name for member in members if member.person_id}


def problem_words(task: GroupTask) -> str:
    """Why an order waits or was refused, in words."""
    return context().office.texts.fill("group_problem", task.problem, **task.details) if task.problem else ""


@pages.get("/groups/<int(max=2147483647):group_id>")
def one(group_id: int) -> ResponseReturnValue:
    """One group with everything that can be done about it."""
    need(Right.SEE_GROUPS)
    return group_page(group_id)


def group_page(group_id: int, *, refusal: str | None = None, typed: Mapping[str, str] | None = None) -> str:
    """The page of one group, again with what was typed when something was refused. Raises NotFound."""
    with context().database.read() as work:
        group = teams.group(work, group_id)
        if group is None:
            raise NotFound("no_such_group")
        found = groups.teams_with_residential_groups(work)
        (line,) = [line for line in _lines(work, found) if line.group.id == group_id]
        inside = groups.members(work, group_id)
        invitees = group_orders.invitees(
            work, context().office, group.purpose, group.team_id, now=context().now, inside=inside
        )
        own = next((one for one in found if one.team.id == group.team_id), None)
        values = {
            "line": line,
            "group": group,
            "teams": [one.team for one in _existing(found)],
            "purposes": list(GroupPurpose),
            "invitees": invitees,
            "wanted_name": proper_name(context().office, own) if own else None,
            "orders": group_tasks.of_group(work, group_id, limit=MOST_ORDERS),
            "officer_names": staff.full_names(work),
        }
    return render_template(
        "dashboard/group.html", refusal=refusal, typed=typed or {}, problem_words=problem_words, **values
    )


@pages.get("/groups/ordinary")
def ordinary() -> ResponseReturnValue:
    """The teams' ordinary Zalo groups, which the account does not own (indicator A06)."""
    need(Right.SEE_GROUPS)
    return ordinary_page()


def ordinary_page(*, refusal: str | None = None) -> str:
    """The register of ordinary groups, with how many names follow the plan's syntax."""
    office = context().office
    with context().database.read() as work:
        found = _existing(groups.teams_with_residential_groups(work))
        owned = {group.team_id: group for group in teams.groups_for(work, GroupPurpose.TEAM)}
    lines = [
        OrdinaryLine(
            one=one,
            own_group=owned.get(one.team.id),
            follows_syntax=follows_syntax(office, _name_that_counts(one, owned.get(one.team.id)), one),
            wanted_name=proper_name(office, one),
        )
        for one in found
    ]
    known = [count for line in lines if (count := _people_in(line)) is not None]
    return render_template(
        "dashboard/ordinary_groups.html",
        lines=lines,
        following=sum(line.follows_syntax for line in lines),
        with_any=sum(bool(line.own_group or line.one.team.ordinary_group) for line in lines),
        people=sum(known),
        people_known=len(known),
        refusal=refusal,
    )


def _people_in(line: OrdinaryLine) -> int | None:
    """How many people are in a team's group, the account itself left out; None when nobody said."""
    if line.own_group is None:
        return line.one.team.ordinary_group_people
    return None if line.own_group.member_count is None else line.own_group.member_count - 1


def _name_that_counts(one: TeamWithGroup, own: GroupChat | None) -> str | None:
    return own.name if own else one.team.ordinary_group
