"""The page of what we said and how far it got."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from dashboard.choices import chosen, number
from dashboard.context import context
from dashboard.sessions import need
from domain.staff import Right
from storage import incident_views, outbox
from storage.tables import OutboxStatus

PAGE_LENGTH = 50

pages = Blueprint("outbox", __name__)


@pages.get("/outbox")
def listing() -> ResponseReturnValue:
    """Messages newest first, in one state or all."""
    need(Right.SEE_OUTBOX)
    status = chosen(OutboxStatus, request.args.get("status"))
    before = number(request.args.get("before"))
    with context().database.read() as work:
        rows = outbox.page(work, status=status, kind=None, since=None, before_id=before, limit=PAGE_LENGTH + 1)
        counts = outbox.count_by_status(work)
        codes = incident_views.codes(work, (row.incident_id for row in rows))
    shown = rows[:PAGE_LENGTH]
    return render_template(
        "dashboard/outbox.html",
        messages=shown,
        codes=codes,
        counts=counts,
        status=status,
        statuses=list(OutboxStatus),
        older=shown[-1].id if len(rows) > PAGE_LENGTH else None,
        before=before,
    )
