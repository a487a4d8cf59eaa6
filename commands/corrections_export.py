"""How the messages that people have put right leave the database: as examples for the next training of the model."""

import json
import sys
from pathlib import Path
from typing import Any

from commands.opened import with_database
from settings import Settings
from storage import labelled_examples
from storage.database import Database
from storage.tables import LabelledExample


def export_corrections(path: Path) -> int:
    """Write every kept example as one JSON line; answers the exit code."""

    def write(database: Database, settings: Settings) -> int:
        with database.read() as work:
            rows = [example_of(row) for row in labelled_examples.all_of(work)]
        lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
        try:
            path.write_text("".join(lines), encoding="utf-8")
        except OSError as error:
            print(f"{path} cannot be written: {error}", file=sys.stderr)
            return 1
        print(f"{path}: {len(lines)} examples. Read them, then: make train CORRECTIONS={path}")
        return 0

    return with_database(write, {})


def example_of(row: LabelledExample) -> dict[str, Any]:
    """One row in the format of `language/data/train/`; what nobody has told is left out."""
    told = {"category": row.category, "topic": row.topic, "urgent": row.urgent}
    return {
        "id": f"correction-{row.id}",
        "persona": f"correction-{row.id}",
        "template": f"correction-{row.id}",
        "style": "standard",
        "text": row.text,
        "now": row.said_at.isoformat(),
        "sender": row.sender,
        "chat": row.chat,
        "gold": {"intent": row.intent, **{key: value for key, value in told.items() if value is not None}},
    }
