"""Turns: one at a time among threads and processes, and whoever is urgent waits for one turn at the most."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage.turns import Turns

ROOT = Path(__file__).parents[2]
GREEDY = """
import sys
from pathlib import Path
from time import sleep
from storage.turns import Turns
turns, tally = Turns(Path(sys.argv[1])), Path(sys.argv[2])
while True:
    with turns.take():
        with tally.open("a") as file:
            file.write("x")
        sleep(0.002)
"""
HOLDING = """
import sys
from pathlib import Path
from storage.turns import Turns
with Turns(Path(sys.argv[1])).take(urgent=True):
    print("has it", flush=True)
    input()
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "ward.sqlite3"


@pytest.fixture
def greedy(place: Path, tmp_path: Path) -> Iterator[Path]:
    """Two processes that take turn after turn; the tally of their turns."""
    tally = tmp_path / "tally"
    tally.touch()
    command = [sys.executable, "-c", GREEDY, str(place), str(tally)]
    processes = [subprocess.Popen(command, cwd=ROOT) for _ in range(2)]
    while tally.stat().st_size < 10:
        assert all(process.poll() is None for process in processes)
    yield tally
    for process in processes:
        process.kill()
        process.wait()


def test_an_urgent_process_never_waits_for_more_than_the_turn_in_hand(place: Path, greedy: Path) -> None:
    turns = Turns(place)
    waited_for: list[int] = []
    for _ in range(50):
        before = greedy.stat().st_size
        with turns.take(urgent=True):
            waited_for.append(greedy.stat().st_size - before)
    turns.close()
    assert max(waited_for) <= 3
    assert sum(waited_for) <= 100


def test_a_patient_process_gets_its_turns_too(place: Path, greedy: Path) -> None:
    turns = Turns(place)
    for _ in range(5):
        with turns.take():
            size = greedy.stat().st_size
            assert greedy.stat().st_size == size
    turns.close()


def test_whoever_has_the_turn_sees_that_another_process_wants_it(place: Path) -> None:
    ours, theirs = Turns(place), Turns(place)
    with ThreadPoolExecutor(1) as pool:
        with ours.take():
            waiting = pool.submit(_take_urgently, theirs)
            while not _is_wanted(ours):
                assert not waiting.done()
        assert waiting.result(timeout=10)
    assert not _is_wanted(ours)
    ours.close()
    theirs.close()


def test_a_process_that_dies_gives_its_turn_back(place: Path) -> None:
    script = "import sys\nfrom pathlib import Path\nfrom storage.turns import Turns\n"
    script += (
        "taking = Turns(Path(sys.argv[1])).take(urgent=True)\ntaking.__enter__()\nprint('has it', flush=True)\ninput()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(place)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"has it\n"
    process.kill()
    process.communicate()
    turns = Turns(place)
    with turns.take():
        pass
    turns.close()


def _take_urgently(turns: Turns) -> bool:
    with turns.take(urgent=True):
        return True


def _is_wanted(turns: Turns) -> bool:
    return turns.is_wanted


def test_where_no_file_can_be_laid_the_database_itself_says_what_is_wrong(tmp_path: Path) -> None:
    turns = Turns(tmp_path / "missing" / "ward.sqlite3")
    assert not turns.is_wanted
    with turns.take(urgent=True), pytest.raises(ZeroDivisionError):
        _ = 1 / 0
    turns.close()
