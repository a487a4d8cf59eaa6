"""How numbers are given out: one after the other under each name, never twice."""

from sqlalchemy import update

from storage.columns import rows_of
from storage.database import Work
from storage.new_rows import insert_new
from storage.tables import Counter


def next_number(work: Work, name: str) -> int:
    """The next number under this name; the first is 1."""
    rows = rows_of(Counter)
    raised = update(rows).where(rows.c.name == name).values(value=rows.c.value + 1).returning(rows.c.value)
    connection = work.session.connection()
    value = connection.execute(raised).scalar()
    if value is None:
        insert_new(work, Counter, [{"name": name, "value": 0}], unique="name")
        value = connection.execute(raised).scalar_one()
    return int(value)
