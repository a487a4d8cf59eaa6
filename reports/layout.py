"""How an official document looks and which fixed words it has: the data of `templates/documents/`, checked once."""

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.errors import BadData


@dataclass(frozen=True, kw_only=True)
class Page:
    """An A4 page, its margins and its number (Decree 30/2020, annex I); lengths in mm."""

    width_mm: float
    height_mm: float
    top_mm: float
    bottom_mm: float
    left_mm: float
    right_mm: float
    header_mm: float
    font: str
    page_number_pt: float


@dataclass(frozen=True, kw_only=True)
class TextStyle:
    """How one component is written; `rule` is the line under it as a share of the text's own length."""

    size: float
    align: str = "left"
    bold: bool = False
    italic: bool = False
    caps: bool = False
    rule: float = 0.0
    first_cm: float = 0.0
    before_pt: float = 0.0
    after_pt: float = 0.0
    keep_with_next: bool = False


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Everything the writers of documents need besides the figures."""

    page: Page
    header_left_mm: float
    header_right_mm: float
    styles: Mapping[str, TextStyle]
    words: Mapping[str, Any]

    def style(self, name: str) -> TextStyle:
        """The style of a component. Raises BadData when nobody described it."""
        try:
            return self.styles[name]
        except KeyError as error:
            raise BadData(f"templates/documents/layout.toml: [styles.{name}] is missing: add it") from error

    def say(self, key: str, **values: object) -> str:
        """Fixed words by their place, such as `parts.obstacles`, with their gaps filled. Raises BadData."""
        found = self._find(key)
        if not isinstance(found, str):
            raise BadData(f"templates/documents/words.toml: {key} must be one line of text")
        return found.format(**values) if values else found

    def lines(self, key: str) -> list[str]:
        """Fixed lines by their place, such as `recipients.ward`. Raises BadData."""
        found = self._find(key)
        if not isinstance(found, list):
            raise BadData(f"templates/documents/words.toml: {key} must be a list of lines")
        return [str(line) for line in found]

    def _find(self, key: str) -> Any:
        found: Any = self.words
        for part in key.split("."):
            if not isinstance(found, Mapping) or part not in found:
                raise BadData(f"templates/documents/words.toml: {key} is missing: add it")
            found = found[part]
        return found


def load_layout(directory: Path) -> Layout:
    """Read `layout.toml` and `words.toml` of a folder. Raises BadData naming the file and what is wrong."""
    spec, words = _read(directory / "layout.toml"), _read(directory / "words.toml")
    try:
        return Layout(
            page=Page(**spec["page"]),
            header_left_mm=spec["header_table"]["left_mm"],
            header_right_mm=spec["header_table"]["right_mm"],
            styles={name: TextStyle(**style) for name, style in spec["styles"].items()},
            words=words,
        )
    except (KeyError, TypeError) as error:
        raise BadData(f"{directory / 'layout.toml'}: {error}") from error


def composed(text: str) -> str:
    """Text as TCVN 6909 wants it: precomposed, without control signs that no document can hold."""
    return "".join(sign for sign in unicodedata.normalize("NFC", text) if sign in "\n\t" or ord(sign) >= 32)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BadData(f"{path} is missing") from error
    except tomllib.TOMLDecodeError as error:
        raise BadData(f"{path}: not TOML: {error}") from error
