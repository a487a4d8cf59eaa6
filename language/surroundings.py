"""What stands right before and right behind some words of a report, as features of their neighbourhood."""

from collections.abc import Iterator, Sequence

EDGE = "|"
LINE_END = "//"
_FAR = 8


def beside(words: Sequence[str], start: int, end: int, reach: int) -> tuple[list[str], list[str]]:
    """The words before `start` and those from `end` on, the nearest first; signs stand for what lies outside."""
    before = words[max(start - reach, 0) : start][::-1]
    behind = words[end : end + reach]
    return [*before, *[EDGE] * (reach - len(before))], [*behind, *[EDGE] * (reach - len(behind))]


def around(words: Sequence[str], start: int, end: int, reach: int) -> Iterator[str]:
    """Each neighbour by where it stands and by itself, the nearest also in pairs."""
    before, behind = beside(words, start, end, reach)
    for far, (one, other) in enumerate(zip(before, behind, strict=True), start=1):
        yield from (f"-{far}:{one}", f"before:{one}", f"+{far}:{other}", f"behind:{other}")
    yield from (f"<:{before[1]} {before[0]}", f">:{behind[0]} {behind[1]}", f"<>:{before[0]} {behind[0]}")


def whereabouts(words: Sequence[str], start: int, end: int) -> Iterator[str]:
    """How far from the beginning of the words, and how far from their end; what is far is equally far."""
    yield from (f"at:{min(start, _FAR)}", f"left:{min(len(words) - end, _FAR)}")


def noted_beside(notes: Sequence[frozenset[str]], start: int, end: int) -> Iterator[str]:
    """What the grammars take the first word for, the one before it, and the one behind the last."""
    for name, at in (("own", start), ("last", start - 1), ("next", end)):
        if 0 <= at < len(notes):
            yield from (f"{name}:{note}" for note in notes[at])
