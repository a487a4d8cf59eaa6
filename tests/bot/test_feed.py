"""A row of Zalo's own record becomes the very event that the webhook would have brought."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from bot.answers import read_rows
from bot.client import ZaloClient
from bot.events import dedupe_key, translate
from bot.feed import missed_event
from bot.simulator.chats import SimulatedPerson
from bot.simulator.options import SimulatorOptions
from bot.simulator.sample_photos import sample_photo
from bot.simulator.server import Simulator
from domain.events import AttachmentKind, MessageReceived, Pin
from tests.bot.simulator.receiver import Receiver, listening

RECEIVED_AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ACCOUNT = "4000000000000000001"
ROW = {"src": 1, "time": 1795400000000, "message_id": "m1", "from_id": "88", "to_id": ACCOUNT}

Act = Callable[[Simulator, SimulatedPerson], object]
ACTS: dict[str, Act] = {
    "text": lambda zalo, person: zalo.say(person, "rác ở Mẹ Thứ"),
    "photo": lambda zalo, person: zalo.send_photos(person, [sample_photo(seed=1)]),
    "photo with a caption": lambda zalo, person: zalo.send_photos(person, [sample_photo(seed=1)], caption="rác"),
    "pin": lambda zalo, person: zalo.send_pin(person, 16.003, 108.223),
    "voice": lambda zalo, person: zalo.phones.send_audio(person, b"sound"),
    "gif": lambda zalo, person: zalo.phones.send_gif(person, b"GIF89a"),
    "sticker": lambda zalo, person: zalo.phones.send_sticker(person, b"picture"),
    "file": lambda zalo, person: zalo.phones.send_file(person, b"bytes", "don.pdf"),
    "link": lambda zalo, person: zalo.phones.send_link(person, "https://example.org/a", description="bài báo"),
}


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(SimulatorOptions(requests_per_minute=None, threads=4)) as running:
        yield running


@pytest.fixture
def receiver(simulator: Simulator) -> Iterator[Receiver]:
    with listening() as listener:
        simulator.webhook_url = listener.url
        yield listener


class OneToken:
    """The simulator's living token."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    def access_token(self) -> str:
        return self._simulator.tokens()[0]

    def force_refresh(self, stale_token: str) -> str:
        raise AssertionError(stale_token)


def event_of(row: dict[str, object]) -> MessageReceived:
    (read,) = read_rows([{**ROW, **row}])
    payload = missed_event(read, app_id="7", account_id=ACCOUNT)
    assert payload is not None
    event = translate(payload, received_at=RECEIVED_AT)
    assert isinstance(event, MessageReceived)
    return event


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_the_record_and_the_webhook_tell_the_same(simulator: Simulator, receiver: Receiver, act: Act) -> None:
    act(simulator, simulator.add_person("Hoa"))
    assert simulator.wait_until_delivered()
    (posted,) = receiver.posts
    (row,) = ZaloClient(openapi_url=simulator.openapi_url, tokens=OneToken(simulator)).recent_chats()
    options = simulator.options
    payload = missed_event(row, app_id=options.app_id, account_id=options.oa_id)
    assert payload is not None
    assert dedupe_key(payload, b"") == dedupe_key(posted.payload, posted.body)
    found, expected = (translate(one, received_at=RECEIVED_AT) for one in (payload, posted.payload))
    assert isinstance(found, MessageReceived)
    assert isinstance(expected, MessageReceived)
    assert [one.kind for one in found.attachments] == [one.kind for one in expected.attachments]
    assert [one.url for one in found.attachments] == [one.url for one in expected.attachments]
    assert (found.sender_id, found.text, found.pin, found.occurred_at) == (
        expected.sender_id,
        expected.text,
        expected.pin,
        expected.occurred_at,
    )


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ({"type": "GIF", "url": "https://a/1"}, AttachmentKind.GIF),
        ({"type": "voice", "url": "https://a/1"}, AttachmentKind.AUDIO),
        ({"type": "links", "url": "https://a/1"}, AttachmentKind.LINK),
        ({"type": "video", "url": "https://a/1"}, AttachmentKind.VIDEO),
        ({"type": "file", "url": "https://a/1"}, AttachmentKind.FILE),
    ],
)
def test_every_kind_of_row_hangs_its_file_on_the_message(row: dict[str, object], kind: AttachmentKind) -> None:
    (attachment,) = event_of(row).attachments
    assert (attachment.kind, attachment.url) == (kind, "https://a/1")


def test_a_kind_that_nobody_knows_keeps_its_words() -> None:
    assert event_of({"type": "poll", "message": "chọn"}).text == "chọn"


def test_a_place_without_readable_coordinates_keeps_its_words() -> None:
    assert event_of({"type": "location", "message": "Mẹ Thứ", "location": "?"}).text == "Mẹ Thứ"
    assert event_of({"type": "location", "location": "108.2,16.0"}).pin == Pin(latitude=16.0, longitude=108.2)


@pytest.mark.parametrize(
    "row",
    [
        {"src": 0, "message": "our own words"},
        {"from_id": None, "message": "from nobody"},
        {"from_id": ACCOUNT, "message": "our own words, whatever their source says"},
        {"time": "yesterday", "message": "at no time"},
    ],
)
def test_what_no_person_wrote_is_no_event(row: dict[str, object]) -> None:
    (read,) = read_rows([{**ROW, "type": "text", **row}])
    assert missed_event(read, app_id="7", account_id=ACCOUNT) is None
