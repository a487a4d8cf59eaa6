"""What one line of the roster says once it is read: who, in which team, in which role, from when (product C5)."""

from dataclasses import dataclass, field
from datetime import date

from domain.teams import MemberField, TeamRole

CONSENT_COLUMNS = {"show_name": MemberField.FULL_NAME, "show_phone": MemberField.PHONE}


@dataclass(frozen=True, kw_only=True)
class GroupKey:
    """A residential group as the roster names it: by its number, or by its name.

    `spelling` is the name as one row writes it; the same group in two spellings has one `name`.
    """

    number: int | None = None
    name: str = ""
    spelling: str = field(default="", compare=False)


@dataclass(frozen=True, kw_only=True)
class RosterEntry:
    """One member as the roster has him; None means that the cell was left empty, which changes nothing."""

    row: int
    group: GroupKey
    full_name: str
    role: TeamRole | None = None
    phone: str | None = None
    decision_number: str | None = None
    decision_on: date | None = None
    since_on: date | None = None
    until_on: date | None = None
    consents: dict[MemberField, bool] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class RosterProblem:
    """What is wrong with one cell: `code` names the sentence, `value` is what stood there."""

    cell: str
    code: str
    value: str = ""


@dataclass(kw_only=True)
class RosterChanges:
    """What an import changes, as the words people know these by; `changed` with the names of the columns.

    `missing` stand in no row and stay; `left` stand in a row though their time is over, which brings nobody back.
    """

    groups_added: list[str] = field(default_factory=list)
    teams_added: list[str] = field(default_factory=list)
    members_added: list[tuple[str, str]] = field(default_factory=list)
    changed: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    ended: list[tuple[str, str]] = field(default_factory=list)
    missing: list[tuple[str, str]] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
    unchanged: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all changes."""
        return not (self.groups_added or self.teams_added or self.members_added or self.changed or self.ended)
