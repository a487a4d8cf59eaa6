"""The `staff` command as an administrator types it."""

import io
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

import pytest

from commands import staff as command
from domain.errors import NotAllowed
from handlers.accounts import check_password
from storage import migrate, staff
from storage.database import Database
from storage.tables import Officer

Run = Callable[..., int]
ADD = ("add", "lan", "--name", "Nguyễn Thị Lan", "--role", "officer")


@pytest.fixture
def address(tmp_path: Path) -> str:
    """Where the command's database lies."""
    return f"sqlite:///{tmp_path}/ward.sqlite3"


@pytest.fixture
def staff_command(address: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `staff` with these words and this standard input."""
    monkeypatch.setenv("DATABASE_URL", address)

    def run(*words: str, typed: str = "") -> int:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        parser = ArgumentParser()
        command.add_arguments(parser)
        return command.run(parser.parse_args(words))

    return run


@pytest.fixture
def migrated(address: str) -> Database:
    """The database with its schema."""
    database = Database(address)
    migrate.upgrade(database)
    return database


def officer(database: Database) -> Officer | None:
    with database.read() as work:
        return staff.find_officer(work, "lan")


def test_without_a_schema_it_says_what_to_run_first(staff_command: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert staff_command(*ADD) == 2
    assert "python app.py migrate" in capsys.readouterr().err


def test_a_new_account_opens_with_the_printed_password(
    staff_command: Run, migrated: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert staff_command(*ADD) == 0
    password = capsys.readouterr().out.split("Password (shown only now): ")[1].strip()
    made = officer(migrated)
    assert made is not None
    assert check_password(made, password).full_name == "Nguyễn Thị Lan"


def test_a_password_from_standard_input_is_used_and_never_printed(
    staff_command: Run, migrated: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert staff_command(*ADD, "--password-stdin", typed="mật khẩu của lan\n") == 0
    assert "mật khẩu của lan" not in capsys.readouterr().out
    assert check_password(officer(migrated), "mật khẩu của lan")


@pytest.mark.parametrize(
    ("words", "typed", "sentence"),
    [
        (("add", "a", "--name", "A"), "", "3 to 60"),
        (("add", "lan2", "--name", " "), "", "--name"),
        (("add", "lan2", "--name", "Lan", "--password-stdin"), "ngắn\n", "10 to 200"),
        (ADD, "", "already an account named lan"),
        (("disable", "nobody"), "", "no account named nobody"),
        (("password", "nobody"), "", "no account named nobody"),
    ],
)
def test_a_refusal_is_a_sentence(
    staff_command: Run,
    migrated: Database,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    typed: str,
    sentence: str,
) -> None:
    staff_command(*ADD)
    assert staff_command(*words, typed=typed) == 1
    assert sentence in capsys.readouterr().err


def test_a_new_password_replaces_the_old_one(staff_command: Run, migrated: Database) -> None:
    staff_command(*ADD, "--password-stdin", typed="mật khẩu thứ nhất\n")
    assert staff_command("password", "lan", "--password-stdin", typed="mật khẩu thứ hai\n") == 0
    assert check_password(officer(migrated), "mật khẩu thứ hai")
    with pytest.raises(NotAllowed):
        check_password(officer(migrated), "mật khẩu thứ nhất")


def test_a_disabled_account_is_listed_as_such(
    staff_command: Run, migrated: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    staff_command("list")
    assert "No account yet." in capsys.readouterr().out
    staff_command(*ADD)
    assert staff_command("disable", "lan") == 0
    capsys.readouterr()
    assert staff_command("list") == 0
    assert "disabled" in capsys.readouterr().out


def test_an_unknown_role_is_refused_before_anything_happens(staff_command: Run) -> None:
    with pytest.raises(SystemExit):
        staff_command("add", "lan", "--name", "Lan", "--role", "king")
