"""An app with only the dashboard on it, officers of each role, and browsers for them."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from dashboard.context import DashboardContext, Probe
from dashboard.setup import register
from domain.staff import Role
from handlers.accounts import AddOfficer, add_officer
from handlers.office import Office
from storage.database import Database
from storage.media_files import MediaFiles
from tests import browser as browsers
from tests.conftest import SettableClock

API_TOKEN = "a-token-for-tests"
PASSWORD = "một-mật-khẩu-dài"


@pytest.fixture
def media(tmp_path: Path) -> MediaFiles:
    """A folder for kept files."""
    return MediaFiles(tmp_path / "media")


@pytest.fixture
def probes() -> dict[str, Probe]:
    """Probes that a test may fill."""
    return {}


@pytest.fixture
def app(database: Database, office: Office, clock: SettableClock, media: MediaFiles, probes: dict[str, Probe]) -> Flask:
    """The dashboard alone, over the test's database."""
    app = Flask(__name__)
    app.config["SECRET_KEY"] = "a key for tests only, 32 characters"
    context = DashboardContext(
        database=database, office=office, media=media, clock=clock, api_token=API_TOKEN, probes=probes
    )
    register(app, context)
    return app


@pytest.fixture
def add_account(database: Database, clock: SettableClock) -> Callable[..., int]:
    """Makes an account and answers its id."""

    def add(username: str = "lan", role: Role = Role.OFFICER, full_name: str = "Nguyễn Thị Lan") -> int:
        with database.begin() as work:
            command = AddOfficer(username=username, full_name=full_name, role=role, password=PASSWORD)
            return add_officer(work, command, now=clock()).id

    return add


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    """A browser that is not logged in."""
    return app.test_client()


@pytest.fixture
def browser(app: Flask, add_account: Callable[..., int]) -> FlaskClient:
    """A browser in which the officer Lan is logged in."""
    add_account()
    client = app.test_client()
    assert log_in(client).status_code == 303
    return client


@pytest.fixture
def browser_of(app: Flask, add_account: Callable[..., int]) -> Callable[[Role], FlaskClient]:
    """Opens a browser with somebody of a role logged in."""

    def open_browser(role: Role) -> FlaskClient:
        add_account(username=f"somebody-{role}".replace("_", "-"), role=role)
        client = app.test_client()
        assert log_in(client, f"somebody-{role}".replace("_", "-")).status_code == 303
        return client

    return open_browser


def token_of(client: FlaskClient, path: str = "/login") -> str:
    """The form token that a page of this browser holds."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)
    assert found, f"no form token on {path}"
    return found[1]


def log_in(client: FlaskClient, username: str = "lan", password: str = PASSWORD, **more: str) -> TestResponse:
    """Fill in the log-in form and send it."""
    fields = {"csrf_token": token_of(client), "username": username, "password": password, **more}
    return client.post("/login", data=fields)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One Chromium for this file."""
    with browsers.browser() as started:
        yield started


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The dashboard behind a port of its own."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
