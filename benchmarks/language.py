"""How well messages are understood that were never met, and how fast: every claim of product C8 in figures.

python -m benchmarks.language [--cross-validate] [--folds N] [--examples FOLDER]

Without options it reads the held-out part. With `--cross-validate` it judges the training part by models learned from
other writers (needs the libraries of `make train`).
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from benchmarks import machine
from benchmarks.language_tables import activities, confusion, fields, headline, styles
from domain.understanding import Understanding
from language.interpreter import Interpreter
from language.loader import load_interpreter
from training.examples import TEST, TRAIN, Example, read_examples
from ward.gazetteer import load_gazetteer

ROOT = Path(__file__).parents[1]
KEYWORDS, GAZETTEER = ROOT / "templates" / "keywords.toml", ROOT / "ward" / "gazetteer.json"
STARTS = 5
MEASURED_START = """
import resource, sys, time
from pathlib import Path
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20
before, began = resident(), time.perf_counter()
from language.loader import load_interpreter
from ward.gazetteer import load_gazetteer
load_interpreter(Path(sys.argv[1]), load_gazetteer(Path(sys.argv[2])))
print(time.perf_counter() - began, resident() - before)
"""


class Judged(NamedTuple):
    """An example and what was understood of it."""

    example: Example
    meaning: Understanding


def main() -> None:
    """Measure and print as Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.language", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--cross-validate", action="store_true", help="judge the training part by other writers' models"
    )
    parser.add_argument("--folds", type=int, default=5, help="parts of the cross-validation (default: 5)")
    parser.add_argument("--examples", type=Path, default=TEST, help="a folder or file of examples (default: held out)")
    arguments = parser.parse_args()
    print(machine.described(" ".join(["python -m benchmarks.language", *sys.argv[1:]])), flush=True)
    if arguments.cross_validate:
        judged, seconds = _cross_validated(arguments.folds), list[float]()
    else:
        judged, seconds = _judged(
            read_examples(arguments.examples), load_interpreter(KEYWORDS, load_gazetteer(GAZETTEER))
        )
    for table in (headline, fields, styles, confusion, activities):
        print(f"\n{table(judged)}", flush=True)
    print(f"\n{_speed(seconds)}\n{_start()}")


def _judged(examples: Iterable[Example], interpreter: Interpreter) -> tuple[list[Judged], list[float]]:
    judged, seconds = [], []
    for example in examples:
        began = time.perf_counter()
        meaning = interpreter.understand(example.text, now=example.now, sender=example.sender, chat=example.chat)
        seconds.append(time.perf_counter() - began)
        judged.append(Judged(example, meaning))
    return judged, seconds


def _cross_validated(count: int) -> list[Judged]:
    from training.validating import interpreters_without

    examples = read_examples(TRAIN)
    return [
        pair
        for left_out, interpreter in interpreters_without(examples, count)
        for pair in _judged(left_out, interpreter)[0]
    ]


def _speed(seconds: Sequence[float]) -> str:
    if len(seconds) < 2:
        return "A message: not measured in a cross-validation."
    slowest = quantiles(seconds, n=100)[98]
    return f"A message: {median(seconds) * 1000:.2f} ms at the median (bar: 2 ms), {slowest * 1000:.2f} ms at p99."


def _start() -> str:
    measured = [_measured_start() for _ in range(STARTS)]
    seconds, megabytes = (median(values) for values in zip(*measured, strict=True))
    return f"Import and loading: {seconds:.2f} s (bar: 1 s), {megabytes:.1f} MB added (bar: 40 MB)."


def _measured_start() -> tuple[float, float]:
    command = [sys.executable, "-c", MEASURED_START, str(KEYWORDS), str(GAZETTEER)]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    seconds, megabytes = printed.split()
    return float(seconds), float(megabytes)


if __name__ == "__main__":
    main()
