"""What `check --live` learns from a real account: does it work, and what of the wire is not certain (zalo-platform).

It reads what an account may read of itself and says nothing to anybody, unless told whom. What comes back can be kept,
scrubbed, for the tests.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

from bot.client import ZaloClient
from bot.errors import ZaloFailure
from bot.event_fields import parse_body
from bot.group_answers import GroupAssetSource, GroupAssetType
from bot.scrubbing import Scrubber
from commands.assembly import load_office, open_database, system_clock
from commands.findings import Finding, fine, problem, warning
from commands.zalo import token_keeper, token_store
from domain.errors import OutsideFailure
from settings import Settings
from storage import samples
from storage.database import Database

CLOCK_MAY_DIFFER = timedelta(seconds=60)
MAX_SAMPLES = 1000
NOT_ASKED = "7, 9, 10, 12, 16 and 17 cannot be answered by asking; 3 is answered by Zalo's console after an outage"
OLD_AND_NEW_NAMES = (
    ("accept_request_join_group", "react_request_join_group", "react_request_join_group_accept"),
    ("reject_request_join_group", "react_request_join_group_reject"),
    ("user_out_group", "user_leave_group"),
    ("delete_group", "disperse_group"),
)


class Recorder:
    """Keeps every answer of a session in memory, and scrubbed in a folder if there is one."""

    def __init__(self, folder: Path | None) -> None:
        self.session = requests.Session()
        self.session.hooks["response"].append(self._note)
        self.scrubber = Scrubber()
        self.headers: list[dict[str, str]] = []
        self._folder = folder

    def keep(self, name: str, payload: object) -> None:
        """Write one payload, scrubbed; nothing without a folder."""
        if self._folder is None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(self.scrubber.scrub(payload), ensure_ascii=False, indent=1)
        (self._folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")

    def _note(self, response: requests.Response, *_: Any, **__: Any) -> None:
        self.headers.append({name.lower(): value for name, value in response.headers.items()})
        name = urlsplit(response.url).path.strip("/").replace("/", "-")
        self.keep(f"answer-{name}", parse_body(response.content) or {})


def live(settings: Settings, *, send_to: str | None, folder: str | None) -> Iterator[Finding]:
    """Ask Zalo, then look at what has come from it."""
    recorder = Recorder(Path(folder) if folder else None)
    database = open_database(settings)
    try:
        keeper = token_keeper(settings, token_store(settings, database, system_clock), system_clock)
        client = ZaloClient(
            openapi_url=settings.zalo_openapi_url,
            tokens=keeper,
            app_secret=settings.zalo_app_secret,
            session=recorder.session,
        )
        yield from _questions(settings, client, send_to)
        yield from _headers(recorder, system_clock())
        yield from _arrivals(database, recorder)
        yield warning(f"open questions {NOT_ASKED}")
    finally:
        database.close()


def _questions(settings: Settings, client: ZaloClient, send_to: str | None) -> Iterator[Finding]:
    asked: list[tuple[str, Callable[[], Iterator[Finding]]]] = [
        ("the account", lambda: _account(settings, client)),
        ("the record of chats", lambda: _chats(client)),
        ("the groups", lambda: _groups(client)),
        ("what pays for groups", lambda: _assets(client)),
    ]
    if send_to:
        asked.append(("the test message", lambda: _test_message(settings, client, send_to)))
    for what, ask in asked:
        try:
            yield from ask()
        except ZaloFailure as failure:
            yield problem(f"{what}: Zalo refused with {failure.code}: {failure.words}")
        except OutsideFailure as failure:
            yield problem(f"{what}: Zalo could not be asked ({failure})")


def _account(settings: Settings, client: ZaloClient) -> Iterator[Finding]:
    account = client.account()
    yield fine("Zalo takes our token and answers for the account")
    if account.account_id and account.account_id != settings.zalo_oa_id:
        yield problem("the token belongs to another account than ZALO_OA_ID names: correct one of them")
    if not account.is_verified:
        yield warning("the account is not verified: some rights are given to verified accounts only")


def _chats(client: ZaloClient) -> Iterator[Finding]:
    kinds = sorted({row.kind for row in client.recent_chats()})
    yield fine(f"the record of chats can be read: backfill works (kinds seen: {', '.join(kinds) or 'none'})")


def _groups(client: ZaloClient) -> Iterator[Finding]:
    yield fine(f"groups can be read: {client.groups().total} of them")


def _assets(client: ZaloClient) -> Iterator[Finding]:
    found = [
        f"{len(client.group_assets(size, source))} {size} ({source})"
        for size in GroupAssetType
        for source in GroupAssetSource
    ]
    yield fine(f"question 11, rights to groups: {', '.join(found)}")


def _test_message(settings: Settings, client: ZaloClient, person_id: str) -> Iterator[Finding]:
    quota = client.quota(person_id)
    yield fine(f"question 8, free replies: {quota.replies_remaining} of {quota.replies_total} left")
    sent = client.send_message(person_id, load_office(settings).texts.message("check_live"))
    told = (
        f"{sent.quota.kind}, {sent.quota.remaining} of {sent.quota.total} left" if sent.quota else "it tells no quota"
    )
    yield fine(f"question 8, the answer to a send: {told}")


def _headers(recorder: Recorder, now: datetime) -> Iterator[Finding]:
    seen = sorted({name for headers in recorder.headers for name in headers if "limit" in name or "retry" in name})
    if recorder.headers:
        yield fine(f"question 15, headers about limits: {', '.join(seen) or 'none'}")
    dates = [headers["date"] for headers in recorder.headers if "date" in headers]
    if dates and abs(parsedate_to_datetime(dates[-1]) - now) > CLOCK_MAY_DIFFER:
        yield problem(
            "this machine's clock differs from Zalo's by more than a minute: set it by NTP, or windows are misjudged"
        )


def _arrivals(database: Database, recorder: Recorder) -> Iterator[Finding]:
    """What the webhook has brought so far answers several questions by itself."""
    with database.read() as work:
        newest = samples.newest(work, limit=MAX_SAMPLES)
        held = samples.quarantined(work, limit=MAX_SAMPLES)
    payloads = [payload for body in newest if (payload := parse_body(body))]
    _keep_one_of_each(payloads, recorder)
    yield fine(
        f"question 1, the newest events: {len(newest)} verified with the present secrets, {len(held)} in quarantine"
    )
    names = Counter(str(payload.get("event_name")) for payload in payloads)
    yield fine(f"names of events seen: {', '.join(sorted(names)) or 'none'}")
    for aliases in OLD_AND_NEW_NAMES:
        if seen := [name for name in aliases if name in names]:
            yield fine(f"question 5, of {' / '.join(aliases)} the account uses {', '.join(seen)}")
    yield from _shapes(payloads)


def _keep_one_of_each(payloads: list[dict[str, object]], recorder: Recorder) -> None:
    for payload in payloads:
        name = str(payload.get("event_name"))
        if name.replace("_", "").isalnum():
            recorder.keep(f"event-{name[:60]}", payload)


def _shapes(payloads: list[dict[str, object]]) -> Iterator[Finding]:
    albums = [len(_attachments(payload)) for payload in payloads if payload.get("event_name") == "user_send_image"]
    if albums:
        yield fine(f"question 4, photos in one event: at most {max(albums)}")
    points = {type(value).__name__ for payload in payloads for value in _latitudes(payload)}
    if points:
        yield fine(f"question 6, latitude comes as {', '.join(sorted(points))}")
    groups = [payload for payload in payloads if "_group_" in str(payload.get("event_name"))]
    if groups:
        known = sum("user_id_by_app" in payload for payload in groups)
        plain = sum("[@" not in str(payload.get("message")) for payload in groups)
        yield fine(f"question 14, events of groups with user_id_by_app: {known} of {len(groups)}")
        yield fine(f"question 13, messages of groups without a mention: {plain} of {len(groups)}")


def _attachments(payload: dict[str, object]) -> list[Any]:
    message = payload.get("message")
    found = message.get("attachments") if isinstance(message, dict) else None
    return found if isinstance(found, list) else []


def _latitudes(payload: dict[str, object]) -> Iterator[object]:
    for attachment in _attachments(payload):
        inner = attachment.get("payload") if isinstance(attachment, dict) else None
        point = inner.get("coordinates") if isinstance(inner, dict) else None
        if isinstance(point, dict) and "latitude" in point:
            yield point["latitude"]
