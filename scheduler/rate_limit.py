"""How many requests may leave in a minute, and how many of them reads may take from messages (zalo-platform §11)."""

import threading
from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)
KEPT_FOR_MESSAGES = 4


class RateLimit:
    """At most `per_minute` requests in any sixty seconds."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._sent_at: deque[datetime] = deque()
        self._lock = threading.Lock()

    def allows(self, now: datetime) -> bool:
        """Whether one more request may leave now."""
        with self._lock:
            return self._left(now) > 0

    def note(self, now: datetime) -> None:
        """One request left."""
        with self._lock:
            self._sent_at.append(now)

    def take_spare(self, now: datetime) -> bool:
        """Take one request for something that can wait, unless messages may soon need what is left."""
        with self._lock:
            is_spare = self._left(now) > self._per_minute // KEPT_FOR_MESSAGES
            if is_spare:
                self._sent_at.append(now)
            return is_spare

    def take_over(self, sent_at: Iterable[datetime]) -> None:
        """Count what somebody else has sent before us."""
        with self._lock:
            self._sent_at = deque(sorted(sent_at))

    def _left(self, now: datetime) -> int:
        while self._sent_at and now - self._sent_at[0] >= MINUTE:
            self._sent_at.popleft()
        return self._per_minute - len(self._sent_at)
