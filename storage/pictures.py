"""What a photo must be to be kept, and how it is made harmless: bounded, upright, without metadata, re-encoded."""

import hashlib
import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from domain.errors import HoaXuanError

MAX_PIXELS = 24_000_000
MAX_SIDE = 2048
THUMBNAIL_SIDE = 320
QUALITY = 85
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_WHITE = (255, 255, 255)


class PictureRefused(HoaXuanError):
    """These bytes are not a photo we keep; the text is a short reason."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A harmless JPEG and its thumbnail; sizes in pixels; `sha256` is that of `content`."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int
    sha256: str
    mime: str = "image/jpeg"


def prepare_picture(content: bytes) -> Picture:
    """Check and re-encode a photo: type by content, at most 24 megapixels before decoding, first frame only.

    JPEG is decoded at reduced size; EXIF turns the picture upright and is then dropped with all other metadata.
    Raises PictureRefused for anything else, truncated files and decompression bombs among them.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            upright = _decode(content)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused("too many pixels") from error
    except UnidentifiedImageError as error:
        raise PictureRefused("not a picture") from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, MemoryError) as error:
        raise PictureRefused("damaged") from error
    encoded = _encode(upright)
    thumbnail = upright.copy()
    thumbnail.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return Picture(
        content=encoded,
        thumbnail=_encode(thumbnail),
        width=upright.width,
        height=upright.height,
        sha256=hashlib.sha256(encoded).hexdigest(),
    )


def _decode(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
        if opened.width * opened.height > MAX_PIXELS:
            raise PictureRefused("too many pixels")
        opened.draft("RGB", (MAX_SIDE, MAX_SIDE))
        opened.load()
        turned = ImageOps.exif_transpose(opened)
        turned.thumbnail((MAX_SIDE, MAX_SIDE))
        return _flat(turned)


def _flat(picture: Image.Image) -> Image.Image:
    """Only pixels, on white where the picture was transparent; nothing else of the file survives."""
    flat = Image.new("RGB", picture.size, _WHITE)
    if picture.has_transparency_data:
        with_alpha = picture.convert("RGBA")
        flat.paste(with_alpha, mask=with_alpha.getchannel("A"))
    else:
        flat.paste(picture.convert("RGB"))
    return flat


def _encode(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=QUALITY, optimize=True)
    return buffer.getvalue()
