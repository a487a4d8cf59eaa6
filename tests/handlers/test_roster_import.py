"""The roster as a sheet: taken over whole or not at all, a second time without change, every bad cell by its name."""

import zipfile
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart
from openpyxl.styles import Font
from sqlmodel import col, select

from domain.errors import Refused
from domain.roster import RosterChanges
from domain.teams import MemberField, TeamRole
from handlers.invites import make_for_member
from handlers.office import Office
from handlers.roster_import import ImportRoster, RosterRefused, form, import_roster, problem_words
from reports.roster_sheet import MOST_ROWS
from storage import consents
from storage.database import Database
from storage.tables import DigitalTeam, InviteCode, ResidentialGroup, TeamMember
from tests.conftest import SettableClock

HEADINGS = ("Tổ dân phố", "Họ và tên", "Vai trò", "Điện thoại", "Từ ngày", "Đến ngày", "Công khai điện thoại")
HOA = ("12", "Nguyễn Thị Hoa", "Tổ trưởng", "0905 000 001", "15/01/2026", None, "có")
BINH = ("tổ dân phố số 12", "Trần Văn Bình", "TV", 905000002, date(2026, 1, 15), None, None)
CHAU = ("Quang Châu", "Lê Thị Châu", "to truong", "+84 905 000 003", None, None, "không")


def sheet(*rows: Sequence[Any], headings: Sequence[str] = HEADINGS) -> bytes:
    workbook = Workbook()
    page = workbook.active
    assert page is not None
    for row in (headings, *rows):
        page.append(list(row))
    kept = BytesIO()
    workbook.save(kept)
    return kept.getvalue()


class Importer:
    def __init__(self, database: Database, office: Office, clock: SettableClock) -> None:
        self.database, self.office, self.clock = database, office, clock

    def take(self, data: bytes) -> RosterChanges:
        with self.database.begin() as work:
            return import_roster(work, self.office, ImportRoster(data=data), now=self.clock())

    def problems(self, data: bytes) -> list[tuple[str, str]]:
        with pytest.raises(RosterRefused) as refused:
            self.take(data)
        assert all(problem_words(self.office, problem) for problem in refused.value.problems)
        assert not self.members()
        return [(problem.cell, problem.code) for problem in refused.value.problems]

    def members(self) -> dict[str, TeamMember]:
        return {member.full_name: member for member in self.rows()}

    def rows(self) -> list[TeamMember]:
        with self.database.read() as work:
            return list(work.session.exec(select(TeamMember).order_by(col(TeamMember.id))).all())


@pytest.fixture
def importer(database: Database, office: Office, clock: SettableClock) -> Importer:
    return Importer(database, office, clock)


def test_a_sheet_is_taken_over_and_a_second_time_changes_nothing(importer: Importer) -> None:
    first = importer.take(sheet(HOA, BINH, (None,) * 7, CHAU))
    assert first.groups_added == ["Tổ dân phố số 12", "Quang Châu"]
    assert first.teams_added == ["Tổ CNSCĐ tổ dân phố số 12", "Tổ CNSCĐ Quang Châu"]
    members = importer.members()
    hoa, binh = members["Nguyễn Thị Hoa"], members["Trần Văn Bình"]
    assert (hoa.role, hoa.phone, hoa.since_on) == (TeamRole.LEADER, "0905000001", date(2026, 1, 15))
    assert (binh.role, binh.phone, binh.since_on) == (TeamRole.MEMBER, "0905000002", date(2026, 1, 15))
    with importer.database.read() as work:
        assert consents.of_members(work, [hoa.id, binh.id]) == {hoa.id: {MemberField.PHONE: True}}
        assert len(work.session.exec(select(ResidentialGroup)).all()) == 2
    again = importer.take(sheet(HOA, BINH, CHAU))
    assert again.is_empty
    assert (again.unchanged, again.missing) == (3, [])


def test_what_differs_is_changed_and_who_is_not_in_the_sheet_stays(importer: Importer) -> None:
    importer.take(sheet(HOA, BINH))
    moved = ("12", "nguyen thi hoa", "Tổ phó", "0905000009", None, None, "không")
    changes = importer.take(sheet(moved))
    assert changes.missing == [("Trần Văn Bình", "Tổ CNSCĐ tổ dân phố số 12")]
    assert {field for _, _, fields in changes.changed for field in fields} == {
        "full_name",
        "role",
        "phone",
        "consent_phone",
    }
    ended = importer.take(sheet((*BINH[:5], "01/11/2026", None)))
    assert ended.ended == [("Trần Văn Bình", "Tổ CNSCĐ tổ dân phố số 12")]
    assert importer.members()["Trần Văn Bình"].until_on == date(2026, 11, 1)


def test_a_team_that_was_entered_by_hand_is_known_again(importer: Importer) -> None:
    with importer.database.begin() as work:
        work.session.add(DigitalTeam(number=12, name="Tổ của chị Hoa", since_on=date(2026, 1, 1)))
    assert importer.take(sheet(HOA)).teams_added == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ((None, *HOA[1:]), [("A2", "group_missing")]),
        (("1000000", *HOA[1:]), [("A2", "bad_group")]),
        (("12", "  ", *HOA[2:]), [("B2", "name_missing")]),
        (("12", "12345", *HOA[2:]), [("B2", "name_missing")]),
        ((*HOA[:2], "Chủ tịch", *HOA[3:]), [("C2", "bad_role")]),
        ((*HOA[:3], "12345", *HOA[4:]), [("D2", "bad_phone")]),
        ((*HOA[:3], "0905 000 001 (chị Hoa)", *HOA[4:]), [("D2", "bad_phone")]),
        ((*HOA[:3], 1e300, *HOA[4:]), [("D2", "bad_phone")]),
        (("12", "#REF!", *HOA[2:]), [("B2", "formula"), ("B2", "name_missing")]),
        ((*HOA[:4], "31/02/2026", *HOA[5:]), [("E2", "bad_day")]),
        ((*HOA[:4], "01/01/1900", *HOA[5:]), [("E2", "bad_day")]),
        ((*HOA[:5], "01/01/2026", "có"), [("F2", "ends_early")]),
        ((*HOA[:6], "có lẽ"), [("G2", "bad_answer")]),
        (("12", "=HYPERLINK(1)", *HOA[2:]), [("B2", "formula"), ("B2", "name_missing")]),
        (("12", "Nguyễn " + "a" * 200, *HOA[2:]), [("B2", "too_long"), ("B2", "name_missing")]),
        ((None, None, "Chủ tịch", "x", "hôm qua", None, None), None),
    ],
)
def test_every_bad_cell_is_named_and_nothing_is_taken_over(
    importer: Importer, row: Sequence[Any], expected: list[tuple[str, str]] | None
) -> None:
    found = importer.problems(sheet(row, CHAU))
    assert found == expected if expected is not None else len(found) == 5


CELLS = dict(zip(("group", "name", "role", "phone", "since", "until", "show"), range(7), strict=True))


def changed(row: Sequence[Any], **cells: Any) -> tuple[Any, ...]:
    values = list(row)
    for name, value in cells.items():
        values[CELLS[name]] = value
    return tuple(values)


def who(name: str, phone: str | None = None, *, role: str | None = None, since: Any = None, until: Any = None) -> Any:
    return ("12", name, role, phone, since, until, None)


def test_rows_are_checked_together(importer: Importer) -> None:
    second_leader = ("tổ dân phố số 12", "Phạm Văn Hai", "Tổ trưởng", None, None, None, None)
    assert importer.problems(sheet(HOA, second_leader, BINH, BINH)) == [("B5", "twice"), ("C3", "two_leaders")]
    assert importer.problems(sheet()) == [("A2", "nothing")]
    importer.take(sheet(HOA, ("13", *HOA[1:])))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((who("Lê Hoa", "0905000001"), who("Le Hoa")), [("B3", "twice")]),
        ((who("Lê Hoa"), who("Lê Hoa", "0905000001")), [("B3", "twice")]),
        ((who("Lê Hoa", "0905000001"), who("Lê Bình", "0905000001")), [("D3", "phone_twice")]),
        ((CHAU, changed(CHAU, group="thôn quang chau", name="Phạm Văn Hai", phone=None)), [("C3", "two_leaders")]),
        ((who("Lê Hoa", until="01/11/2026"),), [("E2", "since_needed")]),
    ],
)
def test_rows_that_do_not_go_together_are_refused(
    importer: Importer, rows: Sequence[Any], expected: list[tuple[str, str]]
) -> None:
    assert importer.problems(sheet(*rows)) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(
            [who("Lê Hoa", "0905000001"), who("Lê Hoa", "0905000002")],
            [who("Lê Hoa", "0905000002", role="tổ phó"), who("Lê Hoa", "0905000001")],
            [("0905000001", "member"), ("0905000002", "deputy")],
            id="two of one name keep their numbers",
        ),
        pytest.param(
            [who("Lê Hoa", "0905000001")],
            [who("Lê Hoa", "0905000001"), who("Lê Hoa", "0905000002")],
            [("0905000001", "member"), ("0905000002", "member")],
            id="a second one of the name joins",
        ),
        pytest.param(
            [who("Lê Hoa", "0905000001"), BINH],
            [who("Lê Hoa", "0905000009"), BINH],
            [("0905000009", "member"), ("0905000002", "member")],
            id="somebody has a new number",
        ),
        pytest.param(
            [who("Lê Hoa")], [who("Lê Hoa", "0905000001")], [("0905000001", "member")], id="a number is added"
        ),
        pytest.param(
            [who("Lê Hoa", "0905000001")], [who("Lê Hoa")], [("0905000001", "member")], id="an empty cell keeps it"
        ),
        pytest.param([HOA], [changed(HOA, role=None)], [("0905000001", "leader")], id="an empty cell keeps the role"),
        pytest.param(
            [who("Lê Hoa", "0905000001"), who("Lê Bình", "0905000002")],
            [who("Lê Hoa", "0905000002"), who("Lê Bình", "0905000003")],
            [("0905000002", "member"), ("0905000003", "member")],
            id="a number passes on when its owner has another",
        ),
        pytest.param(
            [who("Lê Hoa", "0905000001", since="15/01/2026", until="01/06/2026")],
            [who("Lê Bình", "0905000001")],
            [("0905000001", "member"), ("0905000001", "member")],
            id="the number of somebody who left passes on",
        ),
    ],
)
def test_each_row_finds_its_member(
    importer: Importer, before: Sequence[Any], after: Sequence[Any], expected: list[tuple[str, str]]
) -> None:
    importer.take(sheet(*before))
    importer.take(sheet(*after))
    assert [(str(one.phone), one.role.value) for one in importer.rows()] == expected
    assert importer.take(sheet(*after)).is_empty


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([who("Lê Hoa", "0905000001")], [who("Lê Bình", "0905000001")], [("D2", "phone_of_other")]),
        (
            [who("Lê Hoa", "0905000001"), who("Lê Hoa", "0905000002")],
            [who("Lê Hoa", role="tổ phó")],
            [("D2", "unclear_who")],
        ),
        (
            [who("Lê Hoa", "0905000001")],
            [who("Lê Hoa", "0905000002"), who("Lê Hoa", "0905000003")],
            [("D2", "unclear_who")],
        ),
        ([HOA], [who("Phạm Văn Hai", role="Tổ trưởng")], [("C2", "leader_stays")]),
        (
            [changed(HOA, until="31/12/2026")],
            [changed(HOA, until="31/12/2026"), who("Phạm Văn Hai", role="Tổ trưởng")],
            [("C3", "two_leaders")],
        ),
        ([HOA], [changed(HOA, since=None, until="01/01/2026")], [("F2", "ends_before_it_began")]),
        ([HOA, BINH], [changed(HOA, since="01/06/2026", until="01/05/2026")], [("F2", "ends_early")]),
        ([changed(HOA, until="01/06/2026")], [changed(HOA, since=None, until="01/07/2026")], [("F2", "ended_already")]),
        (
            [changed(HOA, until="01/06/2026")],
            [changed(HOA, since="15/01/2026", until="01/01/2027")],
            [("F2", "ended_already")],
        ),
    ],
)
def test_what_does_not_go_with_what_is_kept_is_refused(
    importer: Importer, before: Sequence[Any], after: Sequence[Any], expected: list[tuple[str, str]]
) -> None:
    importer.take(sheet(*before))
    kept = [one.model_dump() for one in importer.rows()]
    with pytest.raises(RosterRefused) as refused:
        importer.take(sheet(*after))
    assert [(problem.cell, problem.code) for problem in refused.value.problems] == expected
    assert all(problem_words(importer.office, problem) for problem in refused.value.problems)
    assert [one.model_dump() for one in importer.rows()] == kept


def test_leaders_follow_each_other(importer: Importer) -> None:
    importer.take(sheet(HOA, BINH))
    importer.take(sheet(changed(HOA, role="thành viên"), changed(BINH, role="tổ trưởng")))
    importer.take(sheet(changed(BINH, role=None, until="01/11/2026"), who("Phạm Văn Hai", role="Tổ trưởng")))
    later = who("Lê Ba", role="Tổ trưởng", since="01/01/2027")
    importer.take(sheet(who("Phạm Văn Hai", until="01/01/2027"), later))
    leaders = [one.full_name for one in importer.rows() if one.role is TeamRole.LEADER]
    assert leaders == ["Trần Văn Bình", "Phạm Văn Hai", "Lê Ba"]


def test_somebody_who_left_comes_back_with_a_new_first_day_only(importer: Importer) -> None:
    gone, again = changed(BINH, until="01/03/2026"), changed(BINH, since="01/06/2026")
    importer.take(sheet(gone))
    unchanged = importer.take(sheet(changed(BINH, since=None)))
    assert (unchanged.is_empty, unchanged.left) == (True, [("Trần Văn Bình", "Tổ CNSCĐ tổ dân phố số 12")])
    assert importer.take(sheet(gone, again)).members_added == [("Trần Văn Bình", "Tổ CNSCĐ tổ dân phố số 12")]
    assert importer.take(sheet(gone, again)).is_empty
    assert [(one.since_on, one.until_on) for one in importer.rows()] == [
        (date(2026, 1, 15), date(2026, 3, 1)),
        (date(2026, 6, 1), None),
    ]


def test_an_end_on_a_day_to_come_leaves_the_code_until_then(importer: Importer) -> None:
    importer.take(sheet(HOA, BINH))
    hoa, binh = importer.rows()
    with importer.database.begin() as work:
        for member in (hoa, binh):
            make_for_member(
                work, member.id, today=importer.office.today(importer.clock()), now=importer.clock(), officer_id=None
            )
    importer.take(sheet(changed(HOA, until="01/01/2027"), changed(BINH, until="01/11/2026")))
    with importer.database.read() as work:
        codes = {code.member_id: code.revoked_at is None for code in work.session.exec(select(InviteCode)).all()}
    assert codes == {hoa.id: True, binh.id: False}


def test_cells_as_excel_leaves_them_are_read(importer: Importer) -> None:
    importer.take(sheet((12, "\u202eNguyễn\u200b  Thị\nHoa", "Tổ trưởng", "(0905) 000-001", 46037, None, "có")))
    (hoa,) = importer.rows()
    assert (hoa.full_name, hoa.phone, hoa.since_on) == ("Nguyễn Thị Hoa", "0905000001", date(2026, 1, 15))


def test_a_cover_a_chart_and_forms_far_below_are_no_rows(importer: Importer) -> None:
    book = load_workbook(BytesIO(sheet(HOA)))
    book.create_sheet("Bìa", 0).append(["Danh sách Tổ CNSCĐ"])
    book.create_chartsheet("Biểu đồ", 0).add_chart(BarChart())
    for number in range(3, MOST_ROWS + 200):
        book.worksheets[1].cell(number, 1).font = Font(bold=True)
    kept = BytesIO()
    book.save(kept)
    assert len(importer.take(kept.getvalue()).members_added) == 1


def test_the_sheet_that_explains_is_never_taken_for_the_list(importer: Importer) -> None:
    book = load_workbook(BytesIO(form(importer.office)))
    book.worksheets[0]["A1"] = "Cột khác"
    kept = BytesIO()
    book.save(kept)
    with pytest.raises(Refused) as refused:
        importer.take(kept.getvalue())
    assert refused.value.code == "roster_file_headings"


def test_headings_are_known_in_any_order_case_and_without_accents(importer: Importer) -> None:
    headings = ("HO VA TEN", "ghi chú", "to dan pho (số hoặc tên)")
    importer.take(sheet(("Danh sách thành viên",), headings, ("Nguyễn Thị Hoa", "x", 12), headings=("", "Phường")))
    assert set(importer.members()) == {"Nguyễn Thị Hoa"}


def archive(**parts: bytes) -> bytes:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "roster_file_broken"),
        (b"PK\x03\x04 but no archive", "roster_file_broken"),
        ("Họ và tên;Tổ".encode(), "roster_file_broken"),
        (archive(word__document_xml=b"<x/>"), "roster_file_broken"),
        (archive(xl__workbook_xml=b"<x/>"), "roster_file_broken"),
        (archive(xl__workbook_xml=b"<x/>", xl__vbaProject_bin=b"x"), "roster_file_macros"),
        (archive(xl__workbook_xml=b"<x/>", bomb_xml=b"\0" * 70_000_000), "roster_file_large"),
        (b"x" * 6_000_000, "roster_file_large"),
        (sheet(HOA, headings=("a", "b")), "roster_file_headings"),
        (sheet(HOA, headings=(*HEADINGS[:6], "Ho va ten")), "roster_file_heading_twice"),
        (sheet(*[HOA] * (MOST_ROWS + 20)), "roster_file_long"),
    ],
)
def test_a_hostile_file_is_refused_in_a_sentence(importer: Importer, data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        importer.take(data)
    assert refused.value.code == code
    assert importer.office.texts.refusal(refused.value)


def test_the_form_that_is_handed_out_can_be_filled_and_taken_over(importer: Importer) -> None:
    book = load_workbook(BytesIO(form(importer.office)))
    example = [cell.value for cell in list(book.worksheets[1].rows)[-1]]
    assert importer.problems(form(importer.office)) == [("A2", "nothing")]
    book.worksheets[0].append(example)
    kept = BytesIO()
    book.save(kept)
    assert importer.take(kept.getvalue()).teams_added == ["Tổ CNSCĐ tổ dân phố số 12"]
