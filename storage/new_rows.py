"""How rows are written that may be there already: by a unique key, quietly once, many in one statement."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from storage.columns import rows_of
from storage.database import Work


def insert_new(
    work: Work, table: type[SQLModel], rows: Sequence[Mapping[str, object]], *, unique: str | tuple[str, ...]
) -> None:
    """Write rows of one shape; one whose `unique` columns repeat is quietly the same one. Defaults are applied."""
    connection = work.session.connection()
    connection.execute(_new_row(table, unique, connection.dialect.name), list(rows))


@cache
def _new_row(table: type[SQLModel], unique: str | tuple[str, ...], dialect: str) -> Any:
    """Built once: these are the statements asked most often."""
    new_row = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return new_row(rows_of(table)).on_conflict_do_nothing(
        index_elements=[unique] if isinstance(unique, str) else list(unique)
    )


def insert_many_new(work: Work, table: type[SQLModel], rows: Sequence[Mapping[str, object]], *, unique: str) -> None:
    """The same for the hottest rows, which name every column they need: on SQLite in one step for all of them.

    SQLite's driver gives the interpreter away at every step; under load each of these costs a change of threads.
    """
    connection = work.session.connection()
    if connection.dialect.name == "postgresql":
        insert_new(work, table, rows, unique=unique)
        return
    columns = tuple(rows[0])
    binders = _binders(rows_of(table), columns, connection.dialect)
    values = tuple(binder(row[column]) for row in rows for column, binder in zip(columns, binders, strict=True))
    _execute(connection, _statement(str(table.__tablename__), columns, unique, len(rows)), values)


def _execute(connection: Connection, statement: str, values: tuple[object, ...]) -> None:
    connection.exec_driver_sql(statement, values)


@cache
def _statement(table: str, columns: tuple[str, ...], unique: str, count: int) -> str:
    places = ", ".join([f"({', '.join('?' * len(columns))})"] * count)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {places} ON CONFLICT ({unique}) DO NOTHING"  # noqa: S608  # names of our own tables and columns


def _as_it_is(value: object) -> object:
    return value


@cache
def _binders(table: Table, columns: tuple[str, ...], dialect: Dialect) -> tuple[Callable[[Any], object], ...]:
    """How the values of each column are given to the driver, as the types of our tables say."""
    types = [table.c[column].type.dialect_impl(dialect) for column in columns]
    return tuple(kind.bind_processor(dialect) or _as_it_is for kind in types)
