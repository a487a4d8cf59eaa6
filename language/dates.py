"""Which day or days a report speaks of, told from the day of `now` (product C8): the surest kind of words decides."""

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from language.report_text import ReportText

_WEEK = dt.timedelta(days=7)
_DAY = dt.timedelta(days=1)
_NEAR = dt.timedelta(days=45)
_MONTHS = 12
_MOST_DAYS = 31
_SUNDAY = 7
_PART = r"(?:(?:hoi |ban |buoi )?(?:sang|trua|chieu|toi|dem|khuya|som) )"
_HOUR = r"(?:(?:luc |tu )?\d{1,2} (?:h|gio)\b(?: \d{2})?(?: den| toi)? )"
_NAMED_DAY = r"(?:ngay |hom |mung |mong )?"
_YEAR = r"(?: (?:/|-|\.|nam) (?P<year>\d{4}|\d{2}(?! [h:])))?"
_MONTH = r"(?: (?:/|-|\.|thang) (?P<month>\d{1,2})\b)"
_LISTED = r"(?P<days>\d{1,2}(?: (?:,|va|-|den|toi) (?:ngay )?\d{1,2}){0,9})"
_WRITTEN = re.compile(rf"(?<![\d/.] ){_PART}?(?:tu )?{_NAMED_DAY}{_LISTED}{_MONTH}{_YEAR}(?! /)")
_ACROSS = re.compile(
    rf"{_PART}?(?:tu )?{_NAMED_DAY}(?P<day>\d{{1,2}}) (?:/|-|thang) (?P<first_month>\d{{1,2}})(?: / \d{{4}})? "
    rf"(?:den|toi|-) {_NAMED_DAY}(?P<last>\d{{1,2}}) (?:/|-|thang) (?P<month>\d{{1,2}}){_YEAR}"
)
_FULL = re.compile(
    rf"{_PART}?(?:{_NAMED_DAY})(?P<day>\d{{1,2}}) (?:-|\.|/) (?P<month>\d{{1,2}}) (?:-|\.|/) (?P<year>\d{{4}})\b"
)
_ISO = re.compile(r"(?P<year>\d{4}) - (?P<month>\d{1,2}) - (?P<day>\d{1,2})")
_BARE_DAY = re.compile(
    rf"{_PART}?(?:tu )?(?:ngay |hom ngay )(?P<day>\d{{1,2}})(?: (?:den|toi|-) (?:ngay )?(?P<last>\d{{1,2}}))?(?! [/\d]| thang)"
)
_WEEKDAYS = r"(?:thu (?P<{0}>hai|ba|tu|nam|sau|bay|[2-7])|(?P<{0}n>chu nhat|cn)|(?<!\S)t (?P<{0}t>[2-7])\b(?! \d))"
_WEEK_WORDS = r"(?: (?:cua )?(?:tuan )?(?P<which>truoc|roi|vua roi|vua qua|qua|nay|ni|sau|toi|nay ne|hom))?"
_WEEKDAY = re.compile(
    rf"{_PART}?(?:ngay |hom |bua )?(?:tu )?{_WEEKDAYS.format('first')}(?: (?:den|toi|-) {_WEEKDAYS.format('last')})?"
    rf"(?P<week> tuan)?{_WEEK_WORDS}"
)
_WEEKEND = re.compile(r"cuoi tuan(?: (?P<which>qua|roi|truoc|vua roi|vua qua|nay|ni|toi|sau))?")
_WHOLE_WEEK = re.compile(r"(?:trong |suot |ca )?tuan (?P<which>nay|ni|qua|truoc|roi|vua roi|vua qua|sau|toi)")
_PART_OF_MONTH = re.compile(
    r"(?:hoi )?(?P<part>dau|giua|cuoi) thang(?: (?P<which>\d{1,2}|nay|ni|truoc|roi|qua|sau|toi))?(?: (?:/|nam) (?P<year>\d{4}))?"
)
_MONTH_ALONE = re.compile(
    r"(?:trong |ca )?thang (?P<which>\d{1,2}|nay|ni|truoc|roi|vua roi|qua|vua qua|gieng|chap)(?: (?:/|nam|-) (?P<year>\d{4}))?(?! dau nam)"
)
_QUARTER = re.compile(r"quy (?P<which>\d|iv|iii|ii|i|nay|ni|truoc|roi|vua roi|qua)(?: (?:/|nam|-) (?P<year>\d{4}))?")
_FIRST_MONTHS = re.compile(r"(?P<count>\d{1,2}) thang dau nam(?: (?P<year>\d{4}))?")
_LUNAR = re.compile(
    r"(?:mung|mong|ngay) \d{1,2}(?: (?:/|thang) \d{1,2})? (?:am|al|am lich)\b|\bram(?: thang (?:\d{1,2}|gieng|bay|muoi|chap))?\b|(?:mung|mong) \d{1,2} (?:tet|thang gieng|thang chap)"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_WEEKDAY_NUMBERS = {"hai": 1, "ba": 2, "tu": 3, "nam": 4, "sau": 5, "bay": 6, "chu nhat": 7, "cn": 7}
_PAST = frozenset({"truoc", "roi", "vua roi", "vua qua", "qua", "hom"})
_COMING = frozenset({"sau", "toi"})
_THIS = frozenset({"nay", "ni", "nay ne"})
_RELATIVE = {
    "today": 0,
    "yesterday": -1,
    "before_yesterday": -2,
    "three_days_ago": -3,
    "tomorrow": 1,
    "after_tomorrow": 2,
}


@dataclass(frozen=True, kw_only=True)
class FoundDate:
    """The words that name a day or a stretch of days; `starts_on` is None for words that no calendar of ours tells."""

    expression: str
    starts_on: dt.date | None
    ends_on: dt.date | None = None
    pieces: tuple[int, int] = (0, 0)
    is_period: bool = False


@dataclass(frozen=True, kw_only=True)
class _Reading:
    report: ReportText
    today: dt.date
    is_plan: bool
    looks_done: bool

    def found(
        self, start: int, end: int, first: dt.date | None, last: dt.date | None = None, *, is_period: bool = False
    ) -> FoundDate:
        return FoundDate(
            expression=self.report.verbatim(start, end),
            starts_on=first,
            ends_on=last if last != first or is_period else None,
            pieces=(start, end),
            is_period=is_period,
        )


def find_date(report: ReportText, today: dt.date, *, is_plan: bool, looks_done: bool) -> FoundDate | None:
    """The day a report names; None when it names none (then it is the day of `now`)."""
    reading = _Reading(report=report, today=today, is_plan=is_plan, looks_done=looks_done)
    for finder in _FINDERS:
        if found := next(finder(reading), None):
            return found
    return None


def day_pieces(report: ReportText) -> set[int]:
    """The pieces that belong to written dates: their numbers count nothing."""
    covered: set[int] = set()
    for pattern in (
        _ACROSS,
        _WRITTEN,
        _FULL,
        _ISO,
        _BARE_DAY,
        _WEEKDAY,
        _PART_OF_MONTH,
        _MONTH_ALONE,
        _QUARTER,
        _FIRST_MONTHS,
        _LUNAR,
    ):
        for match, start, end in report.matches(pattern):
            numbers = [int(number) for number in re.findall(r"\d{1,3}\b", match.group())]
            if not numbers or numbers[0] <= _MOST_DAYS:
                covered.update(range(start, end))
    return covered


def _lunar(reading: _Reading) -> Iterator[FoundDate]:
    for _, start, end in reading.report.matches(_LUNAR):
        yield reading.found(start, end, None)


def _across(reading: _Reading) -> Iterator[FoundDate]:
    for match, start, end in reading.report.matches(_ACROSS):
        last = _day(reading, int(match["last"]), int(match["month"]), match["year"])
        first = _date(last.year, int(match["first_month"]), int(match["day"])) if last else None
        if first and last and first <= last:
            yield reading.found(start, end, first, last)


def _written(reading: _Reading) -> Iterator[FoundDate]:
    for match, start, end in reading.report.matches(_WRITTEN):
        numbers = [int(number) for number in re.findall(r"\d+", match["days"])]
        first = _day(reading, numbers[0], int(match["month"]), match["year"])
        last = _day(reading, numbers[-1], int(match["month"]), match["year"])
        if first and last and first <= last:
            yield reading.found(start, end, first, last)


def _full(reading: _Reading) -> Iterator[FoundDate]:
    for match, start, end in reading.report.matches(_FULL):
        if day := _date(int(match["year"]), int(match["month"]), int(match["day"])):
            yield reading.found(start, end, day)


def _iso(reading: _Reading) -> Iterator[FoundDate]:
    for match, start, end in reading.report.matches(_ISO):
        if day := _date(int(match["year"]), int(match["month"]), int(match["day"])):
            yield reading.found(start, end, day)


def _day(reading: _Reading, day: int, month: int, year: str | None) -> dt.date | None:
    """Without a year the latest such day not after today; the next one in a plan, or when it is near and undone."""
    if year:
        return _date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    today = reading.today
    found = _date(today.year, month, day)
    if re.search(r"\bnam (?:ngoai|truoc|roi)\b", reading.report.line):
        return _date(today.year - 1, month, day)
    if found is None or found <= today:
        following = _date(today.year + 1, month, day)
        near = following is not None and following - today <= _NEAR
        return following if found and near and reading.is_plan and today - found > _NEAR else found
    if reading.is_plan or (found - today <= _NEAR and not reading.looks_done):
        return found
    return _date(today.year - 1, month, day)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _bare_day(reading: _Reading) -> Iterator[FoundDate]:
    for match, start, end in reading.report.matches(_BARE_DAY):
        first = _day_of_month(reading, int(match["day"]))
        last = (
            first.replace(day=int(match["last"])) if first and match["last"] and _fits(first, match["last"]) else first
        )
        if first and last and first <= last:
            yield reading.found(start, end, first, last)


def _fits(first: dt.date, day: str) -> bool:
    return _date(first.year, first.month, int(day)) is not None


def _day_of_month(reading: _Reading, day: int) -> dt.date | None:
    today = reading.today
    found = _date(today.year, today.month, day)
    if found is None or found <= today or reading.is_plan:
        if found and found < today and reading.is_plan:
            year, month = _month_after(today)
            return _date(year, month, day)
        return found
    year, month = _month_before(today)
    return _date(year, month, day)


def _month_before(day: dt.date) -> tuple[int, int]:
    return (day.year, day.month - 1) if day.month > 1 else (day.year - 1, _MONTHS)


def _month_after(day: dt.date) -> tuple[int, int]:
    return (day.year, day.month + 1) if day.month < _MONTHS else (day.year + 1, 1)


def _weekday(reading: _Reading) -> Iterator[FoundDate]:
    for match, start, end in reading.report.matches(_WEEKDAY):
        number = _weekday_number(match, "first")
        if match["firstt"] and _is_team(reading, start, end):
            continue
        first = _that_weekday(reading, number, match)
        last = first
        if match["last"] or match["lastn"] or match["lastt"]:
            last = first + _DAY * ((_weekday_number(match, "last") - number) % _SUNDAY)
        yield reading.found(start, end, first, last)


def _is_team(reading: _Reading, start: int, end: int) -> bool:
    """A `t5` that no other team stands beside, before a verb at the beginning, is a team."""
    names_another = re.search(r"\b(?:to|thon|tdp|t) (?:dan pho )?(?:so )?(?:[89]|[1-9]\d{1,2})\b", reading.report.line)
    other_day = re.search(r"\b(?:nay|qua|hom|sang|chieu|toi|ngay|mai)\b", reading.report.line)
    return start == 0 and names_another is None and other_day is not None


def _weekday_number(match: re.Match[str], which: str) -> int:
    word = match[which] or match[f"{which}n"] or match[f"{which}t"]
    return int(word) - 1 if word.isdecimal() else _WEEKDAY_NUMBERS[word]


def _that_weekday(reading: _Reading, number: int, match: re.Match[str]) -> dt.date:
    today, which = reading.today, match["which"]
    monday = today - _DAY * today.weekday()
    day = monday + _DAY * (number - 1)
    if match["week"]:
        return day - _WEEK if which in _PAST else day + _WEEK if which in _COMING else day
    if which in _COMING or (reading.is_plan and which not in _PAST):
        return day if day >= today else day + _WEEK
    return day if day <= today else day - _WEEK


def _weekend(reading: _Reading) -> Iterator[FoundDate]:
    for match, start, end in reading.report.matches(_WEEKEND):
        sunday = reading.today - _DAY * reading.today.isoweekday()
        if (
            match["which"] in _COMING
            or (match["which"] in _THIS or match["which"] is None)
            and reading.is_plan
            or match["which"] in _THIS
            and reading.today.isoweekday() >= 6
        ):
            sunday += _WEEK
        yield reading.found(start, end, sunday - _DAY, sunday)


def _relative(reading: _Reading) -> Iterator[FoundDate]:
    best: tuple[int, int, int] | None = None
    for match, start, end in reading.report.matches(_relative_pattern(reading.report)):
        key = next(name for name in _RELATIVE if match[name])
        if _is_denied(reading.report, start):
            continue
        if best is None or end - start > best[1] - best[0]:
            best = (start, end, _RELATIVE[key])
    if best:
        yield reading.found(best[0], best[1], reading.today + _DAY * best[2])


def _is_denied(report: ReportText, start: int) -> bool:
    """Whether the words before say that it was not that day."""
    before = " ".join(piece.word for piece in report.pieces[max(start - 3, 0) : start])
    return before.endswith(("khong phai", "khong phai la", "chu khong phai"))


_patterns: dict[int, re.Pattern[str]] = {}


def _relative_pattern(report: ReportText) -> re.Pattern[str]:
    """Words for days with the part of the day before them; single words need that part, for alone they mean much else."""
    key = id(report.words)
    if key not in _patterns:
        groups = []
        for name in _RELATIVE:
            phrases = sorted(report.words.days[name], key=len, reverse=True)
            whole = "|".join(re.escape(phrase) for phrase in phrases if phrase not in _NEEDS_PART)
            bare = "|".join(re.escape(phrase) for phrase in phrases if phrase in _NEEDS_PART)
            options = [rf"{_PART}?(?:{whole})"] + ([rf"{_PART}(?:hom |bua )?(?:{bare})"] if bare else [])
            groups.append(rf"(?P<{name}>{'|'.join(reversed(options))})")
        _patterns[key] = re.compile(rf"\b(?:{'|'.join(groups)})\b(?! (?:nam|thang|tuan)\b)")
    return _patterns[key]


_NEEDS_PART = frozenset({"nay", "qua", "mot"})


def _whole_week(reading: _Reading) -> Iterator[FoundDate]:
    for match, start, end in reading.report.matches(_WHOLE_WEEK):
        monday = reading.today - _DAY * reading.today.weekday()
        if match["which"] in _PAST:
            monday -= _WEEK
        elif match["which"] in _COMING:
            monday += _WEEK
        yield reading.found(start, end, monday, monday + 6 * _DAY, is_period=True)


def _part_of_month(reading: _Reading) -> Iterator[FoundDate]:
    for match, start, end in reading.report.matches(_PART_OF_MONTH):
        year, month = _which_month(reading, match["which"], match["year"])
        if not 1 <= month <= _MONTHS:
            continue
        last = calendar.monthrange(year, month)[1]
        day = {"dau": 1, "giua": 15, "cuoi": last}[match["part"]]
        yield reading.found(start, end, dt.date(year, month, day))


def _which_month(reading: _Reading, which: str | None, year: str | None) -> tuple[int, int]:
    today = reading.today
    if which and which.isdecimal():
        month = int(which)
        if year:
            return int(year), month
        return (today.year if month <= today.month or reading.is_plan else today.year - 1), month
    if which in _PAST:
        return _month_before(today)
    return _month_after(today) if which in _COMING else (today.year, today.month)


def _month_alone(reading: _Reading) -> Iterator[FoundDate]:
    for match, start, end in reading.report.matches(_MONTH_ALONE):
        if match["which"] in ("gieng", "chap"):
            yield reading.found(start, end, None)
            continue
        year, month = _which_month(reading, match["which"], match["year"])
        if 1 <= month <= _MONTHS:
            last = calendar.monthrange(year, month)[1]
            yield reading.found(start, end, dt.date(year, month, 1), dt.date(year, month, last), is_period=True)


def _quarter(reading: _Reading) -> Iterator[FoundDate]:
    for match, start, end in reading.report.matches(_QUARTER):
        which, today = match["which"], reading.today
        current = (today.month - 1) // 3 + 1
        typed = reading.report.verbatim(start, end).split()[-1].lower()
        roman = _ROMAN.get(typed) or _ROMAN.get(which)
        number = int(which) if which.isdecimal() else roman or current - (which in _PAST)
        year = int(match["year"]) if match["year"] else today.year - (number > current)
        if number == 0:
            number, year = 4, year - 1
        if 1 <= number <= 4:
            first = dt.date(year, 3 * number - 2, 1)
            last = dt.date(year, 3 * number, calendar.monthrange(year, 3 * number)[1])
            yield reading.found(start, end, first, last, is_period=True)


def _first_months(reading: _Reading) -> Iterator[FoundDate]:
    for match, start, end in reading.report.matches(_FIRST_MONTHS):
        year, month = int(match["year"] or reading.today.year), int(match["count"])
        if 1 <= month <= _MONTHS:
            last = dt.date(year, month, calendar.monthrange(year, month)[1])
            yield reading.found(start, end, dt.date(year, 1, 1), last, is_period=True)


_FINDERS: tuple[Callable[[_Reading], Iterator[FoundDate]], ...] = (
    _lunar,
    _across,
    _full,
    _iso,
    _written,
    _first_months,
    _bare_day,
    _weekday,
    _weekend,
    _relative,
    _part_of_month,
    _quarter,
    _month_alone,
    _whole_week,
)
