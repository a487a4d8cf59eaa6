"""The same work, split over processes of every role: nothing is done twice, and whoever dies is stood in for."""

import subprocess
from collections.abc import Iterator
from time import monotonic

import pytest
from sqlmodel import select

from bot.simulator.server import Simulator
from storage.tables import Incident, OutboxMessage, OutboxStatus
from tests.processes.crowd import write_parts
from tests.processes.serving import Served, pause

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]

WAIT_SECONDS = 40


class Split:
    """One installation served by several processes."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.workers = [served.spawn("worker"), served.spawn("worker")]
        self.scheduler = served.spawn("scheduler")
        served.start("web")
        while served.log.count("serve.started") < 4:
            pause()

    def close(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait(10)

    def rows(self) -> tuple[list[Incident], list[OutboxMessage]]:
        database = self.served.open_database()
        with database.read() as work:
            found = work.session.exec(select(Incident)).all(), work.session.exec(select(OutboxMessage)).all()
        database.close()
        return list(found[0]), list(found[1])

    def wait_until_all_is_said(self, cases: int) -> list[OutboxMessage]:
        deadline = monotonic() + WAIT_SECONDS
        while True:
            incidents, messages = self.rows()
            if len(incidents) >= cases and all(row.status is OutboxStatus.SENT for row in messages):
                return messages
            assert monotonic() < deadline, (len(incidents), [row.status for row in messages], self.served.log)
            pause()


@pytest.fixture
def split(served: Served) -> Iterator[Split]:
    split = Split(served)
    yield split
    split.close()


def post(split: Split, simulator: Simulator, persons: int) -> int:
    parts = write_parts(simulator, persons)
    simulator.webhook_url = split.served.webhook_url
    for part in parts:
        for event in part.events:
            assert split.served.post(event.body, event.timestamp) == 200
    return len(parts)


def test_two_workers_a_scheduler_and_a_web_server_do_everything_once(split: Split, simulator: Simulator) -> None:
    cases = post(split, simulator, 22)
    messages = split.wait_until_all_is_said(cases)
    assert len({row.zalo_message_id for row in messages}) == len(messages)
    heard = [message for person in simulator.world.chats.people.values() for message in simulator.heard(person)]
    assert len(heard) == len(messages)


def test_another_worker_sends_when_the_sender_dies(split: Split, simulator: Simulator) -> None:
    split.wait_until_all_is_said(post(split, simulator, 11))
    first, second = split.workers
    first.kill()
    first.wait(10)
    split.wait_until_all_is_said(post(split, simulator, 11))
    third = split.served.spawn("worker")
    split.workers = [second, third]
    second.kill()
    second.wait(10)
    split.wait_until_all_is_said(post(split, simulator, 11))


def test_every_role_ends_well_when_told_to_stop(split: Split) -> None:
    processes: list[subprocess.Popen[bytes]] = [*split.workers, split.scheduler, split.served.process]
    for process in processes:
        process.terminate()
    assert [process.wait(15) for process in processes] == [0, 0, 0, 0]
    assert "Traceback" not in split.served.log
