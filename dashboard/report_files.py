"""How a dataset leaves the browser's door as a file, and which period a page is about."""

from functools import cache
from pathlib import Path

from flask import Response

from dashboard.context import context
from domain.duties import occurrences
from domain.errors import NotFound
from domain.report_data import Document
from domain.report_periods import span_of
from handlers.current_reports import period_now, team_duty
from handlers.reminders import period_words
from reports.layout import Layout, load_layout
from reports.rendering import MIME, Form, render

DOCUMENTS = Path(__file__).parents[1] / "templates" / "documents"


@cache
def _layout() -> Layout:
    return load_layout(DOCUMENTS)


def as_file(document: Document, form: str, stem: str) -> Response:
    """One form of a dataset as a download."""
    chosen = Form(form)
    response = Response(render(document, _layout(), chosen), mimetype=MIME[chosen].partition(";")[0])
    response.headers["Content-Type"] = MIME[chosen]
    response.headers["Content-Disposition"] = f'attachment; filename="{stem}.{chosen}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def periods() -> list[str]:
    """The quarters that have begun, the newest first."""
    office, today = context().office, context().today
    convention = office.ward.catalogue.facts.convention
    found = occurrences(team_duty(office), office.ward.calendar)
    return [one.period for one in found if span_of(one.period, convention).starts_on <= today][::-1]


def chosen_period(asked: str | None) -> str | None:
    """The period asked for, if it has begun, else the one that is being written; None when the plan holds none.

    Raises NotFound (`no_such_report`) for one that is not there.
    """
    if not asked:
        return period_now(context().office, context().today)
    if asked not in periods():
        raise NotFound("no_such_report")
    return asked


def words_of_period(period: str) -> str:
    """The period as people here write it."""
    return period_words(context().office, period)
