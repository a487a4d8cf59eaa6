"""How a member's report becomes fields: team, day, kind, topics, place and the numbers behind each thing counted."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from domain.understanding import ActivityFields, ActivityType, Topic
from language.activity_topics import completed_counts, countable_parts, find_topics
from language.companions import alone, from_each_group, from_each_team
from language.dates import FoundDate
from language.durations import find_duration
from language.listed_goods import goods_listed, goods_of_each, one_more
from language.report_counts import bare_number
from language.report_figures import Figures, figures_of, persons_of
from language.report_leanings import Leanings
from language.report_reading import ReportReading
from language.report_settling import (
    settled_date,
    settled_figures,
    settled_kind,
    settled_place,
    settled_plan,
    settled_teams,
)
from language.topic_settling import counts_of, settled_topics, topics_of_numbers

_UNCOUNTED = frozenset({ActivityType.SUMMARY, ActivityType.NO_ACTIVITY})
_ABOUT_REPORTS = frozenset(
    {ActivityType.SUMMARY, ActivityType.NO_ACTIVITY, ActivityType.CORRECTION, ActivityType.ADDITION}
)


def read_activity(read: ReportReading, leanings: Leanings, *, today: dt.date) -> ActivityFields:
    """Every field that the report says; what it does not say stays None (product C8)."""
    kind, planned = settled_kind(read.kind, leanings), settled_plan(read, leanings)
    date = settled_date(read, leanings, is_plan=planned)
    is_planned = _is_planned(planned, date, today, kind)
    proposed = figures_of(read.report, read.counted)
    teams = settled_teams(read, leanings)
    team = teams[0] if len(teams) == 1 else None
    fields = ActivityFields(
        team_number=team if isinstance(team, int) else None,
        team_name=team if isinstance(team, str) else None,
        teams=teams if len(teams) > 1 else (),
        date_expr=date.expression if date else None,
        date=date.starts_on if date else today,
        date_end=date.ends_on if date else None,
        activity_type=kind,
        place=settled_place(read, leanings) if kind not in _UNCOUNTED else None,
        duration_minutes=find_duration(read.report),
        is_plan=is_planned,
        topics=settled_topics(read, _topics(read, kind, proposed), leanings),
    )
    if is_planned:
        return replace(fields, members=_figures(read, leanings, fields, proposed, {}).members)
    by_number = topics_of_numbers(read, leanings, fields.topics)
    fields = replace(fields, counts=_counts(read, leanings, fields, by_number))
    return _with_figures(fields, read, _figures(read, leanings, fields, proposed, by_number))


def _counts(
    read: ReportReading, leanings: Leanings, fields: ActivityFields, by_number: Mapping[int, Topic]
) -> dict[str, int]:
    if leanings.counts:
        return counts_of(read, by_number)
    return completed_counts(read.counts, countable_parts(read.report, read.counted), fields.topics)


def _topics(read: ReportReading, kind: ActivityType, proposed: Figures) -> tuple[Topic, ...]:
    """The topics that words name, or that accounts and products are told of."""
    sells = bool(proposed.ocop_products) and kind not in {ActivityType.SUMMARY, ActivityType.CORRECTION}
    opens = bool(proposed.ewallet_accounts)
    return find_topics(read.report, read.topics, read.counted, has_wallets=opens, has_products=sells)


def _figures(
    read: ReportReading,
    leanings: Leanings,
    fields: ActivityFields,
    proposed: Figures,
    by_number: Mapping[int, Topic],
) -> Figures:
    figures = settled_figures(read, leanings, proposed, by_number)
    has_papers = any(one.what == "files" for one in read.counted)
    if fields.activity_type is ActivityType.CORRECTION and figures == Figures() and not has_papers:
        return Figures(people=bare_number(read.report, read.taken))
    return _counted_by_words(read, fields, leanings, figures)


def _counted_by_words(read: ReportReading, fields: ActivityFields, leanings: Leanings, figures: Figures) -> Figures:
    """The figures with what no number tells: goods named one by one, so many of each team, the writer alone."""
    figures = replace(figures, ocop_products=_goods(read, fields, figures))
    if members := _of_several(read, fields, leanings, figures):
        return replace(figures, members=members)
    is_alone = figures.members is None and alone(read.report)
    return replace(figures, members=1) if is_alone else figures


def _of_several(read: ReportReading, fields: ActivityFields, leanings: Leanings, figures: Figures) -> int | None:
    """The members of several teams, so many of each or a number for each of them, or of several groups of one."""
    count = len(fields.teams)
    if count > 1 and (each := from_each_team(read.report)):
        return each * count
    own = [number.value for number, odds in zip(read.numbers, leanings.counts, strict=False) if odds["members"] > 0]
    if count > 1 and len(own) == count:
        return sum(own)
    shared = from_each_group(read.report)
    is_theirs = shared and figures.members in {None, *shared} and figures.people != shared.each
    return shared.groups * shared.each if shared and is_theirs else None


def _goods(read: ReportReading, fields: ActivityFields, figures: Figures) -> int | None:
    """The kinds of goods that a number tells, or so many of each seller, or those named one by one."""
    told = figures.ocop_products
    if told is not None:
        return goods_of_each(read.report, told, figures.households or figures.people) or told
    is_added = fields.activity_type is ActivityType.ADDITION
    if fields.activity_type is ActivityType.OCOP_HELP or (is_added and Topic.E_COMMERCE in fields.topics):
        told = goods_listed(read.report)
    return 1 if told is None and is_added and one_more(read.report) else told


def _with_figures(fields: ActivityFields, read: ReportReading, figures: Figures) -> ActivityFields:
    return replace(
        fields,
        people=figures.people,
        people_unit=_people_unit(read, figures.people),
        households=figures.households,
        ewallet_accounts=figures.ewallet_accounts,
        ocop_products=figures.ocop_products,
        members=figures.members,
    )


def _is_planned(planned: bool, date: FoundDate | None, today: dt.date, kind: ActivityType) -> bool:
    if kind in _ABOUT_REPORTS:
        return False
    ahead = date is not None and date.starts_on is not None and date.starts_on > today
    return ahead or (planned and (date is None or date.starts_on is None or date.starts_on >= today))


def _people_unit(read: ReportReading, people: int | None) -> str | None:
    """The word behind the people, where there are any: turns or persons."""
    if people is None:
        return None
    persons = persons_of(read.counted)
    is_turns = bool(persons) and persons[0].what == "turns"
    return read.report.words.turn_word if is_turns else read.report.words.people_word
