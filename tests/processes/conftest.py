"""A simulated Zalo in this process and an installation beside it, whose process is gone when the test ends."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.simulator.options import SimulatorOptions
from bot.simulator.server import Simulator
from tests.processes.serving import Served


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(SimulatorOptions(requests_per_minute=None, free_replies=None)) as simulator:
        yield simulator


@pytest.fixture
def served(simulator: Simulator, tmp_path: Path) -> Iterator[Served]:
    served = Served(simulator, tmp_path)
    yield served
    served.close()
