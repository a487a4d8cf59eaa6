"""Rows that may be there already are written quietly once, one by one or many in a step."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from storage.database import Database
from storage.new_rows import insert_many_new, insert_new
from storage.tables import Counter


@pytest.mark.parametrize("write", [insert_new, insert_many_new])
def test_a_row_that_is_there_already_stays_as_it_was(database: Database, write: Callable[..., None]) -> None:
    for rows in ([{"name": "a", "value": 1}], [{"name": "a", "value": 2}, {"name": "b", "value": 3}]):
        with database.begin() as work:
            write(work, Counter, rows, unique="name")
    with database.read() as work:
        assert {row.name: row.value for row in work.session.exec(select(Counter))} == {"a": 1, "b": 3}


@pytest.mark.parametrize("write", [insert_new, insert_many_new])
def test_of_rows_that_repeat_within_one_step_the_first_is_kept(database: Database, write: Callable[..., None]) -> None:
    with database.begin() as work:
        write(work, Counter, [{"name": "a", "value": 1}, {"name": "a", "value": 2}], unique="name")
    with database.read() as work:
        assert [row.value for row in work.session.exec(select(Counter))] == [1]
