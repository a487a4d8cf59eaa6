"""How long something lasted: hours and minutes that are said, or from one time of the clock to another."""

import re

from language.report_text import ReportText

_MINUTES = 60
_MOST = 24 * 60
_CLOCK = r"(?P<{0}>\d{{1,2}}) (?:h|g|gio)\b(?: (?P<{0}m>\d{{1,2}}|ruoi)(?! (?:nguoi|luot|ho|ba con|ng)\b))?(?: (?:sang|trua|chieu|toi))?"
_SPAN = re.compile(rf"\b{_CLOCK.format('first')} (?:den|toi|-|–|->) {_CLOCK.format('last')}")
_SHORT_SPAN = re.compile(
    r"\btu (?P<first>\d{1,2}) (?:den|toi|-) (?P<last>\d{1,2}) (?:h|gio)(?: (?P<lastm>\d{2}|ruoi))?\b"
)
_HOURS = re.compile(
    r"(?:(?P<half>nua) |(?P<hours>\d{1,2}) )?(?:tieng|gio dong ho)(?: dong ho)?(?P<more> ruoi)?(?: (?P<minutes>\d{1,2})(?: (?:phut|p)\b)?(?! (?:nguoi|luot|ho|ba con)\b))?"
)
_BARE_HOURS = re.compile(
    r"\b(?:mat|trong|suot|khoang|het|lam|keo dai|gan|hon) (?P<hours>\d{1,2}) (?:h|gio)(?: (?P<minutes>\d{1,2}|ruoi))?\b"
)
_ONLY_MINUTES = re.compile(r"(?<!tieng )\b(?P<minutes>\d{1,3}) (?:phut|p)\b")


def find_duration(report: ReportText) -> int | None:
    """Minutes, or None when nobody said it; a whole morning is no number."""
    return _span(report) or _said(report)


def time_pieces(report: ReportText) -> set[int]:
    """The pieces that tell times: their numbers count nothing else."""
    covered: set[int] = set()
    clock = re.compile(r"\b\d{1,2} (?:h|g|gio)\b(?: (?:\d{2}\b|ruoi))?")
    for pattern in (_SPAN, _SHORT_SPAN, _HOURS, _BARE_HOURS, _ONLY_MINUTES, clock):
        for _, start, end in report.matches(pattern):
            covered.update(range(start, end))
    return covered


def _span(report: ReportText) -> int | None:
    for pattern in (_SPAN, _SHORT_SPAN):
        for match, _, _ in report.matches(pattern):
            groups = match.groupdict()
            first = _clock(groups["first"], groups.get("firstm"))
            last = _clock(groups["last"], groups.get("lastm"))
            length = last - first if last >= first else last + 12 * _MINUTES - first
            if 0 < length < _MOST:
                return length
    return None


def _clock(hours: str, minutes: str | None) -> int:
    extra = 30 if minutes == "ruoi" else int(minutes or 0)
    return int(hours) * _MINUTES + extra


def _said(report: ReportText) -> int | None:
    for match, _, _ in report.matches(_HOURS):
        if match["half"]:
            return _MINUTES // 2
        if match["hours"] is None and not match["more"]:
            continue
        hours = int(match["hours"] or 1)
        return hours * _MINUTES + (30 if match["more"] else int(match["minutes"] or 0))
    for match, _, _ in report.matches(_BARE_HOURS):
        return _clock(match["hours"], match["minutes"])
    for match, _, _ in report.matches(_ONLY_MINUTES):
        return int(match["minutes"])
    return None
