"""How a data file of the ward is read and checked, and how a mistake in it is told: file, line, field, what to do."""

import json
import re
import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from domain.errors import BadData

ShapeT = TypeVar("ShapeT", bound=BaseModel)
Location = tuple[int | str, ...]


def read_toml(path: Path, shape: type[ShapeT]) -> ShapeT:
    """Read a TOML file into `shape`; raises BadData naming file, line and field."""
    text = _read_text(path)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadData(f"{path}: not valid TOML: {error}. Correct that line.") from error
    return _check(path, text, content, shape)


def read_json(path: Path, shape: type[ShapeT]) -> ShapeT:
    """Read a JSON file into `shape`; raises BadData naming file, line and field."""
    text = _read_text(path)
    try:
        content = json.loads(text)
    except ValueError as error:
        raise BadData(f"{path}: not valid JSON: {error}. Correct that line.") from error
    return _check(path, text, content, shape)


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BadData(f"{path}: the file is missing. Restore it or point WARD_DIR to the ward's folder.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadData(f"{path}: cannot be read as UTF-8 text ({error}). Save it again as UTF-8.") from error


def _check(path: Path, text: str, content: object, shape: type[ShapeT]) -> ShapeT:
    try:
        return shape.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise BadData(_describe(path, text, first["loc"], first["msg"])) from error


def _describe(path: Path, text: str, location: Location, message: str) -> str:
    line = _line_of_table(text, location) if path.suffix == ".toml" else None
    place = f"{path}, line {line}" if line else str(path)
    return f"{place}: {field_name(location) or 'the file'}: {message}. Correct this value."


def field_name(location: Location) -> str:
    """How a place in a file is spelt for people: `hotlines[3].number`, counted from 1."""
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in location)
    return "".join(parts).lstrip(".")


def _line_of_table(text: str, location: Location) -> int | None:
    """The line on which the table or key of `location` begins; None when it does not stand in the text."""
    match location:
        case (str(table), int(index), *_):
            pattern, wanted = rf"^[ \t]*\[\[\s*{re.escape(table)}\s*\]\]", index
        case (str(table), str(name), *_):
            pattern, wanted = rf"^[ \t]*\[\s*{re.escape(table)}\.{re.escape(name)}\s*\]", 0
        case (str(key), *_):
            pattern, wanted = rf"^[ \t]*{re.escape(key)}\s*=", 0
        case _:
            return None
    starts = [match.start() for match in re.finditer(pattern, text, re.MULTILINE)]
    return text.count("\n", 0, starts[wanted]) + 1 if wanted < len(starts) else None
