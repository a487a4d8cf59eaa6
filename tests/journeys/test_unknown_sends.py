"""Sends whose answer was lost: looked up in Zalo's record, said once more when absent, left to staff when unclear."""

from collections.abc import Sequence

import pytest

from bot.simulator.faults import FaultKind
from domain.staff import Role
from handlers.unknown_sends import DecideUnknownSend, Verdict, decide_unknown_send
from storage import outbox
from storage.tables import OutboxMessage, OutboxStatus
from tests.journeys.town import Resident, Town

RUBBISH = "rác đổ tràn ra đường Mẹ Thứ"
RECEIPT = "Đã ghi nhận"
SEND = "/openapi/v3.0/oa/message/cs"
LOOK_UP = "/openapi/v2.0/oa/conversation"


@pytest.fixture
def hoa(town: Town) -> Resident:
    return town.resident("Hoa")


def rows(town: Town) -> Sequence[OutboxMessage]:
    with town.service.database.read() as work:
        return list(reversed(outbox.page(work, status=None, kind=None, since=None, before_id=None, limit=100)))


def receipt(town: Town) -> OutboxMessage:
    (row,) = (row for row in rows(town) if row.kind == "incident_opened")
    return row


def lose_the_receipt(town: Town, hoa: Resident, kind: FaultKind, *, echo: bool = False) -> None:
    """The answer to the send is lost, and unless told otherwise the echo too."""
    address = town.simulator.webhook_url
    hoa.says("xin chào")
    town.simulator.say(hoa.person, RUBBISH)
    assert town.simulator.wait_until_attempted(10)
    town.simulator.fault(SEND, kind)
    if not echo:
        town.simulator.webhook_url = None
    town.settle()
    town.simulator.webhook_url = address


@pytest.mark.parametrize("kind", [FaultKind.DROP_BEFORE, FaultKind.BAD_GATEWAY, FaultKind.NOT_JSON])
def test_a_message_that_is_not_in_the_chat_is_said_once_more(town: Town, hoa: Resident, kind: FaultKind) -> None:
    lose_the_receipt(town, hoa, kind)
    assert receipt(town).status is OutboxStatus.UNKNOWN
    town.pass_time(seconds=10)
    assert receipt(town).status is OutboxStatus.UNKNOWN
    town.pass_time(seconds=11)
    assert receipt(town).status is OutboxStatus.SENT
    town.pass_time(hours=3)
    assert len(hoa.heard_with(RECEIPT)) == 1


@pytest.mark.parametrize("kind", [FaultKind.PROCESS_THEN_DROP, FaultKind.PROCESS_THEN_BAD_GATEWAY])
def test_a_message_that_is_in_the_chat_is_not_said_again(town: Town, hoa: Resident, kind: FaultKind) -> None:
    lose_the_receipt(town, hoa, kind)
    assert receipt(town).status is OutboxStatus.UNKNOWN
    town.pass_time(seconds=30)
    (heard,) = (message for message in hoa.heard if RECEIPT in message.text)
    assert (receipt(town).status, receipt(town).zalo_message_id) == (OutboxStatus.SENT, heard.message_id)
    town.pass_time(hours=3)
    assert len(hoa.heard_with(RECEIPT)) == 1


def test_the_echo_settles_it_before_anybody_looks(town: Town, hoa: Resident) -> None:
    lose_the_receipt(town, hoa, FaultKind.PROCESS_THEN_DROP, echo=True)
    assert receipt(town).status is OutboxStatus.SENT
    assert receipt(town).look_ups == 0


def test_the_same_words_of_an_earlier_day_prove_nothing(town: Town, hoa: Resident) -> None:
    hoa.says("cảm ơn")
    town.pass_time(days=2)
    before = len(hoa.heard)
    town.simulator.say(hoa.person, "cảm ơn")
    assert town.simulator.wait_until_attempted(10)
    town.simulator.fault(SEND, FaultKind.DROP_BEFORE)
    town.settle()
    town.pass_time(minutes=1)
    assert len(hoa.heard) == before + 1
    assert {row.status for row in rows(town)} == {OutboxStatus.SENT}


def test_while_the_record_cannot_be_read_it_stays_unknown_and_is_looked_up_later(town: Town, hoa: Resident) -> None:
    lose_the_receipt(town, hoa, FaultKind.PROCESS_THEN_DROP)
    town.simulator.fault(LOOK_UP, FaultKind.BAD_GATEWAY, times=2)
    town.pass_time(seconds=30)
    assert receipt(town).status is OutboxStatus.UNKNOWN
    for _ in range(3):
        town.pass_time(minutes=6)
    assert receipt(town).status is OutboxStatus.SENT
    assert len(hoa.heard_with(RECEIPT)) == 1


def test_a_record_that_can_never_be_read_leaves_it_to_staff(town: Town, hoa: Resident) -> None:
    lose_the_receipt(town, hoa, FaultKind.PROCESS_THEN_DROP)
    town.simulator.fault(LOOK_UP, FaultKind.BAD_GATEWAY, times=None)
    for _ in range(12):
        town.pass_time(hours=3)
    assert receipt(town).look_ups == outbox.MAX_LOOK_UPS
    town.simulator.world.faults.clear()
    town.pass_time(hours=3)
    assert receipt(town).status is OutboxStatus.UNKNOWN


def test_what_was_said_once_more_and_lost_again_is_left_to_staff(town: Town, hoa: Resident) -> None:
    lose_the_receipt(town, hoa, FaultKind.DROP_BEFORE)
    town.simulator.fault(SEND, FaultKind.DROP_BEFORE)
    town.pass_time(seconds=30)
    town.pass_time(hours=3)
    assert receipt(town).status is OutboxStatus.UNKNOWN
    assert not hoa.heard_with(RECEIPT)
    decide(town, Verdict.SAY_AGAIN)
    assert receipt(town).status is OutboxStatus.SENT
    assert len(hoa.heard_with(RECEIPT)) == 1


def test_staff_who_found_it_in_the_chat_say_so(town: Town, hoa: Resident) -> None:
    lose_the_receipt(town, hoa, FaultKind.PROCESS_THEN_DROP)
    decide(town, Verdict.WAS_SAID)
    town.pass_time(hours=3)
    assert receipt(town).status is OutboxStatus.SENT
    assert len(hoa.heard_with(RECEIPT)) == 1


def decide(town: Town, verdict: Verdict) -> None:
    command = DecideUnknownSend(message_id=receipt(town).id, verdict=verdict, role=Role.OFFICER)
    with town.service.database.begin() as work:
        decide_unknown_send(work, command, now=town.clock())
    town.settle()
