"""Totals that are told beside their parts: what is the sum of others must not be added to them."""

from collections.abc import Sequence

_FEWEST_PARTS = 2
_MOST_NUMBERS = 12


def told_total(values: Sequence[int], announced: Sequence[int] = ()) -> int | None:
    """The total among numbers that count alike; None when none is told.

    It is one of those `announced` (behind a word for totals) that is the sum of two or more of them, or the one that is
    the sum of all others.
    """
    for value in announced:
        if _adds_up(value, [other for other in values[:_MOST_NUMBERS] if 0 < other < value]):
            return value
    whole = sum(values)
    return next((value for value in values if len(values) > _FEWEST_PARTS and value * 2 == whole), None)


def _adds_up(value: int, parts: Sequence[int]) -> bool:
    """Whether some of the parts, two at least, add up to the value; every part is smaller than it."""
    reached = {0}
    for part in parts:
        reached |= {sum_ + part for sum_ in reached if sum_ + part <= value}
    return value in reached and len(parts) >= _FEWEST_PARTS
