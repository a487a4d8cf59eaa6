"""Starting and stopping the servers of a benchmark, each a process of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.events import APP_ID, OA_ID, SECRET
from bot.simulator.server import Simulator

ROOT = Path(__file__).parent.parent
START_SECONDS = 30


@dataclass(frozen=True, kw_only=True)
class Running:
    """One server under test; `start_seconds` from its birth to its first answer."""

    port: int
    process: "subprocess.Popen[bytes]"
    start_seconds: float

    @property
    def memory_mib(self) -> float:
        """Its resident memory."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def free_port() -> int:
    """A port of the loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(words: list[str], environment: dict[str, str] | None = None) -> Iterator[Running]:
    """Start a server with `--port` and wait until it answers; kill it at the end."""
    port = free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *words, "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port, process)
        yield Running(port=port, process=process, start_seconds=time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as probe:
                probe.sendall(
                    b"POST /webhook/zalo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
                )
                if probe.recv(12):
                    return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError("a server of the benchmark did not start")


def serve_environment(folder: Path, simulator: Simulator) -> dict[str, str]:
    """Settings of `serve` for a benchmark: a fresh database, and the simulated Zalo to send to."""
    access_token, refresh_token = simulator.tokens()
    return {
        "DATABASE_URL": f"sqlite:///{folder / 'benchmark.sqlite3'}",
        "MEDIA_DIR": str(folder / "media"),
        "SECRET_KEY": "k" * 40,
        "ZALO_APP_ID": APP_ID,
        "ZALO_OA_ID": OA_ID,
        "ZALO_APP_SECRET": simulator.options.app_secret,
        "ZALO_WEBHOOK_SECRETS": SECRET,
        "ZALO_ACCESS_TOKEN": access_token,
        "ZALO_REFRESH_TOKEN": refresh_token,
        "ZALO_OPENAPI_URL": simulator.openapi_url,
        "ZALO_OAUTH_URL": simulator.oauth_url,
    }
