"""Killed at random moments under load, it loses nothing it has acknowledged and does nothing twice."""

import random
from threading import Event

import pytest

from bot.simulator.server import Simulator
from tests.processes.aftermath import at_rest, everything_happened_once
from tests.processes.crowd import Crowd, write_parts
from tests.processes.serving import Served

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]

KILLS = 5
RESIDENTS = 154
THREADS = 6
DRAIN_SECONDS = 240  # so long only where it would never end: a quiet machine needs 25, a busy one several times that


def kill_five_times(served: Served, crowd: Crowd, dice: random.Random) -> None:
    for _ in range(KILLS):
        enough = crowd.answers + dice.randint(15, 45)
        assert crowd.wait_for_answers(enough, timeout=30)
        Event().wait(dice.uniform(0, 0.15))
        assert crowd.is_busy, "the load ended before the last kill"
        served.kill()
        served.start()


def test_five_kills_under_load_lose_nothing_and_do_nothing_twice(served: Served, simulator: Simulator) -> None:
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # noqa: T201 (pytest shows it when the test fails)
    parts = write_parts(simulator, RESIDENTS)
    simulator.webhook_url = served.webhook_url
    served.start()
    with Crowd(served=served, parts=parts, threads=THREADS, seed=seed) as crowd:
        kill_five_times(served, crowd, random.Random(seed))
        with at_rest(crowd, timeout=DRAIN_SECONDS) as aftermath:
            figures = everything_happened_once(aftermath)
    assert not crowd.refusals
    assert figures.unknown <= KILLS
