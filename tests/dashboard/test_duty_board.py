"""The board for every duty: filters, states with their rights, reminding now, contacts of units, and the read API."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from domain.duties import ObligationStatus
from domain.reply_budget import Allowance
from domain.staff import Role
from domain.teams import TeamRole
from handlers.office import Office
from handlers.reminders import oblige, remind
from handlers.roster import AddMember, AddTeam, add_member, add_team
from storage import allowances, duties, people, teams
from storage.database import Database
from storage.tables import Obligation, OutboxMessage, OutboxStatus, Reminder, UnitContact
from tests.conftest import SettableClock
from tests.dashboard.conftest import API_TOKEN, log_in, token_of

SINCE = date(2026, 1, 1)
BEFORE = datetime(2026, 12, 9, 2, 0, tzinfo=UTC)
LATER = datetime(2026, 12, 21, 2, 0, tzinfo=UTC)
Post = Callable[..., str]


@pytest.fixture
def ward(database: Database, office: Office, clock: SettableClock) -> None:
    """Two teams, the first led by somebody who wrote an hour ago; nobody answers for a unit yet."""
    clock.at = BEFORE
    with database.begin() as work:
        first = add_team(work, AddTeam(name="Tổ 1", number=1, since_on=SINCE))
        second = add_team(work, AddTeam(name="Tổ 2", number=2, since_on=SINCE))
        for team, name in ((first, "Trần Thị Hoa"), (second, "Lê Văn Chín")):
            command = AddMember(
                team_id=team.id, full_name=name, role=TeamRole.LEADER, phone="0905123456", since_on=SINCE
            )
            add_member(work, command)
        person = people.find_or_add(work, "8800000000000000001", now=BEFORE)
        person.last_interaction_at = BEFORE - timedelta(hours=1)
        (member, *_) = teams.members_of_team(work, first.id, SINCE)
        member.person_id = person.id
        oblige(work, office, now=BEFORE)


def one(database: Database, duty: str, owner: str, office: Office) -> Obligation:
    with database.read() as work:
        rows = work.session.exec(select(Obligation).where(Obligation.duty == duty)).all()
        names = {
            row.id: (found.name if row.team_id and (found := teams.with_id(work, row.team_id)) else row.unit)
            for row in rows
        }
    return next(row for row in rows if names[row.id] == owner)


@pytest.fixture
def post(browser: FlaskClient) -> Post:
    def post(address: str, client: FlaskClient | None = None, **fields: object) -> str:
        client = client or browser
        if client.get("/obligations").status_code != 200:
            log_in(client)
        fields = {"csrf_token": token_of(client, "/obligations"), **fields}
        answer = client.post(address, data=fields, follow_redirects=True)
        return f"{answer.status_code} {answer.text}"

    return post


def reminders(database: Database) -> list[tuple[str, OutboxStatus]]:
    with database.read() as work:
        rows = work.session.exec(select(OutboxMessage).where(OutboxMessage.kind == "reminder")).all()
        return [(row.dedupe_key, row.status) for row in rows]


def states(database: Database, duty: str) -> set[ObligationStatus]:
    with database.read() as work:
        return {row.status for row in work.session.exec(select(Obligation).where(Obligation.duty == duty)).all()}


@pytest.mark.usefixtures("ward")
def test_every_duty_has_a_board_with_its_owners(browser: FlaskClient) -> None:
    page = browser.get("/obligations?of=N13:2026").text
    for words in ("Công an phường", "Đoàn Thanh niên phường", "Chưa có người liên hệ", "0/9 đơn vị đã báo cáo"):
        assert words in page
    assert "Phòng Văn hóa - Xã hội" in browser.get("/obligations?of=N02:2026-Q4").text
    teams_page = browser.get("/obligations?of=N01:2026-Q4").text
    for words in ("0/2 Tổ đã báo cáo", "chốt số liệu 14/12/2026", "Hạn nội bộ 16/12/2026", "tính trễ từ 20/12/2026"):
        assert words in teams_page
    assert "còn tin miễn phí, hết cửa sổ lúc 08:00 11/12" in teams_page
    assert "chưa gắn Zalo" in teams_page


@pytest.mark.usefixtures("ward")
def test_the_filters_show_who_is_late_and_say_when_nobody_is(
    browser: FlaskClient, clock: SettableClock, post: Post, database: Database, office: Office
) -> None:
    assert "Không có nơi nào ở tình trạng này." in browser.get("/obligations?of=N01:2026-Q4&show=late").text
    clock.at = LATER
    post(f"/obligations/{one(database, 'N01', 'Tổ 1', office).id}/received")
    late = browser.get("/obligations?of=N01:2026-Q4&show=late").text
    assert "Tổ 2</a>" in late
    assert "Tổ 1</a>" not in late
    assert "Tổ 1</a>" in browser.get("/obligations?of=N01:2026-Q4&show=submitted").text
    assert "Tổ 1</a>" in browser.get("/obligations?of=N01:2026-Q4&show=nonsense").text


@pytest.mark.usefixtures("ward")
def test_an_officer_returns_with_a_reason_and_accepts_and_the_head_locks(
    browser_of: Callable[[Role], FlaskClient], post: Post, database: Database, office: Office
) -> None:
    row = one(database, "N04", "cong_an", office)
    address = f"/obligations/{row.id}"
    head = browser_of(Role.HEAD)
    assert "409" in post(f"{address}/move", to_status="accepted", revision=0)
    post(f"{address}/received")
    assert "Cần ghi lý do" in post(f"{address}/move", to_status="returned", revision=1)
    page = post(f"{address}/move", to_status="returned", revision=1, words="Thiếu số liệu  VNeID")
    assert "Trả lại, Nguyễn Thị Lan – Thiếu số liệu VNeID" in page
    assert "vừa được người khác cập nhật" in post(f"{address}/move", to_status="submitted", revision=1)
    post(f"{address}/received")
    post(f"{address}/move", to_status="accepted", revision=3)
    assert post(f"{address}/move", to_status="locked", revision=4).startswith("403")
    post(f"{address}/move", head, to_status="locked", revision=4)
    assert ObligationStatus.LOCKED in states(database, "N04")
    assert post(f"{address}/received").startswith("409")
    assert post(f"{address}/move", to_status="returned", revision=5, words="Mở lại").startswith("403")
    post(f"{address}/move", head, to_status="returned", revision=5, words="Mở lại để sửa")
    with database.read() as work:
        moves = duties.history(work, [row.id])[row.id]
    assert [move.to_status for move in moves] == [
        "submitted",
        "returned",
        "submitted",
        "accepted",
        "locked",
        "returned",
    ]


@pytest.mark.usefixtures("ward")
def test_nobody_accepts_a_report_of_the_ward_that_he_noted_himself(
    browser_of: Callable[[Role], FlaskClient], post: Post, database: Database, office: Office
) -> None:
    address = f"/obligations/{one(database, 'N02', 'van_hoa_xa_hoi', office).id}"
    post(f"{address}/received")
    assert "phải do người khác chấp nhận" in post(f"{address}/move", to_status="accepted", revision=1)
    post(f"{address}/move", browser_of(Role.HEAD), to_status="accepted", revision=1)
    assert states(database, "N02") == {ObligationStatus.ACCEPTED}


@pytest.mark.usefixtures("ward")
@pytest.mark.parametrize("fields", [{}, {"to_status": "lost"}, {"to_status": "accepted", "revision": "x"}])
def test_a_form_that_says_nothing_changes_nothing(
    post: Post, database: Database, office: Office, fields: dict[str, str]
) -> None:
    address = f"/obligations/{one(database, 'N01', 'Tổ 1', office).id}/move"
    assert post(address, **fields)[:1] == "4"
    assert states(database, "N01") == {ObligationStatus.NOT_STARTED}


@pytest.mark.usefixtures("ward")
def test_reminding_now_goes_through_the_ledger_and_a_second_click_is_harmless(
    post: Post, database: Database, office: Office, clock: SettableClock
) -> None:
    address = f"/obligations/{one(database, 'N01', 'Tổ 1', office).id}/remind/chat"
    assert "Đang gửi tin nhắc." in post(address)
    assert "không nhắc thêm" in post(address)
    assert reminders(database) == [("reminder:N01:2026-Q4:asked_261209:private_chat:person-1", OutboxStatus.WAITING)]
    clock.advance(days=1)
    assert "Đang gửi tin nhắc." in post(address)
    assert len(reminders(database)) == 2


@pytest.mark.usefixtures("ward")
def test_somebody_out_of_reach_goes_onto_the_telephone_list_once_and_may_come_back_after_a_call(
    browser: FlaskClient, post: Post, database: Database, office: Office
) -> None:
    address = f"/obligations/{one(database, 'N01', 'Tổ 2', office).id}/remind"
    assert "Đã đưa 1 người vào danh sách gọi điện." in post(f"{address}/chat")
    assert "không nhắc thêm" in post(f"{address}/phone")
    assert [status for _, status in reminders(database)] == [OutboxStatus.TO_PHONE]
    with database.read() as work:
        (row,) = work.session.exec(select(OutboxMessage).where(OutboxMessage.kind == "reminder")).all()
    post(f"/outbox/{row.id}/phoned")
    assert "Đã đưa 1 người" in post(f"{address}/phone")
    assert "không nhắc thêm" in post(f"{address}/phone")
    assert [status for _, status in reminders(database)] == [OutboxStatus.CANCELLED, OutboxStatus.TO_PHONE]
    assert "Lê Văn Chín" in browser.get("/outbox?status=to_phone").text


@pytest.mark.usefixtures("ward")
def test_at_night_the_message_waits_for_the_morning(
    post: Post, database: Database, office: Office, clock: SettableClock
) -> None:
    clock.at = datetime(2026, 12, 9, 14, 30, tzinfo=UTC)
    page = post(f"/obligations/{one(database, 'N01', 'Tổ 1', office).id}/remind/chat")
    assert "Tin nhắc sẽ gửi lúc 07:30 10/12/2026." in page
    with database.read() as work:
        (row,) = work.session.exec(select(OutboxMessage).where(OutboxMessage.kind == "reminder")).all()
    assert row.available_at == datetime(2026, 12, 10, 0, 30, tzinfo=UTC)


@pytest.mark.usefixtures("ward")
def test_a_report_that_came_needs_no_reminder_and_takes_the_waiting_one_back(
    post: Post, database: Database, office: Office
) -> None:
    address = f"/obligations/{one(database, 'N01', 'Tổ 1', office).id}"
    post(f"{address}/remind/chat")
    post(f"{address}/received")
    assert [status for _, status in reminders(database)] == [OutboxStatus.CANCELLED]
    assert "không cần nhắc nữa" in post(f"{address}/remind/chat")


@pytest.mark.usefixtures("ward")
def test_nobody_can_be_reminded_where_nobody_answers(post: Post, database: Database, office: Office) -> None:
    page = post(f"/obligations/{one(database, 'N04', 'cong_an', office).id}/remind/chat")
    assert page.startswith("409")
    assert "Chưa có ai để nhắc" in page


@pytest.mark.usefixtures("ward")
def test_a_ward_leader_reminds_nobody(
    browser_of: Callable[[Role], FlaskClient], post: Post, database: Database, office: Office
) -> None:
    leader = browser_of(Role.WARD_LEADER)
    address = f"/obligations/{one(database, 'N01', 'Tổ 1', office).id}"
    assert "Nhắc ngay" not in leader.get("/obligations").text
    for path in ("/remind/chat", "/move"):
        assert post(address + path, leader, to_status="submitted", revision=0).startswith("403")
    assert reminders(database) == []


@pytest.mark.usefixtures("ward")
def test_the_contact_of_a_unit_is_entered_reminded_and_ended(
    browser: FlaskClient, post: Post, database: Database, office: Office, clock: SettableClock
) -> None:
    fields = {"unit": "cong_an", "full_name": " Phạm  Văn Dũng ", "position": "head", "phone": "0905999888"}
    assert "Đã thêm người liên hệ" in post("/obligations/contacts", **fields)
    post("/obligations/contacts", **fields)
    with database.read() as work:
        (contact,) = work.session.exec(select(UnitContact)).all()
    assert (contact.full_name, contact.unit) == ("Phạm Văn Dũng", "cong_an")
    page = post(f"/obligations/contacts/{contact.id}/code")
    code = re.search(r"mã ([A-Z0-9]{6})", page)
    assert code
    assert code[1] not in browser.get("/obligations/contacts").text
    assert "có mã đang chờ dùng" in browser.get("/obligations/contacts").text
    clock.at = datetime(2026, 12, 14, 2, 0, tzinfo=UTC)
    with database.begin() as work:
        remind(work, office, now=clock())
    log_in(browser)
    calls = browser.get("/outbox?status=to_phone").text
    for words in ("Phạm Văn Dũng, Công an phường", "tel:0905999888", "đánh giá năm"):
        assert words in calls
    post(f"/obligations/contacts/{contact.id}/end")
    assert "Phạm Văn Dũng" not in browser.get("/obligations/contacts").text
    assert post(f"/obligations/contacts/{contact.id}/code").startswith("409")


@pytest.mark.usefixtures("ward")
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"unit": "cong_an", "full_name": "  "}, "Cần ghi họ và tên"),
        ({"unit": "phòng nào đó", "full_name": "An"}, "Không có đơn vị này"),
    ],
)
def test_a_contact_without_name_or_unit_is_refused_with_what_was_typed(
    post: Post, fields: dict[str, str], words: str
) -> None:
    page = post("/obligations/contacts", **fields)
    assert page[:1] == "4"
    assert words in page


def test_contacts_are_for_those_who_manage_people(browser_of: Callable[[Role], FlaskClient]) -> None:
    assert browser_of(Role.WARD_LEADER).get("/obligations/contacts").status_code == 403


@pytest.mark.usefixtures("ward")
def test_the_read_api_tells_what_everybody_owes(
    stranger: FlaskClient, post: Post, database: Database, office: Office, clock: SettableClock
) -> None:
    def ask(query: str) -> list[dict[str, object]]:
        answer = stranger.get(f"/api/v1/obligations?{query}", headers={"Authorization": f"Bearer {API_TOKEN}"})
        assert answer.status_code == 200, answer.text
        items: list[dict[str, object]] = json.loads(answer.text)["items"]
        return items

    post(f"/obligations/{one(database, 'N01', 'Tổ 1', office).id}/received")
    everything = ask("limit=1000")
    assert {item["duty"] for item in everything} == {"N01", "N02", "N04", "N05", "N13"}
    assert everything == ask("since=2026-12-09")
    assert ask("since=2026-12-10") == []
    (sent,) = ask("duty=N01&status=submitted")
    fixed = ("duty", "period", "owner", "due_on", "status", "submitted_at")
    assert [sent[name] for name in fixed] == [
        "N01",
        "2026-Q4",
        "Tổ 1",
        "2026-12-18",
        "submitted",
        "2026-12-09T09:00:00+07:00",
    ]
    assert [item["owner"] for item in ask("unit=cong_an&duty=N13&period=2026")] == ["Công an phường"]
    assert ask("late=true") == []
    clock.at = LATER
    assert {item["owner_key"] for item in ask("late=true&duty=N01")} == {"team-2"}
    assert "0905" not in json.dumps(everything)


@pytest.mark.usefixtures("ward")
def test_the_pages_of_the_api_follow_each_other(stranger: FlaskClient) -> None:
    seen: list[str] = []
    cursor = ""
    while True:
        answer = stranger.get(
            f"/api/v1/obligations?limit=7{cursor}", headers={"Authorization": f"Bearer {API_TOKEN}"}
        ).get_json()
        seen += [f"{item['duty']} {item['owner_key']}" for item in answer["items"]]
        if answer["next"] is None:
            break
        cursor = f"&cursor={answer['next']}"
    assert len(seen) == len(set(seen)) == 2 + 1 + 3 * 9


@pytest.mark.usefixtures("ward")
def test_a_decision_keeps_its_channel_and_its_reason(post: Post, database: Database, office: Office) -> None:
    for owner in ("Tổ 1", "Tổ 2"):
        post(f"/obligations/{one(database, 'N01', owner, office).id}/remind/chat")
    with database.read() as work:
        rows = work.session.exec(select(Reminder)).all()
    assert {(row.channel, row.reason) for row in rows} == {("private_chat", "window_free"), ("phone", "not_bound")}


@pytest.mark.usefixtures("ward")
def test_what_is_late_stands_among_the_tasks_until_it_has_come(
    browser: FlaskClient, post: Post, database: Database, office: Office, clock: SettableClock
) -> None:
    assert "Báo cáo trễ hạn" not in browser.get("/tasks").text
    clock.at = LATER
    log_in(browser)
    page = browser.get("/tasks").text
    assert "N01 · Báo cáo kết quả hoạt động quý" in page
    assert "còn 2 nơi chưa nộp: Tổ 1; Tổ 2." in page
    assert "và 1 nơi khác" in page
    for owner in ("Tổ 1", "Tổ 2"):
        post(f"/obligations/{one(database, 'N01', owner, office).id}/received")
    assert "N01" not in browser.get("/tasks").text
    with database.begin() as work:
        team = teams.team_named(work, "Tổ 2")
        assert team is not None
        team.dissolved_on = LATER.date()
    assert "Tổ 2" not in browser.get("/tasks").text


@pytest.mark.usefixtures("ward")
def test_the_team_page_shows_what_may_still_be_said_and_keeps_a_preference(
    browser: FlaskClient, post: Post, database: Database
) -> None:
    with database.read() as work:
        team = teams.team_named(work, "Tổ 1")
        assert team is not None
        (member,) = teams.members_of_team(work, team.id, SINCE)
    assert "còn tin miễn phí, hết cửa sổ lúc 08:00 11/12" in browser.get(f"/teams/{team.id}").text
    with database.begin() as work:
        allowances.note(work, "reply", member.person_id, Allowance(remaining=3, total=8, told_at=BEFORE))
    assert "còn 3 tin, hết cửa sổ lúc 08:00 11/12" in browser.get(f"/teams/{team.id}").text
    for by, words in (("phone", "muốn được gọi điện"), ("phone", "muốn được gọi điện"), ("chat", "còn 3 tin")):
        assert words in post(f"/teams/{team.id}/members/{member.id}/preference", by=by)


@pytest.mark.usefixtures("ward")
def test_more_time_for_one_team_is_given_with_a_reason_and_ends_its_lateness(
    browser: FlaskClient, post: Post, database: Database, office: Office, clock: SettableClock
) -> None:
    clock.at = LATER
    address = f"/obligations/{one(database, 'N01', 'Tổ 1', office).id}/extend"
    for fields, words in (
        ({"until_on": "2026-12-24", "words": " "}, "Cần ghi lý do"),
        ({"until_on": "2026-12-20", "words": "bão"}, "Ngày gia hạn phải từ hôm nay"),
        ({"until_on": "mai", "words": "bão"}, "Ngày gia hạn phải từ hôm nay"),
        ({"until_on": "2026-12-24", "words": "bão", "revision": 7}, "vừa được người khác cập nhật"),
    ):
        assert words in post(address, **{"revision": 0, **fields})
    page = post(address, until_on="2026-12-24", words="Mưa lũ", revision=0)
    assert "gia hạn đến 24/12/2026" in page
    assert "Gia hạn đến 24/12/2026: Mưa lũ" in page
    late = browser.get("/obligations?of=N01:2026-Q4&show=late").text
    assert "Tổ 1</a>" not in late
    assert "Tổ 2</a>" in late
    clock.at = datetime(2026, 12, 25, 2, 0, tzinfo=UTC)
    log_in(browser)
    assert "Tổ 1</a>" in browser.get("/obligations?of=N01:2026-Q4&show=late").text
