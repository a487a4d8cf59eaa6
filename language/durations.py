"""How long something lasted: hours and minutes that are said, or from one time of the clock to another."""

import re

from language.report_patterns import PATTERNS, WORDS
from language.report_text import ReportText

_MINUTES = 60
_MOST = 24 * 60


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
    for match, start, _ in report.matches(PATTERNS["hours"]):
        if match["half"] or match["hours"] or match["more"]:
            return _hours(report, match, start)
    for name in ("bare_hours", "short_hours"):
        for match, _, _ in report.matches(PATTERNS[name]):
            return _clock(match["hours"], match["minutes"])
    for match, _, _ in report.matches(PATTERNS["only_minutes"]):
        return int(match["minutes"])
    return None


def _hours(report: ReportText, match: re.Match[str], start: int) -> int:
    if match["half"]:
        return _MINUTES // 2
    if match["tenth"] and not _is_decimal(report, start):
        return int(match["tenth"]) * _MINUTES
    half = _MINUTES // 2 if match["tenth"] or match["more"] else int(match["minutes"] or 0)
    return int(match["hours"] or 1) * _MINUTES + half
