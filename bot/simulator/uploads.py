"""What the account may upload before it sends it: sizes, kinds of file and the seven days it is kept (§8)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import PurePosixPath

from bot.simulator import identifiers
from bot.simulator.answers import ZaloRefusal
from bot.simulator.options import UPLOAD_LIFETIME

_MEGABYTE = 1024 * 1024


class UploadKind(StrEnum):
    """The three upload endpoints."""

    IMAGE = "image"
    GIF = "gif"
    FILE = "file"


@dataclass(frozen=True, kw_only=True)
class _Rule:
    suffixes: frozenset[str]
    largest_bytes: int
    answer_key: str


_RULES: dict[UploadKind, _Rule] = {
    UploadKind.IMAGE: _Rule(
        suffixes=frozenset({".jpg", ".jpeg", ".png"}), largest_bytes=_MEGABYTE, answer_key="attachment_id"
    ),
    UploadKind.GIF: _Rule(suffixes=frozenset({".gif"}), largest_bytes=5 * _MEGABYTE, answer_key="attachment_id"),
    UploadKind.FILE: _Rule(
        suffixes=frozenset({".pdf", ".doc", ".docx", ".csv"}), largest_bytes=5 * _MEGABYTE, answer_key="token"
    ),
}


@dataclass(frozen=True, kw_only=True)
class Upload:
    """Something uploaded and where it can be seen."""

    kind: UploadKind
    name: str
    url: str
    uploaded_at: datetime


class UploadShelf:
    """Uploads by their token; the caller holds the simulator's lock."""

    def __init__(self) -> None:
        self._uploads: dict[str, Upload] = {}

    def keep(self, upload: Upload) -> dict[str, object]:
        """Keep an upload and answer with its token under the key that its endpoint uses."""
        token = identifiers.token(upload.kind)
        self._uploads[token] = upload
        return {_RULES[upload.kind].answer_key: token}

    def find(self, token: str, kinds: frozenset[UploadKind], now: datetime) -> Upload:
        """The upload of one of these kinds; unknown or older than seven days is refused with -100."""
        upload = self._uploads.get(token)
        if upload is None or upload.kind not in kinds or now - upload.uploaded_at > UPLOAD_LIFETIME:
            raise ZaloRefusal(-100)
        return upload


def check_upload(kind: UploadKind, name: str, size: int) -> bool:
    """Whether the upload counts; a name without extension does not and is answered with error 0 and nothing.

    A kind of file that the endpoint does not take is refused with -201, too many bytes with -210.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if not suffix:
        return False
    rule = _RULES[kind]
    if suffix not in rule.suffixes:
        raise ZaloRefusal(-201, "file")
    if size > rule.largest_bytes:
        raise ZaloRefusal(-210, "file")
    return True
