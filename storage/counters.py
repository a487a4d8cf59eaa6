"""How numbers are given out: one after the other under each name, never twice."""

from sqlalchemy import bindparam, update

from storage.columns import rows_of
from storage.database import Work
from storage.new_rows import insert_new
from storage.tables import Counter

_rows = rows_of(Counter)
_RAISED = (
    update(_rows).where(_rows.c.name == bindparam("counter")).values(value=_rows.c.value + 1).returning(_rows.c.value)
)


def next_number(work: Work, name: str) -> int:
    """The next number under this name; the first is 1."""
    connection = work.session.connection()
    value = connection.execute(_RAISED, {"counter": name}).scalar()
    if value is None:
        insert_new(work, Counter, [{"name": name, "value": 0}], unique="name")
        value = connection.execute(_RAISED, {"counter": name}).scalar_one()
    return int(value)
