"""Two residents report the same thing: the second is asked, decides himself, and keeps all that is his."""

import pytest

from domain.incidents import IncidentStatus
from domain.understanding import Category
from handlers.merging import MergeIncident, PartIncidents, merge_incident, part_incidents
from storage import staff
from tests.journeys.town import Resident, Town

LAMP = "đèn đường hư trước số 45 Mẹ Thứ"
SAME_LAMP = "đèn đường trước số 51 Mẹ Thứ tắt cả tuần nay"
FAR_LAMP = "đèn đường hư trước số 410 Mẹ Thứ"


@pytest.fixture
def an(town: Town) -> Resident:
    """The first one, with a lamp that is broken."""
    an = town.resident("An")
    an.says(LAMP)
    return an


@pytest.fixture
def binh(town: Town, an: Resident) -> Resident:
    """The neighbour, who reports the same lamp an hour later."""
    town.pass_time(hours=1)
    binh = town.resident("Bình")
    binh.says(SAME_LAMP)
    return binh


def code_of(town: Town, number: int) -> str:
    return town.incidents[number].code


def officer_merges(town: Town, follower: int, leader: int) -> None:
    with town.service.database.begin() as work:
        officer = staff.find_officer(work, "lan") or town._hire(work)
        command = MergeIncident(
            incident_id=town.incidents[follower].id,
            into_year=2026,
            into_number=town.incidents[leader].number,
            words="Cùng một cột đèn",
            silent=False,
            revision=town.incidents[follower].revision,
            officer_id=officer.id,
            role=officer.role,
        )
        merge_incident(work, town.service.office, command, now=town.clock())
    town.settle()


def test_a_neighbour_is_asked_and_nothing_is_merged_by_itself(town: Town, binh: Resident) -> None:
    (offer,) = binh.heard_with("Có người đã báo một việc giống vậy")
    assert "Mẹ Thứ" in offer
    assert "45" not in offer
    assert [case.status for case in town.incidents] == [IncidentStatus.NEW, IncidentStatus.NEW]
    town.pass_time(hours=80)
    assert town.incidents[1].merged_into_id is None


def test_the_first_reporter_is_asked_nothing(an: Resident, binh: Resident) -> None:
    assert not an.heard_with("giống vậy")


@pytest.mark.parametrize(
    "words",
    [FAR_LAMP, "đèn đường hư ở đường Nguyễn Phước Lan", "rác đổ đầy trước số 45 Mẹ Thứ", "cây ngã chắn đường Mẹ Thứ"],
)
def test_another_place_or_another_kind_is_not_offered(town: Town, an: Resident, words: str) -> None:
    chi = town.resident("Chi")
    chi.says(words)
    assert len(town.incidents) == 2
    assert not chi.heard_with("giống vậy")


def test_after_three_days_it_is_not_offered_any_more(town: Town, an: Resident) -> None:
    town.pass_time(hours=73)
    chi = town.resident("Chi")
    chi.says(SAME_LAMP)
    assert not chi.heard_with("giống vậy")


def test_a_finished_case_is_no_duplicate_but_a_recurrence(town: Town, an: Resident) -> None:
    town.moves_case(IncidentStatus.RESOLVED, "Đã thay bóng")
    chi = town.resident("Chi")
    chi.says(SAME_LAMP)
    assert not chi.heard_with("giống vậy")
    assert town.incidents[1].recurrence_of_id == town.incidents[0].id


def test_within_a_hundred_metres_of_a_pin_it_is_offered_and_beyond_it_is_not(town: Town) -> None:
    for name, latitude in (("An", 16.0030), ("Bình", 16.0037), ("Chi", 16.0060)):
        person = town.resident(name)
        person.says("rác đổ đống hôi quá")
        person.drops_pin(latitude=latitude, longitude=108.2230)
        town.gathering_ends()
        assert bool(person.heard_with("giống vậy")) is (name == "Bình")


def test_who_accepts_keeps_his_code_and_reads_the_state_of_the_leading_case(
    town: Town, an: Resident, binh: Resident
) -> None:
    binh.taps("Tôi cũng gặp")
    leader, follower = town.incidents
    assert (follower.status, follower.merged_into_id) == (IncidentStatus.MERGED, leader.id)
    assert leader.reporters == 2
    assert "PA-26-000002 được xử lý chung" in binh.last
    town.moves_one(leader, IncidentStatus.IN_PROGRESS, "Thợ đang tới")
    assert "PA-26-000002: Đang xử lý" in binh.last
    assert "PA-26-000001: Đang xử lý" in an.last
    binh.says("tra cứu PA-2")
    assert "PA-26-000002: Đang xử lý" in binh.last
    assert "tắt cả tuần nay" in binh.last
    assert "Thợ đang tới" in binh.last
    assert "trước số 45" not in binh.last
    binh.says("phản ánh của tôi")
    assert "PA-26-000002 – Điện, đèn đường" in binh.last
    assert "Đang xử lý" in binh.last


def test_nobody_reads_the_thread_of_the_other(town: Town, an: Resident, binh: Resident) -> None:
    binh.taps("Tôi cũng gặp")
    binh.says("tra cứu PA-26-000001")
    assert "trước số 45" not in binh.last
    an.says("tra cứu PA-26-000002")
    assert "tắt cả tuần" not in an.last


def test_a_second_tap_changes_nothing_and_is_answered(town: Town, binh: Resident) -> None:
    binh.taps("Tôi cũng gặp")
    binh.taps("Tôi cũng gặp")
    assert "đã được xử lý chung" in binh.last
    assert town.incidents[0].reporters == 2


def test_the_button_that_zalo_brings_twice_acts_once(town: Town, binh: Resident) -> None:
    before = len(binh.heard)
    town.simulator.webhook_modes(copies=3)
    binh.taps("Tôi cũng gặp")
    assert len(binh.heard) == before + 1
    assert town.incidents[0].reporters == 2


def test_who_refuses_keeps_his_case(town: Town, binh: Resident) -> None:
    binh.taps("Việc khác")
    assert "PA-26-000002 được xử lý riêng" in binh.last
    assert town.incidents[1].status is IncidentStatus.NEW
    assert town.incidents[0].reporters == 1


def test_a_wrong_tap_is_taken_back_by_the_other_button(town: Town, binh: Resident) -> None:
    binh.taps("Tôi cũng gặp")
    binh.taps("Việc khác")
    leader, follower = town.incidents
    assert (follower.status, follower.merged_into_id) == (IncidentStatus.REOPENED, None)
    assert leader.reporters == 1
    binh.taps("Tôi cũng gặp")
    assert town.incidents[0].reporters == 2


def test_an_offer_expires_with_the_older_case_and_with_time(town: Town, binh: Resident) -> None:
    town.moves_one(town.incidents[0], IncidentStatus.RESOLVED, "Đã thay bóng")
    binh.taps("Tôi cũng gặp")
    assert "vẫn được xử lý riêng" in binh.last
    town.moves_one(town.incidents[0], IncidentStatus.REOPENED, "Lại hư")
    town.pass_time(hours=73)
    binh.says("#toi_cung_gap PA-26-000002")
    assert "quá 3 ngày" in binh.last
    assert town.incidents[1].status is IncidentStatus.NEW


@pytest.mark.parametrize("words", ["#toi_cung_gap PA-26-000001", "#toi_cung_gap PA-26-000099", "#viec_rieng"])
def test_a_button_that_is_not_his_does_nothing(town: Town, binh: Resident, words: str) -> None:
    thief = town.resident("Kẻ lạ")
    thief.says(words)
    assert thief.heard_with("không có câu hỏi nào")
    assert all(case.merged_into_id is None for case in town.incidents)


def test_two_residents_who_tap_at_once_both_join(town: Town, an: Resident, binh: Resident) -> None:
    chi = town.resident("Chi")
    chi.says("đèn đường hư trước nhà 47 Mẹ Thứ")
    for person in (binh, chi):
        assert town.simulator.tap(person.person, "Tôi cũng gặp")
    town.settle()
    leader, *followers = town.incidents
    assert {case.merged_into_id for case in followers} == {leader.id}
    assert leader.reporters == 3
    town.moves_one(leader, IncidentStatus.RESOLVED, "Đã thay bóng")
    for person, code in ((an, "PA-26-000001"), (binh, "PA-26-000002"), (chi, "PA-26-000003")):
        assert len(person.heard_with(f"{code}: Đã xử lý")) == 1


def test_words_and_photos_that_follow_stay_in_their_own_thread(town: Town, an: Resident, binh: Resident) -> None:
    binh.taps("Tôi cũng gặp")
    revision = town.incidents[0].revision
    binh.sends_photos(1, caption="cột đèn này nè")
    leader, follower = town.incidents
    assert follower.photos == 1
    assert "cột đèn này" in follower.description
    assert "cột đèn này" not in leader.description
    assert leader.revision > revision
    an.says("tra cứu PA-1")
    assert "cột đèn này" not in an.last


def test_one_of_several_takes_his_case_back_and_it_goes_on_for_the_others(
    town: Town, an: Resident, binh: Resident
) -> None:
    binh.taps("Tôi cũng gặp")
    an.says("rút lại PA-1")
    an.says("có")
    leader, follower = town.incidents
    assert leader.status is IncidentStatus.NEW
    assert leader.reporters == 1
    heard = len(an.heard)
    town.moves_one(leader, IncidentStatus.RESOLVED, "Đã thay bóng")
    assert len(an.heard) == heard
    assert "PA-26-000002: Đã xử lý" in binh.last
    an.says("đồng ý rút PA-1")
    assert town.incidents[0].reporters == 1


def test_who_joined_takes_back_his_own_only(town: Town, an: Resident, binh: Resident) -> None:
    binh.taps("Tôi cũng gặp")
    binh.says("đồng ý rút PA-2")
    leader, follower = town.incidents
    assert (leader.status, leader.reporters) == (IncidentStatus.NEW, 1)
    assert follower.status is IncidentStatus.WITHDRAWN


def test_staff_merge_tells_each_reporter_and_a_split_gives_him_his_own_again(
    town: Town, an: Resident, binh: Resident
) -> None:
    officer_merges(town, 1, 0)
    assert "PA-26-000002 được xử lý chung với một phản ánh cùng việc" in binh.last
    leader = town.incidents[0]
    with town.service.database.begin() as work:
        officer = staff.find_officer(work, "lan")
        assert officer is not None
        command = PartIncidents(
            incident_id=leader.id,
            follower_ids=[town.incidents[1].id],
            words="Hai cột khác nhau",
            silent=False,
            revision=leader.revision,
            officer_id=officer.id,
            role=officer.role,
        )
        part_incidents(work, town.service.office, command, now=town.clock())
    town.settle()
    assert "PA-26-000002 nay được xử lý riêng" in binh.last
    town.moves_one(town.incidents[0], IncidentStatus.RESOLVED, "Đã thay bóng")
    assert not binh.heard_with("Đã xử lý")
    binh.says("tra cứu PA-2")
    assert "Mở lại" in binh.last


def test_a_merged_case_that_is_reopened_is_reopened_for_all_of_its_reporters(
    town: Town, an: Resident, binh: Resident
) -> None:
    officer_merges(town, 1, 0)
    town.moves_one(town.incidents[0], IncidentStatus.RESOLVED, "Đã thay bóng")
    binh.says("đèn vẫn tắt, chưa xong đâu PA-2")
    town.moves_one(town.incidents[0], IncidentStatus.REOPENED, "Người dân báo đèn vẫn tắt")
    for person, code in ((an, "PA-26-000001"), (binh, "PA-26-000002")):
        assert f"{code}: Mở lại" in person.last
        person.says(f"tra cứu {code}")
        assert f"{code}: Mở lại" in person.last


def test_a_resident_who_moves_house_keeps_his_cases_where_they_were(town: Town, an: Resident, binh: Resident) -> None:
    binh.taps("Tôi cũng gặp")
    before = [(case.location_text, case.residential_group) for case in town.incidents]
    binh.says("tôi chuyển nhà")
    binh.says("tổ 14")
    assert [(case.location_text, case.residential_group) for case in town.incidents] == before
    town.moves_one(town.incidents[0], IncidentStatus.RESOLVED, "Đã thay bóng")
    assert binh.heard_with("PA-26-000002: Đã xử lý")


def test_the_same_message_brought_twice_asks_once(town: Town, an: Resident) -> None:
    town.simulator.webhook_modes(copies=2)
    binh = town.resident("Bình")
    binh.says(SAME_LAMP)
    assert len(binh.heard_with("giống vậy")) == 1
    assert len(town.incidents) == 2


def test_unclear_and_private_matters_are_never_offered(town: Town) -> None:
    for name in ("An", "Bình"):
        person = town.resident(name)
        person.says("có nhóm lừa đảo qua mạng giả danh điện lực ở đường Mẹ Thứ")
        town.gathering_ends()
        assert not person.heard_with("giống vậy")
    assert {case.category for case in town.incidents} == {Category.ONLINE_FRAUD}
