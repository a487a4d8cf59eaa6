"""One dataset in the form that is asked for: DOCX by the decree, XLSX, CSV; all say the same numbers."""

from enum import StrEnum

from domain.report_data import (
    Document,
    MemberList,
    PersonDaySheet,
    TeamReport,
    UnitReport,
    dataset_hash,
)
from reports.layout import Layout
from reports.other_documents import member_list, person_day_sheet, unit_report
from reports.tables import sheets
from reports.team_report import team_report
from reports.ward_report import ward_report
from reports.workbook import csv_file, workbook


class Form(StrEnum):
    """In which form a document is written, by the ending of its file."""

    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"


MIME = {
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.CSV: "text/csv; charset=utf-8",
}


def render(document: Document, layout: Layout, form: Form) -> bytes:
    """The file; CSV holds the main table of the document."""
    if form is Form.XLSX:
        return workbook(sheets(document, layout), layout, fingerprint=dataset_hash(document))
    if form is Form.CSV:
        return csv_file(sheets(document, layout)[0])
    return _docx(document, layout)


def _docx(document: Document, layout: Layout) -> bytes:
    if isinstance(document, TeamReport):
        return team_report(document, layout)
    if isinstance(document, UnitReport):
        return unit_report(document, layout)
    if isinstance(document, MemberList):
        return member_list(document, layout)
    if isinstance(document, PersonDaySheet):
        return person_day_sheet(document, layout)
    return ward_report(document, layout)
