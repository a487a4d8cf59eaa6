"""Cases have gapless numbers within a year, a history that only grows, and are found as people mean them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

from domain.incidents import ActorKind, HistoryKind, IncidentStatus
from domain.understanding import Category
from storage import incident_lists, incident_views, incidents, people
from storage.database import Database, Work
from storage.incident_lists import IncidentFilter
from storage.tables import Incident, Person

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def somebody(work: Work, number: int = 1) -> Person:
    return people.find_or_add(work, f"88{number:017d}", now=NOW)


def case(work: Work, *, by: Person | None = None, opened_on: date = TODAY, **fields: Any) -> Incident:
    incident = Incident(**({"opened_at": NOW, "due_on": date(2026, 11, 27)} | fields))
    return incidents.add(work, incident, reporter=by or somebody(work), opened_on=opened_on)


def test_numbers_begin_anew_each_year(database: Database) -> None:
    with database.begin() as work:
        codes = [case(work, opened_on=date(year, 1, 5)).code for year in (2026, 2026, 2027)]
    assert codes == ["PA-26-000001", "PA-26-000002", "PA-27-000001"]


def test_cases_opened_at_once_by_many_have_gapless_numbers(database: Database) -> None:
    with database.begin() as work:
        persons = [somebody(work, number) for number in range(8)]

    def open_five(person: Person) -> list[int]:
        numbers = []
        for _ in range(5):
            with database.begin() as work:
                numbers.append(case(work, by=person).number)
        return numbers

    with ThreadPoolExecutor(8) as pool:
        numbers = [number for some in pool.map(open_five, persons) for number in some]
    assert sorted(numbers) == list(range(1, 41))


def test_a_case_undone_leaves_no_gap(database: Database) -> None:
    try:
        with database.begin() as work:
            case(work)
            raise RuntimeError("undone")
    except RuntimeError:
        pass
    with database.begin() as work:
        assert case(work).number == 1


def test_the_history_keeps_its_order_and_its_words(database: Database) -> None:
    with database.begin() as work:
        incident = case(work)
        incidents.note(work, incident, HistoryKind.OPENED, ActorKind.REPORTER, at=NOW)
        work.session.flush()
        moved = (IncidentStatus.NEW, IncidentStatus.ACCEPTED)
        incidents.note(work, incident, HistoryKind.MOVED, ActorKind.STAFF, at=NOW, moved=moved, words="tới ngay")
    with database.read() as work:
        lines = incidents.history(work, incident.id)
        last = incident_views.last_move(work, incident.id)
    assert [line.kind for line in lines] == [HistoryKind.OPENED, HistoryKind.MOVED]
    assert last is not None and (last.from_status, last.to_status, last.note) == (*moved, "tới ngay")


def test_a_short_code_means_ones_own_case_first(database: Database) -> None:
    with database.begin() as work:
        ann, ben, eve = (somebody(work, number) for number in range(3))
        of_ann = case(work, by=ann)
        of_ben = case(work, by=ben, opened_on=date(2027, 1, 5))
        assert of_ann.number == of_ben.number == 1
    with database.read() as work:
        assert incidents.find_for(work, ann, year=None, number=1) == of_ann
        assert incidents.find_for(work, eve, year=None, number=1) == of_ben
        assert incidents.find_for(work, eve, year=2026, number=1) == of_ann
        assert incidents.find_for(work, ann, year=None, number=2) is None


def test_who_reported_what(database: Database) -> None:
    with database.begin() as work:
        ann, ben = somebody(work, 1), somebody(work, 2)
        cases = [case(work, by=ann) for _ in range(3)]
    with database.read() as work:
        assert [found.id for found in incidents.of_person(work, ann, limit=2)] == [cases[2].id, cases[1].id]
        assert (incidents.count_of_person(work, ann), incidents.count_of_person(work, ben)) == (3, 0)
        assert incidents.reported_by(work, cases[0], ann) and not incidents.reported_by(work, cases[0], ben)
        assert [person.id for person in incidents.reporters(work, cases[0].id)] == [ann.id]
        assert incidents.get(work, 99) is None
        assert incident_views.codes(work, [cases[1].id, None]) == {cases[1].id: cases[1].code}


def test_lists_filter_count_and_page(database: Database) -> None:
    with database.begin() as work:
        ann = somebody(work, 1)
        waste = case(work, by=ann, category=Category.WASTE, urgent=True, due_on=date(2026, 11, 20))
        lamp = case(work, category=Category.LIGHTING, lacks_place=True, residential_group="Tổ 12")
        done = case(work, status=IncidentStatus.CLOSED, due_on=date(2026, 11, 20), opened_at=NOW + timedelta(days=1))
    wanted = {
        IncidentFilter(): [done, lamp, waste],
        IncidentFilter(category=Category.WASTE): [waste],
        IncidentFilter(urgent=True): [waste],
        IncidentFilter(residential_group="Tổ 12"): [lamp],
        IncidentFilter(status=IncidentStatus.CLOSED): [done],
        IncidentFilter(only_open=True): [lamp, waste],
        IncidentFilter(waiting=True): [lamp, waste],
        IncidentFilter(incomplete=True): [lamp],
        IncidentFilter(late_on=TODAY): [waste],
        IncidentFilter(since=NOW + timedelta(hours=1)): [done],
        IncidentFilter(person_id=ann.id): [done, lamp, waste],
        IncidentFilter(code_year=2026, code_number=2): [lamp],
    }
    with database.read() as work:
        for filter_, cases in wanted.items():
            found = incident_lists.page(work, filter_, before_id=None, limit=10)
            assert [case.id for case in found] == [case.id for case in cases], filter_
            assert incident_lists.count(work, filter_) == len(cases)
        assert [case.id for case in incident_lists.page(work, IncidentFilter(), before_id=lamp.id, limit=1)] == [
            waste.id
        ]
