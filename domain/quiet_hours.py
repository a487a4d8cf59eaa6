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

    def next_allowed(self, local: datetime, calendar: WorkingCalendar) -> datetime:
        """The first local instant from this one on at which a reminder may leave."""
        if self.allow(local, calendar):
            return local
        day = local.date()
        if calendar.is_working_day(day):
            for begin, _ in self.stretches:
                if local.time() < begin:
                    return datetime.combine(day, begin, tzinfo=local.tzinfo)
        return datetime.combine(calendar.next_working_day(day), self.stretches[0][0], tzinfo=local.tzinfo)
