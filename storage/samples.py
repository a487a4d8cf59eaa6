"""Bodies as they came, as far as they are still kept: for a look at how the wire really is spelt."""

from collections.abc import Sequence

from sqlalchemy import select

from storage.columns import columns_of
from storage.database import Work
from storage.tables import InboxEvent, QuarantinedEvent

_inbox = columns_of(InboxEvent)
_quarantined = columns_of(QuarantinedEvent)


def newest(work: Work, *, limit: int) -> Sequence[bytes]:
    """The bodies of the newest genuine events that are not erased."""
    return work.session.scalars(
        select(_inbox.body).where(_inbox.body.is_not(None)).order_by(_inbox.id.desc()).limit(limit)
    ).all()


def quarantined(work: Work, *, limit: int) -> Sequence[int]:
    """The ids of the newest events that no known secret signed."""
    return work.session.scalars(select(_quarantined.id).order_by(_quarantined.id.desc()).limit(limit)).all()
