"""Signed webhook bodies for the load, made before any clock runs."""

import base64
import hashlib
import hmac
import json
import random
from dataclasses import dataclass

from bot.signature import sign

APP_ID = "1234567890123456789"
OA_ID = "4400000000000000001"
SECRET = "benchmark-secret"
TIMESTAMP = "1795399200000"
STREETS = ("duong me thu", "van tien dung", "nguyen phuoc lan", "lo giang 8", "con dau 12")
TROUBLES = ("rac do tran ra", "den duong khong sang o", "o ga to o", "cay do chan ngang", "nuoc ngap o")


@dataclass(frozen=True, kw_only=True)
class Posted:
    """One body with the header that proves it."""

    header: str
    signature: str
    body: bytes


def zalo_event(number: int, *, run: str) -> Posted:
    """A resident's message about an incident; every number is another message of another resident."""
    dice = random.Random(number)
    body = json.dumps(
        {
            "app_id": APP_ID,
            "sender": {"id": f"88{number:017d}"},
            "recipient": {"id": OA_ID},
            "event_name": "user_send_text",
            "message": {"text": f"{dice.choice(TROUBLES)} {dice.choice(STREETS)}", "msg_id": f"{run}-{number}"},
            "timestamp": TIMESTAMP,
            "user_id_by_app": f"99{number:017d}",
        }
    ).encode()
    mac = sign(app_id=APP_ID, body=body, timestamp=TIMESTAMP, secret=SECRET)
    return Posted(header="X-ZEvent-Signature", signature=f"mac={mac}", body=body)


def line_event(number: int, *, run: str) -> Posted:
    """The same size of thing as LINE would post it."""
    event = {
        "type": "message",
        "mode": "active",
        "timestamp": int(TIMESTAMP),
        "webhookEventId": f"{run}{number:020d}",
        "deliveryContext": {"isRedelivery": False},
        "source": {"type": "user", "userId": f"U{number:032d}"},
        "replyToken": f"{number:032d}",
        "message": {"id": str(number), "type": "text", "quoteToken": "q", "text": "rac do tran ra duong me thu"},
    }
    body = json.dumps({"destination": "U0", "events": [event]}).encode()
    digest = hmac.new(SECRET.encode(), body, hashlib.sha256).digest()
    return Posted(header="X-Line-Signature", signature=base64.b64encode(digest).decode(), body=body)
