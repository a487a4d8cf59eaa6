"""A digital team's report of one period as DOCX, with the list of its activities as annex (reporting §7.1)."""

from domain.report_data import ActivityRow, ProgrammeResult, TeamReport
from reports.figures import write_entries, write_figures, write_sections
from reports.frame import (
    office_header,
    short_day,
    write_annex_head,
    write_end,
    write_head,
    write_part,
    write_points,
    write_team_signature,
    write_title,
)
from reports.layout import Layout
from reports.paper import Cell, Paper

PROGRAMME_WIDTHS_MM = (12.0, 68.0, 25.0, 60.0)
ACTIVITY_WIDTHS_MM = (11.0, 23.0, 40.0, 64.0, 30.0, 31.0, 17.0, 20.0, 16.0)


def team_report(report: TeamReport, layout: Layout) -> bytes:
    """The file; no number, seal or signature (reporting §2.3)."""
    paper, period = Paper(layout), report.period
    write_head(paper, office_header(layout, report.team_header), number=None, made_on=report.made_on)
    write_title(paper, "report", layout.say("subject.team", period=period.words))
    paper.write(
        "body",
        layout.say(
            "intro.team",
            period=period.words,
            starts_on=short_day(period.starts_on),
            ends_on=short_day(period.ends_on),
        ),
    )
    write_part(paper, 1, "organisation")
    write_figures(paper, report.organisation)
    write_part(paper, 2, "results")
    write_sections(paper, report.sections)
    write_part(paper, 3, "programmes")
    _write_programmes(paper, report.programmes)
    write_part(paper, 4, "obstacles")
    write_entries(paper, report.obstacles)
    write_part(paper, 5, "practices")
    write_entries(paper, report.practices)
    write_part(paper, 6, "proposals")
    write_entries(paper, report.proposals)
    write_part(paper, 7, "next_team")
    write_points(paper, report.next_tasks)
    write_end(paper, layout.say("intro.team_end", period=period.words))
    write_team_signature(paper, report.compiler, report.leader)
    _write_activities(paper, report)
    return paper.bytes()


def _write_programmes(paper: Paper, programmes: tuple[ProgrammeResult, ...]) -> None:
    layout = paper.layout
    if not programmes:
        paper.write("point", layout.say("nothing"))
        return
    heads = ("order", "programme", "activities", "result")
    rows = [[Cell(words=layout.say(f"columns.{name}"), style="table_head") for name in heads]]
    for at, one in enumerate(programmes, start=1):
        rows.append(
            [
                Cell(words=str(at), style="table_number"),
                Cell(words=one.name),
                Cell(words=str(one.activities), style="table_number"),
                Cell(words=one.result),
            ]
        )
    paper.table(rows, PROGRAMME_WIDTHS_MM)


def _write_activities(paper: Paper, report: TeamReport) -> None:
    layout = paper.layout
    reference = layout.say("annex.team_reference", period=report.period.words, team=report.team)
    write_annex_head(paper, layout.say("annex.activities"), reference, landscape=True)
    if not report.activities:
        paper.write("point", layout.say("nothing"))
        return
    heads = ("order", "day", "place", "content", "form", "organisers", "members", "turns", "evidence")
    rows = [[Cell(words=layout.say(f"columns.{name}"), style="wide_head") for name in heads]]
    rows += [_activity_row(layout, at, one) for at, one in enumerate(report.activities, start=1)]
    paper.table(rows, ACTIVITY_WIDTHS_MM)


def _activity_row(layout: Layout, at: int, one: ActivityRow) -> list[Cell]:
    missing = layout.say("missing")
    numbers = (str(one.members) if one.members is not None else missing, one.turns or missing, str(one.evidence))
    return [
        Cell(words=str(at), style="wide_number"),
        Cell(words=one.day, style="wide_number"),
        *(Cell(words=words or missing, style="wide_cell") for words in (one.place, one.content, one.form)),
        Cell(words=one.organisers, style="wide_cell"),
        *(Cell(words=words, style="wide_number") for words in numbers),
    ]
