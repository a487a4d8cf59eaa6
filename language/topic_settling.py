"""How the topics of a report, and how many came for each, are settled between its grammar and learned weights."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from domain.understanding import Topic
from language.activity_topics import TopicHit
from language.model import log_odds
from language.number_pairs import PERSONS
from language.report_figures import ACCOUNTS
from language.report_leanings import NOTHING, Leanings
from language.report_reading import ReportReading

_TOPIC_OF_GRAMMAR = 1.0
_WEIGHT_OF_MENTION = 1.5
_LEAST_TOGETHER, _LEAST = -1.5, -4.0
_SURELY_ITS_OWN = 0.5
_WEIGHT_OF_WORDS, _WEIGHT_ALONE, _UNNAMED = 0.3, 0.7, 2.5
_LEAST_CHANCE = 1e-4
_MOST_TOPICS = 8
_PEOPLE, _MEMBERS = "people", "members"
_COUNTED = PERSONS | {"files", "households", ACCOUNTS}
_WEIGHT_OF_MEMBERS, _LEAST_COUNTED = 1.0, -2.0
_TOLD_BY_NUMBERS, _LEAST_TOLD = 1.0, 1.0
_EASE_WHERE_EVEN = 2.0


class _Match(NamedTuple):
    """A number and a topic, the naming of it near the number if there is one, and how much speaks for the two."""

    number: int
    topic: Topic
    hit: TopicHit | None
    score: float


def settled_topics(read: ReportReading, proposed: tuple[Topic, ...], leanings: Leanings) -> tuple[Topic, ...]:
    """The topics that are likelier than not; those the grammar proposes come first and need less.

    The message as a whole speaks for a topic, and so does the place where it is most plainly named.
    """
    meant = _meant(read, leanings)
    told = _told_by_numbers(leanings)
    scores = {
        topic: score + _WEIGHT_OF_MENTION * meant.get(topic, 0.0) + told.get(topic, 0.0)
        for topic, score in leanings.topics.items()
    }
    kept = [topic for topic in proposed if scores.get(topic, 0.0) + _TOPIC_OF_GRAMMAR > 0]
    added = [topic for topic, score in scores.items() if topic not in proposed and score > 0]
    return (*kept, *added)


def _meant(read: ReportReading, leanings: Leanings) -> dict[Topic, float]:
    meant: dict[Topic, float] = {}
    for hit, score in zip(read.topics, leanings.meant, strict=False):
        meant[hit.topic] = max(score, meant.get(hit.topic, score))
    return meant


def _told_by_numbers(leanings: Leanings) -> dict[Topic, float]:
    """How much the words around numbers speak for topics."""
    found: dict[Topic, float] = {}
    for chances in leanings.tells_of:
        for label, chance in chances.items():
            if label != NOTHING:
                topic = Topic(label)
                found[topic] = max(
                    found.get(topic, 0.0), _TOLD_BY_NUMBERS * (log_odds(chance, least=_LEAST_CHANCE) + _LEAST_TOLD)
                )
    return found


def topics_of_numbers(read: ReportReading, leanings: Leanings, topics: tuple[Topic, ...]) -> dict[int, Topic]:
    """Of which topic each number tells, by its rank; empty where fewer than two topics have a number of their own.

    Numbers stand behind their topics throughout, or before them, or now so and now so: what most speaks for itself.
    """
    ease = _EASE_WHERE_EVEN if _are_even(leanings, topics) else 0.0
    matches = [
        match._replace(score=match.score + ease)
        for match in (*_named(read, leanings, topics), *_unnamed(read, leanings, topics))
    ]
    behind = [match for match in matches if match.hit is None or _is_behind(read, match)]
    before = [match for match in matches if match.hit is None or not _is_behind(read, match)]
    found = (_best(read, leanings, some) for some in (matches, behind, before))
    layouts = [one for one in found if _tells_several(one)]
    return {match.number: match.topic for match in max(layouts, key=_weight, default=[])}


def _are_even(leanings: Leanings, topics: tuple[Topic, ...]) -> bool:
    """Whether as many numbers count persons as there are topics: then each is likelier to have its own."""
    return len(topics) == sum(fields[_PEOPLE] > 0 for fields in leanings.counts)


def counts_of(read: ReportReading, by_number: Mapping[int, Topic]) -> dict[str, int]:
    """How many came for each topic."""
    counts: dict[str, int] = {}
    for number, topic in by_number.items():
        counts[str(topic)] = counts.get(str(topic), 0) + read.numbers[number].value
    return counts


def _named(read: ReportReading, leanings: Leanings, topics: tuple[Topic, ...]) -> Iterable[_Match]:
    """Each number with the namings of topics near it."""
    for pair, score in zip(read.pairs, leanings.belonging, strict=True):
        hit = read.topics[pair.hit]
        if hit.topic in topics:
            told = _odds(leanings, pair.number, hit.topic, topics)
            whole = score + _WEIGHT_OF_WORDS * told - _against(leanings, pair.number)
            if whole > _LEAST:
                yield _Match(pair.number, hit.topic, hit, whole)


def _unnamed(read: ReportReading, leanings: Leanings, topics: tuple[Topic, ...]) -> Iterable[_Match]:
    """Each number with the topics of which the words around it speak, whether any list knows them or not."""
    for number in range(len(leanings.tells_of)):
        if not _may_be_of_a_topic(read, leanings, number):
            continue
        for topic in topics:
            told = _odds(leanings, number, topic, topics)
            score = _WEIGHT_ALONE * told - _UNNAMED - _against(leanings, number)
            if score > _LEAST:
                yield _Match(number, topic, None, score)


def _against(leanings: Leanings, number: int) -> float:
    """How much speaks for the number being that of the members who worked."""
    return _WEIGHT_OF_MEMBERS * max(leanings.counts[number][_MEMBERS], 0.0)


def _may_be_of_a_topic(read: ReportReading, leanings: Leanings, number: int) -> bool:
    counted, odds = read.numbers[number].counted, leanings.counts[number]
    return max(odds[_PEOPLE], odds[ACCOUNTS]) > _LEAST_COUNTED or (counted is not None and counted.what in _COUNTED)


def _odds(leanings: Leanings, number: int, topic: Topic, topics: tuple[Topic, ...]) -> float:
    """The log odds of a topic among those of the report and none; as even where nothing is known of the number."""
    if number >= len(leanings.tells_of):
        return 0.0
    chances = leanings.tells_of[number]
    whole = sum(chances[str(one)] for one in topics if str(one) in chances) + chances[NOTHING]
    return log_odds(chances.get(str(topic), 0.0) / whole, least=_LEAST_CHANCE)


def _best(read: ReportReading, leanings: Leanings, matches: Sequence[_Match]) -> list[_Match]:
    """The pairs that together most speak for themselves, each number once, in the order of the text.

    A topic takes a second number only where that is surely its own, counts the same, and is no part of the first.
    """
    best = _one_each(matches)
    for match in sorted(matches, key=lambda one: -one.score):
        others = [one for one in best if one.topic is match.topic]
        is_free = match.score > _SURELY_ITS_OWN and all(one.number != match.number for one in best)
        if others and is_free and all(_adds_up(read, leanings, match, one) for one in others):
            best.append(match)
    return sorted(best, key=lambda one: one.number)


def _one_each(matches: Sequence[_Match]) -> list[_Match]:
    """A number for each topic and no number twice, so that they weigh most; topics may go without."""
    topics = list(dict.fromkeys(match.topic for match in matches))[:_MOST_TOPICS]
    strongest: dict[tuple[int, int], _Match] = {}
    for match in matches:
        if match.topic in topics:
            place = (match.number, topics.index(match.topic))
            strongest[place] = max(strongest.get(place, match), match, key=lambda one: one.score)
    ways: dict[int, tuple[float, tuple[_Match, ...]]] = {0: (0.0, ())}
    for number in sorted({number for number, _ in strongest}):
        taken = dict(ways)
        for (_, topic), match in ((place, one) for place, one in strongest.items() if place[0] == number):
            for told, (weight, chosen) in ways.items():
                with_it, now = weight + match.score - _LEAST_TOGETHER, told | 1 << topic
                if not told & 1 << topic and with_it > taken.get(now, (-math.inf, ()))[0]:
                    taken[now] = (with_it, (*chosen, match))
        ways = taken
    return list(max(ways.values(), key=lambda way: way[0])[1])


def _adds_up(read: ReportReading, leanings: Leanings, one: _Match, other: _Match) -> bool:
    ranks = sorted((one.number, other.number))
    kinds = {counted.what if (counted := read.numbers[rank].counted) else None for rank in ranks}
    return len(kinds) == 1 and leanings.together.get((ranks[0], ranks[1]), 1.0) > 0


def _tells_several(matches: Sequence[_Match]) -> bool:
    return len({match.topic for match in matches}) > 1 and _weight(matches) >= 0


def _weight(matches: Sequence[_Match]) -> float:
    return sum(match.score - _LEAST_TOGETHER for match in matches)


def _is_behind(read: ReportReading, match: _Match) -> bool:
    return match.hit is not None and match.hit.end <= read.report.pieces[read.numbers[match.number].at].start
