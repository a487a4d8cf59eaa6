"""One photo in, one answer out: what a resident sends becomes one case, whatever its order and form."""

from datetime import date

import pytest

from bot.simulator.options import AlbumMode, CaptionOn
from domain.incidents import IncidentStatus
from domain.understanding import Category
from storage.tables import AttachmentStatus
from tests.journeys.town import Resident, Town


@pytest.fixture
def hoa(town: Town) -> Resident:
    return town.resident("Hoa")


def test_a_photo_with_an_accentless_line_gets_a_code_the_street_and_a_date(town: Town, hoa: Resident) -> None:
    hoa.sends_photos(1, caption="rac do tran ra duong me thu")
    case = town.incident
    assert case.category is Category.WASTE
    assert case.place_name == "Mẹ Thứ"
    assert case.due_on == date(2026, 11, 27)  # three working days; 24/11 is a holiday
    receipt = hoa.heard_with("Đã ghi nhận")[0]
    assert "PA-26-000001" in receipt
    assert "Mẹ Thứ" in receipt
    assert "thứ Sáu 27/11/2026" in receipt
    assert [button.title for button in hoa.heard[0].buttons] == ["Bổ sung", "Sửa", "Rút lại"]
    assert [kept.status for kept in town.attachments] == [AttachmentStatus.KEPT]


def test_the_privacy_notice_comes_once_and_after_the_receipt(town: Town, hoa: Resident) -> None:
    hoa.sends_photos(1, caption="rác đổ tràn ra đường Mẹ Thứ")
    hoa.says("đèn đường trước số 12 Lỗ Giáng 8 không sáng")
    notices = hoa.heard_with("trợ lý tự động (chatbot)")
    assert len(notices) == 1
    assert hoa.heard[0].text.startswith("Đã ghi nhận")


def test_words_alone_are_enough(town: Town, hoa: Resident) -> None:
    hoa.says("ổ gà to ở đường Văn Tiến Dũng, xe máy té hoài")
    assert (town.incident.category, town.incident.place_name) == (Category.ROADS, "Văn Tiến Dũng")


def test_a_photo_then_words_become_one_case(town: Town, hoa: Resident) -> None:
    hoa.sends_photos(1)
    assert not town.incidents
    hoa.says("rác đổ tràn ra đường Mẹ Thứ")
    assert town.incident.photos == 1
    assert town.incident.place_name == "Mẹ Thứ"


def test_a_pin_first_then_words_become_one_case_on_the_map(town: Town, hoa: Resident) -> None:
    hoa.drops_pin(16.003, 108.223)
    hoa.says("rác chất đống mấy bữa ni chưa ai dọn")
    assert (town.incident.latitude, town.incident.longitude) == (16.003, 108.223)
    assert not town.incident.lacks_place
    hoa.taps("Cho phép dùng vị trí")
    town.pass_time(hours=30)
    town.service._erase_pins()
    assert town.incident.latitude == 16.003


def test_a_pin_that_nobody_allowed_is_forgotten_after_a_day(town: Town, hoa: Resident) -> None:
    hoa.drops_pin()
    hoa.says("rác chất đống mấy bữa ni chưa ai dọn")
    town.pass_time(hours=25)
    town.service._erase_pins()
    assert town.incident.latitude is None


def test_a_photo_alone_opens_a_case_after_gathering_and_asks_one_thing(town: Town, hoa: Resident) -> None:
    hoa.sends_photos(1)
    town.gathering_ends()
    assert (town.incident.lacks_place, town.incident.lacks_content) == (True, True)
    assert "ở đâu" in hoa.last
    hoa.says("gần chợ Miếu Bông")
    assert not town.incident.lacks_place
    assert "chuyện gì" in hoa.last
    hoa.says("nước thải chảy hôi quá")
    assert not town.incident.lacks_content
    assert town.incident.description.endswith("nước thải chảy hôi quá")
    assert len(town.incidents) == 1


def test_who_never_answers_still_has_a_case_marked_with_what_it_lacks(town: Town, hoa: Resident) -> None:
    hoa.sends_photos(1)
    town.gathering_ends()
    heard = len(hoa.heard)
    town.pass_time(minutes=29)
    marked_early = town.incident.left_incomplete_at
    town.pass_time(minutes=2)
    assert marked_early is None
    assert town.incident.left_incomplete_at == town.clock()
    assert town.incident.lacks_place
    assert len(hoa.heard) == heard


def test_five_photos_over_a_minute_are_one_case_and_one_thank_you(town: Town, hoa: Resident) -> None:
    hoa.sends_photos(1, caption="rác đổ tràn ra đường Mẹ Thứ")
    for _ in range(4):
        town.pass_time(seconds=3)
        hoa.sends_photos(1)
    town.gathering_ends()
    assert town.incident.photos == 5
    assert len(hoa.heard_with("Đã thêm vào")) == 1
    assert "5 ảnh" in hoa.last


@pytest.mark.parametrize("album", list(AlbumMode))
@pytest.mark.parametrize("caption_on", list(CaptionOn))
def test_an_album_is_one_case_however_it_comes(
    town: Town, hoa: Resident, album: AlbumMode, caption_on: CaptionOn
) -> None:
    hoa.sends_photos(3, caption="rác đổ tràn ra đường Mẹ Thứ", album=album, caption_on=caption_on)
    if caption_on is CaptionOn.NONE:
        hoa.says("rác đổ tràn ra đường Mẹ Thứ")
    town.gathering_ends()
    assert (town.incident.photos, town.incident.place_name) == (3, "Mẹ Thứ")


def test_two_different_things_are_two_cases(town: Town, hoa: Resident) -> None:
    hoa.says("rác đổ tràn ra đường Mẹ Thứ")
    hoa.says("đèn đường trước số 12 Lỗ Giáng 8 không sáng")
    assert [case.category for case in town.incidents] == [Category.WASTE, Category.LIGHTING]


def test_what_comes_after_ten_minutes_is_another_case(town: Town, hoa: Resident) -> None:
    hoa.says("rác đổ tràn ra đường Mẹ Thứ")
    town.pass_time(minutes=11)
    hoa.sends_photos(1)
    town.gathering_ends()
    assert len(town.incidents) == 2


def test_danger_is_told_first_whom_to_call_and_never_that_help_comes(town: Town, hoa: Resident) -> None:
    hoa.says("cháy nhà ở đường Mẹ Thứ, lửa lớn lắm")
    assert hoa.heard[0].text.startswith("KHẨN CẤP")
    assert "114" in hoa.heard[0].text
    assert hoa.heard[1].text.startswith("Đã ghi nhận")
    assert town.incident.urgent
    assert town.incident.due_on == date(2026, 11, 25)
    assert not any("đang đến" in message.text or "sẽ đến ngay" in message.text for message in hoa.heard)


def test_danger_without_a_place_does_not_wait(town: Town, hoa: Resident) -> None:
    hoa.says("dây điện đứt rơi xuống sân trường kìa, cứu với")
    assert town.incident.urgent
    assert hoa.heard[0].text.startswith("KHẨN CẤP")


def test_two_residents_do_not_mix(town: Town, hoa: Resident) -> None:
    tam = town.resident("Tam")
    hoa.sends_photos(1)
    tam.says("đèn đường trước số 12 Lỗ Giáng 8 không sáng")
    hoa.says("rác đổ tràn ra đường Mẹ Thứ")
    assert {case.category for case in town.incidents} == {Category.LIGHTING, Category.WASTE}
    assert all(case.status is IncidentStatus.NEW for case in town.incidents)


def test_one_question_at_a_time_also_for_a_pin(town: Town, hoa: Resident) -> None:
    hoa.drops_pin()
    town.gathering_ends()
    assert "chuyện gì" in hoa.heard_with("Đã ghi nhận")[0]
    assert not hoa.heard_with("dữ liệu nhạy cảm. Anh/chị cho phép")
    hoa.says("rác chất đống mấy bữa ni chưa ai dọn")
    assert len(hoa.heard_with("dữ liệu nhạy cảm. Anh/chị cho phép")) == 1


def test_a_polite_word_while_we_wait_for_the_place_brings_no_menu(town: Town, hoa: Resident) -> None:
    hoa.sends_photos(1, caption="rác chất đống mấy bữa ni chưa ai dọn")
    town.gathering_ends()
    heard = len(hoa.heard)
    hoa.says("dạ ok")
    assert len(hoa.heard) == heard
    hoa.says("đường Mẹ Thứ")
    assert town.incident.place_name == "Mẹ Thứ"
