"""What reports are counted out of: activities, requests for help, incidents and rosters, as plain facts with ids."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from domain.understanding import ActivityType, Category, Topic


class FactKind(StrEnum):
    """What kind of record a figure was counted out of."""

    ACTIVITY = "activity"
    REQUEST = "request"
    INCIDENT = "incident"
    ROSTER = "roster"


NOBODY: Mapping[int, float] = MappingProxyType({})


class ActivityFact(NamedTuple):
    """One activity that counts; None is not said. `of_persons` tells that `people` are persons and not turns.

    A tuple, since a long log has hundreds of thousands of them. `attendees` are members on duty with their
    person-days, `others` the teams that took part beside the one that leads.
    """

    id: int
    team_id: int
    activity_type: ActivityType
    starts_on: date
    topics: tuple[str, ...]
    people: int | None
    of_persons: bool
    households: int | None
    ewallet_accounts: int | None
    ocop_products: int | None
    members: int | None
    counts: Mapping[str, int]
    evidence: int
    place: str | None = None
    programme: str = ""
    attendees: Mapping[int, float] = NOBODY
    others: frozenset[int] = frozenset()


class Ending(StrEnum):
    """How a request or an incident ended; `OPEN` while it has not."""

    OPEN = "open"
    DONE = "done"
    PASSED_ON = "passed_on"
    UNFOUNDED = "unfounded"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class CaseFact:
    """One request for help or one incident: when it came, by when it was due, how and when it ended.

    `team_id` is the team of its residential group, None where nobody said which. What was taken back is `VOID`.
    `stars` of an incident that several people reported are the fewest that any of them gave.
    """

    id: int
    team_id: int | None
    opened_on: date
    due_on: date
    ending: Ending
    ended_on: date | None
    category: Category | None = None
    stars: int | None = None
    topic: Topic | None = None


@dataclass(frozen=True, kw_only=True)
class TeamFacts:
    """What the roster says of one team at the end of a period; None is not known."""

    id: int
    number: int | None
    name: str
    members: int
    public_contacts: int
    groups: int | None
    group_people: int | None
    households: int | None


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything of a stretch of days that figures are counted out of; cases reach back to those still open."""

    activities: tuple[ActivityFact, ...]
    requests: tuple[CaseFact, ...]
    incidents: tuple[CaseFact, ...]
    teams: tuple[TeamFacts, ...]
    residential_groups: int
