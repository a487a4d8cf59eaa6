"""Photos are bounded, upright, stripped and re-encoded; everything that is not a photo is refused in words."""

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.ExifTags import IFD, Base

from storage.pictures import MAX_SIDE, THUMBNAIL_SIDE, PictureRefused, prepare_picture


def photo(width: int = 400, height: int = 300, kind: str = "JPEG", **options: object) -> bytes:
    buffer = io.BytesIO()
    picture = Image.new("RGB", (width, height), (200, 30, 30))
    picture.paste((20, 20, 200), (0, 0, width // 2, height))
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_photo_becomes_a_jpeg_with_a_thumbnail(kind: str) -> None:
    kept = prepare_picture(photo(kind=kind))
    assert Image.open(io.BytesIO(kept.content)).format == "JPEG"
    assert (kept.width, kept.height) == (400, 300)
    assert max(Image.open(io.BytesIO(kept.thumbnail)).size) == THUMBNAIL_SIDE


def test_a_large_photo_is_kept_at_reduced_size() -> None:
    kept = prepare_picture(photo(5000, 4000))
    assert max(kept.width, kept.height) == MAX_SIDE


def test_place_and_camera_do_not_survive() -> None:
    exif = Image.Exif()
    exif[Base.Make] = "SecretPhone"
    exif.get_ifd(IFD.GPSInfo)[1] = "N"
    kept = prepare_picture(photo(exif=exif))
    again = Image.open(io.BytesIO(kept.content))
    assert not again.getexif()
    assert b"SecretPhone" not in kept.content
    assert b"Exif" not in kept.content


def test_a_photo_held_sideways_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    kept = prepare_picture(photo(400, 300, exif=exif))
    assert (kept.width, kept.height) == (300, 400)


def test_the_same_photo_has_the_same_hash() -> None:
    assert prepare_picture(photo()).sha256 == prepare_picture(photo()).sha256


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not a picture"),
        (b"<html><body>not found</body></html>", "not a picture"),
        (photo()[:400], "damaged"),
        (photo()[:-200], "damaged"),
        (png_claiming(30_000, 30_000), "too many pixels"),
        (png_claiming(6_000, 6_000), "too many pixels"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "not a picture"),
        (photo(kind="TIFF"), "not a picture"),
    ],
    ids=["empty", "html", "cut early", "cut late", "bomb", "36 megapixels", "heic", "tiff"],
)
def test_what_is_no_photo_of_ours_is_refused_in_words(content: bytes, reason: str) -> None:
    with pytest.raises(PictureRefused, match=reason):
        prepare_picture(content)


@settings(max_examples=150, deadline=None)
@given(at=st.integers(20, 2000), junk=st.binary(min_size=1, max_size=40))
def test_a_damaged_file_is_refused_or_kept_but_never_crashes(at: int, junk: bytes) -> None:
    content = bytearray(photo())
    content[at : at + len(junk)] = junk
    try:
        prepare_picture(bytes(content))
    except PictureRefused as refused:
        assert str(refused)
