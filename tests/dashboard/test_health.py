"""What those who watch from outside are told, and how failures read."""

from pathlib import Path

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from dashboard.context import DashboardContext, Probe
from dashboard.setup import register
from handlers.office import Office
from storage.database import Database
from storage.media_files import MediaFiles
from tests.conftest import SettableClock


def test_a_living_process_says_so_without_a_cookie(stranger: FlaskClient) -> None:
    answer = stranger.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "alive"})
    assert "Set-Cookie" not in answer.headers


def test_ready_means_the_database_and_every_probe_are_well(stranger: FlaskClient, probes: dict[str, Probe]) -> None:
    probes["zalo"] = lambda: None
    answer = stranger.get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"status": "ready", "checks": {"database": "ok", "zalo": "ok"}})


def test_a_bad_probe_means_not_ready(stranger: FlaskClient, probes: dict[str, Probe]) -> None:
    probes["zalo"] = lambda: "no token"
    answer = stranger.get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json()["checks"]["zalo"] == "no token"


def test_a_probe_that_cannot_ask_the_database_says_so(stranger: FlaskClient, probes: dict[str, Probe]) -> None:
    def ask() -> str | None:
        raise OperationalError("SELECT secret", {}, Exception("away"))

    probes["zalo"] = ask
    answer = stranger.get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json()["checks"]["zalo"] == "the database does not answer"
    assert "secret" not in answer.text


@pytest.mark.parametrize("address", ["sqlite:///{folder}/empty.sqlite3", "sqlite:////proc/nowhere.sqlite3"])
def test_a_database_without_schema_or_out_of_reach_means_not_ready(
    tmp_path: Path, office: Office, clock: SettableClock, media: MediaFiles, address: str
) -> None:
    database = Database(address.format(folder=tmp_path))
    app = Flask(__name__)
    register(app, DashboardContext(database=database, office=office, media=media, clock=clock, api_token=""))
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json()["checks"]["database"] != "ok"
    assert "sqlite" not in answer.text
    assert app.test_client().get("/healthz").status_code == 200
    database.close()


@pytest.mark.parametrize(
    ("code", "words"), [(413, "quá lớn"), (429, "đợi 15 phút"), (500, "gặp lỗi"), (418, "chưa thực hiện được")]
)
def test_failures_are_told_in_vietnamese_without_our_inside(app: Flask, code: int, words: str) -> None:
    app.add_url_rule("/broken", "broken", lambda: abort(code, "secret detail"))
    answer = app.test_client().get("/broken")
    assert answer.status_code == code
    assert words in answer.text
    assert "secret" not in answer.text


def test_a_crash_is_told_without_our_inside(app: Flask) -> None:
    def crash() -> str:
        raise RuntimeError("secret detail")

    app.add_url_rule("/crash", "crash", crash)
    app.add_url_rule("/api/v1/crash", "api_crash", crash)
    page = app.test_client().get("/crash")
    assert page.status_code == 500
    assert "Hệ thống gặp lỗi" in page.text
    assert "secret" not in page.text
    assert app.test_client().get("/api/v1/crash").json == {"error": "Internal Server Error"}
