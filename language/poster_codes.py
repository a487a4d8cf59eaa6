"""How the short code of a poster is found in a message: `#C12` anywhere, or the code alone without its sign."""

import re

from language.normalising import clean

_IN_TEXT = re.compile(r"(?<![\w#])#\s?c\s?0*(\d{1,6})\b", re.IGNORECASE | re.ASCII)
_ALONE = re.compile(r"\W*c\s?0*(\d{1,6})\W*", re.IGNORECASE | re.ASCII)


def find_poster_code(text: str) -> tuple[int, bool] | None:
    """The number of the first code and whether nothing else was said; None when there is none."""
    cleaned = clean(text)
    alone = _ALONE.fullmatch(cleaned)
    if alone is not None:
        return int(alone[1]), True
    found = _IN_TEXT.search(cleaned)
    return (int(found[1]), False) if found else None
