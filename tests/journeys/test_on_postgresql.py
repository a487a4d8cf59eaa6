"""The main journeys once more, on PostgreSQL."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from domain.incidents import IncidentStatus
from domain.understanding import Category
from tests.databases import fresh_database, postgresql_server
from tests.journeys.town import Resident, Town


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with postgresql_server(tmp_path_factory.mktemp("pg")) as address:
        yield address


@pytest.fixture
def town(server: str, tmp_path: Path) -> Iterator[Town]:
    town = Town(tmp_path, DATABASE_URL=fresh_database(server))
    yield town
    town.close()


@pytest.fixture
def hoa(town: Town) -> Resident:
    return town.resident("Hoa")


def test_a_photo_with_an_accentless_line_gets_a_code_the_street_and_a_date(town: Town, hoa: Resident) -> None:
    hoa.sends_photos(3, caption="rac do tran ra duong me thu")
    town.gathering_ends()
    assert (town.incident.category, town.incident.place_name) == (Category.WASTE, "Mẹ Thứ")
    assert (town.incident.due_on, town.incident.photos) == (date(2026, 11, 27), 3)
    assert "PA-26-000001" in hoa.heard_with("Đã ghi nhận")[0]


def test_a_case_is_completed_corrected_moved_and_withdrawn(town: Town, hoa: Resident) -> None:
    hoa.sends_photos(1)
    town.gathering_ends()
    hoa.says("đường Mẹ Thứ")
    hoa.says("rác chất đống mấy bữa ni")
    town.moves_case(IncidentStatus.IN_PROGRESS, "Đội vệ sinh đang tới.")
    assert "Đội vệ sinh đang tới." in hoa.last
    hoa.says("phản ánh của tôi")
    assert "Đang xử lý" in hoa.last
    hoa.says("rút lại PA-1")
    hoa.taps("Đúng, rút lại")
    assert town.incident.status is IncidentStatus.WITHDRAWN


def test_what_comes_twice_or_is_cut_short_has_one_effect(town: Town, hoa: Resident) -> None:
    town.simulator.webhook_modes(copies=3)
    hoa.says("đèn đường trước số 12 Lỗ Giáng 8 không sáng")
    hoa.drops_pin()
    town.pass_time(hours=30)
    town.service._erase_pins()
    assert town.incident.latitude is None
    assert len(hoa.heard_with("Đã ghi nhận")) == 1


def test_the_read_api_pages_through_the_same_rows(town: Town, hoa: Resident) -> None:
    for street in ("Mẹ Thứ", "Văn Tiến Dũng", "Nguyễn Phước Lan"):
        hoa.says(f"rác đổ tràn ra đường {street}")
    client = town.service.app.test_client()
    headers = {"Authorization": "Bearer token-of-the-journeys"}
    first = client.get("/api/v1/incidents?limit=2", headers=headers).get_json()
    second = client.get(f"/api/v1/incidents?limit=2&cursor={first['next']}", headers=headers).get_json()
    codes = [item["code"] for item in first["items"] + second["items"]]
    assert codes == ["PA-26-000003", "PA-26-000002", "PA-26-000001"]
    assert second["next"] is None
