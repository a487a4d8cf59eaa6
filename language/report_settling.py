"""How the fields of a report are settled between what a grammar proposes and what learned weights lean to."""

import datetime as dt
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from typing import TypeVar

from domain.understanding import ActivityType, Topic
from language.dates import FoundDate
from language.day_mending import mended_day
from language.marked_days import marked_day
from language.number_pairs import PERSONS, best_together, persons_among
from language.number_roles import Number
from language.report_figures import ACCOUNTS, FIGURES, Figures
from language.report_leanings import Leanings
from language.report_patterns import PATTERNS, WORDS
from language.report_reading import ReportReading
from language.team_numbers import chosen_teams, told_teams
from language.teams_together import side_by_side
from language.told_totals import told_total
from language.word_marks import best_stretch, weight_of_stretch

_KIND_OF_GRAMMAR = 1.0
_PLAN_OF_GRAMMAR = 0.5
_DAY_OF_GRAMMAR = 1.0
_SURE_OF_NO_ACCOUNTS = 1.0
_LEAST_ACCOUNTS = -0.3
_LEAST_MEMBERS = -0.5
_LEAST_PEOPLE = -2.0
_PEOPLE, _MEMBERS, _HOUSEHOLDS = "people", "members", "households"
_SEVERAL, _HARDLY_COUNTED = 2, -4.0
_NO_PERSONS = frozenset({ACCOUNTS, "files", "households", "ocop_products"})
_STOPS = frozenset({".", ";", "!", "?"})
_Thing = TypeVar("_Thing")


def settled_kind(proposed: ActivityType, leanings: Leanings) -> ActivityType:
    """The likeliest kind; what the grammar proposes needs less than the others."""
    scores = {kind: score + _KIND_OF_GRAMMAR * (kind is proposed) for kind, score in leanings.kinds.items()}
    return max(scores, key=lambda kind: scores[kind], default=proposed)


def settled_plan(read: ReportReading, leanings: Leanings) -> bool:
    """Whether the words speak of what is still to come."""
    if leanings.plan is None:
        return read.is_planned
    return leanings.plan + _PLAN_OF_GRAMMAR * (1 if read.is_planned else -1) > 0


def settled_teams(read: ReportReading, leanings: Leanings) -> tuple[int | str, ...]:
    """The teams that worked, by number or by the name of their group, in the order named."""
    if not leanings.kinds:
        return read.team.all_told
    chosen = chosen_teams(read.team_numbers, leanings.team_numbers)
    numbers = told_teams(read.report, chosen)
    likely = [group for group, odds in zip(read.groups, leanings.teams, strict=True) if odds > 0]
    if likely and (together := side_by_side(read.report, chosen, likely)):
        return together
    group = _likeliest(leanings.teams, read.groups)
    return numbers or ((group.name,) if group else ())


def settled_members(read: ReportReading, leanings: Leanings, proposed: int | None) -> int | None:
    """How many worked: the likeliest number, or those who are named side by side, also with a number among them."""
    if not leanings.counts:
        return proposed
    company = _likeliest(leanings.companies, read.companies)
    number = _likeliest([fields[_MEMBERS] for fields in leanings.counts], read.numbers, least=_LEAST_MEMBERS)
    if company and (number is None or company.start <= read.report.pieces[number.at].start < company.end):
        return company.value
    return number.value_for(_MEMBERS) if number else None


def _likeliest(odds: Sequence[float], things: Sequence[_Thing], *, least: float = 0.0) -> _Thing | None:
    """What most speaks for itself, if anything does; nothing where nothing was learned."""
    score, thing = max(zip(odds, things, strict=False), key=lambda pair: pair[0], default=(least, None))
    return thing if score > least else None


def settled_place(read: ReportReading, leanings: Leanings) -> str | None:
    """The place as it was written."""
    if not leanings.places:
        return read.proposed_place
    stretch = best_stretch(leanings.places, leanings.place_runs)
    return _verbatim(read, stretch[0], _sentence_end(read, *stretch)) if stretch else None


def _sentence_end(read: ReportReading, start: int, end: int) -> int:
    """Where the sentence or line ends that begins with these tokens; a full stop inside a word or number ends none."""
    tokens = read.report.tokens
    stops = (
        at
        for at in range(start + 1, end)
        if at in read.report.line_starts
        or (tokens[at].word in _STOPS and not (at + 1 < len(tokens) and tokens[at + 1].is_glued))
    )
    return next(stops, end)


def settled_date(read: ReportReading, leanings: Leanings, *, is_plan: bool) -> FoundDate | None:
    """The day that the weights mark, as the grammar of days reads it; None when no day is named."""
    if not leanings.days:
        return next(iter(read.dates(is_plan=is_plan)), None)
    marked = best_stretch(leanings.days, leanings.day_runs)
    if marked is None:
        sure = (one for one in read.dates(is_plan=is_plan) if _speaks_for(read, leanings, one) > -_DAY_OF_GRAMMAR)
        return next(sure, None)
    marked = _with_word_before(read, marked)
    by_itself = marked_day(read, read.report.tokens[slice(*marked)], is_plan=is_plan)
    day = by_itself or mended_day(read, marked, is_plan=is_plan) or _day_around(read, marked, is_plan=is_plan)
    return replace(day, expression=_verbatim(read, *marked))


def _with_word_before(read: ReportReading, marked: tuple[int, int]) -> tuple[int, int]:
    """`hoi dau thang`: the word that belongs to a day is one of its words, whether the weights mark it or not."""
    start, end = marked
    before = read.report.tokens[start - 1].word if start else ""
    belongs = before in WORDS["said_of_days" if read.report.accented else "said_of_bare_days"]
    return (start - 1, end) if belongs else marked


def _day_around(read: ReportReading, marked: tuple[int, int], *, is_plan: bool) -> FoundDate:
    """The day that has most of the marked words in common with them; else the plain one that the last of them tells."""
    best = max(read.dates(is_plan=is_plan), key=lambda one: _shared(read, one, marked), default=None)
    if best is not None and _shared(read, best, marked):
        return best
    return FoundDate(expression="", starts_on=_plain_day(read, marked))


def _plain_day(read: ReportReading, marked: tuple[int, int]) -> dt.date | None:
    """Today or yesterday by the last of the marked words; None for words that no calendar of ours tells."""
    last = read.report.tokens[marked[1] - 1].folded
    if last in WORDS["today_at_last"]:
        return read.now.date()
    return read.now.date() - dt.timedelta(days=1) if last in WORDS["yesterday_at_last"] else None


def _speaks_for(read: ReportReading, leanings: Leanings, date: FoundDate) -> float:
    return weight_of_stretch(leanings.days, *read.report.tokens_of(*date.pieces))


def _shared(read: ReportReading, date: FoundDate, marked: tuple[int, int]) -> int:
    """How many tokens a found day and the marked words have in common."""
    start, end = read.report.tokens_of(*date.pieces)
    return max(0, min(end, marked[1]) - max(start, marked[0]))


def settled_figures(
    read: ReportReading, leanings: Leanings, proposed: Figures, by_number: Mapping[int, Topic]
) -> Figures:
    """Each figure as the sum of the numbers that count it; where accounts are doubtful, what the grammar proposes.

    A number of persons that is the sum of others is their total; who came for one of several topics is a part of it.
    `by_number` tells of which of several topics a number tells.
    """
    if not leanings.counts:
        return proposed
    figures = Figures(
        members=settled_members(read, leanings, proposed.members),
        **{
            field: _figure(field, read, leanings, getattr(proposed, field), by_number)
            for field in FIGURES
            if field != _MEMBERS
        },
    )
    if figures.ewallet_accounts in {None, 1} and _opens_one_each(read):
        figures = replace(figures, ewallet_accounts=figures.households or figures.people)
    persons = [
        number.value
        for number, fields in zip(read.numbers, leanings.counts, strict=True)
        if _may_be_persons(number) or fields[_PEOPLE] > 0
    ]
    total = told_total(persons, [number.value for number in read.numbers if number.is_announced_total])
    came = _came_for_topics(read, leanings, by_number)
    told_apart = {number.value for rank, number in enumerate(read.numbers) if rank not in by_number}
    if total is None and (figures.people or 0) < came and figures.people not in told_apart:
        total = came
    return figures if total is None or not figures.people else replace(figures, people=total)


def _opens_one_each(read: ReportReading) -> bool:
    """`moi ho mot vi`, where it is done and no target."""
    is_told = any(read.report.matches(PATTERNS["one_account_each"]))
    return is_told and not read.report.has(read.report.words.turns["target"])


def _came_for_topics(read: ReportReading, leanings: Leanings, by_number: Mapping[int, Topic]) -> int:
    """All who came for one of several topics; nobody where one of the numbers may count other things."""
    came = 0
    for rank in by_number:
        number, odds = read.numbers[rank], leanings.counts[rank]
        what = number.counted.what if number.counted else None
        if what in _NO_PERSONS or odds[ACCOUNTS] > max(odds[_PEOPLE], 0.0):
            continue
        if odds[_MEMBERS] > 0 or not (what is None or what in PERSONS or odds[_PEOPLE] > _LEAST_PEOPLE):
            return 0
        came += number.value
    return came


def _may_be_persons(number: Number) -> bool:
    return number.counted is not None and number.counted.what in PERSONS


def _counts_accounts(number: Number) -> bool:
    return number.counted is not None and number.counted.what == ACCOUNTS


def _figure(
    field: str, read: ReportReading, leanings: Leanings, proposed: int | None, by_number: Mapping[int, Topic]
) -> int | None:
    pairs = [pair for pair in zip(read.numbers, leanings.counts, strict=True) if not _ends_range(read, pair[0])]
    least = _LEAST_ACCOUNTS if field == ACCOUNTS else 0.0
    chosen = [number for number, fields in pairs if fields[field] > least]
    if field == _PEOPLE:
        chosen = _people_together(read, leanings) or chosen
    if field == ACCOUNTS:
        chosen = _accounts(read, chosen, by_number)
    if field == _HOUSEHOLDS:
        opened = {number.at for number, fields in pairs if fields[ACCOUNTS] > 0}
        chosen = _without_parts(chosen, opened | {read.numbers[rank].at for rank in by_number})
    if chosen:
        *parts, last = (number.value_for(field) for number in chosen)
        return last if chosen[-1].is_announced_total and sum(parts) == last else last + sum(parts)
    is_doubtful = field == ACCOUNTS and any(fields[field] >= -_SURE_OF_NO_ACCOUNTS for _, fields in pairs)
    return proposed if is_doubtful else None


def _accounts(read: ReportReading, chosen: Sequence[Number], by_number: Mapping[int, Topic]) -> list[Number]:
    """Numbers of accounts without those of other topics than paying.

    Accounts are counted by themselves, or by the people and households who opened them: not by both.
    """
    others = {read.numbers[rank].at for rank, topic in by_number.items() if topic is not Topic.PAYMENTS}
    own = [number for number in chosen if number.at not in others]
    return [number for number in own if _counts_accounts(number)] or own


def _without_parts(chosen: list[Number], told_apart: Set[int]) -> list[Number]:
    """The households that were visited without those of them for whom something was done, which is told apart.

    One number that is the sum of all others is their total.
    """
    values = [number.value for number in chosen]
    if (total := told_total(values)) is not None:
        return [chosen[values.index(total)]]
    whole = [number for number in chosen if number.at not in told_apart]
    return whole if whole and max(number.value for number in whole) == max(values) else chosen


def _ends_range(read: ReportReading, number: Number) -> bool:
    """Whether it is the higher end of a range, which counts by its lower one."""
    return any(one.start < number.at < one.end for one in read.counted)


def _people_together(read: ReportReading, leanings: Leanings) -> list[Number]:
    """The numbers that add up to those who came; empty where there is nothing to choose among."""
    odds = {rank: fields[_PEOPLE] for rank, fields in enumerate(leanings.counts)}
    persons = [rank for rank in persons_among(read.numbers) if odds[rank] > _HARDLY_COUNTED]
    if len(persons) < _SEVERAL:
        return []
    others = [
        rank
        for rank, score in odds.items()
        if score > 0 and rank not in persons and not _ends_range(read, read.numbers[rank])
    ]
    together = best_together({rank: odds[rank] for rank in persons}, leanings.together)
    return [read.numbers[rank] for rank in (*together, *others)]


def _verbatim(read: ReportReading, start: int, end: int) -> str:
    """What was typed for these tokens, without signs at its end that nothing in it opened."""
    tokens = read.report.tokens
    words = [token.word for token in tokens[start:end]]
    opens = "(" in words
    if opens and ")" not in words and end < len(tokens) and tokens[end].word == ")":
        end += 1
    while end - 1 > start and not (tokens[end - 1].is_word or tokens[end - 1].is_number):
        if opens and tokens[end - 1].word == ")":
            break
        end -= 1
    return read.report.text[tokens[start].start : tokens[end - 1].end]
