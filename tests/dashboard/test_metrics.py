"""What a watcher from outside reads, and who may read it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.context import EXTENSION, Probe
from storage import outbox
from storage.database import Database
from storage.tables import InboxEvent, InboxStatus, OutboxStatus
from tests.conftest import SettableClock
from tests.dashboard.cases import open_case
from tests.dashboard.conftest import API_TOKEN

BEARER = {"Authorization": f"Bearer {API_TOKEN}"}


@pytest.fixture
def read(stranger: FlaskClient) -> Callable[[], dict[str, float]]:
    """Reads every measure by its name and labels."""

    def read() -> dict[str, float]:
        answer = stranger.get("/metrics", headers=BEARER)
        assert answer.status_code == 200
        assert answer.content_type.startswith("text/plain")
        lines = (line for line in answer.text.splitlines() if line and not line.startswith("#"))
        return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}

    return read


def add_event(database: Database, clock: SettableClock, status: InboxStatus, *, minutes: int) -> None:
    at = clock() - timedelta(minutes=minutes)
    with database.begin() as work:
        row = InboxEvent(
            dedupe_key=f"{status}:{minutes}",
            event_name="user_send_text",
            conversation_key="person:1",
            status=status,
            received_at=at,
            occurred_at=at,
            available_at=at,
            body_sha256="0" * 64,
        )
        work.session.add(row)


def test_a_quiet_service_measures_nothing_open(read: Callable[[], dict[str, float]]) -> None:
    found = read()
    assert found["hoa_xuan_database_up"] == 1
    assert found['hoa_xuan_inbox_events{status="waiting"}'] == 0
    assert found["hoa_xuan_inbox_oldest_waiting_seconds"] == 0


def test_the_lag_is_the_age_of_the_oldest_waiting_event(
    read: Callable[[], dict[str, float]], database: Database, clock: SettableClock
) -> None:
    add_event(database, clock, InboxStatus.CLAIMED, minutes=9)
    add_event(database, clock, InboxStatus.WAITING, minutes=4)
    add_event(database, clock, InboxStatus.WAITING, minutes=2)
    add_event(database, clock, InboxStatus.FAILED, minutes=60)
    found = read()
    assert found["hoa_xuan_inbox_oldest_waiting_seconds"] == 240
    assert found["hoa_xuan_inbox_oldest_unhandled_seconds"] == 540
    assert found['hoa_xuan_inbox_events{status="waiting"}'] == 2
    assert found['hoa_xuan_inbox_events{status="failed"}'] == 1


def test_failures_are_told_by_zalos_code_and_the_rare_ones_together(
    read: Callable[[], dict[str, float]], database: Database, clock: SettableClock
) -> None:
    for number in range(25):
        incident = open_case(database, clock())
        with database.begin() as work:
            message = outbox.of_incident(work, incident.id)[0]
            outbox.mark(work, message.id, OutboxStatus.FAILED, error_code=f"-{200 + number}")
    found = read()
    by_code = {name: value for name, value in found.items() if "messages_by_code" in name}
    assert len(by_code) == 21
    assert sum(by_code.values()) == 25
    assert by_code['hoa_xuan_outbox_messages_by_code{code="other",status="failed"}'] == 5


def test_an_unwell_part_is_down(read: Callable[[], dict[str, float]], probes: dict[str, Probe]) -> None:
    probes.update(workers=lambda: "not running: outbox", zalo=lambda: None)
    found = read()
    assert found['hoa_xuan_part_up{part="workers"}'] == 0
    assert found['hoa_xuan_part_up{part="zalo"}'] == 1


@pytest.mark.parametrize(
    ("knows_callers", "address", "headers", "code"),
    [
        (True, "127.0.0.1", {}, 200),
        (True, "10.0.0.7", {}, 200),
        (True, "203.113.131.1", {}, 401),
        (True, "203.113.131.1", BEARER, 200),
        (False, "127.0.0.1", {}, 401),
        (False, "127.0.0.1", {"Authorization": "Bearer wrong"}, 401),
        (False, "127.0.0.1", BEARER, 200),
        (True, "not an address", {}, 401),
    ],
)
def test_measures_are_for_callers_nearby_and_for_those_with_the_token(
    app: Flask, knows_callers: bool, address: str, headers: dict[str, Any], code: int
) -> None:
    object.__setattr__(app.extensions[EXTENSION], "knows_callers", knows_callers)
    answer = app.test_client().get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address})
    assert answer.status_code == code
