"""The roster as a sheet of XLSX: the form that is handed out, and the filled cells of one that came back."""

import math
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import from_excel

from domain.errors import Refused

MOST_BYTES = 5_000_000
MOST_UNPACKED_BYTES = 60_000_000
MOST_PARTS = 500
MOST_ROWS = 5_000
MOST_SCANNED_ROWS = 50_000
SHEET_ERRORS = frozenset(ERROR_CODES)
FIRST_SERIAL, LAST_SERIAL = 40_000, 80_000
MOST_COLUMNS = 60
SEARCHED_ROWS = 12
COLUMN_WIDTH = 24
UNSEEN = frozenset({"Cf", "Cc", "Co", "Cs"})
_D_BAR = str.maketrans("\u0111\u0110", "dd")
_NO_LETTER = re.compile(r"[^a-z0-9]+")
Value = str | int | date


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One filled cell, with the name by which the sheet calls it, such as B7."""

    name: str
    value: Value


@dataclass(frozen=True, kw_only=True)
class SheetRow:
    """One row with something in it; `cells` by the key of their column, `names` tells empty cells apart too."""

    number: int
    cells: Mapping[str, Cell]
    names: Mapping[str, str]


def read_rows(data: bytes, headings: Mapping[str, str], *, required: Sequence[str], beside: str = "") -> list[SheetRow]:
    """The rows under the headings, whatever their order, case and accents, of the first visible sheet that has them.

    `headings` are the words of each column's key; `beside` names a sheet that only explains. Raises Refused
    (`roster_file_…`) for what is no sheet that can be read: too large, not XLSX, with macros, without the required
    headings or with one of them twice, with too many rows.
    """
    _check_archive(data)
    for grid in _grids(data, beside):
        rows = _rows(grid, headings, required)
        if rows is not None:
            return rows
    raise Refused("roster_file_headings", headings=", ".join(headings[key] for key in required))


def day_of_serial(value: Value) -> date | None:
    """The day that a bare number means in a sheet whose cell lost its form of a date; None for any other value."""
    if not isinstance(value, int) or not FIRST_SERIAL <= value <= LAST_SERIAL:
        return None
    found = from_excel(value)
    return found.date() if isinstance(found, datetime) else None


def _check_archive(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise Refused("roster_file_large", most=MOST_BYTES // 1_000_000)
    try:
        parts = zipfile.ZipFile(BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Refused("roster_file_broken") from error
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise Refused("roster_file_broken")
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Refused("roster_file_macros")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        raise Refused("roster_file_large", most=MOST_BYTES // 1_000_000)


def _grids(data: bytes, beside: str) -> Iterator[list[tuple[int, Sequence[Any]]]]:
    try:
        workbook = load_workbook(BytesIO(data), read_only=True, keep_links=False)
        for sheet in workbook.worksheets:
            if sheet.sheet_state == "visible" and sheet.title != beside:
                yield list(_grid(sheet))
    except Refused:
        raise
    except Exception as error:
        raise Refused("roster_file_broken") from error


def _grid(sheet: Any) -> Iterator[tuple[int, Sequence[Any]]]:
    """The filled rows with their numbers; rows that only have a form, as far below the last person, are no rows."""
    filled = 0
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), start=1):
        if any(value is not None for value in row):
            filled += 1
            yield number, row
        if filled > MOST_ROWS + SEARCHED_ROWS or number > MOST_SCANNED_ROWS:
            raise Refused("roster_file_long", most=MOST_ROWS)


def _rows(
    grid: Sequence[tuple[int, Sequence[Any]]], headings: Mapping[str, str], required: Sequence[str]
) -> list[SheetRow] | None:
    wanted = {_plain(words): key for key, words in headings.items()}
    for index, (_number, row) in enumerate(grid[:SEARCHED_ROWS]):
        found = [(wanted[_plain(value)], place) for place, value in enumerate(row) if _plain(value) in wanted]
        columns = dict(found)
        if all(key in columns for key in required):
            _check_headings([key for key, _ in found], headings)
            return [
                _row(number, values, columns) for number, values in grid[index + 1 :] if _is_filled(values, columns)
            ]
    return None


def _check_headings(keys: Sequence[str], headings: Mapping[str, str]) -> None:
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise Refused("roster_file_heading_twice", heading=headings[twice])


def _is_filled(values: Sequence[Any], columns: Mapping[str, int]) -> bool:
    return any(_value(values, place) is not None for place in columns.values())


def _row(number: int, values: Sequence[Any], columns: Mapping[str, int]) -> SheetRow:
    names = {key: f"{get_column_letter(place + 1)}{number}" for key, place in columns.items()}
    found = {key: _value(values, place) for key, place in columns.items()}
    cells = {key: Cell(name=names[key], value=value) for key, value in found.items() if value is not None}
    return SheetRow(number=number, cells=cells, names=names)


def _value(values: Sequence[Any], place: int) -> Value | None:
    value = values[place] if place < len(values) else None
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return int(value) if math.isfinite(value) and value == int(value) else str(value)
    words = " ".join(unicodedata.normalize("NFC", str(value)).split())
    return "".join(sign for sign in words if unicodedata.category(sign) not in UNSEEN).strip() or None


def _plain(value: object) -> str:
    """Words without case, accents and signs, by which a heading is known again."""
    decomposed = unicodedata.normalize("NFD", str(value or "").lower().translate(_D_BAR))
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return _NO_LETTER.sub(" ", bare.split("(")[0]).strip()


def empty_form(
    headings: Mapping[str, str], example: Sequence[Value], explanations: Sequence[str], titles: Sequence[str]
) -> bytes:
    """A sheet to fill in, and a second one that explains it with a row as an example; `titles` name both."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = titles[0]
    sheet.append(list(headings.values()))
    for place in range(1, len(headings) + 1):
        sheet.cell(1, place).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = COLUMN_WIDTH
    sheet.freeze_panes = "A2"
    second = workbook.create_sheet(titles[1])
    for line in explanations:
        second.append([line])
    second.append([])
    second.append(list(headings.values()))
    second.append(list(example))
    second.column_dimensions["A"].width = 4 * COLUMN_WIDTH
    kept = BytesIO()
    workbook.save(kept)
    return kept.getvalue()
