"""How bytes are fetched from Zalo's media hosts and from nowhere else (zalo-platform §9)."""

import ipaddress
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

import requests

from bot.errors import MediaRefused, MediaUnavailable

ALLOWED_SUFFIXES = (".zdn.vn", ".zadn.vn")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})
MAX_REDIRECTS = 3
CHUNK = 64 * 1024


@dataclass(frozen=True, kw_only=True)
class DownloadedMedia:
    """What came; `content_type` is only what the host claims."""

    content: bytes
    content_type: str


class MediaDownloader:
    """Fetches from hosts on the list: https, no other port, public addresses, bounded in size and time."""

    def __init__(
        self,
        *,
        extra_hosts: Sequence[str] = (),
        allowed_suffixes: Sequence[str] = ALLOWED_SUFFIXES,
        max_bytes: int = 25_000_000,
        max_seconds: float = 30.0,
        timeout: tuple[float, float] = (3.05, 10.0),
    ) -> None:
        """`extra_hosts` are `host` or `host:port`; plain http is allowed for those on loopback alone."""
        self._extra_hosts = frozenset(host.lower() for host in extra_hosts)
        self._suffixes = tuple(allowed_suffixes)
        self._max_bytes = max_bytes
        self._max_seconds = max_seconds
        self._timeout = timeout

    def download(self, url: str) -> DownloadedMedia:
        """The bytes behind an address. Raises MediaRefused or MediaUnavailable."""
        deadline = time.monotonic() + self._max_seconds
        address = url
        with requests.Session() as session:
            session.trust_env = False
            for _ in range(MAX_REDIRECTS + 1):
                address = self._checked(address)
                with self._get(session, address) as answer:
                    if not answer.is_redirect:
                        return self._read(answer, deadline)
                    address = urljoin(address, answer.headers["location"])
        raise MediaRefused("too many redirects")

    def _get(self, session: requests.Session, address: str) -> requests.Response:
        try:
            return session.get(address, stream=True, allow_redirects=False, timeout=self._timeout)
        except requests.RequestException as error:
            raise MediaUnavailable(type(error).__name__) from error

    def _read(self, answer: requests.Response, deadline: float) -> DownloadedMedia:
        if answer.status_code != 200:
            raise MediaUnavailable(f"status {answer.status_code}")
        content = bytearray()
        try:
            for chunk in answer.iter_content(CHUNK):
                content += chunk
                if len(content) > self._max_bytes:
                    raise MediaRefused("too large")
                if time.monotonic() > deadline:
                    raise MediaUnavailable("too slow")
        except requests.RequestException as error:
            raise MediaUnavailable(type(error).__name__) from error
        if not content:
            raise MediaUnavailable("empty")
        return DownloadedMedia(content=bytes(content), content_type=answer.headers.get("content-type", ""))

    def _checked(self, url: str) -> str:
        parts = _split(url)
        host = (parts.hostname or "").lower()
        if parts.username is not None or parts.password is not None or not host:
            raise MediaRefused("address not allowed")
        if self._is_extra(parts, host):
            return url
        if not host.endswith(self._suffixes) or parts.scheme not in ("http", "https") or parts.port not in (None, 443):
            raise MediaRefused("host not allowed")
        _refuse_private(host)
        return urlunsplit(parts._replace(scheme="https", netloc=host))

    def _is_extra(self, parts: SplitResult, host: str) -> bool:
        named = f"{host}:{parts.port}" if parts.port else host
        if named not in self._extra_hosts:
            return False
        if parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK):
            return True
        raise MediaRefused("plain http not allowed")


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise MediaRefused("address not allowed") from error
    return parts


def _refuse_private(host: str) -> None:
    try:
        found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    except OSError as error:
        raise MediaUnavailable("host not found") from error
    if not all(ipaddress.ip_address(entry[4][0]).is_global for entry in found):
        raise MediaRefused("private address")
