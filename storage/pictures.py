"""What makes a stranger's picture safe to keep and show: checked, turned upright, reduced, without metadata."""

import hashlib
import io
import struct
from dataclasses import dataclass, field
from enum import StrEnum

from PIL import Image, ImageOps, UnidentifiedImageError

from domain.errors import HoaXuanError

MAX_PIXELS = 24_000_000
MAX_SIDE = 2048
THUMBNAIL_SIDE = 320
QUALITY = 85
PICTURE_MIME = "image/jpeg"
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif"})
_UNREADABLE = (
    OSError,
    ValueError,
    SyntaxError,
    TypeError,
    EOFError,
    OverflowError,
    MemoryError,
    IndexError,
    KeyError,
    ZeroDivisionError,
    struct.error,
    Image.DecompressionBombError,
)


class PictureProblem(StrEnum):
    """Why a picture was not kept."""

    EMPTY = "empty"
    NOT_A_PICTURE = "not_a_picture"
    HEIC = "heic"
    TOO_MANY_PIXELS = "too_many_pixels"
    DAMAGED = "damaged"


class PictureRefused(HoaXuanError):
    """Bytes that we do not keep as a picture; `reason` says why and another try would not help."""

    def __init__(self, reason: PictureProblem) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture as we keep it: JPEG, upright, at most 2,048 pixels a side; `sha256` is that of `content`."""

    content: bytes = field(repr=False)
    thumbnail: bytes = field(repr=False)
    width: int
    height: int
    mime: str
    sha256: str


def prepare_picture(content: bytes) -> Picture:
    """The picture in these bytes in the form in which we keep it; of an animation the first frame.

    JPEG, PNG, WebP and GIF are read, known by their content. Raises PictureRefused; the size is checked against
    24 megapixels (product C1) before a single pixel is decoded.
    """
    image = _open(content)
    if image.width * image.height > MAX_PIXELS:
        raise PictureRefused(PictureProblem.TOO_MANY_PIXELS)
    try:
        whole = _decode(image)
    except _UNREADABLE as problem:
        raise PictureRefused(PictureProblem.DAMAGED) from problem
    kept = _as_jpeg(whole)
    return Picture(
        content=kept,
        thumbnail=_as_jpeg(_within(whole, THUMBNAIL_SIDE)),
        width=whole.width,
        height=whole.height,
        mime=PICTURE_MIME,
        sha256=hashlib.sha256(kept).hexdigest(),
    )


def _open(content: bytes) -> Image.Image:
    if not content:
        raise PictureRefused(PictureProblem.EMPTY)
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        raise PictureRefused(PictureProblem.HEIC)
    try:
        return Image.open(io.BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError as problem:
        raise PictureRefused(PictureProblem.TOO_MANY_PIXELS) from problem
    except UnidentifiedImageError as problem:
        raise PictureRefused(PictureProblem.NOT_A_PICTURE) from problem
    except _UNREADABLE as problem:
        raise PictureRefused(PictureProblem.DAMAGED) from problem


def _decode(image: Image.Image) -> Image.Image:
    """The pixels alone, reduced, upright, on white where transparent.

    A JPEG is decoded at about the size that we keep; whatever else is reduced before it is copied, to save memory.
    """
    image.draft("RGB", (MAX_SIDE, MAX_SIDE))
    image.load()
    plain = _in_plain_mode(image)
    plain.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    return _on_white(ImageOps.exif_transpose(plain))


def _in_plain_mode(image: Image.Image) -> Image.Image:
    if "A" in image.getbands() or "transparency" in image.info:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    return image if image.mode == "RGB" else image.convert("RGB")


def _on_white(image: Image.Image) -> Image.Image:
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    return ground


def _within(image: Image.Image, side: int) -> Image.Image:
    reduced = image.copy()
    reduced.thumbnail((side, side), Image.Resampling.LANCZOS)
    return reduced


def _as_jpeg(image: Image.Image) -> bytes:
    """The encoded pixels of an image that `_on_white` made anew: no EXIF, comment or profile can travel along."""
    written = io.BytesIO()
    image.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()
