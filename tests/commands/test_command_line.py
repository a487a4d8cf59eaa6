"""The command line as an administrator meets it: help, mistakes, the check that speaks in words."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from commands import COMMANDS
from storage.migrate import newest_revision

ROOT = Path(__file__).parent.parent.parent


def run(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "app.py", *words],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    shown = run(command, "--help")
    assert shown.returncode == 0
    assert f"python app.py {command}" in shown.stdout


def test_without_a_command_all_are_listed() -> None:
    shown = run()
    assert shown.returncode == 0
    assert all(command in shown.stdout for command in COMMANDS)


def test_an_unknown_command_is_told_with_the_known_ones() -> None:
    shown = run("server")
    assert shown.returncode == 2
    assert "There is no command 'server'" in shown.stderr


def test_a_wrong_setting_stops_every_start_with_its_name() -> None:
    shown = run("serve", GATHER_SECONDS="soon")
    assert shown.returncode == 2
    assert "GATHER_SECONDS" in shown.stderr
    assert "Traceback" not in shown.stderr


def test_the_check_of_an_empty_installation_says_what_to_do(tmp_path: Path) -> None:
    shown = run("check", DATABASE_URL=f"sqlite:///{tmp_path}/a.sqlite3", MEDIA_DIR=str(tmp_path / "media"))
    assert shown.returncode == 1
    assert "PROBLEM  ZALO_APP_ID is empty" in shown.stdout
    assert "copy the OA Secret Key" in shown.stdout
    assert "python app.py migrate" in shown.stdout


def test_the_check_of_a_complete_installation_is_content(tmp_path: Path) -> None:
    complete = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/a.sqlite3",
        "MEDIA_DIR": str(tmp_path / "media"),
        "PUBLIC_URL": "https://hoaxuan.example",
        "ZALO_APP_ID": "1",
        "ZALO_APP_SECRET": "2",
        "ZALO_OA_ID": "3",
        "ZALO_WEBHOOK_SECRETS": "4",
        "ZALO_ACCESS_TOKEN": "5",
        "ZALO_REFRESH_TOKEN": "6",
    }
    assert run("migrate", **complete).returncode == 0
    shown = run("check", **complete)
    assert shown.returncode == 0, shown.stdout
    assert "https://hoaxuan.example/webhook/zalo" in shown.stdout
    assert "newest schema" in shown.stdout


def test_the_check_names_the_file_of_a_broken_ward(tmp_path: Path) -> None:
    (tmp_path / "ward.toml").write_text("name = ", encoding="utf-8")
    shown = run("check", WARD_DIR=str(tmp_path), DATABASE_URL=f"sqlite:///{tmp_path}/a.sqlite3")
    assert shown.returncode == 1
    assert "ward.toml" in shown.stdout
    assert "Traceback" not in shown.stderr


def test_migrating_twice_is_quiet(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/a.sqlite3"
    first, second = run("migrate", DATABASE_URL=address), run("migrate", DATABASE_URL=address)
    newest = newest_revision()
    assert f"empty -> {newest}" in first.stdout
    assert f"{newest} -> {newest}" in second.stdout
