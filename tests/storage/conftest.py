"""Every storage test runs on both databases, each time on an empty one with the newest schema."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.databases import KINDS, postgresql_server, ready_database, ready_file


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One PostgreSQL for the run."""
    with postgresql_server(tmp_path_factory.mktemp("pg")) as address:
        yield address


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of either kind, with the newest schema."""
    if request.param == "sqlite":
        url = ready_file(tmp_path / "ward.sqlite3")
    else:
        url = ready_database(request.getfixturevalue("server"))
    database = Database(url)
    yield database
    database.close()
