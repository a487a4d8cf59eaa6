"""A sheet of official paper: pages, paragraphs, rules and tables in the form of Decree 30/2020, annex I."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reports.layout import Layout, TextStyle
from reports.markup import (
    Cell,
    element,
    page_number_field,
    paragraph_xml,
    rule_xml,
    table,
    twips,
)

_WIDTHS = {"narrow": 0.28, "small": 0.49, "capital": 0.70}
_NARROW = frozenset(" .,:;-/()'iljtfrI1")
_MM_PER_PT = 25.4 / 72


class Paper:
    """Writes one document from top to bottom."""

    def __init__(self, layout: Layout) -> None:
        """Begins with an empty portrait page."""
        self.layout = layout
        self._document = Document()
        self._body = self._document.element.body
        self._set_defaults()
        self._set_page(self._document.sections[0], landscape=False)
        self.text_width_mm = self._text_width(landscape=False)

    def write(self, style: str, words: str) -> None:
        """One paragraph in the style of a component, with the rule under it that the style asks for."""
        found = self.layout.style(style)
        self._append(_paragraph(words, found, self.layout.page.font))
        if found.rule:
            self._append(element(_rule(words, found, self.text_width_mm)))

    def head(self, left: Sequence[tuple[str, str]], right: Sequence[tuple[str, str]]) -> None:
        """The two columns at the top or for the signature: pairs of style and words, from top to bottom."""
        layout = self.layout
        widths = (layout.header_left_mm, layout.header_right_mm)
        columns = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/></w:tcPr>{self._column(lines, width)}</w:tc>'
            for width, lines in zip(widths, (left, right), strict=True)
        )
        grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
        none = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
        self._append(
            element(
                f'<w:tbl><w:tblPr><w:tblW w:w="{twips(sum(widths))}" w:type="dxa"/>'
                f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{none}</w:tblCellMar></w:tblPr>'
                f"<w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>{columns}</w:tr></w:tbl>"
            )
        )

    def _column(self, lines: Sequence[tuple[str, str]], width_mm: float) -> str:
        parts = []
        for style, words in lines:
            found = self.layout.style(style)
            parts.append(_spaced(paragraph_xml(words, found, self.layout.page.font), found))
            if found.rule:
                parts.append(_rule(words, found, width_mm))
        return "".join(parts) or "<w:p/>"

    def table(
        self, rows: Sequence[Sequence[Cell]], widths_mm: Sequence[float], *, head_rows: int = 1, padding_mm: float = 1.0
    ) -> None:
        """A bordered table whose head is repeated on every page, and a small gap below it."""
        styles = dict(self.layout.styles)
        font = self.layout.page.font
        self._append(table(rows, widths_mm, styles, font, head_rows=head_rows, padding_mm=padding_mm))
        self._append(_paragraph("", TextStyle(size=6), font))

    def begin_annex(self, *, landscape: bool = False) -> None:
        """A new section: its pages are numbered anew, the first of them without a number."""
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        self._set_page(section, landscape=landscape)
        self.text_width_mm = self._text_width(landscape=landscape)
        section._sectPr.append(element('<w:pgNumType w:start="1"/>'))

    def bytes(self) -> bytes:
        """The finished file."""
        out = BytesIO()
        self._document.save(out)
        return out.getvalue()

    def _append(self, element: Any) -> None:
        self._body.insert(len(self._body) - 1, element)

    def _text_width(self, *, landscape: bool) -> float:
        page = self.layout.page
        return (page.height_mm if landscape else page.width_mm) - page.left_mm - page.right_mm

    def _set_defaults(self) -> None:
        normal = self._document.styles["Normal"]
        normal.font.name, normal.font.size = self.layout.page.font, Pt(14)
        fonts = normal.element.rPr.rFonts
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), self.layout.page.font)
        normal.paragraph_format.space_after = Pt(0)
        properties = self._document.core_properties
        properties.author = properties.title = properties.comments = ""

    def _set_page(self, section: Any, *, landscape: bool) -> None:
        page = self.layout.page
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        width, height = (page.height_mm, page.width_mm) if landscape else (page.width_mm, page.height_mm)
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.top_margin, section.bottom_margin = Mm(page.top_mm), Mm(page.bottom_mm)
        section.left_margin, section.right_margin = Mm(page.left_mm), Mm(page.right_mm)
        section.header_distance = Mm(page.header_mm)
        section.different_first_page_header_footer = True
        section.header.is_linked_to_previous = False
        section.first_page_header.is_linked_to_previous = False
        paragraph = section.header.paragraphs[0]
        paragraph.alignment = 1
        for run in page_number_field(TextStyle(size=page.page_number_pt), page.font):
            paragraph._p.append(run)


def _paragraph(words: str, style: TextStyle, font: str) -> Any:
    return element(_spaced(paragraph_xml(words, style, font), style))


def _spaced(xml: str, style: TextStyle) -> str:
    before, after = round(style.before_pt * 20), round(style.after_pt * 20)
    first = f'<w:ind w:firstLine="{twips(style.first_cm * 10)}"/>' if style.first_cm else ""
    keep = "<w:keepNext/>" if style.keep_with_next else ""
    spacing = f'<w:spacing w:before="{before}" w:after="{after}" w:line="240" w:lineRule="auto"/>{first}'
    return xml.replace('<w:pPr><w:spacing w:before="0" w:after="0"/>', f"<w:pPr>{keep}{spacing}", 1)


def _rule(words: str, style: TextStyle, width_mm: float) -> str:
    return rule_xml(_rule_indent(words, style, width_mm))


def _rule_indent(words: str, style: TextStyle, width_mm: float) -> float:
    longest = max(words.split("\n"), key=len)
    length = min(text_length_mm(longest, style), width_mm) * style.rule
    return max((width_mm - length) / 2, 0.0)


def text_length_mm(words: str, style: TextStyle) -> float:
    """About how long a line of Times is, in mm: close enough for a rule of a third to a half of it."""
    shown = words.upper() if style.caps else words
    em = sum(_WIDTHS[_kind_of(sign)] for sign in shown) * (1.04 if style.bold else 1.0)
    return em * style.size * _MM_PER_PT


def _kind_of(sign: str) -> str:
    if sign in _NARROW:
        return "narrow"
    return "capital" if sign.isupper() else "small"


__all__ = ["Cell", "Paper", "text_length_mm"]
