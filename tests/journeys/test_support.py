"""A resident asks for help: the guide first, then a person of his team, who alone is given the contact."""

import pytest
from sqlmodel import select

from domain.activities import ActivitySource, ActivityStatus
from domain.support import Escalation, SupportStatus
from domain.teams import TeamRole
from storage.tables import ResidentialGroup, SupportRequest
from tests.journeys.digital_teams import member, records, team
from tests.journeys.town import Resident, Town

QUESTION = "má em mất điện thoại rồi, giờ lấy lại VNeID răng hè"


@pytest.fixture
def team_id(town: Town) -> int:
    """Team 12 with its residential group."""
    team_id = team(town, "Tổ CNSCĐ số 12", 12)
    with town.service.database.begin() as work:
        group = ResidentialGroup(number=12, name="Tổ dân phố 12")
        village = ResidentialGroup(name="Phong Nam")
        work.session.add_all([group, village])
        work.session.flush()
        from storage.tables import DigitalTeam

        work.session.get_one(DigitalTeam, team_id).residential_group_id = group.id
    return team_id


@pytest.fixture
def binh(town: Town, team_id: int) -> Resident:
    binh = member(town, team_id)
    binh.says("chào phường")
    return binh


@pytest.fixture
def hoa(town: Town, binh: Resident) -> Resident:
    hoa = town.resident("Hoa")
    hoa.says("chào")
    return hoa


def requests(town: Town) -> list[SupportRequest]:
    with town.service.database.read() as work:
        return list(work.session.exec(select(SupportRequest).order_by("id")))


def ask(hoa: Resident, place: str = "tổ 12") -> None:
    hoa.says(QUESTION)
    hoa.taps("Cần người giúp")
    hoa.says(place)


def test_the_guide_comes_first_and_may_be_enough(town: Town, hoa: Resident) -> None:
    hoa.says(QUESTION)
    assert "VNeID" in hoa.last
    assert "https://vneid.gov.vn" in hoa.last
    hoa.taps("Đã làm được")
    assert not requests(town)


def test_a_request_reaches_the_team_without_who_asks_and_the_group_is_asked_once(
    town: Town, hoa: Resident, binh: Resident
) -> None:
    ask(hoa)
    (request,) = requests(town)
    assert (request.code, request.status) == ("HT-26-000001", SupportStatus.NEW)
    assert "HT-26-000001" in hoa.last
    card = binh.heard_with("Có người cần giúp")[-1]
    assert "Hoa" not in card
    assert "lấy lại VNeID" in card
    hoa.says("em quên mật khẩu app ngân hàng, không biết làm")
    hoa.taps("Cần người giúp")
    assert "HT-26-000002" in hoa.last


def test_only_who_takes_it_gets_the_number_and_the_second_is_told(
    town: Town, hoa: Resident, binh: Resident, team_id: int
) -> None:
    lan = member(town, team_id, "Lê Thị Lan")
    lan.says("chào")
    ask(hoa)
    hoa.says("0905 123 456 nha")
    binh.says("nhan ht 1")
    lan.says("nhận HT-26-000001")
    assert "0905123456" in binh.heard_with("Điện thoại")[-1]
    assert not lan.heard_with("0905123456")
    assert "đã có người nhận trước" in lan.last
    assert "đã có thành viên Tổ nhận" in hoa.last


def test_done_counts_as_an_activity_and_the_resident_has_the_last_word(
    town: Town, hoa: Resident, binh: Resident
) -> None:
    ask(hoa)
    binh.taps("Nhận việc")
    binh.says("xong HT-1")
    (record,) = records(town)
    assert (record.source, record.people, record.topics) == (ActivitySource.SUPPORT_REQUEST, 1, ["vneid"])
    hoa.taps("Chưa xong")
    assert requests(town)[0].status is SupportStatus.CLAIMED
    assert records(town)[0].status is ActivityStatus.WITHDRAWN
    assert "chưa xong" in binh.last
    binh.says("xong HT-1")
    hoa.taps("Đã xong")
    hoa.taps("5 sao – rất tốt")
    (request,) = requests(town)
    assert (request.status, request.confirmed, request.stars, request.phone) == (SupportStatus.CLOSED, True, 5, None)
    assert [one.status for one in records(town)] == [ActivityStatus.RECORDED]
    hoa.taps("Đã xong")
    assert "không có gì chờ" in hoa.last


def test_a_question_goes_to_the_resident_and_the_answer_back(town: Town, hoa: Resident, binh: Resident) -> None:
    ask(hoa)
    hoa.taps("Nhắn qua Zalo thôi")
    binh.says("nhận HT-1")
    binh.says("hỏi HT-1 chị dùng máy gì?")
    assert "chị dùng máy gì" in hoa.last
    hoa.says("Samsung A15")
    assert "Samsung A15" in binh.last


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("xong HT-1", "chưa có ai nhận"),
        ("nhận HT-9", "Không tìm thấy HT-9"),
        ("chuyển HT-1", "Chuyển cho ai"),
        ("gia hạn HT-1 mai", "không dùng cho yêu cầu hỗ trợ"),
    ],
)
def test_a_wrong_word_gets_a_sentence(town: Town, hoa: Resident, binh: Resident, words: str, sentence: str) -> None:
    ask(hoa)
    binh.says(words)
    assert sentence in binh.last


def test_another_team_cannot_take_it(town: Town, hoa: Resident) -> None:
    stranger = member(town, team(town, "Tổ CNSCĐ số 7", 7), "Phạm Văn Cảnh")
    stranger.says("chào")
    ask(hoa)
    stranger.says("nhận HT-1")
    assert "yêu cầu của tổ khác" in stranger.last


def test_what_is_handed_over_waits_for_an_officer_and_the_resident_hears_whom(
    town: Town, hoa: Resident, binh: Resident
) -> None:
    ask(hoa)
    binh.says("nhận HT-1")
    binh.says("chuyển HT-1 công an phường")
    (request,) = requests(town)
    assert (request.status, request.forwarded_to) == (SupportStatus.FORWARDED, "Công an phường")
    assert "Công an phường" in hoa.last
    assert town.tasks


def test_nobody_in_reach_means_the_office_at_once(town: Town) -> None:
    team_id = team(town, "Tổ CNSCĐ số 5", 5)
    hoa = town.resident("Hoa")
    hoa.says(QUESTION)
    hoa.taps("Cần người giúp")
    hoa.says("không biết")
    assert requests(town)[0].team_id is None
    assert [str(task.kind) for task in town.tasks] == ["procedure_help"]
    assert team_id


def test_unclaimed_it_goes_to_the_leader_then_to_the_office_each_once(
    town: Town, hoa: Resident, binh: Resident, team_id: int
) -> None:
    lan = member(town, team_id, "Lê Thị Lan", TeamRole.LEADER)
    lan.says("chào")
    ask(hoa)
    town.pass_time(days=3)
    town.pass_time(minutes=10)
    assert len(lan.heard_with("chưa ai nhận")) == 1
    assert not binh.heard_with("chưa ai nhận")
    town.pass_time(days=1)
    town.pass_time(days=1)
    assert requests(town)[0].escalation is Escalation.OFFICER
    assert len(town.tasks) == 1


def test_silence_after_the_question_closes_it(town: Town, hoa: Resident, binh: Resident) -> None:
    ask(hoa)
    binh.says("nhận HT-1")
    binh.says("xong HT-1")
    town.pass_time(days=22)
    (request,) = requests(town)
    assert (request.status, request.confirmed) == (SupportStatus.CLOSED, False)


def test_a_resident_takes_it_back_and_looks_it_up_and_nobody_else_can(
    town: Town, hoa: Resident, binh: Resident
) -> None:
    ask(hoa)
    nam = town.resident("Nam")
    nam.says("tra cứu HT-1")
    assert "Không tìm thấy HT-1" in " ".join(message.text for message in nam.heard)
    hoa.says("HT-1")
    assert "Chờ người nhận" in hoa.last
    binh.says("nhận HT-1")
    hoa.says("rút lại HT-1")
    assert requests(town)[0].status is SupportStatus.WITHDRAWN
    assert "đã rút yêu cầu" in binh.last


def test_the_same_request_is_not_opened_twice(town: Town, hoa: Resident) -> None:
    ask(hoa)
    hoa.says(QUESTION)
    hoa.taps("Cần người giúp")
    assert len(requests(town)) == 1
    assert "đang được xử lý" in hoa.last


def test_somebody_who_moved_says_so_and_the_next_request_goes_to_the_new_team(town: Town, hoa: Resident) -> None:
    ask(hoa)
    hoa.says("đổi tổ dân phố")
    hoa.says("thôn phong nam")
    assert "Phong Nam" in hoa.last
    hoa.says("em quên mật khẩu app ngân hàng, không biết làm")
    hoa.taps("Cần người giúp")
    first, second = requests(town)
    assert (first.team_id is None, second.team_id) == (False, None)
    assert second.residential_group_id != first.residential_group_id


def test_a_group_that_is_not_known_is_asked_again_and_nothing_is_lost(town: Town, hoa: Resident) -> None:
    ask(hoa, "tổ 99")
    assert "Chưa tìm thấy" in hoa.last
    hoa.says("không biết")
    (request,) = requests(town)
    assert (request.residential_group_id, len(town.tasks)) == (None, 1)
