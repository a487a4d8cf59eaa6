"""The code of a poster in a message tells where and what."""

from collections.abc import Callable

import pytest

from domain.incidents import IncidentStatus
from domain.staff import Role
from domain.understanding import Category
from handlers.accounts import AddOfficer, add_officer
from handlers.posters import MakePoster, RetirePoster, make_poster, retire_poster
from storage import staff
from tests.journeys.town import Resident, Town

MakeCode = Callable[..., int]


@pytest.fixture
def make_code(town: Town) -> MakeCode:
    """Makes a poster and answers our own id of it."""

    def make(place: str = "Thùng rác đầu kiệt 40 Mẹ Thứ", category: Category = Category.WASTE) -> int:
        with town.service.database.begin() as work:
            officer = staff.find_officer(work, "lan") or add_officer(
                work,
                AddOfficer(username="lan", full_name="Lan", role=Role.OFFICER, password="long enough for a test"),
                now=town.clock(),
            )
            command = MakePoster(
                place=place,
                category=category,
                residential_group="Tổ dân phố 12",
                form_key=place,
                officer_id=officer.id,
                role=officer.role,
            )
            return make_poster(work, town.service.office, command, now=town.clock()).id

    return make


@pytest.fixture
def hoa(town: Town) -> Resident:
    return town.resident("Hoa")


@pytest.mark.parametrize(
    "words", ["#C1 đầy tràn rồi", "đầy tràn rồi #c1", "# C1 day tran roi", "#C01 đầy tràn rồi nha"]
)
def test_a_code_with_a_line_opens_the_case_there_at_once(
    town: Town, hoa: Resident, make_code: MakeCode, words: str
) -> None:
    make_code()
    hoa.says(words)
    case = town.incident
    assert (case.category, case.location_text) == (Category.WASTE, "Thùng rác đầu kiệt 40 Mẹ Thứ")
    assert (case.residential_group, case.place_name, case.lacks_content) == ("Tổ dân phố 12", "Mẹ Thứ", False)
    assert case.poster_id is not None
    assert "PA-26-000001" in hoa.heard[0].text


@pytest.mark.parametrize("words", ["#C1", "c1", " C 1 ", "#c01"])
def test_a_code_alone_opens_the_case_and_asks_what_happens(
    town: Town, hoa: Resident, make_code: MakeCode, words: str
) -> None:
    make_code()
    hoa.says(words)
    assert not town.incidents
    town.gathering_ends()
    case = town.incident
    assert (case.category, case.lacks_place, case.lacks_content) == (Category.WASTE, False, True)
    assert "chuyện gì" in hoa.heard_with("PA-26-000001")[0]
    hoa.says("tràn ra đường rồi")
    assert not town.incident.lacks_content
    assert town.incident.category is Category.WASTE


def test_a_photo_and_the_code_in_either_order_are_one_case(town: Town, make_code: MakeCode) -> None:
    make_code()
    for number, first in enumerate(("photo", "code")):
        person = town.resident(f"Người {number}")
        steps = [lambda person=person: person.sends_photos(1), lambda person=person: person.says("#C1")]
        for step in steps if first == "photo" else reversed(steps):
            step()
        town.gathering_ends()
    assert [(case.photos, case.location_text is not None) for case in town.incidents] == [(1, True), (1, True)]


def test_danger_at_the_place_of_a_code_is_what_it_is(town: Town, hoa: Resident, make_code: MakeCode) -> None:
    make_code()
    hoa.says("#C1 cháy rồi, lửa lan sang nhà bên")
    assert hoa.heard_with("KHẨN CẤP")
    assert town.incident.category is Category.FIRE
    assert town.incident.location_text == "Thùng rác đầu kiệt 40 Mẹ Thứ"


def test_the_code_answers_the_question_where(town: Town, hoa: Resident, make_code: MakeCode) -> None:
    make_code()
    hoa.says("rác đầy tràn hôi quá")
    town.gathering_ends()
    hoa.says("#C1")
    assert not town.incident.lacks_place
    assert town.incident.location_text == "Thùng rác đầu kiệt 40 Mẹ Thứ"


def test_a_code_of_another_place_opens_another_case(town: Town, hoa: Resident, make_code: MakeCode) -> None:
    make_code()
    make_code(place="Cột đèn trước chợ Hòa Xuân", category=Category.LIGHTING)
    hoa.says("#C1 đầy tràn rồi")
    hoa.says("#C2 đèn tắt")
    assert [case.category for case in town.incidents] == [Category.WASTE, Category.LIGHTING]


@pytest.mark.parametrize("words", ["#C77", "c77"])
def test_an_unknown_code_is_answered_with_what_to_do(town: Town, hoa: Resident, words: str) -> None:
    hoa.says(words)
    assert "Không có mã #C77" in hoa.heard[0].text
    town.gathering_ends()
    assert not town.incidents


def test_what_is_said_beside_an_unknown_code_is_not_lost(town: Town, hoa: Resident) -> None:
    hoa.says("#C77 rác đổ đầy trước số 45 Mẹ Thứ")
    assert hoa.heard_with("Không có mã #C77")
    assert town.incident.location_text == "số 45 Mẹ Thứ"


def test_a_retired_code_is_told_and_nothing_is_lost(town: Town, hoa: Resident, make_code: MakeCode) -> None:
    poster_id = make_code()
    with town.service.database.begin() as work:
        officer = staff.find_officer(work, "lan")
        assert officer is not None
        command = RetirePoster(poster_id=poster_id, officer_id=officer.id, role=officer.role)
        retire_poster(work, command, now=town.clock())
    hoa.sends_photos(1, caption="#C1")
    town.gathering_ends()
    assert hoa.heard_with("Mã #C1 không còn dùng nữa")
    case = town.incident
    assert (case.photos, case.location_text, case.poster_id) == (1, None, None)


def test_two_who_scan_the_same_poster_are_offered_one_case(town: Town, hoa: Resident, make_code: MakeCode) -> None:
    make_code()
    hoa.says("#C1 đầy tràn rồi")
    lan = town.resident("Lan")
    lan.says("#C1 đầy quá không ai đổ")
    assert lan.heard_with("Có người đã báo một việc giống vậy")
    lan.taps("Tôi cũng gặp")
    assert town.incidents[1].status is IncidentStatus.MERGED


def test_a_denunciation_with_a_code_opens_no_case(town: Town, hoa: Resident, make_code: MakeCode) -> None:
    make_code()
    hoa.says("#C1 Ông tổ trưởng X lấy tiền của dân, tui tố cáo")
    town.gathering_ends()
    assert not town.incidents
    assert hoa.heard_with("không tiếp nhận đơn khiếu nại, tố cáo")
