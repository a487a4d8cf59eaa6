"""A browser with the chat page open, for the tests that look at it."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

from bot.simulator.server import Simulator
from tests.browser import browser

WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 360, "height": 740}


@contextmanager
def opened_page(simulator: Simulator, complaints: list[str]) -> Iterator[Page]:
    """The page with the residents of the demo; `complaints` gathers what the browser has to say against it."""
    simulator.add_sample_people()
    with browser() as started:
        opened = started.new_page(viewport=WIDE)  # type: ignore[arg-type]  # a plain dict is what the call takes
        opened.set_default_timeout(5000)
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        opened.goto(simulator.base_url)
        yield opened
