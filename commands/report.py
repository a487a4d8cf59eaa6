"""The `report` command: one official document out of one frozen dataset, as DOCX, XLSX, CSV or all three."""

import datetime as dt
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handlers.documents import DocumentRequest
    from settings import Settings
    from storage.database import Database, Work

SUMMARY = "Write a report: of a team, the ward, a unit, any days, the member list or person-days"
KINDS = ("team", "ward", "unit", "ad_hoc", "members", "person_days")
FORMS = ("docx", "xlsx", "csv")
REASONS = {
    "no_such_period": "There is no period {period!r}: write 2026-Q4, 2026-11, 2026-H2 or 2026.",
    "report_team_needed": "Name one team: --team NUMBER, or --team with its whole name.",
    "report_days_needed": "Name the days: --from 2026-11-01 --to 2026-11-20, at most 400 days.",
    "no_such_team": "There is no such team.",
    "no_such_indicator": "There is no indicator {code}: see ward/indicators.toml.",
    "no_such_unit": "There is no such unit: its key stands in ward/ward.toml.",
}


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError("a day looks like 2026-11-20") from error


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what may follow `report` on the command line."""
    parser.add_argument("--kind", choices=KINDS, required=True, help="which document")
    parser.add_argument("--period", default="", help="the period: 2026-Q4, 2026-11, 2026-H2 or 2026")
    parser.add_argument(
        "--team", action="append", default=[], help="a team by number or whole name; for ad_hoc it may be repeated"
    )
    parser.add_argument("--unit", default="", help="the key of a unit in ward/ward.toml, for --kind unit")
    parser.add_argument("--from", dest="first", type=_day, help="the first day, for --kind ad_hoc")
    parser.add_argument("--to", dest="last", type=_day, help="the last day, for --kind ad_hoc")
    parser.add_argument("--indicators", default="", help="codes such as D01,E03, for --kind ad_hoc (default: all)")
    parser.add_argument("--subject", default="", help="the subject line, for --kind ad_hoc")
    parser.add_argument(
        "--out", type=Path, required=True, help="a file ending in .docx, .xlsx or .csv; or a folder for all three"
    )


def run(arguments: Namespace) -> int:
    """Do it: 0 when written, 1 when it was refused, 2 when it makes no sense or something is not ready."""
    from commands.opened import say, with_database

    if arguments.kind not in ("ad_hoc", "members") and not arguments.period:
        return say("Name the period: --period 2026-Q4.", 2)
    ending = arguments.out.suffix.lstrip(".").lower()
    if ending and ending not in FORMS and not arguments.out.is_dir():
        return say("The file ends in .docx, .xlsx or .csv; or name a folder for all three.", 2)
    return with_database(lambda database, settings: _write(database, settings, arguments), REASONS)


def _write(database: "Database", settings: "Settings", arguments: Namespace) -> int:
    from commands.assembly import TEMPLATES, load_office, system_clock
    from commands.opened import say
    from handlers.documents import file_stem, freeze_document, frozen_document
    from reports.layout import load_layout
    from reports.rendering import Form, render

    office, layout = load_office(settings), load_layout(TEMPLATES / "documents")
    with database.begin() as work:
        request = _request(work, arguments)
        frozen = freeze_document(work, office, request, officer_id=None, role=None, now=system_clock())
    document, out = frozen_document(frozen), arguments.out
    one = out.suffix.lstrip(".").lower() in FORMS and not out.is_dir()
    forms = [Form(out.suffix.lstrip(".").lower())] if one else list(Form)
    paths = [out if one else out / f"{file_stem(frozen)}.{form}" for form in forms]
    try:
        for form, path in zip(forms, paths, strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(render(document, layout, form))
            print(f"{path}  sha256 of the dataset: {frozen.sha256}")
    except OSError as problem:
        return say(f"The file cannot be written: {problem}.", 2)
    return 0


def _request(work: "Work", arguments: Namespace) -> "DocumentRequest":
    from domain.errors import NotFound
    from domain.report_data import DocumentKind
    from domain.report_periods import Span
    from handlers.documents import DocumentRequest
    from storage import teams

    ids = []
    for name in arguments.team:
        found = teams.team_numbered(work, int(name)) if name.isdecimal() and len(name) < 6 else None
        found = found or teams.team_named(work, name)
        if found is None:
            raise NotFound("no_such_team", team_id=name)
        ids.append(found.id)
    days = Span(starts_on=arguments.first, ends_on=arguments.last) if arguments.first and arguments.last else None
    return DocumentRequest(
        kind=DocumentKind(arguments.kind),
        period=arguments.period if arguments.kind not in ("ad_hoc", "members") else "",
        team_ids=tuple(ids),
        unit=arguments.unit,
        days=days if arguments.kind == "ad_hoc" else None,
        subject=arguments.subject,
        codes=tuple(arguments.indicators.replace(",", " ").split()),
    )
