"""The work on a case as its page shows it, and the forms about time and agencies."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from domain.case_endings import Closing, ExtensionStatus, Verdict
from domain.incidents import IncidentStatus
from domain.staff import Role, TaskKind
from domain.teams import TeamRole
from handlers.roster import AddMember, AddTeam, add_member, add_team
from storage import case_work, chat_messages, staff
from storage.database import Database
from storage.media_files import MediaFiles
from storage.tables import Incident, IncidentExtension
from tests.conftest import SettableClock
from tests.dashboard.cases import add_file, open_case, picture, sent_about, state_of
from tests.dashboard.conftest import token_of

SINCE = date(2026, 1, 1)


def post(client: FlaskClient, incident: Incident, what: str, **fields: str) -> TestResponse:
    path = f"/incidents/{incident.id}"
    data = {"csrf_token": token_of(client, path), "revision": str(incident.revision), **fields}
    return client.post(f"{path}/{what}", data=data)


def now_of(database: Database, incident: Incident) -> Incident:
    with database.read() as work:
        return work.session.get_one(Incident, incident.id)


def add_responder(database: Database, name: str = "Trần Văn Bình") -> int:
    with database.begin() as work:
        team = add_team(work, AddTeam(name="Tổ CNSCĐ số 12", number=12, since_on=SINCE))
        command = AddMember(team_id=team.id, full_name=name, role=TeamRole.MEMBER, phone=None, since_on=SINCE)
        return add_member(work, command).id


def ask_for_time(database: Database, clock: SettableClock, incident: Incident, member_id: int) -> None:
    with database.begin() as work:
        work.session.add(
            IncidentExtension(
                incident_id=incident.id,
                asked_at=clock(),
                asked_by_member=member_id,
                old_due_on=incident.due_on,
                new_due_on=date(2026, 11, 30),
                reason="Chờ vật tư",
            )
        )
        due_on = date(2026, 11, 25)
        staff.add_task(
            work, TaskKind.EXTENSION, person=None, due_on=due_on, now=clock(), words="x", incident_id=incident.id
        )


def test_an_officer_gives_more_time_and_the_reporter_reads_why(
    browser: FlaskClient, database: Database, clock: SettableClock
) -> None:
    incident = open_case(database, clock())
    answer = post(browser, incident, "extend", new_due_on="2026-11-30", extension_reason="Chờ bóng đèn mới về")
    assert answer.status_code == 303
    case = now_of(database, incident)
    assert (case.due_on, case.original_due_on) == (date(2026, 11, 30), date(2026, 11, 26))
    assert "Chờ bóng đèn mới về" in sent_about(database, incident)[-1]
    page = browser.get(f"/incidents/{incident.id}").text
    for words in ("Hạn ban đầu", "thứ Năm 26/11/2026", "Đã gia hạn", "26/11/2026 → 30/11/2026"):
        assert words in page


def test_a_second_click_extends_once_and_a_stale_page_is_refused(
    browser: FlaskClient, database: Database, clock: SettableClock
) -> None:
    incident = open_case(database, clock())
    fields = {"new_due_on": "2026-11-30", "extension_reason": "Chờ bóng đèn"}
    first, second = (post(browser, incident, "extend", **fields) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    stale = post(browser, incident, "extend", new_due_on="2026-12-04", extension_reason="Chờ thêm")
    assert stale.status_code == 409
    assert "vừa được người khác thay đổi" in stale.text
    assert "Chờ thêm" in stale.text
    with database.read() as work:
        assert len(case_work.extensions(work, incident.id)) == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"new_due_on": "", "extension_reason": "x"}, "Gia hạn đến ngày nào"),
        ({"new_due_on": "30/11", "extension_reason": "x"}, "Không đọc được ngày"),
        ({"new_due_on": "2026-11-26", "extension_reason": "x"}, "phải sau hạn đang có"),
        ({"new_due_on": "2028-01-01", "extension_reason": "x"}, "nhiều nhất 90 ngày"),
        ({"new_due_on": "2026-11-30", "extension_reason": "  "}, "Vì sao cần gia hạn"),
        ({"new_due_on": "2026-11-30", "extension_reason": "x" * 1001}, "quá dài"),
    ],
)
def test_a_wrong_extension_is_refused_with_a_sentence(
    browser: FlaskClient, database: Database, clock: SettableClock, fields: dict[str, str], sentence: str
) -> None:
    incident = open_case(database, clock())
    answer = post(browser, incident, "extend", **fields)
    assert answer.status_code >= 400
    assert sentence in answer.text
    assert now_of(database, incident).due_on == incident.due_on


@pytest.mark.parametrize(
    ("word", "status"), [("approve", ExtensionStatus.APPROVED), ("refuse", ExtensionStatus.REFUSED)]
)
def test_what_the_response_team_asked_for_is_decided_once(
    browser: FlaskClient, database: Database, clock: SettableClock, word: str, status: ExtensionStatus
) -> None:
    incident = open_case(database, clock())
    ask_for_time(database, clock, incident, add_responder(database))
    page = browser.get(f"/incidents/{incident.id}").text
    assert "Trần Văn Bình" in page
    assert "Chờ vật tư" in page
    fields = {"decided_due_on": "2026-12-01", "decision_words": "Làm sớm giúp"}
    first, second = (post(browser, incident, f"extension/{word}", **fields) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    with database.read() as work:
        (extension,) = case_work.extensions(work, incident.id)
        assert not [task for task in staff.open_tasks(work) if task.kind is TaskKind.EXTENSION]
    assert extension.status is status
    approved = status is ExtensionStatus.APPROVED
    assert now_of(database, incident).due_on == (date(2026, 12, 1) if approved else incident.due_on)


def test_a_refusal_needs_a_reason(browser: FlaskClient, database: Database, clock: SettableClock) -> None:
    incident = open_case(database, clock())
    ask_for_time(database, clock, incident, add_responder(database))
    answer = post(browser, incident, "extension/refuse", decision_words="")
    assert answer.status_code >= 400
    with database.read() as work:
        assert case_work.asked_extension(work, incident.id) is not None


def test_forwarding_names_agency_reference_and_date_and_can_be_corrected(
    browser: FlaskClient, database: Database, clock: SettableClock
) -> None:
    incident = open_case(database, clock())
    fields = {"agency": "Điện lực", "reference": "45/UBND", "agency_due_on": "2026-12-04", "forward_words": "Lưới điện"}
    assert post(browser, incident, "forward", **fields).status_code == 303
    assert state_of(database, incident) is IncidentStatus.FORWARDED
    told = sent_about(database, incident)[-1]
    for words in ("Điện lực", "45/UBND", "04/12/2026", "Lưới điện"):
        assert words in told
    case = now_of(database, incident)
    answer = post(browser, case, "forward", agency="Điện lực", reference="46/UBND", agency_due_on="2026-12-11")
    assert answer.status_code == 303
    assert now_of(database, incident).forward_due_on == date(2026, 12, 11)
    assert "46/UBND" in sent_about(database, incident)[-1]
    with database.begin() as work:
        work.session.get_one(Incident, incident.id).forward_due_on = clock().date() - timedelta(days=1)
    assert "quá hẹn" in browser.get(f"/incidents/{incident.id}").text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"agency": " "}, "cơ quan nhận"), ({"agency": "Điện lực", "agency_due_on": "2026-01-01"}, "không thể ở quá khứ")],
)
def test_wrong_forwarding_is_refused(
    browser: FlaskClient, database: Database, clock: SettableClock, fields: dict[str, str], sentence: str
) -> None:
    incident = open_case(database, clock())
    answer = post(browser, incident, "forward", **fields)
    assert answer.status_code >= 400
    assert sentence in answer.text


@pytest.mark.parametrize("what", ["extend", "extension/approve", "forward"])
def test_who_may_not_move_cases_may_do_none_of_it(
    browser_of: Callable[[Role], FlaskClient], database: Database, clock: SettableClock, what: str
) -> None:
    incident = open_case(database, clock())
    leader = browser_of(Role.WARD_LEADER)
    assert post(leader, incident, what, agency="x").status_code == 403
    assert "Gia hạn</button>" not in leader.get(f"/incidents/{incident.id}").text


def test_photos_of_the_work_stand_apart_and_a_doubted_one_beside_its_twin(
    browser: FlaskClient, database: Database, clock: SettableClock, media: MediaFiles
) -> None:
    incident = open_case(database, clock())
    before = add_file(database, incident, media=media)
    after = add_file(database, incident, media=media, body=picture("#998877"))
    with database.begin() as work:
        first, second = chat_messages.attachments_of_incident(work, incident.id)
        second.after_work, second.same_as_id = True, first.id
    page = browser.get(f"/incidents/{incident.id}").text
    assert "Ảnh người dân gửi (1)" in page
    assert "Ảnh sau xử lý (1)" in page
    assert "giống ảnh đã có" in page
    assert page.index(f"/media/{before}") < page.index(f"/media/{after}")


def test_a_resolved_case_without_the_photo_it_needs_says_so(
    browser: FlaskClient, database: Database, clock: SettableClock
) -> None:
    incident = open_case(database, clock(), status=IncidentStatus.RESOLVED)
    assert "cần ảnh sau xử lý" in browser.get(f"/incidents/{incident.id}").text


def test_closed_and_confirmed_is_shown_beside_closed(
    browser: FlaskClient, database: Database, clock: SettableClock
) -> None:
    values: dict[str, Any] = {"status": IncidentStatus.CLOSED, "closed_at": clock()}
    confirmed = open_case(database, clock(), closing=Closing.CONFIRMED, **values)
    open_case(database, clock(), closing=Closing.NOT_INFORMED, **values)
    open_case(database, clock(), **values)
    with database.begin() as work:
        (thread,) = case_work.threads(work, confirmed.id)
        thread.verdict, thread.stars = Verdict.DONE, 4
    listed = browser.get("/incidents").text
    assert "Đã đóng · đã xác nhận" in listed
    assert "Đã đóng · chưa báo được" in listed
    page = browser.get(f"/incidents/{confirmed.id}").text
    assert "1/1 người xác nhận đã xong" in page
    assert "4 sao" in page


def test_a_case_refused_twice_is_the_heads_alone(
    browser: FlaskClient, browser_of: Callable[[Role], FlaskClient], database: Database, clock: SettableClock
) -> None:
    incident = open_case(database, clock(), status=IncidentStatus.RESOLVED, disputed_at=clock())
    with database.begin() as work:
        due_on = date(2026, 11, 26)
        staff.add_task(
            work,
            TaskKind.DISPUTE,
            person=None,
            due_on=due_on,
            now=clock(),
            words=incident.code,
            incident_id=incident.id,
        )
    assert "lần thứ hai" in browser.get(f"/incidents/{incident.id}").text
    assert incident.code not in browser.get("/tasks").text
    assert incident.code in browser_of(Role.HEAD).get("/tasks").text


def test_endings_are_counted_apart_and_can_be_listed(
    browser: FlaskClient, database: Database, clock: SettableClock
) -> None:
    values: dict[str, Any] = {"status": IncidentStatus.CLOSED, "closed_at": clock(), "answered_at": clock()}
    assert "30 ngày qua" not in browser.get("/incidents").text
    open_case(database, clock(), closing=Closing.CONFIRMED, **values)
    open_case(database, clock(), closing=Closing.NOT_INFORMED, original_due_on=date(2026, 11, 20), **values)
    open_case(database, clock(), closing=Closing.SILENT, **values | {"due_on": date(2026, 11, 20)})
    page = browser.get("/incidents").text
    for words in ("đúng hạn <strong>1", "đúng hạn đã gia hạn <strong>1", "quá hạn <strong>1"):
        assert words in page
    listed = browser.get("/incidents?closing=not_informed").text
    assert "PA-26-000002" in listed
    assert "PA-26-000001" not in listed


def test_no_two_fields_of_the_page_share_a_name(browser: FlaskClient, database: Database, clock: SettableClock) -> None:
    incident = open_case(database, clock())
    add_file(database, incident)
    ids = re.findall(r'\bid="([^"]+)"', browser.get(f"/incidents/{incident.id}").text)
    assert sorted(ids) == sorted(set(ids))
