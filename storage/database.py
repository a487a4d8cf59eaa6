"""How a transaction is opened and closed, on every database we support."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url
from sqlmodel import Session, create_engine

from storage.foreseen import Foreseen
from storage.turns import Turns

BUSY_SECONDS = 30
_PAGES_KILOBYTES = 256
_PRAGMAS = (
    f"busy_timeout={BUSY_SECONDS * 1000}",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    f"cache_size=-{_PAGES_KILOBYTES}",
)
_POSTGRESQL_SECONDS = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}


@dataclass(frozen=True)
class Work:
    """One open transaction; the door that opened it commits it.

    A transaction for many events `writes_together`: what may wait is written before the commit, in one statement.
    """

    session: Session
    writes_together: bool = False
    foreseen: Foreseen = field(default_factory=Foreseen)
    pending: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    before_commit: list[Callable[["Work"], None]] = field(default_factory=list)


class Database:
    """One database; `begin` opens a writing transaction, `read` a reading one."""

    def __init__(self, url: str) -> None:
        """`url` is a SQLAlchemy address; the folder of an SQLite file is made if it is missing."""
        self.engine = _engine(url)
        self._turns = _turns_of(self.engine) if self.is_sqlite else None
        self._write_engine = self.engine.execution_options(writes=True)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    @property
    def is_wanted(self) -> bool:
        """Whether an urgent writer waits for the one who is writing now."""
        return self._turns is not None and self._turns.is_wanted

    @contextmanager
    def begin(self, *, urgent: bool = False, writes_together: bool = False) -> Iterator[Work]:
        """A transaction that may write: commits on a clean exit, rolls back on any error.

        Writers of SQLite take turns, since its own waiting sleeps in steps of up to 100 ms; an urgent one goes before
        all others that wait.
        """
        turn = self._turns.take(urgent=urgent) if self._turns else nullcontext()
        with turn, Session(self._write_engine, expire_on_commit=False) as session:
            work = Work(session, writes_together=writes_together)
            yield work
            for write in work.before_commit:
                write(work)
            session.commit()

    @contextmanager
    def read(self) -> Iterator[Work]:
        """A transaction that only reads; nothing it changes is kept."""
        with Session(self.engine, expire_on_commit=False, autoflush=False) as session:
            yield Work(session)

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()
        if self._turns is not None:
            self._turns.close()


def _engine(url: str) -> Engine:
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(
            url,
            pool_size=20,
            max_overflow=20,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args=_POSTGRESQL_SECONDS,
        )
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, pool_size=20, max_overflow=40, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _turns_of(engine: Engine) -> Turns:
    name = engine.url.database
    return Turns(Path(name) if name and name != ":memory:" else None)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Each thread has a connection of its own; with SQLite's 2 MB of pages for each, memory grew with the cases.

    The pages are in the memory of the operating system as well, where all connections share them.
    """
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
