"""Groups and the panel of faults on the chat page, in a real browser and on a narrow screen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from bot.simulator.chats import LineKind, SimulatedPerson
from bot.simulator.deliveries import SignatureStyle
from bot.simulator.faults import Fault, FaultKind
from bot.simulator.media import MediaFault
from bot.simulator.options import GroupEventNames
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


def residents(simulator: Simulator) -> list[SimulatedPerson]:
    return list(simulator.world.chats.people.values())


def test_members_of_a_group_speak_mention_answer_and_send_photos(
    simulator: Simulator, caller: Caller, page: Page, complaints: list[str]
) -> None:
    one, two, _ = residents(simulator)
    group = simulator.add_group("Tổ 12", [one, two])
    page.get_by_role("button", name="Tổ 12").click()
    expect(page.locator("#title")).to_have_text("Tổ 12")
    page.get_by_label("Người nói").select_option(label=two.name)
    page.locator("#mention").select_option(label=simulator.options.oa_name)
    page.get_by_role("textbox", name="Tin nhắn").press_sequentially("báo cáo đã dọn xong")
    page.keyboard.press("Enter")
    expect(page.locator(".line.resident .text")).to_have_text(f"@{simulator.options.oa_name} báo cáo đã dọn xong")
    (written,) = simulator.world.chats.lines(group.id)
    assert (written.person_id, written.text) == (two.id, f"[@{simulator.options.oa_id}] báo cáo đã dọn xong")
    caller.say_in_group(group.id, "Cảm ơn tổ mình")
    expect(page.locator(".line.account .author")).to_have_text(simulator.options.oa_name)
    page.get_by_label("Người nói").select_option(label=one.name)
    expect(page.locator(".line.member .author")).to_have_text(two.name)
    page.locator(".line.account .reply").click()
    page.get_by_role("textbox", name="Tin nhắn").fill("không có gì")
    page.keyboard.press("Enter")
    expect(page.locator(".line.resident .quote")).to_contain_text("Cảm ơn tổ mình")
    photo = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": sample_photo(seed=1)}
    page.set_input_files("#photos", files=[photo])  # type: ignore[arg-type]  # a plain dict is what the call takes
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(page.locator(".line.resident .media img")).to_have_count(1)
    said = [(line.person_id, line.kind) for line in simulator.world.chats.lines(group.id)]
    assert said[2:] == [(one.id, LineKind.TEXT), (one.id, LineKind.IMAGE)]
    assert complaints == []


def test_a_group_is_made_joined_renamed_lapsed_and_dissolved_on_a_narrow_screen(
    simulator: Simulator, page: Page, complaints: list[str]
) -> None:
    one, two, _ = residents(simulator)
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]  # a plain dict is what the call takes
    page.get_by_role("button", name="Công cụ").click()
    page.get_by_label("Tên nhóm mới").fill("Tổ 7")
    page.get_by_role("checkbox", name=one.name).check()
    page.get_by_role("button", name="Tạo nhóm").click()
    expect(page.locator("#standing")).to_have_text("1 thành viên và phường")
    page.get_by_label("Phải chờ phường duyệt").check()
    page.get_by_label("Cho người này vào nhóm").select_option(label=two.name)
    page.get_by_role("button", name="Vào nhóm").click()
    page.get_by_role("button", name="Duyệt").click()
    expect(page.locator("#standing")).to_have_text("2 thành viên và phường")
    page.get_by_label("Tên nhóm", exact=True).fill("Tổ 7 mới")
    page.get_by_role("button", name="Đổi tên").click()
    expect(page.locator("#title")).to_have_text("Tổ 7 mới")
    page.get_by_role("button", name="Cho hết hạn gói").click()
    expect(page.locator("#group-state")).to_contain_text("bị khoá")
    page.get_by_role("button", name="Gia hạn gói").click()
    expect(page.locator("#group-state")).to_contain_text("2 thành viên")
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Giải tán nhóm").click()
    expect(page.locator("#this-group")).to_be_hidden()
    assert simulator.world.groups.groups() == ()
    assert complaints == []


def test_a_fault_is_set_strikes_and_is_taken_back(simulator: Simulator, caller: Caller, page: Page) -> None:
    (one, *_) = residents(simulator)
    group = simulator.add_group("Tổ 12", [one])
    page.get_by_text("Lệnh gọi tới Zalo bị lỗi").click()
    page.get_by_label("Ở lệnh gọi").select_option(label="gửi tin vào nhóm")
    page.locator("#fault-code").select_option("-32")
    page.get_by_label("Số lần").fill("2")
    page.get_by_role("button", name="Đặt lỗi").click()
    expect(page.locator("#faults li")).to_have_text("gửi tin vào nhóm: trả mã lỗi -32, còn 2 lần")
    path = "/openapi/v3.0/oa/group/message"
    expected = Fault(path_prefix=path, kind=FaultKind.ERROR_CODE, times=2, error_code=-32, seconds=5)
    assert simulator.world.faults.all() == (expected,)
    assert caller.say_in_group(group.id)["error"] == -32
    expect(page.locator("#faults li")).to_contain_text("còn 1 lần")
    page.get_by_role("button", name="Xoá mọi lỗi").click()
    expect(page.locator("#faults li")).to_have_count(0)
    assert caller.say_in_group(group.id)["error"] == 0


def test_every_switch_of_the_panel_reaches_zalo_and_shows_how_it_stands(
    simulator: Simulator, page: Page, complaints: list[str]
) -> None:
    simulator.webhook_modes(copies=3)
    for summary in page.locator("#switchboard summary").all():
        summary.click()
    expect(page.get_by_label("Mỗi sự kiện được gửi")).to_have_value("3")
    page.get_by_label("Chữ ký").select_option("wrong_secret")
    page.get_by_label("Nhịp gửi lại khi lỗi").select_option("0.01")
    page.get_by_label("Không giữ thứ tự").check()
    page.get_by_label("Khi hệ thống tải ảnh về thì").select_option("not_found")
    page.get_by_label("Tên sự kiện của nhóm").select_option("of_2024")
    page.get_by_label("Báo lại tin phường đã gửi").uncheck()
    page.get_by_label("Số lệnh gọi mỗi phút").fill("7")
    page.get_by_label("Số lệnh gọi mỗi phút").press("Enter")
    page.get_by_role("button", name="Thu hồi quyền").click()
    expect(page.locator("#token")).to_contain_text("đã chết")
    page.get_by_role("button", name="Dừng đồng hồ").click()
    expect(page.get_by_role("button", name="Cho đồng hồ chạy")).to_be_visible()
    modes, switches = simulator.world.webhook.modes, simulator.world.switches
    assert (modes.signature, modes.retry_scale, modes.ordered, modes.copies) == (
        SignatureStyle.WRONG_SECRET,
        0.01,
        False,
        3,
    )
    assert switches.media_fault is MediaFault.NOT_FOUND
    assert (switches.group_event_names, switches.echoes) == (GroupEventNames.OF_2024, False)
    assert simulator.world.meter.limit == 7
    assert simulator.clock.is_frozen
    assert complaints == []


def test_the_page_tells_that_zalo_gave_up_and_lets_it_begin_again(
    simulator: Simulator, page: Page, receiver: Receiver
) -> None:
    (one, *_) = residents(simulator)
    simulator.webhook_modes(retry_scale=0.00001)
    receiver.status = 500
    simulator.say(one, "chào phường")
    expect(page.locator("#webhook")).to_contain_text("Zalo đã tắt đường gửi")
    page.get_by_role("button", name="Bật lại").click()
    expect(page.locator("#webhook")).to_contain_text("Thông suốt")
    assert simulator.world.webhook.disabled_at is None
