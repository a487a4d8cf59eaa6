"""What a picture looks like in a few bytes: the same after resizing, recompressing or mirroring, another for others.

The mark is the signs of the lowest 64 waves of the grey picture (a discrete cosine transform of 32 × 32 points, after
Zauner, *Implementation and Benchmarking of Perceptual Image Hash Functions*, 2010): a photo of the same place before
and after the work may have a near mark, so that what decides is the small grey picture, cell by cell.
"""

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from PIL import Image, ImageOps

POINTS = 32
WAVES = 8
CELLS = 16
_BAND_BITS = 16
_WEAK_IN_BAND = 4
_ACROSS_ODD = sum(1 << place for place in range(WAVES * WAVES) if place % 2)
MOST_BITS = 12
"""How many of the 64 bits of two marks may differ for the same picture (measured in docs/benchmarks.md)."""
MOST_SHADE = 5
"""How far apart, of 255, one cell of the two grey pictures may be for the same picture."""
_COSINES = [
    [math.cos(math.pi * wave * (2 * point + 1) / (2 * POINTS)) for point in range(POINTS)] for wave in range(WAVES)
]


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """A picture's mark and which of its bits are weak (16 hex digits each), and its grey cells, row by row.

    A weak bit belongs to a wave so faint that another file of the same picture may turn it.
    """

    mark: str
    weak: str
    shades: bytes = field(repr=False)


def likeness_of(content: bytes) -> Likeness:
    """The likeness of a picture in these bytes, such as a kept thumbnail. Raises OSError for what is no picture."""
    with Image.open(io.BytesIO(content)) as image:
        grey = ImageOps.grayscale(image)
        points = grey.resize((POINTS, POINTS), Image.Resampling.BOX).tobytes()
        shades = grey.resize((CELLS, CELLS), Image.Resampling.BOX).tobytes()
    values = [value for row in _waves(points) for value in row]
    mark = sum(1 << place for place, value in enumerate(values) if place and value > 0)
    weak = sum(1 << place for place in _weak_places(values))
    return Likeness(mark=f"{mark:016x}", weak=f"{weak:016x}", shades=shades)


def _waves(points: bytes) -> list[list[float]]:
    """The lowest waves of the picture: downwards by rows, across by columns."""
    across = [
        [sum(map(float.__mul__, map(float, points[start : start + POINTS]), cosines)) for cosines in _COSINES]
        for start in range(0, POINTS * POINTS, POINTS)
    ]
    columns = list(zip(*across, strict=True))
    return [[sum(map(float.__mul__, column, cosines)) for column in columns] for cosines in _COSINES]


def _weak_places(values: Sequence[float]) -> Iterator[int]:
    """The faintest waves of each band."""
    for start in range(0, len(values), _BAND_BITS):
        band = range(start, start + _BAND_BITS)
        yield from sorted(band, key=lambda place: abs(values[place]))[:_WEAK_IN_BAND]


def bands(mark: str) -> tuple[int, ...]:
    """The four bands of a mark, by which near ones are found."""
    return tuple(int(mark, 16) >> start & 0xFFFF for start in range(0, WAVES * WAVES, _BAND_BITS))


def near_bands(likeness: Likeness) -> list[set[int]]:
    """What each band may be for another file of the same picture, as it is or mirrored: 16 values each way."""
    marks = (likeness.mark, mirrored_mark(likeness.mark))
    weak = bands(likeness.weak)
    found: list[set[int]] = [set() for _ in weak]
    for mark in marks:
        for values, band, mask in zip(found, bands(mark), weak, strict=True):
            places = [1 << place for place in range(_BAND_BITS) if mask >> place & 1]
            values.update(
                band ^ sum(turned) for count in range(len(places) + 1) for turned in combinations(places, count)
            )
    return found


def mirrored_mark(mark: str) -> str:
    """The mark of the mirror image: each odd wave across changes its sign."""
    return f"{int(mark, 16) ^ _ACROSS_ODD:016x}"


def is_same_picture(one: Likeness, other: Likeness) -> bool:
    """Whether two likenesses show the same picture, as it is or mirrored."""
    if _bits_apart(one.mark, other.mark) <= MOST_BITS and is_near(one.shades, other.shades):
        return True
    mirrored = _bits_apart(mirrored_mark(one.mark), other.mark) <= MOST_BITS
    return mirrored and is_near(mirror(one.shades), other.shades)


def _bits_apart(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


def is_near(one: bytes, other: bytes) -> bool:
    """Whether no cell differs by more than a changed file makes it differ, a change of all by the same left aside."""
    apart = [left - right for left, right in zip(one, other, strict=True)]
    middle = sum(apart) / len(apart)
    return max(abs(value - middle) for value in apart) <= MOST_SHADE


def mirror(shades: bytes) -> bytes:
    """The grey cells of the mirror image."""
    return b"".join(shades[start : start + CELLS][::-1] for start in range(0, CELLS * CELLS, CELLS))
