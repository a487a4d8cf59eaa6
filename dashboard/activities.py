"""The pages of activities: what the teams told, with filters and sums, and one record with its evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from dashboard.choices import chosen, number
from dashboard.context import context
from dashboard.sessions import need
from domain.activities import COUNTED, RECORD_FIELDS, ActivityStatus
from domain.errors import NotFound
from domain.staff import Right
from domain.understanding import ActivityType, Topic
from handlers.activity_lists import quarter_start
from handlers.staff_activities import DECISIONS
from storage import activities, activity_evidence, staff, teams
from storage.activities import ActivityFilter
from storage.database import Work
from storage.tables import Activity, ActivityHistory, ChatMessage, DigitalTeam, StoredAttachment, TeamMember

PAGE_LENGTH = 25
pages = Blueprint("activities", __name__)


@dataclass(frozen=True, kw_only=True)
class RecordView:
    """One record as its page shows it."""

    activity: Activity
    team: DigitalTeam
    author: TeamMember | None
    members: Sequence[TeamMember]
    on_duty: frozenset[int]
    evidence: Sequence[StoredAttachment]
    messages: Sequence[ChatMessage]
    history: Sequence[ActivityHistory]
    member_names: Mapping[int, str]
    officer_names: Mapping[int, str]
    decisions: Sequence[ActivityStatus]


@pages.get("/activities")
def listing() -> ResponseReturnValue:
    """Records newest first, a page at a time, with the sums of what counts among them."""
    need(Right.SEE_ACTIVITIES)
    wanted = _wanted()
    with context().database.read() as work:
        rows = activities.page_with_teams(work, wanted, limit=PAGE_LENGTH + 1)
        total = activities.count(work, wanted)
        sums = activities.totals(work, _counted(wanted), persons_unit=persons_unit())
        all_teams = teams.teams(work)
        doubtful = activities.count(work, ActivityFilter(statuses={ActivityStatus.DUPLICATE}))
    shown = rows[:PAGE_LENGTH]
    return render_template(
        "dashboard/activities.html",
        rows=shown,
        total=total,
        sums=sums,
        doubtful=doubtful,
        teams=all_teams,
        asked=request.args,
        filtered=any(value for name, value in request.args.items() if name != "before"),
        statuses=list(ActivityStatus),
        types=list(ActivityType),
        topics=list(Topic),
        older=shown[-1].id if len(rows) > PAGE_LENGTH else None,
        before=number(request.args.get("before")),
        quarter_start=quarter_start(context().today),
    )


@pages.get("/activities/<int(max=2147483647):activity_id>")
def one(activity_id: int) -> ResponseReturnValue:
    """One record with its evidence, its messages and every change."""
    need(Right.SEE_ACTIVITIES)
    return record_page(activity_id)


def record_page(activity_id: int, *, refusal: str | None = None, typed: Mapping[str, str] | None = None) -> str:
    """The page of one record, again with what was typed when a change was refused. Raises NotFound."""
    with context().database.read() as work:
        view = _view(work, activity_id)
    return render_template(
        "dashboard/activity.html",
        view=view,
        one=view.activity,
        types=list(ActivityType),
        topics=list(Topic),
        refusal=refusal,
        typed=typed or {},
        shown=shown_fields(typed) if typed else {name: getattr(view.activity, name) for name in RECORD_FIELDS},
        units=list(context().office.texts.group("people_unit").values()),
    )


def shown_fields(typed: Mapping[str, str]) -> dict[str, Any]:
    """What somebody typed into the fields of a record, for showing it again; None where nothing was."""
    fields: dict[str, Any] = {name: typed.get(name) or None for name in RECORD_FIELDS}
    return fields | {"topics": typed.getlist("topic") if isinstance(typed, MultiDict) else []}


def persons_unit() -> str:
    """The word that marks persons, never added to turns (reporting §1.2)."""
    return context().office.texts.label("people_unit", "persons")


def _view(work: Work, activity_id: int) -> RecordView:
    activity = activities.get(work, activity_id)
    team = teams.with_id(work, activity.team_id) if activity else None
    if activity is None or team is None:
        raise NotFound("no_such_record")
    history = activities.history(work, activity_id)
    people = teams.members(work, {line.member_id for line in history if line.member_id} | {activity.member_id or 0})
    return RecordView(
        activity=activity,
        team=team,
        author=people.get(activity.member_id or 0),
        members=teams.members_of_team(work, team.id, activity.starts_on),
        on_duty=frozenset(attendee.member_id for attendee, _ in activities.attendees(work, activity_id)),
        evidence=activity_evidence.evidence(work, activity_id),
        messages=activity_evidence.messages(work, activity_id),
        history=history,
        member_names={member_id: member.full_name for member_id, member in people.items()},
        officer_names=staff.full_names(work),
        decisions=sorted(DECISIONS.get(activity.status, ())),
    )


def _wanted() -> ActivityFilter:
    asked = request.args
    status = chosen(ActivityStatus, asked.get("status"))
    team = number(asked.get("team"))
    return ActivityFilter(
        team_ids={team} if team else None,
        statuses={status} if status else frozenset(ActivityStatus) - {ActivityStatus.WITHDRAWN},
        activity_type=chosen(ActivityType, asked.get("type")),
        topic=chosen(Topic, asked.get("topic")),
        first_on=_day(asked.get("from")),
        last_on=_day(asked.get("to")),
        without_evidence=bool(asked.get("bare")),
        before_id=number(asked.get("before")),
    )


def _counted(wanted: ActivityFilter) -> ActivityFilter:
    values: dict[str, Any] = {**vars(wanted), "before_id": None, "statuses": COUNTED}
    return ActivityFilter(**values)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
