"""What each word of a report is taken for by word lists and grammars: hints for the weights that settle its fields."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from language.report_text import ReportText

_TURNS = (
    "at",
    "towards",
    "along",
    "place_begins",
    "place_ends",
    "day_parts",
    "total",
    "subset",
    "already",
    "new_wallet",
    "target",
)
_OUTSIDE_NUMBERS = "nothing"


def notes_of(
    report: ReportText,
    pieces: Mapping[str, set[int]],
    stretches: Sequence[tuple[str, int, int]],
    topics: Iterable[tuple[int, int]],
) -> list[frozenset[str]]:
    """The notes of each token: of pieces by name, of stretches of the text, of topics, of the words of the lists."""
    noted: list[set[str]] = [set() for _ in report.tokens]
    of_pieces = (
        (name, report.pieces[at].start, report.pieces[at].end) for name, covered in pieces.items() for at in covered
    )
    of_topics = (("topic", start, end) for start, end in topics)
    for name, start, end in (*of_pieces, *of_topics, *_of_lists(report)):
        for at in range(start, end):
            noted[at].add(name)
    for notes, token in zip(noted, report.tokens, strict=True):
        within = (stretch for stretch in stretches if stretch[1] <= token.start < stretch[2])
        notes.update(f"{name}:{'first' if token.start == start else 'later'}" for name, start, _ in within)
    return [frozenset(notes) for notes in noted]


def _of_lists(report: ReportText) -> Iterator[tuple[str, int, int]]:
    """Every phrase of the lists of reports, by what it is."""
    for name in _TURNS:
        yield from ((name, start, end) for start, end in report.places_of(report.words.turns[name]))
    for words in report.words.kinds:
        yield from (("work", start, end) for start, end in report.places_of(words.words))
    for hit in report.words.counted.find_all(report.tokens):
        if hit.meaning != _OUTSIDE_NUMBERS:
            yield f"noun:{hit.meaning}", hit.start, hit.end
