"""A member tells what his team did, as people write: it is recorded, put right, proved, and never counted twice."""

from datetime import date, timedelta

import pytest

from domain.activities import ActivityStatus
from domain.teams import TeamRole
from domain.understanding import ActivityType
from tests.journeys.digital_teams import join, member, record, records, team
from tests.journeys.town import Resident, Town

REPORT = "sáng nay tổ 12 hướng dẫn 35 bà con cài VNeID, 10 hộ mở ví điện tử tại nhà văn hóa"


@pytest.fixture
def team_id(town: Town) -> int:
    return team(town, "Tổ CNSCĐ số 12", 12)


@pytest.fixture
def binh(town: Town, team_id: int) -> Resident:
    binh = member(town, team_id)
    binh.says("chào phường")
    return binh


def test_one_sentence_becomes_a_record_told_back_field_by_field(town: Town, binh: Resident) -> None:
    binh.says(REPORT)
    told = record(town)
    assert (told.status, told.starts_on, told.people, told.households) == (
        ActivityStatus.RECORDED,
        date(2026, 11, 23),
        35,
        10,
    )
    for words in ("Đã ghi hoạt động HD-1", "35", "Số hộ: 10", "Tổ CNSCĐ số 12", "thứ Hai 23/11/2026"):
        assert words in binh.last
    assert not town.incidents


def test_the_same_words_twice_count_once(town: Town, binh: Resident) -> None:
    binh.says(REPORT)
    binh.says(REPORT)
    assert [one.status for one in records(town)] == [ActivityStatus.RECORDED, ActivityStatus.DUPLICATE]


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ("không phải 35 mà 53", "people", 53),
        ("không phải 10 mà là 12 hộ", "households", 12),
        ("thêm 5 bác nữa cài VNeID", "people", 40),
    ],
)
def test_plain_words_correct_and_add(town: Town, binh: Resident, words: str, field: str, value: int) -> None:
    binh.says(REPORT)
    binh.says(words)
    assert getattr(record(town), field) == value
    assert str(value) in binh.last


def test_a_correction_can_be_undone_and_undone_only_once(town: Town, binh: Resident) -> None:
    binh.says(REPORT)
    binh.says("không phải 35 mà 53")
    binh.says("hoàn tác")
    assert record(town).people == 35
    binh.says("hoàn tác")
    assert "Không có thay đổi" in binh.last
    assert record(town).people == 35


def test_a_record_is_taken_back_and_brought_back(town: Town, binh: Resident) -> None:
    binh.says(REPORT)
    binh.taps("Xoá")
    assert record(town).status is ActivityStatus.WITHDRAWN
    binh.taps("Hoàn tác")
    assert record(town).status is ActivityStatus.RECORDED


def test_a_resident_who_reports_is_told_how_members_do_it(town: Town) -> None:
    hoa = town.resident("Hoa")
    hoa.says("#baocao " + REPORT)
    assert not records(town)
    assert "mã mời" in hoa.last or "chưa rõ" in hoa.last or hoa.last


def test_photos_after_the_words_are_evidence_and_no_incident(town: Town, binh: Resident) -> None:
    binh.says(REPORT)
    binh.sends_photos(2)
    town.gathering_ends()
    assert record(town).evidence == 2
    assert not town.incidents
    assert "minh chứng" in binh.last


def test_a_photo_with_the_report_as_its_caption_is_both(town: Town, binh: Resident) -> None:
    binh.sends_photos(1, caption=REPORT)
    assert record(town).evidence == 1
    assert not town.incidents


def test_photos_before_the_words_become_evidence_even_when_they_were_a_case_already(town: Town, binh: Resident) -> None:
    binh.sends_photos(1)
    town.gathering_ends()
    assert len(town.incidents) == 1
    binh.says(REPORT)
    assert record(town).evidence == 1
    assert [str(case.status) for case in town.incidents] == ["withdrawn"]


def test_a_member_of_two_teams_says_for_which_with_one_tap(town: Town, binh: Resident, team_id: int) -> None:
    other = team(town, "Tổ CNSCĐ Phong Nam")
    join(town, binh, other)
    binh.says("sáng nay hướng dẫn 35 bà con cài VNeID")
    assert not records(town)
    binh.taps("Tổ CNSCĐ Phong Nam")
    assert (record(town).team_id, record(town).people) == (other, 35)
    binh.taps("Tổ CNSCĐ số 12")
    assert len(records(town)) == 1


def test_a_team_of_others_is_not_reported_for_without_asking(town: Town, binh: Resident, team_id: int) -> None:
    team(town, "Tổ CNSCĐ số 7", 7)
    binh.says("sáng nay tổ 7 hướng dẫn 35 bà con cài VNeID")
    assert not records(town)
    binh.taps("Tổ CNSCĐ số 12")
    assert record(town).team_id == team_id


def test_two_members_who_tell_the_same_count_once(town: Town, binh: Resident, team_id: int) -> None:
    lan = member(town, team_id, "Lê Thị Lan", TeamRole.LEADER)
    binh.says(REPORT)
    lan.says("sáng nay tổ 12 hướng dẫn 30 bà con cài VNeID ở nhà văn hóa")
    assert [one.status for one in records(town)] == [ActivityStatus.RECORDED, ActivityStatus.DUPLICATE]
    lan.taps("Hai việc khác nhau")
    assert [one.status for one in records(town)] == [ActivityStatus.RECORDED, ActivityStatus.RECORDED]


def test_what_was_told_twice_is_joined_with_its_photos(town: Town, binh: Resident, team_id: int) -> None:
    lan = member(town, team_id, "Lê Thị Lan")
    binh.says(REPORT)
    lan.sends_photos(1, caption="sáng nay tổ 12 hướng dẫn 30 bà con cài VNeID ở nhà văn hóa")
    lan.taps("Là một việc")
    first, second = records(town)
    assert (first.evidence, second.evidence, second.status) == (1, 0, ActivityStatus.DUPLICATE)


def test_a_plan_counts_nothing_and_is_known_again_when_it_is_done(town: Town, binh: Resident) -> None:
    binh.says("mai tổ 12 ra quân ở chợ")
    plan = record(town)
    assert (plan.status, plan.starts_on) == (ActivityStatus.PLANNED, date(2026, 11, 24))
    town.pass_time(days=1)
    binh.says("sáng nay tổ 12 ra quân ở chợ, 40 người tham gia")
    assert records(town)[1].fulfils_id == plan.id
    assert "kế hoạch đã báo trước" in binh.last


def test_a_summary_adds_nothing(town: Town, binh: Resident) -> None:
    binh.says("tháng 11 tổ 12 tổng cộng 6 buổi 140 lượt")
    assert record(town).status is ActivityStatus.SUMMARY
    binh.says("hoạt động của tôi")
    assert "0 hoạt động" in binh.last


def test_the_form_asks_one_thing_at_a_time_and_goes_back(town: Town, binh: Resident) -> None:
    binh.says("báo hoạt động")
    assert "1/6" in binh.last
    binh.taps("Hướng dẫn người dân")
    assert "2/6" in binh.last
    binh.says("quay lại")
    assert "1/6" in binh.last
    binh.taps("Tuyên truyền")
    binh.taps("Hôm qua")
    binh.taps("VNeID")
    binh.says("35 lượt")
    binh.says("bỏ qua")
    binh.says("nhà văn hóa tổ 12")
    told = record(town)
    assert (told.activity_type, told.starts_on, told.topics, told.people, told.place) == (
        ActivityType.OUTREACH,
        date(2026, 11, 22),
        ["vneid"],
        35,
        "nhà văn hóa tổ 12",
    )


def test_the_form_is_left_with_one_word(town: Town, binh: Resident) -> None:
    binh.says("báo hoạt động")
    binh.says("thôi")
    binh.says("bỏ qua")
    assert not records(town)
    assert "đã xong hoặc đã cũ" in binh.last


def test_who_was_on_duty_is_told_by_numbers_or_names(town: Town, binh: Resident, team_id: int) -> None:
    member(town, team_id, "Lê Thị Lan")
    member(town, team_id, "Nguyễn Văn Tèo")
    binh.says(REPORT)
    binh.taps("Ai tham gia")
    assert "2. Lê Thị Lan" in binh.last
    binh.says("1, Lan và Hùng")
    assert record(town).members == 2
    assert "Hùng" in binh.last


def test_an_absurd_number_is_refused_with_a_sentence(town: Town, binh: Resident) -> None:
    binh.says("sáng nay tổ 12 hướng dẫn 3500000 bà con cài VNeID")
    assert not records(town)
    assert "gõ nhầm" in binh.last


def test_somebody_who_left_the_team_reports_no_more(town: Town, binh: Resident) -> None:
    from handlers.roster import end_member

    with town.service.database.begin() as work:
        end_member(work, 1, date(2026, 11, 23), now=town.clock(), today=date(2026, 11, 23))
    binh.says(REPORT)
    assert not records(town)


def test_an_older_report_is_corrected_by_its_day_and_the_newer_one_stays(town: Town, binh: Resident) -> None:
    binh.says("sáng nay hướng dẫn 35 bà con cài VNeID ở nhà văn hóa")
    town.clock.advance(timedelta(days=2))
    binh.says("chiều nay hỗ trợ 12 bà con nộp hồ sơ dịch vụ công")
    binh.says("đính chính hoạt động ngày 23/11: không phải 35 mà 53 người")
    assert [(one.starts_on.day, one.people) for one in records(town)] == [(23, 53), (25, 12)]
