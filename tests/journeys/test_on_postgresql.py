"""The main journeys once more, on PostgreSQL."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from bot.simulator.deliveries import SignatureStyle
from bot.simulator.faults import FaultKind
from bot.simulator.media import MediaFault
from bot.simulator.sample_photos import sample_photo
from domain.group_links import LinkSource
from domain.incidents import IncidentStatus
from domain.understanding import Category
from storage import outbox, quarantine
from storage.tables import AttachmentStatus, InboxEvent, InboxStatus, OutboxStatus
from tests.databases import postgresql_server, ready_database
from tests.journeys.digital_teams import member, record, team
from tests.journeys.group_life import TownGroup, event_of
from tests.journeys.town import Resident, Town

RUBBISH = "rác đổ tràn ra đường Mẹ Thứ"
SEND = "/openapi/v3.0/oa/message/cs"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with postgresql_server(tmp_path_factory.mktemp("pg")) as address:
        yield address


@pytest.fixture
def town(server: str, tmp_path: Path) -> Iterator[Town]:
    town = Town(tmp_path, DATABASE_URL=ready_database(server))
    yield town
    town.close()


@pytest.fixture
def hoa(town: Town) -> Resident:
    return town.resident("Hoa")


def test_a_photo_with_an_accentless_line_gets_a_code_the_street_and_a_date(town: Town, hoa: Resident) -> None:
    hoa.sends_photos(3, caption="rac do tran ra duong me thu")
    town.gathering_ends()
    assert (town.incident.category, town.incident.place_name) == (Category.WASTE, "Mẹ Thứ")
    assert (town.incident.due_on, town.incident.photos) == (date(2026, 11, 27), 3)
    assert "PA-26-000001" in hoa.heard_with("Đã ghi nhận")[0]


def test_a_case_is_completed_corrected_moved_and_withdrawn(town: Town, hoa: Resident) -> None:
    hoa.sends_photos(1)
    town.gathering_ends()
    hoa.says("đường Mẹ Thứ")
    hoa.says("rác chất đống mấy bữa ni")
    town.moves_case(IncidentStatus.IN_PROGRESS, "Đội vệ sinh đang tới.")
    assert "Đội vệ sinh đang tới." in hoa.last
    hoa.says("phản ánh của tôi")
    assert "Đang xử lý" in hoa.last
    hoa.says("rút lại PA-1")
    hoa.taps("Đúng, rút lại")
    assert town.incident.status is IncidentStatus.WITHDRAWN


def test_what_comes_twice_or_is_cut_short_has_one_effect(town: Town, hoa: Resident) -> None:
    town.simulator.webhook_modes(copies=3)
    hoa.says("đèn đường trước số 12 Lỗ Giáng 8 không sáng")
    hoa.drops_pin()
    town.pass_time(hours=30)
    town.service._erase_pins()
    assert town.incident.latitude is None
    assert len(hoa.heard_with("Đã ghi nhận")) == 1


def test_the_read_api_pages_through_the_same_rows(town: Town, hoa: Resident) -> None:
    for street in ("Mẹ Thứ", "Văn Tiến Dũng", "Nguyễn Phước Lan"):
        hoa.says(f"rác đổ tràn ra đường {street}")
    client = town.service.app.test_client()
    headers = {"Authorization": "Bearer token-of-the-journeys"}
    first = client.get("/api/v1/incidents?limit=2", headers=headers).get_json()
    second = client.get(f"/api/v1/incidents?limit=2&cursor={first['next']}", headers=headers).get_json()
    codes = [item["code"] for item in first["items"] + second["items"]]
    assert codes == ["PA-26-000003", "PA-26-000002", "PA-26-000001"]
    assert second["next"] is None


def said(town: Town) -> dict[OutboxStatus, int]:
    with town.service.database.read() as work:
        return outbox.count_by_status(work)


def test_photos_that_are_asked_about_become_a_case_with_the_words_that_follow(town: Town, hoa: Resident) -> None:
    hoa.sends_photos(2)
    town.gathering_ends()
    hoa.says("đèn đường trước số 12 Lỗ Giáng 8 không sáng")
    town.gathering_ends()
    assert (town.incident.category, town.incident.photos) == (Category.LIGHTING, 2)
    assert [kept.status for kept in town.attachments] == [AttachmentStatus.KEPT] * 2


def test_two_residents_at_once_have_their_own_cases_and_answers(town: Town, hoa: Resident) -> None:
    binh = town.resident("Binh")
    town.simulator.say(hoa.person, RUBBISH)
    town.simulator.say(binh.person, "ổ gà to ở đường Văn Tiến Dũng, xe máy té hoài")
    town.settle()
    assert [case.number for case in town.incidents] == [1, 2]
    for resident in (hoa, binh):
        assert len(resident.heard_with("Đã ghi nhận")) == 1


def test_an_answer_lost_after_the_send_is_settled_by_the_echo(town: Town, hoa: Resident) -> None:
    town.simulator.fault(SEND, FaultKind.PROCESS_THEN_DROP, times=1)
    hoa.says(RUBBISH)
    town.pass_time(minutes=30)
    assert set(said(town)) == {OutboxStatus.SENT}
    assert len(hoa.heard_with("Đã ghi nhận")) == 1


def test_zalos_limit_is_waited_out(town: Town, hoa: Resident) -> None:
    town.simulator.fault(SEND, FaultKind.ERROR_CODE, times=1, error_code=-32)
    hoa.says(RUBBISH)
    assert not hoa.heard
    town.pass_time(minutes=2)
    assert len(hoa.heard_with("Đã ghi nhận")) == 1


def test_an_event_nobody_vouches_for_is_set_aside_and_has_no_effect(town: Town, hoa: Resident) -> None:
    town.simulator.webhook_modes(signature=SignatureStyle.WRONG_SECRET)
    hoa.says(RUBBISH)
    with town.service.database.read() as work:
        assert quarantine.size(work)[0] == 1
        assert not work.session.exec(select(InboxEvent)).all()
    assert not town.incidents and not hoa.heard


def test_a_photo_whose_host_stumbles_is_fetched_later_and_a_bomb_never(town: Town, hoa: Resident) -> None:
    town.simulator.send_photos(hoa.person, [sample_photo()], caption=RUBBISH, fault=MediaFault.FLAKY, failures=2)
    town.simulator.send_photos(hoa.person, [sample_photo()], fault=MediaFault.BOMB)
    town.settle()
    for _ in range(3):
        town.pass_time(minutes=2)
    assert [kept.status for kept in town.attachments] == [AttachmentStatus.KEPT, AttachmentStatus.REFUSED]
    assert hoa.heard_with("Đã ghi nhận")


def test_every_event_ends_done_or_ignored(town: Town, hoa: Resident) -> None:
    hoa.says(RUBBISH)
    town.moves_case(IncidentStatus.RESOLVED, "Đã dọn.")
    town.simulator.see(hoa.person)
    town.settle()
    with town.service.database.read() as work:
        ends = {event.status for event in work.session.exec(select(InboxEvent))}
    assert ends <= {InboxStatus.DONE, InboxStatus.IGNORED}
    assert "Đã dọn." in hoa.last


def test_a_report_in_a_group_is_recorded_corrected_and_the_rest_is_let_go(town: Town, hoa: Resident) -> None:
    binh = member(town, team(town, "Tổ CNSCĐ số 12", 12))
    group = TownGroup(town, "CNSCĐ-Tổ dân phố số 12-Phường Hòa Xuân", [binh, hoa])
    assert group.row.link is LinkSource.NAME
    group.says(binh, "#baocao sáng nay tổ 12 hướng dẫn 35 bà con cài VNeID")
    group.sends_photos(binh, 2)
    group.says(binh, "thêm 5 bác nữa cài VNeID", quote=group.last_card)
    assert (record(town).people, record(town).evidence) == (40, 2)
    message_id = group.says(hoa, "mai đám giỗ nhà em")
    event = event_of(town, message_id)
    assert (event.status, event.body) == (InboxStatus.IGNORED, None)
    town.simulator.dissolve_group(group.group)
    town.settle()
    assert group.status == "dissolved"
