"""The response team works on cases from its group and in private, and each reporter has the last word."""

import io
from datetime import date
from typing import Any

import pytest
from PIL import Image, ImageOps
from sqlmodel import select

from bot.signature import SIGNATURE_HEADER, sign
from bot.simulator.sample_photos import Scene, sample_photo
from domain.case_endings import Closing, Verdict
from domain.incidents import IncidentStatus
from domain.staff import TaskKind
from domain.teams import GroupPurpose, TeamRole
from storage.tables import (
    GroupChat,
    IncidentExtension,
    IncidentHistory,
    IncidentReporter,
    OutboxMessage,
    OutboxStatus,
    Person,
)
from tests.journeys.digital_teams import join, member, team
from tests.journeys.group_life import TownGroup
from tests.journeys.town import Resident, Town

NAME = "Tổ phản ứng nhanh-Phường Hòa Xuân"
BEFORE = sample_photo(Scene.RUBBISH, seed=0)
CLEAN = sample_photo(Scene.POTHOLE, seed=7)


@pytest.fixture
def team_id(town: Town) -> int:
    return team(town, "Tổ CNSCĐ số 12", 12)


@pytest.fixture
def binh(town: Town, team_id: int) -> Resident:
    return member(town, team_id, "Trần Văn Bình")


@pytest.fixture
def lan(town: Town, team_id: int) -> Resident:
    return member(town, team_id, "Lê Thị Lan")


@pytest.fixture
def hoa(town: Town) -> Resident:
    return town.resident("Hoa")


@pytest.fixture
def group(town: Town, binh: Resident, lan: Resident) -> TownGroup:
    group = TownGroup(town, NAME, [binh, lan])
    group.is_for(GroupPurpose.RESPONSE_TEAM)
    return group


def reports(town: Town, hoa: Resident, words: str = "rác đổ tràn ra đường Mẹ Thứ") -> None:
    town.simulator.send_photos(hoa.person, [BEFORE], caption=words)
    town.settle()
    town.gathering_ends()


def accepted(town: Town, hoa: Resident) -> None:
    reports(town, hoa)
    town.moves_case(IncidentStatus.ACCEPTED, "Đã tiếp nhận.")


def sends(
    town: Town, group: TownGroup, who: Resident, photo: bytes, caption: str = "", quote: str | None = None
) -> None:
    town.simulator.group_phones.send_photos(who.person, group.group, [photo], caption=caption, quote=quote)
    town.settle()


def done_with_photo(town: Town, group: TownGroup, binh: Resident, photo: bytes = CLEAN) -> None:
    group.says(binh, "nhận PA-1")
    sends(town, group, binh, photo, "xong PA-1 đã dọn sạch")


def status_of(town: Town) -> IncidentStatus:
    return town.incident.status


def is_disputed(town: Town) -> bool:
    return town.incident.disputed_at is not None


def rows(town: Town, table: type[Any]) -> list[Any]:
    with town.service.database.read() as work:
        return list(work.session.exec(select(table).order_by(table.id)).all())


def tasks_of(town: Town, kind: TaskKind) -> int:
    return sum(task.kind is kind for task in town.tasks)


def recompressed(photo: bytes) -> bytes:
    written = io.BytesIO()
    with Image.open(io.BytesIO(photo)) as image:
        image.resize((640, 480)).convert("RGB").save(written, "JPEG", quality=55)
    return written.getvalue()


def mirrored(photo: bytes) -> bytes:
    written = io.BytesIO()
    with Image.open(io.BytesIO(photo)) as image:
        ImageOps.mirror(image.convert("RGB")).save(written, "JPEG", quality=80)
    return written.getvalue()


# ---- the card -----------------------------------------------------------------------------------


def test_a_card_comes_when_an_officer_accepts_and_says_nothing_of_who_reported(
    town: Town, hoa: Resident, group: TownGroup
) -> None:
    reports(town, hoa, "rác đổ tràn ra đường Mẹ Thứ, gọi em 0905 123 456")
    assert not group.heard
    town.moves_case(IncidentStatus.ACCEPTED, "Đã tiếp nhận.")
    (card,) = group.heard
    for words in ("PA-26-000001", "Rác thải", "Mẹ Thứ", "google.com/maps", "1 ảnh", "27/11/2026", "nhận PA-26-000001"):
        assert words in card
    for words in ("Hoa", "0905", "123 456"):
        assert words not in card


def test_an_urgent_case_has_its_card_at_once_and_one_only(town: Town, hoa: Resident, group: TownGroup) -> None:
    hoa.says("dây điện đứt rơi xuống đường Mẹ Thứ, nguy hiểm lắm")
    assert "KHẨN" in group.last
    town.moves_case(IncidentStatus.ACCEPTED, "Đã tiếp nhận.")
    assert len(group.heard) == 1


def test_without_a_group_of_the_response_team_everything_else_goes_on(
    town: Town, hoa: Resident, binh: Resident
) -> None:
    accepted(town, hoa)
    binh.says("nhận PA-1")
    assert status_of(town) is IncidentStatus.IN_PROGRESS


# ---- taking, giving back, handing on -----------------------------------------------------------------


@pytest.mark.parametrize("words", ["nhận PA-1", "nhan pa 1", "Nhận PA-26-000001", "em nhận pa-1", "để tôi PA-1"])
def test_who_takes_it_has_it_in_plain_and_accentless_words(
    town: Town, hoa: Resident, binh: Resident, group: TownGroup, words: str
) -> None:
    accepted(town, hoa)
    group.says(binh, words)
    case = town.incident
    assert (case.status, case.taken_by) == (IncidentStatus.IN_PROGRESS, 1)
    assert "Đã giao PA-26-000001" in group.last
    assert "Bình" not in group.last
    assert "Đang xử lý" in hoa.last
    (line,) = [one for one in rows(town, IncidentHistory) if one.to_status is IncidentStatus.IN_PROGRESS]
    assert line.member_id == 1


def test_of_two_who_take_it_at_once_one_wins_and_the_other_is_told_without_a_name(
    town: Town, hoa: Resident, binh: Resident, lan: Resident, group: TownGroup
) -> None:
    accepted(town, hoa)
    town.simulator.say_in_group(binh.person, group.group, "nhận PA-1")
    town.simulator.say_in_group(lan.person, group.group, "nhận PA-1")
    town.settle()
    assert town.incident.taken_by in (1, 2)
    assert sum("Đã giao" in words for words in group.heard) == 1
    (told,) = [words for words in group.heard if "đã có người nhận trước" in words]
    assert "Bình" not in told
    assert "Lan" not in told


def test_a_reply_to_the_card_needs_no_code(town: Town, hoa: Resident, binh: Resident, group: TownGroup) -> None:
    accepted(town, hoa)
    card = group.last_card
    group.says(binh, "nhận", quote=card)
    assert status_of(town) is IncidentStatus.IN_PROGRESS
    sends(town, group, binh, CLEAN, "xong", quote=card)
    assert status_of(town) is IncidentStatus.RESOLVED


def test_it_works_in_private_too_for_those_who_are_in_the_group(
    town: Town, hoa: Resident, binh: Resident, team_id: int, group: TownGroup
) -> None:
    stranger = member(town, team_id, "Phạm Văn Cảnh")
    accepted(town, hoa)
    stranger.says("nhận PA-1")
    assert stranger.heard_with("dành cho tổ phản ứng nhanh")
    group.says(binh, "chào cả nhà")
    binh.says("nhận PA-1")
    assert town.incident.taken_by == 1


def test_a_resident_who_types_it_hears_why_not(town: Town, hoa: Resident, group: TownGroup) -> None:
    accepted(town, hoa)
    nam = town.resident("Nam")
    nam.says("nhận PA-1")
    assert nam.heard_with("dành cho tổ phản ứng nhanh")
    assert status_of(town) is IncidentStatus.ACCEPTED


def test_somebody_without_a_code_in_the_group_is_told_once_a_day(
    town: Town, hoa: Resident, binh: Resident, lan: Resident
) -> None:
    nam = town.resident("Nam")
    group = TownGroup(town, NAME, [binh, lan, nam])
    group.is_for(GroupPurpose.RESPONSE_TEAM)
    accepted(town, hoa)
    group.says(nam, "nhận PA-1")
    group.says(nam, "nhận PA-1 nha")
    assert town.incident.taken_by is None
    assert sum("gắn mã" in words for words in group.heard) == 1


def test_in_another_group_nothing_is_done(town: Town, hoa: Resident, binh: Resident, group: TownGroup) -> None:
    ward = TownGroup(town, "CNSCĐ-Phường Hòa Xuân", [binh])
    ward.is_for(GroupPurpose.WARD)
    accepted(town, hoa)
    ward.says(binh, "nhận PA-1")
    assert "nhóm tổ phản ứng nhanh" in ward.last
    assert town.incident.taken_by is None


def test_the_same_message_twice_is_one_step(town: Town, hoa: Resident, binh: Resident, group: TownGroup) -> None:
    accepted(town, hoa)
    group.says(binh, "nhận PA-1")
    revision, heard = town.incident.revision, len(group.heard)
    options = town.simulator.options
    last = next(one for one in reversed(town.simulator.deliveries()) if one.event_name == "user_send_group_text")
    mac = sign(app_id=options.app_id, body=last.body, timestamp=last.timestamp, secret=options.webhook_secret)
    town.restart()
    assert town.simulator.post_raw(last.body, {SIGNATURE_HEADER: f"mac={mac}", "num_retry": "1"}) == 200
    town.settle()
    assert (town.incident.revision, len(group.heard)) == (revision, heard)
    assert sum("Đã giao" in words for words in group.heard) == 1


def test_given_back_it_is_offered_anew(
    town: Town, hoa: Resident, binh: Resident, lan: Resident, group: TownGroup
) -> None:
    accepted(town, hoa)
    group.says(binh, "nhận PA-1")
    group.says(binh, "trả lại PA-1 máy hư")
    assert (town.incident.status, town.incident.taken_by) == (IncidentStatus.ASSIGNED, None)
    assert "cần người nhận" in group.last
    assert "máy hư" in group.last
    group.says(lan, "nhận PA-1")
    assert town.incident.taken_by == 2


def test_what_was_held_by_somebody_who_left_can_be_taken(
    town: Town, hoa: Resident, binh: Resident, lan: Resident, group: TownGroup
) -> None:
    accepted(town, hoa)
    group.says(binh, "nhận PA-1")
    with town.service.database.begin() as work:
        from storage.tables import TeamMember

        work.session.get_one(TeamMember, 1).until_on = date(2026, 11, 23)
    group.says(lan, "nhận PA-1")
    assert town.incident.taken_by == 2


def test_forwarded_to_an_agency_the_reporter_hears_and_the_office_follows_up_once(
    town: Town, hoa: Resident, binh: Resident, group: TownGroup
) -> None:
    accepted(town, hoa)
    group.says(binh, "nhận PA-1")
    group.says(binh, "chuyển PA-1 điện lực hạn 1/12")
    case = town.incident
    assert (case.status, case.forwarded_to, case.forward_due_on) == (
        IncidentStatus.FORWARDED,
        "Điện lực",
        date(2026, 12, 1),
    )
    assert "Điện lực" in hoa.last
    assert "01/12/2026" in hoa.last
    assert tasks_of(town, TaskKind.FORWARDED_CASE) == 1
    town.pass_time(days=9)
    town.pass_time(days=1)
    assert tasks_of(town, TaskKind.FORWARDED_CASE) == 2


def test_handed_to_the_office_it_waits_for_an_officer(
    town: Town, hoa: Resident, binh: Resident, group: TownGroup
) -> None:
    accepted(town, hoa)
    group.says(binh, "chuyển PA-1 cán bộ không đúng việc của tổ")
    assert status_of(town) is IncidentStatus.ASSIGNED
    assert tasks_of(town, TaskKind.FORWARDED_CASE) == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("nhận PA-99", "Không tìm thấy PA-99"),
        ("nhận PA-25-000001", "Không tìm thấy PA-25-000001"),
        ("trả lại PA-1", "chưa có ai nhận"),
        ("chuyển PA-1", "Chuyển cho đơn vị nào"),
        ("chuyển PA-1 bưu điện sao hỏa", "Chưa rõ đơn vị"),
        ("hỏi PA-1", "Hỏi gì"),
        ("gia hạn PA-1", "Gia hạn đến ngày nào"),
        ("gia hạn PA-1 20/11 chờ vật tư", "phải sau hạn đang có"),
        ("gia hạn PA-1 31/02 chờ vật tư", "Gia hạn đến ngày nào"),
        ("gia hạn PA-1 30/11", "Vì sao cần gia hạn"),
        ("gia hạn PA-1 30/12/2027 chờ vật tư", "nhiều nhất 90 ngày"),
        ("không làm được PA-1", "Vì sao chưa làm được"),
    ],
)
def test_a_wrong_word_gets_a_sentence_that_says_what_to_do(
    town: Town, hoa: Resident, binh: Resident, group: TownGroup, words: str, sentence: str
) -> None:
    accepted(town, hoa)
    group.says(binh, words)
    assert sentence in group.last
    assert status_of(town) is IncidentStatus.ACCEPTED


def test_somebody_elses_case_and_a_case_that_is_over_are_left_alone(
    town: Town, hoa: Resident, binh: Resident, lan: Resident, group: TownGroup
) -> None:
    accepted(town, hoa)
    done_with_photo(town, group, binh)
    group.says(lan, "nhận PA-1")
    assert "Đã xử lý" in group.last
    hoa.taps("Chưa xong")
    group.says(binh, "nhận PA-1")
    group.says(lan, "xong PA-1 rồi")
    assert "người khác nhận" in group.last


def test_a_leader_goes_on_with_anybodys_case(town: Town, hoa: Resident, binh: Resident, team_id: int) -> None:
    tuan = member(town, team_id, "Võ Anh Tuấn", TeamRole.LEADER)
    group = TownGroup(town, NAME, [binh, tuan])
    group.is_for(GroupPurpose.RESPONSE_TEAM)
    accepted(town, hoa)
    group.says(binh, "nhận PA-1")
    group.says(tuan, "trả lại PA-1")
    assert status_of(town) is IncidentStatus.ASSIGNED


def test_what_is_withdrawn_or_settled_by_an_officer_is_told_where_the_card_stands(
    town: Town, hoa: Resident, binh: Resident, group: TownGroup
) -> None:
    accepted(town, hoa)
    group.says(binh, "nhận PA-1")
    group.says(binh, "gia hạn PA-1 30/11 chờ vật tư")
    hoa.says("rút lại PA-1")
    hoa.says("đồng ý rút")
    assert "không cần làm tiếp" in group.last
    assert [task for task in town.tasks if task.kind is TaskKind.EXTENSION and task.done_at]
    group.says(binh, "xong PA-1")
    assert "Người dân rút lại" in group.last


def test_help_in_the_group_tells_its_own_words(town: Town, binh: Resident, group: TownGroup) -> None:
    group.says(binh, group.mention() + " trợ giúp")
    assert "nhận PA-12" in group.last


# ---- asking -------------------------------------------------------------------------------------


def test_a_question_goes_to_the_reporter_and_the_answer_back_to_the_group_without_a_number(
    town: Town, hoa: Resident, binh: Resident, group: TownGroup
) -> None:
    accepted(town, hoa)
    group.says(binh, "hỏi PA-1 đống rác ở bên trái hay bên phải?")
    assert "bên trái hay bên phải" in hoa.last
    hoa.says("bên phải, sát tường, cần gọi 0905 123 456")
    assert "bên phải, sát tường" in group.last
    assert "123 456" not in group.last
    assert "Hoa" not in group.last
    assert "đã chuyển" in hoa.last
    assert "bên phải" in town.incident.description
    assert len(town.incidents) == 1


def test_a_photo_answers_too_and_another_report_does_not(
    town: Town, hoa: Resident, binh: Resident, group: TownGroup
) -> None:
    accepted(town, hoa)
    binh.says("hỏi PA-1 gửi em tấm ảnh rõ hơn")
    hoa.says("đèn đường trước số 12 Lỗ Giáng 8 không sáng")
    assert len(town.incidents) == 2
    binh.says("hỏi PA-1 gửi em tấm ảnh rõ hơn")
    hoa.sends_photos(1)
    assert town.incidents[0].photos == 2
    assert "người báo trả lời" in binh.last


# ---- proof --------------------------------------------------------------------------------------


def test_done_with_a_photo_is_done_and_both_photos_are_told_apart(
    town: Town, hoa: Resident, binh: Resident, group: TownGroup
) -> None:
    accepted(town, hoa)
    done_with_photo(town, group, binh)
    case = town.incident
    assert (case.status, case.proofs, case.photos) == (IncidentStatus.RESOLVED, 1, 1)
    assert [file.after_work for file in town.attachments] == [False, True]
    assert town.attachments[1].same_as_id is None
    assert town.attachments[1].checked_at is not None
    assert "đã dọn sạch" in hoa.last
    assert "đã xong chưa" in hoa.last
    assert not tasks_of(town, TaskKind.PROOF_DOUBT)


def test_done_without_a_photo_asks_one_question_and_the_photo_after_it_is_enough(
    town: Town, hoa: Resident, binh: Resident, group: TownGroup
) -> None:
    accepted(town, hoa)
    group.says(binh, "nhận PA-1")
    group.says(binh, "xong PA-1 đã dọn")
    assert "còn thiếu ảnh" in group.last
    assert status_of(town) is IncidentStatus.IN_PROGRESS
    assert "Đang xử lý" in hoa.last
    sends(town, group, binh, CLEAN)
    assert status_of(town) is IncidentStatus.RESOLVED
    assert "đã dọn" in hoa.last


def test_a_photo_long_after_is_no_proof_but_one_under_the_card_is(
    town: Town, hoa: Resident, binh: Resident, group: TownGroup
) -> None:
    accepted(town, hoa)
    card = group.last_card
    group.says(binh, "nhận PA-1")
    group.says(binh, "xong PA-1")
    town.pass_time(minutes=31)
    sends(town, group, binh, CLEAN)
    assert (town.incident.status, town.incident.proofs) == (IncidentStatus.IN_PROGRESS, 0)
    sends(town, group, binh, CLEAN, quote=card)
    assert town.incident.proofs == 1
    assert "gõ: xong" in group.last
    group.says(binh, "xong PA-1")
    assert status_of(town) is IncidentStatus.RESOLVED


def test_in_private_a_photo_before_or_after_the_word_proves_it(
    town: Town, hoa: Resident, binh: Resident, group: TownGroup
) -> None:
    accepted(town, hoa)
    group.says(binh, "nhận PA-1")
    town.simulator.send_photos(binh.person, [CLEAN])
    town.settle()
    binh.says("xong PA-1")
    assert (town.incident.status, town.incident.proofs) == (IncidentStatus.RESOLVED, 1)
    hoa.taps("Chưa xong")
    binh.says("nhận PA-1")
    binh.says("xong PA-1")
    assert "còn thiếu ảnh" in binh.last
    town.simulator.send_photos(binh.person, [sample_photo(Scene.STREET_LAMP, seed=4)])
    town.settle()
    assert town.incidents[0].status is IncidentStatus.RESOLVED
    assert len(town.incidents) == 1


def test_a_whole_album_proves_one_case(town: Town, hoa: Resident, binh: Resident, group: TownGroup) -> None:
    accepted(town, hoa)
    group.says(binh, "nhận PA-1")
    photos = [sample_photo(Scene.POTHOLE, seed=number) for number in range(3)]
    town.simulator.group_phones.send_photos(binh.person, group.group, photos, caption="xong PA-1")
    town.settle()
    assert (town.incident.status, town.incident.proofs) == (IncidentStatus.RESOLVED, 3)
    assert len(hoa.heard_with("đã xong chưa")) == 1


@pytest.mark.parametrize(
    "copy", [lambda photo: photo, recompressed, mirrored], ids=["same", "recompressed", "mirrored"]
)
def test_the_reporters_own_photo_sent_back_warns_and_goes_to_an_officer(
    town: Town, hoa: Resident, binh: Resident, group: TownGroup, copy: Any
) -> None:
    accepted(town, hoa)
    done_with_photo(town, group, binh, copy(BEFORE))
    assert status_of(town) is IncidentStatus.RESOLVED
    before, after = town.attachments
    assert after.same_as_id == before.id
    assert "giống một ảnh đã có" in group.last
    assert tasks_of(town, TaskKind.PROOF_DOUBT) == 1


def test_the_proof_of_an_earlier_case_warns_too(town: Town, hoa: Resident, binh: Resident, group: TownGroup) -> None:
    accepted(town, hoa)
    done_with_photo(town, group, binh)
    town.pass_time(minutes=30)
    hoa.says("rác chất đống trước số 12 Lỗ Giáng 8")
    group.says(binh, "nhận PA-2")
    sends(town, group, binh, recompressed(CLEAN), "xong PA-2")
    assert town.incidents[1].status is IncidentStatus.RESOLVED
    assert "PA-26-000002" in group.last
    assert "giống" in group.last


def test_where_no_photo_can_show_it_a_line_does(town: Town, hoa: Resident, binh: Resident, group: TownGroup) -> None:
    hoa.says("quán karaoke hát ồn ào tới khuya ở đường Mẹ Thứ")
    town.gathering_ends()
    group.says(binh, "nhận PA-1")
    group.says(binh, "xong PA-1")
    assert "đã làm gì" in group.last
    group.says(binh, "xong PA-1 đã nhắc quán tắt loa sau 22 giờ")
    assert status_of(town) is IncidentStatus.RESOLVED
    assert "nhắc quán tắt loa" in hoa.last


def test_what_cannot_be_mended_is_said_honestly(town: Town, hoa: Resident, binh: Resident, group: TownGroup) -> None:
    accepted(town, hoa)
    group.says(binh, "khong lam duoc PA-1 xe rác hỏng, tuần sau mới có")
    assert status_of(town) is IncidentStatus.NOT_FIXED
    assert "xe rác hỏng" in hoa.last


# ---- more time ----------------------------------------------------------------------------------


def test_more_time_is_asked_and_waits_for_an_officer(
    town: Town, hoa: Resident, binh: Resident, group: TownGroup
) -> None:
    accepted(town, hoa)
    group.says(binh, "nhận PA-1")
    group.says(binh, "gia han pa-1 den thu hai tuan sau vi cho vat tu")
    (asked,) = rows(town, IncidentExtension)
    assert (asked.new_due_on, asked.reason) == (date(2026, 11, 30), "cho vat tu")
    assert town.incident.due_on == date(2026, 11, 27)
    assert tasks_of(town, TaskKind.EXTENSION) == 1
    group.says(binh, "gia hạn PA-1 1/12 chờ vật tư")
    assert "đang chờ duyệt" in group.last
    assert len(rows(town, IncidentExtension)) == 1


# ---- the last word --------------------------------------------------------------------------------


def thread(town: Town) -> IncidentReporter:
    (one,) = rows(town, IncidentReporter)
    assert isinstance(one, IncidentReporter)
    return one


def test_confirmed_it_is_closed_and_rated(town: Town, hoa: Resident, binh: Resident, group: TownGroup) -> None:
    accepted(town, hoa)
    done_with_photo(town, group, binh)
    hoa.taps("Đã xong")
    assert (town.incident.status, town.incident.closing) == (IncidentStatus.CLOSED, Closing.CONFIRMED)
    hoa.taps("5 sao – rất tốt")
    hoa.taps("4 sao")
    hoa.taps("Đã xong")
    assert (thread(town).stars, thread(town).verdict) == (4, Verdict.DONE)


@pytest.mark.parametrize("words", ["xong rồi", "da xong", "đã xong PA-1", "xong PA-1"])
def test_plain_words_confirm_too(town: Town, hoa: Resident, binh: Resident, group: TownGroup, words: str) -> None:
    accepted(town, hoa)
    done_with_photo(town, group, binh)
    hoa.says(words)
    assert town.incident.closing is Closing.CONFIRMED


def test_a_look_up_offers_the_last_word_too(town: Town, hoa: Resident, binh: Resident, group: TownGroup) -> None:
    accepted(town, hoa)
    done_with_photo(town, group, binh)
    hoa.says("PA-1")
    assert [button.title for button in hoa.heard[-1].buttons][:2] == ["Đã xong", "Chưa xong"]


def test_a_reply_to_our_question_means_that_case(town: Town, hoa: Resident, binh: Resident, group: TownGroup) -> None:
    accepted(town, hoa)
    done_with_photo(town, group, binh)
    question = hoa.heard[-1].message_id
    town.pass_time(minutes=30)
    hoa.says("rác chất đống trước số 12 Lỗ Giáng 8")
    group.says(binh, "nhận PA-2")
    sends(town, group, binh, sample_photo(Scene.STREET_LAMP, seed=5), "xong PA-2")
    town.simulator.say(hoa.person, "chưa xong", quote=question)
    town.settle()
    assert [case.status for case in town.incidents] == [IncidentStatus.REOPENED, IncidentStatus.RESOLVED]


def test_plain_words_mean_nothing_where_nothing_was_asked(town: Town, hoa: Resident) -> None:
    accepted(town, hoa)
    hoa.says("xong rồi")
    assert status_of(town) is IncidentStatus.ACCEPTED


def test_not_done_reopens_once_by_itself_with_a_new_card_and_the_second_time_the_head_decides(
    town: Town, hoa: Resident, binh: Resident, lan: Resident, group: TownGroup
) -> None:
    accepted(town, hoa)
    done_with_photo(town, group, binh)
    town.pass_time(days=2)
    hoa.says("chưa xong")
    case = town.incident
    assert (case.status, case.taken_by, case.proofs) == (IncidentStatus.REOPENED, None, 0)
    assert case.due_on == date(2026, 11, 30)
    assert "mở lại" in group.last
    hoa.says("còn một đống bên hông")
    assert "bên hông" in town.incident.description
    group.says(lan, "nhận PA-1")
    group.says(lan, "xong PA-1")
    assert "còn thiếu ảnh" in group.last
    sends(town, group, lan, sample_photo(Scene.STREET_LAMP, seed=3))
    hoa.taps("Chưa xong")
    hoa.taps("Chưa xong")
    assert status_of(town) is IncidentStatus.RESOLVED
    assert is_disputed(town)
    assert "Trưởng phòng" in hoa.last
    assert tasks_of(town, TaskKind.DISPUTE) == 1
    town.pass_time(days=8)
    assert status_of(town) is IncidentStatus.RESOLVED
    town.moves_case(IncidentStatus.REOPENED, "Làm lại ngay.")
    assert not is_disputed(town)
    assert all(task.done_at for task in town.tasks if task.kind is TaskKind.DISPUTE)


def test_nobody_else_has_the_last_word(town: Town, hoa: Resident, binh: Resident, group: TownGroup) -> None:
    accepted(town, hoa)
    done_with_photo(town, group, binh)
    nam = town.resident("Nam")
    nam.says("#da_xong PA-26-000001")
    assert "Chỉ người gửi" in " ".join(message.text for message in nam.heard)
    assert status_of(town) is IncidentStatus.RESOLVED


def test_silence_after_a_delivered_question_closes_after_seven_days(
    town: Town, hoa: Resident, binh: Resident, group: TownGroup
) -> None:
    accepted(town, hoa)
    done_with_photo(town, group, binh)
    town.pass_time(days=6, hours=23)
    still = town.incident.status
    town.pass_time(hours=2)
    assert still is IncidentStatus.RESOLVED
    assert (town.incident.status, town.incident.closing) == (IncidentStatus.CLOSED, Closing.SILENT)
    hoa.taps("Đã xong")
    assert town.incident.closing is Closing.CONFIRMED


def test_who_cannot_be_reached_is_phoned_counted_apart_and_told_when_he_writes(
    town: Town, hoa: Resident, binh: Resident, group: TownGroup
) -> None:
    accepted(town, hoa)
    town.pass_time(days=8)
    done_with_photo(town, group, binh)
    (question,) = [row for row in rows(town, OutboxMessage) if row.kind == "incident_resolved"]
    assert question.status is OutboxStatus.TO_PHONE
    town.pass_time(days=8)
    assert (town.incident.status, town.incident.closing) == (IncidentStatus.CLOSED, Closing.NOT_INFORMED)
    assert thread(town).missed_at is not None
    heard = len(hoa.heard_with("không liên lạc được"))
    hoa.says("chào phường")
    hoa.says("alo")
    assert (heard, len(hoa.heard_with("không liên lạc được"))) == (0, 1)
    assert "đã dọn sạch" in hoa.heard_with("không liên lạc được")[0]
    assert not any(person.missed_news for person in rows(town, Person))
    hoa.taps("Chưa xong")
    assert status_of(town) is IncidentStatus.REOPENED


def test_a_member_who_reported_himself_confirms_his_own_case(
    town: Town, hoa: Resident, binh: Resident, team_id: int, group: TownGroup
) -> None:
    join(town, hoa, team_id, "Hồ Thị Hoa")
    accepted(town, hoa)
    done_with_photo(town, group, binh)
    hoa.says("xong PA-1")
    assert town.incident.closing is Closing.CONFIRMED


def test_the_groups_rows_name_nobody(town: Town, hoa: Resident, binh: Resident, group: TownGroup) -> None:
    accepted(town, hoa)
    done_with_photo(town, group, binh)
    assert len(rows(town, GroupChat)) == 1
    for row in rows(town, OutboxMessage):
        if row.group_id is not None:
            assert row.person_id is None
            assert not row.buttons


# ---- cases that several people reported -------------------------------------------------------------


@pytest.fixture
def neighbours(town: Town, hoa: Resident, group: TownGroup) -> tuple[Resident, Resident]:
    """Two residents whose reports of one lamp are one case: the second has joined the first."""
    hoa.says("đèn đường hư trước số 45 Mẹ Thứ")
    town.pass_time(hours=1)
    nam = town.resident("Nam")
    nam.says("đèn đường trước số 51 Mẹ Thứ tắt cả tuần nay")
    nam.taps("Tôi cũng gặp")
    return hoa, nam


def test_a_merged_case_is_worked_on_under_either_code_and_all_have_the_last_word_under_their_own(
    town: Town, neighbours: tuple[Resident, Resident], binh: Resident, group: TownGroup
) -> None:
    hoa, nam = neighbours
    group.says(binh, "nhận PA-2")
    assert town.incidents[0].taken_by == 1
    sends(town, group, binh, CLEAN, "xong PA-2 đã thay bóng")
    assert [case.status for case in town.incidents] == [IncidentStatus.RESOLVED, IncidentStatus.MERGED]
    assert "PA-26-000001" in hoa.heard_with("đã xong chưa")[0]
    assert "PA-26-000002" in nam.heard_with("đã xong chưa")[0]
    hoa.taps("Đã xong")
    assert town.incidents[0].status is IncidentStatus.RESOLVED
    nam.taps("Đã xong")
    assert (town.incidents[0].status, town.incidents[0].closing) == (IncidentStatus.CLOSED, Closing.CONFIRMED)
    nam.taps("5 sao – rất tốt")
    assert "PA-26-000002" in nam.last
    assert [one.stars for one in rows(town, IncidentReporter)] == [None, 5]


def test_one_of_several_reporters_reopens_it_for_all_and_each_may_once(
    town: Town, neighbours: tuple[Resident, Resident], binh: Resident, group: TownGroup
) -> None:
    hoa, nam = neighbours
    sends(town, group, binh, CLEAN, "xong PA-1")
    nam.says("chưa xong PA-2")
    assert town.incidents[0].status is IncidentStatus.REOPENED
    assert "PA-26-000002" in nam.heard_with("Đã mở lại")[0]
    assert "PA-26-000001: Mở lại" in hoa.last
    sends(town, group, binh, sample_photo(Scene.STREET_LAMP, seed=6), "xong PA-1")
    hoa.taps("Chưa xong")
    assert town.incidents[0].status is IncidentStatus.REOPENED
    assert not tasks_of(town, TaskKind.DISPUTE)


def test_who_has_left_a_shared_case_is_not_waited_for(
    town: Town, neighbours: tuple[Resident, Resident], binh: Resident, group: TownGroup
) -> None:
    hoa, nam = neighbours
    hoa.says("rút lại PA-1")
    hoa.says("đồng ý rút")
    sends(town, group, binh, CLEAN, "xong PA-1")
    assert not hoa.heard_with("đã xong chưa")
    nam.taps("Đã xong")
    assert town.incidents[0].closing is Closing.CONFIRMED
