"""Which days the ward office works: weekends, holidays and swapped days, and how to count along them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_ONE_DAY = timedelta(days=1)
_FRIDAY = 4


@dataclass(frozen=True, kw_only=True)
class OfficeSession:
    """One stretch of a working day in which the office receives people, local time."""

    opens: time
    closes: time


@dataclass(frozen=True, kw_only=True)
class OfficeHours:
    """The sessions of every working day, earliest first."""

    sessions: tuple[OfficeSession, ...]


@dataclass(frozen=True)
class WorkingCalendar:
    """Mondays to Fridays without the holidays, and the weekend days worked in exchange for a day off."""

    holidays: frozenset[date]
    swap_workdays: frozenset[date]

    def is_working_day(self, day: date) -> bool:
        """Whether the office works on this day; a holiday wins over a swap on the same day."""
        if day in self.holidays:
            return False
        return day.weekday() <= _FRIDAY or day in self.swap_workdays

    def next_working_day(self, day: date) -> date:
        """The first working day strictly after `day`."""
        return self._walk(day, _ONE_DAY)

    def previous_working_day(self, day: date) -> date:
        """The last working day strictly before `day` ("before the 20th" is what stands before the 20th)."""
        return self._walk(day, -_ONE_DAY)

    def add_working_days(self, day: date, count: int) -> date:
        """The day on which `count` working days have passed; `day` itself is not counted (product C2).

        Raises ValueError for a negative count.
        """
        if count < 0:
            raise ValueError(f"count must not be negative, got {count}")
        for _ in range(count):
            day = self.next_working_day(day)
        return day

    def _walk(self, day: date, step: timedelta) -> date:
        day += step
        while not self.is_working_day(day):
            day += step
        return day

    def is_office_open(self, now_local: datetime, hours: OfficeHours) -> bool:
        """Whether the office receives people at this local instant."""
        if not self.is_working_day(now_local.date()):
            return False
        clock = now_local.time()
        return any(session.opens <= clock < session.closes for session in hours.sessions)

    def next_office_opening(self, now_local: datetime, hours: OfficeHours) -> datetime:
        """The next start of an office session at or after this local instant, in the same time zone."""
        today = now_local.date()
        if self.is_working_day(today):
            for session in hours.sessions:
                opening = datetime.combine(today, session.opens, tzinfo=now_local.tzinfo)
                if opening >= now_local:
                    return opening
        return datetime.combine(self.next_working_day(today), hours.sessions[0].opens, tzinfo=now_local.tzinfo)
