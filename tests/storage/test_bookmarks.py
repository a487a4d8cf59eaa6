"""A recurring reading goes on where the last one ended."""

from datetime import UTC, datetime, timedelta

from storage import bookmarks
from storage.database import Database

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def test_a_bookmark_moves_and_others_stay(database: Database) -> None:
    for hours in range(3):
        with database.begin() as work:
            bookmarks.put(work, "one", NOW + timedelta(hours=hours))
    with database.begin() as work:
        bookmarks.put(work, "two", NOW)
    with database.read() as work:
        assert [bookmarks.at(work, name) for name in ("one", "two", "three")] == [NOW + timedelta(hours=2), NOW, None]
