"""An officer puts the meaning of a case right, and the house learns from it."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from domain.incidents import IncidentStatus
from domain.staff import TaskKind
from domain.understanding import Category, Intent
from storage import incidents, labelled_examples, staff
from storage.database import Database
from storage.tables import Incident, LabelledExample
from tests.conftest import SettableClock
from tests.dashboard.cases import open_case, sent_about, state_of
from tests.dashboard.conftest import token_of


def post(client: FlaskClient, incident: Incident, form: str, **fields: str) -> TestResponse:
    path = f"/incidents/{incident.id}"
    data = {"csrf_token": token_of(client, path), "revision": str(incident.revision), **fields}
    return client.post(f"{path}/{form}", data=data, follow_redirects=True)


def examples(database: Database) -> list[LabelledExample]:
    with database.read() as work:
        return list(labelled_examples.all_of(work))


def case(database: Database, incident: Incident) -> Incident:
    with database.read() as work:
        current = incidents.get(work, incident.id)
    assert current is not None
    return current


def test_another_category_is_noted_and_learned(browser: FlaskClient, database: Database, clock: SettableClock) -> None:
    incident = open_case(database, clock())
    page = post(browser, incident, "category", category="cay_xanh").text
    assert "Đã sửa lĩnh vực." in page
    assert "Điện, đèn đường" in page
    assert case(database, incident).category is Category.TREES
    (example,) = examples(database)
    assert (example.intent, example.category, example.text) == (
        Intent.INCIDENT,
        Category.TREES,
        incident.public_description,
    )
    assert len(sent_about(database, incident)) == 1


def test_the_second_click_changes_nothing(browser: FlaskClient, database: Database, clock: SettableClock) -> None:
    incident = open_case(database, clock())
    post(browser, incident, "category", category="cay_xanh")
    assert "Đã sửa lĩnh vực." in post(browser, incident, "category", category="cay_xanh").text
    assert case(database, incident).revision == incident.revision + 1


def test_a_page_that_is_out_of_date_is_refused(browser: FlaskClient, database: Database, clock: SettableClock) -> None:
    incident = open_case(database, clock())
    post(browser, incident, "category", category="cay_xanh")
    assert "vừa được người khác thay đổi" in post(browser, incident, "category", category="tieng_on").text
    assert case(database, incident).category is Category.TREES


@pytest.mark.parametrize(
    ("form", "fields", "sentence"),
    [
        ("category", {"category": "nothing"}, "hãy chọn lĩnh vực"),
        ("kind", {"intent": ""}, "hãy chọn loại tin"),
        ("kind", {"intent": "incident"}, "hãy chọn loại tin"),
    ],
)
def test_a_choice_that_is_none_is_told(
    browser: FlaskClient,
    database: Database,
    clock: SettableClock,
    form: str,
    fields: dict[str, str],
    sentence: str,
) -> None:
    incident = open_case(database, clock())
    assert sentence in post(browser, incident, form, **fields).text
    assert examples(database) == []


@pytest.mark.parametrize(
    ("intent", "kinds", "told"),
    [
        ("support_request", [TaskKind.PROCEDURE_HELP], 1),
        ("question", [TaskKind.TALK], 1),
        ("complaint", [TaskKind.COMPLAINT], 1),
        ("spam", [], 0),
    ],
)
def test_what_is_no_incident_is_closed_handed_on_and_learned(
    browser: FlaskClient, database: Database, clock: SettableClock, intent: str, kinds: list[TaskKind], told: int
) -> None:
    incident = open_case(database, clock())
    assert "Đã chuyển loại tin" in post(browser, incident, "kind", intent=intent).text
    assert state_of(database, incident) is IncidentStatus.DECLINED
    assert len(sent_about(database, incident)) == 1 + told
    with database.read() as work:
        assert [task.kind for task in staff.open_tasks(work)] == kinds
    assert [(example.intent, example.category) for example in examples(database)] == [(intent, None)]
