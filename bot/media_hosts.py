"""From which addresses we fetch what a stranger's message points to: Zalo's own hosts, and no inner network."""

import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit, urlunsplit

from bot.errors import MediaRefused, MediaUnavailable

ZALO_MEDIA_SUFFIXES = (".zdn.vn", ".zadn.vn")
MAX_ADDRESS_LENGTH = 2048


@dataclass(frozen=True, kw_only=True)
class MediaHosts:
    """Which hosts are allowed: by suffix over https, or exactly as `host:port` (plain http on loopback only)."""

    allowed_suffixes: tuple[str, ...] = ZALO_MEDIA_SUFFIXES
    extra_hosts: tuple[str, ...] = ()

    def checked(self, url: str) -> str:
        """The address to ask, http upgraded to https; raises MediaRefused for any that is not allowed.

        The suffix counts at a dot, so that `evilzdn.vn` is no host of `.zdn.vn`. Names that resolve to an address
        which is not public are refused, MediaUnavailable is raised when the name cannot be resolved now.
        """
        parts = _split(url)
        host = (parts.hostname or "").rstrip(".")
        if self._is_extra(parts, host):
            return urlunsplit(parts._replace(fragment=""))
        if parts.port not in (None, 443) or not self._has_allowed_suffix(host):
            raise MediaRefused("host_not_allowed")
        if not all(_is_public(address) for address in _resolve(host)):
            raise MediaRefused("address_not_public")
        return urlunsplit(("https", host, parts.path, parts.query, ""))

    def _is_extra(self, parts: SplitResult, host: str) -> bool:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        if f"{host}:{port}" not in self.extra_hosts:
            return False
        return parts.scheme == "https" or _is_loopback(host)

    def _has_allowed_suffix(self, host: str) -> bool:
        return any(host.endswith("." + suffix.lstrip(".")) for suffix in self.allowed_suffixes)


def _split(url: str) -> SplitResult:
    if len(url) > MAX_ADDRESS_LENGTH or any(ord(character) <= 32 or character == "\\" for character in url):
        raise MediaRefused("address_malformed")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as problem:
        raise MediaRefused("address_malformed") from problem
    if parts.scheme not in ("http", "https") or port == 0 or "@" in parts.netloc or not parts.hostname:
        raise MediaRefused("address_malformed")
    return parts


def _resolve(host: str) -> Iterable[str]:
    try:
        found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        raise MediaUnavailable("name_unresolved") from problem
    return [str(entry[4][0]) for entry in found]


def _is_public(address: str) -> bool:
    read = ipaddress.ip_address(address.partition("%")[0])
    return read.is_global and not read.is_multicast


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
