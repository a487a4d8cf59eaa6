"""How each number of a report compares with the others: told again, a part of one before, the sum of others."""

from collections.abc import Iterator, Sequence

_REACH = 8
_MOST_NUMBERS, _MOST_RANKS = 5, 4
_FEWEST_PARTS = 2


def compared(told: Sequence[tuple[int, int]]) -> dict[int, list[str]]:
    """What is noticed at each number; `told` are the places and the values of the numbers in the order of the text."""
    values = [value for _, value in told]
    parts = _parts_of_sums(values)
    return {at: list(_noticed(values, rank, rank in parts)) for rank, (at, _) in enumerate(told)}


def _noticed(values: Sequence[int], rank: int, is_part: bool) -> Iterator[str]:
    own, before = values[rank], values[:rank]
    if before:
        yield "again" if own in before else "less than before" if own < before[-1] else "more than before"
        yield f"less than first:{own < before[0]}"
    for name, others in (("behind", values[rank + 1 :]), ("before", before[::-1])):
        count = _count_of_parts(own, others)
        if count is not None:
            yield f"sum of {name}"
            yield f"sum of {name}:{count == len(others)}"
    if is_part:
        yield "part of a sum"
    yield f"numbers:{min(len(values), _MOST_NUMBERS)}"
    yield f"rank:{min(rank, _MOST_RANKS)}"


def _count_of_parts(whole: int, others: Sequence[int]) -> int | None:
    """How many of the nearest others add up to this number, two at least; None when they do not."""
    reached = 0
    for count, value in enumerate(others[:_REACH], start=1):
        reached += value
        if count >= _FEWEST_PARTS and reached == whole:
            return count
    return None


def _parts_of_sums(values: Sequence[int]) -> set[int]:
    """The ranks of all numbers that make up another one which stands right before or behind them."""
    parts: set[int] = set()
    for rank, value in enumerate(values):
        behind = _count_of_parts(value, values[rank + 1 :])
        before = _count_of_parts(value, values[:rank][::-1])
        parts |= set(range(rank + 1, rank + 1 + (behind or 0)))
        parts |= set(range(rank - (before or 0), rank))
    return parts
