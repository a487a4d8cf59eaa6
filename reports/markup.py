"""The few pieces of WordprocessingML that we write ourselves: the library is slow at them or has no word for them.

A table of thousands of cells is written as one text and parsed once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reports.layout import TextStyle, composed

TWIPS_PER_MM = 1440 / 25.4
_JUSTIFY = {"justify": "both"}


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What stands in one cell; `shade` is a colour behind it, such as `D9E2EC`; `span` how many columns it covers."""

    words: str
    style: str = "table_cell"
    shade: str | None = None
    span: int = 1


def twips(mm: float) -> int:
    """Millimetres in the unit of Word."""
    return round(mm * TWIPS_PER_MM)


def run_properties(style: TextStyle, font: str) -> str:
    """The properties of a run, with the font named for every script (reporting §2.1)."""
    name = escape(font)
    marks = f"{'<w:b/><w:bCs/>' if style.bold else ''}{'<w:i/><w:iCs/>' if style.italic else ''}"
    half_points = round(style.size * 2)
    return (
        f'<w:rPr><w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:cs="{name}" w:eastAsia="{name}"/>{marks}'
        f'<w:color w:val="000000"/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
    )


def paragraph_xml(words: str, style: TextStyle, font: str) -> str:
    """One paragraph without its namespace declarations: for tables that are parsed as a whole."""
    shown = composed(words.upper() if style.caps else words)
    align = _JUSTIFY.get(style.align, style.align)
    properties = run_properties(style, font)
    runs = "<w:r><w:br/></w:r>".join(
        f'<w:r>{properties}<w:t xml:space="preserve">{escape(line)}</w:t></w:r>' for line in shown.split("\n")
    )
    return f'<w:p><w:pPr><w:spacing w:before="0" w:after="0"/><w:jc w:val="{align}"/></w:pPr>{runs}</w:p>'


def table(
    rows: Sequence[Sequence[Cell]],
    widths_mm: Sequence[float],
    styles: dict[str, TextStyle],
    font: str,
    *,
    head_rows: int = 1,
    bordered: bool = True,
    padding_mm: float = 1.0,
) -> Any:
    """A whole table as one element; its first `head_rows` rows are repeated on every page."""
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths_mm)
    body = "".join(_row(row, widths_mm, styles, font, is_head=at < head_rows) for at, row in enumerate(rows))
    edges = "".join(
        f'<w:{side} w:val="{"single" if bordered else "nil"}" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    pad = twips(padding_mm)
    cell_margins = f'<w:left w:w="{pad}" w:type="dxa"/><w:right w:w="{pad}" w:type="dxa"/>'
    return element(
        f'<w:tbl><w:tblPr><w:tblW w:w="{twips(sum(widths_mm))}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{edges}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{cell_margins}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    )


def _row(
    cells: Sequence[Cell], widths_mm: Sequence[float], styles: dict[str, TextStyle], font: str, *, is_head: bool
) -> str:
    at, parts = 0, []
    for cell in cells:
        width = twips(sum(widths_mm[at : at + cell.span]))
        span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.shade}"/>' if cell.shade else ""
        properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{shade}<w:vAlign w:val="center"/></w:tcPr>'
        parts.append(f"<w:tc>{properties}{paragraph_xml(cell.words, styles[cell.style], font)}</w:tc>")
        at += cell.span
    head = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(parts)}</w:tr>"


def page_number_field(style: TextStyle, font: str) -> Sequence[Any]:
    """The runs that show the number of the page."""
    properties = run_properties(style, font)
    pieces = (
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>2</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    return [element(f"<w:r>{properties}{piece}</w:r>") for piece in pieces]


def rule_xml(indent_mm: float) -> str:
    """A thin line of its own paragraph, so far from both sides: a drawn border, never typed underscores."""
    return (
        '<w:p><w:pPr><w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
        '<w:spacing w:before="50" w:after="0" w:line="60" w:lineRule="exact"/>'
        f'<w:ind w:left="{twips(indent_mm)}" w:right="{twips(indent_mm)}"/></w:pPr></w:p>'
    )


def element(xml: str) -> Any:
    """One paragraph or table out of text without namespace declarations."""
    name = xml[1 : xml.index(">")].split()[0]
    return parse_xml(xml.replace(f"<{name}", f"<{name} {nsdecls('w')}", 1))
