"""The chat page in a real browser: both sides of a chat, buttons, photos, and a narrow screen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from bot.simulator.chats import LineKind
from bot.simulator.sample_photos import sample_photo
from bot.simulator.server import Simulator
from tests.bot.simulator.conftest import Caller
from tests.bot.simulator.page import NARROW, opened_page
from tests.bot.simulator.receiver import Receiver

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained about."""
    return []


@pytest.fixture
def page(simulator: Simulator, complaints: list[str]) -> Iterator[Page]:
    """The chat page, open, with the residents of the demo."""
    with opened_page(simulator, complaints) as opened:
        yield opened


def test_a_resident_writes_reads_the_answer_and_taps_a_button(
    simulator: Simulator, caller: Caller, page: Page, receiver: Receiver, complaints: list[str]
) -> None:
    person = next(iter(simulator.world.chats.people.values()))
    page.get_by_role("textbox", name="Tin nhắn").fill("chào phường")
    page.keyboard.press("Enter")
    expect(page.locator(".line.resident .tick")).to_have_text("✓✓ Đã nhận")
    button = {"title": "Khẩn cấp", "type": "oa.query.show", "payload": "khẩn cấp"}
    caller.say(person, "Phường nghe", attachment={"type": "template", "payload": {"buttons": [button]}})
    expect(page.locator(".line.account .text")).to_have_text("Phường nghe")
    expect(page.locator(".line.account .tick")).to_have_text("✓✓ Đã xem")
    page.get_by_role("button", name="Khẩn cấp", exact=True).click()
    expect(page.locator(".line.resident")).to_have_count(2)
    assert simulator.transcript(person)[-1].text == "khẩn cấp"
    assert complaints == []


def test_an_album_a_pin_and_a_sample_are_sent_on_a_narrow_screen(
    simulator: Simulator, page: Page, receiver: Receiver, complaints: list[str]
) -> None:
    person = next(iter(simulator.world.chats.people.values()))
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]  # a plain dict is what the call takes
    expect(page.locator("#person option")).to_have_count(3)
    photos = [{"name": f"{seed}.jpg", "mimeType": "image/jpeg", "buffer": sample_photo(seed=seed)} for seed in (1, 2)]
    page.set_input_files("#photos", files=photos)  # type: ignore[arg-type]  # as above
    page.locator("#photo-panel summary").click()
    page.get_by_label("Nhiều ảnh đến thành").select_option("one_event")
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(page.locator(".line.resident .media img")).to_have_count(2)
    page.locator("[data-panel=pin-panel]").click()
    page.get_by_label("Nơi quen thuộc").select_option("Hòa Phước")
    page.locator("#send-pin").click()
    expect(page.locator(".line .pin")).to_be_visible()
    page.get_by_role("button", name="Tin mẫu").click()
    page.get_by_role("button", name="Chào hỏi").click()
    expect(page.locator(".line.resident")).to_have_count(3)
    kinds = [(line.kind, len(line.media_urls), line.latitude) for line in simulator.transcript(person)]
    assert kinds == [(LineKind.IMAGE, 2, None), (LineKind.LOCATION, 0, 15.9655), (LineKind.TEXT, 0, None)]
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    assert complaints == []


def test_the_tools_move_the_clock_answer_as_a_human_and_tell_of_a_lost_webhook(
    simulator: Simulator, page: Page
) -> None:
    person = next(iter(simulator.world.chats.people.values()))
    simulator.clock.freeze()
    before = simulator.clock()
    expect(page.locator("#webhook")).to_contain_text("Chưa có hệ thống nào nhận")
    simulator.webhook_url = "http://127.0.0.1:9/"
    page.get_by_role("textbox", name="Lời của cán bộ").fill("Tôi là cán bộ")
    page.get_by_role("button", name="Gửi với tư cách cán bộ").click()
    expect(page.locator(".line.human .text")).to_have_text("Tôi là cán bộ")
    expect(page.locator("#webhook")).to_contain_text("Zalo sẽ thử lại")
    page.get_by_role("button", name="+5 phút").click()
    expect(page.locator(".line.human .tick")).to_have_text("✓✓ Đã xem")
    assert (simulator.clock() - before).total_seconds() == 300
    assert [heard.by_human for heard in simulator.heard(person)] == [True]


def test_a_new_resident_can_be_added_and_is_chosen_at_once(simulator: Simulator, page: Page) -> None:
    page.get_by_label("Tên người dân mới").fill("Võ Thị Em")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Võ Thị Em")).to_have_attribute("aria-current", "true")
    expect(page.locator("#empty")).to_contain_text("Chưa có tin nào")


def test_the_page_says_so_when_the_simulator_is_gone(simulator: Simulator, page: Page) -> None:
    expect(page.locator("#people button")).to_have_count(3)
    simulator.stop()
    expect(page.get_by_role("alert")).to_contain_text("Không nối được với máy mô phỏng")
