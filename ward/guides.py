"""How the files of `ward/guides/` become guides: a TOML head between two lines `+++`, then the text as it is sent."""

import tomllib
from pathlib import Path

from pydantic import ValidationError

from domain.errors import BadData
from domain.guides import Guide
from ward.shapes import GuideHead

FENCE = "+++\n"
LONGEST_TEXT = 1_400


def load_guides(directory: Path) -> tuple[Guide, ...]:
    """Every guide, by the name of its file. Raises BadData naming the file and what to do."""
    return tuple(_load(path) for path in sorted(directory.glob("*.md")))


def _load(path: Path) -> Guide:
    parts = path.read_text(encoding="utf-8").split(FENCE, 2)
    if len(parts) != 3 or parts[0]:
        raise BadData(f"{path}: begin with a line +++, the TOML head, and another line +++")
    try:
        head = GuideHead.model_validate(tomllib.loads(parts[1]))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise BadData(f"{path}: {error}") from error
    text = parts[2].strip()
    if not text or len(text) > LONGEST_TEXT:
        raise BadData(f"{path}: the text has {len(text)} characters; write 1 to {LONGEST_TEXT}, so that it fits a chat")
    return Guide(key=path.stem, text=text, **head.model_dump())
