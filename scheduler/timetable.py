"""The timetable: every recurring job in one table, driven by APScheduler."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import OperationalError

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Job:
    """One line of the timetable; a job that still runs when its time comes again is left to finish."""

    name: str
    every_seconds: float
    action: Callable[[], object]


class Timetable:
    """Runs the jobs of one process."""

    def __init__(self, jobs: Sequence[Job], *, on_done: Callable[[str], None]) -> None:
        """`on_done` is told the name of each job that ended well."""
        self._scheduler = BackgroundScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1})
        for job in jobs:
            self._scheduler.add_job(
                _guarded(job, on_done), "interval", seconds=job.every_seconds, id=job.name, misfire_grace_time=None
            )

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.start()

    def stop(self) -> None:
        """Let running jobs finish and tick no more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    @property
    def is_running(self) -> bool:
        """Whether it ticks."""
        return bool(self._scheduler.running)


def _guarded(job: Job, on_done: Callable[[str], None]) -> Callable[[], None]:
    def run() -> None:
        try:
            job.action()
            on_done(job.name)
        except OperationalError as error:
            log.warning("job.database_failed name=%s error=%s", job.name, type(error.orig).__name__)
        except Exception:
            log.exception("job.failed name=%s", job.name)

    return run
