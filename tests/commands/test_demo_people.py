"""The ward of the demo: as many groups and members as promised, and work in this quarter and the one before."""

from collections import Counter
from pathlib import Path

from sqlmodel import func, select

from commands.demo_people import add_people
from commands.demo_ward import add_ward
from domain.teams import TeamRole
from handlers.activity_lists import quarter_start
from storage.tables import Activity, DigitalTeam, ResidentialGroup, TeamMember
from tests.journeys.town import Town


def test_the_demo_has_thirty_groups_two_hundred_and_ten_members_and_two_quarters_of_work(tmp_path: Path) -> None:
    town = Town(tmp_path)
    add_ward(town.service, town.simulator.add_sample_people())
    add_people(town.service)
    begins_on = quarter_start(town.service.office.today(town.clock()))
    with town.service.database.read() as work:
        for table, count in ((ResidentialGroup, 30), (DigitalTeam, 30), (TeamMember, 210)):
            assert work.session.exec(select(func.count()).select_from(table)).one() == count
        members = work.session.exec(select(TeamMember)).all()
        leaders = Counter(member.team_id for member in members if member.role is TeamRole.LEADER)
        days = work.session.exec(select(Activity.starts_on)).all()
    assert set(leaders.values()) == {1}
    assert min(Counter(day >= begins_on for day in days).values()) > 50
    town.close()
