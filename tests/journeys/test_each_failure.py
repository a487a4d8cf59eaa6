"""Each way in which Zalo can refuse, stall or lie: what becomes of the message, and of those behind it."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.simulator.faults import FaultKind
from domain.messages import OutgoingMessage, Priority
from domain.teams import GroupPurpose
from storage import outbox, people, reminders, teams
from storage.tables import OutboxMessage, OutboxStatus
from tests.journeys.town import Resident, Town

RUBBISH = "rác đổ tràn ra đường Mẹ Thứ"
RECEIPT = "Đã ghi nhận"
SEND = "/openapi/v3.0/oa/message/cs"
GROUP_SEND = "/openapi/v3.0/oa/group/message"
OAUTH = "/oauth"


@pytest.fixture
def hoa(town: Town) -> Resident:
    return town.resident("Hoa")


@pytest.fixture
def ben(town: Town) -> Resident:
    resident = town.resident("Bình")
    resident.says("xin chào")
    return resident


def rows(town: Town) -> Sequence[OutboxMessage]:
    with town.service.database.read() as work:
        return list(reversed(outbox.page(work, status=None, kind=None, since=None, before_id=None, limit=100)))


def receipt(town: Town) -> OutboxMessage:
    (row,) = (row for row in rows(town) if row.kind == "incident_opened")
    return row


@pytest.mark.parametrize(
    ("code", "now", "later"),
    [
        (-32, OutboxStatus.WAITING, OutboxStatus.SENT),
        (-100, OutboxStatus.FAILED, OutboxStatus.FAILED),
        (-200, OutboxStatus.WAITING, OutboxStatus.SENT),
        (-201, OutboxStatus.FAILED, OutboxStatus.FAILED),
        (-202, OutboxStatus.WAITING, OutboxStatus.SENT),
        (-210, OutboxStatus.FAILED, OutboxStatus.FAILED),
        (-211, OutboxStatus.WAITING, OutboxStatus.SENT),
        (-213, OutboxStatus.TO_PHONE, OutboxStatus.TO_PHONE),
        (-216, OutboxStatus.SENT, OutboxStatus.SENT),
        (-217, OutboxStatus.TO_PHONE, OutboxStatus.TO_PHONE),
        (-218, OutboxStatus.WAITING, OutboxStatus.SENT),
        (-220, OutboxStatus.SENT, OutboxStatus.SENT),
        (-224, OutboxStatus.WAITING, OutboxStatus.SENT),
        (-230, OutboxStatus.TO_PHONE, OutboxStatus.TO_PHONE),
        (-234, OutboxStatus.WAITING, OutboxStatus.SENT),
        (-244, OutboxStatus.TO_PHONE, OutboxStatus.TO_PHONE),
        (-248, OutboxStatus.FAILED, OutboxStatus.FAILED),
        (-9999, OutboxStatus.FAILED, OutboxStatus.FAILED),
    ],
)
def test_each_code_ends_as_its_class_says(
    town: Town, hoa: Resident, code: int, now: OutboxStatus, later: OutboxStatus
) -> None:
    hoa.says("xin chào")
    town.simulator.fault(SEND, FaultKind.ERROR_CODE, error_code=code)
    hoa.says(RUBBISH)
    assert receipt(town).status is now
    town.pass_time(hours=2)
    assert receipt(town).status is later
    assert len(hoa.heard_with(RECEIPT)) == (later is OutboxStatus.SENT)


@pytest.mark.parametrize("code", [-201, -213, -217, -248, -9999])
def test_what_concerns_one_message_holds_nobody_else_up(town: Town, hoa: Resident, ben: Resident, code: int) -> None:
    hoa.says("xin chào")
    town.simulator.fault(SEND, FaultKind.ERROR_CODE, error_code=code)
    hoa.says(RUBBISH)
    ben.says(RUBBISH)
    assert ben.heard_with(RECEIPT)


@pytest.mark.parametrize(
    ("kind", "unknown"),
    [
        (FaultKind.BAD_GATEWAY, True),
        (FaultKind.NOT_JSON, True),
        (FaultKind.DROP_BEFORE, True),
        (FaultKind.PROCESS_THEN_DROP, True),
        (FaultKind.PROCESS_THEN_BAD_GATEWAY, True),
    ],
)
def test_a_line_that_breaks_says_nothing_twice(town: Town, hoa: Resident, kind: FaultKind, unknown: bool) -> None:
    hoa.says("xin chào")
    town.simulator.fault(SEND, kind, times=1)
    hoa.says(RUBBISH)
    for _ in range(3):
        town.pass_time(minutes=2)
    assert len(hoa.heard_with(RECEIPT)) == 1
    assert (receipt(town).look_ups > 0) or receipt(town).zalo_message_id is not None
    assert unknown


def test_a_storm_of_limits_is_waited_out_in_order(town: Town, hoa: Resident, ben: Resident) -> None:
    hoa.says("xin chào")
    town.simulator.fault(SEND, FaultKind.ERROR_CODE, times=6, error_code=-32)
    hoa.says(RUBBISH)
    ben.says(RUBBISH)
    for _ in range(12):
        town.pass_time(minutes=2)
    assert [len(one.heard_with(RECEIPT)) for one in (hoa, ben)] == [1, 1]


@pytest.mark.parametrize("kind", [FaultKind.NOT_JSON, FaultKind.BAD_GATEWAY, FaultKind.DROP_BEFORE])
def test_hours_of_a_broken_zalo_lose_nothing_and_repeat_nothing(town: Town, hoa: Resident, kind: FaultKind) -> None:
    hoa.says("xin chào")
    town.simulator.fault("/openapi", kind, times=None)
    hoa.says(RUBBISH)
    for _ in range(6):
        town.pass_time(minutes=30)
    assert not hoa.heard_with(RECEIPT)
    town.simulator.world.faults.clear()
    for _ in range(8):
        town.pass_time(hours=1)
    assert len(hoa.heard_with(RECEIPT)) == 1


def test_a_disabled_group_holds_nobody_else_up_and_its_words_end(town: Town, hoa: Resident) -> None:
    hoa.says("xin chào")
    group = town.simulator.add_group("CNSCĐ-Phường Hòa Xuân", [hoa.person])
    town.settle()
    town.simulator.lapse_asset(group)
    with town.service.database.begin() as work:
        (known,) = teams.groups(work)
        known.purpose = GroupPurpose.WARD
        reminders.queue_words(
            work,
            [
                {
                    "dedupe_key": "test",
                    "person_id": None,
                    "group_id": known.id,
                    "member_id": None,
                    "kind": "reminder",
                    "priority": int(Priority.EMERGENCY),
                    "status": OutboxStatus.WAITING,
                    "text": "nhắc",
                    "buttons": [],
                    "created_at": town.clock(),
                    "available_at": town.clock(),
                    "attempts": 0,
                }
            ],
        )
    hoa.says(RUBBISH)
    assert hoa.heard_with(RECEIPT)
    for _ in range(5):
        town.pass_time(days=1)
    (row,) = (row for row in rows(town) if row.group_id)
    assert (row.status, row.error_code) == (OutboxStatus.FAILED, "-237")


def trouble(town: Town) -> str | None:
    return town.service.token_store.trouble()


def test_a_revoked_permission_is_known_at_once_and_sending_goes_on_with_a_new_pair(town: Town, hoa: Resident) -> None:
    hoa.says("xin chào")
    town.pass_time(minutes=1)
    town.simulator.revoke_permission()
    town.settle()
    assert "grant it again" in (trouble(town) or "")
    hoa.says(RUBBISH)
    assert receipt(town).status is OutboxStatus.WAITING
    town.grant_anew()
    assert trouble(town) is None
    town.pass_time(minutes=10)
    assert len(hoa.heard_with(RECEIPT)) == 1


def test_the_old_pair_of_the_settings_is_not_taken_for_a_new_one(town: Town, hoa: Resident) -> None:
    hoa.says("xin chào")
    town.pass_time(minutes=1)
    town.simulator.revoke_permission()
    town.settle()
    town.restart()
    assert "grant it again" in (trouble(town) or "")


def test_a_revocation_from_before_the_present_permission_changes_nothing(town: Town, hoa: Resident) -> None:
    hoa.says("xin chào")
    town.clock.advance(timedelta(hours=-2))
    town.simulator.emit("permission_revoked", {})
    town.clock.advance(timedelta(hours=2))
    town.settle()
    assert trouble(town) is None


@pytest.mark.parametrize("kind", [FaultKind.PROCESS_THEN_DROP, FaultKind.PROCESS_THEN_BAD_GATEWAY])
def test_a_refresh_whose_answer_is_lost_ends_in_the_wish_for_consent_and_loses_no_word(
    town: Town, hoa: Resident, kind: FaultKind
) -> None:
    hoa.says("xin chào")
    town.simulator.fault(OAUTH, kind, times=1)
    town.pass_time(hours=26)
    hoa.says(RUBBISH)
    for _ in range(3):
        town.pass_time(minutes=10)
    assert receipt(town).status is OutboxStatus.WAITING
    assert "grant it again" in (trouble(town) or "")
    town.grant_anew()
    town.pass_time(minutes=10)
    assert len(hoa.heard_with(RECEIPT)) == 1


@pytest.mark.parametrize("kind", [FaultKind.DROP_BEFORE, FaultKind.BAD_GATEWAY, FaultKind.NOT_JSON])
def test_an_oauth_server_that_stumbles_is_asked_again(town: Town, hoa: Resident, kind: FaultKind) -> None:
    hoa.says("xin chào")
    town.simulator.fault(OAUTH, kind, times=1)
    town.pass_time(hours=26)
    hoa.says(RUBBISH)
    for _ in range(4):
        town.pass_time(minutes=10)
    assert len(hoa.heard_with(RECEIPT)) == 1


def test_a_slow_zalo_is_given_up_on_and_looked_up(town: Town, hoa: Resident) -> None:
    hoa.says("xin chào")
    town.simulator.fault(SEND, FaultKind.SLOW, times=1, seconds=9.0)
    hoa.says(RUBBISH)
    for _ in range(3):
        town.pass_time(minutes=1)
    assert len(hoa.heard_with(RECEIPT)) == 1


def test_words_to_somebody_we_lost_do_not_hide_others(town: Town, hoa: Resident, ben: Resident) -> None:
    hoa.says("xin chào")
    with town.service.database.begin() as work:
        person = people.find(work, hoa.person.id)
        assert person is not None
        outbox.add(
            work,
            person,
            OutgoingMessage(text="tin"),
            kind="test",
            dedupe_key="test",
            priority=Priority.NEWS,
            now=town.clock(),
        )
    town.simulator.block(hoa.person)
    town.settle()
    ben.says(RUBBISH)
    assert ben.heard_with(RECEIPT)
