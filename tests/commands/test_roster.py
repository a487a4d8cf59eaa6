"""The `roster` and `invite` commands on a sheet: written, tried, taken over, codes made."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from commands import invite, roster
from storage.database import Database
from storage.tables import InviteCode, TeamMember
from tests.databases import ready_file

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    address = ready_file(tmp_path / "ward.sqlite3")
    monkeypatch.setenv("DATABASE_URL", address)
    return address


@pytest.fixture
def run(url: str, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(command: object, *words: str) -> tuple[int, str]:
        parser = ArgumentParser()
        command.add_arguments(parser)  # type: ignore[attr-defined]  # both are modules of commands
        code = command.run(parser.parse_args(words))  # type: ignore[attr-defined]
        shown = capsys.readouterr()
        return code, shown.out + shown.err

    return run


def test_a_form_is_written_tried_and_taken_over_once(run: Run, url: str, tmp_path: Path) -> None:
    form = str(tmp_path / "form.xlsx")
    assert run(roster, "template", form)[0] == 0
    assert run(roster, "template", form)[0] == 1
    book = load_workbook(form)
    book.worksheets[0].append([cell.value for cell in list(book.worksheets[1].rows)[-1]])
    book.save(form)
    database = Database(url)
    code, told = run(roster, "import", form, "--dry-run")
    assert code == 0
    assert "Tổ CNSCĐ tổ dân phố số 12" in told
    with database.read() as work:
        assert not work.session.exec(select(TeamMember)).all()
    assert "Taken over" in run(roster, "import", form)[1]
    assert "Nothing changes" in run(roster, "import", form)[1]
    code, told = run(invite, "make", "--team", "1")
    assert (code, "member 1" in told) == (0, True)
    assert "open" in run(invite, "list", "1")[1]
    assert "worthless" in run(invite, "revoke", "1")[1]
    assert run(invite, "make", "--team", "9")[0] == 1
    with database.read() as work:
        assert len(work.session.exec(select(InviteCode)).all()) == 1
    database.close()


def test_a_file_that_is_no_sheet_is_refused(run: Run, tmp_path: Path) -> None:
    missing = run(roster, "import", str(tmp_path / "none.xlsx"))
    assert missing[0] == 1
    (tmp_path / "words.xlsx").write_text("words")
    assert "Excel" in run(roster, "import", str(tmp_path / "words.xlsx"))[1]
