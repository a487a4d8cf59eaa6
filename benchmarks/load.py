"""The load, in a process of its own: keep-alive connections that ask without pause, or at a steady rate.

At a steady rate an answer's time counts from when the request was due, so that a server that stalls cannot hide it.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from time import perf_counter

from benchmarks.events import Author, Wire

HOST = "127.0.0.1"
ANSWER_SECONDS = 30.0


@dataclass(frozen=True, kw_only=True)
class Load:
    """What to ask of whom: without pause for `seconds`, or `rate` a second; at the most `count` requests in all."""

    port: int
    author: Author
    connections: int
    seconds: float
    warm_up_seconds: float = 0.0
    rate: float | None = None
    count: int = 10**9
    first_number: int = 0


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What came of one load; times in milliseconds."""

    requests: int
    seconds: float
    errors: int
    p50: float
    p99: float

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return self.requests / self.seconds


def put_on(load: Load) -> Measured:
    """Let a process of its own put this load on, and wait for it."""
    command = [sys.executable, "-m", "benchmarks.load"]
    done = subprocess.run(command, input=json.dumps(asdict(load)), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return Measured(**json.loads(done.stdout))


class _Line(asyncio.Protocol):
    """One connection with one request under way."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._received = b""
        self._answer: asyncio.Future[int] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, _error: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionError("the server hung up"))
        self._transport = None

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, ended, body = self._received.partition(b"\r\n\r\n")
        if not ended or len(body) < _content_length(head) or self._answer is None:
            return
        self._received = b""
        self._answer.set_result(int(head[9:12]))

    async def ask(self, request: bytes) -> int:
        """The status of the answer. Raises OSError when there was none."""
        if self._transport is None:
            await asyncio.get_running_loop().create_connection(lambda: self, HOST, self._port)
        assert self._transport is not None
        self._received = b""
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        async with asyncio.timeout(ANSWER_SECONDS):
            return await self._answer


def _content_length(head: bytes) -> int:
    for header in head.split(b"\r\n"):
        name, _, value = header.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


@dataclass
class _Run:
    load: Load
    number: int = 0
    errors: int = 0
    started_at: float = 0.0
    times: list[float] = field(default_factory=list)

    def take_number(self) -> int | None:
        if self.number >= self.load.count or perf_counter() >= self.started_at + self.load.seconds:
            return None
        if self.load.rate is not None and self.number >= self.load.rate * self.load.seconds:
            return None
        self.number += 1
        return self.number - 1

    async def begin_of(self, number: int) -> float:
        """When a request counts as begun: at once, or when its turn has come."""
        if self.load.rate is None:
            return perf_counter()
        due = self.started_at + number / self.load.rate
        if (early := due - perf_counter()) > 0:
            await asyncio.sleep(early)
        return due

    async def keep_asking(self, line: _Line) -> None:
        while (number := self.take_number()) is not None:
            request = self.load.author.request(self.load.first_number + number)
            begun = await self.begin_of(number)
            try:
                status = await line.ask(request)
            except OSError:
                status = 0
            ended = perf_counter()
            if status != 200:
                self.errors += 1
            elif ended >= self.started_at + self.load.warm_up_seconds:
                self.times.append((ended - begun) * 1000)


async def _run(load: Load) -> Measured:
    run = _Run(load, started_at=perf_counter())
    await asyncio.gather(*(run.keep_asking(_Line(load.port)) for _ in range(load.connections)))
    seconds = perf_counter() - run.started_at - load.warm_up_seconds
    times = sorted(run.times) or [0.0]
    return Measured(
        requests=len(run.times),
        seconds=seconds,
        errors=run.errors,
        p50=times[len(times) // 2],
        p99=times[min(len(times) - 1, int(len(times) * 0.99))],
    )


def _read(told: str) -> Load:
    fields = json.loads(told)
    author = fields.pop("author")
    return Load(author=Author(**author | {"wire": Wire(author["wire"])}), **fields)


def main(write: Callable[[str], object] = sys.stdout.write) -> None:
    """Read a load from standard input, put it on, and write what was measured."""
    write(json.dumps(asdict(asyncio.run(_run(_read(sys.stdin.read()))))))


if __name__ == "__main__":
    main()
