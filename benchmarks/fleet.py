"""The processes of one installation, each of a role, of which any may be killed at any moment and begins again."""

import random
import subprocess
from collections.abc import Sequence
from threading import Event
from types import TracebackType
from typing import Self

from tests.processes.serving import Served, pause

LISTENING = frozenset({"all", "web"})
KILLED_WHILE_STARTING = 0.2
LONGEST_START_SECONDS = 1.2


class Fleet:
    """One process a role, the first of which listens."""

    def __init__(self, served: Served, roles: Sequence[str]) -> None:
        self._served = served
        self._roles = tuple(roles)
        self._others: dict[int, subprocess.Popen[bytes]] = {}
        self.kills = 0

    def __enter__(self) -> Self:
        for number in range(len(self._roles)):
            self._start(number)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._others.values():
            _end(process)
        self._served.close()

    def kill_one(self, dice: random.Random) -> None:
        """kill -9 for one of them; it begins again, and now and then is killed once more before it is up."""
        number = dice.randrange(len(self._roles))
        self._kill(number)
        if dice.random() < KILLED_WHILE_STARTING:
            process = self._served.spawn(self._roles[number])
            Event().wait(dice.uniform(0, LONGEST_START_SECONDS))
            _end(process)
            self.kills += 1
        self._start(number)

    def _kill(self, number: int) -> None:
        if self._roles[number] in LISTENING:
            self._served.kill()
        else:
            _end(self._others[number])
        self.kills += 1

    def _start(self, number: int) -> None:
        role = self._roles[number]
        if role in LISTENING:
            self._served.start(role)
            return
        started = self._times_started(role)
        process = self._others[number] = self._served.spawn(role)
        while self._times_started(role) == started:
            assert process.poll() is None, self._served.log
            pause()

    def _times_started(self, role: str) -> int:
        return self._served.log.count(f"serve.started role={role}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
