"""`python app.py serve` as a real process on a free port, to be killed, stopped and asked."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

from bot.signature import SIGNATURE_HEADER, sign
from bot.simulator.server import Simulator
from storage.database import Database

ROOT = Path(__file__).parents[2]
API_TOKEN = "token-of-the-processes"
START_SECONDS = 30
STOP_SECONDS = 10
PAUSE_SECONDS = 0.02


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def pause() -> None:
    Event().wait(PAUSE_SECONDS)


class Served:
    """One installation, and the process that serves it while there is one."""

    def __init__(self, simulator: Simulator, folder: Path, *, database_url: str = "") -> None:
        self.port = free_port()
        self.simulator = simulator
        self.database_path = folder / "served.sqlite3"
        self.database_url = database_url or f"sqlite:///{self.database_path}"
        self.log_path = folder / "serve.log"
        self._environment = self._settings(folder)
        self._process: subprocess.Popen[bytes] | None = None

    def _settings(self, folder: Path) -> dict[str, str]:
        options = self.simulator.options
        access_token, refresh_token = self.simulator.tokens()
        return os.environ | {
            "DATABASE_URL": self.database_url,
            "MEDIA_DIR": str(folder / "media"),
            "SECRET_KEY": "k" * 40,
            "API_TOKEN": API_TOKEN,
            "GATHER_SECONDS": "0.3",
            "ZALO_APP_ID": options.app_id,
            "ZALO_APP_SECRET": options.app_secret,
            "ZALO_OA_ID": options.oa_id,
            "ZALO_WEBHOOK_SECRETS": options.webhook_secret,
            "ZALO_ACCESS_TOKEN": access_token,
            "ZALO_REFRESH_TOKEN": refresh_token,
            "ZALO_OPENAPI_URL": self.simulator.openapi_url,
            "ZALO_OAUTH_URL": self.simulator.oauth_url,
            "ZALO_BUSINESS_URL": self.simulator.business_url,
            "ZALO_MEDIA_HOSTS": self.simulator.media_host,
            "ZALO_REQUESTS_PER_MINUTE": "4000",
        }

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The running process."""
        assert self._process is not None
        return self._process

    @property
    def webhook_url(self) -> str:
        """Where Zalo posts."""
        return f"http://127.0.0.1:{self.port}/webhook/zalo"

    @property
    def log(self) -> str:
        """Everything it has logged, over all its lives."""
        return self.log_path.read_text(encoding="utf-8")

    def spawn(self, role: str = "all") -> subprocess.Popen[bytes]:
        """Start a process of a role, on this port if it listens, and do not wait for it."""
        command = [sys.executable, "app.py", "serve", "--port", str(self.port), "--role", role]
        with self.log_path.open("ab") as log:
            return subprocess.Popen(
                command, cwd=ROOT, env=self._environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def start(self, role: str = "all") -> None:
        """Start, and wait until it answers."""
        self._process = self.spawn(role)
        deadline = monotonic() + START_SECONDS
        while not self.is_answering():
            assert self.process.poll() is None, self.log
            assert monotonic() < deadline, self.log
            pause()

    def kill(self) -> None:
        """kill -9: nothing of ours gets to say a last word."""
        self.process.kill()
        self.process.wait(STOP_SECONDS)

    def stop(self, told: signal.Signals = signal.SIGTERM) -> int:
        """Tell it to stop, unless it has already; the exit code comes back within a few seconds."""
        self.process.send_signal(told)
        return self.process.wait(STOP_SECONDS)

    def close(self) -> None:
        """Leave nothing running."""
        if self._process is not None and self._process.poll() is None:
            self.kill()

    def is_answering(self) -> bool:
        """Whether anybody on the port says that he is well."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def ready(self) -> tuple[int, dict[str, str]]:
        """What `/readyz` says: its status and every check."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=25)
        try:
            connection.request("GET", "/readyz")
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())["checks"]
        finally:
            connection.close()

    def post(self, body: bytes, timestamp: str, connection: HTTPConnection | None = None, **headers: str) -> int:
        """Post one event, signed; the HTTP status. Raises OSError or HTTPException when nobody answers."""
        options = self.simulator.options
        digest = sign(app_id=options.app_id, body=body, timestamp=timestamp, secret=options.webhook_secret)
        using = connection or HTTPConnection("127.0.0.1", self.port, timeout=25)
        try:
            using.request("POST", "/webhook/zalo", body, {SIGNATURE_HEADER: f"mac={digest}", **headers})
            answer = using.getresponse()
            answer.read()
            return answer.status
        finally:
            if connection is None:
                using.close()

    def items(self, name: str) -> Iterator[dict[str, Any]]:
        """Every item of a list of the read API, page after page."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        cursor: str | None = ""
        while cursor is not None:
            connection.request(
                "GET",
                f"/api/v1/{name}?limit=500" + (f"&cursor={cursor}" if cursor else ""),
                headers={"Authorization": f"Bearer {API_TOKEN}"},
            )
            page = json.loads(connection.getresponse().read())
            yield from page["items"]
            cursor = page["next"]
        connection.close()

    def open_database(self) -> Database:
        """The same database, for looking at rows."""
        return Database(self.database_url)
