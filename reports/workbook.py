"""Tables as XLSX and CSV: real numbers, empty where nothing was said, and nothing that a spreadsheet would run."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

from reports.layout import Layout, composed
from reports.tables import Sheet, Value

MAX_SHEET_NAME = 31
_FORBIDDEN_IN_NAMES = str.maketrans({sign: " " for sign in "[]:*?/\\'"})
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_NARROW, _WIDE = 12, 48


def workbook(sheets: Sequence[Sheet], layout: Layout, *, fingerprint: str) -> bytes:
    """An XLSX of these tables, with a chart of the progress to targets where there is any."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"comments": layout.say("headings.hash", hash=fingerprint)})
    base = {"font_name": layout.page.font, "font_size": 12, "valign": "top", "text_wrap": True, "border": 1}
    formats = {
        "head": book.add_format(base | {"bold": True, "align": "center", "bg_color": "#DCE6F1"}),
        "words": book.add_format(base),
        "number": book.add_format(base | {"num_format": "#,##0.##"}),
        "whole": book.add_format(base | {"num_format": "#,##0"}),
        "share": book.add_format(base | {"num_format": "0.0%"}),
    }
    for sheet, name in zip(sheets, _names(sheets), strict=True):
        _fill(book, book.add_worksheet(name), sheet, formats, layout)
    book.close()
    return out.getvalue()


def _names(sheets: Sequence[Sheet]) -> list[str]:
    names: list[str] = []
    for at, sheet in enumerate(sheets, start=1):
        name = composed(sheet.name).translate(_FORBIDDEN_IN_NAMES).strip()[:MAX_SHEET_NAME].strip() or str(at)
        names.append(
            name if name.lower() not in {one.lower() for one in names} else f"{name[: MAX_SHEET_NAME - 4]} {at}"
        )
    return names


def _fill(book: Any, page: Any, sheet: Sheet, formats: dict[str, Any], layout: Layout) -> None:
    page.freeze_panes(1, 2)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    for column, words in enumerate(sheet.head):
        page.write_string(0, column, composed(words), formats["head"])
        longest = max((len(str(row[column])) for row in sheet.rows if row[column] is not None), default=0)
        page.set_column(column, column, min(max(longest + 2, _NARROW), _WIDE))
    for at, row in enumerate(sheet.rows):
        for column, value in enumerate(row):
            _write(page, at + 1, column, value, formats, is_share=at in sheet.shares)
    if sheet.progress:
        _chart(book, page, sheet, formats, layout)


def _write(page: Any, at: int, column: int, value: Value, formats: dict[str, Any], *, is_share: bool) -> None:
    if value is None:
        page.write_blank(at, column, None, formats["words"])
    elif isinstance(value, str):
        page.write_string(at, column, composed(value), formats["words"])
    else:
        kind = "share" if is_share else "whole" if isinstance(value, int) else "number"
        page.write_number(at, column, value, formats[kind])


def _chart(book: Any, page: Any, sheet: Sheet, formats: dict[str, Any], layout: Layout) -> None:
    """Bars of the progress to targets, below the table, over cells that hold the same numbers."""
    first = len(sheet.rows) + 3
    page.write_string(first - 1, 1, layout.say("columns.progress"), formats["head"])
    for at, (name, share) in enumerate(sheet.progress.items()):
        page.write_string(first + at, 1, composed(name), formats["words"])
        page.write_number(first + at, 2, share, formats["share"])
    last = first + len(sheet.progress) - 1
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "categories": [page.get_name(), first, 1, last, 1],
            "values": [page.get_name(), first, 2, last, 2],
            "fill": {"color": "#2F6DA8"},
            "data_labels": {"value": True},
        }
    )
    chart.set_legend({"none": True})
    chart.set_x_axis({"min": 0, "num_format": "0%"})
    chart.set_y_axis({"reverse": True})
    chart.set_title({"name": layout.say("columns.progress"), "name_font": {"size": 12}})
    page.insert_chart(first, 4, chart)


def csv_file(sheet: Sheet) -> bytes:
    """One table as CSV in UTF-8 with the mark that Excel needs; text that a spreadsheet would run is kept from it."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(composed(words) for words in sheet.head)
    writer.writerows([_plain(value) for value in row] for row in sheet.rows)
    return "\ufeff".encode() + out.getvalue().encode()


def _plain(value: Value) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, str):
        words = composed(value)
        return f"'{words}" if words.startswith(_DANGEROUS) else words
    return value
