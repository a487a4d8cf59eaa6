"""A tiny webhook for tests: it keeps what was posted and answers as it is told."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Received:
    """One post: its raw body and headers."""

    body: bytes
    headers: dict[str, str]

    @property
    def payload(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass(kw_only=True)
class Receiver:
    """What came in, and the HTTP status that the next posts get."""

    url: str = ""
    status: int = 200
    gate: Event = field(default_factory=Event)
    posts: list[Received] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def names(self) -> list[str]:
        """The names of the events in the order of arrival."""
        return [post.payload["event_name"] for post in self.posts]

    def texts(self) -> list[str]:
        """The words of the messages in the order of arrival."""
        return [post.payload["message"].get("text", "") for post in self.posts]


@contextmanager
def listening() -> Iterator[Receiver]:
    """A receiver on a free port, gone when the block ends; it answers only while its gate is open."""
    receiver = Receiver()
    receiver.gate.set()

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            with receiver.lock:
                receiver.posts.append(Received(body=body, headers=dict(self.headers.items())))
            receiver.gate.wait(10)
            self.send_response(receiver.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that http.server uses
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.daemon_threads = True
    receiver.url = f"http://127.0.0.1:{server.server_port}/webhook/zalo"
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield receiver
    finally:
        receiver.gate.set()
        server.shutdown()
        thread.join()
        server.server_close()
