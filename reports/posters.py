"""Posters as PDF: a QR code, the short code to type, where and what for, with the letters of Vietnamese embedded."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import segno
from fpdf import FPDF

from domain.posters import PosterText, PosterWords, SheetLayout

FONTS = Path(__file__).parent / "fonts"
FAMILY = "DejaVu"
MARGIN = 10.0
QUIET_MODULES = 4
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
        side = cell.height - 2 * MARGIN
        _draw_qr(pdf, poster.link, cell.x + MARGIN, cell.y + MARGIN, side)
        left = cell.x + MARGIN + side + 4
        _write(pdf, _lines(poster, words, scale=0.52, with_steps=False), left, cell.y + MARGIN, cell.x + cell.width - 5)
        return
    scale = cell.width / 210
    margin = MARGIN * (0.6 + 0.8 * scale)
    bottom = _write(
        pdf,
        ((words.title, True, 34 * scale),),
        cell.x + margin,
        cell.y + margin,
        cell.x + cell.width - margin,
        centred=True,
    )
    side = cell.width * 0.48
    _draw_qr(pdf, poster.link, cell.x + (cell.width - side) / 2, bottom + 3 * scale, side)
    lines = _lines(poster, words, scale=scale, with_steps=True)
    _write(pdf, lines, cell.x + margin, bottom + side + 8 * scale, cell.x + cell.width - margin, centred=True)


def _lines(
    poster: PosterText, words: PosterWords, *, scale: float, with_steps: bool
) -> tuple[tuple[str, bool, float], ...]:
    """Words, whether bold, and their size in points."""
    steps = tuple((step, False, 17 * scale) for step in poster.steps) if with_steps else ()
    head = () if with_steps else ((words.title, True, 22 * scale),)
    return (
        *head,
        (poster.code, True, 64 * scale),
        (poster.place, True, 20 * scale),
        (poster.category, False, 18 * scale),
        *steps,
        (words.sender, False, 13 * scale),
    )


def _write(
    pdf: FPDF,
    lines: Sequence[tuple[str, bool, float]],
    left: float,
    top: float,
    right: float,
    *,
    centred: bool = False,
) -> float:
    """Write one line under the other, broken where they are too long; answers where they end."""
    pdf.set_xy(left, top)
    for text, bold, size in lines:
        pdf.set_font(FAMILY, style="B" if bold else "", size=size)
        pdf.set_x(left)
        height = size / POINTS_PER_MM * 1.3
        pdf.multi_cell(right - left, height, text, align="C" if centred else "L", new_x="LMARGIN", new_y="NEXT")
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
