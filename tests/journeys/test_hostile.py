"""What a hostile tester and a tired resident do to the chat: nothing is lost, mixed up or asked twice."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import select

from bot.simulator import payloads
from bot.simulator.options import AlbumMode
from domain.incidents import IncidentSource, IncidentStatus
from domain.staff import TaskKind
from domain.understanding import Category
from storage.tables import ChatMessage, Conversation
from tests.journeys.town import MONDAY_MORNING, Resident, Town

RUBBISH = "rác đổ tràn ra đường Mẹ Thứ"
RUBBISH_SOMEWHERE = "rác nhiều quá"
LAMP = "đèn đường trước số 12 Lỗ Giáng 8 không sáng"
FIRE = "cháy nhà ở đường Mẹ Thứ, lửa lớn lắm"
DENUNCIATION = "Ông tổ trưởng X lấy tiền của dân, tui tố cáo"
QUESTIONS = ("Chỗ này ở đâu ạ?", "Ở đó có chuyện gì ạ?")


@pytest.fixture
def hoa(town: Town) -> Resident:
    return town.resident("Hoa")


@pytest.fixture
def reporter(hoa: Resident) -> Resident:
    hoa.says(RUBBISH)
    return hoa


@pytest.fixture
def asked(hoa: Resident) -> Resident:
    """Somebody whom we asked where it is."""
    hoa.says(RUBBISH_SOMEWHERE)
    hoa._town.gathering_ends()
    assert hoa.heard_with(QUESTIONS[0])
    return hoa


def questions(resident: Resident) -> int:
    return sum(message.text.count(question) for message in resident.heard for question in QUESTIONS)


def stranded(town: Town) -> list[str]:
    with town.service.database.read() as work:
        return [row.text for row in work.session.exec(select(ChatMessage)) if row.gathered]


def test_a_second_incident_while_the_first_lacks_its_place_is_its_own_case(town: Town, asked: Resident) -> None:
    asked.says(LAMP)
    first, second = town.incidents
    assert (first.category, first.lacks_place) == (Category.WASTE, True)
    assert (second.category, second.place_name) == (Category.LIGHTING, "Lỗ Giáng 8")


def test_a_place_told_with_the_same_thing_again_is_the_answer(town: Town, asked: Resident) -> None:
    asked.says(RUBBISH)
    assert town.incident.place_name == "Mẹ Thứ"


@pytest.mark.parametrize("words", ["góp ý", "thủ tục", "thôi", "bổ sung", "sửa", "rút lại", LAMP])
def test_a_case_left_for_something_else_is_marked_with_what_it_lacks(town: Town, asked: Resident, words: str) -> None:
    asked.says(words)
    town.pass_time(minutes=40)
    assert town.incidents[0].lacks_place
    assert town.incidents[0].left_incomplete_at is not None


@pytest.mark.parametrize("words", ["menu", "cán bộ", "dữ liệu", "tra cứu", "khẩn cấp", "PA-1"])
def test_a_question_in_between_leaves_ours_open(town: Town, asked: Resident, words: str) -> None:
    asked.says(words)
    asked.says("gần chợ Miếu Bông")
    assert not town.incident.lacks_place
    assert questions(asked) == 1


@pytest.mark.parametrize("words", ["👍", "...", "???"])
def test_signs_without_a_word_are_no_place(town: Town, asked: Resident, words: str) -> None:
    asked.says(words)
    assert town.incident.lacks_place


def test_a_place_that_comes_too_late_still_fills_the_gap(town: Town, asked: Resident) -> None:
    town.pass_time(minutes=45)
    asked.says("gần chợ Miếu Bông")
    assert town.incident.place_name == "Chợ Miếu Bông"
    assert (town.incident.lacks_place, town.incident.left_incomplete_at) == (False, None)


def test_a_pin_that_comes_too_late_still_fills_the_gap(town: Town, asked: Resident) -> None:
    town.pass_time(minutes=45)
    asked.drops_pin(16.003, 108.223)
    assert (town.incident.latitude, town.incident.lacks_place) == (16.003, False)


@pytest.mark.parametrize("words", ["cảm ơn", "ok", "👍", "???"])
def test_a_thank_you_is_not_what_happened(town: Town, hoa: Resident, words: str) -> None:
    hoa.drops_pin()
    town.gathering_ends()
    hoa.says(words)
    assert town.incident.lacks_content


@pytest.mark.parametrize("button", ["Góp ý", "Thủ tục, hỗ trợ số"])
def test_danger_is_danger_whatever_we_had_asked(town: Town, hoa: Resident, button: str) -> None:
    hoa.says("menu")
    hoa.taps(button)
    hoa.says(FIRE)
    assert hoa.heard_with("KHẨN CẤP")
    assert (town.incident.urgent, town.incident.category) == (True, Category.FIRE)
    assert town.incident.source is IncidentSource.CHAT


@pytest.mark.parametrize("button", ["Sửa nơi", "Sửa nội dung"])
def test_danger_told_while_another_case_is_edited_is_its_own_case(town: Town, reporter: Resident, button: str) -> None:
    reporter.taps("Sửa")
    reporter.taps(button)
    reporter.says(FIRE)
    assert reporter.heard_with("KHẨN CẤP")
    assert [case.category for case in town.incidents] == [Category.WASTE, Category.FIRE]


def test_danger_in_the_second_message_is_told_at_once(town: Town, reporter: Resident) -> None:
    reporter.says("cháy rồi, cứu với")
    assert reporter.heard_with("KHẨN CẤP")
    assert town.incident.due_on == date(2026, 11, 25)


def test_a_cry_for_help_while_a_photo_is_gathered_is_answered_at_once(town: Town, hoa: Resident) -> None:
    hoa.sends_photos(1)
    hoa.says("cứu với")
    assert hoa.heard_with("KHẨN CẤP")
    assert town.incident.photos == 1


@pytest.mark.parametrize("opening", ["góp ý", "thủ tục", "bổ sung", "sửa nội dung", "sửa vị trí"])
def test_a_denunciation_never_becomes_part_of_a_case(town: Town, reporter: Resident, opening: str) -> None:
    reporter.says(opening)
    reporter.says(DENUNCIATION)
    assert "tố cáo" not in town.incident.description + (town.incident.location_text or "")
    assert reporter.heard_with("không tiếp nhận đơn khiếu nại, tố cáo")
    assert [task.kind for task in town.tasks] == [TaskKind.COMPLAINT]


def test_a_denunciation_under_a_photo_or_after_it_opens_no_case_of_it(town: Town, hoa: Resident) -> None:
    hoa.sends_photos(1, caption=DENUNCIATION)
    town.gathering_ends()
    assert not town.incidents
    hoa.sends_photos(1)
    hoa.says(DENUNCIATION)
    town.gathering_ends()
    assert "tố cáo" not in town.incident.description


def test_a_question_while_a_photo_is_gathered_is_answered_and_no_part_of_the_case(town: Town, hoa: Resident) -> None:
    hoa.sends_photos(1)
    hoa.says("ủy ban làm việc mấy giờ")
    town.gathering_ends()
    assert hoa.heard_with("Giờ làm việc")
    assert town.incident.description == ""
    assert not stranded(town)


def test_the_thank_you_for_a_photo_names_the_case_it_joined(town: Town, reporter: Resident) -> None:
    reporter.sends_photos(1)
    reporter.says(LAMP)
    town.gathering_ends()
    assert [case.photos for case in town.incidents] == [1, 0]
    assert [words[:26] for words in reporter.heard_with("Đã thêm vào")] == ["Đã thêm vào PA-26-000001 ("]


def test_a_photo_with_a_corrected_place_belongs_to_the_case(town: Town, reporter: Resident) -> None:
    reporter.taps("Sửa")
    reporter.taps("Sửa nơi")
    reporter.sends_photos(1, caption="kiệt 45 Văn Tiến Dũng")
    assert town.incident.photos == 1
    assert "Văn Tiến Dũng" in (town.incident.location_text or "")


@pytest.mark.parametrize("button", ["Sửa nơi", "Sửa nội dung"])
def test_a_photo_without_words_while_editing_joins_and_we_still_wait(
    town: Town, reporter: Resident, button: str
) -> None:
    reporter.taps("Sửa")
    reporter.taps(button)
    reporter.sends_photos(1)
    town.gathering_ends()
    assert town.incident.photos == 1
    reporter.says("cây ngã chắn kiệt 45 Văn Tiến Dũng" if button == "Sửa nội dung" else "kiệt 45 Văn Tiến Dũng")
    assert len(town.incidents) == 1
    assert reporter.heard_with("Đã sửa PA-26-000001")


def test_new_words_that_name_the_missing_place_fill_it(town: Town, asked: Resident) -> None:
    asked.taps("Sửa")
    asked.taps("Sửa nội dung")
    asked.says("rác đổ tràn ra đường Mẹ Thứ chưa ai dọn")
    assert town.incident.place_name == "Mẹ Thứ"
    assert questions(asked) == 1


def test_an_old_choice_tapped_later_never_moves_another_case(town: Town, hoa: Resident) -> None:
    for payload in ("#dia_diem 1", "#dia_diem 99", "#dia_diem", "#dia_diem -1", "#linh_vuc x", "#linh_vuc"):
        hoa.says(RUBBISH if not town.incidents else payload)
    assert town.incident.place_name == "Mẹ Thứ"
    assert "đã cũ" in hoa.last


@pytest.mark.parametrize("payload", ["#sua", "#rut_lai", "#bo_sung", "#dong_y_rut", "#sua_vi_tri PA-77", "#tra_cuu"])
def test_a_button_without_a_case_is_answered(town: Town, hoa: Resident, payload: str) -> None:
    hoa.says(payload)
    assert hoa.heard_with("chưa có phản ánh nào") or hoa.heard_with("Không tìm thấy mã PA-77")
    assert not town.incidents


@pytest.mark.parametrize(
    "words", ["", " ", "👍👍👍", "...", "\u202eabc\u202c", "a\0b", "{{ 7*7 }}{% raw %}", "#xyz_9", "<b>x</b>"]
)
def test_strange_texts_open_no_case_and_harm_nothing(town: Town, hoa: Resident, words: str) -> None:
    hoa.says(words)
    town.gathering_ends()
    assert not town.incidents
    hoa.says(RUBBISH)
    assert town.incident.place_name == "Mẹ Thứ"
    assert not any("49" in message.text for message in hoa.heard)


def test_a_very_long_text_is_one_case_and_a_short_receipt(town: Town, hoa: Resident) -> None:
    hoa.says(f"{RUBBISH} {{{{ x }}}} " + "hôi lắm " * 500)
    assert town.incident.description.startswith(RUBBISH)
    assert all(len(message.text) <= 2000 for message in hoa.heard)
    assert hoa.heard_with("{{ x }}")


@pytest.mark.parametrize("album", list(AlbumMode))
def test_thirty_photos_at_once_are_one_case(town: Town, hoa: Resident, album: AlbumMode) -> None:
    hoa.sends_photos(30, album=album)
    town.gathering_ends()
    assert town.incident.photos == 30
    assert questions(hoa) == 1


def test_a_photo_after_the_case_is_over_is_not_hidden_in_it(town: Town, reporter: Resident) -> None:
    town.moves_case(IncidentStatus.RESOLVED, "Đã dọn.")
    reporter.sends_photos(1)
    town.gathering_ends()
    assert [case.photos for case in town.incidents] == [0, 1]


def test_numbers_begin_anew_with_the_local_year(town: Town, hoa: Resident) -> None:
    eve = datetime.fromisoformat("2026-12-31T23:59:50+07:00")
    town.pass_time(seconds=(eve - MONDAY_MORNING).total_seconds())
    hoa.says(RUBBISH)
    town.pass_time(minutes=15)
    hoa.says(LAMP)
    assert [case.code for case in town.incidents] == ["PA-26-000001", "PA-27-000001"]
    assert all(case.due_on > date(2027, 1, 1) for case in town.incidents)


def test_the_days_of_tet_do_not_count(town: Town, hoa: Resident) -> None:
    before = datetime.fromisoformat("2027-02-03T10:00:00+07:00")
    town.pass_time(seconds=(before - MONDAY_MORNING).total_seconds())
    hoa.says(RUBBISH)
    calendar = town.service.office.ward.calendar
    days = [date(2027, 2, 3) + timedelta(days=number) for number in range(1, 30)]
    assert town.incident.due_on == [day for day in days if calendar.is_working_day(day)][2]
    assert town.incident.due_on > date(2027, 2, 10)


def test_who_withdrew_his_data_can_write_again(town: Town, reporter: Resident) -> None:
    town.simulator.emit("user_withdraw", {"user_id": reporter.person.id})
    town.settle()
    assert [task.kind for task in town.tasks] == [TaskKind.DATA_DELETION]
    reporter.says(LAMP)
    assert len(town.incidents) == 2


def test_following_again_does_not_repeat_the_welcome(town: Town, hoa: Resident) -> None:
    town.simulator.phones.follow(hoa.person)
    town.simulator.phones.unfollow(hoa.person)
    town.simulator.phones.follow(hoa.person)
    town.settle()
    assert len(hoa.heard_with("có thể giúp việc gì")) == 1
    assert len(hoa.heard_with("trợ lý tự động")) == 1


def test_a_double_tap_adds_nothing_twice(town: Town, reporter: Resident) -> None:
    reporter.taps("Bổ sung")
    reporter.taps("Bổ sung")
    reporter.says("mùi hôi nồng nặc")
    town.gathering_ends()
    assert town.incident.description.count("mùi hôi") == 1
    assert len(reporter.heard_with("Đã thêm vào")) == 1


def test_a_sticker_adds_nothing(town: Town, reporter: Resident) -> None:
    reporter.taps("Bổ sung")
    town.simulator.phones.send_sticker(reporter.person, b"sticker")
    town.settle()
    town.gathering_ends()
    assert town.incident.revision == 1
    assert not reporter.heard_with("Đã thêm vào")


def test_a_withdrawn_case_is_not_thanked_for(town: Town, reporter: Resident) -> None:
    reporter.sends_photos(1)
    reporter.says("đồng ý rút")
    town.gathering_ends()
    assert not reporter.heard_with("Đã thêm vào")


def test_a_right_place_typed_before_the_button_is_taken(town: Town, reporter: Resident) -> None:
    reporter.taps("Sửa")
    reporter.says("kiệt 45 Văn Tiến Dũng")
    assert "Văn Tiến Dũng" in (town.incident.location_text or "")


def test_one_talk_that_cannot_go_on_holds_up_nobody_else(town: Town, hoa: Resident) -> None:
    tam = town.resident("Tam")
    hoa.sends_photos(1)
    with town.service.database.begin() as work:
        work.session.exec(select(ChatMessage)).one().reading = {"category": "of an older release"}
    tam.sends_photos(1)
    town.gathering_ends()
    assert questions(tam) == 1


def says_at(town: Town, resident: Resident, words: str, at: datetime) -> None:
    """A message that Zalo dates otherwise than now: late, or from a clock that is ahead."""
    world = town.simulator.world
    message: dict[str, object] = {"msg_id": f"0d0d{at:%d%H%M%S}", "text": words}
    with world.lock:
        world.post("", payloads.from_person(world.account, resident.person, "user_send_text", message, at))
    town.settle()


def test_what_was_said_hours_before_a_case_does_not_join_it(town: Town, reporter: Resident) -> None:
    says_at(town, reporter, "đèn hư tối thui", town.clock() - timedelta(hours=3))
    town.gathering_ends()
    assert [case.description for case in town.incidents] == [RUBBISH, "đèn hư tối thui"]


def test_what_was_said_just_before_a_case_joins_it(town: Town, reporter: Resident) -> None:
    says_at(town, reporter, "hôi lắm", town.clock() - timedelta(minutes=4))
    assert town.incident.description.endswith("hôi lắm")


def test_a_clock_that_is_ahead_changes_nothing(town: Town, reporter: Resident) -> None:
    says_at(town, reporter, "hôi lắm, rác chất đống", town.clock() + timedelta(hours=20))
    assert town.incident.description.endswith("rác chất đống")


def test_events_of_a_whole_outage_end_as_they_were_said(town: Town, hoa: Resident) -> None:
    address = town.simulator.webhook_url
    town.simulator.webhook_url = "http://127.0.0.1:9/webhook/zalo"
    hoa.sends_photos(1)
    hoa.says(RUBBISH)
    town.simulator.webhook_url = address
    town.pass_time(hours=2)
    assert (len(town.incidents), town.incident.photos) == (1, 1)
    assert town.incident.place_name == "Mẹ Thứ"


def test_an_event_that_failed_is_handled_once_and_before_the_next_one(town: Town, reporter: Resident) -> None:
    tam = town.resident("Tam")
    tam.sends_photos(1)
    with town.service.database.begin() as work:
        (photo,) = (row for row in work.session.exec(select(ChatMessage)) if row.gathered)
        kept, photo.reading = photo.reading, {"category": "of an older release"}
    town.simulator.say(tam.person, RUBBISH)
    town.simulator.say(tam.person, "tra cứu PA-1")
    town.settle()
    with town.service.database.begin() as work:
        work.session.get_one(ChatMessage, photo.id).reading = kept
    for _ in range(4):
        town.pass_time(minutes=1)
    assert [case.photos for case in town.incidents] == [0, 1]
    said = [message.text.partition("PA-")[0] for message in tam.heard]
    assert said.index("Đã ghi nhận phản ánh ") < said.index("")
    assert len(tam.heard_with("Đã ghi nhận")) == len(tam.heard_with("PA-26-000001: ")) == 1


def test_a_photo_sent_before_choosing_what_to_edit_joins_the_case(town: Town, reporter: Resident) -> None:
    reporter.taps("Sửa")
    reporter.sends_photos(1)
    town.gathering_ends()
    assert town.incident.photos == 1


def test_a_button_for_a_place_chooses_among_the_places_shown_last(town: Town, hoa: Resident) -> None:
    hoa.says(RUBBISH)
    with town.service.database.begin() as work:
        work.session.exec(select(Conversation)).one().choices = ["Lỗ Giáng 8", "Lỗ Giáng 9"]
    hoa.says("#dia_diem Mẹ Thứ")
    assert "đã cũ" in hoa.last
    hoa.says("#dia_diem Lỗ Giáng 9")
    assert town.incident.place_name == "Lỗ Giáng 9"


def test_withdrawing_ones_data_takes_back_every_consent(town: Town, hoa: Resident) -> None:
    hoa.drops_pin()
    hoa.says("rác chất đống")
    hoa.taps("Cho phép dùng vị trí")
    town.simulator.emit("user_withdraw", {"user_id": hoa.person.id})
    town.pass_time(hours=30)
    town.service._erase_pins()
    assert town.incident.latitude is None
