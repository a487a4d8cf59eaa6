"""A thread that does one small step again and again, sleeps when there is nothing, wakes when told, and stops whole."""

import logging
import threading
from collections.abc import Callable

from sqlalchemy.exc import OperationalError

log = logging.getLogger(__name__)
PAUSE_AFTER_FAILURE_SECONDS = 1.0


class Loop:
    """One worker thread; `step` answers whether it found something to do."""

    def __init__(self, name: str, step: Callable[[], bool], *, idle_seconds: float) -> None:
        """`idle_seconds` is how long it sleeps at the most when there was nothing to do."""
        self.name = name
        self._step = step
        self._idle_seconds = idle_seconds
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """There is something to do: do not sleep on."""
        self._wake.set()

    def begin_stop(self) -> None:
        """Take no further step after the one in hand."""
        self._stopping.set()
        self._wake.set()

    def stop(self) -> None:
        """Finish the step in hand, then end."""
        self.begin_stop()
        if self._thread.is_alive():
            self._thread.join()

    @property
    def is_alive(self) -> bool:
        """Whether the thread still runs."""
        return self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            if not self._step_safely():
                self._wake.wait(self._idle_seconds)

    def _step_safely(self) -> bool:
        try:
            return self._step()
        except OperationalError as error:
            log.warning("loop.database_failed name=%s error=%s", self.name, type(error.orig).__name__)
        except Exception:
            log.exception("loop.failed name=%s", self.name)
        self._stopping.wait(PAUSE_AFTER_FAILURE_SECONDS)
        return False
