"""The requests of the load: signed events of Zalo's and of LINE's, each new and each about something else."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from time import time

from bot.signature import SIGNATURE_HEADER, sign

MESSAGES = tuple((Path(__file__).parent / "messages.txt").read_text(encoding="utf-8").splitlines())


class Wire(StrEnum):
    """Whose webhook is posted to."""

    ZALO = "zalo"
    LINE = "line"


@dataclass(frozen=True, kw_only=True)
class Author:
    """Who signs, and who writes; the n-th event comes from the n-th person, and each person's next one is another."""

    wire: Wire
    app_id: str
    account_id: str
    secret: str
    people: Sequence[str]

    def request(self, number: int) -> bytes:
        """The bytes of one HTTP request with a message that was never sent before."""
        person = self.people[number % len(self.people)]
        text = MESSAGES[number // len(self.people) % len(MESSAGES)]
        return _WIRES[self.wire](self, f"{self.secret[:4]}{number:020d}", person, text)


def _zalo(author: Author, message_id: str, person: str, text: str) -> bytes:
    timestamp = str(int(time() * 1000))
    payload = {
        "app_id": author.app_id,
        "sender": {"id": person},
        "user_id_by_app": person,
        "recipient": {"id": author.account_id},
        "event_name": "user_send_text",
        "message": {"text": text, "msg_id": message_id},
        "timestamp": timestamp,
    }
    body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    digest = sign(app_id=author.app_id, body=body, timestamp=timestamp, secret=author.secret)
    return _post("/webhook/zalo", f"{SIGNATURE_HEADER}: mac={digest}", body)


def _line(author: Author, message_id: str, person: str, text: str) -> bytes:
    event = {
        "type": "message",
        "mode": "active",
        "timestamp": int(time() * 1000),
        "source": {"type": "user", "userId": person},
        "webhookEventId": message_id,
        "deliveryContext": {"isRedelivery": False},
        "replyToken": message_id,
        "message": {"id": message_id, "type": "text", "quoteToken": message_id, "text": text},
    }
    body = json.dumps({"destination": author.account_id, "events": [event]}, ensure_ascii=False).encode()
    digest = base64.b64encode(hmac.new(author.secret.encode(), body, hashlib.sha256).digest()).decode()
    return _post("/callback", f"X-Line-Signature: {digest}", body)


_WIRES: dict[Wire, Callable[[Author, str, str, str], bytes]] = {Wire.ZALO: _zalo, Wire.LINE: _line}


def _post(path: str, signature: str, body: bytes) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"{signature}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
