"""From every earlier revision, with rows in every table, the newest one is reached with nothing lost.

Each revision has its rows in `tests/storage/earlier/<revision>.toml`; whoever adds a revision adds them for the one
that was the newest until then, and never changes what is there.
"""

import os
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, inspect, select, text
from sqlmodel import SQLModel

from storage.columns import columns_of
from storage.database import Database
from storage.migrate import BrokenReferences, current_revision, newest_revision, revisions, upgrade
from storage.tables import Incident, OutboxMessage, Person
from tests.databases import KINDS, fresh_database

ROOT = Path(__file__).parents[2]
EARLIER = Path(__file__).parent / "earlier"
WITH_ROWS = sorted(path.stem for path in EARLIER.glob("*.toml"))
BYTES = {("inbox", "body"), ("quarantine", "body")}
TOGETHER = 3

Rows = dict[str, list[dict[str, Any]]]


def rows_of_revision(revision: str) -> Rows:
    return tomllib.loads((EARLIER / f"{revision}.toml").read_text(encoding="utf-8"))


@pytest.fixture(params=KINDS)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of either kind without any table."""
    sqlite = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    database = Database(sqlite if request.param == "sqlite" else fresh_database(request.getfixturevalue("server")))
    yield database
    database.close()


@pytest.fixture
def at_revision(empty: Database) -> Callable[[str], Database]:
    def fill(revision: str) -> Database:
        upgrade(empty, revision)
        with empty.begin() as work:
            if not empty.is_sqlite:
                work.session.execute(text("SET LOCAL TIME ZONE 'UTC'"))
            for table, rows in rows_of_revision(revision).items():
                for row in rows:
                    names = ", ".join(row)
                    values = ", ".join(f":{name}" for name in row)
                    given = {name: as_stored(table, name, value) for name, value in row.items()}
                    work.session.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), given)
        return empty

    return fill


def as_stored(table: str, column: str, value: object) -> object:
    return str(value).encode() if (table, column) in BYTES else value


def present_table(name: str) -> type[SQLModel]:
    (mapped,) = (mapper.class_ for mapper in SQLModel._sa_registry.mappers if mapper.class_.__tablename__ == name)
    assert issubclass(mapped, SQLModel)
    return mapped


def test_every_revision_but_the_newest_has_its_rows() -> None:
    assert set(revisions()[:-1]) <= set(WITH_ROWS) <= set(revisions())


@pytest.mark.parametrize("revision", WITH_ROWS)
def test_the_rows_of_a_revision_fill_every_column_of_every_table(empty: Database, revision: str) -> None:
    upgrade(empty, revision)
    found = inspect(empty.engine)
    columns = {table: {column["name"] for column in found.get_columns(table)} for table in found.get_table_names()}
    del columns["alembic_version"]
    filled = {table: {name for row in rows for name in row} for table, rows in rows_of_revision(revision).items()}
    assert filled == columns


@pytest.mark.parametrize("revision", WITH_ROWS)
def test_an_upgrade_keeps_every_row_and_every_reference(at_revision: Callable[[str], Database], revision: str) -> None:
    database = at_revision(revision)
    upgrade(database)
    assert current_revision(database) == newest_revision()
    with database.read() as work:
        for name, rows in rows_of_revision(revision).items():
            table = present_table(name)
            assert len(work.session.scalars(select(table)).all()) == len(rows), name
        if database.is_sqlite:
            assert work.session.execute(text("PRAGMA foreign_key_check")).all() == []


@pytest.mark.parametrize("revision", WITH_ROWS)
def test_what_was_said_before_an_upgrade_reads_the_same_after_it(
    at_revision: Callable[[str], Database], revision: str
) -> None:
    database = at_revision(revision)
    upgrade(database)
    upgrade(database)
    with database.read() as work:
        case = work.session.get_one(Incident, 1)
        sent = work.session.get_one(OutboxMessage, 1)
        person = work.session.get_one(Person, 1)
    assert (case.code, case.place_name, case.opened_at.isoformat()) == (
        "PA-26-000001",
        "Mẹ Thứ",
        "2026-11-20T01:00:00+00:00",
    )
    assert (sent.text, sent.buttons[0]["title"]) == ("Đã ghi nhận phản ánh PA-26-000001.", "Rút lại")
    assert (person.zalo_user_id, person.following) == ("8800000000000000001", True)


@pytest.mark.parametrize("revision", [None, "0001"])
def test_processes_that_start_together_upgrade_once(
    empty: Database, at_revision: Callable[[str], Database], revision: str | None
) -> None:
    if revision:
        at_revision(revision)
    environment = os.environ | {"DATABASE_URL": empty.engine.url.render_as_string(hide_password=False)}
    command = [sys.executable, "app.py", "migrate"]
    running = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for _ in range(TOGETHER)
    ]
    ended = [(process.communicate(timeout=60)[0], process.returncode) for process in running]
    assert [code for _, code in ended] == [0] * TOGETHER, ended
    assert current_revision(empty) == newest_revision()
    with empty.read() as work:
        people = work.session.scalar(select(func.count()).select_from(columns_of(Person)))
    assert people == (2 if revision else 0)


def test_an_upgrade_that_would_break_a_reference_leaves_everything_as_it_was(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    upgrade(database, "0001")
    with database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys=OFF")
        driver.execute("INSERT INTO incident_reporters VALUES (1, 7, 7, 'PA-26-000007', '2026-11-20 01:00:00.000000')")
        driver.execute("PRAGMA foreign_keys=ON")
    with pytest.raises(BrokenReferences, match="incident_reporters"):
        upgrade(database)
    assert current_revision(database) == "0001"
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    database.close()
