"""What people have put right leaves the database as examples that the training reads."""

from pathlib import Path

import pytest

from domain.understanding import Category, Intent
from tests.commands.test_reminders import Run, run, town
from tests.journeys.town import Town
from training.examples import read_examples

__all__ = ["run", "town"]


def test_a_choice_comes_out_as_an_example(
    town: Town, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hoa = town.resident("Hoa")
    hoa.says("rác đổ tràn ra đường Mẹ Thứ")
    hoa.says("#linh_vuc ngap_thoat_nuoc")
    path = tmp_path / "corrections.jsonl"
    assert run(f"understand|--export-corrections|{path}") == 0
    assert "1 examples" in capsys.readouterr().out
    (example,) = read_examples(path)
    assert (example.intent, example.category) == (Intent.INCIDENT, Category.DRAINAGE)
    assert "urgent" not in example.gold


def test_an_empty_database_gives_an_empty_file(town: Town, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "corrections.jsonl"
    assert run(f"understand|--export-corrections|{path}") == 0
    assert path.read_text() == ""


def test_a_place_that_cannot_be_written_is_told(
    town: Town, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(f"understand|--export-corrections|{tmp_path / 'no' / 'such' / 'folder'}") == 1
    assert "cannot be written" in capsys.readouterr().err
