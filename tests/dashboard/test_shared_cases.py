"""Merging, parting and splitting on the page of a case; recurrences, hot spots, sealed cases."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from domain.events import AttachmentKind
from domain.incidents import IncidentStatus
from domain.staff import Role, TaskKind
from domain.understanding import Category
from storage import incidents, merged_cases
from storage.database import Database
from storage.media_files import MediaFiles
from storage.tables import Incident
from tests.conftest import SettableClock
from tests.dashboard.cases import add_file, open_case, picture, sent_about, state_of
from tests.dashboard.conftest import log_in, token_of

HIS, HERS = "8812345678", "8899999999"


@pytest.fixture
def older(database: Database, clock: SettableClock) -> Incident:
    """A lamp of one person."""
    return open_case(database, clock(), zalo_user_id=HIS, place_name="Mẹ Thứ")


@pytest.fixture
def newer(database: Database, clock: SettableClock, older: Incident) -> Incident:
    """The same lamp of another person."""
    return open_case(database, clock() + timedelta(hours=1), zalo_user_id=HERS, place_name="Mẹ Thứ", photos=0)


def post(client: FlaskClient, incident: Incident, step: str, **fields: object) -> TestResponse:
    path = f"/incidents/{incident.id}"
    data = {"csrf_token": token_of(client, path), "revision": str(fields.pop("revision", incident.revision)), **fields}
    return client.post(f"{path}/{step}", data=data, follow_redirects=True)


def merge(client: FlaskClient, incident: Incident, **fields: object) -> TestResponse:
    return post(client, incident, "merge", **{"into": "PA-1", "merge_reason": "Cùng một cột đèn", **fields})


def fresh(database: Database, incident: Incident) -> Incident:
    with database.read() as work:
        found = incidents.get(work, incident.id)
    assert found is not None
    return found


def test_a_merge_is_told_and_shown_with_both_threads(
    browser: FlaskClient, database: Database, older: Incident, newer: Incident
) -> None:
    page = merge(browser, newer).text
    for words in ("Đã gộp.", "Phản ánh cùng việc (1)", newer.code, "Gộp thêm phản ánh", "Cùng một cột đèn", "2 người"):
        assert words in page
    assert fresh(database, newer).merged_into_id == older.id
    assert any(f"{newer.code} được xử lý chung" in text for text in sent_about(database, older))
    follower = browser.get(f"/incidents/{newer.id}").text
    assert "Đang xử lý chung trong" in follower
    assert "Chuyển trạng thái</button>" not in follower


def test_one_answer_reaches_all_with_their_own_codes(
    browser: FlaskClient, database: Database, older: Incident, newer: Incident
) -> None:
    merge(browser, newer)
    post(browser, older, "move", revision=fresh(database, older).revision, to_status="in_progress", words="Đang sửa")
    told = [text for text in sent_about(database, older) if "Đang sửa" in text]
    assert sorted(text.split(":")[0] for text in told) == [older.code, newer.code]


def test_a_case_that_is_handled_elsewhere_cannot_be_moved_by_itself(
    browser: FlaskClient, database: Database, older: Incident, newer: Incident
) -> None:
    merge(browser, newer)
    answer = post(browser, newer, "move", revision=fresh(database, newer).revision, to_status="reopened", words="thử")
    assert answer.status_code == 409
    assert "đang được xử lý chung trong PA-26-000001" in answer.text


def test_the_second_click_changes_nothing(
    browser: FlaskClient, database: Database, older: Incident, newer: Incident
) -> None:
    merge(browser, newer)
    assert "Đã gộp." in merge(browser, newer).text
    assert fresh(database, older).reporters == 2
    assert len([text for text in sent_about(database, older) if "xử lý chung" in text]) == 1


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"merge_reason": " "}, 422, "Cần ghi lý do"),
        ({"into": "PA-2"}, 422, "không gộp được vào chính nó"),
        ({"into": "abc"}, 422, "Hãy ghi mã phản ánh chính"),
        ({"into": "PA-77"}, 404, "Không tìm thấy phản ánh này"),
        ({"revision": 9}, 409, "vừa được người khác thay đổi"),
        ({"merge_reason": "x" * 1001}, 422, "quá dài"),
    ],
)
def test_a_merge_that_cannot_be_is_refused_and_keeps_what_was_typed(
    browser: FlaskClient,
    database: Database,
    older: Incident,
    newer: Incident,
    fields: dict[str, object],
    status: int,
    words: str,
) -> None:
    answer = merge(browser, newer, **fields)
    assert answer.status_code == status
    assert words in answer.text
    assert str(fields.get("into", "PA-1")) in answer.text
    assert state_of(database, newer) is IncidentStatus.NEW


def test_nothing_is_merged_into_a_case_that_is_over(
    browser: FlaskClient, database: Database, clock: SettableClock, newer: Incident
) -> None:
    over = open_case(database, clock(), status=IncidentStatus.CLOSED, closed_at=clock())
    assert "Hãy mở lại PA-26-000003 trước" in merge(browser, newer, into=over.code).text


def test_a_merge_into_a_merged_case_goes_to_its_leader(
    browser: FlaskClient, database: Database, clock: SettableClock, older: Incident, newer: Incident
) -> None:
    merge(browser, newer)
    third = open_case(database, clock(), zalo_user_id="8811")
    merge(browser, third, into=newer.code)
    assert fresh(database, third).merged_into_id == older.id


def test_followers_come_along_when_their_leader_is_merged(
    browser: FlaskClient, database: Database, clock: SettableClock, older: Incident, newer: Incident
) -> None:
    third = open_case(database, clock(), zalo_user_id="8811")
    merge(browser, third, into=newer.code)
    merge(browser, newer, revision=fresh(database, newer).revision)
    assert fresh(database, third).merged_into_id == older.id
    with database.read() as work:
        codes = {thread.code for thread in merged_cases.threads(work, older.id)}
    assert codes == {older.code, newer.code, third.code}


def test_a_split_undoes_a_merge_and_is_told(
    browser: FlaskClient, database: Database, older: Incident, newer: Incident
) -> None:
    merge(browser, newer)
    revision = fresh(database, older).revision
    page = post(browser, older, "part", case=str(newer.id), part_reason="Hai cột khác nhau", revision=revision).text
    assert "Đã tách." in page
    again = fresh(database, newer)
    assert (again.status, again.merged_into_id, again.closed_at) == (IncidentStatus.REOPENED, None, None)
    assert fresh(database, older).reporters == 1
    assert any("nay được xử lý riêng" in text for text in sent_about(database, newer))
    post(browser, older, "part", case=str(newer.id), part_reason="Hai cột khác nhau", revision=revision)
    assert fresh(database, older).reporters == 1
    with database.read() as work:
        assert [thread.code for thread in merged_cases.threads(work, newer.id)] == [newer.code]


@pytest.mark.parametrize(
    ("fields", "status"), [({"part_reason": ""}, 422), ({"case": ""}, 422), ({"revision": 1}, 409)]
)
def test_a_split_without_reason_choice_or_with_an_old_page_is_refused(
    browser: FlaskClient,
    database: Database,
    older: Incident,
    newer: Incident,
    fields: dict[str, object],
    status: int,
) -> None:
    merge(browser, newer)
    wanted = {"case": str(newer.id), "part_reason": "vì", "revision": fresh(database, older).revision, **fields}
    assert post(browser, older, "part", **wanted).status_code == status
    assert fresh(database, newer).merged_into_id == older.id


def test_a_person_who_reported_both_is_told_once(
    browser: FlaskClient, database: Database, clock: SettableClock, older: Incident
) -> None:
    own = open_case(database, clock(), zalo_user_id=HIS)
    merge(browser, own)
    assert fresh(database, older).reporters == 1
    post(browser, older, "move", revision=fresh(database, older).revision, to_status="resolved", words="Xong rồi nhé")
    assert len([text for text in sent_about(database, older) if "Xong rồi nhé" in text]) == 1


def test_photos_of_another_thing_become_a_case_of_their_sender(
    browser: FlaskClient, database: Database, older: Incident, media: MediaFiles
) -> None:
    add_file(database, older, media=media)
    add_file(database, older, media=media, body=picture("#aa1100"))
    with database.begin() as work:
        incidents.get(work, older.id).photos = 2  # type: ignore[union-attr]  # it was just opened
    wanted = {"file": "2", "split_category": "cay_xanh", "split_words": "Cây nghiêng", "split_reason": "Hai việc"}
    page = post(browser, older, "split-photos", **wanted)
    assert "Đã tách ảnh thành phản ánh mới." in page.text
    assert "Cây nghiêng" in page.text
    with database.read() as work:
        split = work.session.exec(select(Incident).order_by("id")).all()[-1]
    assert (split.category, split.photos, split.location_text) == (Category.TREES, 1, older.location_text)
    assert fresh(database, older).photos == 1
    assert any(f"phường mở riêng {split.code}" in text for text in sent_about(database, split))
    assert "Cây nghiêng" in post(browser, older, "split-photos", **wanted).text
    with database.read() as work:
        assert len(work.session.exec(select(Incident)).all()) == 2


@pytest.mark.parametrize(
    "fields",
    [{"file": ""}, {"split_category": "x"}, {"split_reason": ""}, {"file": "99"}, {"split_words": "x" * 1001}],
)
def test_a_split_of_photos_that_lacks_something_is_refused(
    browser: FlaskClient, database: Database, older: Incident, fields: dict[str, object]
) -> None:
    add_file(database, older)
    wanted = {"file": "1", "split_category": "cay_xanh", "split_reason": "Hai việc", **fields}
    assert post(browser, older, "split-photos", **wanted).status_code == 422


@pytest.mark.parametrize("step", ["merge", "part", "split-photos"])
def test_who_only_looks_cannot_merge(
    browser_of: Callable[[Role], FlaskClient], older: Incident, newer: Incident, step: str
) -> None:
    leader = browser_of(Role.WARD_LEADER)
    data = {
        "csrf_token": token_of(leader, f"/incidents/{newer.id}"),
        "into": "PA-1",
        "merge_reason": "x",
        "revision": "1",
    }
    assert leader.post(f"/incidents/{newer.id}/{step}", data=data).status_code == 403
    assert "Gộp vào phản ánh khác" not in leader.get(f"/incidents/{newer.id}").text


def test_likely_duplicates_are_suggested_to_staff(browser: FlaskClient, older: Incident, newer: Incident) -> None:
    page = browser.get(f"/incidents/{newer.id}").text
    assert "Có thể cùng một việc:" in page
    assert f'<option value="{older.code}">' in page


def test_a_recurrence_is_shown_on_both_pages_and_in_the_list(
    browser: FlaskClient, database: Database, older: Incident, newer: Incident
) -> None:
    with database.begin() as work:
        incidents.get(work, newer.id).recurrence_of_id = older.id  # type: ignore[union-attr]  # it was just opened
    assert "Tái diễn:</strong> cùng chỗ, cùng lĩnh vực với" in browser.get(f"/incidents/{newer.id}").text
    assert "tái diễn 1 lần" in browser.get(f"/incidents/{older.id}").text
    page = browser.get("/incidents?recurring=1").text
    assert newer.code in page
    assert older.code not in page


def test_hot_spots_count_places_and_leave_out_what_was_merged(
    browser: FlaskClient, database: Database, clock: SettableClock, older: Incident, newer: Incident
) -> None:
    page = browser.get("/hot-spots").text
    assert "<strong>2</strong> phản ánh, 2 người" in page
    assert "Mẹ Thứ" in page
    merge(browser, newer)
    assert "Chưa có nơi nào" in browser.get("/hot-spots?category=chieu_sang_dien&days=30").text
    clock.advance(days=40)
    log_in(browser)
    assert "Chưa có nơi nào" in browser.get("/hot-spots?days=30").text
    assert "Chưa có nơi nào" in browser.get("/hot-spots?by=group&category=nonsense").text


def test_a_hot_spot_leads_to_its_cases(
    browser: FlaskClient, database: Database, clock: SettableClock, older: Incident, newer: Incident
) -> None:
    other = open_case(database, clock(), place_name="Văn Tiến Dũng")
    page = browser.get("/incidents?place=Mẹ Thứ&category=chieu_sang_dien").text
    assert older.code in page
    assert newer.code in page
    assert other.code not in page


def test_a_sealed_case_is_for_the_head_alone(
    browser: FlaskClient,
    browser_of: Callable[[Role], FlaskClient],
    database: Database,
    older: Incident,
    media: MediaFiles,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    sha256 = add_file(database, older, media=media, kind=AttachmentKind.PHOTO)
    with database.begin() as work:
        incidents.get(work, older.id).sealed = True  # type: ignore[union-attr]  # it was just opened
    assert older.code not in browser.get("/incidents").text
    assert browser.get(f"/incidents/{older.id}").status_code == 404
    assert browser.get(f"/media/{sha256}").status_code == 404
    head = browser_of(Role.HEAD)
    assert "Nội dung giữ kín" in head.get(f"/incidents/{older.id}").text
    assert head.get(f"/media/{sha256}").status_code == 200
    assert f"complaint.seen incident={older.id}" in caplog.text
    leader = browser_of(Role.WARD_LEADER)
    assert leader.get(f"/incidents/{older.id}").status_code == 404


def test_what_an_officer_calls_a_denunciation_is_sealed(
    browser: FlaskClient, browser_of: Callable[[Role], FlaskClient], database: Database, older: Incident
) -> None:
    page = post(browser, older, "kind", intent="complaint").text
    assert "chỉ trưởng phòng xem" in page
    assert browser.get(f"/incidents/{older.id}").status_code == 404
    head = browser_of(Role.HEAD)
    assert older.code in head.get("/tasks").text
    assert TaskKind.COMPLAINT
