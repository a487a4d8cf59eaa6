"""The read API for other programs: cases and messages as JSON without personal data (product, Fixed names)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from dashboard import api_parameters as parameters
from dashboard.api_items import activity_item, incident_item, obligation_item, outbox_item, support_item
from dashboard.api_parameters import BadParameter, Parameter
from dashboard.api_stats import ABOUT as STATS_ABOUT
from dashboard.api_stats import FILTERS as STATS_FILTERS
from dashboard.api_stats import stats
from dashboard.bearer import bears_token
from dashboard.context import context
from domain.activities import ActivityStatus
from domain.duties import ObligationStatus
from domain.incidents import IncidentSource, IncidentStatus
from domain.support import SupportStatus
from domain.understanding import ActivityType, Category, Topic
from storage import activities, incident_lists, obligation_pages, outbox, support
from storage.activities import ActivityFilter
from storage.incident_lists import IncidentFilter
from storage.obligation_pages import ObligationFilter
from storage.support import SupportFilter
from storage.tables import OutboxStatus

pages = Blueprint("api", __name__, url_prefix="/api/v1")

_YES_NO = "true or false"


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """One list: its filters beyond the common ones, the rows behind it and how one row reads."""

    about: str
    filters: Mapping[str, Parameter]
    rows: Callable[[dict[str, Any]], Sequence[Any]]
    item: Callable[[Any], dict[str, Any]]


def _incident_rows(asked: dict[str, Any]) -> Sequence[Any]:
    wanted = IncidentFilter(
        status=asked.get("status"),
        category=asked.get("category"),
        urgent=asked.get("urgent"),
        residential_group=asked.get("residential_group"),
        source=asked.get("source"),
        only_open=asked.get("open", False),
        incomplete=asked.get("incomplete", False),
        late_on=context().today if asked.get("late") else None,
        since=asked.get("since"),
    )
    with context().database.read() as work:
        return incident_lists.page(work, wanted, before_id=asked.get("cursor"), limit=asked["limit"] + 1)


def _outbox_rows(asked: dict[str, Any]) -> Sequence[Any]:
    with context().database.read() as work:
        return outbox.page(
            work,
            status=asked.get("status"),
            kind=asked.get("kind"),
            since=asked.get("since"),
            before_id=asked.get("cursor"),
            limit=asked["limit"] + 1,
            person_id=asked.get("recipient"),
        )


def _activity_rows(asked: dict[str, Any]) -> Sequence[Any]:
    status = asked.get("status")
    wanted = ActivityFilter(
        statuses={status} if status else None,
        activity_type=asked.get("activity_type"),
        team_number=asked.get("team_number"),
        topic=asked.get("topic"),
        first_on=asked.get("from"),
        last_on=asked.get("to"),
        member_ids={asked["member_id"]} if "member_id" in asked else None,
        since=asked.get("since"),
        before_id=asked.get("cursor"),
    )
    with context().database.read() as work:
        return activities.page_with_teams(work, wanted, limit=asked["limit"] + 1)


def _support_rows(asked: dict[str, Any]) -> Sequence[Any]:
    wanted = SupportFilter(
        status=asked.get("status"),
        topic=asked.get("topic"),
        residential_group=asked.get("residential_group"),
        only_open=asked.get("open", False),
        late_on=context().today if asked.get("late") else None,
        since=asked.get("since"),
        before_id=asked.get("cursor"),
    )
    with context().database.read() as work:
        return support.page(work, wanted, limit=asked["limit"] + 1)


def _obligation_rows(asked: dict[str, Any]) -> Sequence[Any]:
    wanted = ObligationFilter(
        status=asked.get("status"),
        duty=asked.get("duty"),
        period=asked.get("period"),
        team_id=asked.get("team_id"),
        unit=asked.get("unit"),
        late_on=context().today if asked.get("late") else None,
        since=asked.get("since"),
        before_id=asked.get("cursor"),
    )
    with context().database.read() as work:
        return obligation_pages.page(work, wanted, limit=asked["limit"] + 1)


def _choice(choices: Any) -> Parameter:
    return Parameter(about=f"one of {', '.join(choices)}", read=parameters.one_of(choices))


ENDPOINTS: dict[str, Endpoint] = {
    "incidents": Endpoint(
        about="Incidents reported by residents; since compares opened_at",
        filters={
            "status": _choice(IncidentStatus),
            "category": _choice(Category),
            "urgent": Parameter(about=_YES_NO, read=parameters.yes_or_no),
            "residential_group": Parameter(about="the name of a residential group, exactly", read=parameters.words),
            "source": _choice(IncidentSource),
            "open": Parameter(about=f"{_YES_NO}; true keeps cases still to be worked on", read=parameters.yes_or_no),
            "late": Parameter(about=f"{_YES_NO}; true keeps open cases past due_on", read=parameters.yes_or_no),
            "incomplete": Parameter(
                about=f"{_YES_NO}; true keeps cases lacking place or content", read=parameters.yes_or_no
            ),
        },
        rows=_incident_rows,
        item=incident_item,
    ),
    "support-requests": Endpoint(
        about="Requests for help of residents, without their words; since compares opened_at",
        filters={
            "status": _choice(SupportStatus),
            "topic": _choice(Topic),
            "residential_group": Parameter(about="the name of a residential group, exactly", read=parameters.words),
            "open": Parameter(about=f"{_YES_NO}; true keeps requests still to be worked on", read=parameters.yes_or_no),
            "late": Parameter(about=f"{_YES_NO}; true keeps open requests past due_on", read=parameters.yes_or_no),
        },
        rows=_support_rows,
        item=support_item,
    ),
    "activities": Endpoint(
        about="Activities told by the digital teams; since compares created_at. Only status recorded is counted",
        filters={
            "status": _choice(ActivityStatus),
            "activity_type": _choice(ActivityType),
            "topic": _choice(Topic),
            "team_number": Parameter(about="the number of a team", read=parameters.row_id),
            "member_id": Parameter(about="our id of the member who told it", read=parameters.row_id),
            "from": Parameter(about="an ISO 8601 date; activities that end on it or later", read=parameters.day),
            "to": Parameter(about="an ISO 8601 date; activities that begin on it or earlier", read=parameters.day),
        },
        rows=_activity_rows,
        item=activity_item,
    ),
    "obligations": Endpoint(
        about="What teams and units owe for each duty and period; since compares the instant it was put on record",
        filters={
            "status": _choice(ObligationStatus),
            "duty": Parameter(about="the code of a duty, such as N01", read=parameters.words),
            "period": Parameter(about="2026-Q4, 2026-11, 2026-H1 or 2026", read=parameters.words),
            "team_id": Parameter(about="our id of a team", read=parameters.row_id),
            "unit": Parameter(about="the key of a unit in the ward's files", read=parameters.words),
            "late": Parameter(about=f"{_YES_NO}; true keeps what is owed and late", read=parameters.yes_or_no),
        },
        rows=_obligation_rows,
        item=obligation_item,
    ),
    "outbox": Endpoint(
        about="Messages to people by state, without their words; since compares created_at",
        filters={
            "status": _choice(OutboxStatus),
            "kind": Parameter(about="the name of a kind of message, exactly", read=parameters.words),
            "recipient": Parameter(about="our id of a person", read=parameters.row_id),
        },
        rows=_outbox_rows,
        item=outbox_item,
    ),
}


def _accepted(endpoint: Endpoint) -> dict[str, Parameter]:
    return {
        "limit": Parameter(about="a whole number from 1 to 1000, 100 when not given", read=parameters.limit),
        "cursor": Parameter(about="the value of next from the page before", read=parameters.cursor),
        "since": Parameter(
            about="an ISO 8601 date or instant; without offset it is ward time",
            read=parameters.instant(context().office.texts.timezone),
        ),
        **endpoint.filters,
    }


@pages.before_request
def _guard() -> ResponseReturnValue | None:
    if bears_token():
        return None
    refused = jsonify(error="This API needs the header Authorization: Bearer followed by a valid token.")
    return refused, 401, {"WWW-Authenticate": 'Bearer realm="api"'}


@pages.after_request
def _add_headers(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@pages.errorhandler(BadParameter)
def _explain(problem: BadParameter) -> ResponseReturnValue:
    return jsonify(error=str(problem)), 400


@pages.get("/")
def description() -> ResponseReturnValue:
    """What this API offers, for people who write programs against it."""
    return jsonify(
        answer="{items, next}: newest first; give next back as cursor, null means that was all",
        endpoints={
            **{f"{pages.url_prefix}/{name}": _describe(endpoint) for name, endpoint in ENDPOINTS.items()},
            f"{pages.url_prefix}/stats": {
                "about": STATS_ABOUT,
                "parameters": {name: one.about for name, one in STATS_FILTERS.items()},
            },
        },
    )


@pages.get("/<any(incidents, 'support-requests', activities, obligations, outbox):name>")
def listing(name: str) -> ResponseReturnValue:
    """One page of a list."""
    endpoint = ENDPOINTS[name]
    asked = {"limit": parameters.DEFAULT_LIMIT, **parameters.read_all(request.args, _accepted(endpoint))}
    rows = endpoint.rows(asked)
    shown = rows[: asked["limit"]]
    more = parameters.write_cursor(shown[-1].id) if len(rows) > len(shown) else None
    return jsonify(items=[endpoint.item(row) for row in shown], next=more)


@pages.get("/stats")
def statistics() -> ResponseReturnValue:
    """Totals and groupings of a period."""
    return jsonify(**stats(parameters.read_all(request.args, STATS_FILTERS)))


def _describe(endpoint: Endpoint) -> dict[str, Any]:
    return {"about": endpoint.about, "parameters": {name: one.about for name, one in _accepted(endpoint).items()}}
