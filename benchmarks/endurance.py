"""What many kills at random moments under load come to; a run in which anything was lost or done twice fails.

python -m benchmarks.endurance [--kills N] [--roles all|split] [--databases sqlite postgresql] [--seed N]

The long form of `tests/processes/test_kill.py`: the same crowd and the same conditions at the end. Zalo posts every
event of its own twice and out of order, some of the residents' events come twice or overtake each other, and the
answers to some sends are lost. The account may not read its record of chats: in this load people's words stand in it
long before their events are posted, so reading it back would only bring everything twice.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Event
from time import perf_counter

from benchmarks import machine
from benchmarks.fleet import Fleet
from bot.simulator.faults import FaultKind
from bot.simulator.options import SimulatorOptions
from bot.simulator.server import Simulator
from tests.databases import KINDS, fresh_database, postgresql_server
from tests.processes.aftermath import Figures, at_rest, everything_happened_once
from tests.processes.crowd import Crowd, write_parts
from tests.processes.serving import Served

THREADS = 6
LAST_RESIDENTS = 60
LOAD_SECONDS = 120.0
REST_SECONDS = 400.0
SEND = "/openapi/v3.0/oa/message/cs"
RECORD = "/openapi/v2.0/oa/listrecentchat"
PACKAGE_TOO_LOW = -224
LOST_ANSWERS = (FaultKind.PROCESS_THEN_DROP, FaultKind.PROCESS_THEN_BAD_GATEWAY)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Which processes there are, and a load that lasts: where the web survives most kills, it must be slower."""

    roles: Sequence[str]
    residents_a_kill: int
    pause_seconds: float


PLANS: Mapping[str, Plan] = {
    "all": Plan(roles=("all",), residents_a_kill=16, pause_seconds=0.0),
    "split": Plan(roles=("web", "worker", "worker", "scheduler"), residents_a_kill=45, pause_seconds=0.15),
}


@dataclass(frozen=True, kw_only=True)
class Endured:
    """One run."""

    database: str
    roles: Sequence[str]
    kills: int
    lost_answers: int
    seconds: float
    figures: Figures


def main() -> None:
    """Run and print a Markdown table. Raises AssertionError, after naming the seed, when something does not hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.endurance", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=50, help="kills a database, at least (default: 50)")
    parser.add_argument("--roles", choices=list(PLANS), default="all", help="one process, or one a role (default: all)")
    parser.add_argument("--databases", choices=KINDS, nargs="+", default=list(KINDS), help="default: both")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6), help="default: at random")
    arguments = parser.parse_args()
    print(machine.described(" ".join(["python -m benchmarks.endurance", *sys.argv[1:]])))
    print(f"- Seed: {arguments.seed}\n", flush=True)
    print(_row([*_HEADS]))
    print(_row(["---"] * len(_HEADS)), flush=True)
    for kind in arguments.databases:
        print(_row(_cells(endure(kind, PLANS[arguments.roles], arguments.kills, arguments.seed))), flush=True)


def endure(kind: str, plan: Plan, kills: int, seed: int) -> Endured:
    """One run on one kind of database, in a folder that is gone afterwards."""
    began = perf_counter()
    dice = random.Random(seed)
    with _installed(kind) as served:
        parts = write_parts(served.simulator, kills * plan.residents_a_kill + LAST_RESIDENTS)
        served.simulator.webhook_url = served.webhook_url
        served.simulator.webhook_modes(copies=2, swapped=True)
        served.simulator.fault(RECORD, FaultKind.ERROR_CODE, times=None, error_code=PACKAGE_TOO_LOW)
        crowd = Crowd(
            served=served, parts=parts, threads=THREADS, seed=seed, reorders=True, pause_seconds=plan.pause_seconds
        )
        with Fleet(served, plan.roles) as fleet, crowd:
            lost_answers = _kill_often(fleet, crowd, kills, dice)
            _deliver_everything(crowd)
            with at_rest(crowd, timeout=REST_SECONDS) as aftermath:
                assert set(crowd.refusals) <= {503}, set(crowd.refusals)
                figures = everything_happened_once(aftermath)
            killed = fleet.kills
    seconds = perf_counter() - began
    return Endured(
        database=kind, roles=plan.roles, kills=killed, lost_answers=lost_answers, seconds=seconds, figures=figures
    )


@contextmanager
def _installed(kind: str) -> Iterator[Served]:
    options = SimulatorOptions(requests_per_minute=None, free_replies=None)
    with Simulator(options) as simulator, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if kind == "sqlite":
            yield Served(simulator, folder)
            return
        with postgresql_server(folder / "postgresql") as server:
            yield Served(simulator, folder, database_url=fresh_database(server))


def _kill_often(fleet: Fleet, crowd: Crowd, kills: int, dice: random.Random) -> int:
    lost_answers = 0
    while fleet.kills < kills:
        if dice.random() < 0.5:
            crowd.served.simulator.fault(SEND, dice.choice(LOST_ANSWERS), times=1)
            lost_answers += 1
        assert crowd.wait_for_answers(crowd.answers + dice.randint(5, 30), timeout=LOAD_SECONDS)
        Event().wait(dice.uniform(0, 0.15))
        assert crowd.is_busy, "the load ended before the last kill"
        fleet.kill_one(dice)
    return lost_answers


def _deliver_everything(crowd: Crowd) -> None:
    """Zalo's own events that nobody took while we were down: their retries are due at once, and nothing is held."""
    crowd.join(LOAD_SECONDS)
    simulator = crowd.served.simulator
    simulator.webhook_modes(swapped=False)
    for _ in range(2):
        simulator.wait_until_attempted(timeout=LOAD_SECONDS)
        simulator.clock.advance(timedelta(hours=1))


_HEADS = (
    "database",
    "processes",
    "kill -9",
    "events acknowledged",
    "cases",
    "messages",
    "answers of Zalo's lost",
    "settled by their echo",
    "unknown",
    "sent once more after look-up",
    "seconds",
)


def _cells(run: Endured) -> list[str]:
    figures = run.figures
    return [
        run.database,
        " + ".join(run.roles),
        *map(str, (run.kills, figures.events, figures.cases, figures.messages, run.lost_answers)),
        *map(str, (figures.settled, figures.unknown, figures.sent_again)),
        f"{run.seconds:.0f}",
    ]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
