"""The servers under load, each a process of its own on a free port: started afresh, measured, stopped."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import perf_counter, sleep

from benchmarks.events import Author, Wire
from bot.simulator.options import SimulatorOptions
from bot.simulator.server import Simulator

ROOT = Path(__file__).parent.parent
PEOPLE = 4000
START_SECONDS = 30.0
STOP_SECONDS = 30.0
REQUESTS_PER_MINUTE = 2000
LOOK_EVERY_SECONDS = 0.005


@dataclass(frozen=True, kw_only=True)
class Contestant:
    """One running server."""

    port: int
    author: Author
    process_id: int
    start_seconds: float
    database_path: Path | None = None

    @property
    def memory_megabytes(self) -> float:
        """Memory of the process now (resident), as the kernel counts it."""
        status = Path(f"/proc/{self.process_id}/status").read_text(encoding="utf-8")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024


@contextmanager
def rival(name: str) -> Iterator[Contestant]:
    """One of `benchmarks.rivals`."""
    wire = Wire.LINE if name == "line" else Wire.ZALO
    author = Author(
        wire=wire,
        app_id="1234567890123456789",
        account_id="4400000000000000001",
        secret=secrets.token_hex(16),
        people=[str(8_800_000_000_000_000_000 + number) for number in range(PEOPLE)],
    )
    port = _free_port()
    command = [sys.executable, "-m", "benchmarks.rivals", name, str(port), author.app_id, author.secret]
    with _running(command, dict(os.environ), port) as (process_id, seconds):
        yield Contestant(port=port, author=author, process_id=process_id, start_seconds=seconds)


@contextmanager
def serve(*roles: str) -> Iterator[Contestant]:
    """`python app.py serve` in these roles (one process each, the first one listens) with an empty database.

    The simulated Zalo beside it lives in this process.
    """
    options = SimulatorOptions(requests_per_minute=None, free_replies=None)
    with Simulator(options) as simulator, tempfile.TemporaryDirectory() as folder, ExitStack() as others:
        author = Author(
            wire=Wire.ZALO,
            app_id=options.app_id,
            account_id=options.oa_id,
            secret=options.webhook_secret,
            people=_people(simulator),
        )
        port = _free_port()
        simulator.webhook_url = f"http://127.0.0.1:{port}/webhook/zalo"
        environment = _settings(simulator, Path(folder))
        with _running(_serving(port, roles[0]), environment, port) as (process_id, seconds):
            for role in roles[1:]:
                others.enter_context(_started(_serving(port, role), environment))
            yield Contestant(
                port=port,
                author=author,
                process_id=process_id,
                start_seconds=seconds,
                database_path=_database_path(Path(folder)),
            )


def _serving(port: int, role: str) -> list[str]:
    return [sys.executable, "app.py", "serve", "--port", str(port), "--role", role]


def _people(simulator: Simulator) -> list[str]:
    """Residents who have once spoken, so that they may be answered."""
    people = [simulator.add_person(f"Resident {number}") for number in range(PEOPLE)]
    for person in people:
        with simulator.world.lock:
            simulator.world.note_interaction(person)
    return [person.id for person in people]


def _database_path(folder: Path) -> Path:
    return folder / "benchmark.sqlite3"


def _settings(simulator: Simulator, folder: Path) -> dict[str, str]:
    return (
        os.environ
        | simulator.environment()
        | {
            "DATABASE_URL": f"sqlite:///{_database_path(folder)}",
            "MEDIA_DIR": str(folder / "media"),
            "SECRET_KEY": secrets.token_hex(32),
            "ZALO_REQUESTS_PER_MINUTE": str(REQUESTS_PER_MINUTE),
        }
    )


@contextmanager
def _running(command: list[str], environment: dict[str, str], port: int) -> Iterator[tuple[int, float]]:
    """The process id, and the seconds from its start to its first answer."""
    begun = perf_counter()
    with _started(command, environment) as process:
        _wait_for_answer(process, port, begun + START_SECONDS)
        yield process.pid, perf_counter() - begun


@contextmanager
def _started(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait(STOP_SECONDS)


def _wait_for_answer(process: subprocess.Popen[bytes], port: int, deadline: float) -> None:
    while not _answers(port):
        if process.poll() is not None or perf_counter() > deadline:
            raise RuntimeError(f"the server on port {port} did not start")
        sleep(LOOK_EVERY_SECONDS)


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status > 0
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
