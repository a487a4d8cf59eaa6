"""Posters as PDF: a QR code, the short code to type, where and what for, with the letters of Vietnamese embedded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import segno
from fpdf import FPDF
from fpdf.enums import Align, MethodReturnValue, XPos, YPos

from domain.posters import PosterText, PosterWords, SheetLayout

FONTS = Path(__file__).parent / "fonts"
FAMILY = "DejaVu"
MARGIN = 10.0
QUIET_MODULES = 4
SMALLEST = 0.15
POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True, kw_only=True)
class _Sheet:
    """The paper in mm, and how many posters stand in a row and in a column."""

    width: float
    height: float
    columns: int = 1
    rows: int = 1

    @property
    def cells(self) -> int:
        return self.columns * self.rows


_SHEETS = {
    SheetLayout.A4: _Sheet(width=210, height=297),
    SheetLayout.A5: _Sheet(width=148, height=210),
    SheetLayout.FOUR: _Sheet(width=210, height=297, columns=2, rows=2),
    SheetLayout.EIGHT: _Sheet(width=210, height=297, columns=2, rows=4),
}


@dataclass(frozen=True, kw_only=True)
class _Cell:
    x: float
    y: float
    width: float
    height: float

    @property
    def is_low(self) -> bool:
        """Whether it is wider than high: the QR code then stands left of the words."""
        return self.width > self.height


@dataclass(frozen=True, kw_only=True)
class _Line:
    """Words of one style; the size in points. One that is `whole` is never broken."""

    text: str
    size: float
    bold: bool = False
    whole: bool = False

    @property
    def leading(self) -> float:
        """From line to line in mm."""
        return self.size / POINTS_PER_MM * 1.3


def posters_pdf(posters: Sequence[PosterText], words: PosterWords, layout: SheetLayout) -> bytes:
    """Lay out posters, in their order, on as many pages as they need; dashed lines show where to cut."""
    sheet = _SHEETS[layout]
    pdf = FPDF(unit="mm", format=(sheet.width, sheet.height))
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.add_font(FAMILY, fname=FONTS / "DejaVuSans.ttf")
    pdf.add_font(FAMILY, style="B", fname=FONTS / "DejaVuSans-Bold.ttf")
    pdf.set_title(words.title)
    for number, poster in enumerate(posters):
        place = number % sheet.cells
        if place == 0:
            pdf.add_page()
            _cutting_lines(pdf, sheet)
        _draw(pdf, poster, words, _cell(sheet, place))
    return bytes(pdf.output())


def _cell(sheet: _Sheet, place: int) -> _Cell:
    width, height = sheet.width / sheet.columns, sheet.height / sheet.rows
    return _Cell(x=place % sheet.columns * width, y=place // sheet.columns * height, width=width, height=height)


def _cutting_lines(pdf: FPDF, sheet: _Sheet) -> None:
    pdf.set_draw_color(150)
    pdf.set_dash_pattern(dash=2, gap=2)
    for column in range(1, sheet.columns):
        pdf.line(sheet.width / sheet.columns * column, 0, sheet.width / sheet.columns * column, sheet.height)
    for row in range(1, sheet.rows):
        pdf.line(0, sheet.height / sheet.rows * row, sheet.width, sheet.height / sheet.rows * row)
    pdf.set_dash_pattern()


def _draw(pdf: FPDF, poster: PosterText, words: PosterWords, cell: _Cell) -> None:
    if cell.is_low:
        _draw_low(pdf, poster, words, cell)
        return
    scale, margin = cell.width / 210, MARGIN * (0.6 + 0.8 * cell.width / 210)
    left, right = cell.x + margin, cell.x + cell.width - margin
    title = _Line(text=words.title, bold=True, size=34 * scale)
    bottom = _write(pdf, [title], left, cell.y + margin, right - left, centred=True)
    side = cell.width * 0.5
    _draw_qr(pdf, poster.link, cell.x + (cell.width - side) / 2, bottom + 3 * scale, side)
    top = bottom + side + 6 * scale
    steps = [_Line(text=step, size=17) for step in poster.steps]
    lines = [*_names(poster), *steps, _Line(text=words.sender, size=13)]
    fitted = _fitted(pdf, lines, right - left, cell.y + cell.height - margin - top, scale)
    _write(pdf, fitted, left, top, right - left, centred=True)


def _draw_low(pdf: FPDF, poster: PosterText, words: PosterWords, cell: _Cell) -> None:
    """A small label: the QR code on the left, the words beside it, no steps."""
    margin = MARGIN / 2
    side = min(cell.height - 2 * margin, cell.width * 0.45)
    _draw_qr(pdf, poster.link, cell.x + margin, cell.y + (cell.height - side) / 2, side)
    left, width = cell.x + margin + side + 2, cell.width - side - 3 * margin
    lines = [_Line(text=words.title, bold=True, size=22), *_names(poster), _Line(text=words.sender, size=13)]
    fitted = _fitted(pdf, lines, width, cell.height - 4 * margin, 0.6)
    _write(pdf, fitted, left, cell.y + 2 * margin, width)


def _names(poster: PosterText) -> list[_Line]:
    return [
        _Line(text=poster.code, bold=True, size=64, whole=True),
        _Line(text=poster.place, bold=True, size=20),
        _Line(text=poster.category, size=18),
    ]


def _fitted(pdf: FPDF, lines: Sequence[_Line], width: float, height: float, scale: float) -> list[_Line]:
    """The lines as large as the scale allows, made smaller until they fit; a `whole` one has to fit in one line."""
    while True:
        sized = [replace(line, size=_narrowed(pdf, line, line.size * scale, width)) for line in lines]
        if scale < SMALLEST or sum(_height(pdf, line, width) for line in sized) <= height:
            return sized
        scale *= 0.92


def _narrowed(pdf: FPDF, line: _Line, size: float, width: float) -> float:
    if not line.whole:
        return size
    _use_font(pdf, line, size)
    return min(size, size * (width - 2.5) / pdf.get_string_width(line.text))


def _height(pdf: FPDF, line: _Line, width: float) -> float:
    _use_font(pdf, line, line.size)
    height = pdf.multi_cell(width, line.leading, line.text, dry_run=True, output=MethodReturnValue.HEIGHT)
    return float(str(height))


def _use_font(pdf: FPDF, line: _Line, size: float) -> None:
    pdf.set_font(FAMILY, style="B" if line.bold else "", size=size)


def _write(pdf: FPDF, lines: Sequence[_Line], left: float, top: float, width: float, *, centred: bool = False) -> float:
    """Write one line under the other, broken where they are too long; answers where they end."""
    pdf.set_xy(left, top)
    for line in lines:
        _use_font(pdf, line, line.size)
        pdf.set_x(left)
        align = Align.C if centred else Align.L
        pdf.multi_cell(width, line.leading, line.text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    return float(pdf.get_y())


def _draw_qr(pdf: FPDF, link: str, left: float, top: float, side: float) -> None:
    """Dark squares on white with the quiet margin of the standard (ISO 18004), as one shape a row of modules."""
    code = segno.make(link, error="q", micro=False)
    rows = [list(row) for row in code.matrix]
    module = side / (len(rows) + 2 * QUIET_MODULES)
    pdf.set_fill_color(0)
    for y, row in enumerate(rows, start=QUIET_MODULES):
        for begin, end in _dark_runs(row):
            pdf.rect(
                left + (begin + QUIET_MODULES) * module, top + y * module, (end - begin) * module, module * 1.01, "F"
            )


def _dark_runs(row: Sequence[int]) -> list[tuple[int, int]]:
    """Begin and end of each run of dark modules."""
    runs: list[tuple[int, int]] = []
    begin = None
    for place, dark in enumerate([*row, 0]):
        if dark and begin is None:
            begin = place
        elif not dark and begin is not None:
            runs.append((begin, place))
            begin = None
    return runs
