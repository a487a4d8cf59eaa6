"""An event that fails holds back the later ones of its conversation, and no others; nothing has half an effect."""

from pathlib import Path

import pytest
from sqlmodel import select

from domain.events import MessageReceived
from handlers import routing
from storage.tables import InboxEvent, InboxStatus
from tests.journeys.town import Town


@pytest.fixture
def town(tmp_path: Path) -> "Town":
    return Town(tmp_path)


def test_a_failing_event_is_tried_again_before_the_later_ones(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    hoa, tam = town.resident("Hoa"), town.resident("Tam")
    real, failures = routing._EVENTS[MessageReceived], [2]
    told: list[str] = []

    def stumble(occasion: routing.Occasion) -> str | None:
        event = occasion.event
        assert isinstance(event, MessageReceived)
        if event.text == "dữ liệu" and failures[0]:
            failures[0] -= 1
            raise RuntimeError("a bad moment")
        told.append(event.text)
        return real(occasion)

    monkeypatch.setitem(routing._EVENTS, MessageReceived, stumble)
    for text in ("menu", "dữ liệu", "cán bộ"):
        town.simulator.say(hoa.person, text)
    town.simulator.say(tam.person, "khẩn cấp")
    town.settle()
    with town.service.database.read() as work:
        states = {row.status for row in work.session.exec(select(InboxEvent)) if row.event_name == "user_send_text"}
    assert states == {InboxStatus.DONE, InboxStatus.WAITING}
    assert "khẩn cấp" in told
    assert "cán bộ" not in told
    town.pass_time(seconds=10)
    town.pass_time(seconds=10)
    assert [text for text in told if text in ("dữ liệu", "cán bộ")][-2:] == ["dữ liệu", "cán bộ"]
    assert len(hoa.heard_with("Dữ liệu của anh/chị")) == 1
    town.close()
