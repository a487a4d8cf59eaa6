"""How quickly events are taken in durably, side by side with servers that store nothing, and how far the work lags."""

import argparse
import json
import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.servers import ROOT, Running, running, serve_environment
from bot.simulator.server import Simulator

CONNECTIONS = (1, 8, 16)
STEADY_RATE = 100.0
STEADY_CONNECTIONS = 16
SATURATED_EVENTS = 3000
NAMES = {
    "a": "(a) bare Flask route, stores nothing",
    "b": "(b) line-bot-sdk echo, stores nothing",
    "d": "(d) `serve`, durable, everything in one process",
}
Result = dict[str, float]


def load(server: Running, kind: str, run: str, connections: int, seconds: float, *more: str) -> Result:
    """One run of the load process."""
    words = ["-m", "benchmarks.load", "--port", str(server.port), "--kind", kind, "--run", run]
    words += ["--connections", str(connections), "--seconds", str(seconds), *more]
    done = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, check=True, timeout=300)
    result: Result = json.loads(done.stdout)
    return result


def database_file(folder: Path) -> str:
    """Where `serve` of a benchmark keeps its rows."""
    return str(folder / "benchmark.sqlite3")


def ask_database(folder: Path, question: str) -> float:
    """One number out of the rows."""
    with sqlite3.connect(f"file:{database_file(folder)}?mode=ro", uri=True, timeout=10) as connection:
        return float(connection.execute(question).fetchone()[0] or 0)


def waiting(folder: Path) -> float:
    """How many events still wait or are in work."""
    return ask_database(folder, "SELECT count(*) FROM inbox WHERE status IN ('waiting','claimed')")


def oldest_wait_seconds(folder: Path) -> float:
    """How long the oldest waiting event has waited, in seconds."""
    with sqlite3.connect(f"file:{database_file(folder)}?mode=ro", uri=True, timeout=10) as connection:
        oldest = connection.execute(
            "SELECT min(received_at) FROM inbox WHERE status IN ('waiting','claimed')"
        ).fetchone()[0]
    if oldest is None:
        return 0.0
    return (datetime.now(UTC) - datetime.fromisoformat(oldest).replace(tzinfo=UTC)).total_seconds()


@contextmanager
def watched(folder: Path) -> Iterator[list[float]]:
    """Looks at the backlog four times a second while something runs."""
    seen: list[float] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.25):
            seen.append(oldest_wait_seconds(folder))

    thread = threading.Thread(target=look)
    thread.start()
    yield seen
    over.set()
    thread.join()


def settle(folder: Path) -> float:
    """Wait until nothing waits; the seconds it took."""
    began = time.perf_counter()
    while waiting(folder) and time.perf_counter() - began < 300:
        time.sleep(0.1)
    return time.perf_counter() - began


def compare(seconds: float, rounds: int, folder: Path, simulator: Simulator) -> tuple[list[str], Result]:
    """The table of the three servers at 1, 8 and 16 connections: medians of the rounds."""
    environment = serve_environment(folder, simulator)
    rows: list[str] = []
    with (
        running(["-m", "benchmarks.rivals", "bare"]) as bare,
        running(["-m", "benchmarks.rivals", "line"]) as line,
        running(["app.py", "serve"], environment) as ours,
    ):
        servers = {"a": (bare, "zalo"), "b": (line, "line"), "d": (ours, "zalo")}
        for connections in CONNECTIONS:
            results: dict[str, list[Result]] = {key: [] for key in servers}
            for turn in range(rounds):
                for key, (server, kind) in servers.items():
                    results[key].append(load(server, kind, f"{connections}-{turn}", connections, seconds))
                    if key == "d":
                        settle(folder)
            rows += [_row(NAMES[key], connections, results[key]) for key in servers]
        facts = {"start": ours.start_seconds, "memory": ours.memory_mib}
    return rows, facts


def _row(name: str, connections: int, results: list[Result]) -> str:
    rate = statistics.median(result["requests"] / result["seconds"] for result in results)
    p50, p99 = (statistics.median(result[key] for result in results) * 1000 for key in ("p50", "p99"))
    errors = sum(result["errors"] for result in results)
    return f"| {name} | {connections} | {rate:,.0f} | {p50:.1f} | {p99:.1f} | {errors:.0f} |"


def steady(seconds: float, folder: Path, simulator: Simulator) -> list[str]:
    """A steady load on `serve`, then as many events as it can take, until all are answered cases."""
    with running(["app.py", "serve"], serve_environment(folder, simulator)) as ours:
        with watched(folder) as backlog:
            calm = load(ours, "zalo", "steady", STEADY_CONNECTIONS, seconds, "--rate", str(STEADY_RATE))
        settle(folder)
        before = ask_database(folder, "SELECT count(*) FROM incidents")
        began = time.perf_counter()
        load(ours, "zalo", "burst", STEADY_CONNECTIONS, 60, "--most", str(SATURATED_EVENTS))
        settle(folder)
        elapsed = time.perf_counter() - began
        opened = ask_database(folder, "SELECT count(*) FROM incidents") - before
        answered = ask_database(folder, "SELECT count(*) FROM outbox WHERE kind = 'incident_opened'") - before
        memory = ours.memory_mib
    return [
        f"- Steady {STEADY_RATE:.0f} signed events/s for {seconds:.0f} s: p50 {calm['p50'] * 1000:.1f} ms, "
        f"p99 {calm['p99'] * 1000:.1f} ms, errors {calm['errors']:.0f}, "
        f"oldest waiting event at most {max(backlog, default=0.0):.2f} s.",
        f"- Saturated: {SATURATED_EVENTS} events in, {opened:.0f} cases opened and {answered:.0f} receipts written "
        f"in {elapsed:.1f} s: {opened / elapsed:.0f} answered cases/s.",
        f"- Memory of `serve` after these runs: {memory:.0f} MiB.",
    ]


def main() -> None:
    """Measure everything in one run and print it as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0, help="length of one round (default 4)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds whose median counts (default 3)")
    parser.add_argument("--steady-seconds", type=float, default=20.0, help="length of the steady load (default 20)")
    given = parser.parse_args()
    with Simulator() as simulator, tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        rows, facts = compare(given.seconds, given.rounds, Path(one), simulator)
        lines = steady(given.steady_seconds, Path(two), simulator)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    print(
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}; "
    )
    print(f"`python -m benchmarks.intake --seconds {given.seconds:g} --rounds {given.rounds}`\n")
    print("| server | connections | requests/s | p50 ms | p99 ms | errors |\n|---|---|---|---|---|---|")
    print("\n".join(rows) + "\n")
    print("\n".join(lines))
    print(f"- From the start of `serve` to its first answer: {facts['start']:.2f} s.")


if __name__ == "__main__":
    main()
