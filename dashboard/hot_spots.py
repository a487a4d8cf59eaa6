"""The page of hot spots: places where the same kind of thing is reported again and again."""

from datetime import timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from dashboard.choices import chosen
from dashboard.context import context
from dashboard.sessions import need
from domain.staff import Right
from domain.understanding import Category
from storage import recurrences
from storage.recurrences import HotSpotBy

PERIODS = (30, 90, 365)
MOST = 100
pages = Blueprint("hot_spots", __name__)


@pages.get("/hot-spots")
def listing() -> ResponseReturnValue:
    """Hot spots of a period, by street or by residential group, the busiest first."""
    need(Right.SEE_INCIDENTS)
    by = chosen(HotSpotBy, request.args.get("by")) or HotSpotBy.STREET
    category = chosen(Category, request.args.get("category"))
    days = next((each for each in PERIODS if str(each) == request.args.get("days")), PERIODS[1])
    since = context().now - timedelta(days=days)
    with context().database.read() as work:
        spots = recurrences.hot_spots(work, by, since=since, category=category, limit=MOST)
    return render_template(
        "dashboard/hot_spots.html",
        spots=spots,
        by=by,
        category=category,
        days=days,
        periods=PERIODS,
        ways=list(HotSpotBy),
        categories=list(Category),
        most=MOST,
    )
