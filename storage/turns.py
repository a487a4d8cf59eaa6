"""Whose turn it is to write, among the threads of one process: urgent writers go first, the others make room."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition


class Turns:
    """One turn at a time; whoever waits urgently gets the next one."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._taken = False
        self._urgent = 0

    @property
    def is_wanted(self) -> bool:
        """Whether somebody urgent waits: whoever has the turn should end it soon."""
        return self._urgent > 0

    @contextmanager
    def take(self, *, urgent: bool = False) -> Iterator[None]:
        """Wait for a turn, and hold it for the length of the block."""
        with self._changed:
            self._urgent += urgent
            self._changed.wait_for(lambda: not self._taken and (urgent or not self._urgent))
            self._urgent -= urgent
            self._taken = True
        try:
            yield
        finally:
            with self._changed:
                self._taken = False
                self._changed.notify_all()
