"""How the schema is brought to the newest revision, and how we know that it is there."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.database import Database

_FOLDER = Path(__file__).parent / "migrations"


def _configuration(database: Database) -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(_FOLDER))
    configuration.attributes["engine"] = database.engine
    return configuration


def upgrade(database: Database) -> None:
    """Bring the schema to the newest revision; does nothing when it is there already."""
    command.upgrade(_configuration(database), "head")


def newest_revision() -> str:
    """The revision that this code expects."""
    configuration = Config()
    configuration.set_main_option("script_location", str(_FOLDER))
    return str(ScriptDirectory.from_config(configuration).get_current_head())


def current_revision(database: Database) -> str | None:
    """The revision the database has, or None when it is empty."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
