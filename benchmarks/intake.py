"""How fast events are taken in durably, compared with servers that keep nothing, and how fast they become cases.

python -m benchmarks.intake [--seconds N] [--rounds N] [--only LETTERS]
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from statistics import median

from benchmarks import machine
from benchmarks.contestants import Contestant, rival, serve
from benchmarks.load import Load, Measured, put_on
from benchmarks.rows import Worked, wait_until_worked

CONNECTIONS = (1, 8, 16)
WARM_UP_SECONDS = 1.0
YARDSTICK = "a"
STEADY_RATES = {"d": 100.0, "e": 200.0}
STEADY_SECONDS = 25.0
SATURATING_EVENTS = 2000
DRAIN_SECONDS = 180.0

Running = Callable[[], AbstractContextManager[Contestant]]
CONTESTANTS: dict[str, tuple[str, Running]] = {
    "a": ("bare Flask route, verifies, keeps nothing", lambda: rival("bare")),
    "b": ("line-bot-sdk's echo, verifies, keeps nothing", lambda: rival("line")),
    "c": ("`serve --role web`: verifies, keeps durably", lambda: serve("web")),
    "d": ("`serve`: verifies, keeps durably, works, answers", lambda: serve("all")),
    "e": ("`--role web` plus `--role worker`: the same in two processes", lambda: serve("web", "worker")),
}


@dataclass(frozen=True, kw_only=True)
class Steady:
    """One run at a steady rate, and one that was flooded."""

    measured: Measured
    worked: Worked
    memory_megabytes: float


def main() -> None:
    """Measure everything and print it as Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.intake", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=5.0, help="length of one measurement (default: 5)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds, of which the median counts (default: 3)")
    parser.add_argument("--only", default="abcde", help="which servers, by their letters (default: all)")
    arguments = parser.parse_args()
    letters = [letter for letter in CONTESTANTS if letter == YARDSTICK or letter in arguments.only]
    print(machine.described(" ".join(["python -m benchmarks.intake", *sys.argv[1:]])))
    print(_ceiling(arguments.seconds), flush=True)
    starts: list[float] = []
    print(_intake_table(letters, arguments.seconds, arguments.rounds, starts), flush=True)
    steady = {
        letter: [_steady(letter, starts) for _ in range(arguments.rounds)]
        for letter in letters
        if letter in STEADY_RATES
    }
    print(_steady_table(steady), flush=True)
    floods = {
        letter: [_flood(letter, starts) for _ in range(arguments.rounds)]
        for letter in letters
        if letter in STEADY_RATES
    }
    print(_flood_table(floods))
    if "d" not in letters:
        return
    print(f"\nStart of `serve` to its first answer: {median(starts):.2f} s (median of {len(starts)}).")
    print(f"Memory of `serve` after the steady load: {median(run.memory_megabytes for run in steady['d']):.0f} MB.")


def _ceiling(seconds: float) -> str:
    with rival("nothing") as server:
        measured = put_on(_load(server, connections=16, seconds=seconds))
    return f"- The load itself reaches {measured.per_second:.0f} requests/s against a server that reads nothing\n"


def _load(server: Contestant, *, connections: int, seconds: float) -> Load:
    return Load(
        port=server.port,
        author=server.author,
        connections=connections,
        seconds=seconds + WARM_UP_SECONDS,
        warm_up_seconds=WARM_UP_SECONDS,
    )


def _intake_table(letters: Sequence[str], seconds: float, rounds: int, starts: list[float]) -> str:
    found: dict[tuple[str, int], list[Measured]] = {}
    for _ in range(rounds):
        for connections in CONNECTIONS:
            for letter in letters:
                with CONTESTANTS[letter][1]() as server:
                    measured = put_on(_load(server, connections=connections, seconds=seconds))
                    if letter == "d":
                        starts.append(server.start_seconds)
                found.setdefault((letter, connections), []).append(measured)
    return _table(
        ["", "server", "connections", "requests/s", "× (a)", "p50 ms", "p99 ms", "errors"],
        [_intake_row(letter, count, found) for count in CONNECTIONS for letter in letters],
    )


def _intake_row(letter: str, connections: int, found: dict[tuple[str, int], list[Measured]]) -> list[str]:
    runs = found[letter, connections]
    rate = median(run.per_second for run in runs)
    yardstick = median(run.per_second for run in found[YARDSTICK, connections])
    return [
        f"({letter})",
        CONTESTANTS[letter][0],
        str(connections),
        f"{rate:.0f}",
        f"{rate / yardstick:.2f}",
        f"{median(run.p50 for run in runs):.1f}",
        f"{median(run.p99 for run in runs):.1f}",
        str(sum(run.errors for run in runs)),
    ]


def _steady(letter: str, starts: list[float]) -> Steady:
    with CONTESTANTS[letter][1]() as server:
        starts.append(server.start_seconds)
        load = replace(_load(server, connections=16, seconds=STEADY_SECONDS), rate=STEADY_RATES[letter])
        return _measure(server, load)


def _flood(letter: str, starts: list[float]) -> Steady:
    with CONTESTANTS[letter][1]() as server:
        starts.append(server.start_seconds)
        load = replace(_load(server, connections=16, seconds=DRAIN_SECONDS), count=SATURATING_EVENTS)
        return _measure(server, replace(load, warm_up_seconds=0.0))


def _measure(server: Contestant, load: Load) -> Steady:
    if server.database_path is None:
        raise ValueError("this server keeps nothing")
    measured = put_on(load)
    worked = wait_until_worked(server.database_path, timeout=DRAIN_SECONDS)
    return Steady(measured=measured, worked=worked, memory_megabytes=server.memory_megabytes)


def _steady_table(found: Mapping[str, Sequence[Steady]]) -> str:
    rows = [
        [
            f"({letter})",
            f"{STEADY_RATES[letter]:.0f} events/s for {STEADY_SECONDS:.0f} s",
            f"{median(run.measured.p50 for run in runs):.1f}",
            f"{median(run.measured.p99 for run in runs):.1f}",
            f"{median(run.worked.greatest_backlog_seconds for run in runs):.2f}",
            f"{median(run.worked.cases for run in runs):.0f}",
            str(sum(run.measured.errors for run in runs)),
        ]
        for letter, runs in found.items()
    ]
    return _table(["", "steady load", "p50 ms", "p99 ms", "greatest backlog s", "cases", "errors"], rows)


def _flood_table(found: Mapping[str, Sequence[Steady]]) -> str:
    rows = [
        [
            f"({letter})",
            str(SATURATING_EVENTS),
            f"{median(run.measured.per_second for run in runs):.0f}",
            f"{median(run.worked.cases for run in runs):.0f}",
            f"{median(run.worked.answers_written for run in runs):.0f}",
            f"{median(run.worked.per_second for run in runs):.0f}",
            f"{median(run.worked.answers_sent for run in runs):.0f}",
            str(sum(run.measured.errors for run in runs)),
        ]
        for letter, runs in found.items()
    ]
    heads = ["", "events at once", "taken in/s", "cases", "answers written", "events to answered cases/s"]
    return _table([*heads, "answers already sent", "errors"], rows)


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    main()
