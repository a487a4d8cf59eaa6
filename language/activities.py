"""How a member's report becomes fields: team, day, kind, topics, place and the numbers behind each thing counted."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from domain.understanding import ActivityFields, ActivityType
from language.activity_kinds import Told, find_kind, is_plan
from language.activity_places import find_place
from language.activity_teams import is_numbered_group, name_tokens, read_teams
from language.activity_topics import TopicHit, counts_by_topic, find_topics, topic_ends, topic_hits
from language.dates import FoundDate, day_pieces, find_date
from language.durations import find_duration, time_pieces
from language.evidence import Evidence
from language.lexicon import Lexicon
from language.normalising import Token
from language.places import FoundPlace
from language.report_counts import Counted, bare_number, find_counted, total_of, without_sessions
from language.report_text import ReportText

_UNCOUNTED = frozenset({ActivityType.SUMMARY, ActivityType.NO_ACTIVITY})
_ABOUT_REPORTS = frozenset(
    {ActivityType.SUMMARY, ActivityType.NO_ACTIVITY, ActivityType.CORRECTION, ActivityType.ADDITION}
)


def read_activity(
    text: str,
    tokens: Sequence[Token],
    *,
    now: dt.datetime,
    evidence: Evidence,
    places: tuple[FoundPlace, ...],
    lexicon: Lexicon,
) -> ActivityFields:
    """Every field that the report says; what it does not say stays None (product C8)."""
    tokens = lexicon.reports.misspellings.mend(tokens)
    report = ReportText(text, tokens, lexicon.numbers, lexicon.reports, names=name_tokens(tokens, places))
    named = topic_hits(report, evidence)
    planned = is_plan(report)
    team = read_teams(report, places)
    date = find_date(report, now, is_plan=planned, looks_done=report.has(lexicon.reports.past))
    taken = team.pieces | _place_pieces(report, places)
    counted = without_sessions(find_counted(report, taken, topic_ends(report, named)))
    counts = counts_by_topic(report, named, counted)
    kind = _kind(report, date, counted, topics_counted=len(counts))
    is_planned = _is_planned(planned, date, now.date(), kind)
    times = day_pieces(report) | time_pieces(report)
    fields = ActivityFields(
        team_number=team.number,
        team_name=team.name,
        teams=team.several,
        date_expr=date.expression if date else None,
        date=date.starts_on if date else now.date(),
        date_end=date.ends_on if date else None,
        activity_type=kind,
        place=find_place(report, places, times, team.pieces) if kind not in _UNCOUNTED else None,
        duration_minutes=find_duration(report),
        counts={} if is_planned else counts,
        is_plan=is_planned,
    )
    if kind is ActivityType.CORRECTION and not counted:
        topics = find_topics(report, named, (), has_wallets=False, has_products=False)
        return replace(fields, people=bare_number(report, taken), topics=topics)
    return _with_numbers(fields, report, named, counted)


def _kind(
    report: ReportText, date: FoundDate | None, counted: Sequence[Counted], *, topics_counted: int
) -> ActivityType:
    sessions = max((one.value for one in counted if one.what == "sessions"), default=0)
    told = Told(
        has_period=bool(date and date.is_period),
        counted=tuple(one.what for one in counted),
        sessions=sessions,
        topics_counted=topics_counted,
    )
    return find_kind(report, told)


def _with_numbers(
    fields: ActivityFields, report: ReportText, named: Sequence[TopicHit], counted: Sequence[Counted]
) -> ActivityFields:
    wallets = _wallets(counted)
    products = total_of(counted, "ocop_products")
    sells = bool(products) and fields.activity_type not in {ActivityType.SUMMARY, ActivityType.CORRECTION}
    topics = find_topics(report, named, counted, has_wallets=bool(wallets), has_products=sells)
    if fields.is_plan:
        return replace(fields, topics=topics, members=_members(counted))
    return replace(
        fields,
        topics=topics,
        people=_people(counted),
        people_unit=_people_unit(report, counted),
        households=_households(report, counted),
        ewallet_accounts=wallets,
        ocop_products=products,
        members=_members(counted),
    )


def _is_planned(planned: bool, date: FoundDate | None, today: dt.date, kind: ActivityType) -> bool:
    if kind in _ABOUT_REPORTS:
        return False
    ahead = date is not None and date.starts_on is not None and date.starts_on > today
    return ahead or (planned and (date is None or date.starts_on is None or date.starts_on >= today))


def _place_pieces(report: ReportText, places: Sequence[FoundPlace]) -> set[int]:
    covered: set[int] = set()
    for at, piece in enumerate(report.pieces):
        start = report.tokens[piece.start].start
        if any(place.start <= start < place.end and not is_numbered_group(place) for place in places):
            covered.add(at)
    return covered


def _persons(counted: Sequence[Counted]) -> list[Counted]:
    """The numbers of persons or turns; who may be a member or not is a person where the members are told apart."""
    turns = [one for one in counted if one.what == "turns"]
    people = [one for one in counted if one.what == "people"]
    has_members = any(one.what == "members" for one in counted)
    others = [replace(one, what="people") for one in counted if one.what == "weak_members" and has_members]
    return turns or people or others


def _people(counted: Sequence[Counted]) -> int | None:
    """Persons or turns, never both added up; those who opened accounts were among those who came."""
    persons = _persons(counted)
    plain = [one for one in persons if not one.opened_wallets and not one.had_wallets]
    return total_of(plain or persons, "turns", "people")


def _people_unit(report: ReportText, counted: Sequence[Counted]) -> str | None:
    persons = _persons(counted)
    if not persons:
        return None
    return report.words.turn_word if persons[0].what == "turns" else report.words.people_word


def _households(report: ReportText, counted: Sequence[Counted]) -> int | None:
    """The largest number of households, since others are parts of it; sums only over parts of the day."""
    found = [one for one in counted if one.what == "households"]
    if not found:
        return None
    parts = report.places_of(report.words.turns["day_parts"])
    starts = [report.pieces[one.start].start for one in found]
    if len(found) > 1 and all(any(end == start for _, end in parts) for start in starts):
        return sum(one.value for one in found)
    return max(one.value for one in found)


def _wallets(counted: Sequence[Counted]) -> int | None:
    """Newly opened accounts: counted themselves, or the households and people of whom it is said."""
    direct = [one.value for one in counted if one.what == "ewallet_accounts" and not one.had_wallets]
    if direct:
        return sum(direct)
    opened = [
        one.value
        for one in counted
        if one.opened_wallets and not one.had_wallets and one.what in {"people", "turns", "households", "weak_members"}
    ]
    return sum(opened) if opened else None


def _members(counted: Sequence[Counted]) -> int | None:
    strong = [one.value for one in counted if one.what == "members"]
    weak = [one.value for one in counted if one.what == "weak_members" and not one.opened_wallets]
    return max(strong or weak, default=None)
