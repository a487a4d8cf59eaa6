"""Requests and incidents as reports count them: how they ended, when, in whose group, with how many stars."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.incidents import ActorKind, HistoryKind, IncidentStatus
from domain.report_facts import CaseFact, Ending
from domain.report_periods import Span
from domain.support import SupportStatus
from domain.understanding import Category, Topic
from storage import case_work, incidents, report_cases
from storage.database import Database, Work
from storage.tables import DigitalTeam, Incident, IncidentReporter, ResidentialGroup
from tests.storage.test_incidents import case, somebody
from tests.storage.test_support import request

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SPAN = Span(starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 30))
OPENED = datetime(2026, 11, 10, 2, 0, tzinfo=UTC)
ENDED = datetime(2026, 11, 12, 18, 0, tzinfo=UTC)  # already the 13th where the ward is


def team(work: Work) -> int:
    group = ResidentialGroup(number=12, name="Tổ dân phố số 12")
    work.session.add(group)
    work.session.flush()
    found = DigitalTeam(number=12, name="Tổ 12", residential_group_id=group.id, since_on=date(2026, 1, 1))
    work.session.add(found)
    work.session.flush()
    return found.id


def moved(work: Work, incident: Incident, *ways: IncidentStatus) -> None:
    for way in ways:
        move = (incident.status, way)
        incidents.note(work, incident, HistoryKind.MOVED, ActorKind.STAFF, at=ENDED, moved=move)
        incident.status = way
    work.session.flush()


def read(work: Work) -> dict[int, CaseFact]:
    return {fact.id: fact for fact in report_cases.incidents(work, SPAN, ZONE)}


def test_an_incident_ends_as_its_last_turning_point_says(database: Database) -> None:
    resolved, closed, reopened = IncidentStatus.RESOLVED, IncidentStatus.CLOSED, IncidentStatus.REOPENED
    ways = {
        (resolved, closed): Ending.DONE,
        (resolved, reopened): Ending.OPEN,
        (resolved, reopened, resolved): Ending.DONE,
        (IncidentStatus.FORWARDED,): Ending.PASSED_ON,
        (IncidentStatus.DECLINED,): Ending.UNFOUNDED,
        (IncidentStatus.NOT_FIXED,): Ending.OPEN,
        (IncidentStatus.WITHDRAWN,): Ending.VOID,
        (IncidentStatus.MERGED,): Ending.VOID,
    }
    with database.begin() as work:
        expected = {}
        for number, (way, ending) in enumerate(ways.items(), start=1):
            incident = case(work, by=somebody(work, number), opened_at=OPENED, category=Category.WASTE)
            moved(work, incident, *way)
            expected[incident.id] = ending
        found = read(work)
    assert {number: fact.ending for number, fact in found.items()} == expected
    done = next(fact for fact in found.values() if fact.ending is Ending.DONE)
    assert (done.opened_on, done.ended_on, done.category) == (date(2026, 11, 10), date(2026, 11, 13), Category.WASTE)


def test_only_what_came_by_then_and_was_not_over_before_is_read(database: Database) -> None:
    with database.begin() as work:
        before = OPENED - timedelta(days=60)
        case(work, by=somebody(work, 1), opened_at=before, closed_at=before)
        carried = case(work, by=somebody(work, 2), opened_at=before)
        last = case(work, by=somebody(work, 3), opened_at=datetime(2026, 11, 30, 16, 59, tzinfo=UTC))
        case(work, by=somebody(work, 4), opened_at=datetime(2026, 11, 30, 17, 0, tzinfo=UTC))
        assert set(read(work)) == {carried.id, last.id}


def test_the_team_of_the_group_and_the_fewest_stars_are_told(database: Database) -> None:
    with database.begin() as work:
        team_id = team(work)
        named = case(work, by=somebody(work, 1), opened_at=OPENED, residential_group="tổ dân phố số 12")
        by_number = case(work, by=somebody(work, 2), opened_at=OPENED, residential_group="Tổ 12")
        nobody = case(work, by=somebody(work, 3), opened_at=OPENED)
        neighbour = somebody(work, 4)
        work.session.add(
            IncidentReporter(incident_id=named.id, person_id=neighbour.id, code=named.code, reported_at=OPENED, stars=2)
        )
        work.session.flush()
        first = case_work.thread_of(work, named.id, somebody(work, 1))
        assert first is not None
        first.stars = 5
        work.session.flush()
        found = read(work)
    assert [found[one.id].team_id for one in (named, by_number, nobody)] == [team_id, team_id, None]
    assert [found[one.id].stars for one in (named, by_number)] == [2, None]


def test_a_request_ends_when_its_help_did(database: Database) -> None:
    with database.begin() as work:
        person, team_id = somebody(work), team(work)
        due_on = date(2026, 11, 14)
        rows = [
            request(work, person, opened_at=OPENED, due_on=due_on, topic=Topic.VNEID, team_id=team_id, stars=4),
            request(work, person, opened_at=OPENED, due_on=due_on),
            request(work, person, opened_at=OPENED, due_on=due_on),
            request(work, person, opened_at=OPENED, due_on=due_on),
        ]
        rows[0].status, rows[0].resolved_at, rows[0].closed_at = SupportStatus.CLOSED, ENDED, ENDED
        rows[1].status, rows[1].closed_at = SupportStatus.WITHDRAWN, ENDED
        rows[2].status = SupportStatus.FORWARDED
        work.session.flush()
        found = report_cases.requests(work, SPAN, ZONE)
    assert [fact.ending for fact in found] == [Ending.DONE, Ending.VOID, Ending.PASSED_ON, Ending.OPEN]
    assert (found[0].topic, found[0].stars, found[0].team_id) == (Topic.VNEID, 4, team_id)
    assert found[0].ended_on == date(2026, 11, 13)
