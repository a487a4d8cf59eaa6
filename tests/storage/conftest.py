"""A real database file with the newest schema for every storage test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.migrate import upgrade


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'ward.sqlite3'}")
    upgrade(database)
    yield database
    database.close()
