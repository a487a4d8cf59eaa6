"""Where a clause of a report ends: at a sign, or with a new line, for which no token stands.

A line that ends with a colon goes on in the next.
"""

from language.report_text import ReportText

_ENDS = frozenset({",", ";", ".", "(", ")"})


def is_sign(report: ReportText, at: int) -> bool:
    """Whether a piece is a sign that ends a clause."""
    return report.pieces[at].word in _ENDS


def ends_clause(report: ReportText, at: int) -> bool:
    """Whether a piece ends the clause before it, as a sign or as the beginning of a new line."""
    return is_sign(report, at) or _begins_line(report, at)


def clause_end(report: ReportText, first: int, last: int) -> int:
    """Where the clause of the pieces from `first` on ends, `last` at the latest."""
    return next((at for at in range(first, last) if ends_clause(report, at)), last)


def line_end(report: ReportText, first: int, last: int) -> int:
    """Where the line of the pieces from `first` on ends, `last` at the latest."""
    return next((at for at in range(first, last) if _begins_line(report, at)), last)


def clause_start(report: ReportText, first: int, at: int) -> int:
    """Where the clause begins in which the piece `at` stands, `first` at the earliest."""
    for position in range(at, first - 1, -1):
        if _begins_line(report, position):
            return position
        if position > first and is_sign(report, position - 1):
            return position
    return first


def is_broken(report: ReportText, first: int, last: int) -> bool:
    """Whether a clause ends or a number stands between these tokens."""
    between = report.tokens[first:last]
    is_new_line = report.breaks_line(first, last) and between[-1:] and between[-1].word != ":"
    return bool(is_new_line) or any(token.word in _ENDS or token.is_number for token in between)


def _begins_line(report: ReportText, at: int) -> bool:
    is_first = report.pieces[at].start in report.line_starts
    return is_first and report.pieces[at - 1].word != ":"
