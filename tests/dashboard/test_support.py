"""The pages of requests for help and of guides, and what other programs read."""

import json
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from domain.staff import Role
from domain.support import SupportStatus
from domain.understanding import Topic
from storage import people, support
from storage.database import Database
from storage.tables import SupportRequest
from tests.conftest import SettableClock
from tests.dashboard.conftest import API_TOKEN, token_of


@pytest.fixture
def request_id(database: Database, clock: SettableClock) -> int:
    with database.begin() as work:
        person = people.find_or_add(work, "8800000000000000077", now=clock())
        row = SupportRequest(
            person_id=person.id,
            topic=Topic.VNEID,
            words="lấy lại VNeID, gọi tui 0905123456",
            masked="lấy lại VNeID, gọi tui ***",
            phone="0905123456",
            opened_at=clock(),
            due_on=clock().date(),
        )
        return support.add(work, row, opened_on=clock().date()).id


def fields(browser: FlaskClient, request_id: int, **given: str) -> dict[str, str]:
    return {"csrf_token": token_of(browser, f"/support/{request_id}"), "revision": "1"} | given


def test_the_list_is_empty_in_words_then_shows_and_filters(browser: FlaskClient, request_id: int) -> None:
    page = browser.get("/support").text
    assert "HT-26-000001" in page
    assert "0905123456" not in page
    assert "Không có yêu cầu nào theo bộ lọc" in browser.get("/support?status=closed&topic=ai").text
    assert "HT-26-000001" in browser.get("/support?open=1&topic=vneid&status=new").text


def test_an_officer_takes_it_and_finishes_it_once(browser: FlaskClient, database: Database, request_id: int) -> None:
    address = f"/support/{request_id}/move"
    answer = browser.post(address, data=fields(browser, request_id, to_status="claimed"), follow_redirects=True)
    assert "Đã lưu" in answer.text
    stale = browser.post(address, data=fields(browser, request_id, to_status="resolved"))
    assert stale.status_code == 409
    done = fields(browser, request_id, to_status="resolved", revision="2")
    assert browser.post(address, data=done).status_code == 303
    with database.read() as work:
        assert work.session.get_one(SupportRequest, request_id).status is SupportStatus.RESOLVED


@pytest.mark.parametrize(
    ("to_status", "words", "sentence"),
    [
        ("forwarded", "", "Chuyển cho ai"),
        ("new", "", "chọn Tổ"),
        ("closed", "", "lý do"),
        ("withdrawn", "x", "Hãy chọn một bước"),
    ],
)
def test_a_step_without_what_it_needs_is_refused(
    browser: FlaskClient, request_id: int, to_status: str, words: str, sentence: str
) -> None:
    answer = browser.post(
        f"/support/{request_id}/move", data=fields(browser, request_id, to_status=to_status, words=words)
    )
    assert answer.status_code >= 400
    assert sentence in answer.text


def test_guides_are_shown_rewritten_and_brought_back(browser: FlaskClient) -> None:
    assert "Chưa ai thử trên máy thật" in browser.get("/guides").text
    token = token_of(browser, "/guides/vneid")
    answer = browser.post("/guides/vneid", data={"csrf_token": token, "text": "1. Bước mới"}, follow_redirects=True)
    assert "1. Bước mới" in answer.text
    refused = browser.post("/guides/vneid", data={"csrf_token": token, "text": "x" * 2000})
    assert "1400" in refused.text
    back = browser.post("/guides/vneid", data={"csrf_token": token, "restore": "1"}, follow_redirects=True)
    assert "1. Bước mới" not in back.text
    assert browser.get("/guides/nothing").status_code == 404


def test_a_ward_leader_only_looks(browser_of: Callable[[Role], FlaskClient], request_id: int) -> None:
    browser = browser_of(Role.WARD_LEADER)
    assert "to_status" not in browser.get(f"/support/{request_id}").text
    assert browser_of(Role.ADMINISTRATOR).get("/support").status_code == 403


def test_the_api_tells_requests_without_words(browser: FlaskClient, request_id: int) -> None:
    headers = {"Authorization": f"Bearer {API_TOKEN}"}
    answer = browser.get("/api/v1/support-requests?status=new&topic=vneid&open=true", headers=headers)
    (item,) = json.loads(answer.text)["items"]
    assert (item["code"], item["status"], item["topic"]) == ("HT-26-000001", "new", "vneid")
    assert set(item) >= {"code", "status", "topic", "residential_group", "opened_at", "due_on", "closed_at"}
    assert "0905" not in answer.text
