"""The catalogue of indicators: what each counts, out of which facts, for whom, towards which target (reporting §1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.report_data import SigningStyle
from domain.understanding import ActivityType, Topic


class FigureSource(StrEnum):
    """Where a figure comes from: found by us, said by the team, supplied by an office, or computed of others."""

    FOUND = "found"
    TEAM = "team"
    OFFICE = "office"
    COMPUTED = "computed"


class FigureKind(StrEnum):
    """Whether it adds up over a period, or is what stands at its end and is never summed over periods."""

    FLOW = "flow"
    STOCK = "stock"


class Scope(StrEnum):
    """Whose figure it is: each team's, the ward's alone, or both, each found for itself."""

    TEAM = "team"
    WARD = "ward"
    BOTH = "both"


class ActivityField(StrEnum):
    """What is counted of activities; turns, persons and households are never added up (reporting §1.2)."""

    ACTIVITIES = "activities"
    TURNS = "turns"
    HOUSEHOLDS = "households"
    EWALLET_ACCOUNTS = "ewallet_accounts"
    OCOP_PRODUCTS = "ocop_products"
    MEMBERS = "members"
    ACTIVE_MEMBERS = "active_members"
    PERSON_DAYS = "person_days"


class RequestMeasure(StrEnum):
    """What is counted of requests for help."""

    RECEIVED = "received"
    DONE = "done"
    OPEN = "open"
    FORWARDED = "forwarded"
    RATED = "rated"
    CONTENT = "content"
    ON_TIME = "on_time"


class IncidentMeasure(StrEnum):
    """What is counted of incidents."""

    RECEIVED = "received"
    HANDLED = "handled"
    ON_TIME = "on_time"
    LATE = "late"
    OPEN_IN_TIME = "open_in_time"
    OPEN_LATE = "open_late"
    PASSED_ON = "passed_on"
    UNFOUNDED = "unfounded"
    RATED = "rated"
    CONTENT = "content"
    FRAUDS = "frauds"


class RosterMeasure(StrEnum):
    """What is counted of teams and their people at the end of the period."""

    TEAMS = "teams"
    RESIDENTIAL_GROUPS = "residential_groups"
    MEMBERS = "members"
    GROUPS = "groups"
    GROUP_PEOPLE = "group_people"
    PUBLIC_CONTACTS = "public_contacts"
    HOUSEHOLDS = "households"


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Which facts feed an indicator: exactly one of the four ways.

    Without `activity_types` any kind counts, without `topics` any topic; requests for help have topics too.
    """

    activity_types: frozenset[ActivityType] = frozenset()
    topics: frozenset[Topic] = frozenset()
    field: ActivityField | None = None
    requests: RequestMeasure | None = None
    incidents: IncidentMeasure | None = None
    roster: RosterMeasure | None = None


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """A share, recomputed out of two other indicators and never averaged (reporting §1.2)."""

    numerator: str
    denominator: str


@dataclass(frozen=True, kw_only=True)
class Target:
    """What is to be reached, in words; `share` or `number` where progress can be computed."""

    words: str
    share: float | None = None
    number: int | None = None


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One line of the catalogue; `owner` is the key of the unit that supplies it."""

    code: str
    name: str
    unit: str
    source: FigureSource
    kind: FigureKind
    scope: Scope
    is_on: bool
    is_cumulative: bool = False
    owner: str | None = None
    origin: Origin | None = None
    ratio: Ratio | None = None
    target: Target | None = None
    within: str | None = None

    @property
    def group(self) -> str:
        """The letter of the group it belongs to."""
        return self.code[0]

    @property
    def is_share(self) -> bool:
        """Whether it is a share of one."""
        return self.ratio is not None

    @property
    def for_teams(self) -> bool:
        """Whether it stands in a team's report."""
        return self.scope is not Scope.WARD

    @property
    def can_be_entered(self) -> bool:
        """Whether a person may give its value; what is computed follows by itself."""
        return self.ratio is None


class PeriodConvention(StrEnum):
    """Which days a quarter's report is about: the 15th to the 14th of decree 09/2019, or the calendar's."""

    DECREE = "decree_09_2019"
    CALENDAR = "calendar"


@dataclass(frozen=True, kw_only=True)
class ReportFacts:
    """What the documents say besides figures: to whom, on which grounds, signed in which style."""

    convention: PeriodConvention
    team_duty: str
    recipients: tuple[str, ...]
    legal_grounds: tuple[str, ...]
    signing: SigningStyle
    signer: str


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """Every indicator in the order of the reports, the titles of their groups, and the facts of the documents."""

    indicators: tuple[Indicator, ...]
    groups: Mapping[str, str]
    facts: ReportFacts
    by_code: Mapping[str, Indicator] = field(init=False)

    def __post_init__(self) -> None:
        """Make the codes findable."""
        object.__setattr__(self, "by_code", {one.code: one for one in self.indicators})

    def find(self, code: str) -> Indicator | None:
        """The indicator with this code, however it is spelt."""
        return self.by_code.get(code[:1].upper() + code[1:].lower())

    def shown(self, *, for_teams: bool) -> tuple[Indicator, ...]:
        """The indicators that are on, of a team's report or of the ward's."""
        return tuple(one for one in self.indicators if one.is_on and (one.for_teams or not for_teams))
