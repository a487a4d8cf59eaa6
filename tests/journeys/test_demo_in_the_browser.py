"""The demo as a stranger meets it: chat as a resident in one page, answer as an officer in another."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import browser

ROOT = Path(__file__).parent.parent.parent
START_SECONDS = 60
PATIENCE_MS = 20_000
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@dataclass(frozen=True, kw_only=True)
class Demo:
    chat: str
    office: str
    username: str
    password: str


def told(process: "subprocess.Popen[str]", log: Path) -> Demo:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        text = log.read_text(encoding="utf-8")
        chat = re.search(r"Chat as a resident : (\S+)", text)
        office = re.search(r"Officers' pages    : (\S+) +\(user (\S+), password (\S+)\)", text)
        if chat and office and "serve.started" in text:
            return Demo(chat=chat[1], office=office[1], username=office[2], password=office[3])
        time.sleep(0.1)
    raise AssertionError(log.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("demo")
    log = folder / "demo.log"
    command = [sys.executable, "app.py", "demo", "--port", "0", "--zalo-port", "0", "--folder", str(folder / "data")]
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, text=True)
    try:
        yield told(process, log)
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=20)
    text = log.read_text(encoding="utf-8")
    assert code == 0, text
    assert "serve.stopped" in text
    assert "Traceback" not in text


@pytest.fixture
def page() -> Iterator[Page]:
    with browser() as started:
        page = started.new_context(locale="vi-VN", viewport={"width": 1280, "height": 900}).new_page()
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        yield page


def no_sideways_scroll(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def keep_pictures(page: Page, office: Page) -> None:
    """Leave screenshots for the README when a folder for them is named."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        page.screenshot(path=f"{folder}/chat.png")
        office.screenshot(path=f"{folder}/case.png")


def test_a_photo_becomes_a_case_and_the_answer_reaches_the_chat(demo: Demo, page: Page) -> None:
    page.goto(demo.chat)
    page.get_by_role("button", name="Tin mẫu").first.click()
    page.get_by_role("button", name="Ảnh rác tràn ra đường (không dấu)").click()
    send = page.get_by_role("button", name="Gửi", exact=True)
    if page.get_by_label("Tin nhắn", exact=True).input_value():
        send.click()
    chat = page.get_by_role("log")
    expect(chat).to_contain_text("Đã ghi nhận phản ánh PA-")
    expect(chat).to_contain_text("Mẹ Thứ")
    expect(chat).to_contain_text("Phường trả lời chậm nhất")

    office = page.context.new_page()
    office.goto(demo.office)
    office.get_by_label("Tên đăng nhập").fill(demo.username)
    office.get_by_label("Mật khẩu").fill(demo.password)
    office.keyboard.press("Enter")
    office.get_by_role("link", name=re.compile("PA-")).first.click()
    expect(office.get_by_text("rac do tran ra duong me thu").first).to_be_visible()
    expect(office.locator("ul.photos img").first).to_be_visible()
    office.get_by_label("Đã xử lý xong").check()
    office.get_by_label("Lời nhắn cho người dân").fill("Tổ môi trường đã dọn sạch sáng nay.")
    office.get_by_role("button", name="Lưu").click()
    expect(office.locator(".chips").first).to_contain_text("Đã xử lý")

    expect(chat).to_contain_text("Tổ môi trường đã dọn sạch sáng nay.")
    keep_pictures(page, office)
    office.set_viewport_size({"width": 360, "height": 740})
    assert no_sideways_scroll(office)
    page.set_viewport_size({"width": 360, "height": 740})
    assert no_sideways_scroll(page)
