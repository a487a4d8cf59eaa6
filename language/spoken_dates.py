"""Days that are spoken of: weekdays, weekends, weeks, yesterday and tomorrow in all their words."""

import datetime as dt
import re
from collections.abc import Iterator

from language.date_reading import FoundDate, Reading
from language.report_patterns import NUMBERS, PATTERNS, RELATIVE, WORDS
from language.report_text import ReportText

_WEEK = dt.timedelta(days=7)
_DAY = dt.timedelta(days=1)
_SUNDAY = 7
_RELATIVE = {
    "today": 0,
    "yesterday": -1,
    "before_yesterday": -2,
    "three_days_ago": -3,
    "tomorrow": 1,
    "after_tomorrow": 2,
}
# Parts of the day that are past when they are named: before that hour they were yesterday's.
_PAST_PARTS = {"this_afternoon": 12, "this_evening": 17}


def weekday(reading: Reading) -> Iterator[FoundDate]:
    """Thursday, last Sunday, Monday to Friday: the latest such day not after today, the next one in a plan."""
    for match, start, end in reading.report.matches(PATTERNS["weekday"]):
        number = _weekday_number(match, "first")
        if match["firstt"] and not reading.is_all_day and _is_team(reading, start, end):
            continue
        first = _that_weekday(reading, number, match)
        last = first
        if match["last"] or match["lastn"] or match["lastt"]:
            last = first + _DAY * ((_weekday_number(match, "last") - number) % _SUNDAY)
        yield reading.found(start, end, first, last)


def _is_team(reading: Reading, start: int, end: int) -> bool:
    """A `t5` that no other team stands beside, before a verb at the beginning, is a team."""
    names_another = PATTERNS["numbered_team"].search(reading.report.line)
    other_day = PATTERNS["other_day"].search(reading.report.line)
    return start == 0 and names_another is None and other_day is not None


def _weekday_number(match: re.Match[str], which: str) -> int:
    word = match[which] or match[f"{which}n"] or match[f"{which}t"]
    return int(word) - 1 if word.isdecimal() else NUMBERS[word]


def _that_weekday(reading: Reading, number: int, match: re.Match[str]) -> dt.date:
    today, which = reading.today, match["which"]
    monday = today - _DAY * today.weekday()
    day = monday + _DAY * (number - 1)
    if match["week"]:
        return day - _WEEK if which in WORDS["past"] else day + _WEEK if which in WORDS["coming"] else day
    if which in WORDS["this"] and not reading.looks_done:
        return day + _WEEK if reading.is_plan and day < today else day
    if which in WORDS["coming"]:
        return day if day > today else day + _WEEK
    if reading.is_plan and which not in WORDS["past"]:
        return day if day >= today else day + _WEEK
    return day if day <= today else day - _WEEK


def english_day(reading: Reading) -> Iterator[FoundDate]:
    """The days of the week in English; next is that of next week."""
    for match, start, end in reading.report.matches(PATTERNS["english_day"]):
        day = reading.today + _DAY * (NUMBERS[match["day"]] - reading.today.isoweekday())
        if match["which"] in WORDS["next_in_english"]:
            day += _WEEK
        elif match["which"] in WORDS["last_in_english"] or not reading.is_plan:
            day -= _WEEK * (day > reading.today or (day == reading.today and match["which"] is not None))
        elif day < reading.today:
            day += _WEEK
        yield reading.found(start, end, day)


def weekend(reading: Reading) -> Iterator[FoundDate]:
    """The last, this or next weekend: Saturday and Sunday."""
    for match, start, end in reading.report.matches(PATTERNS["weekend"]):
        sunday = reading.today - _DAY * reading.today.isoweekday()
        if (
            match["which"] in WORDS["coming"]
            or (match["which"] in WORDS["this"] or match["which"] is None)
            and (reading.is_plan or reading.today.isoweekday() >= 6)
        ):
            sunday += _WEEK
        yield reading.found(start, end, sunday - _DAY, sunday)


def relative(reading: Reading) -> Iterator[FoundDate]:
    """Yesterday, tonight, the day after tomorrow: the longest such words first."""
    matches = list(reading.report.matches(_relative_pattern(reading.report)))
    for match, start, end in sorted(matches, key=lambda one: one[1] - one[2]):
        yield reading.found(start, end, reading.today + _DAY * _days_from_now(reading, match))


def _days_from_now(reading: Reading, match: re.Match[str]) -> int:
    key = next(name for name in (*_RELATIVE, *_PAST_PARTS) if match[name])
    return -(reading.now.hour < _PAST_PARTS[key]) if key in _PAST_PARTS else _RELATIVE[key]


_patterns: dict[int, re.Pattern[str]] = {}


def _relative_pattern(report: ReportText) -> re.Pattern[str]:
    """Words for days with the part of the day before them, which some need: alone they mean much else."""
    key = id(report.words)
    if key not in _patterns:
        groups = []
        for name in (*_RELATIVE, *_PAST_PARTS):
            phrases = sorted(report.words.days[name], key=len, reverse=True)
            whole = "|".join(re.escape(phrase) for phrase in phrases if phrase not in WORDS["needs_part"])
            bare = "|".join(re.escape(phrase) for phrase in phrases if phrase in WORDS["needs_part"])
            options = [rf"{RELATIVE['part']}?(?:{whole})"] + (
                [rf"{RELATIVE['part']}{RELATIVE['before_bare']}(?:{bare})"] if bare else []
            )
            options += [rf"^{word}" for word in WORDS["alone_at_first"] if word in phrases]
            groups.append(rf"(?P<{name}>{'|'.join(reversed(options))})")
        _patterns[key] = re.compile(rf"\b(?:{'|'.join(groups)})\b{RELATIVE['not_after']}")
    return _patterns[key]


def part_of_week(reading: Reading) -> Iterator[FoundDate]:
    """The beginning of a week is its Monday, the middle its Wednesday."""
    for match, start, end in reading.report.matches(PATTERNS["part_of_week"]):
        day = reading.today - _DAY * reading.today.weekday() + _DAY * NUMBERS[f"{match['part']} tuan"]
        which = match["which"]
        yield reading.found(
            start, end, day - _WEEK if which in WORDS["past"] else day + _WEEK if which in WORDS["coming"] else day
        )


def whole_week(reading: Reading) -> Iterator[FoundDate]:
    """This, last or next week: Monday to Sunday."""
    for match, start, end in reading.report.matches(PATTERNS["whole_week"]):
        monday = reading.today - _DAY * reading.today.weekday()
        if match["which"] in WORDS["past"] or match["english"] in WORDS["last_in_english"]:
            monday -= _WEEK
        elif match["which"] in WORDS["coming"] or match["english"] in WORDS["next_in_english"]:
            monday += _WEEK
        yield reading.found(start, end, monday, monday + 6 * _DAY, is_period=True)
