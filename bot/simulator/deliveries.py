"""How the webhook is fed: signing, order per chat, the two seconds, retries on the simulator's clock (§2)."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot import signature

RETRY_AFTER = (
    timedelta(seconds=30),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(minutes=30),
    timedelta(hours=1),
)
ANSWER_WITHIN_SECONDS = 2.0
RETRY_HEADER = "num_retry"


class DeliveryStatus(StrEnum):
    """Where one webhook post stands."""

    HELD = "held"
    WAITING = "waiting"
    IN_FLIGHT = "in_flight"
    RETRYING = "retrying"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"
    NOT_SUBSCRIBED = "not_subscribed"


FINISHED = frozenset({DeliveryStatus.DELIVERED, DeliveryStatus.GIVEN_UP, DeliveryStatus.NOT_SUBSCRIBED})


class SignatureStyle(StrEnum):
    """How the header is written: rightly, in forms a receiver must accept, or in ones it must refuse."""

    MAC = "mac"
    SPACED = "spaced"
    BARE = "bare"
    WRONG_SECRET = "wrong_secret"  # noqa: S105 - the name of a style, no secret
    HMAC = "hmac"
    UNSIGNED = "unsigned"


@dataclass(frozen=True, kw_only=True)
class WebhookModes:
    """How the deliverer behaves; `delay` is time on the simulator's clock before the first attempt.

    `copies` is how often each event is posted; `ordered` False posts one person's events at once in any order;
    `swapped` holds each event until the person's next one has gone; `retries_refusals` False takes any HTTP answer
    in time for a delivery (zalo-platform open question 3); `retry_scale` shortens the waiting between attempts
    (0.01 makes 30 seconds into 0.3).
    """

    signature: SignatureStyle = SignatureStyle.MAC
    copies: int = 1
    ordered: bool = True
    swapped: bool = False
    delay: timedelta = timedelta()
    retries_refusals: bool = True
    retry_scale: float = 1.0

    def __post_init__(self) -> None:
        """Raises ValueError for a scale or a number of copies that cannot be."""
        if not 0 < self.retry_scale <= 1 or self.copies < 1:
            raise ValueError("retry_scale lies above 0 and up to 1, copies from 1")

    def retry_after(self, attempts: int) -> timedelta | None:
        """How long after this many failed attempts the next one comes; None after the last."""
        return RETRY_AFTER[attempts - 1] * self.retry_scale if attempts <= len(RETRY_AFTER) else None


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One webhook post and what became of it; `answer` is the HTTP status or why there was none.

    `message_id` names the resident's line that it carries, if it carries one.
    """

    number: int
    lane: str
    event_name: str
    body: bytes
    timestamp: str
    due_at: datetime
    message_id: str = ""
    status: DeliveryStatus = DeliveryStatus.WAITING
    attempts: int = 0
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class Signer:
    """Knows the app's id and the secret of the webhook."""

    app_id: str
    secret: str

    def headers(self, delivery: Delivery, style: SignatureStyle) -> dict[str, str]:
        """All headers of one post."""
        headers = {"Content-Type": "application/json", "User-Agent": "ZaloWebhook"}
        if delivery.attempts:
            headers[RETRY_HEADER] = str(delivery.attempts)
        signed = _STYLES[style](self, delivery)
        return headers | ({signature.SIGNATURE_HEADER: signed} if signed else {})

    def hex(self, delivery: Delivery, secret: str | None = None) -> str:
        """The 64 hex digits for this body."""
        return signature.sign(
            app_id=self.app_id, body=delivery.body, timestamp=delivery.timestamp, secret=secret or self.secret
        )


def _hmac_hex(signer: Signer, delivery: Delivery) -> str:
    return hmac.new(signer.secret.encode(), delivery.body, hashlib.sha256).hexdigest()


_STYLES: dict[SignatureStyle, Callable[[Signer, Delivery], str]] = {
    SignatureStyle.MAC: lambda signer, delivery: f"mac={signer.hex(delivery)}",
    SignatureStyle.SPACED: lambda signer, delivery: f"mac = {signer.hex(delivery)}",
    SignatureStyle.BARE: lambda signer, delivery: signer.hex(delivery),
    SignatureStyle.WRONG_SECRET: lambda signer, delivery: f"mac={signer.hex(delivery, f'not-{signer.secret}')}",
    SignatureStyle.HMAC: lambda signer, delivery: f"mac={_hmac_hex(signer, delivery)}",
    SignatureStyle.UNSIGNED: lambda _signer, _delivery: "",
}
