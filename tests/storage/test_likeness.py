"""The same picture is known again in another file; another picture, or the same place after the work, is not."""

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from bot.simulator.sample_photos import Scene, sample_photo
from storage.likeness import Likeness, is_same_picture, likeness_of, near_bands
from storage.pictures import prepare_picture

COPIES: dict[str, Callable[[Image.Image], tuple[Image.Image, int]]] = {
    "recompressed": lambda image: (image, 40),
    "smaller": lambda image: (image.resize((480, 360)), 75),
    "larger": lambda image: (image.resize((1920, 1440)), 80),
    "mirrored": lambda image: (ImageOps.mirror(image), 80),
    "mirrored and smaller": lambda image: (ImageOps.mirror(image).resize((640, 480)), 60),
    "brighter": lambda image: (ImageEnhance.Brightness(image).enhance(1.02), 80),
}


def opened(scene: Scene, seed: int) -> Image.Image:
    return Image.open(io.BytesIO(sample_photo(scene, seed=seed))).convert("RGB")


def seen(image: Image.Image, quality: int = 86) -> Likeness:
    written = io.BytesIO()
    image.save(written, "JPEG", quality=quality)
    return likeness_of(prepare_picture(written.getvalue()).thumbnail)


@pytest.mark.parametrize("copy", list(COPIES))
@pytest.mark.parametrize("scene", list(Scene))
def test_a_copy_is_the_same_picture_and_is_found_by_a_band(scene: Scene, copy: str) -> None:
    image = opened(scene, 3)
    first, again = seen(image), seen(*COPIES[copy](image))
    assert is_same_picture(again, first)
    assert is_same_picture(first, again)
    probes = near_bands(again)
    assert any(band in probes[place] for place, band in enumerate(_bands(first)))


def _bands(likeness: Likeness) -> list[int]:
    return [int(likeness.mark, 16) >> start & 0xFFFF for start in (0, 16, 32, 48)]


@pytest.mark.parametrize("scene", list(Scene))
def test_another_picture_of_the_same_kind_is_another(scene: Scene) -> None:
    assert not is_same_picture(seen(opened(scene, 1)), seen(opened(scene, 2)))


def test_the_same_place_after_the_work_is_another_picture() -> None:
    before = opened(Scene.RUBBISH, 1)
    after = before.copy()
    ImageDraw.Draw(after).ellipse((360, 640, 940, 820), fill=(92, 93, 97))
    assert not is_same_picture(seen(after), seen(before))


@pytest.mark.parametrize("size", [(1, 1), (2000, 3), (3, 2000), (32, 32)])
def test_odd_sizes_have_a_likeness_too(size: tuple[int, int]) -> None:
    likeness = seen(Image.new("RGB", size, "#445566"))
    assert (len(likeness.mark), len(likeness.weak), len(likeness.shades)) == (16, 16, 256)


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(OSError, match="identify"):
        likeness_of(b"no picture")
