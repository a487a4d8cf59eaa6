"""The figures of a report equal an independent sum over the raw log, and keep apart what must not be added up."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from domain.activities import ActivityStatus
from domain.report_doubts import DoubtKind
from domain.report_lines import LineOrigin
from domain.understanding import ActivityType, Topic
from handlers.office import Office
from handlers.report_drafting import Picture, TeamPicture, picture
from storage import reports
from storage.database import Database
from storage.tables import Activity, EnteredFigure
from tests.handlers.ward_of_reports import CUT_OFF_EVENING, TOLD_AT, add_activity, add_random_log, add_teams

PERIOD, BEGINS_ON, CUT_OFF = "2026-Q4", date(2026, 9, 15), date(2026, 12, 14)
DAY = date(2026, 10, 10)


def picture_now(database: Database, office: Office, period: str = PERIOD, **wanted: list[int]) -> Picture:
    with database.read() as work:
        return picture(work, office, period, today=office.today(CUT_OFF_EVENING), **wanted)


def one_team(database: Database, office: Office, team_id: int) -> TeamPicture:
    found = picture_now(database, office, team_ids=[team_id]).team(team_id)
    assert found is not None
    return found


def kinds(team: TeamPicture) -> set[tuple[DoubtKind, str | None]]:
    return {(doubt.kind, doubt.code) for doubt in team.doubts}


@pytest.mark.parametrize("seed", range(4))
def test_every_figure_equals_an_independent_sum_over_the_raw_log(database: Database, office: Office, seed: int) -> None:
    teams = add_teams(database)
    add_random_log(database, teams, 400, seed=seed)
    lines = {team.team.id: team.lines for team in picture_now(database, office).teams}
    with database.read() as work:
        log = [
            row
            for row in work.session.exec(select(Activity)).all()
            if row.status is ActivityStatus.RECORDED and BEGINS_ON <= row.starts_on <= CUT_OFF
        ]
    assert len(log) > 100
    for team_id in teams:
        own = [row for row in log if row.team_id == team_id]
        turns = dict.fromkeys(("vneid", "chu_ky_so"), 0)
        persons = dict(turns)
        for row in own:
            for topic in turns:
                if topic in row.topics:
                    number = row.counts.get(topic, row.people)
                    if number is not None and row.people_unit == "người":
                        persons[topic] += number
                    elif number is not None:
                        turns[topic] += number
        for code, topic in (("D03", "vneid"), ("F07a", "chu_ky_so")):
            assert (lines[team_id][code].value or 0, lines[team_id][code].persons) == (turns[topic], persons[topic])
        assert lines[team_id]["E04c"].value == sum(row.ewallet_accounts or 0 for row in own)
        trainings = [row for row in own if row.activity_type is ActivityType.TRAINING]
        assert lines[team_id]["B03"].value == (len(trainings) or None)
        households = [row.households for row in own if "thanh_toan_dien_tu" in row.topics if row.households is not None]
        assert lines[team_id]["E04b"].value == (sum(households) if households else None)


def test_what_nobody_said_is_missing_and_never_nought(database: Database, office: Office) -> None:
    (team_id,) = add_teams(database, 1)
    with database.begin() as work:
        silent = add_activity(work, team_id, DAY, topics=["vneid"]).id
    team = one_team(database, office, team_id)
    assert (team.lines["D03"].value, team.lines["D03"].unnumbered) == (None, (silent,))
    assert team.lines["D01"].value is None
    assert team.lines["E03"].value is None
    assert {(DoubtKind.UNNUMBERED, "D03"), (DoubtKind.MISSING, "E02"), (DoubtKind.UNPROVED, None)} <= kinds(team)


def test_turns_persons_and_households_are_never_added_up(database: Database, office: Office) -> None:
    (team_id,) = add_teams(database, 1)
    with database.begin() as work:
        add_activity(work, team_id, DAY, topics=["vneid"], people=35, people_unit="lượt", households=10)
        add_activity(work, team_id, DAY, topics=["vneid"], people=7, people_unit="người")
        add_activity(work, team_id, DAY, topics=["vneid"], people=5)
    line = one_team(database, office, team_id).lines["D03"]
    assert (line.value, line.persons) == (40, 7)


@pytest.mark.parametrize("status", sorted(set(ActivityStatus) - {ActivityStatus.RECORDED}))
def test_what_does_not_count_is_not_counted(database: Database, office: Office, status: ActivityStatus) -> None:
    (team_id,) = add_teams(database, 1)
    with database.begin() as work:
        add_activity(work, team_id, DAY, topics=["vneid"], people=35, status=status)
    team = one_team(database, office, team_id)
    assert team.lines["D03"].value is None
    assert ((DoubtKind.TOLD_TWICE, None) in kinds(team)) is (status is ActivityStatus.DUPLICATE)


def test_days_outside_the_period_and_in_the_future_do_not_count(database: Database, office: Office) -> None:
    (team_id,) = add_teams(database, 1)
    with database.begin() as work:
        for day in (BEGINS_ON - timedelta(days=1), BEGINS_ON, CUT_OFF, CUT_OFF + timedelta(days=1)):
            add_activity(work, team_id, day, topics=["vneid"], people=10)
    team = one_team(database, office, team_id)
    assert team.lines["D03"].value == 20
    assert team.lines["D03"].cumulative == 30
    assert (DoubtKind.FUTURE, None) in kinds(team)


def test_an_event_that_two_teams_tell_counts_once(database: Database, office: Office) -> None:
    first, second, third = add_teams(database)
    with database.begin() as work:
        led = add_activity(work, first, DAY, topics=["vneid"], people=30, others=[second]).id
        add_activity(work, second, DAY, topics=["vneid"], people=30, others=[first])
        lonely = add_activity(work, third, DAY, topics=["vneid"], people=4, others=[first]).id
    whole = picture_now(database, office)
    values = [team.lines["D03"].value for team in whole.teams]
    assert values == [30, None, 4]
    assert [fact.id for fact in whole.teams[1].taken_part] == [led]
    assert (DoubtKind.CO_ORGANISED, None) in kinds(whole.teams[2])
    assert next(doubt.ids for doubt in whole.teams[2].doubts if doubt.kind is DoubtKind.CO_ORGANISED) == (lonely,)
    assert one_team(database, office, second).lines["D03"].value is None


def enter(database: Database, team_id: int, code: str, value: float | None, period: str = PERIOD) -> None:
    with database.begin() as work:
        figure = EnteredFigure(period=period, team_id=team_id, code=code, value=value, entered_at=TOLD_AT)
        reports.enter(work, figure)


def test_a_stock_stands_until_another_is_given_and_a_share_is_recomputed(database: Database, office: Office) -> None:
    (team_id,) = add_teams(database, 1, households=200)
    enter(database, team_id, "E02", 50, "2026-Q3")
    team = one_team(database, office, team_id)
    assert (team.lines["E02"].value, team.lines["E02"].origin) == (50, LineOrigin.CARRIED)
    assert team.lines["E03"].value == 0.25
    enter(database, team_id, "E02", 260)
    team = one_team(database, office, team_id)
    assert (team.lines["E02"].origin, team.lines["E03"].value) == (LineOrigin.ENTERED, 1.3)
    assert (DoubtKind.TOO_LARGE, "E02") in kinds(team)
    enter(database, team_id, "E02", None)
    assert one_team(database, office, team_id).lines["E02"].value is None


def test_a_flow_of_last_quarter_is_not_carried_and_a_leap_is_doubted(database: Database, office: Office) -> None:
    (team_id,) = add_teams(database, 1)
    enter(database, team_id, "D02", 9, "2026-Q3")
    with database.begin() as work:
        add_activity(work, team_id, date(2026, 7, 1), topics=["vneid"], people=10)
        add_activity(work, team_id, DAY, topics=["vneid"], people=31)
    team = one_team(database, office, team_id)
    assert team.lines["D02"].value is None
    assert (DoubtKind.FAR_OFF, "D03") in kinds(team)


def test_every_topic_that_members_report_feeds_some_indicator(office: Office) -> None:
    catalogue = office.ward.catalogue
    fed = {topic for one in catalogue.indicators if one.origin for topic in one.origin.topics}
    assert set(Topic) - fed <= {Topic.AI, Topic.DIGITAL_SKILLS, Topic.E_TAX}
