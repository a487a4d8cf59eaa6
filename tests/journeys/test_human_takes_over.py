"""A human answers from Zalo's own tool: the bot listens, loses nothing, speaks only of danger, and comes back."""

import pytest

from domain.incidents import IncidentStatus
from domain.staff import Role
from handlers.takeover import HandBack, hand_back
from storage import conversations, outbox
from storage.tables import OutboxStatus
from tests.journeys.town import Resident, Town

RUBBISH = "rác đổ tràn ra đường Mẹ Thứ"
RECEIPT = "Đã ghi nhận"


@pytest.fixture
def hoa(town: Town) -> Resident:
    hoa = town.resident("Hoa")
    hoa.says("xin chào")
    return hoa


def human_answers(town: Town, hoa: Resident, words: str = "Dạ em nghe đây ạ") -> None:
    town.simulator.human_reply(hoa.person, words)
    town.settle()


def by_bot(hoa: Resident) -> list[str]:
    return [message.text for message in hoa.heard if not message.by_human]


def hands_back(town: Town) -> None:
    with town.service.database.begin() as work:
        (talk,) = conversations.in_human_hands(work, now=town.clock())
        command = HandBack(person_id=talk.person_id, role=Role.OFFICER)
        hand_back(work, town.service.office, command, now=town.clock())
    town.settle()


@pytest.mark.parametrize("words", ["xin chào", "phản ánh của tôi", "menu", "bao giờ phường làm việc?", "ok ok", "???"])
def test_the_bot_says_nothing_while_a_human_answers(town: Town, hoa: Resident, words: str) -> None:
    human_answers(town, hoa)
    before = by_bot(hoa)
    hoa.says(words)
    town.pass_time(hours=1)
    assert by_bot(hoa) == before
    assert not town.tasks


def test_a_case_told_to_the_human_is_opened_and_its_receipt_comes_when_he_is_done(town: Town, hoa: Resident) -> None:
    human_answers(town, hoa)
    hoa.sends_photos(1, caption=RUBBISH)
    town.gathering_ends()
    assert (town.incident.photos, town.incident.place_name) == (1, "Mẹ Thứ")
    assert not hoa.heard_with(RECEIPT)
    hands_back(town)
    assert len(hoa.heard_with(RECEIPT)) == 1
    hoa.says("phản ánh của tôi")
    assert town.incident.code in hoa.last


def test_after_twelve_hours_the_bot_is_back_by_itself(town: Town, hoa: Resident) -> None:
    human_answers(town, hoa)
    hoa.says(RUBBISH)
    town.pass_time(hours=11, minutes=59)
    assert not hoa.heard_with(RECEIPT)
    town.pass_time(minutes=2)
    assert len(hoa.heard_with(RECEIPT)) == 1
    town.pass_time(hours=1)
    assert len(hoa.heard_with(RECEIPT)) == 1


def test_each_answer_of_the_human_begins_the_twelve_hours_anew(town: Town, hoa: Resident) -> None:
    human_answers(town, hoa)
    town.pass_time(hours=8)
    human_answers(town, hoa)
    town.pass_time(hours=8)
    before = by_bot(hoa)
    hoa.says("xin chào")
    assert by_bot(hoa) == before


def test_danger_is_answered_all_the_same(town: Town, hoa: Resident) -> None:
    human_answers(town, hoa)
    hoa.says("cháy nhà ở 45 Mẹ Thứ, cứu với")
    assert any("114" in words for words in by_bot(hoa))


def test_what_an_officer_does_to_a_case_is_told_all_the_same(town: Town, hoa: Resident) -> None:
    hoa.says(RUBBISH)
    human_answers(town, hoa)
    town.moves_case(IncidentStatus.RESOLVED, "Đã dọn.")
    assert hoa.heard_with("Đã dọn.")


def test_an_answer_that_still_waits_is_taken_back(town: Town, hoa: Resident) -> None:
    town.simulator.say(hoa.person, "phản ánh của tôi")
    assert town.simulator.wait_until_attempted(10)
    assert town.service.inbox.step()
    town.simulator.human_reply(hoa.person, "Để em xem giúp ạ")
    assert town.simulator.wait_until_attempted(10)
    assert town.service.inbox.step()
    before = by_bot(hoa)
    town.settle()
    assert by_bot(hoa) == before
    with town.service.database.read() as work:
        assert outbox.count_by_status(work)[OutboxStatus.CANCELLED] == 1


def test_an_old_button_starts_nothing_behind_the_humans_back(town: Town, hoa: Resident) -> None:
    hoa.says(RUBBISH)
    human_answers(town, hoa)
    hoa.taps("Rút lại")
    hoa.says("đúng")
    assert town.incident.status is IncidentStatus.NEW


def test_another_program_that_speaks_silences_nobody(town: Town, hoa: Resident) -> None:
    echo = {
        "sender": {"id": town.simulator.options.oa_id},
        "recipient": {"id": hoa.person.id},
        "message": {"text": "Tin của phần mềm khác", "msg_id": "ffffffffffffffffffff"},
    }
    town.simulator.emit("oa_send_text", echo)
    town.settle()
    hoa.says("xin chào")
    hoa.says(RUBBISH)
    assert hoa.heard_with(RECEIPT)
