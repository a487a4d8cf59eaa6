"""The day that some words are which surely name one: read by themselves, more freely than a whole message may be."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from language.date_reading import (
    MONTHS,
    FoundDate,
    Reading,
    date_of,
    day_of_month,
    last_of_month,
    month_before,
    which_month,
)
from language.dates import dates_of
from language.normalising import Token, tokenize
from language.report_patterns import DAYS_SAID, NUMBERS, PATTERNS, SOUNDS, WORDS
from language.report_reading import ReportReading
from language.report_text import ReportText

Days = tuple[dt.date, dt.date | None]
_DAY = dt.timedelta(days=1)
_WEEK = 7 * _DAY
_LONGEST = 366
_NOON, _EVENING = 12, 17
_TENS, _MOST_OF_A_UNIT, _LAST_DAY = (2, 3), 9, 31
_DASHES = str.maketrans({"\N{EN DASH}": "-", "\N{EM DASH}": "-"})
_JOINED = r"\g<day> & "
_UNUSUAL = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, DAYS_SAID), key=len, reverse=True))})(?!\w)")


def marked_day(read: ReportReading, tokens: Sequence[Token], *, is_plan: bool) -> FoundDate | None:
    """The day or days that these tokens are: several joined, up to today, a part of today, or what a grammar reads."""
    usual = _as_usual(tokens)
    report = read.report.part(tokens) if usual is None else read.report.part(tokenize(usual), text=usual)
    if (tens := _with_tens(report)) is not None:
        report = report.part(tokenize(tens), text=tens)
    if (plain := _plainly(report.line)) != report.line:
        report = report.part(tokenize(plain), text=plain)
    looks_done = read.report.has(read.report.words.past)
    reading = Reading(report=report, now=read.now, is_plan=is_plan, looks_done=looks_done, is_all_day=True)
    if PATTERNS["lunar"].search(report.line):
        return FoundDate(expression="", starts_on=None)
    days = next(_ways(reading), None)
    return FoundDate(expression="", starts_on=days[0], ends_on=days[1]) if days else None


def _as_usual(tokens: Sequence[Token]) -> str | None:
    """A day in English or in rarer words in the usual ones, without accents; None where it is said in those."""
    folded = " ".join(token.folded for token in tokens)
    usual = _UNUSUAL.sub(lambda match: DAYS_SAID[match.group()], folded)
    usual = PATTERNS["side_by_side"].sub(_JOINED, usual)
    is_misheard = any(SOUNDS.get(token.sound) in WORDS["means_evening"] for token in tokens)
    return None if usual == folded and not is_misheard else usual


def _plainly(line: str) -> str:
    """Only the days: without how many they are or that they make a week, those listed joined with each other."""
    plain = line.translate(_DASHES)
    for name in ("so_many_named", "week_before_its_days", "up_to_the_end_of"):
        plain = PATTERNS[name].sub("", plain)
    return PATTERNS["between_listed"].sub(" & ", plain) if PATTERNS["listed_days"].fullmatch(plain) else plain


def _with_tens(report: ReportText) -> str | None:
    """`hai sau thang ba` is the 26th: numbers said without their word for tens; None where none is."""
    said = [piece.word for piece in report.pieces]
    changed = [at for at in range(len(said) - 1) if _is_short_of_tens(report, at)]
    for at in reversed(changed):
        said[at : at + 2] = [said[at] + said[at + 1]]
    return " ".join(said) if changed else None


def _is_short_of_tens(report: ReportText, at: int) -> bool:
    """Whether this number and the next, both said in words, are one day of a month: twenty or thirty and some."""
    one, other = report.pieces[at : at + 2]
    if one.value not in _TENS or not 0 < (other.value or 0) <= _MOST_OF_A_UNIT:
        return False
    before, behind = report.pieces[max(at - 1, 0) : at], report.pieces[at + 2 : at + 3]
    is_weekday = any(piece.word in WORDS["weekday_begins"] for piece in before)
    ends = all(piece.word in WORDS["behind_a_day"] for piece in behind)
    are_words = not any(report.tokens[piece.start].is_number for piece in (one, other))
    return are_words and ends and not is_weekday and 10 * one.value + (other.value or 0) <= _LAST_DAY


def _ways(reading: Reading) -> Iterator[Days]:
    """What the words are, the surest way to read them first."""
    yield from _last_so_many(reading)
    yield from _up_to_today(reading)
    yield from _joined(reading)
    yield from _alone(reading)


def _alone(reading: Reading) -> Iterator[Days]:
    """One day or one stretch of days."""
    yield from _by_grammar(reading)
    for name, days_of in _FORMS.items():
        if match := PATTERNS[name].fullmatch(reading.report.line):
            days = days_of(reading, match)
            if days is not None:
                yield days


def _by_grammar(reading: Reading) -> Iterator[Days]:
    """What the grammars of days read, where all other words but point at it."""
    found = sorted(dates_of(reading), key=lambda one: one.pieces[0] - one.pieces[1])
    for one in found:
        told = {at for other in found if other.starts_on == one.starts_on for at in range(*other.pieces)}
        rest = (piece.word for at, piece in enumerate(reading.report.pieces) if at not in told)
        if one.starts_on is not None and all(word in WORDS["only_points"] for word in rest):
            yield one.starts_on, one.ends_on


def _up_to_today(reading: Reading) -> Iterator[Days]:
    """`tu thu 2 toi nay`, `dau thang den gio`."""
    report = reading.report
    match = PATTERNS["up_to_now"].search(report.line)
    if match is None:
        return
    before, end = report.line[: match.start()], report.pieces[report.piece_of(match.start() + 1)].start
    if PATTERNS["since_new_year"].fullmatch(before):
        begun: dt.date | None = reading.today.replace(month=1, day=1)
    else:
        begun = _first_of(_part(reading, 0, end, is_plan=False))
    if begun and begun <= reading.today:
        yield begun, reading.today


def _part(reading: Reading, start: int, end: int, *, is_plan: bool) -> Reading:
    """Only some of the tokens."""
    report = reading.report
    return replace(reading, report=report.part(report.tokens[start:end]), is_plan=is_plan)


def _first_of(reading: Reading) -> dt.date | None:
    days = next(_alone(reading), None)
    return days[0] if days else None


def _last_so_many(reading: Reading) -> Iterator[Days]:
    match = PATTERNS["last_so_many"].fullmatch(reading.report.line)
    if match and 0 < int(match["days"]) < _LONGEST:
        yield reading.today - _DAY * (int(match["days"]) - 1), reading.today


def _joined(reading: Reading) -> Iterator[Days]:
    """`hom qua va hom nay`, `ngay 10 va 11`, `t7 va cn tuan truoc`: from the first to the last."""
    tokens = reading.report.tokens
    joins = [
        at
        for at in range(1, len(tokens) - 1)
        if tokens[at].folded in WORDS["together_with"] | WORDS["range"] and not tokens[at].is_glued
    ]
    for at in joins:
        behind = next(_alone(_part(reading, at + 1, len(tokens), is_plan=reading.is_plan)), None)
        if behind:
            yield from _from(_part(reading, 0, joins[0], is_plan=reading.is_plan), behind[1] or behind[0])


def _from(before: Reading, last: dt.date) -> Iterable[Days]:
    """From the first day, which may leave its month or its week to the last one."""
    numbers = [piece.value for piece in before.report.pieces if piece.value is not None]
    if PATTERNS["part_of_today"].fullmatch(before.report.line):
        return
    if numbers and PATTERNS["mere_day"].fullmatch(before.report.line):
        year, month = (last.year, last.month) if numbers[-1] <= last.day else month_before(last)
        first = date_of(year, month, numbers[-1])
    else:
        first = _first_of(before)
    if first and first > last:
        is_weekday = PATTERNS["weekday"].search(before.report.line) is not None
        first, last = (first - _WEEK, last) if is_weekday else (last, first)
    if first and first < last and (last - first).days < _LONGEST:
        yield first, last


def _days_of_month(reading: Reading, match: re.Match[str]) -> Days | None:
    """The first or the last so many days of a month."""
    whole = _month(reading, match)
    days = int(match["days"])
    if whole is None or whole[1] is None or not 1 <= days <= whole[1].day:
        return None
    first, last = whole[0], whole[1]
    return (
        (last - _DAY * (days - 1), last) if match["part"] in WORDS["second_half"] else (first, first.replace(day=days))
    )


def _month(reading: Reading, match: re.Match[str]) -> Days | None:
    year, month = which_month(reading, match["which"], match.groupdict().get("year"))
    return (dt.date(year, month, 1), last_of_month(year, month)) if 1 <= month <= MONTHS else None


def _english_date(reading: Reading, match: re.Match[str]) -> Days | None:
    month, day, today = NUMBERS[match["month"]], int(match["day"]), reading.today
    found = date_of(today.year, month, day)
    if found and found > today and not reading.is_plan:
        found = date_of(today.year - 1, month, day)
    return (found, None) if found else None


def _day_of_month(reading: Reading, match: re.Match[str]) -> Days | None:
    found = day_of_month(reading, int(match["day"]))
    return (found, None) if found else None


def _part_of_today(reading: Reading, match: re.Match[str]) -> Days | None:
    """Today; what has not come yet was yesterday's, but in a plan."""
    begins = _EVENING if match["evening"] else _NOON if match["afternoon"] else 0
    return reading.today - _DAY * (reading.now.hour < begins and not reading.is_plan), None


_FORMS: dict[str, Callable[[Reading, re.Match[str]], Days | None]] = {
    "days_of_month": _days_of_month,
    "short_month": _month,
    "month_of_year": _month,
    "coming_month": _month,
    "english_date": _english_date,
    "day_by_number": _day_of_month,
    "part_of_today": _part_of_today,
}
