"""The command reads JSON lines and answers JSON lines, whatever they hold."""

import argparse
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from commands import understand

ROOT = Path(__file__).parents[2]
NOW = "2026-11-23T09:00:00+07:00"
KEYS = ["id", "intent", "confidence", "category", "urgent", "locations", "topic", "activity"]


def _run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    understand.add_arguments(parser)
    return understand.run(parser.parse_args([*arguments, "--ward-dir", str(ROOT / "ward")]))


def _line(text: str, **more: Any) -> str:
    return json.dumps({"id": "a", "text": text, "now": NOW, "sender": "resident", "chat": "private"} | more)


def _answers(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_file_of_messages_is_answered_line_by_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    messages = tmp_path / "messages.jsonl"
    messages.write_text(
        "\n".join([_line("cáp võng ở kiệt 45"), "", _line("tổ 5 họp hôm qua", id=2, sender="member", chat="group")])
    )
    assert _run(str(messages)) == 0
    incident, report = _answers(capsys)
    assert list(incident) == KEYS
    assert (incident["id"], incident["intent"], incident["category"]) == ("a", "incident", "vien_thong_cap")
    assert (incident["locations"], incident["activity"]) == (["kiệt 45"], None)
    assert (report["id"], report["activity"]["date"], report["activity"]["team_number"]) == (2, "2026-11-22", 5)


def test_a_bad_line_is_answered_with_its_error_and_the_others_still_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = ["{", "[1]", _line("x", now="soon"), _line("x", sender="cat"), json.dumps({"id": 7}), '"\xff"']
    data = "\n".join([*bad, _line("chào em")]).encode("latin-1", "replace")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert _run() == 1
    answers = _answers(capsys)
    assert [answer["line"] for answer in answers[:-1]] == [1, 2, 3, 4, 5, 6]
    assert all(answer["error"] for answer in answers[:-1])
    assert answers[4]["id"] == 7
    assert answers[-1]["intent"] == "smalltalk"


def test_half_a_character_comes_back_as_it_came(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = _line("rác ở kiệt \ud83d 45 Mẹ Thứ", id="\ud83d")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{line}\n{_line('chào em')}".encode())))
    assert _run() == 0
    first, second = _answers(capsys)
    assert first["id"] == "\ud83d"
    assert first["locations"] == ["kiệt \ud83d 45 Mẹ Thứ"]
    assert second["intent"] == "smalltalk"


def test_a_missing_ward_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = argparse.Namespace(file=None, ward_dir=tmp_path, export_corrections=None)
    assert understand.run(arguments) == 1
    assert "gazetteer.json" in capsys.readouterr().err


def test_nothing_of_the_web_or_the_database_is_imported() -> None:
    code = "import sys, commands.understand; print(sorted({'flask', 'sqlalchemy', 'requests'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
