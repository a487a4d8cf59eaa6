"""The command `report`, as an administrator types it."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from commands import report
from storage.database import Database
from tests.databases import ready_file
from tests.handlers.ward_of_reports import add_random_log, add_teams

Run = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs one command line on a ward of three teams."""
    url = ready_file(tmp_path / "town.sqlite3")
    monkeypatch.setenv("DATABASE_URL", url)
    database = Database(url)
    add_random_log(database, add_teams(database), 60)

    def run(*words: str) -> int:
        parser = ArgumentParser()
        report.add_arguments(parser)
        return int(report.run(parser.parse_args(words)))

    yield run
    database.close()


@pytest.mark.parametrize(
    "words",
    [
        ("--kind", "ward", "--period", "2026-Q4"),
        ("--kind", "ward", "--period", "2026-11"),
        ("--kind", "team", "--period", "2026-Q4", "--team", "2"),
        ("--kind", "unit", "--period", "2026-Q4", "--unit", "cong_an"),
        ("--kind", "ad_hoc", "--from", "2026-10-01", "--to", "2026-10-20", "--team", "1", "--team", "3"),
        (
            "--kind",
            "members",
        ),
        ("--kind", "person_days", "--period", "2026-Q4", "--team", "Tổ CNSCĐ số 1"),
    ],
)
def test_a_folder_gets_all_three_forms_of_one_dataset(run: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    assert run(*words, "--out", str(tmp_path / "out")) == 0
    files = sorted((tmp_path / "out").iterdir())
    assert [file.suffix for file in files] == [".csv", ".docx", ".xlsx"]
    assert len({file.stem for file in files}) == 1
    assert files[1].read_bytes()[:2] == b"PK"


def test_an_ad_hoc_report_holds_the_chosen_indicators(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "some.csv"
    days = ("--from", "2026-10-01", "--to", "2026-10-20")
    assert run("--kind", "ad_hoc", *days, "--indicators", "D01,e03", "--out", str(out)) == 0
    assert [line[:3] for line in out.read_text(encoding="utf-8-sig").splitlines()[1:]] == ["D01", "E03"]


def test_a_file_gets_the_form_of_its_ending(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "quarter.csv"
    assert run("--kind", "ward", "--period", "2026-Q4", "--out", str(out)) == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    assert "sha256 of the dataset" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--kind", "ward", "--out", "x.docx"), 2, "Name the period"),
        (("--kind", "ward", "--period", "2026-Q5", "--out", "x.docx"), 1, "There is no period '2026-Q5'"),
        (("--kind", "ward", "--period", "2026-Q9", "--out", "x.docx"), 1, "There is no period '2026-Q9'"),
        (("--kind", "ward", "--period", "2026-Q4", "--out", "x.pdf"), 2, "ends in .docx"),
        (("--kind", "team", "--period", "2026-Q4", "--out", "x.docx"), 1, "Name one team"),
        (("--kind", "team", "--period", "2026-Q4", "--team", "77", "--out", "x.docx"), 1, "no such team"),
        (("--kind", "unit", "--period", "2026-Q4", "--unit", "mars", "--out", "x.docx"), 1, "no such unit"),
        (("--kind", "ad_hoc", "--out", "x.docx"), 1, "Name the days"),
        (
            ("--kind", "ad_hoc", "--from", "2026-10-01", "--to", "2026-10-02", "--indicators", "Z9", "--out", "x.csv"),
            1,
            "no indicator Z9",
        ),
        (("--kind", "ad_hoc", "--from", "2026-10-02", "--to", "2026-10-01", "--out", "x.docx"), 1, "Name the days"),
    ],
)
def test_what_makes_no_sense_is_told_as_a_sentence(
    run: Run, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, told: str
) -> None:
    assert run(*words) == code
    assert told in capsys.readouterr().err
