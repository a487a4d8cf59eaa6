"""The demo shows cases in every state of the response team's work."""

from pathlib import Path

from sqlmodel import select

from commands.demo_cases import add_cases
from commands.demo_people import add_people
from commands.demo_ward import add_ward
from domain.case_endings import Closing
from domain.incidents import IncidentStatus
from storage.tables import Incident, IncidentExtension, StoredAttachment
from tests.journeys.town import Town


def test_the_demo_has_cases_from_new_to_confirmed(tmp_path: Path) -> None:
    town = Town(tmp_path)
    residents = town.simulator.add_sample_people()
    add_ward(town.service, residents)
    add_people(town.service, town.simulator)
    add_cases(town.service, residents[1:])
    town.settle()
    with town.service.database.read() as work:
        cases = work.session.exec(select(Incident).order_by("id")).all()
        proofs = [file for file in work.session.exec(select(StoredAttachment)).all() if file.after_work]
        (asked,) = work.session.exec(select(IncidentExtension)).all()
    assert {case.status for case in cases} == {
        IncidentStatus.NEW,
        IncidentStatus.ACCEPTED,
        IncidentStatus.IN_PROGRESS,
        IncidentStatus.RESOLVED,
        IncidentStatus.FORWARDED,
        IncidentStatus.CLOSED,
    }
    assert {case.closing for case in cases if case.closing} == {Closing.CONFIRMED, Closing.NOT_INFORMED}
    assert len(proofs) == 3
    assert all(town.service.media.has(file.sha256 or "") for file in proofs)
    assert asked.new_due_on > asked.old_due_on
    town.close()
