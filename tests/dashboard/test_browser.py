"""An officer at work in a real Chromium: by keyboard alone, and on a narrow phone."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page

from domain.incidents import IncidentStatus
from storage import outbox
from storage.database import Database
from storage.media_files import MediaFiles
from storage.tables import AttachmentStatus, OutboxStatus
from tests.conftest import SettableClock
from tests.dashboard.cases import add_file, add_task, open_case, sent_about, state_of
from tests.dashboard.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def log_in_by_keyboard(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_function("document.activeElement.id === 'username'")
    page.keyboard.type("lan")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents")


def tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached with the Tab key")


def test_an_officer_moves_the_newest_case_by_keyboard_alone(
    chromium: Browser, address: str, add_account: Callable[..., int], database: Database, clock: SettableClock
) -> None:
    add_account()
    open_case(database, clock())
    newest = open_case(database, clock(), description="Cây nghiêng sắp ngã ở Võ Chí Công")
    page = chromium.new_page()
    log_in_by_keyboard(page, address)
    tab_to(page, ".list .code a")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/incidents/{newest.id}")
    tab_to(page, "input[name=to_status]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    tab_to(page, "#words")
    page.keyboard.type("Tổ cây xanh đang tới.")
    tab_to(page, "form .main-button")
    page.keyboard.press("Enter")
    page.get_by_role("status").wait_for()
    assert state_of(database, newest) == IncidentStatus.ACCEPTED
    assert "Tổ cây xanh đang tới." in sent_about(database, newest)[-1]
    page.close()


def fill_with_work(database: Database, clock: SettableClock, media: MediaFiles) -> None:
    start = clock() - timedelta(days=2)
    old = open_case(database, start, due_on=date(2026, 11, 20), residential_group="Tổ dân phố Cồn Dầu 12")
    fast = open_case(
        database,
        clock(),
        urgent=True,
        lacks_place=True,
        location_text=None,
        description="Dây điện đứt rơi xuống đường, nguy hiểm lắm, gọi mấy cuộc chưa ai tới " + "a" * 60,
    )
    add_file(database, fast, media=media)
    add_file(database, fast, status=AttachmentStatus.WAITING)
    add_task(database, clock(), words="Tôi muốn gặp cán bộ hỏi về giấy tờ đất " + "b" * 60)
    with database.begin() as work:
        outbox.mark(work, outbox.of_incident(work, old.id)[0].id, OutboxStatus.SENT, sent_at=clock())


@pytest.mark.parametrize("path", ["/login", "/incidents", "/incidents/2", "/tasks", "/outbox", "/nowhere"])
def test_at_360_pixels_nothing_scrolls_sideways(
    chromium: Browser,
    address: str,
    add_account: Callable[..., int],
    database: Database,
    clock: SettableClock,
    media: MediaFiles,
    path: str,
) -> None:
    add_account()
    fill_with_work(database, clock, media)
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    if path != "/login":
        log_in_by_keyboard(page, address)
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert not [words for words in complaints if "Security Policy" in words]
    page.close()
