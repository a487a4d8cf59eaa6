"""Everything that can arrive from a chat, in our own words; `bot/events.py` translates Zalo's words into these."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class AttachmentKind(StrEnum):
    """What hangs on a message."""

    PHOTO = "photo"
    GIF = "gif"
    LINK = "link"
    AUDIO = "audio"
    VIDEO = "video"
    STICKER = "sticker"
    FILE = "file"
    CONTACT_CARD = "contact_card"


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """One thing hung on a message; `url` is the provider's address of the bytes, still unchecked."""

    kind: AttachmentKind
    url: str | None = None
    thumbnail_url: str | None = None
    name: str | None = None
    description: str | None = None


@dataclass(frozen=True, kw_only=True)
class Pin:
    """A point on the map in WGS 84 degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, kw_only=True)
class Event:
    """Anything that arrived; `occurred_at` is the provider's own time in UTC."""

    occurred_at: datetime


@dataclass(frozen=True, kw_only=True)
class MessageReceived(Event):
    """Somebody wrote to us, in private (`group_id` is None) or in a group."""

    sender_id: str
    message_id: str
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    pin: Pin | None = None
    quoted_message_id: str | None = None
    group_id: str | None = None
    anonymous_conversation_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class MessageEchoed(Event):
    """Something left from the account; `human_id` is set only when a person typed it in the provider's own tool."""

    message_id: str
    recipient_id: str
    text: str = ""
    human_id: str | None = None
    group_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Followed(Event):
    """Somebody began to follow the account."""

    person_id: str


@dataclass(frozen=True, kw_only=True)
class Unfollowed(Event):
    """Somebody stopped following the account."""

    person_id: str


@dataclass(frozen=True, kw_only=True)
class ChatOpened(Event):
    """Somebody opened the chat for the first time without writing yet."""

    person_id: str


@dataclass(frozen=True, kw_only=True)
class MessagesDelivered(Event):
    """What we said reached the phone."""

    person_id: str
    message_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MessagesSeen(Event):
    """What we said was read."""

    person_id: str
    message_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MessageReacted(Event):
    """Somebody put an icon on a message."""

    person_id: str
    message_id: str
    icon: str


@dataclass(frozen=True, kw_only=True)
class InfoShared(Event):
    """Somebody answered a request for contact details."""

    person_id: str
    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class DataWithdrawn(Event):
    """A person withdrew from the provider: what we hold of him has to be deleted."""

    person_id: str


@dataclass(frozen=True, kw_only=True)
class PermissionRevoked(Event):
    """The account took its permission from our app: nothing can be sent until an administrator grants it again."""


class GroupChange(StrEnum):
    """What happened to a group or to those in it."""

    CREATED = "created"
    JOINED = "joined"
    JOIN_REQUESTED = "join_requested"
    JOIN_APPROVED = "join_approved"
    JOIN_REJECTED = "join_rejected"
    ADMIN_ADDED = "admin_added"
    ADMIN_REMOVED = "admin_removed"
    INFO_CHANGED = "info_changed"
    LEFT = "left"
    DISSOLVED = "dissolved"


@dataclass(frozen=True, kw_only=True)
class GroupChanged(Event):
    """A group or its membership changed."""

    group_id: str
    change: GroupChange
    person_ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Ignored(Event):
    """Something we keep without acting on it; `reason` says why."""

    event_name: str
    reason: str
