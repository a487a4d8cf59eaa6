"""How the port is served and closed again by waitress, which by itself would drop Zalo's headers with underscores."""

import re
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, Any, cast

from flask import request
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import create_server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_PREFIX = "Underscored-"
_UNDERSCORED = re.compile(rb"^(access_token|secret_key|appsecret_proof)(?=\s*:)", re.IGNORECASE | re.MULTILINE)


def zalo_header(name: str) -> str | None:
    """A header of the current request that Zalo writes with underscores; the same name with hyphens is not it."""
    return request.headers.get(_PREFIX + name.replace("_", "-"))


class _Parser(HTTPRequestParser):
    def parse_header(self, header_plus: bytes) -> None:
        renamed = _UNDERSCORED.sub(lambda found: _PREFIX.encode() + found.group(0).replace(b"_", b"-"), header_plus)
        super().parse_header(renamed)


class _Channel(HTTPChannel):
    parser_class = _Parser


class Listener:
    """One port, served by a thread that accepts and a pool that answers."""

    def __init__(self, web: "WSGIApplication", *, host: str, port: int, threads: int) -> None:
        self._connections: dict[int, Any] = {}
        server = create_server(web, map=self._connections, host=host, port=port, threads=threads, ident="simulator")
        self._server = cast(Any, server)
        self._server.channel_class = _Channel
        self.port: int = self._server.effective_port
        self._thread = Thread(target=self._server.run, name="simulated-zalo")

    def start(self) -> None:
        """Begin to accept."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what is in hand, close every connection and end every thread."""
        self._server.task_dispatcher.shutdown()
        with suppress(OSError):  # whatever else wakes the thread lets it close everything before we have woken it
            self._server.trigger.pull_trigger(self._close)
        self._thread.join()

    def _close(self) -> None:
        wasyncore.close_all(self._connections, ignore_all=True)
