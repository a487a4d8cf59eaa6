"""What can go wrong between us and Zalo, on order: a table of switches by path, each for a number of calls."""

from dataclasses import dataclass, replace
from enum import StrEnum
from threading import Event, Lock
from typing import Any

MAINTENANCE_PAGE = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
NOT_JSON = "Service temporarily unavailable"


class FaultKind(StrEnum):
    """How a call fails; the two that process first leave the caller not knowing whether it was done."""

    ERROR_CODE = "error_code"
    BAD_GATEWAY = "bad_gateway"
    NOT_JSON = "not_json"
    SLOW = "slow"
    DROP_BEFORE = "drop_before"
    PROCESS_THEN_DROP = "process_then_drop"
    PROCESS_THEN_BAD_GATEWAY = "process_then_bad_gateway"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One switch: calls whose path starts with `path_prefix` fail, `times` more times (None: until cleared)."""

    path_prefix: str
    kind: FaultKind
    times: int | None = 1
    error_code: int = -200
    seconds: float = 1.0


class FaultTable:
    """The switches in the order in which they were set; the first that fits is used up first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._faults: list[Fault] = []
        self._stopping = Event()

    def add(self, fault: Fault) -> None:
        """Set one more switch."""
        with self._lock:
            self._faults.append(fault)

    def clear(self) -> None:
        """Take every switch back."""
        with self._lock:
            self._faults.clear()

    def all(self) -> tuple[Fault, ...]:
        """The switches that still wait for a call."""
        with self._lock:
            return tuple(self._faults)

    def take(self, path: str) -> Fault | None:
        """The fault that strikes a call of this path, counted down; None if the call may pass."""
        with self._lock:
            for position, fault in enumerate(self._faults):
                if path.startswith(fault.path_prefix):
                    self._count_down(position, fault)
                    return fault
        return None

    def linger(self, seconds: float) -> None:
        """Keep a caller waiting, but not beyond the simulator's end."""
        self._stopping.wait(seconds)

    def stop(self) -> None:
        """Let everybody go who is being kept waiting."""
        self._stopping.set()

    def _count_down(self, position: int, fault: Fault) -> None:
        if fault.times is None:
            return
        if fault.times <= 1:
            del self._faults[position]
        else:
            self._faults[position] = replace(fault, times=fault.times - 1)


def drop_connection(environ: dict[str, Any]) -> None:
    """Cut the caller's TCP connection without an answer; works under waitress, whose channel holds the socket."""
    channel = environ["waitress.client_disconnected"].__self__
    channel.socket.shutdown(2)
