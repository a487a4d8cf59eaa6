"""The list of cases, one case, and moving it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.incidents import read_code
from domain.events import AttachmentKind
from domain.incidents import IncidentStatus
from domain.staff import Role
from domain.understanding import Category
from storage import incidents
from storage.database import Database
from storage.media_files import MediaFiles
from storage.tables import AttachmentStatus, Incident
from tests.conftest import SettableClock
from tests.dashboard.cases import add_file, open_case, sent_about, state_of
from tests.dashboard.conftest import token_of


def move(client: FlaskClient, incident: Incident, to_status: str, **fields: str) -> TestResponse:
    path = f"/incidents/{incident.id}"
    data = {"csrf_token": token_of(client, path), "revision": str(incident.revision), "to_status": to_status, **fields}
    return client.post(f"{path}/move", data=data)


def test_an_empty_list_says_what_will_come(browser: FlaskClient) -> None:
    assert "Chưa có phản ánh nào." in browser.get("/incidents").text


def test_the_list_shows_the_newest_first_with_its_marks(
    browser: FlaskClient, database: Database, clock: SettableClock
) -> None:
    open_case(database, clock(), urgent=True, lacks_place=True, location_text=None)
    open_case(database, clock() + timedelta(hours=1), lacks_content=True, due_on=date(2026, 11, 20))
    page = browser.get("/incidents").text
    assert page.index("PA-26-000002") < page.index("PA-26-000001")
    for words in ("Khẩn", "Quá hạn", "Thiếu vị trí", "Thiếu nội dung", "quá hạn 3 ngày"):
        assert words in page


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("status=in_progress", {2}),
        ("category=cay_xanh", {3}),
        ("open=1", {1, 2, 3}),
        ("waiting=1", {1, 3}),
        ("late=1", {2}),
        ("urgent=1", {3}),
        ("incomplete=1", {1}),
        ("code=PA-2", {2}),
        ("code=pa-26-000003", {3}),
        ("code=PA-25-000003", set()),
        ("status=&category=&code=", {1, 2, 3, 4}),
        ("status=nonsense&before=x", {1, 2, 3, 4}),
        ("before=3", {1, 2}),
    ],
)
def test_filters_keep_what_they_name(
    browser: FlaskClient, database: Database, clock: SettableClock, query: str, codes: set[int]
) -> None:
    open_case(database, clock(), lacks_content=True)
    open_case(database, clock(), status=IncidentStatus.IN_PROGRESS, due_on=date(2026, 11, 20))
    open_case(database, clock(), category=Category.TREES, urgent=True)
    open_case(database, clock(), status=IncidentStatus.CLOSED, closed_at=clock(), due_on=date(2026, 11, 20))
    page = browser.get(f"/incidents?{query}").text
    assert {number for number in range(1, 5) if f"PA-26-{number:06d}" in page} == codes


def test_cases_of_one_person_can_be_listed_without_naming_him(
    browser: FlaskClient, database: Database, clock: SettableClock
) -> None:
    open_case(database, clock())
    open_case(database, clock(), zalo_user_id="777000777")
    page = browser.get("/incidents?person=2").text
    assert "PA-26-000002" in page
    assert "PA-26-000001" not in page


def test_pages_hang_together_without_gap_or_repeat(
    browser: FlaskClient, database: Database, clock: SettableClock
) -> None:
    for _ in range(27):
        open_case(database, clock())
    first = browser.get("/incidents?open=1").text
    assert "/incidents?open=1&amp;before=3" in first
    second = browser.get("/incidents?open=1&before=3").text
    shown = [number for page in (first, second) for number in range(1, 28) if f"PA-26-{number:06d}" in page]
    assert sorted(shown) == list(range(1, 28))


@pytest.mark.parametrize(
    ("typed", "read"),
    [("PA-12", (None, 12)), ("pa 26 000123", (2026, 123)), ("12", (None, 12)), ("xin chào", (None, None))],
)
def test_codes_are_read_as_people_type_them(typed: str, read: tuple[int | None, int | None]) -> None:
    assert read_code(typed) == read


def test_a_code_that_cannot_be_read_is_said_so(browser: FlaskClient) -> None:
    assert "Không đọc được mã “abc”" in browser.get("/incidents?code=abc").text


def test_one_case_shows_words_receipt_place_due_date_and_history(
    browser: FlaskClient, database: Database, clock: SettableClock
) -> None:
    incident = open_case(database, clock(), latitude=16.0123, longitude=108.2234)
    page = browser.get(f"/incidents/{incident.id}").text
    for words in (
        "Đèn đường tắt cả tuần, tối om",
        "kiệt 40 Mẹ Thứ",
        "thứ Năm 26/11/2026 (còn 3 ngày)",
        "Phường đã nhận phản ánh PA-26-000001.",
        "Chờ gửi",
        "Mở phản ánh",
        "mlat=16.012300&amp;mlon=108.223400",
        "query=16.012300%2C108.223400",
    ):
        assert words in page


def test_who_reported_is_not_shown(browser: FlaskClient, database: Database, clock: SettableClock) -> None:
    incident = open_case(database, clock(), zalo_user_id="9988776655443322")
    for path in ("/incidents", f"/incidents/{incident.id}", "/outbox"):
        assert "9988776655443322" not in browser.get(path).text


def test_hostile_words_stay_words(browser: FlaskClient, database: Database, clock: SettableClock) -> None:
    incident = open_case(database, clock(), description="<script>alert(1)</script>", location_text='"><img src=x>')
    for path in ("/incidents", f"/incidents/{incident.id}"):
        page = browser.get(path).text
        assert "<script>" not in page
        assert "<img src=x>" not in page


def test_photos_are_shown_or_their_state_is_told(
    browser: FlaskClient, database: Database, clock: SettableClock, media: MediaFiles
) -> None:
    incident = open_case(database, clock())
    kept = add_file(database, incident, media=media)
    add_file(database, incident, status=AttachmentStatus.WAITING)
    add_file(database, incident, status=AttachmentStatus.REFUSED)
    add_file(database, incident, media=media, kind=AttachmentKind.AUDIO, mime="audio/mp4", body=b"sound")
    page = browser.get(f"/incidents/{incident.id}").text
    assert f"/media/{kept}/thumbnail" in page
    assert "Ảnh: đang chờ tải về" in page
    assert "Ảnh: không nhận" in page
    assert "Ghi âm (tải về)" in page


def test_only_legal_moves_are_offered(browser: FlaskClient, database: Database, clock: SettableClock) -> None:
    incident = open_case(database, clock(), status=IncidentStatus.RESOLVED)
    page = browser.get(f"/incidents/{incident.id}").text
    assert 'value="closed"' in page
    assert 'value="reopened"' in page
    assert 'value="assigned"' not in page


def test_a_move_changes_the_case_and_tells_the_resident(
    browser: FlaskClient, database: Database, clock: SettableClock
) -> None:
    incident = open_case(database, clock())
    answer = move(browser, incident, "resolved", words="Đã thay bóng đèn.")
    assert answer.status_code == 303
    assert state_of(database, incident) == IncidentStatus.RESOLVED
    assert "Đã thay bóng đèn." in sent_about(database, incident)[-1]
    page = browser.get(answer.location).text
    assert "Đã chuyển trạng thái. Tin nhắn cho người phản ánh" in page
    assert "Nguyễn Thị Lan" in page


def test_a_silent_move_tells_nobody(browser: FlaskClient, database: Database, clock: SettableClock) -> None:
    incident = open_case(database, clock())
    before = sent_about(database, incident)
    assert move(browser, incident, "assigned", silent="1").status_code == 303
    assert sent_about(database, incident) == before
    assert "(không nhắn người dân)" in browser.get(f"/incidents/{incident.id}").text


def test_a_stale_page_is_refused_and_keeps_what_was_typed(
    browser: FlaskClient, database: Database, clock: SettableClock
) -> None:
    incident = open_case(database, clock())
    move(browser, incident, "accepted")
    answer = move(browser, incident, "resolved", words="Đã dọn xong", silent="1")
    assert answer.status_code == 409
    assert "vừa được người khác thay đổi" in answer.text
    assert "Đã dọn xong</textarea>" in answer.text
    assert 'name="revision" value="2"' in answer.text
    assert state_of(database, incident) == IncidentStatus.ACCEPTED


def test_a_double_click_moves_once_and_is_no_error(
    browser: FlaskClient, database: Database, clock: SettableClock
) -> None:
    incident = open_case(database, clock())
    answers = [move(browser, incident, "resolved", words="Đã xong").status_code for _ in range(2)]
    assert answers == [303, 303]
    assert len(sent_about(database, incident)) == 2
    with database.read() as work:
        assert len(incidents.history(work, incident.id)) == 2


@pytest.mark.parametrize(
    ("to_status", "words", "status", "sentence"),
    [
        ("declined", "  ", 422, "cần nêu lý do"),
        ("reopened", "vì sao", 409, "không chuyển được sang “Mở lại”"),
        ("nonsense", "", 422, "Hãy chọn một bước xử lý"),
        ("", "chữ đã gõ", 422, "Hãy chọn một bước xử lý"),
        ("resolved", "x" * 1001, 422, "tối đa 1000 ký tự"),
    ],
)
def test_a_refused_move_is_explained_and_changes_nothing(
    browser: FlaskClient,
    database: Database,
    clock: SettableClock,
    to_status: str,
    words: str,
    status: int,
    sentence: str,
) -> None:
    incident = open_case(database, clock())
    answer = move(browser, incident, to_status, words=words)
    assert answer.status_code == status
    assert sentence in answer.text
    assert f"{words.strip()}</textarea>" in answer.text
    assert state_of(database, incident) == IncidentStatus.NEW


def test_a_move_needs_the_form_token(browser: FlaskClient, database: Database, clock: SettableClock) -> None:
    incident = open_case(database, clock())
    answer = browser.post(f"/incidents/{incident.id}/move", data={"to_status": "resolved", "revision": "1"})
    assert answer.status_code == 400
    assert state_of(database, incident) == IncidentStatus.NEW


def test_a_ward_leader_sees_cases_but_moves_none(
    browser_of: Callable[[Role], FlaskClient], database: Database, clock: SettableClock
) -> None:
    incident = open_case(database, clock())
    leader = browser_of(Role.WARD_LEADER)
    assert 'name="to_status"' not in leader.get(f"/incidents/{incident.id}").text
    answer = move(leader, incident, "resolved")
    assert answer.status_code == 403
    assert "không có quyền" in answer.text
    assert state_of(database, incident) == IncidentStatus.NEW


def test_an_administrator_sees_no_words_of_residents(
    browser_of: Callable[[Role], FlaskClient], database: Database, clock: SettableClock, media: MediaFiles
) -> None:
    incident = open_case(database, clock())
    sha256 = add_file(database, incident, media=media)
    administrator = browser_of(Role.ADMINISTRATOR)
    assert administrator.get("/").location == "/outbox"
    for path in ("/incidents", f"/incidents/{incident.id}", "/tasks", f"/media/{sha256}"):
        assert administrator.get(path).status_code == 403
    assert "Phường đã nhận phản ánh" not in administrator.get("/outbox").text


@pytest.mark.parametrize("path", ["/incidents/999", "/incidents/99999999999999999999", "/incidents/x", "/incidents/-1"])
def test_a_case_that_is_not_there_is_a_friendly_404(browser: FlaskClient, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 404
    assert "Không tìm thấy" in answer.text


def test_instants_are_shown_on_the_wards_clock(browser: FlaskClient, database: Database) -> None:
    incident = open_case(database, datetime.fromisoformat("2026-11-23T00:30:00+00:00"))
    assert "07:30 23/11/2026" in browser.get(f"/incidents/{incident.id}").text
