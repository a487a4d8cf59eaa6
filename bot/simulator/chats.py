"""Who chats with the account and every line that was said, as the phones would show it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.simulator import identifiers
from bot.simulator.answers import ZaloRefusal


class Side(StrEnum):
    """Who wrote a line: the resident, our app for the account, or a human in Zalo's own tool."""

    RESIDENT = "resident"
    ACCOUNT = "account"
    HUMAN = "human"


class LineKind(StrEnum):
    """What a line carries, in the words of the event names."""

    TEXT = "text"
    IMAGE = "image"
    GIF = "gif"
    LINK = "link"
    AUDIO = "audio"
    VIDEO = "video"
    STICKER = "sticker"
    LOCATION = "location"
    FILE = "file"
    BUSINESS_CARD = "business_card"
    TEMPLATE = "template"


class ButtonType(StrEnum):
    """Zalo's words for what a button does (zalo-platform §4.1)."""

    OPEN_URL = "oa.open.url"
    QUERY_SHOW = "oa.query.show"
    QUERY_HIDE = "oa.query.hide"
    OPEN_SMS = "oa.open.sms"
    OPEN_PHONE = "oa.open.phone"


@dataclass(frozen=True, kw_only=True)
class HeardButton:
    """A button under a line; `value` is the link, the phone number or the words that a tap sends."""

    title: str
    type: ButtonType
    value: str


@dataclass(frozen=True, kw_only=True)
class SimulatedPerson:
    """Somebody with a phone; `id` is scoped to the account, `id_by_app` to the app (zalo-platform §0)."""

    id: str
    id_by_app: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a person stands to the account: what Zalo asks before it lets a message through.

    `manages` is an administrator of the account, without whom no group can be made.
    """

    follows: bool = False
    blocks: bool = False
    manages: bool = False
    last_interaction_at: datetime | None = None
    free_replies_used: int = 0


@dataclass(frozen=True, kw_only=True)
class ChatLine:
    """One line of a chat; `revision` grows with every change anywhere, so that a page can ask for what is new.

    `person_id` is whose chat it is; in a group (`group_id`) it is who wrote, the account's own id for its words.
    """

    message_id: str
    person_id: str
    side: Side
    kind: LineKind
    at: datetime
    text: str = ""
    buttons: tuple[HeardButton, ...] = ()
    media_urls: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    quoted_message_id: str | None = None
    hidden: bool = False
    reaction: str = ""
    received_at: datetime | None = None
    seen_at: datetime | None = None
    revision: int = 0
    group_id: str = ""

    @property
    def chat_id(self) -> str:
        """The group, or the person of a private chat."""
        return self.group_id or self.person_id


class ChatBook:
    """All people, their standing and their lines, in memory; the caller holds the simulator's lock."""

    def __init__(self) -> None:
        self.people: dict[str, SimulatedPerson] = {}
        self.revision = 0
        self._standings: dict[str, Standing] = {}
        self._lines: dict[str, ChatLine] = {}
        self._order_by_chat: dict[str, list[str]] = {}
        self._private_order: list[str] = []
        self._group_order: list[str] = []

    def add_person(self, name: str, *, follows: bool, manages: bool = False) -> SimulatedPerson:
        """A new person with fresh ids who has not spoken yet."""
        person = SimulatedPerson(id=identifiers.decimal_id(), id_by_app=identifiers.decimal_id(), name=name)
        self.people[person.id] = person
        self._standings[person.id] = Standing(follows=follows, manages=manages)
        self.revision += 1
        return person

    def person(self, person_id: str) -> SimulatedPerson:
        """The person with this id; unknown ids are refused with -213."""
        if person_id not in self.people:
            raise ZaloRefusal(-213)
        return self.people[person_id]

    def standing(self, person_id: str) -> Standing:
        """How this person stands to the account."""
        return self._standings[person_id]

    def change_standing(self, person_id: str, standing: Standing) -> None:
        """Replace a person's standing."""
        self._standings[person_id] = standing
        self.revision += 1

    def add(self, line: ChatLine) -> ChatLine:
        """Append a line to its chat."""
        self.revision += 1
        kept = replace(line, revision=self.revision)
        self._lines[kept.message_id] = kept
        (self._group_order if kept.group_id else self._private_order).append(kept.message_id)
        self._order_by_chat.setdefault(kept.chat_id, []).append(kept.message_id)
        return kept

    def mark_received(self, message_id: str, at: datetime) -> None:
        """Note that a line reached the other side."""
        self._store(replace(self._lines[message_id], received_at=at))

    def mark_seen(self, message_id: str, at: datetime) -> None:
        """Note that a line was read, and so received."""
        line = self._lines[message_id]
        self._store(replace(line, seen_at=at, received_at=line.received_at or at))

    def mark_reaction(self, message_id: str, icon: str) -> None:
        """Put an icon on a line."""
        self._store(replace(self._lines[message_id], reaction=icon))

    def line(self, message_id: str) -> ChatLine | None:
        """The line with this id, or None."""
        return self._lines.get(message_id)

    def lines(self, chat_id: str, *, since: int = 0) -> list[ChatLine]:
        """The lines of one chat or group that changed after revision `since`, oldest first."""
        lines = (self._lines[message_id] for message_id in self._order_by_chat.get(chat_id, ()))
        return [line for line in lines if line.revision > since]

    def newest(
        self, *, chat_id: str | None, not_before_at: datetime, offset: int, count: int, in_groups: bool = False
    ) -> list[ChatLine]:
        """A slice of the newest lines first that are not older than `not_before_at`.

        `chat_id` None is all private chats, or all groups with `in_groups`.
        """
        feed = self._group_order if in_groups else self._private_order
        order = feed if chat_id is None else self._order_by_chat.get(chat_id, [])
        wanted = order[::-1][offset : offset + count]
        return [self._lines[each] for each in wanted if self._lines[each].at >= not_before_at]

    def _store(self, line: ChatLine) -> None:
        self.revision += 1
        self._lines[line.message_id] = replace(line, revision=self.revision)
