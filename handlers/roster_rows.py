"""How the cells of a roster become entries, and what is wrong with those that do not: every bad cell by its name."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from domain.roster import CONSENT_COLUMNS, GroupKey, RosterEntry, RosterProblem
from domain.teams import TeamRole
from handlers.office import Office
from language.normalising import fold_words
from reports.roster_sheet import SHEET_ERRORS, SheetRow, Value, day_of_serial

LONGEST_NAME = 120
LONGEST_WORDS = 60
LARGEST_NUMBER = 999
FIRST_DAY, LAST_DAY = date(2020, 1, 1), date(2100, 1, 1)
_DAY = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})$")
_ISO_DAY = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_NUMBER = re.compile(r"(?:^|\s)0*(\d{1,3})$")
_PHONE = re.compile(r"^0\d{9,10}$")
_BETWEEN_DIGITS = re.compile(r"[\s.\-()+]")
_NINE_DIGITS = re.compile(r"^[35789]\d{8}$")
Problems = list[RosterProblem]


class _Reader:
    """The cells of one row, read one after the other; what is wrong is noted and reading goes on."""

    def __init__(self, office: Office, row: SheetRow, problems: Problems) -> None:
        self._office = office
        self._row = row
        self._problems = problems

    def wrong(self, key: str, code: str, value: object = "") -> None:
        """Note a bad cell."""
        cell = self._row.names.get(key, str(self._row.number))
        self._problems.append(RosterProblem(cell=cell, code=code, value=str(value)[:LONGEST_WORDS]))

    def value(self, key: str) -> Value | None:
        """What stands there; a formula is noted and counts as nothing."""
        cell = self._row.cells.get(key)
        if cell is None:
            return None
        if isinstance(cell.value, str) and (cell.value.startswith("=") or cell.value in SHEET_ERRORS):
            self.wrong(key, "formula", cell.value)
            return None
        return cell.value

    def words(self, key: str, *, most: int = LONGEST_WORDS) -> str | None:
        """Words, not too many."""
        value = self.value(key)
        if value is None:
            return None
        found = f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
        if len(found) > most:
            self.wrong(key, "too_long", found)
            return None
        return found

    def day(self, key: str) -> date | None:
        """A day: the sheet's own, or as people type it."""
        value = self.value(key)
        if value is None:
            return None
        found = value if isinstance(value, date) else day_of_serial(value) or _day_of(str(value))
        if found is None or not FIRST_DAY <= found < LAST_DAY:
            self.wrong(key, "bad_day", value)
            return None
        return found

    def phone(self) -> str | None:
        """A number to call as it is dialled here."""
        value = self.value("phone")
        if value is None:
            return None
        digits = _BETWEEN_DIGITS.sub("", str(value))
        digits = "0" + digits[2:] if digits.startswith("84") and len(digits) in (11, 12) else digits
        digits = "0" + digits if _NINE_DIGITS.match(digits) else digits
        if not _PHONE.match(digits):
            self.wrong("phone", "bad_phone", value)
            return None
        return digits

    def role(self) -> TeamRole | None:
        """The role; an empty cell says nothing."""
        if self._is_empty("role"):
            return None
        found = self._chosen("role", "roster_role_words", TeamRole, "bad_role")
        return TeamRole(found) if found else None

    def yes_or_no(self, key: str) -> bool | None:
        """An agreement; an empty cell says nothing."""
        if self._is_empty(key):
            return None
        found = self._chosen(key, "roster_answers", ("yes", "no"), "bad_answer")
        return found == "yes" if found else None

    def _is_empty(self, key: str) -> bool:
        return not fold_words(str(self.value(key) or ""))

    def _chosen(self, key: str, group: str, choices: Iterable[str], problem: str) -> str | None:
        """Which choice a filled cell names by one of its words; what is none of them is noted."""
        said = fold_words(str(self.value(key)))
        found = next((choice for choice in choices if said in self._words(group, choice)), None)
        if found is None:
            self.wrong(key, problem, self.value(key))
        return found

    def _words(self, group: str, choice: str) -> set[str]:
        return {fold_words(words) for words in self._office.texts.label(group, choice).split("|")}

    def group(self) -> GroupKey | None:
        """The residential group: a number, alone or after words for a group, or a name."""
        value = self.words("group", most=LONGEST_NAME)
        if value is None:
            self.wrong("group", "group_missing")
            return None
        said = fold_words(value)
        match = _NUMBER.search(said)
        if match and said[: match.start()].strip() in self._words("roster_answers", "group_words") | {""}:
            number = int(match[1])
            if not 1 <= number <= LARGEST_NUMBER:
                self.wrong("group", "bad_group", value)
                return None
            return GroupKey(number=number)
        if not any(map(str.isalpha, value)):
            self.wrong("group", "bad_group", value)
            return None
        return GroupKey(name=bare_name(self._office, value), spelling=value)


def bare_name(office: Office, name: str) -> str:
    """The name of a residential group without accents and without the words for a group before it."""
    said = fold_words(name)
    words = sorted(office.texts.label("roster_answers", "group_words").split("|"), key=len, reverse=True)
    found = next((one for one in map(fold_words, words) if said.startswith(one + " ")), "")
    return said[len(found) :].strip()


def read_entries(office: Office, rows: Sequence[SheetRow]) -> tuple[list[RosterEntry], Problems]:
    """Every row as an entry, and every problem; with a problem nothing may be taken over."""
    problems: Problems = []
    entries = [entry for row in rows if (entry := _entry(office, row, problems)) is not None]
    if not rows:
        problems.append(RosterProblem(cell="A2", code="nothing"))
    return entries, problems


def _entry(office: Office, row: SheetRow, problems: Problems) -> RosterEntry | None:
    reader, before = _Reader(office, row, problems), len(problems)
    group, role = reader.group(), reader.role()
    full_name = reader.words("full_name", most=LONGEST_NAME)
    if not full_name or not any(map(str.isalpha, full_name)):
        reader.wrong("full_name", "name_missing", full_name or "")
        full_name = None
    since_on, until_on = reader.day("since_on"), reader.day("until_on")
    if since_on and until_on and until_on < since_on:
        reader.wrong("until_on", "ends_early", f"{until_on:%d/%m/%Y}")
    consents = {field: reader.yes_or_no(key) for key, field in CONSENT_COLUMNS.items()}
    values = {
        "phone": reader.phone(),
        "decision_number": reader.words("decision_number"),
        "decision_on": reader.day("decision_on"),
    }
    if group is None or full_name is None or len(problems) > before:
        return None
    return RosterEntry(
        row=row.number,
        group=group,
        full_name=full_name,
        role=role,
        since_on=since_on,
        until_on=until_on,
        consents={field: given for field, given in consents.items() if given is not None},
        **values,  # type: ignore[arg-type]  # each value has the type of its field
    )


def _day_of(text: str) -> date | None:
    for pattern, order in ((_DAY, (2, 1, 0)), (_ISO_DAY, (0, 1, 2))):
        if match := pattern.match(text.strip()):
            parts = [int(match.groups()[place]) for place in order]
            try:
                return date(*parts)
            except ValueError:
                return None
    return None
