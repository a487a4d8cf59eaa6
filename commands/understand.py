"""The command that tells what messages mean: JSON lines in, JSON lines out, without starting the rest of the house."""

import argparse
import json
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TextIO

from domain.errors import BadData
from domain.understanding import ActivityFields, Chat, Sender, Understanding
from language.interpreter import Interpreter
from language.loader import load_interpreter
from ward.gazetteer import load_gazetteer

SUMMARY = "read messages as JSON lines and say what each means"
KEYWORDS = Path(__file__).parents[1] / "templates" / "keywords.toml"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where messages come from and which ward they are about."""
    parser.add_argument(
        "file", nargs="?", type=Path, help='JSON lines {"id","text","now","sender","chat"}; standard input if left out'
    )
    parser.add_argument(
        "--export-corrections",
        type=Path,
        metavar="FILE",
        help="write what residents and officers have put right as examples for `make train`, and end",
    )
    parser.add_argument("--ward-dir", type=Path, default=Path("ward"), help="the ward's folder (default: ward)")


def run(arguments: argparse.Namespace) -> int:
    """Answer every line; a line that cannot be read is answered with its error and makes the exit code 1."""
    if arguments.export_corrections is not None:
        from commands.corrections_export import export_corrections

        return export_corrections(arguments.export_corrections)
    try:
        interpreter = load_interpreter(KEYWORDS, load_gazetteer(arguments.ward_dir / "gazetteer.json"))
        if arguments.file is None:
            return _answer_all(interpreter, sys.stdin.buffer)
        with arguments.file.open("rb") as lines:
            return _answer_all(interpreter, lines)
    except (BadData, OSError) as error:
        print(error, file=sys.stderr)
        return 1


def _answer_all(interpreter: Interpreter, lines: Iterable[bytes], out: TextIO | None = None) -> int:
    exit_code = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        answer, is_good = _answer(interpreter, line, number)
        print(_spelt(answer), file=out or sys.stdout, flush=True)
        exit_code = exit_code if is_good else 1
    return exit_code


def _spelt(answer: dict[str, object]) -> str:
    """One line of JSON; halves of characters, which no file can hold, stay escaped as they came."""
    line = json.dumps(answer, ensure_ascii=False)
    return line if line.isascii() or _can_be_written(line) else json.dumps(answer)


def _can_be_written(line: str) -> bool:
    try:
        line.encode()
    except UnicodeEncodeError:
        return False
    return True


def _answer(interpreter: Interpreter, line: bytes, number: int) -> tuple[dict[str, object], bool]:
    identifier: object = None
    try:
        message = json.loads(line)
        if not isinstance(message, dict):
            raise ValueError("a message must be a JSON object")
        identifier = message.get("id")
        return {"id": identifier, **_spell(_understand(interpreter, message))}, True
    except (ValueError, RecursionError) as error:
        return {"id": identifier, "line": number, "error": str(error)}, False


def _understand(interpreter: Interpreter, message: dict[str, object]) -> Understanding:
    text = message.get("text")
    now = message.get("now")
    if not isinstance(text, str):
        raise ValueError("text is missing or no string")
    if not isinstance(now, str):
        raise ValueError("now is missing or no ISO 8601 string")
    return interpreter.understand(
        text,
        now=datetime.fromisoformat(now),
        sender=Sender(str(message.get("sender", Sender.RESIDENT))),
        chat=Chat(str(message.get("chat", Chat.PRIVATE))),
    )


def _spell(meaning: Understanding) -> dict[str, object]:
    """The keys of product C8, in their order."""
    return {
        "intent": meaning.intent,
        "confidence": meaning.confidence,
        "category": meaning.category,
        "urgent": meaning.urgent,
        "locations": [place.span for place in meaning.places],
        "topic": meaning.topic,
        "activity": _spell_activity(meaning.activity) if meaning.activity else None,
    }


def _spell_activity(activity: ActivityFields) -> dict[str, object]:
    return {
        "team_number": activity.team_number,
        "team_name": activity.team_name,
        "teams": list(activity.teams),
        "date_expr": activity.date_expr,
        "date": activity.date.isoformat() if activity.date else None,
        "date_end": activity.date_end.isoformat() if activity.date_end else None,
        "activity_type": activity.activity_type,
        "topics": list(activity.topics),
        "people": activity.people,
        "households": activity.households,
        "ewallet_accounts": activity.ewallet_accounts,
        "ocop_products": activity.ocop_products,
        "members": activity.members,
        "place": activity.place,
        "duration_minutes": activity.duration_minutes,
        "counts": activity.counts,
        "is_plan": activity.is_plan,
    }
