"""What the database of a server under load says of it: how far behind it was, and how fast it opened cases."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep

LOOK_EVERY_SECONDS = 0.2
_LOAD = "event_name = 'user_send_text'"


@dataclass(frozen=True, kw_only=True)
class Worked:
    """How the events of one load became cases; `answers_sent` had reached Zalo when the last case was open."""

    events: int
    cases: int
    answers_written: int
    answers_sent: int
    seconds: float
    greatest_backlog_seconds: float

    @property
    def per_second(self) -> float:
        """Events a second, from the first one's arrival to the last one's effect."""
        return self.events / self.seconds


def wait_until_worked(path: Path, *, timeout: float) -> Worked:
    """Wait until every event of the load has had its effect. Raises TimeoutError."""
    deadline = monotonic() + timeout
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        while database.execute(f"SELECT 1 FROM inbox WHERE {_LOAD} AND handled_at IS NULL LIMIT 1").fetchone():
            if monotonic() > deadline:
                raise TimeoutError("the backlog was not worked off")
            sleep(LOOK_EVERY_SECONDS)
        return _worked(database)


def _worked(database: sqlite3.Connection) -> Worked:
    rows = [
        (datetime.fromisoformat(received), datetime.fromisoformat(handled))
        for received, handled in database.execute(f"SELECT received_at, handled_at FROM inbox WHERE {_LOAD}")
    ]
    first, last = min(received for received, _ in rows), max(handled for _, handled in rows)
    opened = "SELECT count(*) FROM outbox WHERE kind = 'incident_opened'"
    return Worked(
        events=len(rows),
        cases=_count(database, "SELECT count(*) FROM incidents"),
        answers_written=_count(database, opened),
        answers_sent=_count(database, f"{opened} AND status = 'sent'"),
        seconds=(last - first).total_seconds(),
        greatest_backlog_seconds=max((handled - received).total_seconds() for received, handled in rows),
    )


def _count(database: sqlite3.Connection, query: str) -> int:
    return int(database.execute(query).fetchone()[0])
