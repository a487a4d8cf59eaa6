"""Which bodies `message/cs` accepts and how they read: texts, quotes, buttons, pictures, files, forms (§4.1)."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.simulator.answers import ZaloRefusal
from bot.simulator.chats import ButtonType, HeardButton, LineKind
from domain.messages import MAX_BUTTON_TITLE_LENGTH, MAX_BUTTON_VALUE_LENGTH, MAX_BUTTONS, MAX_TEXT_LENGTH

_MAX_SMS_LENGTH = 160
_MAX_SUBTITLE_LENGTH = 500
_MEDIA = {"image": LineKind.IMAGE, "gif": LineKind.GIF, "sticker": LineKind.STICKER}

Body = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class AskedMessage:
    """What the app asks to send; `attachment_id` and `url` name the picture, `file_token` the file."""

    recipient_id: str
    kind: LineKind = LineKind.TEXT
    text: str = ""
    buttons: tuple[HeardButton, ...] = ()
    quoted_message_id: str | None = None
    attachment_id: str | None = None
    url: str | None = None
    file_token: str | None = None


@dataclass(frozen=True, kw_only=True)
class _Attachment:
    kind: LineKind = LineKind.TEXT
    buttons: tuple[HeardButton, ...] = ()
    attachment_id: str | None = None
    url: str | None = None
    file_token: str | None = None
    title: str = ""


def read_message(body: Body) -> AskedMessage:
    """Check a body as Zalo does; a wrong shape is -201, a limit overstepped -210."""
    return _read(body, "user_id")


def read_group_message(body: Body) -> AskedMessage:
    """Check a body for a group, which knows neither buttons nor forms: those are refused with -201 (§5.3)."""
    asked = _read(body, "group_id")
    if asked.buttons or asked.kind is LineKind.TEMPLATE:
        raise ZaloRefusal(-201, "attachment")
    return asked


def _read(body: Body, recipient_key: str) -> AskedMessage:
    recipient, message = _mapping(body.get("recipient")), _mapping(body.get("message"))
    text = _text(message, "text", MAX_TEXT_LENGTH)
    attachment = _read_attachment(message)
    if not text and (attachment is None or attachment.buttons):
        raise ZaloRefusal(-201, "text")
    attachment = attachment or _Attachment()
    return AskedMessage(
        recipient_id=_required(recipient, recipient_key),
        kind=attachment.kind,
        text=text or attachment.title,
        buttons=attachment.buttons,
        quoted_message_id=_text(message, "quote_message_id") or None,
        attachment_id=attachment.attachment_id,
        url=attachment.url,
        file_token=attachment.file_token,
    )


def _read_attachment(message: Body) -> _Attachment | None:
    if "attachment" not in message:
        return None
    attachment = _mapping(message["attachment"])
    readers = {"template": _read_template, "file": _read_file}
    reader = readers.get(_text(attachment, "type"))
    if reader is None:
        raise ZaloRefusal(-201, "attachment.type")
    return reader(_mapping(attachment.get("payload")))


def _read_file(payload: Body) -> _Attachment:
    return _Attachment(kind=LineKind.FILE, file_token=_required(payload, "token"))


def _read_template(payload: Body) -> _Attachment:
    readers: dict[str, Callable[[Body], _Attachment]] = {
        "": _read_buttons,
        "button": _read_buttons,
        "media": _read_media,
        "request_user_info": _read_form,
    }
    reader = readers.get(_text(payload, "template_type"))
    if reader is None:
        raise ZaloRefusal(-201, "template_type")
    return reader(payload)


def _read_media(payload: Body) -> _Attachment:
    element = _only_element(payload)
    kind = _MEDIA.get(_text(element, "media_type"))
    attachment_id, url = _text(element, "attachment_id"), _text(element, "url")
    if kind is None or bool(attachment_id) == bool(url):
        raise ZaloRefusal(-201, "elements")
    if url and not url.startswith(("https://", "http://127.0.0.1")):
        raise ZaloRefusal(-201, "url")
    return _Attachment(kind=kind, attachment_id=attachment_id or None, url=url or None)


def _read_form(payload: Body) -> _Attachment:
    element = _only_element(payload)
    _text(element, "subtitle", _MAX_SUBTITLE_LENGTH)
    title = _text(element, "title", MAX_BUTTON_TITLE_LENGTH)
    if not title or not _text(element, "image_url"):
        raise ZaloRefusal(-201, "elements")
    return _Attachment(kind=LineKind.TEMPLATE, title=title)


def _only_element(payload: Body) -> Body:
    elements = payload.get("elements")
    if not isinstance(elements, list) or len(elements) != 1:
        raise ZaloRefusal(-201, "elements")
    return _mapping(elements[0])


def _read_buttons(payload: Body) -> _Attachment:
    buttons = payload.get("buttons")
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= MAX_BUTTONS:
        raise ZaloRefusal(-201, "buttons")
    return _Attachment(buttons=tuple(_read_button(_mapping(button)) for button in buttons))


def _read_button(button: Body) -> HeardButton:
    title = _text(button, "title", MAX_BUTTON_TITLE_LENGTH)
    kind = _text(button, "type")
    if not title or kind not in set(ButtonType):
        raise ZaloRefusal(-201, "button")
    button_type = ButtonType(kind)
    return HeardButton(title=title, type=button_type, value=_BUTTON_VALUES[button_type](button))


def _query(button: Body) -> str:
    words = _text(button, "payload", MAX_BUTTON_VALUE_LENGTH)
    if not words:
        raise ZaloRefusal(-201, "button.payload")
    return words


def _link(button: Body) -> str:
    link = _required(_mapping(button.get("payload")), "url")
    if not link.startswith(("https://", "http://")):
        raise ZaloRefusal(-201, "button.payload.url")
    return link


def _phone(button: Body) -> str:
    return _required(_mapping(button.get("payload")), "phone_code")


def _sms(button: Body) -> str:
    _text(_mapping(button.get("payload")), "content", _MAX_SMS_LENGTH)
    return _phone(button)


_BUTTON_VALUES: dict[ButtonType, Callable[[Body], str]] = {
    ButtonType.OPEN_URL: _link,
    ButtonType.QUERY_SHOW: _query,
    ButtonType.QUERY_HIDE: _query,
    ButtonType.OPEN_SMS: _sms,
    ButtonType.OPEN_PHONE: _phone,
}


def _mapping(value: object) -> Body:
    if not isinstance(value, dict):
        raise ZaloRefusal(-201)
    return value


def _text(body: Body, key: str, limit: int | None = None) -> str:
    value = body.get(key, "")
    if not isinstance(value, str):
        raise ZaloRefusal(-201, key)
    if limit is not None and len(value) > limit:
        raise ZaloRefusal(-210, key)
    return value


def _required(body: Body, key: str) -> str:
    value = _text(body, key)
    if not value:
        raise ZaloRefusal(-201, key)
    return value
