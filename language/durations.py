"""How long something lasted: hours and minutes that are said, or from one time of the clock to another."""

import re
from itertools import pairwise

from language.report_patterns import PATTERNS, WORDS
from language.report_text import ReportText

_MINUTES = 60
_MOST = 24 * 60
_REACH = 3


def find_duration(report: ReportText) -> int | None:
    """Minutes, or None when nobody said it; a whole morning is no number."""
    return _span(report) or _said(report)


def time_pieces(report: ReportText) -> set[int]:
    """The pieces that tell times: their numbers count nothing else."""
    covered: set[int] = set()
    for pattern in (
        PATTERNS["span"],
        PATTERNS["short_span"],
        PATTERNS["hours"],
        PATTERNS["hours_and_minutes"],
        PATTERNS["decimal_hours"],
        PATTERNS["bare_hours"],
        PATTERNS["short_hours"],
        PATTERNS["only_minutes"],
        PATTERNS["clock"],
    ):
        for _, start, end in report.matches(pattern):
            covered.update(range(start, end))
    return covered


def _span(report: ReportText) -> int | None:
    for pattern in (PATTERNS["span"], PATTERNS["short_span"]):
        for match, _, _ in report.matches(pattern):
            groups = match.groupdict()
            first = _clock(groups["first"], groups.get("firstm"))
            last = _clock(groups["last"], groups.get("lastm") or groups.get("half"))
            length = last - first if last >= first else last + 12 * _MINUTES - first
            if 0 < length < _MOST:
                return length
    return None


def _clock(hours: str, minutes: str | None) -> int:
    extra = 30 if minutes in WORDS["half"] else int(minutes or 0)
    return int(hours) * _MINUTES + extra


def _is_decimal(report: ReportText, start: int) -> bool:
    """Whether the sign and the digit behind it are written in one with the number before: `2,5`, not `to 2, 5`."""
    first, last = report.tokens_of(start, start + 3)
    return last - first == 3 and all(token.is_glued for token in report.tokens[first + 1 : last])


def _said(report: ReportText) -> int | None:
    return _in_hours(report) or _in_decimals(report) or _as_on_a_clock(report) or _in_minutes(report)


def _in_hours(report: ReportText) -> int | None:
    for match, start, end in report.matches(PATTERNS["hours"]):
        is_told = match["half"] or match["hours"] or match["more"] or match["about"]
        if is_told and not _is_of_something_else(report, start, end):
            return _hours(report, match, start)
    return None


def _in_decimals(report: ReportText) -> int | None:
    for match, start, _ in report.matches(PATTERNS["decimal_hours"]):
        if _is_decimal(report, start):
            return int(match["hours"]) * _MINUTES + _MINUTES // 2
    return None


def _as_on_a_clock(report: ReportText) -> int | None:
    for name in ("hours_and_minutes", "bare_hours", "short_hours"):
        for match, _, _ in report.matches(PATTERNS[name]):
            return _clock(match["hours"], match["minutes"])
    return None


def _in_minutes(report: ReportText) -> int | None:
    for match, start, end in report.matches(PATTERNS["only_minutes"]):
        if not _is_of_something_else(report, start, end):
            return int(match["minutes"])
    return None


def _is_of_something_else(report: ReportText, start: int, end: int) -> bool:
    """Whether a time is how long each one took, a break or a delay was, or how much later something came."""
    first, _ = report.tokens_of(start, end)
    if any(first - _REACH <= last <= first for _, last in report.places_of(report.words.turns["each"])):
        return True
    before = [piece.word for piece in report.pieces[max(start - _REACH, 0) : start]]
    pairs = {" ".join(pair) for pair in pairwise(before)}
    is_after = end < len(report.pieces) and report.pieces[end].word in WORDS["lasted_not"]
    return is_after or bool(WORDS["lasts_not"] & (pairs | set(before)))


def _hours(report: ReportText, match: re.Match[str], start: int) -> int:
    if match["half"]:
        return _MINUTES // 2
    if match["tenth"] and not _is_decimal(report, start):
        return int(match["tenth"]) * _MINUTES
    half = _MINUTES // 2 if match["tenth"] or match["more"] else int(match["minutes"] or 0)
    return int(match["hours"] or 1) * _MINUTES + half
