"""How a word list is read and checked, and how a mistake in it is told: file, line or field, what to do."""

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from domain.errors import BadData

DATA = Path(__file__).parent / "data"
ShapeT = TypeVar("ShapeT", bound=BaseModel)


def read_words(path: Path, shape: type[ShapeT]) -> ShapeT:
    """Read a TOML word list into `shape`; raises BadData naming the file and the line or field."""
    try:
        return shape.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise BadData(f"{path}: {field}: {first['msg']}. Correct this value.") from error
    except tomllib.TOMLDecodeError as error:
        raise BadData(f"{path}: not valid TOML: {error}. Correct that line.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadData(f"{path}: cannot be read ({error}). Restore the file as UTF-8 text.") from error
