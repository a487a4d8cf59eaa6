"""The `quarantine` command: what a wrong secret kept out comes in once the right one is set, once."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from commands import quarantine as command
from tests.journeys.town import Resident, Town

Run = Callable[[str], int]
RUBBISH = "rác đổ tràn ra đường Mẹ Thứ"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A ward whose administrator has copied the wrong secret."""
    town = Town(tmp_path, ZALO_WEBHOOK_SECRETS="a-wrong-secret")
    yield town
    town.close()


@pytest.fixture
def hoa(town: Town) -> Resident:
    return town.resident("Hoa")


@pytest.fixture
def run(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `quarantine` as the administrator who has corrected the secret."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'town.sqlite3'}")
    monkeypatch.setenv("ZALO_APP_ID", town.simulator.options.app_id)
    monkeypatch.setenv("ZALO_OA_ID", town.simulator.options.oa_id)
    monkeypatch.setenv("ZALO_WEBHOOK_SECRETS", f"an-older-one,{town.simulator.options.webhook_secret}")

    def run(act: str) -> int:
        parser = ArgumentParser()
        command.add_arguments(parser)
        return command.run(parser.parse_args([act]))

    return run


def test_what_was_kept_out_comes_in_once_the_secret_is_right(
    town: Town, hoa: Resident, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    hoa.says(RUBBISH)
    hoa.sends_photos(1)
    assert not town.incidents
    assert run("list") == 0
    assert "2 events" in capsys.readouterr().out
    assert run("replay") == 0
    assert "2 genuine events were taken in, 0 stay" in capsys.readouterr().out
    town.settle()
    assert (town.incident.place_name, town.incident.photos) == ("Mẹ Thứ", 1)
    assert len(hoa.heard_with("Đã ghi nhận")) == 1


def test_replaying_again_changes_nothing(town: Town, hoa: Resident, run: Run) -> None:
    hoa.says(RUBBISH)
    run("replay")
    town.settle()
    assert run("replay") == 0
    town.settle()
    assert len(town.incidents) == 1


def test_what_nobody_signed_stays(town: Town, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    town.simulator.post_raw(b'{"event_name":"user_send_text"}', {"X-ZEvent-Signature": "mac=" + "0" * 64})
    assert run("replay") == 0
    assert "0 genuine events were taken in, 1 stay" in capsys.readouterr().out
    assert not town.incidents


def test_the_list_never_shows_what_was_said(
    town: Town, hoa: Resident, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    hoa.says("nhà tôi ở 45 Mẹ Thứ, gọi 0905123456")
    run("list")
    shown = capsys.readouterr().out
    assert "bad signature" in shown
    assert "0905" not in shown
    assert hoa.person.id not in shown


def test_an_empty_quarantine_is_said_so(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list") == 0
    assert "empty" in capsys.readouterr().out


def test_what_is_dropped_is_gone(town: Town, hoa: Resident, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    hoa.says(RUBBISH)
    assert run("drop") == 0
    assert "1 events were erased" in capsys.readouterr().out
    run("replay")
    town.settle()
    assert not town.incidents


def test_without_a_secret_there_is_nothing_to_verify_with(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ZALO_WEBHOOK_SECRETS", "")
    assert run("replay") == 1
    assert "ZALO_WEBHOOK_SECRETS" in capsys.readouterr().out
