"""Datasets for the documents' tests: small, with everything that is hard to write in them."""

from dataclasses import replace
from datetime import date

from domain.report_data import (
    ActivityRow,
    Figure,
    IncidentRow,
    MemberList,
    MemberRow,
    Period,
    PersonDayRow,
    PersonDaySheet,
    ProgrammeResult,
    RegisterEntry,
    Section,
    TeamColumn,
    TeamReport,
    UnitReport,
    UnitTask,
    WardReport,
)

PERIOD = Period(key="2026-Q4", words="quý IV/2026", starts_on=date(2026, 9, 15), ends_on=date(2026, 12, 14))
MADE_ON = date(2026, 12, 18)
WALLETS = Figure(
    code="E03",
    name="Tỷ lệ hộ có tài khoản thanh toán điện tử hoặc ví điện tử",
    unit="%",
    value=0.242,
    target="≥ 30%",
    progress=0.807,
    is_share=True,
    reported=2,
    expected=3,
)
GUIDED = Figure(
    code="D01",
    name="Số lượt người được hướng dẫn DVCTT",
    unit="lượt",
    value=1234,
    cumulative=5678,
    reported=2,
    expected=3,
)
UNSAID = Figure(code="E06", name="Số sản phẩm OCOP đã lên sàn", unit="SP", target="100%", progress=0.5)
SECTIONS = (
    Section(title="Chính quyền số", figures=(GUIDED,)),
    Section(title="Kinh tế số", figures=(WALLETS, UNSAID)),
)
OBSTACLE = RegisterEntry(
    words="Người cao tuổi chưa có điện thoại thông minh", owner="Phòng VH-XH", level="phường", state="đang xử lý"
)
PRACTICE = RegisterEntry(words="Cà phê số sáng Chủ nhật", team="Tổ 12")


def activity(number: int) -> ActivityRow:
    return ActivityRow(
        day="23/11/2026",
        place="nhà văn hóa",
        content=f'Hướng dẫn cài VNeID, buổi {number} <& "nháy">',
        form="Hướng dẫn người dân",
        organisers="Tổ 12/Đoàn Thanh niên",
        members=None if number == 1 else 3,
        turns="35 lượt",
        evidence=2,
    )


def team_report(activities: int = 3) -> TeamReport:
    return TeamReport(
        team="Tổ CNSCĐ số 12",
        team_header=("Tổ công nghệ số cộng đồng", "Tổ dân phố số 12"),
        period=PERIOD,
        made_on=MADE_ON,
        organisation=(Figure(code="A02", name="Số thành viên theo quyết định", unit="người", value=7),),
        sections=SECTIONS,
        programmes=(ProgrammeResult(name="Kế hoạch Tổ CNSCĐ phường năm 2026", activities=3, result="105 lượt"),),
        obstacles=(OBSTACLE,),
        practices=(PRACTICE,),
        proposals=(),
        next_tasks=("Mở lớp Bình dân học vụ số",),
        activities=tuple(activity(number) for number in range(1, activities + 1)),
        leader="Trần Văn Bình",
        compiler="Lê Thị Lan",
    )


def ward_report(teams: int = 3) -> WardReport:
    columns = tuple(
        TeamColumn(
            team=f"Tổ {number}", has_reported=number != 2, values={} if number == 2 else {"D01": 617, "E03": 0.242}
        )
        for number in range(1, teams + 1)
    )
    incident = IncidentRow(
        category="Rác thải, môi trường",
        received=10,
        on_time=6,
        late=1,
        open_in_time=2,
        open_late=0,
        passed_on=1,
        unfounded=0,
    )
    return WardReport(
        period=PERIOD,
        made_on=MADE_ON,
        recipients=("Sở Khoa học và Công nghệ thành phố Đà Nẵng",),
        legal_grounds=("Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;", "Căn cứ Kế hoạch của phường."),
        guidance=("Ban hành kế hoạch năm 2026",),
        sections=SECTIONS,
        practices=(PRACTICE,),
        obstacles=(OBSTACLE,),
        proposals=(RegisterEntry(words="Cấp kinh phí lắp wifi", owner="UBND thành phố", level="vượt thẩm quyền"),),
        next_tasks=("Kiện toàn các tổ",),
        teams=columns,
        incidents=(incident, replace(incident, category="Tiếng ồn", received=4, on_time=4, late=0, open_in_time=0)),
        reported=teams - 1,
        expected=teams,
        signer="Nguyễn Văn A",
    )


def unit_report() -> UnitReport:
    return UnitReport(
        unit="Công an phường",
        period=PERIOD,
        made_on=MADE_ON,
        tasks=(UnitTask(task="Hướng dẫn VNeID", result="Đã làm", numbers="120 lượt"),),
        figures=(Figure(code="D04", name="Số người có tài khoản VNeID mức 2", unit="người", value=2300),),
        obstacles=(),
        proposals=(),
        signer_title="Trưởng Công an phường",
        signer="Phạm Văn B",
    )


def member_list() -> MemberList:
    row = MemberRow(
        full_name="Trần Văn Bình",
        gender_and_birth="Nam, 1980",
        workplace="Tổ trưởng tổ dân phố",
        role="Tổ trưởng",
        assignment="Phụ trách chung",
        phone="0900000001",
        residential_group="Tổ dân phố 12",
        decision="12/QĐ-UBND, 01/3/2026",
    )
    return MemberList(on=MADE_ON, rows=(row, replace(row, full_name="Lê Thị Lan", role="Thành viên")), teams=1)


def person_days() -> PersonDaySheet:
    row = PersonDayRow(
        day="23/11/2026",
        activity="Hướng dẫn cài VNeID",
        programme="Kế hoạch phường 2026",
        full_name="Trần Văn Bình",
        days=1.0,
        confirmed=True,
    )
    return PersonDaySheet(
        team="Tổ CNSCĐ số 12",
        team_header=("Tổ công nghệ số cộng đồng", "Tổ dân phố số 12"),
        period=PERIOD,
        made_on=MADE_ON,
        rows=(row, replace(row, full_name="Lê Thị Lan", days=0.5, confirmed=False)),
        total=1.5,
        leader="Trần Văn Bình",
    )
