"""How long all documents of a large ward take and how much memory: 100 teams with 60 activities each."""

import argparse
import resource
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.machine import described
from domain.report_data import Document, Figure, Section, TeamReport, WardReport, dataset_hash
from reports.layout import Layout, load_layout
from reports.tables import sheets
from reports.team_report import team_report
from reports.ward_report import ward_report
from reports.workbook import csv_file, workbook
from tests.reports import samples

INDICATORS = 60
ROOT = Path(__file__).parents[1]


def main() -> None:
    """Write every document once and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--teams", type=int, default=100)
    parser.add_argument("--activities", type=int, default=60)
    arguments = parser.parse_args()
    layout = load_layout(ROOT / "templates" / "documents")
    began, spent = perf_counter(), process_time()
    size = _write_all(layout, arguments.teams, arguments.activities)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(described(f"python -m benchmarks.documents --teams {arguments.teams} --activities {arguments.activities}"))
    print(f"- {arguments.teams} team reports and the ward's, each as DOCX, XLSX and CSV: {size / 1e6:.1f} MB")
    print(
        f"- {perf_counter() - began:.1f} s ({process_time() - spent:.1f} s of processor time), {memory:.0f} MB at most"
    )


def _write_all(layout: Layout, teams: int, activities: int) -> int:
    sections = tuple(
        Section(title=f"Section {part}", figures=tuple(_figure(part * 8 + at) for at in range(8)))
        for part in range(INDICATORS // 8)
    )
    base = replace(samples.team_report(activities), sections=sections, made_on=date(2026, 12, 18))
    reports: list[TeamReport] = [replace(base, team=f"Team {number}") for number in range(teams)]
    ward: WardReport = replace(samples.ward_report(teams), sections=sections)
    size = sum(len(team_report(report, layout)) + _tables(report, layout) for report in reports)
    return size + len(ward_report(ward, layout)) + _tables(ward, layout)


def _tables(document: Document, layout: Layout) -> int:
    found = sheets(document, layout)
    book = workbook(found, layout, fingerprint=dataset_hash(document))
    return len(book) + sum(len(csv_file(sheet)) for sheet in found)


def _figure(number: int) -> Figure:
    return Figure(
        code=f"X{number:02d}", name=f"Indicator number {number}", unit="x", value=number * 7, cumulative=number
    )


if __name__ == "__main__":
    main()
