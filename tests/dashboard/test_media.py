"""Kept photos and files reach logged-in staff only, and never as something a browser would run."""

import pytest
from flask.testing import FlaskClient

from domain.events import AttachmentKind
from storage.database import Database
from storage.media_files import MediaFiles
from tests.conftest import SettableClock
from tests.dashboard.cases import add_file, open_case, picture


def test_a_photo_and_its_thumbnail_are_served_privately(
    browser: FlaskClient, database: Database, clock: SettableClock, media: MediaFiles
) -> None:
    sha256 = add_file(database, open_case(database, clock()), media=media)
    for path in (f"/media/{sha256}", f"/media/{sha256}/thumbnail"):
        answer = browser.get(path)
        assert answer.data == picture()
        assert answer.mimetype == "image/jpeg"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "private" in answer.headers["Cache-Control"]


def test_a_stranger_gets_no_photo(
    stranger: FlaskClient, database: Database, clock: SettableClock, media: MediaFiles
) -> None:
    sha256 = add_file(database, open_case(database, clock()), media=media)
    assert stranger.get(f"/media/{sha256}").status_code == 303


def test_a_file_that_hangs_on_no_message_is_not_served(browser: FlaskClient, media: MediaFiles) -> None:
    media.path("b" * 64).parent.mkdir(parents=True)
    media.path("b" * 64).write_bytes(b"secret")
    assert browser.get(f"/media/{'b' * 64}").status_code == 404


def test_what_is_no_picture_is_saved_and_not_shown(
    browser: FlaskClient, database: Database, clock: SettableClock, media: MediaFiles
) -> None:
    case = open_case(database, clock())
    page = b"<script>alert(1)</script>"
    sha256 = add_file(
        database, case, media=media, kind=AttachmentKind.FILE, mime="text/html", body=page, name="thư.html"
    )
    headers = browser.get(f"/media/{sha256}").headers
    assert headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in headers["Content-Security-Policy"]


def test_a_file_lost_from_the_disk_is_a_404(browser: FlaskClient, database: Database, clock: SettableClock) -> None:
    sha256 = add_file(database, open_case(database, clock()), media=None)
    assert browser.get(f"/media/{sha256}").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/media/../../etc/passwd", "/media/..%2f..%2fetc%2fpasswd", "/media/%2e%2e/x", "/media/ABC", f"/media/{'g' * 64}"],
)
def test_paths_lead_nowhere_else(browser: FlaskClient, path: str) -> None:
    assert browser.get(path).status_code == 404
