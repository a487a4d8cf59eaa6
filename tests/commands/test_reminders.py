"""The commands `roster`, `groups` and `reminders`, as an administrator types them."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest

from tests.journeys.town import Town

Run = Callable[[str], int]


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    town = Town(tmp_path)
    yield town
    town.close()


@pytest.fixture
def run(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs one command line on the town's database."""
    for name, value in town.simulator.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'town.sqlite3'}")

    def run(line: str) -> int:
        name, *words = line.split("|")
        command = import_module(f"commands.{name}")
        parser = ArgumentParser()
        command.add_arguments(parser)
        return int(command.run(parser.parse_args(words)))

    return run


@pytest.fixture
def roster(run: Run, town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    """Two teams, one led by somebody bound, in a ward with a group."""
    hoa = town.resident("Hoa")
    hoa.says("xin chào")
    town.simulator.add_group("CNSCĐ-Phường Hòa Xuân", [hoa.person])
    town.settle()
    for line in (
        "roster|add-team|Tổ 1|--number|1|--on|2026-01-01",
        "roster|add-team|Tổ thôn Quang Châu|--on|2026-01-01",
        "roster|add-member|1|Trần Thị Hoa|--role|leader|--on|2026-01-01",
        "roster|bind|1|1",
        "groups|set-purpose|1|ward",
    ):
        assert run(line) == 0
    capsys.readouterr()


def told(run: Run, capsys: pytest.CaptureFixture[str], line: str) -> str:
    assert run(line) == 0
    return capsys.readouterr().out


@pytest.mark.usefixtures("roster")
def test_the_dry_run_says_who_what_by_which_channel_and_why(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    shown = told(run, capsys, "reminders|--at|2026-12-18T09:00+07:00|--dry-run")
    assert "N01 2026-Q4, due on 2026-12-18" in shown
    assert "N05 2026-Q4, due on 2026-12-18" in shown
    assert "Công an phường: nobody, no_contact" in shown
    assert "Trần Thị Hoa" not in shown
    assert "group 1: ward_group, group_once" in shown
    assert "- [due_day] member 1 (Tổ 1): phone, window_closed: đã quá 7 ngày" in shown
    assert "- [due_day] Tổ thôn Quang Châu: nobody, no_leader" in shown
    assert "| Hạn cuối là hôm nay, thứ Sáu 18/12/2026." in shown


@pytest.mark.usefixtures("roster")
def test_the_dry_run_changes_nothing(run: Run, town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = (told(run, capsys, "reminders|--at|2026-12-18T02:00Z|--dry-run") for _ in range(2))
    assert first == second
    assert "decided before" not in first


@pytest.mark.usefixtures("roster")
@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("2026-12-18T12:00", "Nobody is reminded now"),
        ("2026-12-01T09:00", "Nobody is reminded now"),
        ("2027-02-01T09:00", "No duty of the plan is in force"),
    ],
)
def test_when_nobody_is_reminded_it_says_why(
    run: Run, capsys: pytest.CaptureFixture[str], at: str, sentence: str
) -> None:
    assert sentence in told(run, capsys, f"reminders|--at|{at}|--dry-run")


def test_another_time_than_now_can_only_be_looked_at(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("reminders|--at|2026-12-18T09:00") == 2
    assert "--dry-run" in capsys.readouterr().err


def test_an_instant_that_cannot_be_read_is_explained(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("reminders|--at|mai|--dry-run")
    assert "2026-12-18T09:00+07:00" in capsys.readouterr().err


@pytest.mark.usefixtures("roster")
@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("roster|add-team|Tổ  1", "There is already a team named Tổ 1"),
        ("roster|add-team|Tổ khác|--number|1", "There is already a team with the number 1"),
        ("roster|add-member|9|An", "There is no team 9"),
        ("roster|end-member|9", "There is no member 9"),
        ("roster|end-member|1|--on|2025-01-01", "This membership began on 2026-01-01"),
        ("roster|bind|1|99", "There is no person 99"),
        ("groups|set-purpose|9|ward", "There is no group with this id"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(
    run: Run, capsys: pytest.CaptureFixture[str], line: str, sentence: str
) -> None:
    assert run(line) == 1
    assert sentence in capsys.readouterr().err


@pytest.mark.usefixtures("roster")
def test_there_is_one_ward_group_at_a_time(run: Run, town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    town.simulator.add_group("Nhóm khác", [])
    town.settle()
    assert run("groups|set-purpose|2|ward") == 1
    assert "Group 1 has this purpose already" in capsys.readouterr().err
    assert run("groups|set-purpose|1|unassigned") == 0
    assert run("groups|set-purpose|2|ward") == 0


@pytest.mark.usefixtures("roster")
def test_the_lists_name_teams_members_and_groups(run: Run, town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    assert "member 1: Trần Thị Hoa, leader, person 1" in told(run, capsys, "roster|list")
    assert "group 1: CNSCĐ-Phường Hòa Xuân, ward, active" in told(run, capsys, "groups|list")
    assert told(run, capsys, "groups|sync") == "1 groups taken over, 2 assets.\n"
    assert "group 1: CNSCĐ-Phường Hòa Xuân, ward, active" in told(run, capsys, "groups|list")
    assert run("roster|bind|1") == 0
    assert run("roster|end-member|1|--on|2026-01-02") == 0
    assert "Trần Thị Hoa" not in told(run, capsys, "roster|list")


def test_a_group_that_zalo_lists_no_more_has_ended(run: Run, town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    groups = [town.simulator.add_group(f"Nhóm {number}", []) for number in range(12)]
    town.settle()
    assert told(run, capsys, "groups|sync") == "12 groups taken over, 13 assets.\n"
    address, town.simulator.webhook_url = town.simulator.webhook_url, None
    town.simulator.dissolve_group(groups[0])
    town.simulator.lapse_asset(groups[1])
    town.simulator.webhook_url = address
    assert told(run, capsys, "groups|sync") == "11 groups taken over, 13 assets.\n"
    shown = told(run, capsys, "groups|list")
    for words in ("Nhóm 0, unassigned, dissolved", "Nhóm 1, unassigned, disabled", "Nhóm 2, unassigned, active"):
        assert words in shown


def test_when_zalo_cannot_be_asked_nothing_changes(run: Run, town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    town.simulator.stop()
    assert run("groups|sync") == 1
    assert "Nothing was changed." in capsys.readouterr().err


def test_an_empty_installation_says_how_to_begin(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert "roster add-team" in told(run, capsys, "roster|list")
    assert "No group yet" in told(run, capsys, "groups|list")
    assert told(run, capsys, "reminders") == "0 reminders queued.\n"
