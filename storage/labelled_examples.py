"""The messages whose meaning somebody has told us: kept once each, read for the model's next training."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from domain.labelled_examples import Label, LabelOrigin
from storage.columns import columns_of
from storage.database import Work
from storage.tables import LabelledExample

_examples = columns_of(LabelledExample)


def keep(work: Work, label: Label, *, said_at: datetime, now: datetime) -> None:
    """Keep a label; a later one of the same source replaces it, but never a writer's an officer's."""
    row = work.session.scalar(select(LabelledExample).where(_examples.key == label.key))
    if row is None:
        row = LabelledExample(
            key=label.key,
            origin=label.origin,
            text=label.text,
            sender=label.sender,
            chat=label.chat,
            intent=label.intent,
            said_at=said_at,
            labelled_at=now,
        )
        work.session.add(row)
    elif row.origin is LabelOrigin.STAFF and label.origin is LabelOrigin.WRITER:
        return
    row.origin, row.text, row.labelled_at = label.origin, label.text, now
    row.intent, row.category, row.topic, row.urgent = label.intent, label.category, label.topic, label.urgent
    work.session.flush()


def all_of(work: Work) -> Iterator[LabelledExample]:
    """Every kept example, the oldest first."""
    yield from work.session.scalars(select(LabelledExample).order_by(_examples.id))
