"""Which day a message speaks of: relative words, weekdays, weeks and written dates, told from the day of `now`."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from language.lexicon import DateWords, WeekPhrase
from language.normalising import Token
from language.phrases import Hit, MeaningT, PhraseIndex

_WRITTEN = re.compile(
    r"(?<![\d/])(?P<days>\d{1,2}(?:\s*[,\-\u2013]\s*\d{1,2}){0,9})\s*/\s*(?P<month>\d{1,2})(?:/(?P<year>\d{4}))?(?![\d/])"
)
_FAR_AHEAD = dt.timedelta(days=180)
_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class FoundDate:
    """The words that name a day or a stretch of days, and the days; `ends_on` is None for a single day."""

    expression: str
    starts_on: dt.date
    ends_on: dt.date | None = None


def find_date(text: str, tokens: Sequence[Token], today: dt.date, words: DateWords) -> FoundDate | None:
    """The day a message names; None when it names none (then it is the day of `now`)."""
    return (
        _written(text, today)
        or _weekend(text, tokens, today, words)
        or _weekday(text, tokens, today, words)
        or _relative(text, tokens, today, words)
    )


def _written(text: str, today: dt.date) -> FoundDate | None:
    for match in _WRITTEN.finditer(text):
        numbers = [int(number) for number in re.findall(r"\d+", match["days"])]
        year = int(match["year"]) if match["year"] else None
        first = _day(numbers[0], int(match["month"]), year, today)
        last = _day(numbers[-1], int(match["month"]), year, today)
        if first and last and first <= last:
            return FoundDate(expression=match.group(), starts_on=first, ends_on=last if len(numbers) > 1 else None)
    return None


def _day(day: int, month: int, year: int | None, today: dt.date) -> dt.date | None:
    """The date; without a year the one nearest to today that is not far ahead."""
    try:
        date = dt.date(year or today.year, month, day)
        return date.replace(year=date.year - 1) if year is None and date > today + _FAR_AHEAD else date
    except ValueError:
        return None


def _weekend(text: str, tokens: Sequence[Token], today: dt.date, words: DateWords) -> FoundDate | None:
    hit = _longest(words.weeks, tokens, {WeekPhrase.LAST_WEEKEND})
    if hit is None:
        return None
    sunday = today - dt.timedelta(days=today.isoweekday())
    return FoundDate(
        expression=_span(text, tokens, hit.start, hit.end),
        starts_on=sunday - dt.timedelta(days=1),
        ends_on=sunday,
    )


def _weekday(text: str, tokens: Sequence[Token], today: dt.date, words: DateWords) -> FoundDate | None:
    hit = _longest(words.weekdays, tokens)
    if hit is None:
        return None
    week = _longest(words.weeks, tokens, {WeekPhrase.LAST_WEEK, WeekPhrase.NEXT_WEEK})
    monday = today - dt.timedelta(days=today.weekday())
    day = monday + dt.timedelta(days=hit.meaning - 1)
    if week is None:
        day = day if day <= today else day - _WEEK
        return FoundDate(expression=_span(text, tokens, hit.start, hit.end), starts_on=day)
    day += _WEEK if week.meaning is WeekPhrase.NEXT_WEEK else -_WEEK
    start, end = min(hit.start, week.start), max(hit.end, week.end)
    return FoundDate(expression=_span(text, tokens, start, end), starts_on=day)


def _relative(text: str, tokens: Sequence[Token], today: dt.date, words: DateWords) -> FoundDate | None:
    hit = _longest(words.relative, tokens)
    if hit is None:
        return None
    day = today + dt.timedelta(days=hit.meaning)
    return FoundDate(expression=_span(text, tokens, hit.start, hit.end), starts_on=day)


def _longest(
    index: PhraseIndex[MeaningT], tokens: Sequence[Token], wanted: set[MeaningT] | None = None
) -> Hit[MeaningT] | None:
    hits = [hit for hit in index.find_all(tokens) if wanted is None or hit.meaning in wanted]
    return max(hits, key=lambda hit: hit.end - hit.start, default=None)


def _span(text: str, tokens: Sequence[Token], start: int, end: int) -> str:
    return text[tokens[start].start : tokens[end - 1].end]
