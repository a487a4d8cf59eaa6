"""The pictures and files that people sent, and every way in which fetching one can go wrong (§9, §14.11)."""

import io
import struct
import zlib
from dataclasses import dataclass, replace
from enum import StrEnum
from threading import Lock
from urllib.parse import quote

from bot.simulator import identifiers

HUGE_BYTES = 31 * 1024 * 1024
_BOMB_SIDE = 20_000
_TYPES = ((b"\xff\xd8", "image/jpeg"), (b"\x89PNG", "image/png"), (b"GIF8", "image/gif"), (b"%PDF", "application/pdf"))


class MediaFault(StrEnum):
    """What is wrong with a stored thing when somebody comes to fetch it."""

    NOT_FOUND = "not_found"
    FORBIDDEN = "forbidden"
    SLOW = "slow"
    HUGE = "huge"
    WRONG_TYPE = "wrong_type"
    REDIRECT_ELSEWHERE = "redirect_elsewhere"
    REDIRECT_PRIVATE = "redirect_private"
    BOMB = "bomb"
    TRUNCATED = "truncated"
    FLAKY = "flaky"


@dataclass(frozen=True, kw_only=True)
class Media:
    """One stored thing; `failures_left` counts down for the flaky kind, `fetches` counts what came for it."""

    id: str
    name: str
    content: bytes
    fault: MediaFault | None = None
    failures_left: int = 0
    seconds: float = 5.0
    fetches: int = 0

    @property
    def path(self) -> str:
        """Where it is served, below the simulator's address."""
        return f"/media/{self.id}/{quote(self.name)}"


class MediaShelf:
    """Everything stored, by id."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._media: dict[str, Media] = {}

    def put(
        self, content: bytes, name: str, *, fault: MediaFault | None = None, failures: int = 2, seconds: float = 5.0
    ) -> Media:
        """Store something; `failures` is how often a flaky one fails first, `seconds` how long a slow one takes."""
        media = Media(
            id=identifiers.message_id(),
            name=name,
            content=content,
            fault=fault,
            failures_left=failures if fault is MediaFault.FLAKY else 0,
            seconds=seconds,
        )
        with self._lock:
            self._media[media.id] = media
        return media

    def find(self, media_id: str) -> Media | None:
        """The thing with this id, without counting a fetch."""
        with self._lock:
            return self._media.get(media_id)

    def fetch(self, media_id: str) -> Media | None:
        """The thing as it stood before this fetch; a flaky one comes one failure nearer to working."""
        with self._lock:
            media = self._media.get(media_id)
            if media is not None:
                left = max(0, media.failures_left - 1)
                self._media[media_id] = replace(media, failures_left=left, fetches=media.fetches + 1)
            return media

    def set_fault(self, media_id: str, fault: MediaFault | None) -> None:
        """Break or mend a stored thing."""
        with self._lock:
            self._media[media_id] = replace(self._media[media_id], fault=fault)


def content_type_of(content: bytes, name: str) -> str:
    """The media type by the first bytes, else a plain stream of bytes."""
    for magic, media_type in _TYPES:
        if content.startswith(magic):
            return media_type
    return "text/csv" if name.endswith(".csv") else "application/octet-stream"


def decompression_bomb() -> bytes:
    """A valid PNG of 400 megapixels in some fifty kilobytes."""
    row = b"\x00" * (1 + (_BOMB_SIDE + 7) // 8)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row) for _ in range(_BOMB_SIDE)) + packer.flush()
    header = struct.pack(">IIBBBBB", _BOMB_SIDE, _BOMB_SIDE, 1, 0, 0, 0, 0)
    picture = io.BytesIO()
    picture.write(b"\x89PNG\r\n\x1a\n")
    for kind, content in ((b"IHDR", header), (b"IDAT", data), (b"IEND", b"")):
        picture.write(struct.pack(">I", len(content)) + kind + content)
        picture.write(struct.pack(">I", zlib.crc32(kind + content)))
    return picture.getvalue()
