"""A member reports by chat for a neighbour who has no Zalo."""

import pytest
from sqlmodel import select

from domain.incidents import IncidentSource, IncidentStatus
from handlers.on_behalf import name_and_phone
from storage.tables import OutboxMessage, OutboxStatus, RepresentedPerson
from tests.journeys.digital_teams import member, team
from tests.journeys.town import Resident, Town

LAMP = "đèn đường hư trước số 45 Mẹ Thứ"


def represented(town: Town) -> list[RepresentedPerson]:
    with town.service.database.read() as work:
        return list(work.session.exec(select(RepresentedPerson)).all())


def calls(town: Town) -> list[str]:
    with town.service.database.read() as work:
        wanted = select(OutboxMessage).where(OutboxMessage.status == OutboxStatus.TO_PHONE)
        return [row.text for row in work.session.exec(wanted).all()]


@pytest.fixture
def binh(town: Town) -> Resident:
    return member(town, team(town, "Tổ 12", 12))


@pytest.mark.parametrize("words", ["báo giúp", "bao ho", "Phản ánh hộ", "cho em báo giùm ạ"])
def test_a_member_is_asked_for_whom_and_with_consent(binh: Resident, words: str) -> None:
    binh.says(words)
    assert binh.heard_with("Chỉ ghi khi người đó đồng ý")


def test_the_case_is_the_neighbours_with_consent_and_the_outcome_goes_to_both(town: Town, binh: Resident) -> None:
    binh.says("báo giúp")
    binh.says("bà Sáu 0905 123 456")
    assert "báo giúp bà Sáu, số 0905123456, người đó đã đồng ý" in binh.last
    binh.says(LAMP)
    assert town.incident.source is IncidentSource.ON_BEHALF
    (person,) = represented(town)
    assert (person.name, person.phone) == ("bà Sáu", "0905123456")
    assert person.consented_at == town.clock()
    town.moves_case(IncidentStatus.IN_PROGRESS, "Thợ đang tới")
    assert not calls(town)
    town.moves_case(IncidentStatus.RESOLVED, "Đã thay bóng")
    assert [words.split("\n")[0] for words in calls(town)] == ["Gọi báo kết quả PA-26-000001: Đã xử lý."]
    assert "PA-26-000001: Đã xử lý" in binh.last


def test_without_a_name_nothing_of_the_person_is_kept(town: Town, binh: Resident) -> None:
    binh.says("báo giúp")
    binh.taps("Không ghi tên")
    binh.says(LAMP)
    (person,) = represented(town)
    assert (person.name, person.phone, person.consented_at) == (None, None, None)
    assert town.incident.source is IncidentSource.ON_BEHALF
    town.moves_case(IncidentStatus.RESOLVED, "Đã thay bóng")
    assert not calls(town)


def test_a_photo_instead_of_the_name_is_the_case_of_somebody_unnamed(town: Town, binh: Resident) -> None:
    binh.says("báo giúp")
    binh.sends_photos(1, caption=LAMP)
    town.gathering_ends()
    assert town.incident.source is IncidentSource.ON_BEHALF
    assert [person.name for person in represented(town)] == [None]


def test_only_the_next_case_is_for_the_other_and_only_for_half_an_hour(town: Town, binh: Resident) -> None:
    binh.says("báo giúp")
    binh.says("bà Sáu")
    binh.says(LAMP)
    binh.says("rác đổ đầy trước số 300 Văn Tiến Dũng")
    assert [case.source for case in town.incidents] == [IncidentSource.ON_BEHALF, IncidentSource.CHAT]
    binh.says("báo giúp")
    binh.says("ông Năm")
    town.pass_time(minutes=31)
    binh.says("cây ngã chắn đường Nguyễn Phước Lan")
    assert town.incidents[-1].source is IncidentSource.CHAT


def test_a_word_that_comes_twice_asks_once_and_notes_once(town: Town, binh: Resident) -> None:
    town.simulator.webhook_modes(copies=2)
    binh.says("báo giúp")
    binh.says("bà Sáu 0905123456")
    binh.says(LAMP)
    assert len(binh.heard_with("Anh/chị báo giúp ai")) == 1
    assert len(represented(town)) == 1


def test_danger_does_not_wait_for_a_name(town: Town, binh: Resident) -> None:
    binh.says("báo giúp")
    binh.says("cháy nhà ở số 45 Mẹ Thứ rồi")
    assert binh.heard_with("KHẨN CẤP")
    assert town.incident.urgent


def test_a_resident_simply_writes(town: Town) -> None:
    hoa = town.resident("Hoa")
    hoa.says("báo giúp")
    assert "cứ gửi thẳng ảnh" in hoa.heard[0].text
    hoa.says("#khong_ghi_ten")
    assert not represented(town)


def test_a_neighbour_may_join_a_case_reported_for_somebody_else(town: Town, binh: Resident) -> None:
    hoa = town.resident("Hoa")
    hoa.says(LAMP)
    binh.says("báo giúp")
    binh.says("bà Sáu 0905123456")
    binh.says("đèn đường trước số 51 Mẹ Thứ tắt cả tuần nay")
    binh.taps("Tôi cũng gặp")
    town.moves_one(town.incidents[0], IncidentStatus.RESOLVED, "Đã thay bóng")
    assert [words.split(":")[0] for words in calls(town)] == ["Gọi báo kết quả PA-26-000002"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("bà Sáu 0905 123 456", ("bà Sáu", "0905123456")),
        ("0905.123.456 - ông Năm", ("ông Năm", "0905123456")),
        ("chị Lan, +84 905 123 456", ("chị Lan", "0905123456")),
        ("bà Sáu kiệt 40", ("bà Sáu kiệt 40", None)),
        ("0905123456", (None, "0905123456")),
        ("x" * 300, ("x" * 120, None)),
        ("...", (None, None)),
    ],
)
def test_a_name_and_a_number_are_read_from_one_line(line: str, expected: tuple[str | None, str | None]) -> None:
    assert name_and_phone(line) == expected
