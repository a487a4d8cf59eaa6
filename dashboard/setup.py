"""How the staff pages, the read API and the health checks are put onto a Flask app."""

from datetime import timedelta

from flask import Flask
from jinja2 import StrictUndefined

from dashboard import api, failures, frame, health, login, metrics, sessions, staff_pages
from dashboard.context import EXTENSION, DashboardContext


def register(app: Flask, context: DashboardContext) -> None:
    """Add every route of the dashboard; the caller sets SECRET_KEY and SESSION_COOKIE_SECURE."""
    app.extensions[EXTENSION] = context
    app.config.update(
        PERMANENT_SESSION_LIFETIME=sessions.IDLE_LIMIT + timedelta(minutes=5),
        SESSION_COOKIE_NAME="staff_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    app.jinja_env.undefined = StrictUndefined
    frame.add_words(app, context.office)
    staff_pages.register(app)
    login.throttle(app)
    app.register_blueprint(api.pages)
    app.register_blueprint(health.pages)
    app.register_blueprint(metrics.pages)
    failures.register(app)
