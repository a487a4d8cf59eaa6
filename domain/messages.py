"""What we say: a text with buttons, without any word of how the provider wants it spelt."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

MAX_TEXT_LENGTH = 2000
MAX_BUTTONS = 5
MAX_BUTTON_TITLE_LENGTH = 100
MAX_BUTTON_VALUE_LENGTH = 1000


class ButtonKind(StrEnum):
    """What a tap does."""

    SAY = "say"
    OPEN_LINK = "open_link"
    CALL = "call"


@dataclass(frozen=True, kw_only=True)
class Button:
    """One button; `value` is the words it says, the link it opens or the number it calls."""

    title: str
    kind: ButtonKind = ButtonKind.SAY
    value: str


@dataclass(frozen=True, kw_only=True)
class OutgoingMessage:
    """One message to one person or group: at most 2,000 characters and 5 buttons (zalo-platform §4.1)."""

    text: str
    buttons: tuple[Button, ...] = ()


class Priority(IntEnum):
    """Who goes first when Zalo's limit makes us wait; the lower number leaves earlier."""

    EMERGENCY = 0
    REPLY = 10
    NOTICE = 20
    UPDATE = 30
    REMINDER = 40
    NEWS = 50


def without_mentions(words: str) -> str:
    """Words of people, safe to quote in a group: `[@id]` would mention whoever they please (zalo-platform §5.3)."""
    return words.replace("[@", "[ @")
