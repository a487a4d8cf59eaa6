"""The ward's report to the city's department as DOCX with three annexes; also the ad-hoc one (reporting §7.2, §7.5)."""

from collections.abc import Iterator, Sequence

from domain.report_data import Figure, IncidentRow, TeamColumn, WardReport
from reports.figures import number_words, write_entries, write_progress, write_sections
from reports.frame import (
    short_day,
    ward_header,
    ward_titles,
    write_addressee,
    write_annex_head,
    write_end,
    write_head,
    write_part,
    write_points,
    write_signature,
    write_title,
)
from reports.layout import Layout
from reports.paper import Cell, Paper

FIXED_WIDTHS_MM = (8.0, 58.0, 14.0, 20.0)
TEAMS_A_TABLE = 12
TEAM_WIDTH_MM = 12.6
INCIDENT_WIDTHS_MM = (10.0, 43.0, *[16.0] * 7)
PRACTICE_WIDTHS_MM = (12.0, 93.0, 60.0)
INCIDENT_COLUMNS = ("received", "on_time", "late", "open_in_time", "open_late", "passed_on", "unfounded")


def ward_report(report: WardReport, layout: Layout) -> bytes:
    """The file; number, seal and signature stay blank (reporting §0.6)."""
    paper, period = Paper(layout), report.period
    write_head(paper, ward_header(layout), number=layout.say("number.ward"), made_on=report.made_on)
    write_title(paper, "report", report.subject or layout.say("subject.ward", period=period.words))
    write_addressee(paper, report.recipients)
    for ground in report.legal_grounds:
        paper.write("legal_ground", ground)
    counted = {"reported": report.reported, "expected": report.expected}
    days = {"starts_on": short_day(period.starts_on), "ends_on": short_day(period.ends_on)}
    paper.write("body", layout.say("intro.ward", period=period.words, **counted, **days))
    _write_parts(paper, report)
    write_end(paper, layout.say("intro.ward_end", period=period.words))
    write_signature(paper, "ward", ward_titles(layout, report.signing), report.signer)
    _write_annexes(paper, report)
    return paper.bytes()


def _write_parts(paper: Paper, report: WardReport) -> None:
    write_part(paper, 1, "guidance")
    write_points(paper, report.guidance)
    write_part(paper, 2, "results")
    write_sections(paper, report.sections)
    for at, (key, entries) in enumerate(
        (("ward_practices", report.practices), ("obstacles", report.obstacles), ("proposals", report.proposals)), 3
    ):
        write_part(paper, at, key)
        write_entries(paper, entries)
    write_part(paper, 6, "next_ward")
    write_points(paper, report.next_tasks)


def _write_annexes(paper: Paper, report: WardReport) -> None:
    layout = paper.layout
    reference = layout.say("annex.reference", year=report.made_on.year)
    write_annex_head(paper, layout.say("annex.figures"), reference, number=1, landscape=True)
    write_progress(paper, _figures(report))
    paper.write("table_note", _missing_note(layout, report))
    for teams in _blocks(report.teams):
        paper.table(_team_table(layout, report, teams), _team_widths(teams), padding_mm=0.5)
    write_annex_head(paper, layout.say("annex.incidents"), reference, number=2)
    paper.table(incident_table(layout, report.incidents), INCIDENT_WIDTHS_MM)
    write_annex_head(paper, layout.say("annex.practices"), reference, number=3)
    _write_practices(paper, report)


def _figures(report: WardReport) -> list[Figure]:
    return [figure for section in report.sections for figure in section.figures]


def _blocks(teams: Sequence[TeamColumn]) -> Iterator[Sequence[TeamColumn]]:
    """As many teams as fit on one landscape page; the rows are repeated for each block."""
    yield from (teams[at : at + TEAMS_A_TABLE] for at in range(0, len(teams), TEAMS_A_TABLE))
    if not teams:
        yield ()


def _team_widths(teams: Sequence[TeamColumn]) -> list[float]:
    return [*FIXED_WIDTHS_MM, *[TEAM_WIDTH_MM] * len(teams)]


def _team_table(layout: Layout, report: WardReport, teams: Sequence[TeamColumn]) -> list[list[Cell]]:
    heads = [layout.say(f"columns.{name}") for name in ("order", "figure", "unit", "whole_ward")]
    rows = [[Cell(words=words, style="wide_head") for words in (*heads, *(team.team for team in teams))]]
    missing = layout.say("missing")
    for at, figure in enumerate(_figures(report), start=1):
        whole = number_words(figure.value, missing=missing, is_share=figure.is_share)
        unsaid = missing if figure.of_teams else ""
        values = (
            number_words(team.values.get(figure.code), missing=unsaid, is_share=figure.is_share) for team in teams
        )
        rows.append(
            [
                Cell(words=str(at), style="wide_number"),
                Cell(words=figure.name, style="wide_cell"),
                Cell(words=figure.unit, style="wide_number"),
                *(Cell(words=words, style="wide_number") for words in (whole, *values)),
            ]
        )
    return rows


def _missing_note(layout: Layout, report: WardReport) -> str:
    counted = {"reported": report.reported, "expected": report.expected}
    late = ", ".join(team.team for team in report.teams if not team.has_reported)
    if not late:
        return layout.say("annex.missing_note_all", **counted)
    return layout.say("annex.missing_note", **counted, late=late)


def incident_table(layout: Layout, rows: Sequence[IncidentRow]) -> list[list[Cell]]:
    """Categories against how their cases stand, with the sums in the last line."""
    heads = ("order", "category", *INCIDENT_COLUMNS)
    table = [[Cell(words=layout.say(f"columns.{name}"), style="wide_head") for name in heads]]
    for at, row in enumerate(rows, start=1):
        counts = [getattr(row, name) for name in INCIDENT_COLUMNS]
        table.append(_count_row(str(at), row.category, counts, style="table_cell"))
    sums = [sum(getattr(row, name) for row in rows) for name in INCIDENT_COLUMNS]
    table.append(_count_row("", layout.say("columns.total"), sums, style="table_head"))
    return table


def _count_row(at: str, name: str, counts: Sequence[int], *, style: str) -> list[Cell]:
    number = "table_head" if style == "table_head" else "table_number"
    cells = [Cell(words=str(count), style=number) for count in counts]
    return [Cell(words=at, style="table_number"), Cell(words=name, style=style), *cells]


def _write_practices(paper: Paper, report: WardReport) -> None:
    layout = paper.layout
    if not report.practices:
        paper.write("point", layout.say("nothing"))
        return
    heads = ("order", "practice", "team")
    rows = [[Cell(words=layout.say(f"columns.{name}"), style="table_head") for name in heads]]
    for at, entry in enumerate(report.practices, start=1):
        rows.append([Cell(words=str(at), style="table_number"), Cell(words=entry.words), Cell(words=entry.team)])
    paper.table(rows, PRACTICE_WIDTHS_MM)
