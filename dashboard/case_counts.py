"""How the cases of the last weeks ended: in time, extended or late, closed with or without a reporter's word."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.case_endings import Closing, Punctuality, punctuality
from handlers.office import Office
from storage import case_endings
from storage.database import Work

COUNTED_DAYS = 30


@dataclass(frozen=True, kw_only=True)
class CaseCounts:
    """Numbers of cases by how they were answered and by how they were closed; every key is there."""

    answered: dict[Punctuality, int]
    closed: dict[Closing, int]
    days: int = COUNTED_DAYS

    @property
    def is_empty(self) -> bool:
        """Whether nothing ended in this time."""
        return not any(self.answered.values()) and not any(self.closed.values())


def count_endings(work: Work, office: Office, *, now: datetime) -> CaseCounts:
    """Count the answers and closings of the last thirty days; days are the ward's."""
    since = now - timedelta(days=COUNTED_DAYS)
    answered = Counter(
        punctuality(office.local(answered_at).date(), due_on, original_due_on=original)
        for answered_at, due_on, original in case_endings.answers_since(work, since)
    )
    closed = case_endings.closings_since(work, since)
    return CaseCounts(
        answered={kind: answered[kind] for kind in Punctuality},
        closed={kind: closed.get(kind, 0) for kind in Closing},
    )
