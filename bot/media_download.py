"""How the bytes behind an attachment are fetched without trusting the address, the size or the pace (product C1)."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urljoin

import requests
from urllib3.exceptions import HTTPError

from bot.errors import MediaRefused, MediaUnavailable
from bot.media_hosts import ZALO_MEDIA_SUFFIXES, MediaHosts

MAX_BYTES = 25 * 1024 * 1024
MAX_REDIRECTS = 3
CONNECT_SECONDS = 3.05
READ_SECONDS = 8.0
CHUNK = 64 * 1024
GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS})
REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, kw_only=True)
class DownloadedMedia:
    """Bytes as they came; `content_type` is what the server claimed and proves nothing."""

    content: bytes = field(repr=False)
    content_type: str


class MediaDownloader:
    """Fetches one address at a time, from allowed hosts only."""

    def __init__(
        self,
        *,
        allowed_suffixes: tuple[str, ...] = ZALO_MEDIA_SUFFIXES,
        extra_hosts: tuple[str, ...] = (),
        max_bytes: int = MAX_BYTES,
        timeout: float = 20.0,
    ) -> None:
        """`timeout` is the total of seconds for one file, its redirects included.

        `extra_hosts` are `host:port`; plain http is allowed for those on loopback only (ZALO_MEDIA_HOSTS).
        """
        self._hosts = MediaHosts(allowed_suffixes=allowed_suffixes, extra_hosts=extra_hosts)
        self._max_bytes = max_bytes
        self._timeout = timeout

    def download(self, url: str) -> DownloadedMedia:
        """The bytes at this address.

        Raises MediaRefused when they will never be fetched (host, redirect, size, gone) and MediaUnavailable when
        another try may help (resolution, line, time, server error). Both carry a code and never the address.
        """
        deadline = time.monotonic() + self._timeout
        with requests.Session() as session:
            session.trust_env = False
            for _ in range(MAX_REDIRECTS + 1):
                with _get(session, self._hosts.checked(url), deadline) as response:
                    if response.status_code not in REDIRECTS:
                        return self._read(response, deadline)
                    url = urljoin(response.url, response.headers.get("Location", ""))
        raise MediaRefused("too_many_redirects")

    def _read(self, response: requests.Response, deadline: float) -> DownloadedMedia:
        _check_status(response.status_code)
        claimed = response.headers.get("Content-Length", "")
        if claimed.isdecimal() and int(claimed) > self._max_bytes:
            raise MediaRefused("too_large")
        content = bytearray()
        for chunk in _pieces(response, deadline):
            content += chunk
            if len(content) > self._max_bytes:
                raise MediaRefused("too_large")
        return DownloadedMedia(content=bytes(content), content_type=response.headers.get("Content-Type", ""))


def _get(session: requests.Session, url: str, deadline: float) -> requests.Response:
    try:
        return session.get(
            url,
            headers={"Accept-Encoding": "identity"},
            timeout=(CONNECT_SECONDS, min(READ_SECONDS, _seconds_left(deadline))),
            allow_redirects=False,
            stream=True,
        )
    except (requests.RequestException, HTTPError) as problem:
        raise MediaUnavailable("line_broken") from problem


def _pieces(response: requests.Response, deadline: float) -> Iterator[bytes]:
    """What has arrived so far, piece by piece, so that a trickle cannot outlast the deadline."""
    try:
        while piece := response.raw.read1(CHUNK):
            yield piece
            _seconds_left(deadline)
    except HTTPError as problem:
        raise MediaUnavailable("line_broken") from problem


def _check_status(status: int) -> None:
    if status == HTTPStatus.OK:
        return
    raise MediaRefused(f"http_{status}") if status in GONE else MediaUnavailable(f"http_{status}")


def _seconds_left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise MediaUnavailable("too_slow")
    return left
