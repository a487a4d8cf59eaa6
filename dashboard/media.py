"""Kept photos and files, for logged-in staff only, and only those that hang on a message."""

import re
from pathlib import Path

from flask import Blueprint, abort, send_file
from flask.typing import ResponseReturnValue

from dashboard.context import context
from dashboard.sessions import need
from domain.staff import Right, may
from storage import incident_views
from storage.tables import StoredAttachment

SHOWN_IN_PAGE = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
THUMBNAIL_MIME = "image/jpeg"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PRIVATE_SECONDS = 86_400

pages = Blueprint("media", __name__)


@pages.get("/media/<sha256>")
def whole(sha256: str) -> ResponseReturnValue:
    """The kept bytes; what is no picture is saved by the browser instead of shown."""
    kept = _known(sha256)
    mime = kept.mime or "application/octet-stream"
    return _send(context().media.path(sha256, mime=mime), mime, name=kept.name or sha256[:12])


@pages.get("/media/<sha256>/thumbnail")
def thumbnail(sha256: str) -> ResponseReturnValue:
    """The small picture of a kept photo."""
    _known(sha256)
    return _send(context().media.thumbnail_path(sha256), THUMBNAIL_MIME, name=sha256[:12])


def _known(sha256: str) -> StoredAttachment:
    officer = need(Right.SEE_INCIDENTS)
    if not _SHA256.fullmatch(sha256):
        abort(404)
    with context().database.read() as work:
        kept = incident_views.kept_file(work, sha256, with_sealed=may(officer.role, Right.SEE_COMPLAINTS))
    return kept or abort(404)


def _send(path: Path, mime: str, *, name: str) -> ResponseReturnValue:
    if not path.is_file():
        abort(404)
    saved = mime not in SHOWN_IN_PAGE
    response = send_file(path.resolve(), mimetype=mime, as_attachment=saved, download_name=name)
    response.headers["Cache-Control"] = f"private, max-age={_PRIVATE_SECONDS}, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return response
