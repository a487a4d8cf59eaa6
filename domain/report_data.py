"""What an official document says, as plain frozen data: one dataset, whichever form it is written in (product C7).

Whoever makes these has counted everything; whoever writes them computes nothing. None is *not said*, never 0.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

Number = int | float


class DocumentKind(StrEnum):
    """The documents that can be asked for (reporting §7)."""

    TEAM = "team"
    WARD = "ward"
    UNIT = "unit"
    AD_HOC = "ad_hoc"
    MEMBERS = "members"
    PERSON_DAYS = "person_days"


class SigningStyle(StrEnum):
    """How the ward's signature block begins (reporting §2.3)."""

    FOR_CHAIRMAN = "for_chairman"
    ON_BEHALF_OF_COMMITTEE = "on_behalf_of_committee"
    CHAIRMAN = "chairman"


@dataclass(frozen=True, kw_only=True)
class Period:
    """The time a report is about; `words` is how people name it, for `key` such as 2026-Q4."""

    key: str
    words: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One indicator in one report: in the period, since the year began, and the target to be reached.

    `progress` is the share of the target reached so far, 0–1 or more, where there is a target in numbers.
    `reported` of `expected` teams stand behind a ward's sum; both None where that has no meaning. What has no sum over
    the year, or is not of single teams, leaves its places blank instead of marked as missing.
    """

    code: str
    name: str
    unit: str
    value: Number | None = None
    cumulative: Number | None = None
    target: str = ""
    progress: float | None = None
    note: str = ""
    is_share: bool = False
    reported: int | None = None
    expected: int | None = None
    has_cumulative: bool = True
    of_teams: bool = True


@dataclass(frozen=True, kw_only=True)
class Section:
    """Indicators that belong together, under a heading."""

    title: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, kw_only=True)
class ProgrammeResult:
    """What came of one programme or plan."""

    name: str
    activities: int
    result: str


@dataclass(frozen=True, kw_only=True)
class RegisterEntry:
    """One obstacle, proposal or good practice out of the register."""

    words: str
    owner: str = ""
    level: str = ""
    state: str = ""
    team: str = ""


@dataclass(frozen=True, kw_only=True)
class ActivityRow:
    """One activity of the annex."""

    day: str
    place: str
    content: str
    form: str
    organisers: str
    members: int | None
    turns: str
    evidence: int


@dataclass(frozen=True, kw_only=True)
class TeamReport:
    """A team's report of one period (reporting §7.1)."""

    team: str
    team_header: tuple[str, ...]
    period: Period
    made_on: date
    organisation: tuple[Figure, ...]
    sections: tuple[Section, ...]
    programmes: tuple[ProgrammeResult, ...]
    obstacles: tuple[RegisterEntry, ...]
    practices: tuple[RegisterEntry, ...]
    proposals: tuple[RegisterEntry, ...]
    next_tasks: tuple[str, ...]
    activities: tuple[ActivityRow, ...]
    leader: str = ""
    compiler: str = ""


@dataclass(frozen=True, kw_only=True)
class TeamColumn:
    """One team's column of the ward's table: its values by the codes of the rows; an absent one was not said."""

    team: str
    has_reported: bool
    values: Mapping[str, Number]


@dataclass(frozen=True, kw_only=True)
class IncidentRow:
    """One category of incidents: handled in time and late, open in time and late, passed on, and all."""

    category: str
    received: int
    on_time: int
    late: int
    open_in_time: int
    open_late: int
    passed_on: int
    unfounded: int


@dataclass(frozen=True, kw_only=True)
class WardReport:
    """The ward's report to the city's department, with what its three annexes hold (reporting §7.2)."""

    period: Period
    made_on: date
    recipients: tuple[str, ...]
    legal_grounds: tuple[str, ...]
    guidance: tuple[str, ...]
    sections: tuple[Section, ...]
    practices: tuple[RegisterEntry, ...]
    obstacles: tuple[RegisterEntry, ...]
    proposals: tuple[RegisterEntry, ...]
    next_tasks: tuple[str, ...]
    teams: tuple[TeamColumn, ...]
    incidents: tuple[IncidentRow, ...]
    reported: int
    expected: int
    signing: SigningStyle = SigningStyle.FOR_CHAIRMAN
    signer: str = ""
    is_ad_hoc: bool = False
    subject: str = ""


@dataclass(frozen=True, kw_only=True)
class UnitTask:
    """One task of a unit and what came of it."""

    task: str
    result: str
    numbers: str = ""


@dataclass(frozen=True, kw_only=True)
class UnitReport:
    """A unit's report of a month, quarter, half year or year (reporting §7.3)."""

    unit: str
    period: Period
    made_on: date
    tasks: tuple[UnitTask, ...]
    figures: tuple[Figure, ...]
    obstacles: tuple[RegisterEntry, ...]
    proposals: tuple[RegisterEntry, ...]
    signer_title: str = ""
    signer: str = ""


@dataclass(frozen=True, kw_only=True)
class MemberRow:
    """One member of the list (reporting §7.4)."""

    full_name: str
    gender_and_birth: str
    workplace: str
    role: str
    assignment: str
    phone: str
    residential_group: str
    decision: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class MemberList:
    """Every member of every team on one day, sorted by the number of the residential group."""

    on: date
    rows: tuple[MemberRow, ...]
    teams: int
    signing: SigningStyle = SigningStyle.FOR_CHAIRMAN
    signer: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonDayRow:
    """One member's days at one activity; who signs for the money is left blank (reporting §5)."""

    day: str
    activity: str
    programme: str
    full_name: str
    days: float
    confirmed: bool


@dataclass(frozen=True, kw_only=True)
class PersonDaySheet:
    """The person-days of one team in one period."""

    team: str
    team_header: tuple[str, ...]
    period: Period
    made_on: date
    rows: tuple[PersonDayRow, ...]
    total: float
    leader: str = ""


Document = TeamReport | WardReport | UnitReport | MemberList | PersonDaySheet


def dataset_hash(document: Document) -> str:
    """The fingerprint of a dataset: the same for the same figures and words, in whatever order they were gathered."""
    plain = json.dumps(asdict(document), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()
