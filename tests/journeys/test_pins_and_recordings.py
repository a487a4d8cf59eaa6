"""A pin, a voice note, a video: each opens a case, and each is kept as its sender allows."""

import pytest
from sqlmodel import select

from handlers.location_expiry import erase_unallowed_pins
from storage.tables import ChatMessage
from tests.journeys.town import Resident, Town

VOICE = b"#!AMR\n" + b"x" * 500
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"x" * 500


@pytest.fixture
def hoa(town: Town) -> Resident:
    return town.resident("Hoa")


def kept_pins(town: Town) -> list[float | None]:
    with town.service.database.read() as work:
        return [row.latitude for row in work.session.exec(select(ChatMessage)).all() if row.latitude is not None]


def a_day_passes(town: Town, hours: float = 25) -> None:
    town.pass_time(hours=hours)
    with town.service.database.begin() as work:
        erase_unallowed_pins(work, now=town.clock())


def pinned_case(town: Town, hoa: Resident) -> None:
    hoa.says("rác đổ đống hôi quá gần chợ Miếu Bông")
    hoa.drops_pin()
    town.gathering_ends()


def test_a_pin_opens_a_case_at_once_and_asks_what_happens_there(town: Town, hoa: Resident) -> None:
    hoa.drops_pin()
    town.gathering_ends()
    case = town.incident
    assert (case.pinned, case.lacks_place, case.lacks_content) == (True, False, True)
    assert "chuyện gì" in hoa.last
    hoa.says("rác đổ đống hôi quá")
    assert not town.incident.lacks_content
    assert hoa.heard_with("Ghim vị trí của PA-26-000001 là dữ liệu nhạy cảm")


def test_allowed_coordinates_stay(town: Town, hoa: Resident) -> None:
    pinned_case(town, hoa)
    hoa.taps("Cho phép dùng vị trí")
    a_day_passes(town)
    case = town.incident
    assert (case.latitude, case.pinned) == (16.003, True)
    assert kept_pins(town) == [16.003]


def test_without_a_tap_only_the_street_stays_after_a_day(town: Town, hoa: Resident) -> None:
    pinned_case(town, hoa)
    a_day_passes(town, hours=23)
    assert town.incident.latitude == 16.003
    a_day_passes(town, hours=2)
    case = town.incident
    assert (case.latitude, case.longitude, case.pinned) == (None, None, False)
    assert case.location_text == "Chợ Miếu Bông"
    assert not kept_pins(town)


def test_an_address_instead_of_the_consent_stays_when_the_point_goes(town: Town, hoa: Resident) -> None:
    hoa.says("rác đổ đống hôi quá")
    hoa.drops_pin()
    town.gathering_ends()
    hoa.taps("Nhập địa chỉ bằng chữ")
    hoa.says("45 Mẹ Thứ")
    a_day_passes(town)
    case = town.incident
    assert (case.latitude, case.location_text, case.lacks_place) == (None, "số 45 Mẹ Thứ", False)


def test_a_case_that_was_only_a_point_lacks_its_place_when_the_point_goes(town: Town, hoa: Resident) -> None:
    hoa.says("rác đổ đống hôi quá")
    hoa.drops_pin()
    town.gathering_ends()
    a_day_passes(town)
    case = town.incident
    assert (case.latitude, case.location_text) == (None, None)
    assert case.lacks_place


@pytest.mark.parametrize("kind", ["audio", "video"])
def test_a_recording_opens_a_case_with_the_file_and_one_typed_line_completes_it(
    town: Town, hoa: Resident, kind: str
) -> None:
    if kind == "audio":
        town.simulator.phones.send_audio(hoa.person, VOICE)
    else:
        town.simulator.phones.send_video(hoa.person, MP4)
    town.settle()
    town.gathering_ends()
    case = town.incident
    assert case.lacks_content
    (kept,) = town.attachments
    assert (kept.kind, kept.incident_id, kept.status) == (kind, case.id, "kept")
    assert "gõ giúp một dòng: chuyện gì, ở đâu" in hoa.heard_with("PA-26-000001")[0]
    hoa.says("đèn đường hư trước số 45 Mẹ Thứ")
    town.gathering_ends()
    case = town.incident
    assert (case.lacks_content, case.lacks_place) == (False, False)


def test_a_line_without_a_place_is_followed_by_the_question_where(town: Town, hoa: Resident) -> None:
    town.simulator.phones.send_audio(hoa.person, VOICE)
    town.settle()
    town.gathering_ends()
    hoa.says("đèn đường tắt cả tuần")
    assert not town.incident.lacks_content
    assert "Chỗ này ở đâu" in hoa.last


def test_a_place_for_a_recording_is_followed_by_the_question_what(town: Town, hoa: Resident) -> None:
    town.simulator.phones.send_audio(hoa.person, VOICE)
    town.settle()
    town.gathering_ends()
    hoa.says("gần chợ Miếu Bông")
    assert "chuyện gì" in hoa.last


def test_who_never_types_a_line_still_has_a_case_marked_for_staff(town: Town, hoa: Resident) -> None:
    town.simulator.phones.send_audio(hoa.person, VOICE)
    town.settle()
    town.gathering_ends()
    town.pass_time(minutes=31)
    assert town.incident.left_incomplete_at is not None
    assert town.incident.lacks_content
