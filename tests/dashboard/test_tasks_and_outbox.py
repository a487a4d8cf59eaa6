"""The tasks that wait for a human, and what we said."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from dashboard.context import Probe
from domain.staff import Role, TaskKind
from handlers import takeover
from storage import outbox, people, staff
from storage.database import Database
from storage.tables import OutboxStatus, QuarantinedEvent
from tests.conftest import SettableClock
from tests.dashboard.cases import add_task, open_case
from tests.dashboard.conftest import token_of


def test_an_open_task_shows_its_words_and_the_persons_cases(
    browser: FlaskClient, database: Database, clock: SettableClock
) -> None:
    open_case(database, clock())
    add_task(database, clock(), words="Tôi muốn hỏi về sổ hộ nghèo")
    page = browser.get("/tasks").text
    for words in ("Người dân xin gặp cán bộ", "Tôi muốn hỏi về sổ hộ nghèo", "thứ Ba 24/11/2026", "person=1"):
        assert words in page


def test_a_done_task_leaves_the_list_and_a_second_click_is_no_error(
    browser: FlaskClient, database: Database, clock: SettableClock
) -> None:
    task = add_task(database, clock())
    token = token_of(browser, "/tasks")
    answers = [browser.post(f"/tasks/{task.id}/done", data={"csrf_token": token}).status_code for _ in range(2)]
    assert answers == [303, 303]
    assert "Không có việc nào đang chờ." in browser.get("/tasks").text
    with database.read() as work:
        done = staff.get_task(work, task.id)
    assert done is not None
    assert done.done_at == clock()


def test_a_task_that_a_colleague_finished_is_said_so(
    browser: FlaskClient, browser_of: Callable[[Role], FlaskClient], database: Database, clock: SettableClock
) -> None:
    task = add_task(database, clock())
    head = browser_of(Role.HEAD)
    tokens = {client: token_of(client, "/tasks") for client in (browser, head)}
    assert head.post(f"/tasks/{task.id}/done", data={"csrf_token": tokens[head]}).status_code == 303
    late = browser.post(f"/tasks/{task.id}/done", data={"csrf_token": tokens[browser]})
    assert late.status_code == 409
    assert "đã được người khác hoàn thành" in late.text


def test_a_ward_leader_cannot_tick_a_task_off(
    browser_of: Callable[[Role], FlaskClient], database: Database, clock: SettableClock
) -> None:
    task = add_task(database, clock())
    leader = browser_of(Role.WARD_LEADER)
    token = token_of(leader, "/tasks")
    assert leader.post(f"/tasks/{task.id}/done", data={"csrf_token": token}).status_code == 403


def test_a_task_is_not_ticked_off_without_the_form_token(
    browser: FlaskClient, database: Database, clock: SettableClock
) -> None:
    task = add_task(database, clock())
    assert browser.post(f"/tasks/{task.id}/done").status_code == 400


def test_the_outbox_shows_states_and_filters_by_them(
    browser: FlaskClient, database: Database, clock: SettableClock
) -> None:
    incident = open_case(database, clock())
    open_case(database, clock())
    with database.begin() as work:
        first = outbox.of_incident(work, incident.id)[0]
        outbox.mark(work, first.id, OutboxStatus.TO_PHONE, error_code="-230")
    page = browser.get("/outbox?status=to_phone").text
    assert "Cần gọi điện" in page
    assert "mã lỗi -230" in page
    assert "PA-26-000001" in page
    assert "PA-26-000002" not in page
    assert "Không có tin nào ở trạng thái này." in browser.get("/outbox?status=failed").text


def test_the_frame_warns_of_quarantined_events_and_of_bad_probes(
    browser: FlaskClient, database: Database, clock: SettableClock, probes: dict[str, Probe]
) -> None:
    assert "Cảnh báo" not in browser.get("/incidents").text
    with database.begin() as work:
        work.session.add(QuarantinedEvent(received_at=clock(), reason="bad_signature", size=2, body=b"{}"))
    probes["zalo"] = lambda: "no token"
    page = browser.get("/incidents").text
    assert "1 sự kiện không xác minh được chữ ký" in page
    assert "Kết nối Zalo đang gặp sự cố." in page


def test_an_unknown_send_is_settled_by_whoever_looked_into_the_chat(
    browser: FlaskClient, database: Database, clock: SettableClock
) -> None:
    incident = open_case(database, clock())
    with database.begin() as work:
        message = outbox.of_incident(work, incident.id)[0]
        outbox.mark(work, message.id, OutboxStatus.UNKNOWN, attempted_at=clock())
    page = browser.get("/outbox?status=unknown").text
    assert "Tin đã tới rồi" in page
    token = token_of(browser, "/outbox?status=unknown")
    answers = [browser.post(f"/outbox/{message.id}/was_said", data={"csrf_token": token}).status_code for _ in range(2)]
    assert answers == [303, 409]
    with database.read() as work:
        assert outbox.of_incident(work, incident.id)[0].status is OutboxStatus.SENT


def test_a_ward_leader_cannot_settle_an_unknown_send(
    browser_of: Callable[[Role], FlaskClient], database: Database, clock: SettableClock
) -> None:
    incident = open_case(database, clock())
    with database.begin() as work:
        message = outbox.of_incident(work, incident.id)[0]
        outbox.mark(work, message.id, OutboxStatus.UNKNOWN, attempted_at=clock())
    leader = browser_of(Role.WARD_LEADER)
    assert "Tin đã tới rồi" not in leader.get("/outbox?status=unknown").text
    token = token_of(leader, "/outbox")
    assert leader.post(f"/outbox/{message.id}/say_again", data={"csrf_token": token}).status_code == 403


def test_a_talk_in_human_hands_is_listed_and_given_back_once(
    browser: FlaskClient, database: Database, clock: SettableClock
) -> None:
    assert "Giao lại cho trợ lý" not in browser.get("/tasks").text
    with database.begin() as work:
        person = people.find_or_add(work, "8800000000000000009", now=clock())
        takeover.keep_silent(work, person, since=clock())
    assert "Giao lại cho trợ lý" in browser.get("/tasks").text
    token = token_of(browser, "/tasks")
    path = f"/talks/{person.id}/hand-back"
    assert [browser.post(path, data={"csrf_token": token}).status_code for _ in range(2)] == [303, 409]
    assert "Giao lại cho trợ lý" not in browser.get("/tasks").text
    assert browser.post("/talks/999/hand-back", data={"csrf_token": token}).status_code == 404


def test_a_complaint_is_seen_and_ticked_off_by_the_head_alone_and_each_view_is_logged(
    browser: FlaskClient,
    browser_of: Callable[[Role], FlaskClient],
    database: Database,
    clock: SettableClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with database.begin() as work:
        person = people.find_or_add(work, "8800000000000000009", now=clock())
        task_id = staff.add_task(work, TaskKind.COMPLAINT, person=person, due_on=date(2026, 11, 25), now=clock()).id
    assert "Không có việc nào đang chờ." in browser.get("/tasks").text
    token = token_of(browser, "/tasks")
    assert browser.post(f"/tasks/{task_id}/done", data={"csrf_token": token}).status_code == 404
    assert "Không có việc nào đang chờ." in browser_of(Role.WARD_LEADER).get("/tasks").text
    head = browser_of(Role.HEAD)
    with caplog.at_level("INFO"):
        token = token_of(head, "/tasks")
    assert f"complaint.seen task={task_id} officer=" in caplog.text
    assert head.post(f"/tasks/{task_id}/done", data={"csrf_token": token}).status_code == 303
