"""How much memory `serve` needs after many cases, whether it goes on growing, and how soon it answers after a start.

python -m benchmarks.memory [--cases N] [--events N] [--rate N] [--starts N]
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import machine
from benchmarks.contestants import Contestant, serve
from benchmarks.load import Load, Measured, put_on
from benchmarks.rows import wait_until_worked

CONNECTIONS = 8
EVENTS_A_LOAD = 5000
DRAIN_SECONDS = 600.0
MOST_MEGABYTES = 250
MOST_START_SECONDS = 3
MOST_GROWTH_PERCENT = 5


@dataclass(frozen=True, kw_only=True)
class Sample:
    """The memory of the process once so many events had had their effect."""

    events: int
    cases: int
    megabytes: float


def main() -> None:
    """Measure and print as Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cases", type=int, default=10_000, help="events, a case each, before the first measurement")
    parser.add_argument("--events", type=int, default=200_000, help="further events, against which growth is measured")
    parser.add_argument("--rate", type=float, default=120.0, help="events a second (default: 120)")
    parser.add_argument("--starts", type=int, default=5, help="starts, of which the median counts (default: 5)")
    arguments = parser.parse_args()
    print(machine.described(" ".join(["python -m benchmarks.memory", *sys.argv[1:]])), flush=True)
    starts = [_start_seconds() for _ in range(arguments.starts)]
    print(f"\nStart to the first 200: {median(starts):.2f} s (bar: {MOST_START_SECONDS} s; median of {len(starts)}).\n")
    with serve("all") as server:
        samples = _filled(server, arguments.cases, arguments.cases + arguments.events, arguments.rate)
    print(_report(samples))


def _start_seconds() -> float:
    with serve("all") as server:
        return server.start_seconds


def _filled(server: Contestant, cases: int, last: int, rate: float) -> list[Sample]:
    """Memory after the cases, and again after each further load."""
    print("| events | cases | memory MB |\n| --- | --- | --- |", flush=True)
    ends = [cases, *range(cases + EVENTS_A_LOAD, last, EVENTS_A_LOAD), last]
    samples: list[Sample] = []
    for begin, end in zip([0, *ends], ends, strict=False):
        samples.append(_after_load(server, begin, end - begin, rate))
        sample = samples[-1]
        print(f"| {sample.events} | {sample.cases} | {sample.megabytes:.0f} |", flush=True)
    return samples


def _after_load(server: Contestant, first: int, count: int, rate: float) -> Sample:
    load = Load(
        port=server.port,
        author=server.author,
        connections=CONNECTIONS,
        seconds=count / rate + 1,
        rate=rate,
        count=count,
        first_number=first,
    )
    measured = put_on(load)
    _refuse_errors(measured)
    worked = wait_until_worked(_path(server), timeout=DRAIN_SECONDS)
    return Sample(events=worked.events, cases=worked.cases, megabytes=server.memory_megabytes)


def _refuse_errors(measured: Measured) -> None:
    if measured.errors:
        raise RuntimeError(f"{measured.errors} events were not taken")


def _path(server: Contestant) -> Path:
    assert server.database_path is not None
    return server.database_path


def _report(samples: Sequence[Sample]) -> str:
    first, last = samples[0], samples[-1]
    growth = (last.megabytes / first.megabytes - 1) * 100
    return "\n".join(
        [
            f"\nMemory after {first.cases} cases: {first.megabytes:.0f} MB (bar: {MOST_MEGABYTES} MB).",
            f"Growth after {last.events - first.events} more events: {growth:+.1f} % (bar: {MOST_GROWTH_PERCENT} %).",
        ]
    )


if __name__ == "__main__":
    main()
