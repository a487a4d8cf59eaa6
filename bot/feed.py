"""One row of Zalo's own record of the chats as the webhook event it should have been (zalo-platform §1.2 and §7)."""

from collections.abc import Callable, Mapping

from bot.answers import ConversationRow

Payload = dict[str, object]


def missed_event(row: ConversationRow, *, app_id: str, account_id: str) -> Payload | None:
    """The payload of what a person wrote to the account; None for our own words and for rows that name no sender.

    It bears the same event name and message id as the webhook's, so both are one event. What the record does not
    tell is missing: the quoted message, and all photos of an album but the first.
    """
    if row.from_account or row.sender_id is None or row.sender_id == account_id or row.occurred_at is None:
        return None
    name, message = _SHAPES.get(row.kind.lower(), _SHAPES["text"])
    return {
        "app_id": app_id,
        "event_name": f"user_send_{name}",
        "sender": {"id": row.sender_id},
        "recipient": {"id": account_id},
        "message": {"msg_id": row.message_id, **message(row)},
        "timestamp": str(round(row.occurred_at.timestamp() * 1000)),
    }


def _text(row: ConversationRow) -> Payload:
    return {"text": row.text}


def _hung_on(kind: str) -> Callable[[ConversationRow], Payload]:
    """A message whose words are its caption; the record tells it in one of two fields."""

    def message(row: ConversationRow) -> Payload:
        link = row.text.strip() if kind == "link" else ""
        payload = {"url": row.url or link or None, "thumbnail": row.thumbnail_url, "description": row.description}
        said: Payload = {"attachments": [{"type": kind, "payload": _without_gaps(payload)}]}
        caption = row.text or row.description or ""
        return said | ({"text": caption} if caption and kind in _CAPTIONED else {})

    return message


def _file(row: ConversationRow) -> Payload:
    payload = {"url": row.url, "name": row.description or row.text or None}
    return {"attachments": [{"type": "file", "payload": _without_gaps(payload)}]}


def _location(row: ConversationRow) -> Payload:
    if row.pin is None:
        return {"text": row.text}
    coordinates = {"latitude": str(row.pin.latitude), "longitude": str(row.pin.longitude)}
    return {"attachments": [{"type": "location", "payload": {"coordinates": coordinates}}]}


def _without_gaps(payload: Mapping[str, object]) -> Payload:
    return {name: value for name, value in payload.items() if value is not None}


_CAPTIONED = frozenset({"image", "gif", "link", "video"})
_SHAPES: dict[str, tuple[str, Callable[[ConversationRow], Payload]]] = {
    "text": ("text", _text),
    "photo": ("image", _hung_on("image")),
    "image": ("image", _hung_on("image")),
    "gif": ("gif", _hung_on("gif")),
    "voice": ("audio", _hung_on("audio")),
    "audio": ("audio", _hung_on("audio")),
    "video": ("video", _hung_on("video")),
    "sticker": ("sticker", _hung_on("sticker")),
    "link": ("link", _hung_on("link")),
    "links": ("link", _hung_on("link")),
    "file": ("file", _file),
    "location": ("location", _location),
}
