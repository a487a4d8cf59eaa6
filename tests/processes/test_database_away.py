"""PostgreSQL ends as in a crash and comes back while everything runs: nothing is lost, and nobody has to help."""

import random
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from bot.simulator.server import Simulator
from tests.databases import fresh_database, postgresql_server, start_again, stop_at_once
from tests.processes.aftermath import at_rest, everything_happened_once
from tests.processes.crowd import Crowd, write_parts
from tests.processes.serving import Served, pause

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]

RESTARTS = 3
RESIDENTS = 160
THREADS = 6
WAIT_SECONDS = 30


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pg")


@pytest.fixture
def server(folder: Path) -> Iterator[str]:
    with postgresql_server(folder) as address:
        yield address


@pytest.fixture
def served(simulator: Simulator, tmp_path: Path, server: str) -> Iterator[Served]:
    served = Served(simulator, tmp_path, database_url=fresh_database(server))
    yield served
    served.close()


def wait_until_ready(served: Served) -> None:
    deadline = monotonic() + WAIT_SECONDS
    while served.ready()[0] != 200:
        assert monotonic() < deadline, served.ready()
        pause()


def test_a_database_that_goes_and_comes_back_loses_nothing(served: Served, simulator: Simulator, folder: Path) -> None:
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # noqa: T201 (pytest shows it when the test fails)
    dice = random.Random(seed)
    parts = write_parts(simulator, RESIDENTS)
    simulator.webhook_url = served.webhook_url
    served.start()
    with Crowd(served=served, parts=parts, threads=THREADS, seed=seed) as crowd:
        for _ in range(RESTARTS):
            assert crowd.wait_for_answers(crowd.answers + dice.randint(15, 40), timeout=WAIT_SECONDS)
            stop_at_once(folder)
            refused = len(crowd.refusals)
            status, checks = served.ready()
            assert (status, checks["database"]) == (503, "the database does not answer")
            assert checks["workers"] == "ok"
            assert crowd.wait_for_refusals(refused + 1, timeout=WAIT_SECONDS)
            start_again(folder)
            wait_until_ready(served)
        with at_rest(crowd, timeout=240) as aftermath:
            everything_happened_once(aftermath)
    assert set(crowd.refusals) == {503}


def test_without_its_database_it_does_not_begin_and_says_so_in_a_sentence(served: Served, folder: Path) -> None:
    stop_at_once(folder)
    process = served.spawn()
    assert process.wait(timeout=WAIT_SECONDS) == 1
    assert "serve.cannot_start the database does not answer" in served.log
    assert "Traceback" not in served.log
