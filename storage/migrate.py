"""How the schema is brought to the newest revision, by one process at a time, and how we know that it is there."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from domain.errors import BadData
from storage.database import Database

UPGRADE_LOCK = 7003
_FOLDER = Path(__file__).parent / "migrations"


class BrokenReferences(BadData):
    """A revision would have left rows that point to nothing: all of it was rolled back."""


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the schema to a revision; does nothing when it is there already.

    All revisions are one transaction, and processes that start together do it one after the other. Raises
    BrokenReferences, leaving everything as it was.
    """
    if revision == "head" and current_revision(database) == newest_revision():
        return
    if database.is_sqlite:
        _upgrade_sqlite(database, revision)
        return
    with database.engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})
        _run(connection, revision)


def _upgrade_sqlite(database: Database, revision: str) -> None:
    """A changed table is written anew and takes the place of the old one, which its references must not notice."""
    with database.engine.connect().execution_options(writes=True) as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                _run(connection, revision)
                if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                    raise BrokenReferences(f"{len(broken)} rows, the first in {broken[0][0]}")
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


def _run(connection: Connection, revision: str) -> None:
    configuration = _configuration()
    configuration.attributes["connection"] = connection
    command.upgrade(configuration, revision)


def _configuration() -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(_FOLDER))
    return configuration


@cache
def newest_revision() -> str:
    """The revision that this code expects."""
    return str(ScriptDirectory.from_config(_configuration()).get_current_head())


def revisions() -> list[str]:
    """Every revision there ever was, oldest first."""
    return [script.revision for script in ScriptDirectory.from_config(_configuration()).walk_revisions()][::-1]


def current_revision(database: Database) -> str | None:
    """The revision the database has, or None when it is empty."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
