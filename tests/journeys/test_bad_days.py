"""When Zalo, its photo hosts or its tokens have a bad day: nothing is lost, and nothing is said twice."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.simulator.faults import FaultKind
from bot.simulator.media import MediaFault
from bot.simulator.options import TokenRefusal
from bot.simulator.sample_photos import sample_photo
from domain.incidents import IncidentStatus
from storage import outbox
from storage.tables import AttachmentStatus, OutboxMessage, OutboxStatus
from tests.journeys.town import Resident, Town

RUBBISH = "rác đổ tràn ra đường Mẹ Thứ"
SEND = "/openapi/v3.0/oa/message/cs"


@pytest.fixture
def hoa(town: Town) -> Resident:
    return town.resident("Hoa")


def rows(town: Town) -> Sequence[OutboxMessage]:
    with town.service.database.read() as work:
        return list(reversed(outbox.page(work, status=None, kind=None, since=None, before_id=None, limit=100)))


def statuses(town: Town) -> list[OutboxStatus]:
    return [row.status for row in rows(town)]


def test_the_rate_limit_of_zalo_is_waited_out(town: Town, hoa: Resident) -> None:
    town.simulator.fault(SEND, FaultKind.ERROR_CODE, times=1, error_code=-32)
    hoa.says(RUBBISH)
    assert not hoa.heard
    (receipt,) = (row for row in rows(town) if row.kind == "incident_opened")
    assert receipt.status is OutboxStatus.WAITING
    assert receipt.available_at >= town.clock() + timedelta(seconds=60)
    town.pass_time(minutes=2)
    assert len(hoa.heard_with("Đã ghi nhận")) == 1


def test_a_message_zalo_never_takes_fails_with_its_code(town: Town, hoa: Resident) -> None:
    town.simulator.fault(SEND, FaultKind.ERROR_CODE, times=1, error_code=-201)
    hoa.says(RUBBISH)
    failed = [row for row in rows(town) if row.status is OutboxStatus.FAILED]
    assert [row.error_code for row in failed] == ["-201"]


def test_somebody_who_blocked_us_goes_to_the_phone_list(town: Town, hoa: Resident) -> None:
    hoa.says(RUBBISH)
    town.simulator.block(hoa.person)
    town.moves_case(IncidentStatus.RESOLVED, "Đã dọn.")
    assert statuses(town)[-1] is OutboxStatus.TO_PHONE


@pytest.mark.parametrize("refusal", list(TokenRefusal))
def test_an_expired_token_is_refreshed_and_the_message_leaves_once(
    town: Town, hoa: Resident, refusal: TokenRefusal
) -> None:
    town.simulator.switch(token_refusal=refusal)
    town.pass_time(hours=26)
    hoa.says(RUBBISH)
    assert len(hoa.heard_with("Đã ghi nhận")) == 1


def test_a_day_without_zalo_loses_nothing(town: Town, hoa: Resident) -> None:
    town.simulator.fault("/openapi", FaultKind.ERROR_CODE, times=None, error_code=-32)
    hoa.says(RUBBISH)
    for _ in range(24):
        town.pass_time(hours=1)
    assert not hoa.heard
    town.simulator.world.faults.clear()
    town.pass_time(hours=2)
    assert len(hoa.heard_with("Đã ghi nhận")) == 1


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (MediaFault.WRONG_TYPE, AttachmentStatus.REFUSED),
        (MediaFault.BOMB, AttachmentStatus.REFUSED),
        (MediaFault.TRUNCATED, AttachmentStatus.REFUSED),
        (MediaFault.REDIRECT_ELSEWHERE, AttachmentStatus.REFUSED),
        (MediaFault.REDIRECT_PRIVATE, AttachmentStatus.REFUSED),
        (MediaFault.HUGE, AttachmentStatus.REFUSED),
    ],
)
def test_a_bad_photo_never_holds_up_the_case(
    town: Town, hoa: Resident, fault: MediaFault, status: AttachmentStatus
) -> None:
    town.simulator.send_photos(hoa.person, [sample_photo()], caption=RUBBISH, fault=fault)
    town.settle()
    assert town.incident.code in hoa.heard[0].text
    assert [kept.status for kept in town.attachments] == [status]


def test_a_photo_whose_host_stumbles_is_fetched_later(town: Town, hoa: Resident) -> None:
    town.simulator.send_photos(hoa.person, [sample_photo()], caption=RUBBISH, fault=MediaFault.FLAKY, failures=2)
    town.settle()
    assert hoa.heard_with("Đã ghi nhận")
    for _ in range(3):
        town.pass_time(minutes=2)
    assert [kept.status for kept in town.attachments] == [AttachmentStatus.KEPT]


def test_a_message_delivered_twice_has_one_effect(town: Town, hoa: Resident) -> None:
    town.simulator.webhook_modes(copies=3)
    hoa.sends_photos(2, caption=RUBBISH)
    town.gathering_ends()
    assert town.incident.photos == 2
    assert len(hoa.heard_with("Đã ghi nhận")) == 1


def test_messages_in_the_wrong_order_end_the_same(town: Town, hoa: Resident) -> None:
    town.simulator.webhook_modes(swapped=True)
    hoa.sends_photos(1)
    hoa.says(RUBBISH)
    town.simulator.webhook_modes(swapped=False)
    town.settle()
    town.gathering_ends()
    assert (town.incident.photos, town.incident.place_name) == (1, "Mẹ Thứ")


def test_an_outage_of_ours_is_made_up_by_zalos_retries(town: Town, hoa: Resident) -> None:
    address = town.simulator.webhook_url
    town.simulator.webhook_url = "http://127.0.0.1:9/webhook/zalo"
    hoa.says(RUBBISH)
    assert not town.incidents
    town.simulator.webhook_url = address
    town.pass_time(minutes=1)
    assert town.incident.place_name == "Mẹ Thứ"
