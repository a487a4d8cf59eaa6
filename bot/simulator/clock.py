"""How the simulator's time runs: real time plus an offset, or frozen, moved by hand and shared with the app."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock


class ControllableClock:
    """A `domain.clock.Clock` that tests and the chat page can move; every answer is aware and in UTC."""

    def __init__(self, frozen_at: datetime | None = None) -> None:
        self._lock = Lock()
        self._offset = timedelta()
        self._frozen_at = frozen_at
        self._listeners: list[Callable[[], None]] = []

    def __call__(self) -> datetime:
        with self._lock:
            return self._frozen_at or datetime.now(UTC) + self._offset

    @property
    def is_frozen(self) -> bool:
        """Whether time stands still."""
        return self._frozen_at is not None

    def advance(self, step: timedelta) -> None:
        """Move the clock by `step`; a frozen clock stays frozen at the new instant."""
        with self._lock:
            if self._frozen_at is None:
                self._offset += step
            else:
                self._frozen_at += step
        self._tell()

    def set(self, instant: datetime) -> None:
        """Put the clock at `instant`, which must carry a zone; running clocks go on from there."""
        if instant.tzinfo is None:
            raise ValueError("the simulator's clock needs an instant with a time zone")
        with self._lock:
            if self._frozen_at is None:
                self._offset = instant.astimezone(UTC) - datetime.now(UTC)
            else:
                self._frozen_at = instant.astimezone(UTC)
        self._tell()

    def freeze(self) -> None:
        """Let time stand still at this instant."""
        with self._lock:
            self._frozen_at = self._frozen_at or datetime.now(UTC) + self._offset
        self._tell()

    def run(self) -> None:
        """Let a frozen clock go on from where it stands."""
        with self._lock:
            if self._frozen_at is not None:
                self._offset = self._frozen_at - datetime.now(UTC)
                self._frozen_at = None
        self._tell()

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Call `listener` after every move by hand."""
        self._listeners.append(listener)

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()
