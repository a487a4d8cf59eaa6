"""Two numbers of persons in one report: whether both add up, or one is a part of the other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from language.activity_topics import TopicHit
from language.features import Features, View
from language.number_roles import Number
from language.report_text import ReportText
from language.surroundings import beside
from language.topics_near import topics_near

PERSONS = frozenset({"people", "turns", "weak_members"})
_MOST = 6
_REACH = 3
_MOST_WORDS = 10
_SIGNS = (".", ";", ",", "-", "+", ":", "(")
_RATIOS = (1, 2, 4)
_OF_TWO = 0.5


def persons_among(numbers: Sequence[Number]) -> list[int]:
    """The ranks of the numbers that may count persons, the first few."""
    return [rank for rank, number in enumerate(numbers) if number.counted and number.counted.what in PERSONS][:_MOST]


def pair_features(
    report: ReportText, numbers: Sequence[Number], topics: Sequence[TopicHit]
) -> dict[tuple[int, int], Features]:
    """What is seen of every two numbers of persons: of words and topics between and around, and of how they compare."""
    words, persons = report.seen_pieces, persons_among(numbers)
    starts = {rank: report.pieces[numbers[rank].at].start for rank in persons}
    return {
        (first, second): {
            View.ACCENTED: frozenset(
                (
                    *_seen(words, numbers, persons, first, second),
                    f"lines:{report.breaks_line(starts[first] + 1, starts[second])}",
                    *topics_near(topics, starts[first], starts[second]),
                )
            )
        }
        for first, second in combinations(persons, 2)
    }


def _seen(words: Sequence[str], numbers: Sequence[Number], persons: Sequence[int], *pair: int) -> Iterator[str]:
    one, other = (numbers[rank] for rank in pair)
    between = words[one.at + 1 : other.at]
    near = persons.index(pair[1]) - persons.index(pair[0])
    yield from (f"near:{near}", f"persons:{len(persons)}", f"numbers:{min(len(numbers), 6)}")
    yield from (f"in:{word}" for word in between[:_MOST_WORDS])
    yield from (f"in:{two} {three}" for two, three in pairwise(between[:_MOST_WORDS]))
    yield f"parted:{next((sign for sign in _SIGNS if sign in between), '')}"
    yield f"far:{min(len(between), _MOST_WORDS)}"
    yield from _around("one", words, one.at)
    yield from _around("other", words, other.at)
    yield from (
        f"{word}|{behind}" for word in between[:_REACH] for behind in words[other.at + 1 : other.at + 1 + _REACH]
    )
    yield from _compared(one.value, other.value, [numbers[rank].value for rank in persons if rank not in pair])
    kinds = [_kind(number) for number in (one, other)]
    yield from (f"kinds:{kinds[0]}:{kinds[1]}", f"alike:{kinds[0] == kinds[1]}")


def _around(name: str, words: Sequence[str], at: int) -> Iterator[str]:
    before, behind = beside(words, at, at + 1, _REACH)
    for far, (one, other) in enumerate(zip(before, behind, strict=True), start=1):
        yield from (f"{name}-{far}:{one}", f"{name}+{far}:{other}")
    yield from (f"{name}<:{before[1]} {before[0]}", f"{name}>:{behind[0]} {behind[1]}")


def _compared(one: int, other: int, rest: Sequence[int]) -> Iterator[str]:
    yield from (f"sizes:{one.bit_length()}:{other.bit_length()}", f"single:{one == 1}:{other == 1}")
    yield f"more:{'one' if one > other else 'other' if other > one else 'none'}"
    yield from (f"ratio:{ratio}:{one > other}" for ratio in _RATIOS if max(one, other) >= ratio * min(one, other))
    yield from (f"sum:{one + other in rest}", f"difference:{abs(one - other) in rest}")


def _kind(number: Number) -> str:
    counted = number.counted
    if counted is None:
        return ""
    flags = (counted.is_subset, counted.opened_wallets, counted.had_wallets, counted.sums_up, counted.opens_parts)
    return counted.what + "".join(str(int(flag)) for flag in flags)


def best_together(odds: Mapping[int, float], together: Mapping[tuple[int, int], float]) -> tuple[int, ...]:
    """Of some numbers those that most speak for being counted, each by itself and with every other one.

    `odds` are the log odds of each by its rank; `together` those of two both being counted rather than one of them.
    """
    best, found = 0.0, tuple[int, ...]()
    for size in range(1, len(odds) + 1):
        for some in combinations(odds, size):
            score = sum(odds[rank] for rank in some) + _OF_TWO * _speaks_for(some, odds, together)
            if score > best:
                best, found = score, some
    return found


def _speaks_for(some: Sequence[int], ranks: Iterable[int], together: Mapping[tuple[int, int], float]) -> float:
    """How much the pairs speak for these numbers and no others."""
    pairs = (pair for pair in combinations(ranks, 2) if pair[0] in some or pair[1] in some)
    return sum(together[pair] if pair[0] in some and pair[1] in some else -together[pair] for pair in pairs)
