"""Who of a team each row of the roster means: by number and name, by the name alone where nobody else can be meant."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from domain.roster import RosterEntry
from domain.teams import is_over, overlap
from language.normalising import fold_words
from storage.tables import TeamMember

Note = Callable[[RosterEntry, str, str, object], None]
Fits = Callable[[RosterEntry, TeamMember], bool]


def match_team(
    entries: Sequence[RosterEntry], members: Iterable[TeamMember], today: date, note: Note
) -> dict[int, TeamMember]:
    """The member meant by each row (its number) of one team; the other rows are new people or new times of old ones.

    Each member is meant by one row at most. `note` takes the row, the column's key, the code of the sentence and the
    value of what is unclear; after that nothing may be taken over.
    """
    return _Match(entries, members, today, note).found


class _Match:
    def __init__(self, entries: Sequence[RosterEntry], members: Iterable[TeamMember], today: date, note: Note) -> None:
        self.found: dict[int, TeamMember] = {}
        self._today = today
        self._note = note
        self._open = list(entries)
        self._free: dict[str, list[TeamMember]] = defaultdict(list)
        for member in sorted(members, key=lambda one: not self._is_here(one)):
            self._free[_name(member)].append(member)
        self._check_twice()
        self._take(_has_same_number)
        self._take(_lacks_a_number, only_one=True)
        self._take(lambda _, member: self._is_here(member), only_one=True)
        self._check_numbers()

    def _check_twice(self) -> None:
        """Nobody stands in a team twice at the same time, and no number belongs to two people of it."""
        by_name: dict[str, dict[str | None, list[RosterEntry]]] = defaultdict(lambda: defaultdict(list))
        by_phone: dict[str, RosterEntry] = {}
        for entry in self._open:
            name = fold_words(entry.full_name)
            earlier = _might_be(entry, by_name[name])
            twin = next((one for one in earlier if overlap(_time(one), _time(entry))), None)
            if twin is not None:
                self._note(entry, "full_name", "twice", twin.row)
            by_name[name][entry.phone].append(entry)
            if entry.phone:
                other = by_phone.setdefault(entry.phone, entry)
                if fold_words(other.full_name) != name:
                    self._note(entry, "phone", "phone_twice", other.row)

    def _take(self, fits: Fits, *, only_one: bool = False) -> None:
        """Give each open row the first free member of its name that fits; a doubt is noted where one must be alone."""
        rows = defaultdict(list)
        for entry in self._open:
            rows[fold_words(entry.full_name)].append(entry)
        for name, entries in rows.items():
            for entry in entries:
                fitting = [one for one in self._free[name] if fits(entry, one) and _can_be(entry, one)]
                here = [one for one in fitting if self._is_here(one)]
                if only_one and (len(here) > 1 or (here and self._rivals(entry, entries))):
                    self._note(entry, "phone", "unclear_who", entry.full_name)
                    self._open.remove(entry)
                elif fitting:
                    self._free[name].remove(fitting[0])
                    self.found[entry.row] = fitting[0]
                    self._open.remove(entry)

    def _rivals(self, entry: RosterEntry, entries: Sequence[RosterEntry]) -> bool:
        return any(one is not entry and one in self._open and overlap(_time(one), _time(entry)) for one in entries)

    def _check_numbers(self) -> None:
        """A number does not pass to another name while its owner is there: his account would pass with it."""
        owners = {one.phone: one for free in self._free.values() for one in free if one.phone and self._is_here(one)}
        for entry in self._open:
            if entry.phone in owners:
                self._note(entry, "phone", "phone_of_other", owners[entry.phone].full_name)

    def _is_here(self, member: TeamMember) -> bool:
        return not is_over(member.until_on, self._today)


def _name(member: TeamMember) -> str:
    return fold_words(member.full_name)


def _time(one: RosterEntry) -> tuple[date, date | None]:
    return one.since_on or date.min, one.until_on


def _might_be(entry: RosterEntry, earlier: dict[str | None, list[RosterEntry]]) -> list[RosterEntry]:
    if entry.phone is None:
        return [one for rows in earlier.values() for one in rows]
    return [*earlier[entry.phone], *earlier[None]]


def _can_be(entry: RosterEntry, member: TeamMember) -> bool:
    """Whether a row may mean this time in the team, and not one before or after it."""
    if entry.since_on is None:
        return True
    return overlap((entry.since_on, entry.until_on), (member.since_on, member.until_on)) or (
        entry.since_on == member.since_on
    )


def _has_same_number(entry: RosterEntry, member: TeamMember) -> bool:
    return entry.phone is not None and entry.phone == member.phone


def _lacks_a_number(entry: RosterEntry, member: TeamMember) -> bool:
    return entry.phone is None or member.phone is None
