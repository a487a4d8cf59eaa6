"""Whose turn it is to write: urgent writers go first, the others make room, among threads and among processes.

SQLite's own waiting sleeps in steps of up to 100 ms and knows no order, so a process that writes all the time would
starve one that has to answer Zalo. Processes of one machine therefore queue at two locks of the operating system on
files beside the database, which die with their process (decision 0016).
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from threading import Condition
from typing import BinaryIO


class Turns:
    """One turn at a time; whoever waits urgently gets the next one."""

    def __init__(self, beside: Path | None = None) -> None:
        """With a file to stand `beside` the turns are those of all processes that name the same one."""
        self._changed = Condition()
        self._taken = False
        self._urgent = 0
        self._queue = _Queue(beside) if beside else None

    @property
    def is_wanted(self) -> bool:
        """Whether somebody urgent waits: whoever has the turn should end it soon."""
        return self._urgent > 0 or (self._queue is not None and self._queue.is_wanted())

    @contextmanager
    def take(self, *, urgent: bool = False) -> Iterator[None]:
        """Wait for a turn, and hold it for the length of the block."""
        with self._changed:
            self._urgent += urgent
            self._changed.wait_for(lambda: not self._taken and (urgent or not self._urgent))
            self._urgent -= urgent
            self._taken = True
        try:
            if self._queue is None:
                yield
            else:
                with self._queue.front(urgent=urgent):
                    yield
        finally:
            with self._changed:
                self._taken = False
                self._changed.notify_all()

    def close(self) -> None:
        """Give the files back."""
        if self._queue is not None:
            self._queue.close()


class _Queue:
    """The place of this process among others; only one thread at a time stands in it.

    Whoever is urgent holds `wanted` while he waits for `turn`; the others pass `wanted` first, so none of them can
    take the turn twice while somebody urgent waits.
    """

    def __init__(self, beside: Path) -> None:
        self._beside = beside

    @cached_property
    def _wanted(self) -> BinaryIO:
        return self._open("wanted")

    @cached_property
    def _glance(self) -> BinaryIO:
        return self._open("wanted")

    @cached_property
    def _turn(self) -> BinaryIO:
        return self._open("turn")

    def _open(self, name: str) -> BinaryIO:
        return Path(f"{self._beside}.{name}.lock").open("ab")

    @contextmanager
    def front(self, *, urgent: bool) -> Iterator[None]:
        """Wait until the turn is ours, and hold it for the length of the block.

        Where no file can be laid, no database can be written either: SQLite says so better, so nobody waits here.
        """
        try:
            _ = self._wanted, self._turn
        except OSError:
            yield
            return
        with self._held(urgent=urgent):
            yield

    @contextmanager
    def _held(self, *, urgent: bool) -> Iterator[None]:
        fcntl.flock(self._wanted, fcntl.LOCK_EX if urgent else fcntl.LOCK_SH)
        try:
            if not urgent:
                fcntl.flock(self._wanted, fcntl.LOCK_UN)
            fcntl.flock(self._turn, fcntl.LOCK_EX)
        finally:
            fcntl.flock(self._wanted, fcntl.LOCK_UN)
        try:
            yield
        finally:
            fcntl.flock(self._turn, fcntl.LOCK_UN)

    def is_wanted(self) -> bool:
        """Whether a process waits urgently, by a glance that waits for nobody."""
        try:
            fcntl.flock(self._glance, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        fcntl.flock(self._glance, fcntl.LOCK_UN)
        return False

    def close(self) -> None:
        for name in ("_wanted", "_glance", "_turn"):
            file = self.__dict__.pop(name, None)
            if file is not None:
                file.close()
