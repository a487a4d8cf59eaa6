"""`serve` begins and ends as a whole: it stops cleanly, dies without orphans, and says in a sentence what is wrong."""

import signal
import sqlite3
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest
from sqlmodel import select

from bot.simulator.server import Simulator
from storage.tables import InboxEvent, InboxStatus, OutboxMessage, OutboxStatus
from tests.processes.crowd import Posted, write_parts
from tests.processes.serving import Served

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]

LOCKED_SECONDS = 1.0


def some_events(simulator: Simulator, served: Served, count: int) -> list[Posted]:
    events = [event for part in write_parts(simulator, count) for event in part.events]
    simulator.webhook_url = served.webhook_url
    return events


def post_all(served: Served, events: list[Posted]) -> None:
    assert [served.post(event.body, event.timestamp) for event in events] == [200] * len(events)


def kept(served: Served) -> list[InboxEvent]:
    with closing(served.open_database()) as database, database.read() as work:
        return list(work.session.exec(select(InboxEvent)).all())


def test_a_stop_finishes_what_is_in_hand_and_ends_well(served: Served, simulator: Simulator) -> None:
    events = some_events(simulator, served, 33)
    served.start()
    post_all(served, events)
    assert served.stop() == 0
    assert not served.is_answering()
    assert "Traceback" not in served.log
    assert len(kept(served)) >= len(events)
    assert InboxStatus.CLAIMED not in {row.status for row in kept(served)}
    with closing(served.open_database()) as database, database.read() as work:
        sends = set(work.session.exec(select(OutboxMessage.status)).all())
    assert sends <= {OutboxStatus.WAITING, OutboxStatus.SENT}


def test_a_stop_answers_the_request_in_hand(served: Served, simulator: Simulator) -> None:
    event = some_events(simulator, served, 1)[0]
    served.start()
    with ThreadPoolExecutor(1) as pool:
        with closing(lock(served.database_path)):
            answer = pool.submit(served.post, event.body, event.timestamp)
            still_waits(answer, LOCKED_SECONDS / 4)
            served.process.terminate()
            still_waits(answer, LOCKED_SECONDS / 4)
        assert answer.result(timeout=20) == 200
    assert served.process.wait(timeout=20) == 0
    assert len(kept(served)) == 1


def lock(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("BEGIN EXCLUSIVE")
    return connection


def still_waits(answer: Future[int], seconds: float) -> None:
    with pytest.raises(StillWaiting):
        answer.result(timeout=seconds)


def test_nothing_is_acknowledged_while_another_process_locks_the_database(served: Served, simulator: Simulator) -> None:
    event = some_events(simulator, served, 1)[0]
    served.start()
    with ThreadPoolExecutor(1) as pool:
        with closing(lock(served.database_path)):
            answer = pool.submit(served.post, event.body, event.timestamp)
            still_waits(answer, LOCKED_SECONDS)
        assert answer.result(timeout=20) == 200
    assert [row.body_sha256 for row in kept(served)]


def test_a_killed_server_leaves_nobody_behind(served: Served) -> None:
    served.start()
    children = Path(f"/proc/{served.process.pid}/task/{served.process.pid}/children")
    if children.exists():
        assert not children.read_text(encoding="utf-8").split()
    served.kill()
    assert not served.is_answering()


def test_a_second_server_on_the_same_port_is_told_so_in_a_sentence(served: Served) -> None:
    served.start()
    second = served.spawn()
    assert second.wait(timeout=30) == 1
    assert "serve.cannot_start" in served.log
    assert "Traceback" not in served.log
    assert served.is_answering()


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_while_idle_it_ends_well(served: Served, told: signal.Signals) -> None:
    served.start()
    assert served.stop(told) == 0
    assert served.log.rstrip().endswith("serve.stopped")


def test_told_to_stop_again_and_again_it_still_ends_well(served: Served, simulator: Simulator) -> None:
    events = some_events(simulator, served, 11)
    served.start()
    post_all(served, events)
    for _ in range(5):
        served.process.terminate()
        Event().wait(0.05)
    assert served.stop() == 0
    assert "Traceback" not in served.log
    assert served.log.rstrip().endswith("serve.stopped")
