"""The same figures in XLSX and CSV: real numbers, blanks where nothing was said, nothing that a spreadsheet runs."""

import csv
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from domain.report_data import Document, dataset_hash
from reports.figures import number_words, roman
from reports.layout import load_layout
from reports.tables import Sheet, sheets
from reports.workbook import csv_file, workbook
from tests.reports import samples

LAYOUT = load_layout(Path(__file__).parents[2] / "templates" / "documents")
DOCUMENTS = [
    samples.ward_report(),
    samples.team_report(),
    samples.unit_report(),
    samples.member_list(),
    samples.person_days(),
]


def opened(document: Document) -> Any:
    file = workbook(sheets(document, LAYOUT), LAYOUT, fingerprint=dataset_hash(document))
    return openpyxl.load_workbook(BytesIO(file))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: type(one).__name__)
def test_xlsx_and_csv_say_the_same(document: Document) -> None:
    book = opened(document)
    for sheet, name in zip(sheets(document, LAYOUT), book.sheetnames, strict=True):
        page = book[name]
        shown = [
            ["" if cell.value is None else cell.value for cell in row[: len(sheet.head)]]
            for row in page.iter_rows(min_row=2, max_row=len(sheet.rows) + 1)
        ]
        assert shown == [["" if value is None else value for value in row] for row in sheet.rows]
        read = list(csv.reader(StringIO(csv_file(sheet).decode("utf-8-sig"))))
        assert read[0] == list(sheet.head)
        assert read[1:] == [["" if value is None else str(value) for value in row] for row in sheet.rows]


def test_the_ward_has_a_column_a_team_and_blanks_for_who_is_missing() -> None:
    main = sheets(samples.ward_report(), LAYOUT)[0]
    assert main.head[-3:] == ("Tổ 1", "Tổ 2", "Tổ 3")
    assert [row[-3:] for row in main.rows] == [(617, None, 617), (0.242, None, 0.242), (None, None, None)]
    assert main.shares == {1}


def test_a_share_is_shown_in_percent_and_there_is_a_chart_of_progress() -> None:
    page = opened(samples.ward_report()).worksheets[0]
    assert page["D3"].number_format == "0.0%"
    assert len(page._charts) == 1


@pytest.mark.parametrize("words", ["=1+1", "+84", "-2", "@SUM(A1)", "\t=1"])
def test_words_that_look_like_formulas_stay_words(words: str) -> None:
    sheet = Sheet(name="a/b:c", head=("x",), rows=((words,),))
    cell = openpyxl.load_workbook(BytesIO(workbook([sheet, sheet], LAYOUT, fingerprint="f"))).worksheets[0]["A2"]
    assert cell.data_type == "s"
    assert csv_file(sheet).decode("utf-8-sig").splitlines()[1].lstrip('"').startswith("'")


@pytest.mark.parametrize(
    ("value", "is_share", "words"),
    [
        (None, False, "—"),
        (0, False, "0"),
        (7, False, "7"),
        (1234, False, "1.234"),
        (1234567, False, "1.234.567"),
        (-1234, False, "-1.234"),
        (12.5, False, "12,5"),
        (12.0, False, "12"),
        (0.3, True, "30%"),
        (0.242, True, "24,2%"),
        (1.0, True, "100%"),
    ],
)
def test_numbers_are_written_as_people_here_write_them(value: float | None, is_share: bool, words: str) -> None:
    assert number_words(value, missing="—", is_share=is_share) == words


def test_roman_numbers_of_parts() -> None:
    assert [roman(number) for number in (1, 4, 7, 9, 12)] == ["I", "IV", "VII", "IX", "XII"]


def test_the_fingerprint_changes_with_any_figure_and_with_nothing_else() -> None:
    assert dataset_hash(samples.ward_report()) == dataset_hash(samples.ward_report())
    assert dataset_hash(samples.ward_report()) != dataset_hash(samples.ward_report(4))
