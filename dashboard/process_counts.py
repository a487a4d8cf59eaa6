"""What only this process can count: its requests, its timetable, and every thing it found worth a line of log.

The log is the one place where all parts already say what happened, by a name and with values of bounded number; so it
is counted there, and no part has to know that somebody counts.
"""

import logging
import re
from collections.abc import Iterable
from time import perf_counter
from typing import TYPE_CHECKING, Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

from domain.clock import Clock

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

DOORS = (("/webhook/", "webhook"), ("/api/", "api"), ("/healthz", "watch"), ("/readyz", "watch"), ("/metrics", "watch"))
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10)
OUTCOME_FIELDS = {"outbox.failed": "class", "webhook.quarantined": "reason", "token.refresh_failed": "class"}
_EVENT = re.compile(r"[a-z_]+\.[a-z_]+")


class ProcessCounts(logging.Handler):
    """Counters of one process, in a registry of their own, so that two services in one process do not meet."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(level=logging.INFO)
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._clock = clock
        self._requests = Histogram(
            "hoa_xuan_request_seconds",
            "Seconds until a request was answered, by door and status",
            ("door", "status"),
            buckets=SECONDS,
            registry=self.registry,
        )
        self._events = Counter(
            "hoa_xuan_log_events",
            "What happened in this process, by the name of its log line; outcome is a failure's class",
            ("event", "level", "outcome"),
            registry=self.registry,
        )
        self._jobs = Gauge(
            "hoa_xuan_job_last_success_timestamp_seconds",
            "When a job of the timetable last ended well",
            ("job",),
            registry=self.registry,
        )

    def begin(self) -> None:
        """Count the log lines of this process from now on."""
        logging.getLogger().addHandler(self)

    def end(self) -> None:
        """Count no more of them."""
        logging.getLogger().removeHandler(self)

    def note_job(self, name: str) -> None:
        """A job of the timetable ended well."""
        self._jobs.labels(name).set(self._clock().timestamp())

    def emit(self, record: logging.LogRecord) -> None:
        """Count one line by the name it opens with; lines of others that have no such name are counted together."""
        found = _EVENT.match(str(record.msg))
        event = found[0] if found else "other"
        self._events.labels(event, record.levelname.lower(), _outcome(event, record)).inc()

    def timed(self, application: "WSGIApplication") -> "WSGIApplication":
        """The same application, each answer of which is timed until it begins to leave."""

        def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
            begun = perf_counter()
            seen: list[str] = []

            def start(status: str, *more: Any) -> Any:
                seen.append(status[:3])
                return start_response(status, *more)

            body = application(environ, start)
            door = door_of(str(environ.get("PATH_INFO", "")))
            self._requests.labels(door, seen[-1] if seen else "none").observe(perf_counter() - begun)
            return body

        return answer


def door_of(path: str) -> str:
    """Which of the few doors a path belongs to; everything else is a page."""
    return next((door for prefix, door in DOORS if path.startswith(prefix)), "pages")


def _outcome(event: str, record: logging.LogRecord) -> str:
    field = OUTCOME_FIELDS.get(event)
    found = re.search(rf"\b{field}=(\w+)", record.getMessage()) if field else None
    return found[1] if found else ""
