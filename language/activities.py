"""How a member's report becomes fields: team, day, kind, topics and the numbers behind each thing counted."""

import datetime as dt
from collections.abc import Sequence

from domain.understanding import ActivityFields, ActivityType, PlaceKind, Topic
from language.dates import find_date
from language.evidence import Evidence
from language.lexicon import Counted, Cue, Lexicon
from language.normalising import Token
from language.numbers import Count
from language.places import FoundPlace

_STRONG = 3.0
_WALLET_REACH = 4
_MINUTES = 60
_SHORT_TEAM = "t"
_LAST_WEEKDAY = 7
_LEADING_TYPES = (
    ActivityType.NO_ACTIVITY,
    ActivityType.CORRECTION,
    ActivityType.ADDITION,
    ActivityType.SUMMARY,
)
_ONLY_AT_THE_START = {ActivityType.CORRECTION, ActivityType.ADDITION}


def find_teams(tokens: Sequence[Token], places: Sequence[FoundPlace]) -> tuple[int, ...]:
    """The numbers of the teams a message names, also as a short `t9` at its start or beyond the weekdays."""
    named = [int(group) for found in places if (group := _group_of(found)) is not None and group.isdecimal()]
    short = [
        int(second.word)
        for position, (first, second) in enumerate(zip(tokens, tokens[1:], strict=False))
        if first.folded == _SHORT_TEAM and second.is_number and second.is_glued and len(second.word) <= 3
        if position == 0 or int(second.word) > _LAST_WEEKDAY
    ]
    return tuple(dict.fromkeys([*named, *short]))


def read_activity(
    text: str,
    tokens: Sequence[Token],
    *,
    today: dt.date,
    evidence: Evidence,
    counts: tuple[Count, ...],
    places: tuple[FoundPlace, ...],
    lexicon: Lexicon,
) -> ActivityFields:
    """Every field that the report says; what it does not say stays None (product C8)."""
    teams = find_teams(tokens, places)
    date = find_date(text, tokens[2:] if _starts_with_short_team(tokens) else tokens, today, lexicon.dates)
    day = date.starts_on if date else today
    wallets = _wallets(evidence, counts)
    return ActivityFields(
        team_number=teams[0] if len(teams) == 1 else None,
        team_name=next((name for found in places if (name := _group_of(found)) and not name.isdecimal()), None),
        teams=teams if len(teams) > 1 else (),
        date_expr=date.expression if date else None,
        date=day,
        date_end=date.ends_on if date else None,
        activity_type=_activity_type(evidence),
        topics=_topics(evidence, wallets),
        people=_sum(counts, Counted.PEOPLE, Counted.TURNS),
        people_unit=_people_unit(counts, lexicon),
        households=max((count.value for count in counts if count.what is Counted.HOUSEHOLDS), default=None),
        ewallet_accounts=wallets,
        ocop_products=_sum(counts, Counted.OCOP_PRODUCTS),
        members=_sum(counts, Counted.MEMBERS),
        place=_place(places),
        duration_minutes=_duration(counts),
        is_plan=day > today or evidence.has(Cue.PLAN),
    )


def _group_of(found: FoundPlace) -> str | None:
    best = found.place.best
    return best.residential_group if best and best.kind is PlaceKind.RESIDENTIAL_GROUP else None


def _starts_with_short_team(tokens: Sequence[Token]) -> bool:
    return len(tokens) > 1 and tokens[0].folded == _SHORT_TEAM and tokens[1].is_number and tokens[1].is_glued


def _activity_type(evidence: Evidence) -> ActivityType:
    found = [
        hit.meaning.key
        for hit in evidence.of_kind(ActivityType)
        if isinstance(hit.meaning.key, ActivityType)
        if hit.start <= 1 or hit.meaning.key not in _ONLY_AT_THE_START
    ]
    leading = next((kind for kind in _LEADING_TYPES if kind in found), None)
    return leading or next(iter(found), ActivityType.OTHER)


def _topics(evidence: Evidence, wallets: int | None) -> tuple[Topic, ...]:
    topics = [topic for topic, weight in evidence.weights(Topic).items() if weight >= _STRONG]
    return tuple(dict.fromkeys([*topics, *([Topic.PAYMENTS] if wallets else [])]))


def _sum(counts: tuple[Count, ...], *what: Counted) -> int | None:
    values = [count.value for count in counts if count.what in what]
    return sum(values) if values else None


def _people_unit(counts: tuple[Count, ...], lexicon: Lexicon) -> str | None:
    return next((lexicon.people_units[count.what] for count in counts if count.what in lexicon.people_units), None)


def _wallets(evidence: Evidence, counts: tuple[Count, ...]) -> int | None:
    """Newly opened accounts: counted themselves, or households and people of whom it is said; old ones are not."""
    said = [hit.start for hit in evidence.of_kind(Counted) if hit.meaning.key is Counted.NEW_WALLET]
    people = [count for count in counts if count.what in {Counted.HOUSEHOLDS, Counted.PEOPLE, Counted.TURNS}]
    before = [
        [count.value for count in people if count.end <= start <= count.end + _WALLET_REACH][-1:] for start in said
    ]
    opened = [value for values in before for value in values]
    return sum(opened) if opened else _sum(counts, Counted.EWALLET_ACCOUNTS)


def _duration(counts: tuple[Count, ...]) -> int | None:
    hours, minutes = _sum(counts, Counted.HOURS), _sum(counts, Counted.MINUTES)
    return None if hours is None and minutes is None else (hours or 0) * _MINUTES + (minutes or 0)


def _place(places: tuple[FoundPlace, ...]) -> str | None:
    return next((found.place.span for found in places if _group_of(found) is None), None)
