"""How a group chat comes to belong to a team: what a name tells, and who said so."""

from dataclasses import dataclass
from enum import StrEnum

from domain.teams import GroupPurpose


class LinkSource(StrEnum):
    """Who said what a group is for: its name alone, an officer, or we who made it."""

    NAME = "name"
    OFFICER = "officer"
    MADE = "made"


@dataclass(frozen=True, kw_only=True)
class TeamName:
    """A team as names of groups may mean it; `names` are its own and its residential group's."""

    team_id: int
    number: int | None
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class GroupNameMatch:
    """What a group's name means; only a sure match is acted on without asking."""

    team_id: int | None = None
    purpose: GroupPurpose | None = None
    is_sure: bool = False
