"""The load: keep-alive connections on plain sockets, in a process of its own; bounded in count and time."""

import argparse
import itertools
import json
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.events import Posted, line_event, zalo_event

KINDS: dict[str, Callable[..., Posted]] = {"zalo": zalo_event, "line": line_event}
MAX_SECONDS = 120.0


@dataclass
class Tally:
    """What one connection saw: seconds from the (planned) start of each request to its answer."""

    latencies: list[float] = field(default_factory=list)
    errors: int = 0


def request_bytes(posted: Posted) -> bytes:
    """One whole HTTP request."""
    head = (
        "POST /webhook/zalo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"{posted.header}: {posted.signature}\r\nContent-Length: {len(posted.body)}\r\n\r\n"
    )
    return head.encode() + posted.body


def ask(connection: socket.socket, request: bytes) -> bool:
    """Send one request and read its whole answer; whether it was a 200."""
    connection.sendall(request)
    answer = b""
    while b"\r\n\r\n" not in answer:
        part = connection.recv(4096)
        if not part:
            return False
        answer += part
    head, _, rest = answer.partition(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
    while len(rest) < length:
        rest += connection.recv(4096)
    return head.startswith(b"HTTP/1.1 200")


def as_fast_as_possible(port: int, requests: Iterator[bytes], until: float, tally: Tally) -> None:
    """One connection that asks again as soon as it is answered."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for request in requests:
            began = time.perf_counter()
            if began >= until:
                return
            tally.errors += not ask(connection, request)
            tally.latencies.append(time.perf_counter() - began)


def at_a_steady_pace(port: int, planned: Sequence[tuple[float, bytes]], tally: Tally) -> None:
    """One connection that asks at given instants; a late start counts as latency."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for due, request in planned:
            time.sleep(max(0.0, due - time.perf_counter()))
            tally.errors += not ask(connection, request)
            tally.latencies.append(time.perf_counter() - due)


def run(threads: Sequence[threading.Thread]) -> float:
    """Run them all; the seconds it took."""
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(MAX_SECONDS)
    return time.perf_counter() - began


def main() -> None:
    """Make the requests, run the load, print the tally as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--kind", choices=KINDS, required=True)
    parser.add_argument("--run", required=True)
    parser.add_argument("--connections", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--rate", type=float, help="events a second; without it as fast as possible")
    parser.add_argument("--most", type=int, default=30_000, help="most requests made in advance")
    given = parser.parse_args()
    seconds = min(given.seconds, MAX_SECONDS)
    count = int(given.rate * seconds) if given.rate else given.most
    made = [request_bytes(KINDS[given.kind](number, run=given.run)) for number in range(count)]
    tallies = [Tally() for _ in range(given.connections)]
    elapsed = run(list(_threads(given, made, tallies, seconds)))
    latencies = sorted(itertools.chain.from_iterable(tally.latencies for tally in tallies))
    result = {
        "requests": len(latencies),
        "seconds": elapsed,
        "errors": sum(tally.errors for tally in tallies),
        "p50": latencies[len(latencies) // 2],
        "p99": latencies[int(len(latencies) * 0.99)],
    }
    json.dump(result, sys.stdout)


def _threads(
    given: argparse.Namespace, made: Sequence[bytes], tallies: Sequence[Tally], seconds: float
) -> Iterator[threading.Thread]:
    start = time.perf_counter() + 0.2
    for position, tally in enumerate(tallies):
        mine = made[position :: len(tallies)]
        if given.rate:
            planned = [
                (start + (position + turn * len(tallies)) / given.rate, request) for turn, request in enumerate(mine)
            ]
            yield threading.Thread(target=at_a_steady_pace, args=(given.port, planned, tally))
        else:
            yield threading.Thread(target=as_fast_as_possible, args=(given.port, iter(mine), start + seconds, tally))


if __name__ == "__main__":
    main()
