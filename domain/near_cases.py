"""When two cases of one category may be the same thing: how near is near, and for how long (product C2)."""

import re
from dataclasses import dataclass
from datetime import timedelta
from math import cos, hypot, radians

from domain.understanding import Category

SAME_THING_WITHIN = timedelta(hours=72)
OFFER_HOLDS_FOR = timedelta(hours=72)
NEAR_METRES = 100.0
METRES_PER_DEGREE = 111_320.0
# House and lane numbers count both sides of a street, and a plot is some five metres wide.
NEAR_NUMBERS = 40
# What happened there may be two different things, or is nobody's but the reporter's own.
NEVER_THE_SAME = frozenset({Category.OTHER, Category.ONLINE_FRAUD})
_NUMBER = re.compile(r"\d{1,5}")


@dataclass(frozen=True, kw_only=True)
class Spot:
    """Where a case is: the gazetteer's name, the words as we repeat them, the point on the map (WGS 84)."""

    name: str | None
    words: str | None
    latitude: float | None = None
    longitude: float | None = None

    @property
    def has_point(self) -> bool:
        """Whether it is known on the map."""
        return self.latitude is not None and self.longitude is not None


def metres_between(one: Spot, other: Spot) -> float:
    """The distance of two points, flat over these few kilometres; infinite where one is not known."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return float("inf")
    north = (one.latitude - other.latitude) * METRES_PER_DEGREE
    east = (one.longitude - other.longitude) * METRES_PER_DEGREE * cos(radians(one.latitude))
    return hypot(north, east)


def box_around(spot: Spot) -> tuple[float, float, float, float] | None:
    """South, north, west and east of everything that can be near, or None where no point is known."""
    if spot.latitude is None or spot.longitude is None:
        return None
    high = NEAR_METRES / METRES_PER_DEGREE
    wide = high / cos(radians(spot.latitude))
    return spot.latitude - high, spot.latitude + high, spot.longitude - wide, spot.longitude + wide


def are_near(one: Spot, other: Spot) -> bool:
    """Whether two spots are within 100 m, or on the same stretch of a street, or at the same named place.

    Two points decide by themselves. On a street the numbers decide where both have one: in Da Nang a lane bears the
    number of the house where it begins, so that lanes and houses count alike.
    """
    if one.has_point and other.has_point:
        return metres_between(one, other) <= NEAR_METRES
    if one.name is None or other.name is None:
        return one.name is other.name and _same_words(one, other)
    if one.name != other.name:
        return False
    first, second = _number_of(one), _number_of(other)
    return first is None or second is None or abs(first - second) <= NEAR_NUMBERS


def _same_words(one: Spot, other: Spot) -> bool:
    return one.words is not None and other.words is not None and one.words.casefold() == other.words.casefold()


def _number_of(spot: Spot) -> int | None:
    """The first number before the street's own name, so that the 8 of a street *Con Dau 8* is none."""
    before, found, _ = (spot.words or "").partition(spot.name or "")
    number = _NUMBER.search(before) if found else None
    return int(number[0]) if number else None
