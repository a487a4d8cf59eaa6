"""When we speak of our own accord: in the hours of a working day that the ward allows (reporting §3.7)."""

from dataclasses import dataclass
from datetime import datetime, time

from domain.working_days import WorkingCalendar


@dataclass(frozen=True, kw_only=True)
class SpeakingHours:
    """The stretches of a working day, local time and earliest first, in which reminders may leave."""

    stretches: tuple[tuple[time, time], ...]

    def allow(self, local: datetime, calendar: WorkingCalendar) -> bool:
        """Whether a reminder may leave at this local instant."""
        if not calendar.is_working_day(local.date()):
            return False
        return any(begin <= local.time() < end for begin, end in self.stretches)
