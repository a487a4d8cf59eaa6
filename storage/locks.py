"""Locks that a whole process holds and that die with it: who sends for an installation, and whether anybody works.

On SQLite they are locks of the operating system on a file beside the database (SQLite is never shared by machines);
on PostgreSQL they are advisory locks of one session, so that they also hold across machines.
"""

import fcntl
import zlib
from pathlib import Path
from threading import Lock
from typing import IO, Protocol

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from storage.database import Database

_NAMESPACE = 7002


class ProcessLock(Protocol):
    """One lock by name; a process takes it alone, or shares it with others that share it."""

    def try_alone(self) -> bool:
        """Take it for this process alone, if nobody else has it; True also when we have it already."""

    def share(self) -> None:
        """Hold it together with others; waits for somebody who has it alone, and gives up our own being alone.

        Doing it again is quiet, and takes it anew when the server has forgotten us.
        """

    def release(self) -> None:
        """Let go of it."""


def process_lock(database: Database, name: str) -> ProcessLock:
    """The lock of this name for the installation that keeps this database."""
    if database.is_sqlite:
        return _FileLock(Path(f"{database.engine.url.database}.{name}.lock"))
    return _SessionLock(database.engine, name)


class _FileLock:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None
        self._is_alone = False
        self._guard = Lock()

    def try_alone(self) -> bool:
        with self._guard:
            if self._is_alone:
                return True
            try:
                fcntl.flock(self._opened(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            self._is_alone = True
            return True

    def share(self) -> None:
        with self._guard:
            self._is_alone = False
            fcntl.flock(self._opened(), fcntl.LOCK_SH)

    def release(self) -> None:
        with self._guard:
            self._is_alone = False
            if self._file is not None:
                self._file.close()
                self._file = None

    def _opened(self) -> IO[bytes]:
        if self._file is None:
            self._file = self._path.open("ab")
        return self._file


class _SessionLock:
    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._keys = {"space": _NAMESPACE, "key": zlib.crc32(name.encode()) & 0x7FFFFFFF}
        self._connection: Connection | None = None
        self._is_alone = False
        self._is_shared = False
        self._guard = Lock()

    def try_alone(self) -> bool:
        with self._guard:
            connection = self._living()
            if self._is_alone:
                return True
            self._is_alone = bool(
                connection.execute(text("SELECT pg_try_advisory_lock(:space, :key)"), self._keys).scalar()
            )
            return self._is_alone

    def share(self) -> None:
        with self._guard:
            connection = self._living()
            if self._is_alone:
                connection.execute(text("SELECT pg_advisory_unlock(:space, :key)"), self._keys)
                self._is_alone = False
            if not self._is_shared:
                connection.execute(text("SELECT pg_advisory_lock_shared(:space, :key)"), self._keys)
                self._is_shared = True

    def release(self) -> None:
        with self._guard:
            self._forget()

    def _living(self) -> Connection:
        """The session that holds the lock; a new one, holding nothing, when the server has forgotten the old one."""
        if self._connection is not None:
            try:
                self._connection.execute(text("SELECT 1"))
            except SQLAlchemyError:
                self._forget()
        if self._connection is None:
            self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        return self._connection

    def _forget(self) -> None:
        self._is_alone = self._is_shared = False
        if self._connection is not None:
            connection, self._connection = self._connection, None
            connection.invalidate()
            connection.close()
