"""The printed codes that stand for a place and a category, and how many of them fit on a sheet."""

from dataclasses import dataclass
from enum import StrEnum


class SheetLayout(StrEnum):
    """How posters are laid out on paper."""

    A4 = "a4"
    A5 = "a5"
    FOUR = "four"
    EIGHT = "eight"


@dataclass(frozen=True, kw_only=True)
class PosterText:
    """What stands on one poster: the code, where it hangs, what for, what to do, and the link behind the QR code."""

    code: str
    place: str
    category: str
    link: str
    steps: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PosterWords:
    """What every poster says in the ward's own words: a title, and who is behind it."""

    title: str
    sender: str


def poster_code(number: int) -> str:
    """The short code as it is printed and typed: #C12 (product C2)."""
    return f"#C{number}"
