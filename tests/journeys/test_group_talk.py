"""In groups the bot reads everything and speaks only when it is spoken to, or when a member clearly reports."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text as sql
from sqlmodel import SQLModel

from bot.simulator.options import AlbumMode
from domain.activities import ActivitySource, ActivityStatus
from domain.teams import GroupPurpose, TeamRole
from storage.tables import InboxStatus
from tests.journeys.digital_teams import join, member, record, records, team
from tests.journeys.group_life import TownGroup, event_of, taken
from tests.journeys.town import Resident, Town

REPORT = "sáng nay tổ 12 hướng dẫn 35 bà con cài VNeID, 10 hộ mở ví điện tử tại nhà văn hóa"
NAME = "CNSCĐ-Tổ dân phố số 12-Phường Hòa Xuân"


@pytest.fixture
def team_id(town: Town) -> int:
    return team(town, "Tổ CNSCĐ số 12", 12)


@pytest.fixture
def binh(town: Town, team_id: int) -> Resident:
    return member(town, team_id, "Trần Văn Bình")


@pytest.fixture
def lan(town: Town, team_id: int) -> Resident:
    return member(town, team_id, "Lê Thị Lan", TeamRole.LEADER)


@pytest.fixture
def hoa(town: Town) -> Resident:
    return town.resident("Hoa")


@pytest.fixture
def group(town: Town, binh: Resident, lan: Resident, hoa: Resident) -> TownGroup:
    return TownGroup(town, NAME, [binh, lan, hoa])


@pytest.mark.parametrize("words", ["#baocao " + REPORT, REPORT, "@Phường Hòa Xuân " + REPORT])
def test_a_members_report_becomes_a_record_answered_without_buttons_and_names(
    town: Town, binh: Resident, group: TownGroup, team_id: int, words: str
) -> None:
    group.says(binh, words)
    told = record(town)
    assert (told.source, told.team_id, told.people, told.households) == (ActivitySource.GROUP_CHAT, team_id, 35, 10)
    assert told.group_id == group.row.id
    (card,) = town.simulator.heard_in_group(group.group)
    assert "Đã ghi hoạt động HD-1" in card.text
    assert "Bình" not in card.text
    assert not card.buttons
    assert not [one for one in binh.heard if "HD-" in one.text]
    (kept,) = taken(town)
    assert kept.activity_id == told.id


@pytest.mark.parametrize(
    "words",
    [
        "mai ra quân nha bà con",
        "ok em",
        "cảm ơn cả nhà",
        "tối nay họp lúc 7 giờ ở nhà văn hóa",
        "không phải 8h mà 9h nghe",
        "thôi",
        "menu trưa nay có gì",
        "nhà ai có ví rơi ngoài chợ",
        "đèn đường hẻm 12 tối thui mấy hôm ni",
        "#hanhphuc",
    ],
)
def test_chit_chat_is_ignored_and_leaves_no_word(town: Town, binh: Resident, group: TownGroup, words: str) -> None:
    message_id = group.says(binh, words)
    assert not group.heard
    assert not records(town)
    assert not taken(town)
    event = event_of(town, message_id)
    assert (event.status, event.body) == (InboxStatus.IGNORED, None)
    assert event.body_sha256


def test_ignored_words_and_pictures_are_nowhere_in_the_database_nor_in_its_file(
    town: Town, binh: Resident, hoa: Resident, group: TownGroup, caplog: pytest.LogCaptureFixture
) -> None:
    for who in (binh, hoa):
        group.says(who, "mai nhà cô Xuyến đám giỗ, mời quý vị quaquaqua")
        group.sends_photos(who, 2, caption="ảnh đám giỗ quaquaqua")
    group.says(hoa, f"{group.mention()} nhà cô Xuyến quaquaqua")
    urls = [line.media_urls for line in town.simulator.world.chats.lines(group.group.id)]
    wanted = ["Xuyến", "quaquaqua", *(url.rsplit("/", 1)[-1] for found in urls for url in found)]
    assert len(wanted) == 6
    with town.service.database.read() as work:
        everything = [
            str(row)
            for table in SQLModel.metadata.sorted_tables
            for row in work.session.execute(sql(f"SELECT * FROM {table.name}")).all()
        ]
    assert everything
    for word in wanted:
        assert not [row for row in everything if word in row]
        assert word not in caplog.text
    path = town.service.database.engine.url.database
    with town.service.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    stored = Path(path or "").read_bytes()
    assert not [word for word in wanted if word.encode() in stored]


def test_a_resident_who_speaks_to_the_bot_is_told_once_to_write_privately(
    town: Town, hoa: Resident, group: TownGroup
) -> None:
    group.says(hoa, "#baocao " + REPORT)
    group.says(hoa, f"{group.mention()} cho hỏi làm VNeID ở mô")
    assert len(group.heard) == 1
    assert "nhắn riêng" in group.last
    assert not records(town)
    assert not taken(town)
    town.pass_time(days=1)
    group.says(hoa, "@phuong hoa xuan giúp với")
    assert len(group.heard) == 2


def test_danger_told_to_the_bot_in_a_group_is_answered_with_whom_to_call(
    town: Town, hoa: Resident, binh: Resident, group: TownGroup
) -> None:
    for who in (hoa, binh):
        group.says(who, f"{group.mention()} cháy nhà ở đường Mẹ Thứ, lửa to lắm cứu với")
        assert "114" in group.last
    assert not town.incidents


def test_an_incident_told_to_the_bot_in_a_group_is_offered_for_the_private_chat(
    town: Town, binh: Resident, group: TownGroup
) -> None:
    group.says(binh, f"{group.mention()} rác đổ đầy đường Mẹ Thứ")
    assert "nhắn riêng" in group.last
    assert not town.incidents
    assert not taken(town)


def test_corrections_and_additions_under_the_card_and_right_after_the_report(
    town: Town, binh: Resident, lan: Resident, group: TownGroup
) -> None:
    group.says(binh, REPORT)
    card = group.last_card
    group.says(binh, "thêm 5 bác nữa cài VNeID")
    assert record(town).people == 40
    group.says(lan, "sửa lại 53 người mới đúng", quote=card)
    assert record(town).people == 53
    assert "Đã sửa hoạt động HD-1" in group.last
    town.pass_time(minutes=11)
    heard = len(group.heard)
    group.says(binh, "thêm 5 bác nữa cài VNeID")
    assert record(town).people == 53
    assert len(group.heard) == heard
    group.says(binh, "cảm ơn em", quote=card)
    assert len(group.heard) == heard


def test_a_member_does_not_change_what_another_told(
    town: Town, binh: Resident, lan: Resident, group: TownGroup
) -> None:
    group.says(lan, REPORT)
    group.says(binh, "sửa lại 53 người", quote=group.last_card)
    assert record(town).people == 35
    assert "không sửa được" in group.last


def test_a_record_is_deleted_and_brought_back_by_words(town: Town, binh: Resident, group: TownGroup) -> None:
    group.says(binh, REPORT)
    group.says(binh, "xóa hoạt động 1")
    assert record(town).status is ActivityStatus.WITHDRAWN
    group.says(binh, f"{group.mention()} hoàn tác")
    assert record(town).status is ActivityStatus.RECORDED
    group.says(binh, "xóa hoạt động 99")
    assert "Không tìm thấy hoạt động HD-99" in group.last


@pytest.mark.parametrize("album", list(AlbumMode))
def test_photos_right_after_the_report_are_its_evidence(
    town: Town, binh: Resident, hoa: Resident, group: TownGroup, album: AlbumMode
) -> None:
    group.says(binh, REPORT)
    town.clock.advance(timedelta(minutes=9))
    group.sends_photos(binh, 3, album=album)
    group.sends_photos(hoa, 2, album=album)
    town.gathering_ends()
    assert record(town).evidence == 3
    assert len([text for text in group.heard if "minh chứng" in text]) == 1
    assert not town.incidents
    assert len(town.attachments) == 3


def test_an_album_with_the_report_as_its_caption(town: Town, binh: Resident, group: TownGroup) -> None:
    group.sends_photos(binh, 3, caption="#baocao " + REPORT)
    assert record(town).evidence == 3


def test_photos_under_the_card_are_evidence_from_anybody_of_the_team_and_at_any_time(
    town: Town, binh: Resident, lan: Resident, hoa: Resident, group: TownGroup
) -> None:
    group.says(binh, REPORT)
    card = group.last_card
    town.pass_time(hours=3)
    group.sends_photos(lan, 1, quote=card)
    assert record(town).evidence == 1
    assert "minh chứng" in group.last
    group.sends_photos(hoa, 1, quote=card)
    group.sends_photos(binh, 1)
    assert record(town).evidence == 1
    assert len(town.attachments) == 1


def test_two_members_who_tell_the_same_are_asked_by_typed_words(
    town: Town, binh: Resident, lan: Resident, group: TownGroup
) -> None:
    group.says(binh, REPORT)
    group.says(lan, "sáng nay tổ 12 hướng dẫn 30 bà con cài VNeID ở nhà văn hóa")
    assert [one.status for one in records(town)] == [ActivityStatus.RECORDED, ActivityStatus.DUPLICATE]
    assert "“hai việc khác nhau 2”" in group.last
    group.says(lan, "hai việc khác nhau 2")
    assert [one.status for one in records(town)] == [ActivityStatus.RECORDED, ActivityStatus.RECORDED]


def test_a_message_that_comes_twice_is_one_report(town: Town, binh: Resident, group: TownGroup) -> None:
    town.simulator.webhook_modes(copies=2)
    group.says(binh, REPORT)
    group.says(binh, "ok")
    assert len(records(town)) == 1
    assert len(group.heard) == 1


def test_the_same_report_twice_counts_once(town: Town, binh: Resident, group: TownGroup) -> None:
    group.says(binh, REPORT)
    group.says(binh, REPORT)
    assert [one.status for one in records(town)] == [ActivityStatus.RECORDED, ActivityStatus.DUPLICATE]


def test_a_humans_words_for_the_account_are_answered_by_nobody_and_not_kept(
    town: Town, binh: Resident, group: TownGroup
) -> None:
    town.simulator.human_reply_in_group(group.group, "Mai họp lúc 7 giờ, tổ 12 hướng dẫn 35 bà con cài VNeID nhé")
    town.settle()
    assert not records(town)
    assert len(group.heard) == 1
    group.says(binh, REPORT)
    assert len(records(town)) == 1


def test_the_teams_list_and_the_deadlines(town: Town, binh: Resident, hoa: Resident, group: TownGroup) -> None:
    group.says(binh, REPORT)
    group.says(binh, "hoạt động của tổ")
    assert "1 hoạt động, 35" in group.last
    assert "Bình" not in group.last
    town.service.remind()
    group.says(binh, "hạn báo cáo")
    assert "chưa nhận báo cáo của Tổ" in group.last
    heard = len(group.heard)
    group.says(hoa, "hạn báo cáo")
    assert len(group.heard) == heard


def test_who_calls_without_a_wish_is_told_what_can_be_said(town: Town, binh: Resident, group: TownGroup) -> None:
    group.says(binh, group.mention())
    assert "#baocao" in group.last
    group.says(binh, "#baocao")
    assert "#baocao" in group.last
    group.says(binh, f"{group.mention()} dữ liệu của tôi")
    assert "nhắn riêng" in group.last
    assert not taken(town)


def test_mentions_inside_a_report_mention_nobody(town: Town, binh: Resident, lan: Resident, group: TownGroup) -> None:
    group.says(binh, f"#baocao tổ 12 hướng dẫn 20 bà con cài VNeID tại nhà [@{lan.person.id}]")
    assert "[@" not in group.last


def test_in_the_wards_group_a_report_is_for_his_own_team(town: Town, binh: Resident, team_id: int) -> None:
    ward = TownGroup(town, "CNSCĐ-Phường Hòa Xuân", [binh])
    ward.is_for(GroupPurpose.WARD)
    ward.says(binh, "#baocao sáng nay hướng dẫn 20 bà con cài VNeID")
    assert (record(town).team_id, record(town).group_id) == (team_id, ward.row.id)
    assert "Tổ CNSCĐ số 12" in ward.last


def test_in_another_teams_group_a_report_is_for_his_own_team(town: Town, binh: Resident, team_id: int) -> None:
    seventh = team(town, "Tổ CNSCĐ số 7", 7)
    group = TownGroup(town, "CNSCĐ-Tổ dân phố số 7-Phường Hòa Xuân", [binh])
    assert group.row.team_id == seventh
    group.says(binh, "#baocao sáng nay hướng dẫn 20 bà con cài VNeID")
    assert record(town).team_id == team_id


@pytest.mark.parametrize(
    "words", ["sáng nay hướng dẫn 20 bà con cài VNeID", "sáng nay tổ 99 hướng dẫn 20 bà con cài VNeID"]
)
def test_a_report_that_leaves_the_team_open_is_asked_about_in_private(
    town: Town, binh: Resident, team_id: int, words: str
) -> None:
    other = team(town, "Tổ CNSCĐ Phong Nam")
    join(town, binh, other)
    ward = TownGroup(town, "CNSCĐ-Phường Hòa Xuân", [binh])
    ward.says(binh, "#baocao " + words)
    assert not records(town)
    assert not ward.heard
    assert "ghi cho tổ nào" in binh.last
    binh.says("Phong Nam")
    assert (record(town).team_id, record(town).source) == (other, ActivitySource.GROUP_CHAT)
    assert record(town).group_id == ward.row.id


def test_a_member_of_two_teams_reports_in_one_teams_group(town: Town, binh: Resident, team_id: int) -> None:
    other = team(town, "Tổ CNSCĐ thôn Quang Châu")
    join(town, binh, other)
    group = TownGroup(town, "CNSCĐ-Thôn Quang Châu-Phường Hòa Xuân", [binh])
    group.says(binh, "#baocao sáng nay hướng dẫn 20 bà con cài VNeID")
    group.says(binh, "#baocao sáng nay tổ 12 tuyên truyền 40 người về an toàn thông tin")
    assert [one.team_id for one in records(town)] == [other, team_id]


def test_somebody_whose_time_in_the_team_is_over_is_a_resident(town: Town, binh: Resident, group: TownGroup) -> None:
    from handlers.roster import end_member

    with town.service.database.begin() as work:
        today = town.service.office.today(town.clock())
        end_member(work, 1, today, now=town.clock(), today=today)
    group.says(binh, REPORT)
    assert not records(town)
    assert not group.heard


def test_a_reply_with_the_code_of_a_request_reaches_those_who_keep_requests(
    town: Town, binh: Resident, group: TownGroup
) -> None:
    group.says(binh, "nhận HT-99")
    assert "HT-" in group.last
