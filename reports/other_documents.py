"""A unit's report, the list of members and the sheet of person-days as DOCX (reporting §5, §7.3, §7.4)."""

from domain.report_data import MemberList, PersonDaySheet, UnitReport
from reports.figures import number_words, write_entries, write_figures
from reports.frame import (
    office_header,
    short_day,
    ward_header,
    ward_titles,
    write_annex_head,
    write_end,
    write_head,
    write_part,
    write_signature,
    write_team_signature,
    write_title,
)
from reports.layout import Layout
from reports.paper import Cell, Paper

TASK_WIDTHS_MM = (12.0, 58.0, 60.0, 35.0)
MEMBER_WIDTHS_MM = (9.0, 38.0, 22.0, 36.0, 20.0, 34.0, 25.0, 27.0, 27.0, 14.0)
MEMBER_COLUMNS = (
    "full_name",
    "gender_and_birth",
    "workplace",
    "role",
    "assignment",
    "phone",
    "residential_group",
    "decision",
    "note",
)
DAY_WIDTHS_MM = (12.0, 24.0, 38.0, 30.0, 31.0, 13.0, 17.0)


def unit_report(report: UnitReport, layout: Layout) -> bytes:
    """A unit's own report; its number is left blank."""
    paper, period = Paper(layout), report.period
    number = layout.say("number.unit", symbol="")
    write_head(paper, office_header(layout, [report.unit]), number=number.rstrip("-"), made_on=report.made_on)
    write_title(paper, "report", layout.say("subject.unit", period=period.words))
    paper.write("body", layout.say("intro.unit", unit=report.unit, period=period.words))
    write_part(paper, 1, "tasks")
    _write_tasks(paper, report)
    write_part(paper, 2, "figures")
    write_figures(paper, report.figures)
    write_part(paper, 3, "obstacles")
    write_entries(paper, report.obstacles)
    write_part(paper, 4, "proposals")
    write_entries(paper, report.proposals)
    write_end(paper, layout.say("intro.unit_end", period=period.words))
    titles = [report.signer_title] if report.signer_title else layout.lines("signature.unit")
    write_signature(paper, "unit", titles, report.signer)
    return paper.bytes()


def _write_tasks(paper: Paper, report: UnitReport) -> None:
    layout = paper.layout
    if not report.tasks:
        paper.write("point", layout.say("nothing"))
        return
    heads = ("order", "task", "result", "numbers")
    rows = [[Cell(words=layout.say(f"columns.{name}"), style="table_head") for name in heads]]
    for at, task in enumerate(report.tasks, start=1):
        words = (task.task, task.result, task.numbers)
        rows.append([Cell(words=str(at), style="table_number"), *(Cell(words=one) for one in words)])
    paper.table(rows, TASK_WIDTHS_MM)


def member_list(members: MemberList, layout: Layout) -> bytes:
    """The list of members to the city, as an annex in landscape behind its title page (reporting §7.4)."""
    paper = Paper(layout)
    write_head(paper, ward_header(layout), number=layout.say("number.ward"), made_on=members.on)
    write_title(paper, "list", layout.say("subject.members"))
    count = {"count": len(members.rows), "teams": members.teams, "on": short_day(members.on)}
    paper.write("body", layout.say("headings.member_total", **count))
    write_signature(paper, "members", ward_titles(layout, members.signing), members.signer)
    reference = layout.say("annex.reference", year=members.on.year)
    write_annex_head(paper, layout.say("subject.members"), reference, landscape=True)
    rows = [[Cell(words=layout.say(f"columns.{name}"), style="wide_head") for name in ("order", *MEMBER_COLUMNS)]]
    for at, row in enumerate(members.rows, start=1):
        words = [getattr(row, name) for name in MEMBER_COLUMNS]
        rows.append([Cell(words=str(at), style="wide_number"), *(Cell(words=one, style="wide_cell") for one in words)])
    paper.table(rows, MEMBER_WIDTHS_MM)
    return paper.bytes()


def person_day_sheet(sheet: PersonDaySheet, layout: Layout) -> bytes:
    """Who was on duty when, for the accountant to decide on; the column to sign in is blank (reporting §5)."""
    paper = Paper(layout)
    write_head(paper, office_header(layout, sheet.team_header), number=None, made_on=sheet.made_on)
    write_title(paper, "sheet", layout.say("subject.person_days", period=sheet.period.words))
    heads = ("order", "day", "activity", "plan", "full_name", "days", "signature")
    rows = [[Cell(words=layout.say(f"columns.{name}"), style="table_head") for name in heads]]
    for at, row in enumerate(sheet.rows, start=1):
        activity = row.activity if row.confirmed else f"{row.activity} ({layout.say('headings.not_confirmed')})"
        days = number_words(row.days, missing="")
        rows.append(
            [
                Cell(words=str(at), style="table_number"),
                Cell(words=row.day, style="table_number"),
                *(Cell(words=words) for words in (activity, row.programme, row.full_name)),
                Cell(words=days, style="table_number"),
                Cell(words=""),
            ]
        )
    paper.table(rows, DAY_WIDTHS_MM)
    paper.write("body", layout.say("headings.total_days", total=number_words(sheet.total, missing="0")))
    write_team_signature(paper, "", sheet.leader)
    return paper.bytes()
