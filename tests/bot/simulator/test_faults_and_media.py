"""What goes wrong on order: calls that fail, answers that are lost, pictures that cannot be fetched."""

import io
import threading
from datetime import UTC, datetime, timedelta

import pytest
import requests
from PIL import Image

from bot.simulator.chats import SimulatedPerson
from bot.simulator.clock import ControllableClock
from bot.simulator.faults import FaultKind
from bot.simulator.media import HUGE_BYTES, MediaFault
from bot.simulator.options import SimulatorOptions
from bot.simulator.sample_photos import Scene, sample_photo
from bot.simulator.server import Simulator
from tests.bot.simulator.conftest import Caller

SEND = "/openapi/v3.0/oa/message/cs"


def send(simulator: Simulator, person: SimulatedPerson) -> requests.Response:
    body = {"recipient": {"user_id": person.id}, "message": {"text": "a"}}
    headers = {"access_token": simulator.tokens()[0]}
    return requests.post(f"{simulator.base_url}{SEND}", json=body, headers=headers, timeout=10)


@pytest.mark.parametrize(
    ("kind", "status", "content", "sent"),
    [
        (FaultKind.ERROR_CODE, 200, '"error":-200', 0),
        (FaultKind.BAD_GATEWAY, 502, "<html>", 0),
        (FaultKind.NOT_JSON, 200, "Service temporarily", 0),
        (FaultKind.SLOW, 200, '"error":0', 1),
        (FaultKind.PROCESS_THEN_BAD_GATEWAY, 502, "<html>", 1),
    ],
)
def test_each_fault_shows_itself_and_sends_or_not(
    simulator: Simulator, resident: SimulatedPerson, kind: FaultKind, status: int, content: str, sent: int
) -> None:
    simulator.fault(SEND, kind, seconds=0.01)
    answer = send(simulator, resident)
    assert answer.status_code == status
    assert content in answer.text
    assert len(simulator.heard(resident)) == sent


@pytest.mark.parametrize(("kind", "sent"), [(FaultKind.DROP_BEFORE, 0), (FaultKind.PROCESS_THEN_DROP, 1)])
def test_a_dropped_connection_leaves_no_answer(
    simulator: Simulator, resident: SimulatedPerson, kind: FaultKind, sent: int
) -> None:
    simulator.fault(SEND, kind)
    with pytest.raises(requests.ConnectionError):
        send(simulator, resident)
    assert len(simulator.heard(resident)) == sent
    assert send(simulator, resident).json()["error"] == 0


def test_a_fault_strikes_as_often_as_told_and_only_below_its_path(
    simulator: Simulator, caller: Caller, resident: SimulatedPerson
) -> None:
    simulator.fault(SEND, FaultKind.ERROR_CODE, times=2, error_code=-32)
    assert caller.get("/v2.0/oa/getoa", "{}")["error"] == 0
    assert [send(simulator, resident).json()["error"] for _ in range(3)] == [-32, -32, 0]


def test_a_lasting_fault_ends_when_it_is_cleared(simulator: Simulator, resident: SimulatedPerson) -> None:
    simulator.fault("/openapi", FaultKind.ERROR_CODE, times=None)
    assert [send(simulator, resident).json()["error"] for _ in range(3)] == [-200] * 3
    simulator.world.faults.clear()
    assert send(simulator, resident).json()["error"] == 0


def photo_address(simulator: Simulator, person: SimulatedPerson, fault: MediaFault | None = None) -> str:
    simulator.send_photos(person, [sample_photo()], fault=fault)
    return simulator.transcript(person)[-1].media_urls[0]


def test_a_photo_is_served_as_it_was_sent(simulator: Simulator, resident: SimulatedPerson) -> None:
    answer = requests.get(photo_address(simulator, resident), timeout=10)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.content == sample_photo()
    assert simulator.media_host in answer.url


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (MediaFault.NOT_FOUND, 404),
        (MediaFault.FORBIDDEN, 403),
        (MediaFault.REDIRECT_ELSEWHERE, 302),
        (MediaFault.REDIRECT_PRIVATE, 302),
        (MediaFault.HUGE, 200),
        (MediaFault.WRONG_TYPE, 200),
        (MediaFault.BOMB, 200),
        (MediaFault.TRUNCATED, 200),
    ],
)
def test_each_broken_photo_answers_with_its_status(
    simulator: Simulator, resident: SimulatedPerson, fault: MediaFault, status: int
) -> None:
    address = photo_address(simulator, resident, fault)
    assert requests.get(address, allow_redirects=False, stream=True, timeout=10).status_code == status


def test_the_redirects_lead_where_nobody_should_follow(simulator: Simulator, resident: SimulatedPerson) -> None:
    elsewhere = photo_address(simulator, resident, MediaFault.REDIRECT_ELSEWHERE)
    private = photo_address(simulator, resident, MediaFault.REDIRECT_PRIVATE)
    assert (
        requests.get(elsewhere, allow_redirects=False, timeout=10).headers["Location"].startswith("http://localhost:")
    )
    assert "169.254.169.254" in requests.get(private, allow_redirects=False, timeout=10).headers["Location"]


def test_the_huge_photo_goes_beyond_thirty_megabytes(simulator: Simulator, resident: SimulatedPerson) -> None:
    answer = requests.get(photo_address(simulator, resident, MediaFault.HUGE), stream=True, timeout=10)
    assert "Content-Length" not in answer.headers
    assert sum(len(chunk) for chunk in answer.iter_content(1 << 20)) > 30 * 1024 * 1024 <= HUGE_BYTES


def test_the_bomb_is_small_to_fetch_and_enormous_to_open(simulator: Simulator, resident: SimulatedPerson) -> None:
    content = requests.get(photo_address(simulator, resident, MediaFault.BOMB), timeout=10).content
    assert len(content) < 100_000
    with pytest.raises(Image.DecompressionBombError):
        Image.open(io.BytesIO(content))


def test_the_truncated_photo_cannot_be_decoded(simulator: Simulator, resident: SimulatedPerson) -> None:
    content = requests.get(photo_address(simulator, resident, MediaFault.TRUNCATED), timeout=10).content
    with pytest.raises(OSError, match="truncated"):
        Image.open(io.BytesIO(content)).load()


def test_the_flaky_photo_works_after_its_failures(simulator: Simulator, resident: SimulatedPerson) -> None:
    simulator.send_photos(resident, [sample_photo()], fault=MediaFault.FLAKY, failures=2)
    address = simulator.transcript(resident)[-1].media_urls[0]
    assert [requests.get(address, timeout=10).status_code for _ in range(3)] == [503, 503, 200]


def test_the_slow_photo_comes_in_the_end(simulator: Simulator) -> None:
    media = simulator.world.media.put(b"\xff\xd8", "a.jpg", fault=MediaFault.SLOW, seconds=0.01)
    assert requests.get(simulator.world.address_of(media), timeout=10).content == b"\xff\xd8"


@pytest.mark.parametrize("scene", list(Scene))
def test_a_sample_photo_is_a_jpeg_with_camera_place_and_time(scene: Scene) -> None:
    photo = Image.open(io.BytesIO(sample_photo(scene, taken_at=datetime(2026, 11, 24, 6, 30, tzinfo=UTC))))
    exif = photo.getexif()
    gps = exif.get_ifd(0x8825)
    assert (photo.format, photo.size) == ("JPEG", (1280, 960))
    assert exif[0x0132] == "2026:11:24 06:30:00"
    assert gps[2][0] + gps[2][1] / 60 + gps[2][2] / 3600 == pytest.approx(16.003, abs=1e-5)
    assert gps[4][0] + gps[4][1] / 60 + gps[4][2] / 3600 == pytest.approx(108.223, abs=1e-5)


def test_the_same_seed_draws_the_same_photo_and_another_seed_another() -> None:
    assert sample_photo(seed=3) == sample_photo(seed=3) != sample_photo(seed=4)


def test_the_clock_moves_freezes_and_refuses_a_time_without_zone() -> None:
    clock = ControllableClock(frozen_at=datetime(2026, 11, 24, tzinfo=UTC))
    clock.advance(timedelta(hours=2))
    assert clock() == datetime(2026, 11, 24, 2, tzinfo=UTC)
    clock.set(datetime(2026, 12, 1, tzinfo=UTC))
    clock.run()
    assert not clock.is_frozen
    assert clock() >= datetime(2026, 12, 1, tzinfo=UTC)
    with pytest.raises(ValueError, match="time zone"):
        clock.set(datetime(2026, 12, 1))  # noqa: DTZ001 - the refusal of it is what is tried


def test_a_stopped_simulator_leaves_no_thread_behind() -> None:
    before = set(threading.enumerate())
    simulator = Simulator(SimulatorOptions(threads=2)).start()
    with requests.Session() as session:
        session.get(simulator.base_url, timeout=10)
        simulator.stop()
    assert set(threading.enumerate()) <= before
