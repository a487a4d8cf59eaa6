"""Whether the process lives and whether the whole can work, for whoever watches from outside."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from dashboard.context import context
from dashboard.frame import NO_DATABASE, problems
from storage import migrate

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def is_alive() -> ResponseReturnValue:
    """The process answers; nothing else is asked."""
    return jsonify(status="alive"), 200, {"Cache-Control": "no-store"}


@pages.get("/readyz")
def is_ready() -> ResponseReturnValue:
    """The database answers with the newest schema and every probe is content: 200, else 503 with what is wrong.

    While the database is away, a probe that would have to ask it says so.
    """
    checks = {"database": _database_problem(), **dict.fromkeys(context().probes), **problems()}
    ready = not any(checks.values())
    words = {name: problem or "ok" for name, problem in checks.items()}
    body = jsonify(status="ready" if ready else "not ready", checks=words)
    return body, 200 if ready else 503, {"Cache-Control": "no-store"}


def _database_problem() -> str | None:
    try:
        current = migrate.current_revision(context().database)
    except SQLAlchemyError:
        return NO_DATABASE
    newest = migrate.newest_revision()
    return None if current == newest else f"the schema is at {current}, needed is {newest}: run migrate"
