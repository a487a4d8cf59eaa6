"""How far recurring readings have come: one instant for each of them."""

from datetime import datetime

from storage.database import Work
from storage.tables import Bookmark


def at(work: Work, name: str) -> datetime | None:
    """Where a reading ended the last time, or None when there was none."""
    bookmark = work.session.get(Bookmark, name)
    return bookmark.at if bookmark else None


def put(work: Work, name: str, at: datetime) -> None:
    """Note where a reading ended."""
    work.session.merge(Bookmark(name=name, at=at))
