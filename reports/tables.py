"""The same figures as plain tables for programs: every document's numbers as rows, for XLSX and CSV alike."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import singledispatch

from domain.report_data import (
    Document,
    Figure,
    MemberList,
    Number,
    PersonDaySheet,
    TeamReport,
    UnitReport,
    WardReport,
)
from reports.frame import short_day
from reports.layout import Layout
from reports.other_documents import MEMBER_COLUMNS
from reports.ward_report import INCIDENT_COLUMNS

Value = str | Number | None


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One table; `shares` are the rows whose numbers are shares of one, `progress` the rows with a target's share."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    shares: frozenset[int] = frozenset()
    progress: dict[str, float] = field(default_factory=dict)


@singledispatch
def sheets(document: Document, layout: Layout) -> list[Sheet]:
    """Every table of a document, the main one first. Raises TypeError for what is no document."""
    raise TypeError(type(document).__name__)


@sheets.register
def _(document: WardReport, layout: Layout) -> list[Sheet]:
    figures = [figure for section in document.sections for figure in section.figures]
    fixed = _heads(layout, ("code", "figure", "unit", "whole_ward", "cumulative", "target", "reported"))
    teams = tuple(team.team for team in document.teams)
    rows = tuple(
        (
            *_figure_values(figure),
            f"{figure.reported}/{figure.expected}" if figure.reported is not None else "",
            *(team.values.get(figure.code) for team in document.teams),
        )
        for figure in figures
    )
    incidents = tuple((row.category, *(getattr(row, name) for name in INCIDENT_COLUMNS)) for row in document.incidents)
    practices = tuple((entry.words, entry.team) for entry in document.practices)
    obstacles = tuple((entry.words, entry.team, entry.owner, entry.level, entry.state) for entry in document.obstacles)
    return [
        Sheet(
            name=layout.say("annex.figures"),
            head=(*fixed, *teams),
            rows=rows,
            shares=_shares(figures),
            progress={figure.name: figure.progress for figure in figures if figure.progress is not None},
        ),
        Sheet(name=layout.say("annex.incidents"), head=_heads(layout, ("category", *INCIDENT_COLUMNS)), rows=incidents),
        Sheet(name=layout.say("annex.practices"), head=_heads(layout, ("practice", "team")), rows=practices),
        Sheet(
            name=layout.say("parts.obstacles"),
            head=_heads(layout, ("obstacle", "team", "owner", "level", "state")),
            rows=obstacles,
        ),
    ]


@sheets.register
def _(document: TeamReport, layout: Layout) -> list[Sheet]:
    figures = [*document.organisation, *(figure for section in document.sections for figure in section.figures)]
    columns = ("day", "place", "content", "form", "organisers", "members", "turns", "evidence")
    rows = tuple(tuple(getattr(row, name) for name in columns) for row in document.activities)
    return [
        _figure_sheet(layout, layout.say("parts.results"), figures),
        Sheet(name=layout.say("annex.activities"), head=_heads(layout, columns), rows=rows),
    ]


@sheets.register
def _(document: UnitReport, layout: Layout) -> list[Sheet]:
    tasks = tuple((task.task, task.result, task.numbers) for task in document.tasks)
    return [
        _figure_sheet(layout, layout.say("parts.figures"), document.figures),
        Sheet(name=layout.say("parts.tasks"), head=_heads(layout, ("task", "result", "numbers")), rows=tasks),
    ]


@sheets.register
def _(document: MemberList, layout: Layout) -> list[Sheet]:
    rows = tuple(tuple(getattr(row, name) for name in MEMBER_COLUMNS) for row in document.rows)
    return [Sheet(name=short_day(document.on).replace("/", "-"), head=_heads(layout, MEMBER_COLUMNS), rows=rows)]


@sheets.register
def _(document: PersonDaySheet, layout: Layout) -> list[Sheet]:
    rows = tuple((row.day, row.activity, row.programme, row.full_name, row.days) for row in document.rows)
    head = _heads(layout, ("day", "activity", "plan", "full_name", "days"))
    return [Sheet(name=document.team, head=head, rows=rows)]


def _figure_sheet(layout: Layout, name: str, figures: Sequence[Figure]) -> Sheet:
    head = _heads(layout, ("code", "figure", "unit", "value", "cumulative", "target"))
    progress = {figure.name: figure.progress for figure in figures if figure.progress is not None}
    rows = tuple(_figure_values(figure) for figure in figures)
    return Sheet(name=name, head=head, rows=rows, shares=_shares(figures), progress=progress)


def _figure_values(figure: Figure) -> tuple[Value, ...]:
    return figure.code, figure.name, figure.unit, figure.value, figure.cumulative, figure.target


def _shares(figures: Sequence[Figure]) -> frozenset[int]:
    return frozenset(at for at, figure in enumerate(figures) if figure.is_share)


def _heads(layout: Layout, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(layout.say(f"columns.{name}") for name in names)
