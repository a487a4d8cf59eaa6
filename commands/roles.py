"""Which part of the work a process does, when it is split over several."""

from enum import StrEnum


class ServiceRole(StrEnum):
    """The whole, or one part: the web takes events in and shows pages, workers give them effect and send, the
    scheduler only ticks (product C13)."""

    ALL = "all"
    WEB = "web"
    WORKER = "worker"
    SCHEDULER = "scheduler"

    @property
    def has_web(self) -> bool:
        """Whether it listens for events and browsers."""
        return self in (ServiceRole.ALL, ServiceRole.WEB)

    @property
    def has_workers(self) -> bool:
        """Whether it works on events, fetches files and sends."""
        return self in (ServiceRole.ALL, ServiceRole.WORKER)

    @property
    def has_timetable(self) -> bool:
        """Whether it ticks."""
        return self in (ServiceRole.ALL, ServiceRole.SCHEDULER)
