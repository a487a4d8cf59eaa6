"""The door for what Zalo posts: verify the raw bytes, keep the event durably, answer 200; meaning comes later."""

import hashlib
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Request, Response

from bot.event_fields import instant
from bot.events import conversation_key, dedupe_key, parse_body
from bot.signature import SIGNATURE_HEADER, matching_secret
from domain.clock import Clock
from storage.inbox_writer import InboxWriter, NewEvent, StorageUnavailable, SuspectEvent

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

WEBHOOK_PATH = "/webhook/zalo"
TIMESTAMP_HEADER = "X-ZEvent-Timestamp"
_TIMESTAMP = re.compile(rb'"timestamp"\s*:\s*"?(\d{1,20})')
log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class WebhookOptions:
    """What the door needs to know: which app is ours, which secrets may sign, how large a body may be."""

    app_id: str
    account_id: str
    secrets: Sequence[str]
    max_bytes: int


def webhook(options: WebhookOptions, writer: InboxWriter, clock: Clock) -> "WSGIApplication":
    """The application of `POST /webhook/zalo`, apart from the pages: an event needs no session, guard or throttle.

    Answers 200 for everything that was kept or needs no keeping, also for a bad signature (else Zalo may switch the
    webhook off, zalo-platform §2.2), 413 for an oversized body, and 503 only when the database did not take the
    event, so that Zalo delivers it again. It is the one door that a thousand events a second go through, so there is
    no framework around it.
    """

    @Request.application
    def receive(request: Request) -> Response:
        if request.method != "POST":
            return Response(status=HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "POST"})
        body = _read(request, options.max_bytes)
        if body is None:
            log.warning("webhook.too_large limit=%d", options.max_bytes)
            return _answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return _take(request, body, options, writer, clock)

    return receive


def _read(request: Request, max_bytes: int) -> bytes | None:
    """The whole body, or None when it is larger; werkzeug quietly cuts a stream without length off at its limit."""
    request.max_content_length = max_bytes + 1
    try:
        body = request.get_data(cache=False)
    except RequestEntityTooLarge:
        return None
    return body if len(body) <= max_bytes else None


def _take(request: Request, body: bytes, options: WebhookOptions, writer: InboxWriter, clock: Clock) -> Response:
    if body.strip() in (b"", b"{}"):
        return _answer(HTTPStatus.OK)
    received_at = clock()
    signature = request.headers.get(SIGNATURE_HEADER)
    event = genuine_event(
        body, signature, options, received_at=received_at, stamp=request.headers.get(TIMESTAMP_HEADER)
    )
    try:
        if event is not None:
            writer.store(event)
        else:
            reason = "bad signature" if signature else "no signature"
            writer.store(SuspectEvent(received_at=received_at, reason=reason, signature=signature or "", body=body))
            log.warning("webhook.quarantined reason=%s bytes=%d", reason.replace(" ", "_"), len(body))
    except StorageUnavailable:
        return _answer(HTTPStatus.SERVICE_UNAVAILABLE)
    return _answer(HTTPStatus.OK)


def _answer(status: HTTPStatus) -> Response:
    return Response(status=status, mimetype="text/plain")


def genuine_event(
    body: bytes, signature: str | None, options: WebhookOptions, *, received_at: datetime, stamp: str | None = None
) -> NewEvent | None:
    """The event to keep, or None when none of our secrets signed these very bytes (zalo-platform §2.1).

    `stamp` is the time in a header of its own, which some accounts of the wire speak of.
    """
    payload = parse_body(body)
    for timestamp in _timestamps(body, payload, stamp):
        matched = matching_secret(
            signature, app_id=options.app_id, body=body, timestamp=timestamp, secrets=options.secrets
        )
        if matched is not None:
            return new_event(body, payload, received_at=received_at, account_id=options.account_id)
    return None


def _timestamps(body: bytes, payload: dict[str, object] | None, stamp: str | None) -> list[str]:
    """What may stand for the time in the signature: the body's own, found by eye in an unreadable one, the header."""
    if payload is not None and "timestamp" in payload:
        own = [str(payload["timestamp"])]
    else:
        own = [match.decode() for match in _TIMESTAMP.findall(body)[-1:]]
    return [*own, stamp] if stamp else own


def new_event(body: bytes, payload: dict[str, object] | None, *, received_at: datetime, account_id: str) -> NewEvent:
    """What is kept of one genuine body; `payload` is None when it could not be read."""
    fields = payload or {}
    return NewEvent(
        dedupe_key=dedupe_key(payload, body),
        event_name=str(fields.get("event_name", "unreadable"))[:80],
        conversation_key=conversation_key(payload, account_id=account_id)[:80],
        received_at=received_at,
        occurred_at=instant(fields.get("timestamp"), received_at=received_at),
        body_sha256=hashlib.sha256(body).hexdigest(),
        body=body,
        unreadable=payload is None,
    )
