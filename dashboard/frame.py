"""What stands around every page: the menu of those who may, the counts that press, the warnings."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Flask, g, request
from sqlalchemy.exc import SQLAlchemyError

from dashboard import sessions
from dashboard.context import Probe, context
from domain.incidents import STILL_OPEN
from domain.staff import Right, Role, hidden_tasks, may
from handlers.office import Office
from storage import duties, incident_lists, quarantine, staff
from storage.database import Work
from storage.incident_lists import IncidentFilter

NO_DATABASE = "the database does not answer"


@dataclass(frozen=True, kw_only=True)
class MenuEntry:
    """One page group of the menu; `key` names its words in `[menu]`."""

    key: str
    endpoint: str
    right: Right


MENU = (
    MenuEntry(key="incidents", endpoint="staff.incidents.listing", right=Right.SEE_INCIDENTS),
    MenuEntry(key="tasks", endpoint="staff.tasks.listing", right=Right.SEE_TASKS),
    MenuEntry(key="support", endpoint="staff.support.listing", right=Right.SEE_SUPPORT),
    MenuEntry(key="activities", endpoint="staff.activities.listing", right=Right.SEE_ACTIVITIES),
    MenuEntry(key="teams", endpoint="staff.teams.listing", right=Right.SEE_TEAMS),
    MenuEntry(key="groups", endpoint="staff.groups.listing", right=Right.SEE_GROUPS),
    MenuEntry(key="duties", endpoint="staff.duties.listing", right=Right.SEE_DUTIES),
    MenuEntry(key="outbox", endpoint="staff.outbox.listing", right=Right.SEE_OUTBOX),
)


_PART_OF = {
    "staff.case_actions": "staff.incidents",
    "staff.shared_cases": "staff.incidents",
    "staff.hot_spots": "staff.incidents",
    "staff.counter": "staff.incidents",
    "staff.posters": "staff.incidents",
    "staff.team_actions": "staff.teams",
    "staff.invites": "staff.teams",
    "staff.roster_import": "staff.teams",
    "staff.group_actions": "staff.groups",
    "staff.activity_actions": "staff.activities",
    "staff.team_reports": "staff.duties",
    "staff.team_report_actions": "staff.duties",
    "staff.ward_reports": "staff.duties",
    "staff.report_register": "staff.duties",
    "staff.unit_contacts": "staff.duties",
}


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What the layout shows around one page."""

    officer: sessions.SignedInOfficer
    menu: tuple[MenuEntry, ...]
    counts: dict[str, int]
    quarantined: int
    problems: dict[str, str]

    def is_here(self, entry: MenuEntry) -> bool:
        """Whether the page belongs to this entry of the menu."""
        here = (request.endpoint or "").rpartition(".")[0]
        return _PART_OF.get(here, here) == entry.endpoint.rpartition(".")[0]


def page_frame() -> dict[str, Any]:
    """Values for the layout; `frame` is None for those who are not logged in, and beside a failure."""
    wanted = not g.get("without_frame") and sessions.is_known()
    return {"frame": _frame() if wanted else None}


def first_page(role: Role) -> str:
    """The endpoint of the first page that a role may see."""
    return next(entry.endpoint for entry in MENU if may(role, entry.right))


def problems() -> dict[str, str]:
    """What is wrong, by the name of the probe that says so."""
    answers = {name: _answer(probe) for name, probe in context().probes.items()}
    return {name: problem for name, problem in answers.items() if problem}


def _answer(probe: Probe) -> str | None:
    try:
        return probe()
    except SQLAlchemyError:
        return NO_DATABASE


def pressing_counts(work: Work, today: date) -> dict[str, int]:
    """How many cases wait, are late, or are urgent and open."""
    wanted = {
        "waiting": IncidentFilter(waiting=True),
        "late": IncidentFilter(late_on=today),
        "urgent": IncidentFilter(urgent=True, only_open=True),
        "incomplete": IncidentFilter(incomplete=True, only_open=True),
        "recurring": IncidentFilter(recurring=True, only_open=True),
    }
    return {name: incident_lists.count(work, filter_) for name, filter_ in wanted.items()}


def _frame() -> Frame:
    officer = sessions.officer()
    with context().database.read() as work:
        counts = {
            "incidents": incident_lists.count(work, IncidentFilter(waiting=True)),
            "late": incident_lists.count(work, IncidentFilter(late_on=context().today)),
            "tasks": staff.count_open_tasks(work, without=hidden_tasks(officer.role)),
            "duties": duties.count_late(work, context().today),
        }
        quarantined, _size = quarantine.size(work)
    return Frame(
        officer=officer,
        menu=tuple(entry for entry in MENU if may(officer.role, entry.right)),
        counts=counts,
        quarantined=quarantined,
        problems=problems(),
    )


def add_words(app: Flask, office: Office) -> None:
    """Give the templates our words for keys, dates and instants, and the ward's name."""
    texts = office.texts
    app.jinja_env.globals.update(
        ward=office.ward, address_with=_address_with, may=may, Right=Right, STILL_OPEN=STILL_OPEN
    )
    app.jinja_env.filters.update(
        label=lambda key, group: texts.label(group, key),
        label_or_key=lambda key, group: texts.group(group).get(str(key), str(key)),
        first_upper=lambda words: words[:1].upper() + words[1:],
        day=texts.day,
        short_day=texts.short_day,
        moment=texts.moment,
        soon=lambda at: texts.soon(at, context().today),
    )


def _address_with(**changes: object) -> str:
    """The address of this page with some parameters changed; None takes one away, and paging starts anew."""
    kept = {**request.args.to_dict(), "before": None, **changes}
    return f"{request.path}?{urlencode({name: value for name, value in kept.items() if value is not None})}"
