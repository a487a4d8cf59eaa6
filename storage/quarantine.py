"""How much unverified material is held, for the warning that officers and checks see."""

from sqlalchemy import func, select

from storage.columns import columns_of
from storage.database import Work
from storage.tables import QuarantinedEvent

_quarantined = columns_of(QuarantinedEvent)


def size(work: Work) -> tuple[int, int]:
    """How many unverified events are held, and their bytes."""
    count, total = work.session.execute(select(func.count(), func.coalesce(func.sum(_quarantined.size), 0))).one()
    return count, total
