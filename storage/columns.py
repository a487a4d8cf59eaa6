"""Column types that behave the same on every database: instants in UTC, and choices kept as their words."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel


class UtcDateTime(TypeDecorator[datetime]):
    """An instant; refuses naive values and always answers UTC (SQLite forgets time zones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Into the database, in UTC. Raises ValueError for a naive instant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Out of the database, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def words(choices: type[StrEnum]) -> Any:
    """A column type that keeps a choice as its word, in plain text on every database."""
    return Enum(
        choices,
        native_enum=False,
        create_constraint=False,
        length=40,
        values_callable=lambda members: [str(member) for member in members],
    )


def rows_of(table: type[SQLModel]) -> Any:
    """The bare table of a table class: for hot statements that need no object in the session."""
    return SQLModel.metadata.tables[str(table.__tablename__)]


def columns_of(table: type[SQLModel]) -> Any:
    """A table class as queries see it: its attributes are columns, where SQLModel's own types promise values."""
    return table
