"""Where the bytes of photos and files lie: on disk, by the hash of their content, written whole or not at all."""

import contextlib
import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from domain.errors import BadData
from storage.pictures import PICTURE_MIME, Picture

UNKNOWN_MIME = "application/octet-stream"
_SHA256 = re.compile(r"[0-9a-f]{64}")
SUFFIXES: dict[str, str] = {
    PICTURE_MIME: ".jpg",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "audio/amr": ".amr",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/aac": ".aac",
    "audio/ogg": ".ogg",
    "audio/wav": ".wav",
    "video/mp4": ".mp4",
    "video/3gpp": ".3gp",
    "video/quicktime": ".mov",
    UNKNOWN_MIME: ".bin",
}
_BEGINNINGS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"\xff\xf1", "audio/aac"),
    (0, b"\xff\xf9", "audio/aac"),
    (0, b"OggS", "audio/ogg"),
    (8, b"WAVE", "audio/wav"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp3g", "video/3gpp"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyp", "video/mp4"),
)


@dataclass(frozen=True, kw_only=True)
class KeptFile:
    """What was kept: the key under which it is found again, and what it is by its content."""

    sha256: str
    mime: str
    size: int


class MediaFiles:
    """Files under one directory as `ab/cd/<sha256>.<suffix>`, thumbnails beside them as `<sha256>.thumbnail.jpg`."""

    def __init__(self, directory: Path) -> None:
        """`directory` is made on the first write."""
        self._directory = directory

    def keep_picture(self, picture: Picture) -> KeptFile:
        """Write a prepared picture and its thumbnail; the thumbnail first, so that no picture is without one."""
        self._write(self.thumbnail_path(picture.sha256), picture.thumbnail)
        self._write(self.path(picture.sha256), picture.content)
        return KeptFile(sha256=picture.sha256, mime=PICTURE_MIME, size=len(picture.content))

    def keep_file(self, content: bytes) -> KeptFile:
        """Write any other bytes as they are; the type is told by their beginning, never by what a stranger claims."""
        sha256 = hashlib.sha256(content).hexdigest()
        mime = sniff_mime(content)
        self._write(self.path(sha256, mime=mime), content)
        return KeptFile(sha256=sha256, mime=mime, size=len(content))

    def path(self, sha256: str, *, mime: str = PICTURE_MIME) -> Path:
        """Where these bytes lie or would lie.

        Raises BadData for a key that is no SHA-256 in lower-case hex, so that no request can name another file.
        """
        return self._folder(sha256) / (sha256 + SUFFIXES.get(mime, SUFFIXES[UNKNOWN_MIME]))

    def thumbnail_path(self, sha256: str) -> Path:
        """Where the small JPEG of a picture lies or would lie; raises BadData as `path` does."""
        return self._folder(sha256) / f"{sha256}.thumbnail.jpg"

    def read(self, sha256: str, *, mime: str = PICTURE_MIME) -> bytes:
        """The kept bytes; raises FileNotFoundError when there are none."""
        return self.path(sha256, mime=mime).read_bytes()

    def has(self, sha256: str, *, mime: str = PICTURE_MIME) -> bool:
        """Whether these bytes are kept."""
        return self.path(sha256, mime=mime).is_file()

    def _folder(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise BadData("a media key must be 64 lower-case hex digits")
        return self._directory / sha256[:2] / sha256[2:4]

    def _write(self, path: Path, content: bytes) -> None:
        if path.is_file() and path.stat().st_size == len(content):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as part:
                part.write(content)
                part.flush()
                os.fsync(part.fileno())
            Path(name).replace(path)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                Path(name).unlink()
            raise
        _sync_folder(path.parent)


def sniff_mime(content: bytes) -> str:
    """The type by the first bytes, out of the few that residents send; else `application/octet-stream`."""
    found = (mime for offset, beginning, mime in _BEGINNINGS if content.startswith(beginning, offset))
    return next(found, UNKNOWN_MIME)


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
