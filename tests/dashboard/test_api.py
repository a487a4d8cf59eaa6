"""The read API: who may read, what an item says, how pages and filters work, what is refused."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.api_parameters import write_cursor
from dashboard.context import DashboardContext
from dashboard.setup import register
from domain.incidents import IncidentStatus
from handlers.office import Office
from storage.database import Database
from storage.media_files import MediaFiles
from tests.conftest import SettableClock
from tests.dashboard.cases import open_case
from tests.dashboard.conftest import API_TOKEN

BEARER = {"Authorization": f"Bearer {API_TOKEN}"}


def ask(client: FlaskClient, path: str) -> Any:
    answer = client.get(f"/api/v1/{path}", headers=BEARER)
    assert answer.status_code == 200, answer.text
    return answer.json


@pytest.mark.parametrize(
    "header",
    [{}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {API_TOKEN}"}, {"Authorization": "Bearer "}],
)
@pytest.mark.parametrize("path", ["", "incidents", "outbox"])
def test_without_the_token_nothing_is_read(stranger: FlaskClient, header: dict[str, str], path: str) -> None:
    answer = stranger.get(f"/api/v1/{path}", headers=header)
    assert answer.status_code == 401
    assert answer.get_json()["error"]
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_an_officers_session_is_no_token(browser: FlaskClient) -> None:
    assert browser.get("/api/v1/incidents").status_code == 401


def test_an_empty_token_refuses_everybody(
    database: Database, office: Office, clock: SettableClock, media: MediaFiles
) -> None:
    app = Flask(__name__)
    app.config["SECRET_KEY"] = "a key for tests only, 32 characters"
    register(app, DashboardContext(database=database, office=office, media=media, clock=clock, api_token=""))
    for header in ({"Authorization": "Bearer "}, {"Authorization": "Bearer"}, {}):
        assert app.test_client().get("/api/v1/incidents", headers=header).status_code == 401


def test_an_incident_reads_as_fixed(stranger: FlaskClient, database: Database, clock: SettableClock) -> None:
    open_case(
        database,
        clock(),
        description="Gọi anh Nam 0905123456",
        public_description="Gọi anh *** ***",
        residential_group="Tổ 12",
        photos=2,
    )
    assert ask(stranger, "incidents") == {
        "items": [
            {
                "code": "PA-26-000001",
                "status": "new",
                "category": "chieu_sang_dien",
                "urgent": False,
                "description": "Gọi anh *** ***",
                "location_text": "kiệt 40 Mẹ Thứ",
                "latitude": None,
                "longitude": None,
                "residential_group": "Tổ 12",
                "photos": 2,
                "reporters": 1,
                "opened_at": "2026-11-23T09:00:00+07:00",
                "due_on": "2026-11-26",
                "closed_at": None,
                "source": "chat",
            }
        ],
        "next": None,
    }


def test_a_message_reads_as_fixed(stranger: FlaskClient, database: Database, clock: SettableClock) -> None:
    open_case(database, clock())
    assert ask(stranger, "outbox")["items"] == [
        {
            "id": 1,
            "recipient": "1",
            "kind": "incident_opened",
            "status": "waiting",
            "attempts": 0,
            "created_at": "2026-11-23T09:00:01+07:00",
            "sent_at": None,
            "error_code": None,
        }
    ]


@pytest.mark.parametrize("path", ["incidents", "outbox"])
def test_pages_hang_together_even_when_cases_come_in_between(
    stranger: FlaskClient, database: Database, clock: SettableClock, path: str
) -> None:
    for _ in range(5):
        open_case(database, clock())
    key = "code" if path == "incidents" else "id"
    page = ask(stranger, f"{path}?limit=2")
    seen = [item[key] for item in page["items"]]
    open_case(database, clock())
    while page["next"]:
        page = ask(stranger, f"{path}?limit=2&cursor={page['next']}")
        seen += [item[key] for item in page["items"]]
    assert seen == sorted(seen, reverse=True)
    assert len(set(seen)) == len(seen) == 5


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("status=resolved", [2]),
        ("category=chieu_sang_dien", [3, 2, 1]),
        ("urgent=true", [3]),
        ("urgent=false", [2, 1]),
        ("open=true", [3, 1]),
        ("late=true", [1]),
        ("residential_group=T%E1%BB%95%2012", [1]),
        ("source=suggestion", []),
        ("since=2026-11-23T03:00:00Z", [3, 2]),
        ("since=2026-11-23T10:00:00", [3, 2]),
        ("since=2026-11-23T10:00:00%2B07:00", [3, 2]),
        ("since=2026-11-23T10:00:00+07:00", [3, 2]),
        ("since=2026-11-24", []),
    ],
)
def test_filters_and_since(
    stranger: FlaskClient, database: Database, clock: SettableClock, query: str, numbers: list[int]
) -> None:
    open_case(database, clock(), residential_group="Tổ 12", due_on=date(2026, 11, 20))
    open_case(database, clock() + timedelta(hours=1), status=IncidentStatus.RESOLVED)
    open_case(database, clock() + timedelta(hours=2), urgent=True)
    found = [int(item["code"][-6:]) for item in ask(stranger, f"incidents?{query}")["items"]]
    assert found == numbers


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=1001",
        "limit=-1",
        "limit=x",
        "limit=",
        "cursor=garbage",
        "cursor=%00",
        "cursor=Ym" * 500,
        "cursor=YmVmb3JlOi0x",
        f"cursor={write_cursor(2**70)}",
        "since=yesterday",
        "since=0001-01-01T00:00:00%2B14:00",
        "status=done",
        "urgent=maybe",
        "stauts=new",
        "residential_group=%00",
        "residential_group=",
    ],
)
def test_wrong_parameters_are_refused_with_a_sentence(stranger: FlaskClient, query: str) -> None:
    answer = stranger.get(f"/api/v1/incidents?{query}", headers=BEARER)
    assert answer.status_code == 400
    assert answer.get_json()["error"].endswith(".")


def test_the_outbox_can_be_asked_for_one_recipient(
    stranger: FlaskClient, database: Database, clock: SettableClock
) -> None:
    open_case(database, clock())
    open_case(database, clock(), zalo_user_id="777000777")
    items = ask(stranger, "outbox?recipient=2&status=waiting&kind=incident_opened")["items"]
    assert [item["recipient"] for item in items] == ["2"]


def test_the_api_describes_itself(stranger: FlaskClient) -> None:
    endpoints = ask(stranger, "")["endpoints"]
    assert {"limit", "cursor", "since", "status", "category", "urgent"} <= set(
        endpoints["/api/v1/incidents"]["parameters"]
    )
    assert "recipient" in endpoints["/api/v1/outbox"]["parameters"]


def test_what_is_not_there_or_not_allowed_is_json_too(stranger: FlaskClient) -> None:
    assert stranger.get("/api/v1/nothing", headers=BEARER).json == {"error": "Not Found"}
    answer = stranger.post("/api/v1/incidents", headers=BEARER)
    assert (answer.status_code, answer.is_json) == (405, True)
