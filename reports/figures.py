"""How a number is written for people, and the tables of indicators, registers and progress that documents share."""

from collections.abc import Sequence

from domain.report_data import Figure, Number, RegisterEntry, Section
from reports.layout import Layout
from reports.paper import Cell, Paper

FIGURE_WIDTHS_MM = (12.0, 61.0, 16.0, 19.0, 21.0, 19.0, 17.0)
PROGRESS_STEPS = 10
_FILLED, _EMPTY = "2F6DA8", "E3E9F0"
_GROUP = 3


def number_words(value: Number | None, *, missing: str, is_share: bool = False) -> str:
    """A number as people here write it: 1.234 and 12,5; a share in percent; the sign for what was not said."""
    if value is None:
        return missing
    shown = f"{value * 100:.1f}" if is_share else f"{value:.1f}" if isinstance(value, float) else str(value)
    whole, _, part = shown.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    groups = [digits[max(end - _GROUP, 0) : end] for end in range(len(digits), 0, -_GROUP)]
    text = sign + ".".join(reversed(groups)) + (f",{part}" if part.strip("0") else "")
    return f"{text}%" if is_share else text


def write_sections(paper: Paper, sections: Sequence[Section]) -> None:
    """Every section as a numbered heading and its table."""
    for at, section in enumerate(sections, start=1):
        paper.write("clause", f"{at}. {section.title}")
        write_figures(paper, section.figures)


def write_figures(paper: Paper, figures: Sequence[Figure]) -> None:
    """One table of indicators (reporting §7.1), or a word that there are none."""
    layout = paper.layout
    if not figures:
        paper.write("body", layout.say("nothing"))
        return
    heads = ("order", "figure", "unit", "value", "cumulative", "target", "note")
    rows = [[Cell(words=layout.say(f"columns.{name}"), style="table_head") for name in heads]]
    rows += [_figure_row(layout, at, figure) for at, figure in enumerate(figures, start=1)]
    paper.table(rows, FIGURE_WIDTHS_MM)


def _figure_row(layout: Layout, at: int, figure: Figure) -> list[Cell]:
    missing = layout.say("missing")
    value = number_words(figure.value, missing=missing, is_share=figure.is_share)
    unsaid = missing if figure.has_cumulative else ""
    numbers = (value, number_words(figure.cumulative, missing=unsaid, is_share=figure.is_share))
    return [
        Cell(words=str(at), style="table_number"),
        Cell(words=figure.name),
        Cell(words=figure.unit, style="table_number"),
        *(Cell(words=words, style="table_number") for words in numbers),
        Cell(words=figure.target, style="table_number"),
        Cell(words=_note(figure), style="table_number"),
    ]


def _note(figure: Figure) -> str:
    counted = f"{figure.reported}/{figure.expected}" if figure.reported is not None else ""
    return "\n".join(filter(None, (counted, figure.note)))


def write_entries(paper: Paper, entries: Sequence[RegisterEntry]) -> None:
    """Entries of the register as points, with who is asked and how far it is."""
    if not entries:
        paper.write("point", paper.layout.say("nothing"))
    for entry in entries:
        about = "; ".join(filter(None, (entry.team, entry.owner, entry.level, entry.state)))
        paper.write("point", f"- {entry.words}{f' ({about})' if about else ''}.")


def write_progress(paper: Paper, figures: Sequence[Figure]) -> None:
    """Bars of how far the targets are reached, drawn as shaded cells: they print as they look."""
    aimed = [figure for figure in figures if figure.progress is not None]
    if not aimed:
        return
    layout = paper.layout
    paper.write("clause", layout.say("columns.progress"))
    head = [
        Cell(words=layout.say("columns.figure"), style="table_head"),
        Cell(words=layout.say("columns.progress"), style="table_head", span=PROGRESS_STEPS),
        Cell(words=layout.say("columns.value"), style="table_head"),
        Cell(words=layout.say("columns.target"), style="table_head"),
    ]
    paper.table([head, *(_bar(layout, figure) for figure in aimed)], (60.0, *[6.0] * PROGRESS_STEPS, 23.0, 22.0))


def _bar(layout: Layout, figure: Figure) -> list[Cell]:
    filled = round(min(max(figure.progress or 0.0, 0.0), 1.0) * PROGRESS_STEPS)
    shades = [_FILLED] * filled + [_EMPTY] * (PROGRESS_STEPS - filled)
    value = number_words(figure.value, missing=layout.say("missing"), is_share=figure.is_share)
    return [
        Cell(words=figure.name),
        *(Cell(words="", shade=shade) for shade in shades),
        Cell(words=value, style="table_number"),
        Cell(words=figure.target, style="table_number"),
    ]


def roman(number: int) -> str:
    """A number in Roman numerals, for the parts and annexes of a document."""
    values = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    out = ""
    for value, sign in values:
        while number >= value:
            out, number = out + sign, number - value
    return out
