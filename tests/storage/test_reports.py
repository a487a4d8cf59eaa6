"""What reports stand on, on both databases: facts of the log, figures given, datasets kept once, the register."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.activities import ActivityHistoryKind, ActivityStatus
from domain.incidents import ActorKind, HistoryKind, IncidentStatus
from domain.report_data import DocumentKind
from domain.report_facts import Ending, Facts
from domain.report_periods import Span
from domain.reports import RegisterKind, RegisterLevel, RegisterState, ReportStep
from domain.support import SupportStatus
from domain.understanding import Category
from storage import activities, incidents, people, register, report_facts, reports, support, teams
from storage.database import Database
from storage.register import RegisterFilter
from storage.reports import Freezing
from storage.tables import EnteredFigure, Incident, RegisterLine, ReportStepLine, SupportRequest
from tests.handlers.ward_of_reports import add_activity, add_teams

SPAN = Span(starts_on=date(2026, 9, 15), ends_on=date(2026, 12, 14))
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
PERIOD = "2026-Q4"


@pytest.fixture
def team_ids(database: Database) -> list[int]:
    return add_teams(database, 3)


def facts(database: Database, team_ids: list[int] | None = None) -> Facts:
    with database.read() as work:
        zone = ZoneInfo("Asia/Ho_Chi_Minh")
        return report_facts.facts(work, SPAN, persons_unit="người", timezone=zone, team_ids=team_ids)


def test_facts_are_the_counted_activities_of_the_days_with_who_took_part(
    database: Database, team_ids: list[int]
) -> None:
    first, second, third = team_ids
    with database.begin() as work:
        member = teams.ever_members(work, first)[0].id
        kept = add_activity(
            work,
            first,
            date(2026, 10, 1),
            topics=["vneid"],
            counts={"vneid": 30},
            people=35,
            people_unit="người",
            others=[second],
            on_duty={member: 0.5},
        ).id
        add_activity(work, first, date(2026, 9, 14))
        twice = add_activity(work, third, date(2026, 10, 1), status=ActivityStatus.DUPLICATE).id
    (fact,) = facts(database).activities
    assert (fact.id, fact.topics, fact.counts, fact.of_persons) == (kept, ("vneid",), {"vneid": 30}, True)
    assert (fact.attendees, fact.others) == ({member: 0.5}, frozenset({second}))
    assert [one.id for one in facts(database, [second]).activities] == [kept]
    assert facts(database, [third]).activities == ()
    with database.read() as work:
        statuses = {ActivityStatus.DUPLICATE}
        assert report_facts.set_aside(work, SPAN, team_ids=None, statuses=statuses) == [(twice, third)]
        assert report_facts.confirmed(work, [kept]) == set()
    with database.begin() as work:
        for _ in range(2):
            report_facts.confirm(work, [kept, twice], member_id=member, now=NOW)
    with database.read() as work:
        assert report_facts.confirmed(work, [kept, twice]) == {kept, twice}
        assert [line.kind for line in activities.history(work, kept)] == [ActivityHistoryKind.CONFIRMED]


def test_teams_are_those_of_the_last_day_by_number_with_their_people(database: Database, team_ids: list[int]) -> None:
    with database.begin() as work:
        leader, deputy = teams.ever_members(work, team_ids[0])
        deputy.until_on = date(2026, 12, 14)
        found = teams.with_id(work, team_ids[2])
        assert found is not None
        found.dissolved_on = date(2026, 12, 1)
        assert leader.until_on is None
    known = facts(database).teams
    assert [(one.number, one.members, one.households, one.groups) for one in known] == [
        (1, 1, 200, None),
        (2, 2, 200, None),
    ]


def test_an_incident_ends_as_its_last_turning_point_says(database: Database, team_ids: list[int]) -> None:
    moves = {
        "resolved": [IncidentStatus.RESOLVED],
        "reopened": [IncidentStatus.RESOLVED, IncidentStatus.REOPENED],
        "forwarded": [IncidentStatus.FORWARDED],
        "withdrawn": [IncidentStatus.WITHDRAWN],
        "not_fixed": [IncidentStatus.NOT_FIXED],
    }
    wanted = [Ending.DONE, Ending.OPEN, Ending.PASSED_ON, Ending.VOID, Ending.OPEN]
    with database.begin() as work:
        person = people.find_or_add(work, "8812345678", now=NOW)
        for steps in moves.values():
            row = Incident(opened_at=NOW, due_on=date(2026, 11, 25), category=Category.WASTE, residential_group="tổ 2")
            case = incidents.add(work, row, reporter=person, opened_on=NOW.date())
            for status in steps:
                moved = (case.status, status)
                incidents.note(work, case, HistoryKind.MOVED, ActorKind.STAFF, at=NOW, moved=moved)
                case.status = status
    cases = facts(database).incidents
    assert [case.ending for case in cases] == wanted
    assert {case.team_id for case in cases} == {team_ids[1]}
    assert [case.ended_on for case in cases][:2] == [NOW.date(), None]


def test_a_request_is_done_passed_on_or_void(database: Database, team_ids: list[int]) -> None:
    with database.begin() as work:
        person = people.find_or_add(work, "8812345678", now=NOW)
        for status, resolved_at in (
            (SupportStatus.NEW, None),
            (SupportStatus.CLOSED, NOW),
            (SupportStatus.WITHDRAWN, None),
            (SupportStatus.FORWARDED, None),
        ):
            row = SupportRequest(
                person_id=person.id,
                team_id=team_ids[0],
                opened_at=NOW,
                due_on=date(2026, 11, 25),
                status=status,
                resolved_at=resolved_at,
            )
            support.add(work, row, opened_on=NOW.date())
    found = facts(database).requests
    assert [one.ending for one in found] == [Ending.OPEN, Ending.DONE, Ending.VOID, Ending.PASSED_ON]


def test_what_was_given_last_counts_and_the_wards_own_stands_apart(database: Database, team_ids: list[int]) -> None:
    given = [("2026-Q3", team_ids[0], "E02", 40.0), (PERIOD, team_ids[0], "E02", 45.5), (PERIOD, None, "E06a", 8.0)]
    with database.begin() as work:
        for period, team_id, code, value in (*given, (PERIOD, team_ids[1], "E02", 9.0)):
            reports.enter(work, EnteredFigure(period=period, team_id=team_id, code=code, value=value, entered_at=NOW))
        reports.enter(work, EnteredFigure(period=PERIOD, team_id=team_ids[1], code="E02", value=None, entered_at=NOW))
    with database.read() as work:
        found = reports.given(work, PERIOD)
        assert (found[team_ids[0]]["E02"].value, found[None]["E06a"].value) == (45.5, 8)
        assert found[team_ids[1]]["E02"].value is None
        assert set(reports.given(work, PERIOD, team_ids=[])) == {None}
        assert reports.given(work, "2026-Q3")[team_ids[0]]["E02"].value == 40
        assert len(reports.entries(work, PERIOD, team_ids[1])) == 2
        assert len(reports.entries(work, PERIOD, None)) == 1


def test_a_draft_begins_once_and_a_dataset_is_kept_once(database: Database, team_ids: list[int]) -> None:
    with database.begin() as work:
        for _ in range(2):
            reports.start(work, team_ids, duty="N01", period=PERIOD, now=NOW)
        draft = reports.drafts(work, "N01", PERIOD)[team_ids[0]]
        freezing = Freezing(
            kind=DocumentKind.TEAM, period=PERIOD, team_id=team_ids[0], sha256="aa", body={"a": 1}, lines={"D03": {}}
        )
        first, second = (reports.freeze(work, freezing, now=NOW) for _ in range(2))
        assert first.id == second.id
        for step in (ReportStep.SUBMITTED, ReportStep.RETURNED):
            dataset = first.id if step is ReportStep.SUBMITTED else None
            line = ReportStepLine(report_id=draft.id, step=step, at=NOW, dataset_id=dataset)
            reports.add_step(work, draft, line)
        assert draft.revision == 3
    with database.read() as work:
        assert len(reports.drafts(work, "N01", PERIOD)) == 3
        assert [one.step for one in reports.steps(work, draft.id)] == [ReportStep.SUBMITTED, ReportStep.RETURNED]
        assert reports.sent(work, "N01", [PERIOD])[team_ids[0], PERIOD].lines == {"D03": {}}
        assert reports.datasets(work) == []
        assert reports.dataset(work, first.id) is not None


def test_the_register_is_filtered_and_flows_into_the_reports_after_it(database: Database, team_ids: list[int]) -> None:
    with database.begin() as work:
        for kind, period, state in (
            (RegisterKind.OBSTACLE, "2026-Q3", RegisterState.OPEN),
            (RegisterKind.OBSTACLE, "2026-Q3", RegisterState.ANSWERED),
            (RegisterKind.PRACTICE, "2026-Q3", RegisterState.OPEN),
            (RegisterKind.PROPOSAL, PERIOD, RegisterState.WITHDRAWN),
            (RegisterKind.PROPOSAL, PERIOD, RegisterState.PASSED_UP),
        ):
            line = RegisterLine(
                kind=kind,
                period=period,
                state=state,
                team_id=team_ids[0],
                text=f"{kind} {state}",
                level=RegisterLevel.WARD,
                created_at=NOW,
                changed_at=NOW,
            )
            register.add(work, line)
    with database.read() as work:
        assert [one.line.id for one in register.for_report(work, PERIOD)] == [1, 5]
        assert [one.line.id for one in register.for_report(work, "2026-Q3", team_ids=[team_ids[0]])] == [1, 2, 3]
        assert register.for_report(work, PERIOD, team_ids=[team_ids[1]]) == []
        assert register.count(work, RegisterFilter()) == 4
        assert register.count(work, RegisterFilter(state=RegisterState.WITHDRAWN)) == 1
        wanted = RegisterFilter(kind=RegisterKind.OBSTACLE, before_id=2)
        assert [one.id for one in register.page(work, wanted, limit=5)] == [1]
        text = "obstacle open"
        assert register.same(work, RegisterKind.OBSTACLE, "2026-Q3", team_ids[0], text) is not None
        assert register.same(work, RegisterKind.OBSTACLE, "2026-Q3", None, text) is None
