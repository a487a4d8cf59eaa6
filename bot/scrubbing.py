"""What Zalo really sends, made safe to keep: every id, name, word and place invented anew, the shape as it was.

Whatever is not known to be harmless is masked. The same original gets the same invention within one Scrubber, so that
answers and echoes still belong together.
"""

import re
from collections.abc import Callable
from itertools import count

# fmt: off
HARMLESS = frozenset((
    "event_name", "type", "kind", "error", "errorCode", "quota_type", "product_type", "asset_type", "owner_type",
    "status", "src", "timestamp", "time", "sent_time", "expired_date", "valid_through", "total", "remain", "count",
    "offset", "size", "width", "height", "source", "oa_type", "is_verified", "user_is_follower", "is_sensitive",
    "follower_count", "member_count", "total_member", "max_member", "template_type", "media_type", "delivery_time",
    "num_follower", "react_icon",
))
# fmt: on
PLACES = {"latitude": 16.003, "longitude": 108.223}
SAFE_WORDS = re.compile(r"[A-Za-z][A-Za-z .,'_-]{0,80}")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_WHOLE = re.compile(r"-?\d+")
_HEX = re.compile(r"[0-9a-fA-F]{12,}")
_LONG_NUMBER = re.compile(r"\d{5,}")
_LINK = re.compile(r"https?://\S+")
_EXTENSION = re.compile(r"\.(jpe?g|png|gif|webp|mp4|m4a|amr|aac|pdf|docx?|xlsx?)\b", re.IGNORECASE)
_POINT = re.compile(r"-?\d{1,3}\.\d+\s*,\s*-?\d{1,3}\.\d+")
_MENTION = re.compile(r"\[@([^\]]{1,64})\]")


class Scrubber:
    """Replaces the values of one set of payloads."""

    def __init__(self) -> None:
        self._invented: dict[str, str] = {}
        self._numbers = count(1)

    def scrub(self, payload: object) -> object:
        """The same JSON value with nothing personal and nothing secret in it."""
        return self._value("", payload, is_answer=isinstance(payload, dict) and "error" in payload)

    def _value(self, key: str, value: object, *, is_answer: bool = False) -> object:
        if isinstance(value, dict):
            return {
                name: self._answer_words(inner) if is_answer and name == "message" else self._value(name, inner)
                for name, inner in value.items()
            }
        if isinstance(value, list):
            return [self._value(key, inner) for inner in value]
        if isinstance(value, bool) or value is None:
            return value
        return self._leaf(key, value)

    def _leaf(self, key: str, value: object) -> object:
        """Numbers stay numbers and text stays text: their types are what we want to learn."""
        if key in PLACES:
            return self._like(value, str(PLACES[key]))
        if key in HARMLESS and (isinstance(value, int | float) or _is_harmless(str(value))):
            return value
        written = self._text(str(value))
        return self._like(value, written)

    @staticmethod
    def _like(original: object, written: str) -> object:
        if isinstance(original, int):
            return int(written) if _WHOLE.fullmatch(written) else 0
        if isinstance(original, float):
            return float(written) if _NUMBER.fullmatch(written) else 0.0
        return written

    def _text(self, text: str) -> str:
        for shape, invent in self._shapes():
            if shape.fullmatch(text):
                return invent(text)
        parts = _MENTION.split(text)
        return "".join(
            f"[@{self._once(part, _digits)}]" if place % 2 else _mask(part) for place, part in enumerate(parts)
        )

    def _shapes(self) -> tuple[tuple[re.Pattern[str], Callable[[str], str]], ...]:
        return (
            (_POINT, lambda _: f"{PLACES['longitude']},{PLACES['latitude']}"),
            (_LINK, lambda link: self._once(link, _link)),
            (_LONG_NUMBER, lambda digits: self._once(digits, _digits)),
            (_HEX, lambda digits: self._once(digits, _hex)),
        )

    def _answer_words(self, value: object) -> object:
        """Zalo's own words beside an error code."""
        return value if isinstance(value, str) and SAFE_WORDS.fullmatch(value) else self._value("", value)

    def _once(self, original: str, invent: Callable[[str, int], str]) -> str:
        if original not in self._invented:
            self._invented[original] = invent(original, next(self._numbers))
        return self._invented[original]


def _is_harmless(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text) or SAFE_WORDS.fullmatch(text) or re.fullmatch(r"[\d/:. -]{4,20}", text))


def _digits(original: str, number: int) -> str:
    return f"9{number:0{len(original) - 1}}"[: len(original)] if len(original) > 1 else "9"


def _hex(original: str, number: int) -> str:
    return f"f{number:0{len(original) - 1}x}"[: len(original)]


def _link(original: str, number: int) -> str:
    extension = _EXTENSION.search(original)
    return f"https://example.org/{number}{extension[0].lower() if extension else ''}"


def _mask(text: str) -> str:
    """Letters as x, digits as 0; blanks and plain punctuation stay, so that length and line breaks can be seen."""
    return "".join(
        "0" if sign.isdigit() else "x" if sign.isalpha() else sign if sign in " \n\t.,;:!?#-()[]@/" else "x"
        for sign in text
    )
