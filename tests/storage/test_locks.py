"""A lock of a whole process: one alone or several together, on both databases."""

from collections.abc import Iterator

import pytest

from storage.database import Database
from storage.locks import ProcessLock, process_lock


@pytest.fixture
def locks(database: Database) -> Iterator[tuple[ProcessLock, ProcessLock]]:
    pair = process_lock(database, "sending"), process_lock(database, "sending")
    yield pair
    for lock in pair:
        lock.release()


def test_only_one_has_it_alone_until_he_lets_go(locks: tuple[ProcessLock, ProcessLock]) -> None:
    one, other = locks
    assert one.try_alone() and one.try_alone()
    assert not other.try_alone()
    one.release()
    assert other.try_alone()
    assert not one.try_alone()


def test_nobody_is_alone_while_somebody_shares(locks: tuple[ProcessLock, ProcessLock]) -> None:
    one, other = locks
    assert one.try_alone()
    one.share()
    assert not other.try_alone()
    other.share()
    one.release()
    other.release()
    assert one.try_alone()


def test_sharing_again_is_quiet_and_ends_at_once(locks: tuple[ProcessLock, ProcessLock]) -> None:
    one, other = locks
    for _ in range(3):
        one.share()
    one.release()
    assert other.try_alone()


def test_a_shared_lock_whose_session_was_lost_is_shared_anew(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("the operating system keeps these")
    one, other = process_lock(database, "working"), process_lock(database, "working")
    one.share()
    with database.engine.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
        )
    one.share()
    assert not other.try_alone()
    other.release()
    one.release()


def test_locks_of_different_names_are_different(database: Database) -> None:
    sending, working = process_lock(database, "sending"), process_lock(database, "working")
    assert sending.try_alone() and working.try_alone()
    sending.release()
    working.release()


def test_letting_go_of_nothing_is_quiet(locks: tuple[ProcessLock, ProcessLock]) -> None:
    locks[0].release()
    assert locks[1].try_alone()


def test_a_lock_whose_session_was_lost_is_taken_anew(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("the operating system keeps these")
    one, other = process_lock(database, "sending"), process_lock(database, "sending")
    assert one.try_alone()
    with database.engine.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
        )
    assert other.try_alone()
    assert not one.try_alone()
    other.release()
    one.release()
