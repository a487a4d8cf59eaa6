"""The pages of cases that belong together in a real Chromium: no page wider than the screen, forms that work."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from domain.incidents import IncidentStatus
from handlers.posters import MakePoster, make_poster
from storage import incidents, staff
from storage.database import Database
from storage.media_files import MediaFiles
from storage.tables import Incident
from tests.conftest import SettableClock
from tests.dashboard.cases import add_file, open_case
from tests.dashboard.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PICTURES = os.environ.get("PICTURES_OF_PAGES")


@pytest.fixture
def work_done(
    database: Database, clock: SettableClock, media: MediaFiles, add_account: Callable[..., int], app: Flask
) -> tuple[Incident, Incident]:
    """A leading case with photos, a neighbour's one that may be merged, a recurrence and a poster."""
    officer_id = add_account()
    place = {"place_name": "Mẹ Thứ", "location_text": "số 45 Mẹ Thứ gần nhà văn hóa tổ dân phố Cồn Dầu 12"}
    earlier = open_case(database, clock() - timedelta(days=20), status=IncidentStatus.CLOSED, **place)
    older = open_case(database, clock() - timedelta(hours=5), photos=2, **place)
    newer = open_case(database, clock(), zalo_user_id="8899999999", **place)
    add_file(database, older, media=media)
    add_file(database, older, media=media)
    with database.begin() as work:
        found = incidents.get(work, older.id)
        assert found is not None
        found.recurrence_of_id = earlier.id
        officer = staff.find_officer(work, "lan")
        assert officer is not None
        for number in range(3):
            command = MakePoster(
                place=f"Thùng rác số {number} đầu kiệt 40 Mẹ Thứ, sát tường rào trường tiểu học",
                category=newer.category,
                residential_group="Tổ dân phố 12",
                form_key=f"form-{number}",
                officer_id=officer_id,
                role=officer.role,
            )
            make_poster(work, app.extensions["dashboard"].office, command, now=clock())
    return older, newer


def log_in(page: Page, address: str) -> None:
    page.goto(address)
    page.fill("#username", "lan")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents")


@pytest.mark.parametrize("width", [1280, 360])
def test_an_officer_merges_looks_at_hot_spots_and_notes_a_call(
    chromium: Browser, address: str, work_done: tuple[Incident, Incident], width: int
) -> None:
    older, newer = work_done
    page = chromium.new_page(viewport={"width": width, "height": 800})
    log_in(page, address)
    look_at(page, "list", width)
    page.goto(f"{address}/incidents/{newer.id}")
    page.get_by_text("Gộp vào phản ánh khác").click()
    page.fill("#into", older.code)
    page.fill("#merge_reason", "Cùng một cột đèn")
    look_at(page, "merge-form", width)
    page.get_by_role("button", name="Gộp", exact=True).click()
    page.wait_for_url(f"**/incidents/{older.id}")
    page.get_by_text("Tách ảnh thành phản ánh khác").click()
    look_at(page, "merged", width)
    page.goto(f"{address}/hot-spots")
    look_at(page, "hot-spots", width)
    page.goto(f"{address}/posters")
    look_at(page, "posters", width)
    page.goto(f"{address}/incidents/new")
    page.select_option("#category", "cay_xanh")
    page.fill("#words", "Cây nghiêng sắp ngã")
    page.fill("#name", "Bà Sáu")
    page.get_by_role("button", name="Mở phản ánh").click()
    page.get_by_role("alert").wait_for()
    look_at(page, "counter-refused", width)
    page.get_by_text("Người này đồng ý để phường lưu").click()
    page.get_by_role("button", name="Mở phản ánh").click()
    page.get_by_role("status").wait_for()
    assert page.get_by_text("Bà Sáu").count() == 1
    look_at(page, "counter-noted", width)
    page.close()


def look_at(page: Page, name: str, width: int) -> None:
    """No page is wider than the screen; with PICTURES_OF_PAGES set, its picture is kept there."""
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)
