"""How the topics of a report, and how many came for each, are settled between its grammar and learned weights."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from domain.understanding import Topic
from language.activity_topics import TopicHit
from language.report_leanings import Leanings
from language.report_reading import ReportReading

_TOPIC_OF_GRAMMAR = 1.5
_WEIGHT_OF_MENTION = 1.2
_LEAST_TOGETHER, _LEAST = -3.0, -4.0
_SURELY_ITS_OWN = 0.5


class _Match(NamedTuple):
    """A number, the naming of a topic near it, and how much speaks for their belonging together."""

    number: int
    hit: TopicHit
    score: float


def settled_topics(read: ReportReading, proposed: tuple[Topic, ...], leanings: Leanings) -> tuple[Topic, ...]:
    """The topics that are likelier than not; those the grammar proposes come first and need less.

    The message as a whole speaks for a topic, and so does the place where it is most plainly named.
    """
    meant = _meant(read, leanings)
    scores = {topic: score + _WEIGHT_OF_MENTION * meant.get(topic, 0.0) for topic, score in leanings.topics.items()}
    kept = [topic for topic in proposed if scores.get(topic, 0.0) + _TOPIC_OF_GRAMMAR > 0]
    added = [topic for topic, score in scores.items() if topic not in proposed and score > 0]
    return (*kept, *added)


def _meant(read: ReportReading, leanings: Leanings) -> dict[Topic, float]:
    meant: dict[Topic, float] = {}
    for hit, score in zip(read.topics, leanings.meant, strict=False):
        meant[hit.topic] = max(score, meant.get(hit.topic, score))
    return meant


def settled_counts(read: ReportReading, leanings: Leanings, topics: tuple[Topic, ...]) -> dict[str, int] | None:
    """How many came for each of several topics; None where nothing was learned.

    Numbers stand behind their topics throughout, or before them, or now so and now so: what most speaks for itself.
    """
    if not leanings.counts:
        return None
    matches = [
        _Match(pair.number, read.topics[pair.hit], score)
        for pair, score in zip(read.pairs, leanings.belonging, strict=True)
        if read.topics[pair.hit].topic in topics and score > _LEAST
    ]
    behind = [match for match in matches if _is_behind(read, match)]
    before = [match for match in matches if not _is_behind(read, match)]
    found = (_best(read, leanings, some) for some in (matches, behind, before))
    layouts = [one for one in found if _tells_several(one)]
    counts: dict[str, int] = {}
    for match in max(layouts, key=_weight, default=[]):
        topic = str(match.hit.topic)
        counts[topic] = counts.get(topic, 0) + read.numbers[match.number].value
    return counts


def _best(read: ReportReading, leanings: Leanings, matches: Iterable[_Match]) -> list[_Match]:
    """The pairs that most speak for themselves, each number and each naming of a topic once, in the order of the text.

    A topic takes a second number only where that is surely its own, counts the same, and is no part of the first.
    """
    best: list[_Match] = []
    for match in sorted(matches, key=lambda one: -one.score):
        others = [one for one in best if one.hit.topic is match.hit.topic]
        is_free = all(one.number != match.number and one.hit is not match.hit for one in best)
        adds_up = match.score > _SURELY_ITS_OWN and all(_adds_up(read, leanings, match, one) for one in others)
        if is_free and (not others or adds_up):
            best.append(match)
    return sorted(best, key=lambda one: one.number)


def _adds_up(read: ReportReading, leanings: Leanings, one: _Match, other: _Match) -> bool:
    ranks = sorted((one.number, other.number))
    kinds = {counted.what if (counted := read.numbers[rank].counted) else None for rank in ranks}
    return len(kinds) == 1 and leanings.together.get((ranks[0], ranks[1]), 1.0) > 0


def _tells_several(matches: Sequence[_Match]) -> bool:
    return len({match.hit.topic for match in matches}) > 1 and _weight(matches) >= 0


def _weight(matches: Sequence[_Match]) -> float:
    return sum(match.score - _LEAST_TOGETHER for match in matches)


def _is_behind(read: ReportReading, match: _Match) -> bool:
    return match.hit.end <= read.report.pieces[read.numbers[match.number].at].start
