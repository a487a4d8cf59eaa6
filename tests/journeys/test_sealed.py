"""What comes with a denunciation stays with the head: no case of it is open to other staff (reporting §4.4)."""

from datetime import timedelta

import pytest

from domain.incidents import IncidentStatus
from domain.staff import TaskKind
from tests.journeys.town import API_TOKEN, Resident, Town

DENUNCIATION = "Ông tổ trưởng X lấy tiền của dân, tui tố cáo"


@pytest.fixture
def hoa(town: Town) -> Resident:
    return town.resident("Hoa")


def shown_to_others(town: Town) -> int:
    answer = town.service.app.test_client().get("/api/v1/incidents", headers={"Authorization": f"Bearer {API_TOKEN}"})
    return len(answer.get_json()["items"])


def assert_only_for_the_head(town: Town) -> None:
    case = town.incident
    assert (case.sealed, case.status) == (True, IncidentStatus.WITHDRAWN)
    assert shown_to_others(town) == 0
    (task,) = town.tasks
    assert (task.kind, task.incident_id, task.words) == (TaskKind.COMPLAINT, case.id, "")


def test_a_photo_whose_case_is_open_and_a_denunciation_after_it(town: Town, hoa: Resident) -> None:
    hoa.sends_photos(1)
    town.gathering_ends()
    assert shown_to_others(town) == 1
    hoa.says(DENUNCIATION)
    assert_only_for_the_head(town)
    assert hoa.heard_with("không tiếp nhận đơn khiếu nại, tố cáo")
    town.pass_time(hours=1)
    assert_only_for_the_head(town)


def test_a_photo_that_is_still_gathered_and_a_denunciation(town: Town, hoa: Resident) -> None:
    hoa.sends_photos(2)
    hoa.says(DENUNCIATION)
    town.gathering_ends()
    assert_only_for_the_head(town)
    assert town.incident.photos == 2


def test_a_photo_after_the_denunciation(town: Town, hoa: Resident) -> None:
    hoa.says(DENUNCIATION)
    hoa.sends_photos(1)
    town.gathering_ends()
    assert_only_for_the_head(town)


def test_a_photo_an_hour_before_the_denunciation(town: Town, hoa: Resident) -> None:
    hoa.sends_photos(1)
    town.gathering_ends()
    town.pass_time(hours=1)
    hoa.says(DENUNCIATION)
    assert_only_for_the_head(town)


def test_a_photo_long_after_the_denunciation_is_a_case_again(town: Town, hoa: Resident) -> None:
    hoa.says(DENUNCIATION)
    town.pass_time(minutes=11)
    hoa.sends_photos(1)
    town.gathering_ends()
    assert not town.incident.sealed


def test_a_case_that_was_explained_before_goes_on(town: Town, hoa: Resident) -> None:
    hoa.says("rác đổ đầy trước số 45 Mẹ Thứ")
    hoa.says(DENUNCIATION)
    assert (town.incident.sealed, town.incident.status) == (False, IncidentStatus.NEW)
    assert "tố cáo" not in town.incident.description


def test_a_real_incident_right_after_a_denunciation_is_a_case(town: Town, hoa: Resident) -> None:
    hoa.says(DENUNCIATION)
    hoa.sends_photos(1, caption="rác đổ đầy trước số 45 Mẹ Thứ")
    town.gathering_ends()
    assert not town.incident.sealed


def test_nothing_that_comes_later_opens_the_sealed_case_again(town: Town, hoa: Resident) -> None:
    hoa.sends_photos(1)
    town.gathering_ends()
    hoa.says(DENUNCIATION)
    hoa.says("bổ sung PA-1")
    hoa.says("ở số 45 Mẹ Thứ")
    town.pass_time(minutes=40)
    assert town.incidents[0].sealed
    assert town.incidents[0].status is IncidentStatus.WITHDRAWN


def test_a_denunciation_that_comes_twice_is_one_task(town: Town, hoa: Resident) -> None:
    hoa.sends_photos(1)
    town.gathering_ends()
    town.simulator.webhook_modes(copies=2)
    hoa.says(DENUNCIATION)
    assert_only_for_the_head(town)


def test_a_sealed_case_is_offered_to_nobody_and_recurs_nowhere(town: Town, hoa: Resident) -> None:
    hoa.sends_photos(1)
    hoa.drops_pin()
    town.gathering_ends()
    hoa.says(DENUNCIATION)
    town.clock.advance(timedelta(hours=1))
    lan = town.resident("Lan")
    lan.says("rác đổ đống hôi quá")
    lan.drops_pin()
    town.gathering_ends()
    assert not lan.heard_with("giống vậy")
    assert town.incidents[-1].recurrence_of_id is None
