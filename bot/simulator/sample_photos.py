"""Drawn street scenes that pass for a phone's photos: JPEG with a camera's EXIF and GPS, for tests and the demo."""

import io
import math
import random
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from PIL import Image, ImageDraw, ImageFilter
from PIL.TiffImagePlugin import IFDRational

_WIDTH, _HEIGHT = 1280, 960
_HORIZON = 430
_TAG_MAKE, _TAG_MODEL, _TAG_ORIENTATION, _TAG_TIME = 0x010F, 0x0110, 0x0112, 0x0132
_EXIF_IFD, _GPS_IFD, _TAG_TAKEN = 0x8769, 0x8825, 0x9003


class Scene(StrEnum):
    """What a sample photo shows."""

    RUBBISH = "rubbish"
    POWER_LINE = "power_line"
    FLOOD = "flood"
    POTHOLE = "pothole"
    STREET_LAMP = "street_lamp"
    MEETING = "meeting"


def sample_photo(
    scene: Scene = Scene.RUBBISH,
    *,
    seed: int = 1,
    latitude: float = 16.003,
    longitude: float = 108.223,
    taken_at: datetime | None = None,
    cleared: bool = False,
) -> bytes:
    """A JPEG of 1280 × 960 with camera, time and place in its EXIF; another seed gives another picture.

    `cleared` shows the same street once the thing is gone.
    """
    dice = random.Random(f"{scene}-{seed}")  # noqa: S311 - a picture, not a secret
    picture = Image.new("RGB", (_WIDTH, _HEIGHT))
    pencil = ImageDraw.Draw(picture)
    _draw_street(pencil, dice, dark=scene is Scene.STREET_LAMP)
    if not cleared:
        _DRAWN[scene](pencil, dice)
    grain = Image.frombytes("L", (_WIDTH, _HEIGHT), dice.randbytes(_WIDTH * _HEIGHT)).convert("RGB")
    photo = Image.blend(picture.filter(ImageFilter.GaussianBlur(1.4)), grain, 0.05)
    written = io.BytesIO()
    photo.save(written, "JPEG", quality=86, exif=_exif(latitude, longitude, taken_at))
    return written.getvalue()


def _exif(latitude: float, longitude: float, taken_at: datetime | None) -> Image.Exif:
    taken = (taken_at or datetime(2026, 3, 9, 7, 42)).strftime("%Y:%m:%d %H:%M:%S")  # noqa: DTZ001 - EXIF has no zone
    exif = Image.Exif()
    exif[_TAG_MAKE], exif[_TAG_MODEL], exif[_TAG_ORIENTATION], exif[_TAG_TIME] = "Phone", "A15", 1, taken
    exif.get_ifd(_EXIF_IFD)[_TAG_TAKEN] = taken
    exif.get_ifd(_GPS_IFD).update(
        {
            1: "N" if latitude >= 0 else "S",
            2: _degrees(abs(latitude)),
            3: "E" if longitude >= 0 else "W",
            4: _degrees(abs(longitude)),
        }
    )
    return exif


def _degrees(value: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    minutes = (value % 1) * 60
    return IFDRational(int(value)), IFDRational(int(minutes)), IFDRational(round((minutes % 1) * 6000), 100)


def _draw_street(pencil: ImageDraw.ImageDraw, dice: random.Random, *, dark: bool) -> None:
    dim = 0.3 if dark else 1.0
    for row in range(_HORIZON):
        share = row / _HORIZON
        pencil.line([(0, row), (_WIDTH, row)], fill=_tint(150 + 70 * share, 185 + 45 * share, 225 + 15 * share, dim))
    left = -40
    while left < _WIDTH:
        left += _draw_house(pencil, dice, left, dim)
    pencil.rectangle((0, _HORIZON + 90, _WIDTH, _HORIZON + 190), fill=_tint(168, 160, 150, dim))
    for seam in range(0, _WIDTH, 64):
        pencil.line([(seam, _HORIZON + 90), (seam - 90, _HORIZON + 190)], fill=_tint(140, 132, 124, dim), width=3)
    pencil.rectangle((0, _HORIZON + 190, _WIDTH, _HEIGHT), fill=_tint(92, 93, 97, dim))
    for dash in range(-60, _WIDTH, 320):
        pencil.polygon(
            [(dash, 850), (dash + 150, 850), (dash + 132, 872), (dash - 22, 872)], fill=_tint(215, 212, 200, dim)
        )


def _draw_house(pencil: ImageDraw.ImageDraw, dice: random.Random, left: int, dim: float) -> int:
    width, top = dice.randint(150, 250), dice.randint(90, 250)
    red, green, blue = (dice.randint(150, 225) for _ in range(3))
    bottom = _HORIZON + 92
    pencil.rectangle((left, top, left + width, bottom), fill=_tint(red, green, blue, dim))
    pencil.polygon(
        [(left - 8, top), (left + width + 8, top), (left + width - 16, top - 34), (left + 16, top - 34)],
        fill=_tint(158, 84, 62, dim),
    )
    for floor in range(top + 30, bottom - 150, 92):
        for window in (left + 24, left + width - 78):
            pencil.rectangle((window, floor, window + 54, floor + 58), fill=_tint(70, 92, 112, dim))
    pencil.rectangle(
        (left + width // 2 - 42, bottom - 120, left + width // 2 + 42, bottom), fill=_tint(96, 70, 52, dim)
    )
    return width


def _draw_rubbish(pencil: ImageDraw.ImageDraw, dice: random.Random) -> None:
    pencil.ellipse((360, 690, 940, 800), fill=(66, 66, 68))
    for _ in range(46):
        x, y, size = dice.gauss(650, 120), 760 - abs(dice.gauss(0, 70)), dice.randint(24, 66)
        colour = dice.choice(
            [(24, 26, 30), (210, 214, 220), (38, 96, 150), (182, 48, 44), (214, 178, 64), (46, 108, 62)]
        )
        pencil.ellipse((x - size, y - size * 0.7, x + size, y + size * 0.7), fill=colour)
        pencil.arc((x - size * 0.5, y - size * 0.5, x + size * 0.3, y), 190, 330, fill=(240, 240, 240), width=3)


def _draw_power_line(pencil: ImageDraw.ImageDraw, dice: random.Random) -> None:
    pencil.polygon([(820, 760), (862, 760), (1060, 90), (1030, 84)], fill=(128, 124, 116))
    pencil.line([(960, 190), (1120, 236)], fill=(92, 84, 74), width=16)
    for strand in range(5):
        sag = dice.randint(180, 330)
        points = [
            (x, 150 + strand * 14 + sag * 1.7 * math.sin(math.pi * (1 - x / 1040)) ** 0.8) for x in range(0, 1041, 20)
        ]
        pencil.line(points, fill=(20, 20, 22), width=6)
    pencil.arc((330, 700, 640, 810), 10, 300, fill=(18, 18, 20), width=8)


def _draw_flood(pencil: ImageDraw.ImageDraw, dice: random.Random) -> None:
    pencil.rectangle((0, _HORIZON + 150, _WIDTH, _HEIGHT), fill=(126, 106, 82))
    for _ in range(150):
        x, y, length = dice.randint(-60, _WIDTH), dice.randint(_HORIZON + 158, _HEIGHT), dice.randint(40, 190)
        shade = dice.randint(-14, 30)
        pencil.line(
            [(x, y), (x + length, y + dice.randint(-3, 3))], fill=(146 + shade, 126 + shade, 102 + shade), width=3
        )
    pencil.ellipse((860, 600, 970, 710), outline=(26, 26, 28), width=14)
    pencil.polygon([(760, 610), (900, 560), (960, 610), (880, 650)], fill=(170, 36, 40))


def _draw_pothole(pencil: ImageDraw.ImageDraw, dice: random.Random) -> None:
    edge = [
        (
            640 + (250 + dice.randint(-36, 36)) * math.cos(step / 14 * math.tau),
            770 + (82 + dice.randint(-14, 14)) * math.sin(step / 14 * math.tau),
        )
        for step in range(14)
    ]
    pencil.polygon(edge, fill=(58, 50, 44), outline=(134, 128, 120), width=8)
    pencil.ellipse((500, 742, 770, 822), fill=(104, 100, 92))
    for _ in range(40):
        x, y = dice.gauss(640, 220), dice.gauss(790, 60)
        pencil.ellipse((x, y, x + dice.randint(6, 16), y + dice.randint(4, 10)), fill=(122, 114, 104))


def _draw_street_lamp(pencil: ImageDraw.ImageDraw, dice: random.Random) -> None:
    pencil.rectangle((610, 150, 632, 640), fill=(70, 72, 76))
    pencil.line([(620, 156), (780, 120)], fill=(70, 72, 76), width=14)
    pencil.polygon([(760, 108), (850, 108), (836, 140), (772, 140)], fill=(40, 42, 46))
    for _ in range(12):
        x, y = dice.randint(0, _WIDTH), dice.randint(10, 200)
        pencil.ellipse((x, y, x + 3, y + 3), fill=(220, 220, 230))


def _draw_meeting(pencil: ImageDraw.ImageDraw, dice: random.Random) -> None:
    pencil.rectangle((0, 0, _WIDTH, _HEIGHT), fill=(226, 214, 188))
    pencil.rectangle((0, 620, _WIDTH, _HEIGHT), fill=(170, 140, 112))
    pencil.rectangle((330, 90, 950, 430), fill=(248, 250, 252), outline=(60, 62, 70), width=10)
    pencil.rectangle((370, 130, 370 + dice.randint(300, 520), 170), fill=(30, 100, 180))
    for line in range(5):
        pencil.rectangle((370, 205 + line * 40, 370 + dice.randint(220, 520), 223 + line * 40), fill=(150, 156, 166))
    for row in range(3):
        for seat in range(6):
            x = 90 + seat * 205 + row * 36 + dice.randint(-18, 18)
            y, size = 540 + row * 120, 46 + row * 12
            shirt = tuple(dice.randint(60, 215) for _ in range(3))
            pencil.rounded_rectangle((x - size, y + size, x + size, y + size * 4), radius=size // 2, fill=shirt)
            pencil.ellipse((x - size * 0.6, y - size * 0.4, x + size * 0.6, y + size), fill=(36, 30, 28))


def _tint(red: float, green: float, blue: float, dim: float) -> tuple[int, int, int]:
    return int(red * dim), int(green * dim), int(blue * dim)


_DRAWN: dict[Scene, Callable[[ImageDraw.ImageDraw, random.Random], None]] = {
    Scene.RUBBISH: _draw_rubbish,
    Scene.POWER_LINE: _draw_power_line,
    Scene.FLOOD: _draw_flood,
    Scene.POTHOLE: _draw_pothole,
    Scene.STREET_LAMP: _draw_street_lamp,
    Scene.MEETING: _draw_meeting,
}
