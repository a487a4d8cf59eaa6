"""The work on a case in a real Chromium: an officer decides by keyboard, and nothing is wider than a phone."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser

from bot.simulator.sample_photos import Scene, sample_photo
from domain.incidents import IncidentStatus
from domain.teams import GroupPurpose
from handlers.case_cards import CardReason, show
from handlers.office import Office
from storage import chat_messages, incidents, teams
from storage.database import Database
from storage.media_files import MediaFiles
from storage.tables import Incident
from tests.conftest import SettableClock
from tests.dashboard.cases import add_file, open_case, sent_about
from tests.dashboard.test_browser import log_in_by_keyboard, tab_to
from tests.dashboard.test_case_work import add_responder, ask_for_time, now_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def case(database: Database, clock: SettableClock, office: Office, media: MediaFiles) -> Incident:
    """A case in somebody's hands, with a doubted proof, a card and a wish for more time."""
    member_id = add_responder(database)
    values: dict[str, Any] = {"status": IncidentStatus.IN_PROGRESS, "taken_by": member_id, "taken_at": clock()}
    case = open_case(database, clock(), **values)
    for seed in (1, 2):
        add_file(database, case, media=media, body=sample_photo(Scene.RUBBISH, seed=seed))
    with database.begin() as work:
        first, second = chat_messages.attachments_of_incident(work, case.id)
        second.after_work, second.same_as_id = True, first.id
        group = teams.find_or_add_group(work, "g1", now=clock())
        group.purpose = GroupPurpose.RESPONSE_TEAM
        work.session.flush()
        kept = incidents.get(work, case.id)
        assert kept is not None
        show(work, office, kept, CardReason.ACCEPTED, now=clock())
    ask_for_time(database, clock, case, member_id)
    return case


def test_an_officer_approves_more_time_by_keyboard_alone(
    chromium: Browser, address: str, add_account: Callable[..., int], database: Database, case: Incident
) -> None:
    add_account()
    page = chromium.new_page()
    log_in_by_keyboard(page, address)
    page.goto(f"{address}/incidents/{case.id}")
    tab_to(page, "#decision_words")
    page.keyboard.type("Làm sớm giúp bà con.")
    tab_to(page, "form[action*=extension] .main-button")
    page.keyboard.press("Enter")
    page.get_by_role("status").wait_for()
    assert now_of(database, case).due_on == date(2026, 11, 30)
    assert any("Chờ vật tư" in words for words in sent_about(database, case))
    page.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_scrolls_sideways_with_everything_open(
    chromium: Browser, address: str, add_account: Callable[..., int], case: Incident, width: int
) -> None:
    add_account()
    page = chromium.new_page(viewport={"width": width, "height": 740})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    log_in_by_keyboard(page, address)
    page.goto(f"{address}/incidents/{case.id}")
    for details in page.query_selector_all("details"):
        details.evaluate("element => { element.open = true }")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.get_by_text("giống ảnh đã có").first.is_visible()
    assert not complaints
    page.close()
