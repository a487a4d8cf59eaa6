"""The roster taken over from a sheet: all of it or nothing, and a second time without any change (product C5)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.errors import Refused
from domain.roster import GroupKey, RosterChanges, RosterEntry, RosterProblem
from domain.teams import ConsentSource, TeamRole, is_over
from handlers.office import Office
from handlers.roster import leader_beside, revoke_when_over
from handlers.roster_matching import match_team
from handlers.roster_rows import bare_name, read_entries
from language.normalising import fold_words
from reports.roster_sheet import empty_form, read_rows
from storage import consents, support, teams
from storage.database import Work
from storage.tables import DigitalTeam, ResidentialGroup, TeamMember

REQUIRED = ("group", "full_name")
_KEPT = ("phone", "decision_number", "decision_on", "since_on", "until_on")


class RosterRefused(Refused):
    """Some cells are wrong: nothing was taken over."""

    def __init__(self, problems: Sequence[RosterProblem]) -> None:
        super().__init__("roster_has_problems", count=len(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, kw_only=True)
class ImportRoster:
    """A sheet to take over; `officer_id` is None for the command line."""

    data: bytes
    officer_id: int | None = None


def form(office: Office) -> bytes:
    """The sheet that is handed out to be filled in."""
    texts = office.texts
    return empty_form(
        texts.group("roster_columns"),
        list(texts.group("roster_example").values()),
        list(texts.group("roster_help").values()),
        list(texts.group("roster_titles").values()),
    )


def problem_words(office: Office, problem: RosterProblem) -> str:
    """What is wrong with a cell and what to do, in a sentence."""
    return office.texts.fill("roster_problems", problem.code, value=problem.value)


def import_roster(work: Work, office: Office, command: ImportRoster, *, now: datetime) -> RosterChanges:
    """Take a sheet over in this transaction; whoever only wants to know rolls it back.

    Raises Refused for a file that cannot be read, RosterRefused with every bad cell; then nothing may be committed.
    """
    beside = office.texts.group("roster_titles")["second"]
    rows = read_rows(command.data, office.texts.group("roster_columns"), required=REQUIRED, beside=beside)
    entries, problems = read_entries(office, rows)
    if problems:
        raise RosterRefused(problems)
    cells = {row.number: row.names for row in rows}
    return take_over(work, office, entries, officer_id=command.officer_id, now=now, cells=cells)


def take_over(
    work: Work,
    office: Office,
    entries: Sequence[RosterEntry],
    *,
    officer_id: int | None,
    now: datetime,
    cells: Mapping[int, Mapping[str, str]] | None = None,
) -> RosterChanges:
    """Take entries over whose cells were checked already; `cells` names them, by row and column.

    Raises RosterRefused for what does not go together: with another row, or with what is kept.
    """
    return _Import(work, office, officer_id, now, cells or {}).take_over(entries)


class _Import:
    def __init__(
        self,
        work: Work,
        office: Office,
        officer_id: int | None,
        now: datetime,
        cells: Mapping[int, Mapping[str, str]],
    ) -> None:
        self._work = work
        self._office = office
        self._officer_id = officer_id
        self._now = now
        self._today = office.today(now)
        self._cells = cells
        self._problems: list[RosterProblem] = []
        self._changes = RosterChanges()
        self._teams: dict[GroupKey, DigitalTeam] = {}
        self._members: dict[int, list[TeamMember]] = {}

    def take_over(self, entries: Sequence[RosterEntry]) -> RosterChanges:
        of_teams: dict[int, list[RosterEntry]] = defaultdict(list)
        for entry in entries:
            of_teams[self._team(entry).id].append(entry)
        for team in {team.id: team for team in self._teams.values()}.values():
            self._take_team(team, of_teams[team.id])
        if self._problems:
            raise RosterRefused(self._problems)
        return self._changes

    def _take_team(self, team: DigitalTeam, entries: Sequence[RosterEntry]) -> None:
        kept = self._members[team.id]
        matched = match_team(entries, tuple(kept), self._today, self._wrong)
        taken: dict[int, RosterEntry] = {}
        for entry in entries:
            member = matched.get(entry.row)
            member = self._add(team, entry) if member is None else self._change(team, member, entry)
            self._note_consents(team, member, entry)
            taken[member.id] = entry
        self._check_leaders(kept, taken)
        for member in kept:
            if member.id not in taken and member.until_on is None:
                self._changes.missing.append((member.full_name, team.name))

    def _check_leaders(self, members: Sequence[TeamMember], taken: dict[int, RosterEntry]) -> None:
        """One leader at a time, counting those who stand in no row."""
        seen: list[TeamMember] = [one for one in members if one.id not in taken]
        for member in (one for one in members if one.id in taken):
            other = leader_beside(member, seen, self._today) if member.role is TeamRole.LEADER else None
            if other is not None and other.id in taken:
                self._wrong(taken[member.id], "role", "two_leaders", taken[other.id].row)
            elif other is not None:
                self._wrong(taken[member.id], "role", "leader_stays", other.full_name)
            seen.append(member)

    def _wrong(self, entry: RosterEntry, key: str, code: str, value: object) -> None:
        cell = self._cells.get(entry.row, {}).get(key, str(entry.row))
        self._problems.append(RosterProblem(cell=cell, code=code, value=str(value)))

    def _team(self, entry: RosterEntry) -> DigitalTeam:
        if entry.group not in self._teams:
            team = self._found_team(entry.group) or self._new_team(entry)
            self._teams[entry.group] = team
            self._members[team.id] = list(teams.ever_members(self._work, team.id))
        team = self._teams[entry.group]
        if entry.decision_number and team.decision_number is None:
            team.decision_number, team.decision_on = entry.decision_number, entry.decision_on
        return team

    def _group(self, key: GroupKey) -> ResidentialGroup:
        found = self._known_group(key)
        if found is not None:
            return found
        name = key.spelling or key.name or self._office.texts.fill("roster_names", "group", number=key.number)
        group = ResidentialGroup(number=key.number, name=name)
        self._work.session.add(group)
        self._work.session.flush()
        self._changes.groups_added.append(name)
        return group

    def _known_group(self, key: GroupKey) -> ResidentialGroup | None:
        if key.number is not None:
            return support.residential_group_named(self._work, number=key.number, name=None)
        wanted = bare_name(self._office, key.name)
        groups = support.residential_groups(self._work)
        return next((one for one in groups if bare_name(self._office, one.name) == wanted), None)

    def _found_team(self, key: GroupKey) -> DigitalTeam | None:
        group = self._known_group(key)
        every = teams.teams(self._work)
        own = next((team for team in every if group is not None and team.residential_group_id == group.id), None)
        by_number = next((team for team in every if key.number is not None and team.number == key.number), None)
        name = fold_words(self._team_name(key))
        found = own or by_number or next((team for team in every if fold_words(team.name) == name), None)
        if found is not None and found.residential_group_id is None:
            found.residential_group_id = self._group(key).id
        return found

    def _new_team(self, entry: RosterEntry) -> DigitalTeam:
        group = self._group(entry.group)
        team = DigitalTeam(
            number=entry.group.number,
            name=self._team_name(entry.group),
            residential_group_id=group.id,
            since_on=entry.since_on or self._today,
        )
        self._work.session.add(team)
        self._work.session.flush()
        self._changes.teams_added.append(team.name)
        return team

    def _team_name(self, key: GroupKey) -> str:
        form_of_name = "numbered_team" if key.number is not None else "named_team"
        return self._office.texts.fill("roster_names", form_of_name, number=key.number, name=key.spelling or key.name)

    def _add(self, team: DigitalTeam, entry: RosterEntry) -> TeamMember:
        kept = {name: getattr(entry, name) for name in _KEPT}
        kept["since_on"] = entry.since_on or max(team.since_on, self._today)
        if entry.until_on is not None and entry.until_on < kept["since_on"]:
            self._wrong(entry, "since_on", "since_needed", "")
        role = entry.role or TeamRole.MEMBER
        member = TeamMember(team_id=team.id, full_name=entry.full_name, role=role, **kept)
        self._work.session.add(member)
        self._work.session.flush()
        self._members[team.id].append(member)
        self._changes.members_added.append((member.full_name, team.name))
        return member

    def _change(self, team: DigitalTeam, member: TeamMember, entry: RosterEntry) -> TeamMember:
        self._check_times(member, entry)
        wanted: dict[str, Any] = {name: getattr(entry, name) for name in ("full_name", "role", *_KEPT)}
        different = [name for name, value in wanted.items() if value is not None and getattr(member, name) != value]
        if is_over(member.until_on, self._today) and entry.until_on is None:
            self._changes.left.append((member.full_name, team.name))
        for name in different:
            setattr(member, name, wanted[name])
        if "until_on" in different:
            revoke_when_over(self._work, member, now=self._now, today=self._today)
            self._changes.ended.append((member.full_name, team.name))
        if kept := tuple(name for name in different if name != "until_on"):
            self._changes.changed.append((member.full_name, team.name, kept))
        self._changes.unchanged += not different
        return member

    def _check_times(self, member: TeamMember, entry: RosterEntry) -> None:
        """A time in the team does not end before it began, and an end that stands does not move to a later day."""
        since_on, until_on = entry.since_on or member.since_on, entry.until_on or member.until_on
        if until_on is not None and until_on < since_on:
            column = "until_on" if entry.until_on else "since_on"
            self._wrong(entry, column, "ends_before_it_began", f"{since_on:%d/%m/%Y}")
        if entry.until_on is not None and member.until_on is not None and entry.until_on > member.until_on:
            self._wrong(entry, "until_on", "ended_already", f"{member.until_on:%d/%m/%Y}")

    def _note_consents(self, team: DigitalTeam, member: TeamMember, entry: RosterEntry) -> None:
        new = consents.answer_anew(
            self._work,
            member.id,
            entry.consents,
            source=ConsentSource.ROSTER,
            now=self._now,
            officer_id=self._officer_id,
        )
        self._changes.changed.extend((member.full_name, team.name, (f"consent_{field}",)) for field in new)


def lines_of(office: Office, changes: RosterChanges) -> Iterator[tuple[str, str]]:
    """What an import changes, line by line: the kind of change, and whom it is about."""
    yield from (("group_added", name) for name in changes.groups_added)
    yield from (("team_added", name) for name in changes.teams_added)
    yield from (("member_added", f"{name} ({team})") for name, team in changes.members_added)
    for name, team, fields in changes.changed:
        columns = ", ".join(office.texts.label("roster_fields", field) for field in fields)
        yield "changed", f"{name} ({team}): {columns}"
    yield from (("ended", f"{name} ({team})") for name, team in changes.ended)
    yield from (("left", f"{name} ({team})") for name, team in changes.left)
    yield from (("missing", f"{name} ({team})") for name, team in changes.missing)
