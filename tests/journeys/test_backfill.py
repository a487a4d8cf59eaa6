"""What residents wrote while the webhook was away is found in Zalo's own record, once, and answered."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.simulator.faults import FaultKind
from bot.simulator.sample_photos import sample_photo
from domain.understanding import Category
from scheduler.backfill import BOOKMARK
from storage import bookmarks, inbox
from storage.tables import InboxStatus
from tests.journeys.town import Resident, Town

RUBBISH = "rác đổ tràn ra đường Mẹ Thứ"
RECEIPT = "Đã ghi nhận"
FEED = "/openapi/v2.0/oa/listrecentchat"


@pytest.fixture
def hoa(town: Town) -> Resident:
    return town.resident("Hoa")


@pytest.fixture
def town(town: Town) -> Town:
    """A town that has been running for a while."""
    town.settle()
    town.pass_time(hours=1)
    return town


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


@contextmanager
def webhook_away(town: Town) -> Iterator[None]:
    address, town.simulator.webhook_url = town.simulator.webhook_url, None
    yield
    town.simulator.wait_until_attempted(10)
    town.simulator.webhook_url = address


def counts(town: Town) -> dict[InboxStatus, int]:
    with town.service.database.read() as work:
        return inbox.count_by_status(work)


def test_a_report_that_the_webhook_never_brought_gets_its_code(town: Town, hoa: Resident) -> None:
    with webhook_away(town):
        town.simulator.send_photos(hoa.person, [sample_photo(seed=1)], caption=RUBBISH)
    town.pass_time(minutes=16)
    town.gathering_ends()
    assert (town.incident.category, town.incident.place_name) == (Category.WASTE, "Mẹ Thứ")
    assert town.incident.photos == 1
    assert len(hoa.heard_with(RECEIPT)) == 1


def test_what_is_found_once_is_not_found_again(town: Town, hoa: Resident) -> None:
    with webhook_away(town):
        town.simulator.say(hoa.person, RUBBISH)
    for _ in range(5):
        town.pass_time(minutes=16)
    assert len(town.incidents) == 1
    assert len(hoa.heard_with(RECEIPT)) == 1


def test_what_the_webhook_brings_late_after_all_is_the_same_message(town: Town, hoa: Resident) -> None:
    address, town.simulator.webhook_url = town.simulator.webhook_url, "http://127.0.0.1:9/webhook/zalo"
    town.simulator.say(hoa.person, RUBBISH)
    assert town.simulator.wait_until_attempted(10)
    town.simulator.webhook_url = address
    town.pass_time(minutes=16)
    assert len(town.incidents) == 1
    town.pass_time(hours=2)
    assert len(town.incidents) == 1
    assert len(hoa.heard_with(RECEIPT)) == 1
    assert sum(delivery.event_name == "user_send_text" for delivery in town.simulator.deliveries()) == 1


def test_a_whole_day_of_many_people_is_read_page_by_page(town: Town) -> None:
    people = [town.resident(f"Người {number}") for number in range(12)]
    with webhook_away(town):
        for resident in people:
            for number in range(3):
                town.simulator.say(resident.person, f"{RUBBISH} số {number}")
                town.clock.advance(minutes(40))
    town.pass_time(minutes=2)
    town.gathering_ends()
    assert len(town.incidents) >= len(people)
    assert all(resident.heard_with(RECEIPT) for resident in people)
    with town.service.database.read() as work:
        assert (bookmarks.at(work, BOOKMARK) or town.clock()) > town.clock() - minutes(60)


def test_what_was_written_before_we_began_is_left_alone(tmp_path: Path) -> None:
    town = Town(tmp_path)
    try:
        hoa = town.resident("Hoa")
        with webhook_away(town):
            town.simulator.say(hoa.person, RUBBISH)
        town.clock.advance(minutes(30))
        town.settle()
        town.pass_time(hours=1)
        assert not town.incidents
        assert not hoa.heard
    finally:
        town.close()


@pytest.mark.parametrize("kind", [FaultKind.DROP_BEFORE, FaultKind.NOT_JSON, FaultKind.BAD_GATEWAY])
def test_a_record_that_cannot_be_read_is_read_later(town: Town, hoa: Resident, kind: FaultKind) -> None:
    with webhook_away(town):
        town.simulator.say(hoa.person, RUBBISH)
    town.simulator.fault(FEED, kind, times=2)
    town.pass_time(minutes=16)
    assert not hoa.heard
    for _ in range(3):
        town.pass_time(minutes=3)
    assert len(hoa.heard_with(RECEIPT)) == 1


def test_an_account_that_may_not_read_its_chats_is_asked_seldom(town: Town, hoa: Resident) -> None:
    town.simulator.fault(FEED, FaultKind.ERROR_CODE, times=None, error_code=-224)
    for _ in range(8):
        town.pass_time(minutes=30)
    hoa.says(RUBBISH)
    assert len(hoa.heard_with(RECEIPT)) == 1
    town.simulator.world.faults.clear()
    with webhook_away(town):
        town.simulator.say(hoa.person, "đường Trần Nam Trung đèn không sáng")
    town.pass_time(hours=7)
    assert len(hoa.heard_with(RECEIPT)) == 2


def test_a_restart_goes_on_where_the_last_run_ended(town: Town, hoa: Resident, tmp_path: Path) -> None:
    with webhook_away(town):
        town.simulator.say(hoa.person, RUBBISH)
        town.clock.advance(minutes(10))
    town.restart()
    town.settle()
    assert len(hoa.heard_with(RECEIPT)) == 1


def test_words_of_one_person_have_their_effect_in_their_order_across_pages(town: Town, hoa: Resident) -> None:
    others = [town.resident(f"Người {number}") for number in range(15)]
    with webhook_away(town):
        town.simulator.say(hoa.person, "đường Trần Nam Trung đèn không sáng")
        for resident in others:
            town.clock.advance(minutes(1))
            town.simulator.say(resident.person, "xin chào")
        town.clock.advance(minutes(1))
        town.simulator.say(hoa.person, "rút lại PA-1")
    town.pass_time(minutes=16)
    assert hoa.heard_with(RECEIPT)
    assert len(hoa.heard_with("PA-26-000001")) == 2
