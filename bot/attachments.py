"""What Zalo hangs on a message, and the pin on the map, in our words (zalo-platform §1.2)."""

from bot.event_fields import entries, member, number, parse_body, words, words_or_none
from domain.events import Attachment, AttachmentKind, Pin

KINDS: dict[str, AttachmentKind] = {
    "image": AttachmentKind.PHOTO,
    "photo": AttachmentKind.PHOTO,
    "gif": AttachmentKind.GIF,
    "link": AttachmentKind.LINK,
    "audio": AttachmentKind.AUDIO,
    "voice": AttachmentKind.AUDIO,
    "video": AttachmentKind.VIDEO,
    "sticker": AttachmentKind.STICKER,
    "file": AttachmentKind.FILE,
}
LOCATION = "location"


def read_attachments(message: object, *, is_card: bool = False) -> tuple[Attachment, ...]:
    """Everything hung on a message but its pin, in Zalo's order; entries without a readable type are left out.

    `is_card` marks the attachments of a business card event. A type that we do not know becomes a link, which is
    shown to people and never fetched.
    """
    read = (_attachment(entry, is_card=is_card) for entry in entries(member(message, "attachments")))
    return tuple(attachment for attachment in read if attachment)


def read_pin(message: object) -> Pin | None:
    """The first valid point among the attachments; coordinates come as text or as numbers."""
    for entry in entries(member(message, "attachments")):
        if _type_of(entry) == LOCATION and (pin := _pin(member(entry, "payload", "coordinates"))):
            return pin
    return None


def _attachment(entry: object, *, is_card: bool) -> Attachment | None:
    kind_name = _type_of(entry)
    payload = member(entry, "payload")
    if not kind_name or kind_name == LOCATION or not isinstance(payload, dict):
        return None
    if is_card:
        return _card(payload)
    return Attachment(
        kind=KINDS.get(kind_name, AttachmentKind.LINK),
        url=words_or_none(payload.get("url")),
        thumbnail_url=words_or_none(payload.get("thumbnail")),
        name=words_or_none(payload.get("name")),
        description=words_or_none(payload.get("description")),
    )


def _card(payload: dict[str, object]) -> Attachment:
    """A business card is a link whose description is JSON text; our description is the phone number in it."""
    description = words(payload.get("description"))
    details = parse_body(description.encode("utf-8", "replace")) or {}
    return Attachment(
        kind=AttachmentKind.CONTACT_CARD,
        url=words_or_none(payload.get("url")) or words_or_none(details.get("qrCodeUrl")),
        thumbnail_url=words_or_none(payload.get("thumbnail")),
        name=words_or_none(payload.get("name")),
        description=words_or_none(details.get("phone")) or words_or_none(description),
    )


def _pin(coordinates: object) -> Pin | None:
    latitude = number(member(coordinates, "latitude"))
    longitude = number(member(coordinates, "longitude"))
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Pin(latitude=latitude, longitude=longitude)


def _type_of(entry: object) -> str:
    return words(member(entry, "type")).strip().lower()
