"""What holds for every staff page: closed unless logged in, no form without its token, strict headers."""

from pathlib import Path

from flask import Blueprint, Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect

from dashboard import (
    activities,
    activity_actions,
    case_actions,
    corrections,
    counter,
    duties,
    group_actions,
    groups,
    guides,
    hot_spots,
    incidents,
    invites,
    login,
    media,
    outbox,
    posters,
    report_register,
    roster_import,
    sessions,
    shared_cases,
    support,
    tasks,
    team_actions,
    team_report_actions,
    team_reports,
    teams,
    unit_contacts,
    ward_reports,
)
from dashboard.frame import first_page, page_frame
from dashboard.headers import add_headers

OPEN_ENDPOINTS = frozenset({"staff.login.form", "staff.login.sign_in", "staff.static"})
_csrf = CSRFProtect()
_PAGE_GROUPS = (
    login.pages,
    incidents.pages,
    case_actions.pages,
    corrections.pages,
    counter.pages,
    shared_cases.pages,
    posters.pages,
    hot_spots.pages,
    tasks.pages,
    support.pages,
    guides.pages,
    activities.pages,
    activity_actions.pages,
    teams.pages,
    team_actions.pages,
    invites.pages,
    roster_import.pages,
    groups.pages,
    group_actions.pages,
    duties.pages,
    team_reports.pages,
    team_report_actions.pages,
    ward_reports.pages,
    report_register.pages,
    unit_contacts.pages,
    outbox.pages,
    media.pages,
)


def register(app: Flask) -> None:
    """Add the staff pages to an app, with the log-in and the form token they need."""
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None)
    _csrf.init_app(app)
    sessions.register(app)
    app.register_blueprint(_pages())


def _pages() -> Blueprint:
    pages = Blueprint(
        "staff",
        __name__,
        static_folder="static",
        static_url_path="/assets",
        template_folder=str(Path(__file__).parent.parent / "templates"),
    )
    pages.before_request(_guard)
    pages.after_request(add_headers)
    pages.context_processor(page_frame)
    pages.add_url_rule("/", "home", _home)
    for group in _PAGE_GROUPS:
        pages.register_blueprint(group)
    return pages


def _home() -> ResponseReturnValue:
    """The first page that this officer may see."""
    return redirect(url_for(first_page(sessions.officer().role)))


def _guard() -> ResponseReturnValue | None:
    _csrf.protect()
    if request.endpoint in OPEN_ENDPOINTS:
        return None
    return sessions.ask_to_log_in_unless_known()
