"""What a resident can ask and change by chat, by words and by buttons, and what the bot answers."""

from datetime import date

import pytest
from sqlmodel import select

from domain.incidents import HistoryKind, IncidentSource, IncidentStatus
from domain.staff import TaskKind
from domain.understanding import Category
from storage import incidents, outbox
from storage.tables import ChatMessage
from tests.journeys.town import Resident, Town

RUBBISH = "rác đổ tràn ra đường Mẹ Thứ"
LAMP = "đèn đường trước số 12 Lỗ Giáng 8 không sáng"


@pytest.fixture
def hoa(town: Town) -> Resident:
    return town.resident("Hoa")


@pytest.fixture
def reporter(hoa: Resident) -> Resident:
    hoa.says(RUBBISH)
    return hoa


def kinds(town: Town) -> list[HistoryKind]:
    with town.service.database.read() as work:
        return [line.kind for line in incidents.history(work, town.incident.id)]


def test_a_greeting_is_answered_with_the_fork_once(town: Town, hoa: Resident) -> None:
    hoa.says("chào phường")
    hoa.says("alo")
    menus = [message for message in hoa.heard if "có thể giúp việc gì" in message.text]
    assert len(menus) == 1
    titles = [button.title for button in menus[0].buttons]
    assert titles[:4] == ["Sự cố", "Thủ tục, hỗ trợ số", "Góp ý", "Khẩn cấp"]
    assert not town.incidents


def test_every_button_of_the_menu_answers(town: Town, hoa: Resident) -> None:
    hoa.says("menu")
    for button, answer in (
        ("Sự cố", "Anh/chị gửi ảnh kèm một dòng"),
        ("Thủ tục, hỗ trợ số", "cần giúp thủ tục"),
        ("Góp ý", "góp ý điều gì"),
        ("Khẩn cấp", "gọi ngay"),
        ("Phản ánh của tôi", "chưa có phản ánh nào"),
    ):
        hoa.taps(button)
        assert answer in hoa.last, button


@pytest.mark.parametrize("words", ["phản ánh của tôi", "PHAN ANH CUA TOI", "phan anh cua toi ạ"])
def test_my_reports_lists_where_each_stands(town: Town, reporter: Resident, words: str) -> None:
    reporter.says(words)
    assert "PA-26-000001" in reporter.last
    assert "Mới nhận" in reporter.last


@pytest.mark.parametrize("words", ["tra cứu PA-26-000001", "pa 1", "PA-26-000001", "tra cuu pa-1"])
def test_a_reporter_sees_everything_of_his_case(town: Town, reporter: Resident, words: str) -> None:
    reporter.says(words)
    assert "Mẹ Thứ" in reporter.last


def test_somebody_else_sees_state_and_date_alone(town: Town, reporter: Resident) -> None:
    tam = town.resident("Tam")
    tam.says("tra cứu PA-26-000001")
    answer = tam.heard_with("PA-26-000001")[0]
    assert "27/11/2026" in answer
    assert "Mẹ Thứ" not in answer
    assert "rác" not in answer.lower()


def test_a_short_code_means_ones_own_case_first(town: Town, reporter: Resident) -> None:
    reporter.says("PA-99")
    assert "Không tìm thấy mã PA-99" in reporter.last


def test_added_photos_and_words_belong_to_the_chosen_case(town: Town, reporter: Resident) -> None:
    town.pass_time(hours=2)
    reporter.says("bổ sung PA-26-000001")
    reporter.sends_photos(2)
    reporter.says("mùi hôi nồng nặc")
    town.gathering_ends()
    assert town.incident.photos == 2
    assert town.incident.description.endswith("mùi hôi nồng nặc")
    assert "Đã thêm vào PA-26-000001" in reporter.last
    assert kinds(town).count(HistoryKind.ADDED) >= 2


def test_a_wrong_place_is_corrected_by_buttons(town: Town, reporter: Resident) -> None:
    reporter.taps("Sửa")
    reporter.taps("Sửa nơi")
    reporter.says("kiệt 45 Văn Tiến Dũng")
    assert "Văn Tiến Dũng" in (town.incident.location_text or "")
    assert "Đã sửa PA-26-000001" in reporter.last
    assert len(town.incidents) == 1


def test_a_place_nobody_knows_is_kept_as_it_was_said(town: Town, reporter: Resident) -> None:
    reporter.says("sửa PA-1")
    reporter.taps("Sửa nơi")
    reporter.says("sau lưng quán bà Tư bún bò")
    assert town.incident.location_text == "sau lưng quán bà Tư bún bò"


def test_wrong_words_are_corrected_and_the_old_ones_stay_in_the_history(town: Town, reporter: Resident) -> None:
    reporter.taps("Sửa")
    reporter.taps("Sửa nội dung")
    reporter.says("cành cây gãy nằm trên vỉa hè đường Mẹ Thứ")
    assert town.incident.category is Category.TREES
    with town.service.database.read() as work:
        notes = [line.note for line in incidents.history(work, town.incident.id)]
    assert RUBBISH in notes


def test_withdrawing_asks_first_and_the_second_tap_is_calm(town: Town, reporter: Resident) -> None:
    states = [town.incident.status]
    for button in ("Rút lại", "Đúng, rút lại", "Đúng, rút lại"):
        reporter.taps(button)
        states.append(town.incident.status)
    assert states == ["new", "new", "withdrawn", "withdrawn"]
    assert "Người dân rút lại" in reporter.last
    assert len(reporter.heard_with("Đã rút lại PA-26-000001")) == 1


def test_thinking_again_leaves_the_case_as_it_is(town: Town, reporter: Resident) -> None:
    reporter.taps("Rút lại")
    reporter.taps("Không")
    assert town.incident.status is IncidentStatus.NEW
    assert "không thay đổi gì" in reporter.last


def test_nobody_changes_another_ones_case(town: Town, reporter: Resident) -> None:
    tam = town.resident("Tam")
    tam.says("menu")
    for words in ("rút lại PA-26-000001", "sửa PA-26-000001", "bổ sung PA-26-000001", "đồng ý rút PA-26-000001"):
        tam.says(words)
        assert "Chỉ người gửi PA-26-000001" in tam.last
    assert town.incident.status is IncidentStatus.NEW


def test_a_case_that_is_over_is_not_changed(town: Town, reporter: Resident) -> None:
    reporter.taps("Rút lại")
    reporter.taps("Đúng, rút lại")
    reporter.says("sửa PA-26-000001")
    assert "không chuyển được" in reporter.last or "nên không" in reporter.last


@pytest.mark.parametrize("words", ["cán bộ", "gặp cán bộ", "CAN BO"])
def test_a_human_is_called_and_the_answer_is_honest_about_time(town: Town, hoa: Resident, words: str) -> None:
    hoa.says(words)
    assert [task.kind for task in town.tasks] == [TaskKind.TALK]
    assert "trong giờ làm việc hôm nay" in hoa.heard_with("Đã báo cán bộ")[0]


def test_at_night_before_a_holiday_the_next_opening_is_told(town: Town, hoa: Resident) -> None:
    town.pass_time(hours=12)
    hoa.says("cán bộ")
    assert "07:30 thứ Tư 25/11/2026" in hoa.heard_with("Đã báo cán bộ")[0]
    assert town.tasks[0].due_on == date(2026, 11, 25)


def test_asking_twice_is_one_task(town: Town, hoa: Resident) -> None:
    hoa.says("cán bộ")
    hoa.says("cán bộ")
    assert len(town.tasks) == 1


def test_my_data_is_shown_and_requests_are_noted(town: Town, reporter: Resident) -> None:
    reporter.taps("Đồng ý nhận thông báo")
    reporter.says("dữ liệu")
    assert "1 phản ánh" in reporter.last
    assert "nhận thông báo: đã đồng ý" in reporter.last
    reporter.taps("Yêu cầu xóa")
    assert "01/12/2026" in reporter.last
    assert [task.kind for task in town.tasks] == [TaskKind.DATA_REQUEST, TaskKind.DATA_DELETION]


def test_a_suggestion_is_a_case_without_place_answered_in_five_working_days(town: Town, hoa: Resident) -> None:
    hoa.says("góp ý")
    hoa.says("mong phường mở cửa thêm sáng thứ Bảy cho người đi làm")
    assert (town.incident.category, town.incident.source) == (Category.OTHER, IncidentSource.SUGGESTION)
    assert not town.incident.lacks_place
    assert town.incident.due_on == date(2026, 12, 1)
    assert "Đã ghi nhận góp ý PA-26-000001" in hoa.last


def test_help_with_a_procedure_reaches_a_human(town: Town, hoa: Resident) -> None:
    hoa.says("má em mất điện thoại rồi, giờ lấy lại VNeID răng hè")
    assert "Cần người giúp" in [button.title for button in hoa.heard[0].buttons]
    hoa.taps("Gặp cán bộ")
    assert town.tasks


def test_a_denunciation_opens_no_case_and_is_not_repeated(town: Town, hoa: Resident) -> None:
    hoa.says("Ông tổ trưởng X lấy tiền của dân, tui tố cáo")
    assert not town.incidents
    assert "không tiếp nhận đơn khiếu nại, tố cáo" in hoa.heard[0].text
    assert not any("tổ trưởng X" in message.text for message in hoa.heard)
    assert all(not task.words for task in town.tasks)


def test_thanks_for_a_repair_is_no_incident(town: Town, reporter: Resident) -> None:
    reporter.says("đèn sáng lại rồi, cảm ơn phường hí")
    assert len(town.incidents) == 1
    assert "đèn" not in town.incident.description


def test_a_command_while_photos_are_gathered_loses_nothing(town: Town, hoa: Resident) -> None:
    hoa.sends_photos(2)
    hoa.says("góp ý")
    hoa.says("mong phường trồng thêm cây xanh ở công viên")
    assert [case.photos for case in town.incidents] == [2, 0]


def test_a_voice_note_opens_a_case_and_asks_for_a_line(town: Town, hoa: Resident) -> None:
    town.simulator.phones.send_audio(hoa.person, b"#!AMR\n" + b"x" * 500)
    town.settle()
    town.gathering_ends()
    assert town.incident.lacks_content
    assert [kept.mime for kept in town.attachments] == ["audio/amr"]
    hoa.says("gần chợ Miếu Bông")
    assert "chuyện gì" in hoa.last


def test_a_sticker_or_a_card_is_no_incident(town: Town, hoa: Resident) -> None:
    town.simulator.phones.send_sticker(hoa.person, b"sticker")
    town.simulator.phones.send_contact_card(hoa.person, "84905000000")
    town.settle()
    town.gathering_ends()
    assert not town.incidents
    assert "có thể giúp việc gì" in hoa.heard[0].text


def test_following_is_welcomed_with_the_menu(town: Town, hoa: Resident) -> None:
    town.simulator.phones.follow(hoa.person)
    town.settle()
    assert "có thể giúp việc gì" in hoa.heard[0].text


def test_what_a_human_answered_in_zalos_tool_is_in_the_transcript(town: Town, reporter: Resident) -> None:
    town.simulator.human_reply(reporter.person, "Tôi là cán bộ, tôi gọi lại ngay.")
    town.settle()
    with town.service.database.read() as work:
        said = [message for message in work.session.exec(select(ChatMessage)) if message.human_id]
    assert [message.text for message in said] == ["Tôi là cán bộ, tôi gọi lại ngay."]


def test_read_ticks_reach_the_outbox(town: Town, reporter: Resident) -> None:
    town.simulator.see(reporter.person)
    town.settle()
    with town.service.database.read() as work:
        rows = outbox.page(work, status=None, kind=None, since=None, before_id=None, limit=10)
    assert all(row.seen_at is not None for row in rows)


def test_another_resident_is_never_told_what_hoa_said(town: Town, reporter: Resident) -> None:
    tam = town.resident("Tam")
    tam.says("phản ánh của tôi")
    assert not any("Mẹ Thứ" in message.text for message in tam.heard)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("đúng", IncidentStatus.WITHDRAWN),
        ("Có.", IncidentStatus.WITHDRAWN),
        ("u", IncidentStatus.WITHDRAWN),
        ("dạ đúng", IncidentStatus.WITHDRAWN),
        ("không", IncidentStatus.NEW),
        ("ko", IncidentStatus.NEW),
        ("để đó", IncidentStatus.NEW),
    ],
)
def test_the_question_before_a_withdrawal_takes_a_short_word(
    town: Town, reporter: Resident, words: str, status: IncidentStatus
) -> None:
    reporter.says("rút lại PA-1")
    reporter.says(words)
    assert town.incident.status is status
    assert len(town.incidents) == 1


def test_a_short_word_without_a_question_withdraws_nothing(town: Town, reporter: Resident) -> None:
    for words in ("đúng", "có", "ừ"):
        reporter.says(words)
    assert town.incident.status is IncidentStatus.NEW


@pytest.mark.parametrize("words", ["không biết", "ko biet", "Không rõ!"])
def test_not_knowing_the_place_is_no_place(town: Town, hoa: Resident, words: str) -> None:
    hoa.sends_photos(1, caption="rác chất đống mấy bữa ni chưa ai dọn")
    town.gathering_ends()
    hoa.says(words)
    lacked = [town.incident.lacks_place]
    assert "Không sao ạ" in hoa.last
    hoa.says("gần chợ Miếu Bông")
    lacked.append(town.incident.lacks_place)
    assert lacked == [True, False]
    town.pass_time(minutes=40)
    assert len(town.incidents) == 1
