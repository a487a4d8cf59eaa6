"""Which two spots may be the same thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.near_cases import NEAR_METRES, Spot, are_near, box_around, metres_between

LATITUDE, LONGITUDE = 16.003, 108.223
A_METRE_NORTH = 1 / 111_320


def street(words: str, name: str | None = "Mẹ Thứ") -> Spot:
    return Spot(name=name, words=words)


def point(north: float, name: str | None = None) -> Spot:
    """So many metres north of a corner of the ward."""
    return Spot(name=name, words=name, latitude=LATITUDE + north * A_METRE_NORTH, longitude=LONGITUDE)


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        (street("45 Mẹ Thứ"), street("51 Mẹ Thứ"), True),
        (street("45 Mẹ Thứ"), street("85 Mẹ Thứ"), True),
        (street("45 Mẹ Thứ"), street("86 Mẹ Thứ"), False),
        (street("kiệt 40 Mẹ Thứ"), street("45 Mẹ Thứ"), True),
        (street("K40/12 Mẹ Thứ"), street("kiệt 40 Mẹ Thứ"), True),
        (street("kiệt 40 Mẹ Thứ"), street("kiệt 400 Mẹ Thứ"), False),
        (street("Mẹ Thứ"), street("45 Mẹ Thứ"), True),
        (street("Mẹ Thứ"), street("Mẹ Thứ"), True),
        (street("45 Mẹ Thứ"), street("45 Văn Tiến Dũng", "Văn Tiến Dũng"), False),
        (street("5 Cồn Dầu 8", "Cồn Dầu 8"), street("9 Cồn Dầu 8", "Cồn Dầu 8"), True),
        (street("Cồn Dầu 8", "Cồn Dầu 8"), street("Cồn Dầu 1", "Cồn Dầu 1"), False),
        (street("đầu hẻm nhà ông Sáu", None), street("Đầu hẻm nhà ông Sáu", None), True),
        (street("đầu hẻm nhà ông Sáu", None), street("sau trường", None), False),
        (street("đầu hẻm", None), street("đầu hẻm", "Mẹ Thứ"), False),
        (Spot(name=None, words=None), Spot(name=None, words=None), False),
        (point(0), point(99), True),
        (point(0), point(101), False),
        (point(0, "Mẹ Thứ"), point(300, "Mẹ Thứ"), False),
        (point(0, "Mẹ Thứ"), street("Mẹ Thứ"), True),
        (point(0), street("Mẹ Thứ"), False),
    ],
)
def test_two_spots_are_near_or_not_whichever_comes_first(one: Spot, other: Spot, near: bool) -> None:
    assert are_near(one, other) is near
    assert are_near(other, one) is near


@given(north=st.floats(-200, 200), east=st.floats(-200, 200))
def test_whatever_is_near_lies_in_the_box(north: float, east: float) -> None:
    here = point(0)
    there = Spot(
        name=None,
        words=None,
        latitude=LATITUDE + north * A_METRE_NORTH,
        longitude=LONGITUDE + east * A_METRE_NORTH,
    )
    box = box_around(here)
    assert box is not None
    south, top, west, right = box
    inside = south <= (there.latitude or 0) <= top and west <= (there.longitude or 0) <= right
    assert inside or metres_between(here, there) > NEAR_METRES * 0.999


def test_a_spot_without_a_point_has_no_box_and_no_distance() -> None:
    assert box_around(street("Mẹ Thứ")) is None
    assert metres_between(street("Mẹ Thứ"), point(0)) == float("inf")
