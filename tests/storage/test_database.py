"""Transactions: all or nothing, instants in UTC, and every module of storage is tried on both databases."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import StatementError
from sqlmodel import select

from storage import people
from storage.database import Database
from storage.tables import Person
from tests.test_architecture import all_imports

ONLY_CARRIED = {"foreseen"}  # rows that the other modules put there and look for: no question, no statement
STORAGE = Path(__file__).parents[2] / "storage"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def persons(database: Database) -> int:
    with database.read() as work:
        return len(work.session.exec(select(Person)).all())


def test_what_fails_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), database.begin() as work:
        people.find_or_add(work, "8800000000000000001", now=NOW)
        raise RuntimeError
    assert persons(database) == 0


def test_what_is_changed_while_reading_is_not_kept(database: Database) -> None:
    with database.read() as work:
        people.find_or_add(work, "8800000000000000001", now=NOW)
    assert persons(database) == 0


def test_what_is_to_be_written_together_is_written_before_the_commit(database: Database) -> None:
    with database.begin(writes_together=True) as work:
        work.before_commit.append(lambda late: late.session.add(Person(zalo_user_id="88", first_seen_at=NOW)))
    assert persons(database) == 1


def test_an_instant_comes_back_in_utc_and_a_naive_one_is_refused(database: Database) -> None:
    in_the_ward = NOW.astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
    with database.begin() as work:
        people.find_or_add(work, "8800000000000000001", now=in_the_ward)
    with database.read() as work:
        seen_at = work.session.exec(select(Person.first_seen_at)).one()
    assert (seen_at, seen_at.tzinfo) == (NOW, UTC)
    with pytest.raises(StatementError), database.begin() as work:
        people.find_or_add(work, "8800000000000000002", now=NOW.replace(tzinfo=None))


@pytest.mark.parametrize("name", sorted({path.stem for path in STORAGE.glob("[a-z]*.py")} - ONLY_CARRIED))
def test_every_module_of_storage_is_used_by_its_tests(name: str) -> None:
    used = {module for path in Path(__file__).parent.glob("*.py") for module in all_imports(path)}
    assert f"storage.{name}" in used
