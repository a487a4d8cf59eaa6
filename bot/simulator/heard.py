"""What residents heard from the account, as tests and the demo look at it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.simulator.chats import ChatLine, HeardButton, LineKind, Side


@dataclass(frozen=True, kw_only=True)
class HeardMessage:
    """What a phone showed of the account's words; `by_human` if somebody typed it in Zalo's own tool."""

    message_id: str
    kind: LineKind
    text: str
    buttons: tuple[HeardButton, ...]
    media_urls: tuple[str, ...]
    quoted_message_id: str | None
    at: datetime
    by_human: bool


def heard_in(lines: Iterable[ChatLine]) -> list[HeardMessage]:
    """The account's words among these lines, in their order."""
    return [_heard(line) for line in lines if line.side is not Side.RESIDENT]


def _heard(line: ChatLine) -> HeardMessage:
    return HeardMessage(
        message_id=line.message_id,
        kind=line.kind,
        text=line.text,
        buttons=line.buttons,
        media_urls=line.media_urls,
        quoted_message_id=line.quoted_message_id,
        at=line.at,
        by_human=line.side is Side.HUMAN,
    )
