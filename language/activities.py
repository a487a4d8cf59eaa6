"""How a member's report becomes fields: team, day, kind, topics, place and the numbers behind each thing counted."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from domain.understanding import ActivityFields, ActivityType, PlaceKind
from language.activity_kinds import Told, find_kind, is_plan
from language.activity_places import counts_something, find_place
from language.activity_topics import TopicHit, counts_by_topic, find_topics, topic_ends, topic_hits
from language.dates import FoundDate, day_pieces, find_date
from language.durations import find_duration, time_pieces
from language.evidence import Evidence
from language.lexicon import Lexicon
from language.normalising import Token, tokenize
from language.places import FoundPlace
from language.report_counts import Counted, bare_number, find_counted, total_of
from language.report_patterns import PATTERNS, WORDS
from language.report_text import ReportText

_LAST_WEEKDAY = 7
_UNCOUNTED = frozenset({ActivityType.SUMMARY, ActivityType.NO_ACTIVITY})
_ABOUT_REPORTS = frozenset(
    {ActivityType.SUMMARY, ActivityType.NO_ACTIVITY, ActivityType.CORRECTION, ActivityType.ADDITION}
)


def find_teams(tokens: Sequence[Token], places: Sequence[FoundPlace]) -> tuple[int, ...]:
    """The numbers of the teams a message names, also as a short `t9` at its start or beyond the weekdays."""
    named = [int(group) for found in places if (group := _group_of(found)) is not None and group.isdecimal()]
    short = [
        int(second.word)
        for position, (first, second) in enumerate(zip(tokens, tokens[1:], strict=False))
        if first.folded in WORDS["short_team"] and second.is_number and second.is_glued and len(second.word) <= 3
        if position == 0 or int(second.word) > _LAST_WEEKDAY
    ]
    return tuple(dict.fromkeys([*named, *short]))


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
    report = ReportText(text, tokens, lexicon.numbers, lexicon.reports, names=_name_tokens(tokens, places))
    named = topic_hits(report, evidence)
    planned = is_plan(report)
    team_pieces, teams = _teams(report, planned)
    today = now.date()
    date = find_date(report, now, is_plan=planned, looks_done=report.has(lexicon.reports.past))
    taken = team_pieces | _place_pieces(report, places)
    counted = find_counted(report, taken, topic_ends(report, named))
    counts = counts_by_topic(report, named, counted)
    kind = _kind(report, date, counted, topics_counted=len(counts))
    names, together = _team_names(text, places)
    is_planned = _is_planned(planned, date, today, kind)
    times = day_pieces(report) | time_pieces(report)
    fields = ActivityFields(
        team_number=teams[0] if len(teams) == 1 else None,
        team_name=names[0] if names and not together else None,
        teams=teams if len(teams) > 1 else together,
        date_expr=date.expression if date else None,
        date=date.starts_on if date else today,
        date_end=date.ends_on if date else None,
        activity_type=kind,
        place=find_place(report, places, times, team_pieces) if kind not in _UNCOUNTED else None,
        duration_minutes=find_duration(report),
        counts={} if is_planned else counts,
        is_plan=is_planned,
    )
    if kind is ActivityType.CORRECTION and not counted:
        return replace(
            fields,
            people=bare_number(report, taken),
            topics=find_topics(report, named, (), has_wallets=False, has_products=False),
        )
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


def _teams(report: ReportText, planned: bool) -> tuple[set[int], tuple[int, ...]]:
    """The teams by number and the pieces that name them; `t2` to `t7` are weekdays once a day is spoken of."""
    covered: set[int] = set()
    numbers: list[int] = []
    listed: list[int] = []
    dates = day_pieces(report)
    for match, start, end in report.matches(PATTERNS["team"]):
        number = int(match["number"])
        if report.line[: match.start()].rstrip().endswith(tuple(WORDS["denied"])):
            covered.update(range(start, end))
            continue
        is_short = match.group().split()[0] in WORDS["short_team"]
        if is_short and number <= _LAST_WEEKDAY and end - 1 in dates and start > 0:
            continue
        more = _listed_teams(report, start, end, dates)
        covered.update(range(start, max([end, *(at + 1 for at in more)])))
        listed += [report.pieces[at].value or 0 for at in more]
        numbers += [number, *listed[len(listed) - len(more) :]]
    if len(numbers) > 1:
        numbers = [one for one in numbers if one in listed or not _only_as_weekday(report, one)] or numbers
    return covered, tuple(dict.fromkeys(numbers))


def _listed_teams(report: ReportText, start: int, end: int, dates: set[int]) -> list[int]:
    """The pieces of further numbers: `to 3 + 5`; behind a comma or a dash only when several teams are announced."""
    announced = start > 0 and report.pieces[start - 1].word in WORDS["several_teams"]
    signs = WORDS["team_signs"] | WORDS["team_joins"] | (WORDS["team_list_signs"] if announced else frozenset())
    found: list[int] = []
    while end + 1 < len(report.pieces) and report.pieces[end].word in signs and end + 1 not in dates:
        if report.pieces[end + 1].value is None or counts_something(report, end + 1):
            break
        found.append(end + 1)
        end += 2
    return found


def _only_as_weekday(report: ReportText, number: int) -> bool:
    if number > _LAST_WEEKDAY or number < 2:
        return False
    return number not in {int(match["number"]) for match in PATTERNS["written_team"].finditer(report.line)}


def _place_pieces(report: ReportText, places: Sequence[FoundPlace]) -> set[int]:
    covered: set[int] = set()
    for at, piece in enumerate(report.pieces):
        start = report.tokens[piece.start].start
        if any(place.start <= start < place.end and not _is_numbered_group(place) for place in places):
            covered.add(at)
    return covered


def _name_tokens(tokens: Sequence[Token], places: Sequence[FoundPlace]) -> frozenset[int]:
    """The words of groups with a name, of which none is a number even where it sounds like one."""
    named = [place for place in places if _group_of(place) is not None and not _is_numbered_group(place)]
    return frozenset(
        at for at, token in enumerate(tokens) if any(place.start <= token.start < place.end for place in named)
    )


def _is_numbered_group(found: FoundPlace) -> bool:
    group = _group_of(found)
    return group is not None and group.isdecimal()


def _team_names(text: str, places: Sequence[FoundPlace]) -> tuple[list[str], tuple[str, ...]]:
    """The groups that are named, and those of them that stand side by side and so are several teams."""
    named = [place for place in places if _group_of(place) is not None and not _is_numbered_group(place)]
    names = list(dict.fromkeys(_group_of(place) or "" for place in named))
    joined = [
        (_group_of(one) or "", _group_of(other) or "")
        for one, other in pairwise(named)
        if WORDS["team_joins"] | WORDS["team_signs"] >= _words_between(text, one, other) != set()
    ]
    return names, tuple(dict.fromkeys(name for pair in joined for name in pair)) if len(names) > 1 else ()


def _words_between(text: str, one: FoundPlace, other: FoundPlace) -> set[str]:
    words = {token.folded for token in tokenize(text[one.end : other.start])}
    return words - WORDS["group_words"]


def _group_of(found: FoundPlace) -> str | None:
    best = found.place.best
    return best.residential_group if best and best.kind is PlaceKind.RESIDENTIAL_GROUP else None


def _people(counted: Sequence[Counted]) -> int | None:
    """Persons or turns, never both added up; those who opened accounts were among those who came."""
    turns = [one for one in counted if one.what == "turns"]
    persons = turns or [one for one in counted if one.what == "people"]
    plain = [one for one in persons if not one.opened_wallets and not one.had_wallets]
    return total_of(plain or persons, "turns", "people")


def _people_unit(report: ReportText, counted: Sequence[Counted]) -> str | None:
    if any(one.what == "turns" for one in counted):
        return report.words.turn_word
    return report.words.people_word if any(one.what == "people" for one in counted) else None


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
        if one.opened_wallets and not one.had_wallets and one.what in {"people", "turns", "households"}
    ]
    return sum(opened) if opened else None


def _members(counted: Sequence[Counted]) -> int | None:
    strong = [one.value for one in counted if one.what == "members"]
    weak = [one.value for one in counted if one.what == "weak_members"]
    return max(strong or weak, default=None)
