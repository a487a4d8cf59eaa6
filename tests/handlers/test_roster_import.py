"""The roster as a sheet: taken over whole or not at all, a second time without change, every bad cell by its name."""

import zipfile
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlmodel import select

from domain.errors import Refused
from domain.roster import RosterChanges
from domain.teams import MemberField, TeamRole
from handlers.office import Office
from handlers.roster_import import ImportRoster, RosterRefused, form, import_roster, problem_words
from reports.roster_sheet import MOST_ROWS
from storage import consents
from storage.database import Database
from storage.tables import DigitalTeam, ResidentialGroup, TeamMember
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
        with self.database.read() as work:
            return {member.full_name: member for member in work.session.exec(select(TeamMember)).all()}


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


def test_rows_are_checked_together(importer: Importer) -> None:
    second_leader = ("12", "Phạm Văn Hai", "Tổ trưởng", None, None, None, None)
    assert importer.problems(sheet(HOA, second_leader, BINH, BINH)) == [("C3", "two_leaders"), ("B5", "twice")]
    assert importer.problems(sheet()) == [("A2", "nothing")]
    importer.take(sheet(HOA, ("13", *HOA[1:])))


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
