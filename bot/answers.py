"""What Zalo's answers to our requests say, in our words (zalo-platform §4.1, §4.2 and §7)."""

from dataclasses import dataclass
from datetime import datetime

from bot.event_fields import first_identifier, identifier, instant_or_none, member, number, words, words_or_none
from domain.events import Pin


@dataclass(frozen=True, kw_only=True)
class SendQuota:
    """Which allowance a send used up and what is left of it, as far as Zalo still tells."""

    kind: str
    remaining: int | None
    total: int | None


@dataclass(frozen=True, kw_only=True)
class SentMessage:
    """A message that Zalo took; its echo on the webhook bears the same id."""

    message_id: str
    quota: SendQuota | None = None


@dataclass(frozen=True, kw_only=True)
class AccountProfile:
    """The official account itself; `package_name` is a display text and decides nothing."""

    account_id: str | None
    name: str
    is_verified: bool
    package_name: str


@dataclass(frozen=True, kw_only=True)
class PersonProfile:
    """What Zalo tells of one person."""

    person_id: str
    display_name: str
    is_follower: bool
    avatar_url: str | None


@dataclass(frozen=True, kw_only=True)
class ReplyQuota:
    """When a person last wrote and how many free replies are left."""

    last_interaction_at: datetime | None
    replies_remaining: int | None
    replies_total: int | None


@dataclass(frozen=True, kw_only=True)
class ConversationRow:
    """One message as the read API tells it; `kind` is Zalo's word (text, photo, voice, location …)."""

    message_id: str
    from_account: bool
    sender_id: str | None
    recipient_id: str | None
    kind: str
    text: str
    description: str | None
    url: str | None
    thumbnail_url: str | None
    pin: Pin | None
    occurred_at: datetime | None


def read_sent(data: object) -> SentMessage | None:
    """The message that was taken, or None when the answer names none."""
    message_id = identifier(member(data, "message_id"))
    return SentMessage(message_id=message_id, quota=_quota(member(data, "quota"))) if message_id else None


def read_account(data: object) -> AccountProfile:
    """The account of `getoa`, whose id is spelt in two ways."""
    return AccountProfile(
        account_id=first_identifier(data, ("oa_id",), ("oaid",)),
        name=words(member(data, "name")),
        is_verified=member(data, "is_verified") is True,
        package_name=words(member(data, "package_name")),
    )


def read_person(data: object, *, person_id: str) -> PersonProfile:
    """The person of `user/detail`."""
    return PersonProfile(
        person_id=identifier(member(data, "user_id")) or person_id,
        display_name=words(member(data, "display_name")),
        is_follower=member(data, "user_is_follower") is True,
        avatar_url=words_or_none(member(data, "avatar")),
    )


def read_reply_quota(data: object) -> ReplyQuota:
    """The allowance of one person of `quota/message`."""
    return ReplyQuota(
        last_interaction_at=instant_or_none(member(data, "last_interaction")),
        replies_remaining=_whole(member(data, "cs_reply", "remain")),
        replies_total=_whole(member(data, "cs_reply", "total")),
    )


def read_rows(data: object) -> tuple[ConversationRow, ...]:
    """The rows of `listrecentchat` or `conversation`, newest first; rows without an id are left out."""
    listed = member(data, "data") if isinstance(data, dict) else data
    rows = (_row(entry) for entry in listed) if isinstance(listed, list) else ()
    return tuple(row for row in rows if row)


def _row(entry: object) -> ConversationRow | None:
    message_id = identifier(member(entry, "message_id"))
    if message_id is None:
        return None
    return ConversationRow(
        message_id=message_id,
        from_account=number(member(entry, "src")) == 0,
        sender_id=identifier(member(entry, "from_id")),
        recipient_id=identifier(member(entry, "to_id")),
        kind=words(member(entry, "type")),
        text=words(member(entry, "message")),
        description=words_or_none(member(entry, "description")),
        url=words_or_none(member(entry, "url")),
        thumbnail_url=words_or_none(member(entry, "thumb")),
        pin=_pin(words(member(entry, "location"))),
        occurred_at=instant_or_none(member(entry, "time")),
    )


def _pin(location: str) -> Pin | None:
    """A point out of `lng,lat`; the other order is known by a second number that can be no latitude."""
    first, _, second = location.partition(",")
    longitude, latitude = number(first), number(second)
    if longitude is None or latitude is None:
        return None
    if abs(latitude) > 90:
        longitude, latitude = latitude, longitude
    is_on_earth = abs(latitude) <= 90 and abs(longitude) <= 180
    return Pin(latitude=latitude, longitude=longitude) if is_on_earth else None


def _quota(value: object) -> SendQuota | None:
    kind = words_or_none(member(value, "quota_type"))
    if kind is None:
        return None
    return SendQuota(kind=kind, remaining=_whole(member(value, "remain")), total=_whole(member(value, "total")))


def _whole(value: object) -> int | None:
    read = number(value)
    return None if read is None else int(read)
