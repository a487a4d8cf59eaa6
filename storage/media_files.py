"""Where photos and files lie on disk: by the hash of their content, written whole or not at all."""

import os
import re
import tempfile
from pathlib import Path

from domain.errors import NotFound

_HASH = re.compile(r"[0-9a-f]{64}")
_THUMBNAIL = ".thumbnail"
_SIGNS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf1", "audio/aac"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (0, b"PK\x03\x04", "application/zip"),
)
UNKNOWN_TYPE = "application/octet-stream"


def type_by_content(content: bytes) -> str:
    """The kind of a file by its first bytes, never by what anybody claims."""
    return next((mime for at, sign, mime in _SIGNS if content.startswith(sign, at)), UNKNOWN_TYPE)


class MediaFiles:
    """One folder of files named by their SHA-256."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def keep(self, sha256: str, content: bytes, thumbnail: bytes | None = None) -> None:
        """Write a file and its thumbnail; what is there already stays as it is."""
        if thumbnail is not None:
            _write_whole(self.thumbnail_path(sha256), thumbnail)
        _write_whole(self.path(sha256), content)

    def path(self, sha256: str) -> Path:
        """Where a file lies, whether or not it is there. Raises NotFound for anything but a SHA-256 in hex."""
        if not _HASH.fullmatch(sha256):
            raise NotFound("no_such_file")
        return self._directory / sha256[:2] / sha256[2:4] / sha256

    def thumbnail_path(self, sha256: str) -> Path:
        """Where the thumbnail of a photo lies."""
        path = self.path(sha256)
        return path.with_name(path.name + _THUMBNAIL)


def _write_whole(path: Path, content: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
