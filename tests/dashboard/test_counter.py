"""A case noted at the counter or on the phone."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from domain.incidents import IncidentSource, IncidentStatus
from domain.staff import Role
from storage.database import Database
from storage.tables import Incident, OutboxMessage, OutboxStatus, RepresentedPerson
from tests.conftest import SettableClock
from tests.dashboard.cases import open_case
from tests.dashboard.conftest import API_TOKEN, token_of

TOLD = {
    "source": "phone",
    "category": "chieu_sang_dien",
    "words": "Đèn đường tắt, gọi tôi 0905123456",
    "place": "45 Mẹ Thứ",
    "name": "Nguyễn Thị Sáu",
    "phone": "0905 123 456",
    "consented": "1",
    "form_key": "form-1",
}


def note(client: FlaskClient, **fields: str | None) -> TestResponse:
    data = {"csrf_token": token_of(client, "/incidents/new"), **TOLD, **fields}
    given = {name: value for name, value in data.items() if value is not None}
    return client.post("/incidents/new", data=given, follow_redirects=True)


def cases(database: Database) -> list[Incident]:
    with database.read() as work:
        return list(work.session.exec(select(Incident).order_by("id")).all())


def test_a_case_told_on_the_phone_has_a_code_and_its_source(browser: FlaskClient, database: Database) -> None:
    page = note(browser).text
    for words in ("Đã ghi nhận phản ánh hộ.", "PA-26-000001", "Nguyễn Thị Sáu", "0905123456", "qua điện thoại"):
        assert words in page
    (case,) = cases(database)
    assert (case.source, case.place_name, case.lacks_place) == (IncidentSource.PHONE, "Mẹ Thứ", False)


def test_the_read_api_tells_the_source_and_no_person(browser: FlaskClient) -> None:
    note(browser)
    answer = browser.get("/api/v1/incidents?source=phone", headers={"Authorization": f"Bearer {API_TOKEN}"})
    (item,) = answer.get_json()["items"]
    assert item["source"] == "phone"
    assert "Sáu" not in answer.text
    assert "0905" not in answer.text


def test_the_second_click_opens_no_second_case(browser: FlaskClient, database: Database) -> None:
    assert "PA-26-000001" in note(browser).text
    assert "PA-26-000001" in note(browser).text
    assert len(cases(database)) == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"category": ""}, "Anh/chị hãy chọn lĩnh vực"),
        ({"words": " "}, "Cần ghi nội dung phản ánh"),
        ({"consented": None}, "khi người phản ánh đồng ý"),
        ({"phone": "12345"}, "Số điện thoại cần 10 số"),
        ({"words": "x" * 2001}, "quá dài"),
        ({"name": "x" * 121}, "quá dài"),
        ({"form_key": None}, "Trang này đã cũ"),
    ],
)
def test_what_lacks_something_is_refused_and_stays_typed(
    browser: FlaskClient, database: Database, fields: dict[str, str | None], words: str
) -> None:
    answer = note(browser, **fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert "45 Mẹ Thứ" in answer.text
    assert not cases(database)


def test_nobody_has_to_give_a_name_or_know_the_place(browser: FlaskClient, database: Database) -> None:
    page = note(browser, name="", phone="", consented=None, place="", source="counter").text
    assert "Không ghi tên và số điện thoại." in page
    (case,) = cases(database)
    assert case.lacks_place
    with database.read() as work:
        assert work.session.exec(select(RepresentedPerson)).one().consented_at is None


def test_the_outcome_is_for_the_phone_list_once(browser: FlaskClient, database: Database) -> None:
    note(browser)
    for status in ("in_progress", "resolved"):
        (case,) = cases(database)
        token = token_of(browser, f"/incidents/{case.id}")
        data = {"csrf_token": token, "revision": str(case.revision), "to_status": status, "words": "Đã thay bóng"}
        assert browser.post(f"/incidents/{case.id}/move", data=data).status_code == 303
    page = browser.get("/outbox?status=to_phone").text
    assert page.count("Gọi báo kết quả PA-26-000001") == 1
    assert 'href="tel:0905123456"' in page
    assert "Đã thay bóng" in page
    token = token_of(browser, "/outbox?status=to_phone")
    with database.read() as work:
        call = work.session.exec(select(OutboxMessage).where(OutboxMessage.status == OutboxStatus.TO_PHONE)).one()
    browser.post(f"/outbox/{call.id}/phoned", data={"csrf_token": token})
    assert "Gọi báo kết quả" not in browser.get("/outbox?status=to_phone").text


def test_the_phone_list_of_the_api_names_nobody(browser: FlaskClient, database: Database) -> None:
    test_the_outcome_is_for_the_phone_list_once(browser, database)
    answer = browser.get("/api/v1/outbox?kind=represented_phone", headers={"Authorization": f"Bearer {API_TOKEN}"})
    assert [item["recipient"] for item in answer.get_json()["items"]] == ["case-1"]


def test_a_case_at_the_counter_where_the_same_was_finished_is_a_recurrence(
    browser: FlaskClient, database: Database, clock: SettableClock
) -> None:
    open_case(database, clock(), place_name="Mẹ Thứ", location_text="45 Mẹ Thứ", status=IncidentStatus.RESOLVED)
    assert "Tái diễn:" in note(browser).text


def test_a_case_at_the_counter_can_be_merged_and_its_person_is_still_phoned(
    browser: FlaskClient, database: Database, clock: SettableClock
) -> None:
    older = open_case(database, clock(), place_name="Mẹ Thứ")
    note(browser)
    token = token_of(browser, "/incidents/2")
    browser.post(
        "/incidents/2/merge", data={"csrf_token": token, "into": "PA-1", "merge_reason": "trùng", "revision": "1"}
    )
    leader = cases(database)[0]
    data = {"csrf_token": token, "revision": str(leader.revision), "to_status": "resolved", "words": "Xong"}
    assert browser.post(f"/incidents/{older.id}/move", data=data).status_code == 303
    assert "Gọi báo kết quả PA-26-000002" in browser.get("/outbox?status=to_phone").text


def test_who_only_looks_notes_nothing_and_sees_no_name(
    browser: FlaskClient, browser_of: Callable[[Role], FlaskClient]
) -> None:
    note(browser)
    leader = browser_of(Role.WARD_LEADER)
    assert leader.get("/incidents/new").status_code == 403
    assert "Nguyễn Thị Sáu" not in leader.get("/incidents/1").text
