"""How long something lasted: hours and minutes that are said, or from one time of the clock to another."""

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


def _said(report: ReportText) -> int | None:
    for match, _, _ in report.matches(PATTERNS["hours"]):
        if match["half"]:
            return _MINUTES // 2
        if match["hours"] is None and not match["more"]:
            continue
        hours = int(match["hours"] or 1)
        return hours * _MINUTES + (30 if match["more"] else int(match["minutes"] or 0))
    for name in ("bare_hours", "short_hours"):
        for match, _, _ in report.matches(PATTERNS[name]):
            return _clock(match["hours"], match["minutes"])
    for match, _, _ in report.matches(PATTERNS["only_minutes"]):
        return int(match["minutes"])
    return None
