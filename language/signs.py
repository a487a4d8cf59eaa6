"""What the raw letters of a message betray before a word is read: links, phone numbers, disguised words, emoji."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields

_LINK = re.compile(
    r"https?://|www\.|\b[a-z0-9-]{2,}\.(?:com|net|xyz|top|vip|club|info|shop|site|online|me|cc|ly|link|win|bet)\b", re.I
)
_PHONE = re.compile(r"(?<![\d.])(?:0|\+?84)[ .]?\d(?:[ .-]?[\dx]){6,9}", re.I)
_DOTTED = re.compile(
    r"(?<![^\W\d_])[^\W\d_](?:[.\-_*|/][^\W\d_]){2,}(?![^\W\d_])|(?<![^\W\d_])[^\W\d_]{2,}[.*|_][^\W\d_]{1,3}(?=[.*|_\s][^\W\d_]|\s|$)"
)
_DIGIT_IN_WORD = re.compile(r"(?<!\w)[^\W\d_]{2,}[013457@$]+[^\W\d_]+")
_MONEY = re.compile(r"\b\d+[.,]?\d*\s?(?:k|tr|trieu|%|usd|\$)", re.I)


@dataclass(frozen=True, kw_only=True)
class Signs:
    """Which of the telling shapes a text has."""

    link: bool
    phone: bool
    dotted: bool
    disguised: bool
    mixed_scripts: bool
    money: bool
    shouting: bool
    asks: bool
    wordless: bool

    def all_true(self) -> Iterator[str]:
        """The names of the signs that are there."""
        return (field.name for field in fields(self) if getattr(self, field.name))


def read_signs(text: str) -> Signs:
    """Look at the raw text; linear in its length."""
    letters = [character for character in text if character.isalpha()]
    return Signs(
        link=bool(_LINK.search(text)),
        phone=bool(_PHONE.search(text)),
        dotted=bool(_DOTTED.search(text)),
        disguised=bool(_DIGIT_IN_WORD.search(text)),
        mixed_scripts=_mixes_scripts(letters),
        money=bool(_MONEY.search(text)),
        shouting=sum(letter.isupper() for letter in letters) > max(8, 0.6 * len(letters)),
        asks="?" in text,
        wordless=not letters,
    )


def _mixes_scripts(letters: list[str]) -> bool:
    strange = sum(ord(letter) > 0x250 and _script(letter) != "LATIN" for letter in letters)
    return strange > 0


def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").split(" ", 1)[0]
