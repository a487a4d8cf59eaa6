"""The produced DOCX files are opened again and measured against Decree 30/2020 (reporting §2.4)."""

import unicodedata
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reports.layout import Layout, load_layout
from reports.other_documents import member_list, person_day_sheet, unit_report
from reports.team_report import team_report
from reports.ward_report import ward_report
from tests.reports import samples

LAYOUT = load_layout(Path(__file__).parents[2] / "templates" / "documents")
WRITERS: dict[str, Callable[[Layout], bytes]] = {
    "team": lambda layout: team_report(samples.team_report(), layout),
    "ward": lambda layout: ward_report(samples.ward_report(), layout),
    "unit": lambda layout: unit_report(samples.unit_report(), layout),
    "members": lambda layout: member_list(samples.member_list(), layout),
    "person_days": lambda layout: person_day_sheet(samples.person_days(), layout),
}


def opened(name: str) -> Any:
    return Document(BytesIO(WRITERS[name](LAYOUT)))


def all_text(document: Any) -> str:
    return "\n".join(node.text or "" for node in document.element.body.iter(qn("w:t")))


def paragraph_with(document: Any, words: str) -> Any:
    for paragraph in document.element.body.iter(qn("w:p")):
        if words in "".join(node.text or "" for node in paragraph.iter(qn("w:t"))):
            return paragraph
    raise AssertionError(f"no paragraph with {words!r}")


def size_of(paragraph: Any) -> float:
    return int(next(paragraph.iter(qn("w:sz"))).get(qn("w:val"))) / 2


@pytest.mark.parametrize("name", WRITERS)
def test_every_page_is_a4_with_the_decrees_margins(name: str) -> None:
    for section in opened(name).sections:
        assert {round(section.page_width.mm), round(section.page_height.mm)} == {210, 297}
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]


@pytest.mark.parametrize("name", WRITERS)
def test_pages_are_numbered_from_the_second_on_in_the_top_margin(name: str) -> None:
    for at, section in enumerate(opened(name).sections):
        assert section.different_first_page_header_footer
        assert not "".join(paragraph.text for paragraph in section.first_page_header.paragraphs).strip()
        header = section.header._element
        assert "PAGE" in "".join(node.text for node in header.iter(qn("w:instrText")))
        assert {node.get(qn("w:val")) for node in header.iter(qn("w:sz"))} == {"26"}
        start = section._sectPr.find(qn("w:pgNumType"))
        assert (start is not None and start.get(qn("w:start")) == "1") is (at > 0)


@pytest.mark.parametrize("name", WRITERS)
def test_every_run_is_times_new_roman_in_every_script_and_black(name: str) -> None:
    fonts = list(opened(name).element.body.iter(qn("w:rFonts")))
    assert fonts
    for font in fonts:
        scripts = {font.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "cs", "eastAsia")}
        assert scripts == {"Times New Roman"}
    assert {node.get(qn("w:val")) for node in opened(name).element.body.iter(qn("w:color"))} == {"000000"}


@pytest.mark.parametrize("name", WRITERS)
def test_the_head_is_a_table_without_borders_of_two_columns(name: str) -> None:
    head = opened(name).tables[0]
    widths = [int(cell._tc.tcPr.find(qn("w:tcW")).get(qn("w:w"))) * 25.4 / 1440 for cell in head.rows[0].cells]
    assert [round(width) for width in widths] == [70, 95]
    assert head._tbl.tblPr.find(qn("w:tblBorders")) is None
    right = [paragraph.text for paragraph in head.rows[0].cells[1].paragraphs if paragraph.text]
    assert right[:2] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert right[2] == "Hòa Xuân, ngày 18 tháng 12 năm 2026"


@pytest.mark.parametrize(
    ("words", "points", "bold", "italic"),
    [
        ("CỘNG HÒA XÃ HỘI", 12, True, False),
        ("Độc lập", 13, True, False),
        ("ỦY BAN NHÂN DÂN", 12, False, False),
        ("PHƯỜNG HÒA XUÂN", 12, True, False),
        ("Số:", 13, False, False),
        ("Hòa Xuân, ngày", 13, False, True),
        ("BÁO CÁO", 14, True, False),
        ("Căn cứ Luật", 14, False, True),
        ("I. CÔNG TÁC", 14, True, False),
        ("1. Chính quyền số", 14, True, False),
        ("Nơi nhận:", 12, True, True),
        ("- Như trên;", 11, False, False),
        ("KT. CHỦ TỊCH", 14, True, False),
        ("Phụ lục I", 14, True, False),
        ("Kèm theo Báo cáo", 14, False, True),
    ],
)
def test_each_component_of_the_wards_report_has_its_size_and_weight(
    words: str, points: float, bold: bool, italic: bool
) -> None:
    paragraph = paragraph_with(opened("ward"), words)
    properties = next(paragraph.iter(qn("w:rPr")))
    assert size_of(paragraph) == points
    assert (properties.find(qn("w:b")) is not None, properties.find(qn("w:i")) is not None) == (bold, italic)


def test_the_body_is_justified_with_an_indented_first_line_and_a_gap() -> None:
    paragraph = paragraph_with(opened("ward"), "báo cáo kết quả hoạt động")
    properties = paragraph.pPr
    assert properties.find(qn("w:jc")).get(qn("w:val")) == "both"
    assert int(properties.find(qn("w:ind")).get(qn("w:firstLine"))) == round(1.27 * 1440 / 2.54)
    assert int(properties.find(qn("w:spacing")).get(qn("w:after"))) == Pt(6).pt * 20


def test_number_seal_and_signature_stay_blank_and_a_team_has_no_number() -> None:
    assert "Số:      /BC-UBND" in all_text(opened("ward"))
    assert "Số:" not in all_text(opened("team"))


def test_rules_are_drawn_and_never_typed() -> None:
    for name in WRITERS:
        document = opened(name)
        assert "__" not in all_text(document)
        assert list(document.element.body.iter(qn("w:pBdr")))


def test_missing_is_a_dash_and_never_a_nought_and_the_ward_says_who_is_missing() -> None:
    document = opened("ward")
    text = all_text(document)
    assert "2/3 tổ đã báo cáo" in text
    assert "Tổ chưa báo cáo: Tổ 2." in text
    table = next(one for one in document.tables if "Tổ 2" in [cell.text for cell in one.rows[0].cells])
    column = [cell.text for cell in table.rows[0].cells].index("Tổ 2")
    assert [row.cells[column].text for row in table.rows[1:]] == ["—", "—", "—"]
    assert [cell.text for cell in table.rows[1].cells][3:5] == ["1.234", "617"]
    assert [cell.text for cell in table.rows[2].cells][3:5] == ["24,2%", "24,2%"]


def test_the_wide_annex_is_landscape_and_its_head_is_repeated() -> None:
    document = opened("ward")
    assert [section.page_width > section.page_height for section in document.sections] == [False, True, False, False]
    assert all(row.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None for row in [document.tables[-1].rows[0]._tr])


def test_a_hundred_teams_fit_on_pages_of_a_dozen() -> None:
    document = Document(BytesIO(ward_report(samples.ward_report(100), LAYOUT)))
    heads = [[cell.text for cell in table.rows[0].cells][4:] for table in document.tables if len(table.columns) > 4]
    teams = [name for head in heads for name in head if name.startswith("Tổ ")]
    assert teams == [f"Tổ {number}" for number in range(1, 101)]
    usable = Mm(297 - 45).mm
    for table in document.tables:
        width = sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.iter(qn("w:gridCol"))) * 25.4 / 1440
        assert width <= usable + 0.5


def test_hostile_words_do_not_break_the_file_and_text_is_composed() -> None:
    report = samples.team_report()
    hostile = "a\x00\x08<w:p>]]>&amp; " + unicodedata.normalize("NFD", "Tổ dân phố")
    changed = type(report)(**{**vars(report), "next_tasks": (hostile,)})
    file = team_report(changed, LAYOUT)
    text = all_text(Document(BytesIO(file)))
    assert "a<w:p>]]>&amp; Tổ dân phố" in text
    assert zipfile.ZipFile(BytesIO(file)).testzip() is None


@pytest.mark.parametrize("name", WRITERS)
def test_the_text_has_no_decomposed_letter_and_ends_as_the_decree_says(name: str) -> None:
    text = all_text(opened(name))
    assert text == unicodedata.normalize("NFC", text)
    assert ("./." in text) is (name in {"team", "ward", "unit"})
