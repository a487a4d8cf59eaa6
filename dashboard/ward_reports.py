"""The pages of the ward's own reports: figures with progress to targets, what offices supply, datasets to load."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.choices import chosen, number
from dashboard.context import context
from dashboard.failures import refusal_status
from dashboard.report_files import as_file, chosen_period, periods, words_of_period
from dashboard.sessions import need
from dashboard.team_report_actions import by_officer, typed_number
from domain.errors import Incomplete, NotFound, Refused
from domain.indicators import Indicator
from domain.report_data import DocumentKind, Figure
from domain.report_lines import Given
from domain.report_periods import Span
from domain.staff import Right
from handlers.documents import DocumentRequest, file_stem, freeze_document, frozen_document
from handlers.report_edits import give_ward_figure
from handlers.report_summary import value_words
from handlers.ward_documents import given_by_offices, ward_picture
from reports.rendering import Form
from storage import reports, staff, teams

pages = Blueprint("ward_reports", __name__)
MADE_HERE = (DocumentKind.WARD, DocumentKind.UNIT, DocumentKind.MEMBERS, DocumentKind.AD_HOC)


@dataclass(frozen=True, kw_only=True)
class WardRow:
    """One figure of the ward as the page shows it."""

    code: str
    name: str
    unit: str
    value: str
    cumulative: str
    target: str
    progress: float | None
    counted: str


@pages.get("/reports/ward")
def one() -> ResponseReturnValue:
    """The ward's report of one period as it would be now."""
    need(Right.SEE_DUTIES)
    return _page(chosen_period(request.args.get("period")))


def _page(period: str | None, *, refusal: str | None = None, typed: Mapping[str, str] | None = None) -> str:
    if period is None:
        return render_template("dashboard/ward_report.html", period=None, period_words=words_of_period)
    office = context().office
    with context().database.read() as work:
        found = ward_picture(work, office, period, today=context().today)
        given = reports.given(work, period, team_ids=[]).get(None, {})
        datasets = reports.datasets(work)
        officers, every = staff.full_names(work), teams.teams(work)
    return render_template(
        "dashboard/ward_report.html",
        period=period,
        periods=periods(),
        period_words=words_of_period,
        document=found.document,
        sections=[(section.title, [_row(one) for one in section.figures]) for section in found.document.sections],
        late=[column.team for column in found.document.teams if not column.has_reported],
        offices=_offices(given, period),
        datasets=datasets,
        stems={one.id: file_stem(one) for one in datasets},
        forms=list(Form),
        officers=officers,
        teams=every,
        units=office.ward.units,
        refusal=refusal,
        typed=typed or {},
        today=context().today,
    )


def _row(figure: Figure) -> WardRow:
    indicator = context().office.ward.catalogue.by_code[figure.code]
    return WardRow(
        code=figure.code,
        name=figure.name,
        unit=figure.unit,
        value=value_words(indicator, figure.value),
        cumulative=value_words(indicator, figure.cumulative) if indicator.is_cumulative else "",
        target=figure.target,
        progress=figure.progress,
        counted=f"{figure.reported}/{figure.expected}" if figure.reported is not None else "",
    )


def _offices(given: Mapping[str, Given], period: str) -> Sequence[tuple[str, list[tuple[Indicator, str, bool]]]]:
    """What each unit supplies: its indicators, what was given, and whether that is of this period."""
    units = {unit.key: unit.name for unit in context().office.ward.units}
    found: dict[str, list[tuple[Indicator, str, bool]]] = {}
    for one in given_by_offices(context().office):
        said = given.get(one.code)
        value = value_words(one, said.value if said else None)
        found.setdefault(units.get(one.owner or "", ""), []).append((one, value, bool(said and said.period == period)))
    return list(found.items())


@pages.post("/reports/ward/<period>/figures")
def give(period: str) -> ResponseReturnValue:
    """Keep what an office supplies."""
    need(Right.REVIEW_REPORTS)
    chosen_period(period)
    try:
        code = request.form.get("code", "")
        with context().database.begin() as work:
            value = typed_number(code)
            give_ward_figure(work, context().office, period, code, value, by_officer(), now=context().now)
    except Refused as refused:
        sentence = context().office.texts.refusal(refused)
        return _page(period, refusal=sentence, typed=request.form), refusal_status(refused)
    flash(context().office.texts.label("done", "figure_given"), "done")
    return redirect(url_for("staff.ward_reports.one", period=period), 303)


@pages.post("/reports/ward/<period>/datasets")
def freeze(period: str) -> ResponseReturnValue:
    """Freeze the dataset of a document, to be downloaded in each form."""
    officer = need(Right.REVIEW_REPORTS)
    chosen_period(period)
    try:
        wanted = _wanted(period)
        with context().database.begin() as work:
            freeze_document(work, context().office, wanted, officer_id=officer.id, role=officer.role, now=context().now)
    except Refused as refused:
        sentence = context().office.texts.refusal(refused)
        return _page(period, refusal=sentence, typed=request.form), refusal_status(refused)
    flash(context().office.texts.label("done", "dataset_frozen"), "done")
    return redirect(url_for("staff.ward_reports.one", period=period) + "#datasets", 303)


def _wanted(period: str) -> DocumentRequest:
    form = request.form
    kind = chosen(DocumentKind, form.get("kind"))
    if kind not in MADE_HERE:
        raise Incomplete("move_needed")
    if kind is DocumentKind.AD_HOC:
        ids = tuple(found for text in form.getlist("team") if (found := number(text)))
        subject = " ".join(form.get("subject", "").split())[:200]
        return DocumentRequest(
            kind=kind, days=Span(starts_on=_day("from"), ends_on=_day("to")), team_ids=ids, subject=subject
        )
    if kind is DocumentKind.MEMBERS:
        return DocumentRequest(kind=kind)
    if kind is DocumentKind.UNIT:
        return DocumentRequest(
            kind=kind, period=form.get("unit_period", "").strip() or period, unit=form.get("unit", "")
        )
    return DocumentRequest(kind=kind, period=period)


def _day(name: str) -> date:
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError as error:
        raise Incomplete("report_days_needed") from error


@pages.get("/reports/datasets/<int(max=2147483647):dataset_id>.<any(docx, xlsx, csv):form>")
def download(dataset_id: int, form: str) -> Response:
    """One form of a frozen dataset. Raises NotFound (`no_such_dataset`)."""
    need(Right.SEE_DUTIES)
    with context().database.read() as work:
        frozen = reports.dataset(work, dataset_id)
    if frozen is None:
        raise NotFound("no_such_dataset")
    return as_file(frozen_document(frozen), form, file_stem(frozen))
