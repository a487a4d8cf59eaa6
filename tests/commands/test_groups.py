"""The `groups` command: the register, quota and orders at the server, each refusal with its sentence."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import main
from bot.simulator.groups import AssetSource, AssetType
from commands.groups import REASONS
from storage import people
from tests.journeys.digital_teams import member, team
from tests.journeys.group_life import TownGroup
from tests.journeys.town import Town

Run = Callable[[str], int]
NAME = "CNSCĐ-Tổ dân phố số 12-Phường Hòa Xuân"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    town = Town(tmp_path)
    yield town
    town.close()


@pytest.fixture
def run(town: Town, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a line of the command on the town's database; words are parted by bars."""
    for name, value in town.simulator.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DATABASE_URL", town.service.settings.database_url)
    monkeypatch.setenv("SECRET_KEY", "k" * 40)
    return lambda line: main(["groups", *line.split("|")])


@pytest.fixture
def team_id(town: Town) -> int:
    return team(town, "Tổ CNSCĐ số 12", 12)


def test_quota_and_prices_are_told(run: Run, town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("quota") == 0
    assert "Nothing read from Zalo yet" in capsys.readouterr().out
    town.simulator.world.groups.add_asset(AssetType.GMF50, AssetSource.SUB_QUOTA)
    assert run("sync") == 0
    assert run("quota") == 0
    told = capsys.readouterr().out
    assert "gmf50: up to 50 people, 1 of 1 free, price unknown" in told
    assert "75,000 VND a month" in told


def test_a_group_is_ordered_and_the_order_taken_back(
    run: Run, town: Town, team_id: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(f"create|{team_id}|--size|gmf50") == 1
    assert "groups manager PERSON" in capsys.readouterr().err
    somebody = town.simulator.add_person("Quản trị", follows=True, manages=True)
    with town.service.database.begin() as work:
        person = people.find_or_add(work, somebody.id, now=town.clock())
        person.following = True
        person_id = person.id
    assert run(f"manager|{person_id}") == 0
    assert run(f"create|{team_id}|--size|gmf50") == 1
    assert "No asset for 50 people is free" in capsys.readouterr().err
    town.simulator.world.groups.add_asset(AssetType.GMF50, AssetSource.SUB_QUOTA)
    assert run("sync") == 0
    assert run(f"create|{team_id}|--size|gmf50") == 0
    assert run(f"create|{team_id}|--size|gmf50") == 1
    assert run("create|somewhere") == 1
    capsys.readouterr()
    assert run("orders") == 0
    assert f"order 1: create {NAME}, waiting" in capsys.readouterr().out
    assert run("cancel|1") == 0
    assert run("cancel|1") == 1


def test_a_doubtful_group_is_shown_declined_and_set(
    run: Run, town: Town, team_id: int, capsys: pytest.CaptureFixture[str]
) -> None:
    binh = member(town, team_id)
    group = TownGroup(town, "Tổ 12 vui vẻ", [binh])
    assert run("list") == 0
    assert f"its name may mean: team {team_id}" in capsys.readouterr().out
    assert run(f"decline|{group.row.id}") == 0
    assert run(f"decline|{group.row.id}") == 1
    assert run(f"set-purpose|{group.row.id}|team") == 1
    assert "Say which team" in capsys.readouterr().err
    assert run(f"set-purpose|{group.row.id}|team|--team|{team_id}") == 0
    assert run(f"rename|{group.row.id}|{NAME}") == 0
    assert run(f"rename|{group.row.id}|Tên khác") == 1
    assert run("cancel|99") == 1
    assert run(f"dissolve|{group.row.id}|sai tên") == 1
    assert "type its name exactly: Tổ 12 vui vẻ" in capsys.readouterr().err
    assert run(f"invite|{group.row.id}") == 1
    assert run("manager|99") == 1


def test_every_refusal_of_orders_has_its_sentence() -> None:
    source = "".join(
        (Path(__file__).parents[2] / "handlers" / name).read_text(encoding="utf-8")
        for name in ("groups.py", "group_links.py", "group_orders.py")
    )
    codes = set(re.findall(r'raise \w+\("(\w+)"', source)) - {"absurd_number"}
    assert codes <= set(REASONS)
