"""Whatever a stranger sends comes out as a small, upright, bare JPEG, or is refused with a reason."""

import hashlib
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from storage.pictures import PictureProblem, PictureRefused, prepare_picture
from tests.storage.pictures import encoded, png_claiming, striped

PHOTO = encoded(striped(640, 480))


def reason_for(content: bytes) -> PictureProblem:
    with pytest.raises(PictureRefused) as told:
        prepare_picture(content)
    return told.value.reason


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content), formats=["JPEG"])


def colour(image: Image.Image, x: int, y: int) -> str:
    pixel = image.convert("RGB").getpixel((x, y))
    assert isinstance(pixel, tuple)
    red, green, blue = pixel
    if min(red, green, blue) > 200:
        return "white"
    return "red" if red > blue else "blue"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_each_kind_that_residents_send_becomes_a_jpeg_of_its_size(kind: str) -> None:
    picture = prepare_picture(encoded(striped(640, 480), kind))
    kept, thumbnail = opened(picture.content), opened(picture.thumbnail)
    assert (picture.width, picture.height, picture.mime) == (640, 480, "image/jpeg")
    assert kept.size == (640, 480)
    assert thumbnail.size == (320, 240)
    assert (colour(kept, 20, 20), colour(kept, 620, 20)) == ("red", "blue")
    assert picture.sha256 == hashlib.sha256(picture.content).hexdigest()


@pytest.mark.parametrize(
    ("mode", "kind"), [("L", "PNG"), ("P", "PNG"), ("1", "PNG"), ("LA", "PNG"), ("CMYK", "JPEG"), ("I;16", "PNG")]
)
def test_each_colour_mode_is_read(mode: str, kind: str) -> None:
    grey = striped(64, 64, "L").convert("I;16") if mode == "I;16" else striped(64, 64, mode)
    assert prepare_picture(encoded(grey, kind)).width == 64


def test_a_large_picture_is_reduced_to_the_longest_side() -> None:
    picture = prepare_picture(encoded(striped(4000, 3000)))
    assert (picture.width, picture.height) == (2048, 1536)


def test_a_small_picture_is_not_blown_up() -> None:
    picture = prepare_picture(encoded(striped(30, 10)))
    assert (picture.width, picture.height) == (30, 10)
    assert opened(picture.thumbnail).size == (30, 10)


def test_a_picture_taken_sideways_is_turned_upright_and_loses_its_metadata() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(0x8825).update({1: "N", 2: (16.0, 0.0, 17.0)})
    sent = encoded(striped(640, 480), exif=exif, comment=b"SecretComment", icc_profile=b"SecretProfile")
    picture = prepare_picture(sent)
    kept = opened(picture.content)
    assert b"Secret" in sent
    assert (picture.width, picture.height) == (480, 640)
    assert (colour(kept, 240, 20), colour(kept, 240, 620)) == ("red", "blue")
    for content in (picture.content, picture.thumbnail):
        assert b"Secret" not in content
        assert b"Exif" not in content
        assert dict(opened(content).getexif()) == {}


def test_a_png_keeps_no_text_and_stands_on_white() -> None:
    notes = PngInfo()
    notes.add_text("Author", "SecretName")
    clear = Image.new("RGBA", (40, 40), (255, 0, 0, 0))
    picture = prepare_picture(encoded(clear, "PNG", pnginfo=notes))
    assert colour(opened(picture.content), 20, 20) == "white"
    assert b"SecretName" not in picture.content


def test_of_an_animation_the_first_frame_is_kept() -> None:
    frames = [Image.new("RGB", (50, 50), name) for name in ("red", "blue")]
    sent = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert colour(opened(prepare_picture(sent).content), 25, 25) == "red"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", PictureProblem.EMPTY),
        (b"<html>not found</html>", PictureProblem.NOT_A_PICTURE),
        (b"%PDF-1.7 ...", PictureProblem.NOT_A_PICTURE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", PictureProblem.NOT_A_PICTURE),
        (encoded(striped(20, 20), "BMP"), PictureProblem.NOT_A_PICTURE),
        (encoded(striped(20, 20), "TIFF"), PictureProblem.NOT_A_PICTURE),
        (b"\x00\x00\x00\x18ftypheic" + b"\0" * 40, PictureProblem.HEIC),
        (b"\x00\x00\x00\x18ftypmif1" + b"\0" * 40, PictureProblem.HEIC),
        (PHOTO[: len(PHOTO) // 2], PictureProblem.DAMAGED),
        (encoded(striped(640, 480), "PNG")[:200], PictureProblem.DAMAGED),
        (png_claiming(5000, 5000), PictureProblem.TOO_MANY_PIXELS),
        (png_claiming(60000, 60000), PictureProblem.TOO_MANY_PIXELS),
        (png_claiming(2_000_000_000, 2_000_000_000), PictureProblem.TOO_MANY_PIXELS),
        (png_claiming(10, 10), PictureProblem.DAMAGED),
    ],
)
def test_what_is_no_picture_for_us_is_refused_with_its_reason(content: bytes, reason: PictureProblem) -> None:
    assert reason_for(content) is reason


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["JPEG", "PNG", "WEBP", "GIF"]), st.integers(0, 400))
def test_no_bytes_make_the_preparation_fall(noise: bytes, kind: str, position: int) -> None:
    whole = encoded(striped(24, 24), kind)
    damaged = whole[:position] + noise + whole[position + len(noise) :]
    for content in (noise, damaged):
        try:
            assert opened(prepare_picture(content).content).format == "JPEG"
        except PictureRefused as refused:
            assert refused.reason in PictureProblem
