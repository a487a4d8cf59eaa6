"""Points of the map as people paste them."""

import pytest

from domain.understanding import PlaceKind
from language.interpreter import Interpreter


@pytest.mark.parametrize(
    "text",
    [
        "https://maps.google.com/?q=16.0051,108.2153",
        "https://maps.google.com/maps?q=loc:16.0051+108.2153",
        "https://www.google.com/maps/@16.0051,108.2153,17z",
        "https://www.google.com/maps/place/x/@16.0051,108.2153,17z",
        "https://www.google.com/maps/place/y/@15.1,108.1,17z/data=!3m1!4b1!8m2!3d16.0051!4d108.2153",
        "https://www.google.com/maps/search/?api=1&query=16.0051%2C108.2153",
        "https://www.google.com/maps/search/16.0051,+108.2153?entry=tts",
        "https://www.google.com/maps/dir/?api=1&destination=16.0051,108.2153",
        "https://www.google.com/maps/dir//16.0051,108.2153/@15.1,108.1,12z",
        "https://www.google.com/maps/place/16%C2%B000'18.36%22N+108%C2%B012'55.08%22E/",
        "https://maps.apple.com/?ll=16.0051,108.2153&q=Ghim",
        "https://maps.apple.com/place?coordinate=16.0051,108.2153",
        "https://zalo.me/location?lat=16.0051&lon=108.2153",
        "https://map.zalo.me/?lng=108.2153&lat=16.0051",
        "https://www.openstreetmap.org/#map=17/16.0051/108.2153",
        "https://www.openstreetmap.org/?mlat=16.0051&mlon=108.2153",
        "https://waze.com/ul?ll=16.0051,108.2153&navigate=yes",
        "geo:16.0051,108.2153?z=17",
        "16.0051, 108.2153",
        "16.0051 108.2153",
        "108.2153, 16.0051",
        "16,0051; 108,2153",
        "16°00'18.36\"N 108°12'55.08\"E",
    ],
)
def test_a_map_link_or_a_point_carries_its_coordinates(interpreter: Interpreter, text: str) -> None:
    (place,) = interpreter.find_places(f"ngập ở đây {text} nha")
    assert place.span == text
    assert place.best is not None
    assert place.best.kind is PlaceKind.MAP_LINK
    assert (place.best.latitude, place.best.longitude) == pytest.approx((16.0051, 108.2153))


def test_two_decimals_are_enough_inside_the_country(interpreter: Interpreter) -> None:
    (place,) = interpreter.find_places("toạ độ 15.99,108.22")
    assert (place.span, place.label) == ("15.99,108.22", "15.99000, 108.22000")


@pytest.mark.parametrize("link", ["https://maps.app.goo.gl/abcDEF", "https://goo.gl/maps/abc"])
def test_a_short_map_link_stays_as_text(interpreter: Interpreter, link: str) -> None:
    (place,) = interpreter.find_places(link)
    assert (place.span, place.best) == (link, None)


@pytest.mark.parametrize(
    "text",
    [
        "giá 15.50, 20.30",
        "https://shopee.vn/ao?size=1.5,2.5",
        "https://bit.ly/x",
        "https://x.vn/duong-me-thu",
        "999.1234, 999.1234",
    ],
)
def test_prices_and_other_links_are_no_places(interpreter: Interpreter, text: str) -> None:
    assert interpreter.find_places(text) == ()
