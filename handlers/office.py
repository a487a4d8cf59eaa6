"""What every use case knows besides the rows: the ward's facts, our words and how long we gather."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.ward import Ward
from texts import Texts


@dataclass(frozen=True, kw_only=True)
class Office:
    """The ward as the use cases need it; built once at the start."""

    ward: Ward
    texts: Texts
    gather_for: timedelta

    def local(self, at: datetime) -> datetime:
        """An instant on the ward's clock."""
        return at.astimezone(self.texts.timezone)

    def today(self, now: datetime) -> date:
        """The ward's date."""
        return self.local(now).date()
