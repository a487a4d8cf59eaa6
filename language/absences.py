"""Members who were summoned and did not come: `quan so 9, vang 2` are seven who worked."""

from language.report_patterns import WORDS
from language.report_text import ReportText

_REACH = 8
_LONGEST = 3


def who_came(report: ReportText, at: int) -> int | None:
    """The number at this piece less those told absent behind it; None where it does not tell who was summoned."""
    pieces = report.pieces
    summoned = pieces[at].value
    if summoned is None or not _tells_summoned(report, at):
        return None
    for position in range(at + 1, min(at + _REACH, len(pieces))):
        if pieces[position].value is not None:
            return None
        if pieces[position].word in WORDS["absent"]:
            return _less(summoned, report, position + 1)
    return None


def _tells_summoned(report: ReportText, at: int) -> bool:
    before = [piece.word for piece in report.pieces[max(at - _LONGEST, 0) : at] if piece.word not in WORDS["joins"]]
    return any(" ".join(before[-length:]) in WORDS["summoned"] for length in range(1, _LONGEST))


def _less(summoned: int, report: ReportText, position: int) -> int | None:
    """Behind a word for who is absent their number comes at once, but for words that join."""
    for piece in report.pieces[position : position + 2]:
        if piece.value is not None:
            return summoned - piece.value if piece.value < summoned else None
        if piece.word not in WORDS["joins_absent"]:
            return None
    return None
