"""The quarter's report in the town: drafted at the cut-off, filled in by words, sent with a tap, given back, locked."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from domain.duties import ObligationStatus
from domain.errors import NotAllowed, Refused
from domain.reports import RegisterKind, ReportStep
from domain.staff import Role
from domain.teams import TeamRole
from handlers.accounts import AddOfficer, add_officer
from handlers.current_reports import by_id
from handlers.report_steps import MoveReport, ReportOfficer, move_report, picture_of, seen_state
from storage import teams
from storage.tables import FrozenDataset, Obligation, RegisterLine, TeamReportDraft
from tests.journeys.digital_teams import join, member, team
from tests.journeys.town import Resident, Town

TEAM = "Tổ CNSCĐ số 12"


class Quarter:
    """One team with a leader and a deputy who have told what they did, in the last days of the quarter."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.team_id = team(town, TEAM, 12)
        self.leader = member(town, self.team_id, "Trần Văn Bình", TeamRole.LEADER)
        self.deputy = member(town, self.team_id, "Lê Thị Chi", TeamRole.DEPUTY)
        self.leader.says("sáng nay tổ 12 hướng dẫn 35 lượt bà con cài VNeID tại nhà văn hóa")

    def at(self, local: str) -> None:
        """Let time pass to an instant of the ward, with the timetable's tick at its end."""
        self.town.clock.advance(datetime.fromisoformat(f"{local}+07:00") - self.town.clock())
        self.town.pass_time(seconds=0)
        self.town.service.send_drafts()
        self.town.settle()

    def cut_off(self) -> None:
        """Both wrote lately, and the cut-off day comes."""
        self.at("2026-12-11T09:00")
        for one in (self.leader, self.deputy):
            one.says("chào phường")
        self.at("2026-12-14T09:00")

    @property
    def report(self) -> TeamReportDraft:
        with self.town.service.database.read() as work:
            return work.session.exec(select(TeamReportDraft)).one()

    def status(self) -> ObligationStatus:
        with self.town.service.database.read() as work:
            owed = select(Obligation).where(Obligation.duty == "N01", Obligation.team_id == self.team_id)
            return work.session.exec(owed).one().status

    @property
    def sent(self) -> list[FrozenDataset]:
        with self.town.service.database.read() as work:
            return list(work.session.exec(select(FrozenDataset).order_by("id")).all())

    def officer(self, name: str, role: Role) -> ReportOfficer:
        with self.town.service.database.begin() as work:
            command = AddOfficer(username=name, full_name=name, role=role, password="long enough for a test")
            return ReportOfficer(officer_id=add_officer(work, command, now=self.town.clock()).id, role=role)

    def step(self, by: ReportOfficer, step: ReportStep, reason: str = "", seen: str | None = None) -> None:
        office, now = self.town.service.office, self.town.clock()
        by = ReportOfficer(officer_id=by.officer_id, role=by.role, reason=reason)
        with self.town.service.database.begin() as work:
            report = by_id(work, office, self.report.id)
            shown = seen or seen_state(work, report, picture_of(work, office, report, now))
            move_report(work, office, MoveReport(report_id=self.report.id, step=step, seen=shown, by=by), now=now)
        self.town.settle()


@pytest.fixture
def quarter(tmp_path: Path) -> Iterator[Quarter]:
    town = Town(tmp_path)
    yield Quarter(town)
    town.close()


def drafts_of(resident: Resident) -> list[str]:
    return resident.heard_with("bản thảo báo cáo")


def test_the_leader_gets_the_draft_once_and_sends_it_with_one_tap(quarter: Quarter) -> None:
    quarter.at("2026-12-13T09:00")
    assert drafts_of(quarter.leader) == []
    quarter.cut_off()
    (draft,) = drafts_of(quarter.leader)
    assert "D03 Số lượt hướng dẫn cài, kích hoạt VNeID: 35 lượt" in draft
    assert "E02" in draft.split("Chưa có số")[1]
    assert drafts_of(quarter.deputy) == []
    quarter.at("2026-12-14T10:00")
    quarter.at("2026-12-15T09:00")
    assert len(drafts_of(quarter.leader)) == 1
    assert quarter.status() is ObligationStatus.DRAFT
    quarter.leader.taps("Gửi")
    assert "Đã gửi báo cáo quý IV/2026" in quarter.leader.last
    assert quarter.status() is ObligationStatus.SUBMITTED
    quarter.leader.taps("Gửi")
    assert "không cần gửi lại" in quarter.leader.last
    (frozen,) = quarter.sent
    assert frozen.lines["D03"]["value"] == 35
    assert frozen.body["compiler"] == "Trần Văn Bình"


def test_a_leader_out_of_reach_gets_the_draft_when_he_writes_again(quarter: Quarter) -> None:
    quarter.at("2026-12-14T09:00")
    assert drafts_of(quarter.leader) == []
    assert quarter.status() is ObligationStatus.DRAFT
    quarter.leader.says("chào phường")
    quarter.at("2026-12-15T08:00")
    assert len(drafts_of(quarter.leader)) == 1


def test_figures_and_words_are_filled_in_by_chat(quarter: Quarter) -> None:
    quarter.cut_off()
    quarter.leader.says(
        "sửa E02 1.045\nSua d02: 12\nKhó khăn: nhiều cụ chưa có điện thoại, gọi chị Lan 0905123456\ncần hỗ trợ"
    )
    draft = quarter.leader.last
    assert "E02 Số hộ có tài khoản thanh toán điện tử hoặc ví điện tử: 1.045 hộ" in draft
    assert "Khó khăn: 1" in draft
    quarter.leader.says("đề xuất: lắp wifi nhà văn hóa")
    quarter.leader.says("đề xuất: lắp wifi nhà văn hóa")
    quarter.leader.says("sửa E02 bỏ")
    assert "E02" in quarter.leader.last.split("Chưa có số")[1]
    with quarter.town.service.database.read() as work:
        entries = work.session.exec(select(RegisterLine).order_by("id")).all()
    assert [entry.kind for entry in entries] == [RegisterKind.OBSTACLE, RegisterKind.PROPOSAL]
    assert "0905123456" not in entries[0].text
    assert entries[0].text.endswith("cần hỗ trợ")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("sửa E02 -5", "Số này không hợp lý"),
        ("sửa E02 99999999999", "Số này không hợp lý"),
        ("sửa E02 nhiều lắm", "Chưa đọc được số của E02"),
        ("sửa Z77 5\nsửa E02 5", ""),
        ("sửa G77 5", "Không có chỉ tiêu G77"),
        ("sửa E03 30", "máy tự tính lại"),
        ("sửa B01 3", "do phường nhập"),
        ("sửa D02 7\nsửa E02 -1", "Số này không hợp lý"),
        ("khó khăn: ...", "Nội dung còn trống"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_changes_nothing(quarter: Quarter, words: str, told: str) -> None:
    quarter.cut_off()
    quarter.leader.says(words)
    assert told in quarter.leader.last
    quarter.leader.says("báo cáo quý")
    assert {"D02", "E02"} <= set(quarter.leader.last.split("Chưa có số")[1].split())


def test_an_old_button_shows_what_stands_there_now(quarter: Quarter) -> None:
    quarter.cut_off()
    (button,) = [one for one in quarter.leader.heard[-1].buttons if one.title == "Gửi"]
    quarter.deputy.says("sửa E02 40")
    quarter.leader.says(button.value)
    assert "Bản thảo đã đổi" in quarter.leader.last
    assert quarter.status() is ObligationStatus.DRAFT
    quarter.leader.taps("Gửi")
    assert quarter.status() is ObligationStatus.SUBMITTED


def test_a_deputy_fills_in_and_does_not_send_unless_nobody_leads(quarter: Quarter) -> None:
    quarter.cut_off()
    quarter.deputy.says("gửi báo cáo")
    assert "Chỉ Tổ trưởng gửi báo cáo" in quarter.deputy.last
    with quarter.town.service.database.begin() as work:
        found = teams.ever_members(work, quarter.team_id)
        next(one for one in found if one.role is TeamRole.LEADER).until_on = date(2026, 12, 13)
    quarter.deputy.says("gửi báo cáo")
    assert quarter.status() is ObligationStatus.SUBMITTED


def test_a_plain_member_raises_obstacles_and_a_resident_is_not_heard_as_one(quarter: Quarter) -> None:
    plain = member(quarter.town, quarter.team_id, "Phạm Văn Dũng")
    plain.says("khó khăn: thiếu máy chiếu")
    assert plain.heard_with("Đã ghi khó khăn, vướng mắc")
    plain.says("sửa E02 5")
    assert "do Tổ trưởng, Tổ phó điền" in plain.last
    resident = quarter.town.resident("Hoa")
    resident.says("khó khăn: thiếu máy chiếu")
    with quarter.town.service.database.read() as work:
        assert len(work.session.exec(select(RegisterLine)).all()) == 1


def test_a_report_is_given_back_with_its_reason_corrected_accepted_and_locked(quarter: Quarter) -> None:
    lan, head = quarter.officer("lan", Role.OFFICER), quarter.officer("minh", Role.HEAD)
    quarter.cut_off()
    quarter.leader.taps("Gửi")
    quarter.leader.says("sửa E02 45")
    assert "không sửa được nữa" in quarter.leader.last
    with pytest.raises(Refused, match="report_reason_needed"):
        quarter.step(lan, ReportStep.RETURNED)
    quarter.step(lan, ReportStep.RETURNED, "E02 còn trống")
    assert "Lý do: E02 còn trống" in quarter.leader.last
    quarter.leader.says("sửa E02 45")
    quarter.leader.taps("Gửi")
    with pytest.raises(Refused, match="report_changed"):
        quarter.step(lan, ReportStep.ACCEPTED, seen="00000000")
    quarter.step(lan, ReportStep.ACCEPTED)
    assert "đã nhận báo cáo" in quarter.leader.last
    with pytest.raises(Refused, match="report_step"):
        quarter.step(lan, ReportStep.ACCEPTED)
    with pytest.raises(NotAllowed, match="no_right"):
        quarter.step(lan, ReportStep.LOCKED)
    quarter.step(head, ReportStep.LOCKED)
    assert quarter.status() is ObligationStatus.LOCKED
    with pytest.raises(Refused, match="report_reason_needed"):
        quarter.step(head, ReportStep.REOPENED)
    quarter.step(head, ReportStep.REOPENED, "Sở yêu cầu đối chiếu")
    assert quarter.status() is ObligationStatus.RETURNED
    assert [frozen.lines["E02"]["value"] for frozen in quarter.sent] == [None, 45]
    assert quarter.report.version == 2


def test_nobody_accepts_what_he_sent_himself(quarter: Quarter) -> None:
    lan, head = quarter.officer("lan", Role.OFFICER), quarter.officer("minh", Role.HEAD)
    quarter.cut_off()
    with pytest.raises(Refused, match="report_reason_needed"):
        quarter.step(lan, ReportStep.SUBMITTED)
    quarter.step(lan, ReportStep.SUBMITTED, "Tổ chưa có tổ trưởng, đọc qua điện thoại")
    with pytest.raises(NotAllowed, match="own_submission"):
        quarter.step(lan, ReportStep.ACCEPTED)
    quarter.step(head, ReportStep.ACCEPTED)


def test_who_leads_two_teams_says_which_by_the_button(quarter: Quarter) -> None:
    other = team(quarter.town, "Tổ CNSCĐ số 13", 13)
    join(quarter.town, quarter.leader, other, "Trần Văn Bình", TeamRole.LEADER)
    quarter.cut_off()
    told = "\n".join(drafts_of(quarter.leader))
    assert all(f"của Tổ CNSCĐ số {number}," in told for number in (12, 13))
    quarter.leader.says("gửi báo cáo")
    assert "Tổ CNSCĐ số 13" in quarter.leader.last
    quarter.leader.taps("Gửi Tổ CNSCĐ số 13")
    assert "Đã gửi báo cáo quý IV/2026 của Tổ CNSCĐ số 13" in quarter.leader.last
    assert quarter.status() is ObligationStatus.DRAFT


def test_what_is_told_after_the_report_was_sent_is_said_to_supplement_the_next(quarter: Quarter) -> None:
    quarter.cut_off()
    quarter.leader.says("hôm qua tổ 12 hướng dẫn 5 lượt bà con cài VNeID")
    assert "bổ sung của báo cáo kỳ sau" not in quarter.leader.last
    quarter.leader.says("gửi báo cáo")
    quarter.leader.says("hôm qua tổ 12 tuyên truyền 40 lượt về lừa đảo qua mạng ở chợ")
    assert "Báo cáo quý IV/2026 của Tổ đã gửi rồi" in quarter.leader.last
    assert quarter.sent[0].lines["G01"]["value"] is None
