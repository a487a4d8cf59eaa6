"""How the groups of the account find their teams: sure names by themselves, doubtful ones by an officer's word."""

from datetime import datetime

from domain.errors import NotFound, WrongState
from domain.group_links import GroupNameMatch, LinkSource, TeamName
from domain.teams import GroupPurpose, GroupStatus, is_over
from handlers.office import Office
from language.group_names import group_names
from storage import groups, teams
from storage.database import Work
from storage.groups import TeamWithGroup
from storage.tables import GroupChat


def link_by_name(work: Work, office: Office, group: GroupChat, *, now: datetime) -> None:
    """Give a group to the team that its name plainly means; propose to the officer what it may mean.

    A link that stands is never changed by a name alone: a new name is proposed.
    """
    group.proposed_purpose = group.proposed_team_id = None
    if group.status is GroupStatus.DISSOLVED or not group.name:
        return
    match = group_names(office.ward.name).match(group.name, team_names(work, office, now=now))
    if match.purpose is None or (match.purpose, match.team_id) == (group.purpose, group.team_id):
        return
    is_unassigned = group.purpose is GroupPurpose.UNASSIGNED and group.declined_name != group.name
    if match.team_id is not None and match.is_sure and is_unassigned and not groups.of_team(work, match.team_id):
        group.purpose, group.team_id, group.link = GroupPurpose.TEAM, match.team_id, LinkSource.NAME
        return
    _propose(group, match)


def _propose(group: GroupChat, match: GroupNameMatch) -> None:
    if group.declined_name != group.name:
        group.proposed_purpose, group.proposed_team_id = match.purpose, match.team_id


def decline(work: Work, group_id: int) -> GroupChat:
    """The officer says that a name does not mean what was proposed; the same name is not proposed again.

    Raises NotFound (`no_such_group`) or WrongState (`nothing_proposed`).
    """
    group = teams.group(work, group_id)
    if group is None:
        raise NotFound("no_such_group")
    if group.proposed_purpose is None:
        raise WrongState("nothing_proposed")
    group.declined_name = group.name
    group.proposed_purpose = group.proposed_team_id = None
    return group


def team_names(work: Work, office: Office, *, now: datetime) -> list[TeamName]:
    """The teams of today as names of groups may mean them."""
    today = office.today(now)
    found = groups.teams_with_residential_groups(work)
    return [team_name(one) for one in found if not is_over(one.team.dissolved_on, today)]


def team_name(one: TeamWithGroup) -> TeamName:
    """One team as names of groups may mean it."""
    own = (one.team.name,)
    names = own if one.residential_group is None else (*own, one.residential_group.name)
    return TeamName(team_id=one.team.id, number=one.team.number, names=names)


def proper_name(office: Office, one: TeamWithGroup) -> str:
    """The name that the plan wants a team's group to bear: mark, residential group, ward."""
    ward = office.ward.name
    return office.texts.fill("group_name", "team", place=place_of(office, one), ward=ward[:1].upper() + ward[1:])[:100]


def place_of(office: Office, one: TeamWithGroup) -> str:
    """The residential group of a team as names spell it."""
    if one.residential_group is not None:
        return one.residential_group.name
    if one.team.number is not None:
        return office.texts.fill("group_name", "numbered", number=one.team.number)
    prefix = office.texts.label("group_name", "team_prefix")
    bare = one.team.name.removeprefix(prefix).strip()
    return bare[:1].upper() + bare[1:]


def follows_syntax(office: Office, name: str | None, one: TeamWithGroup) -> bool:
    """Whether a name is of the plan's form for this team (indicator A06)."""
    return bool(name) and group_names(office.ward.name).follows_syntax(name or "", team_name(one))
