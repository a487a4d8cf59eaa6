"""The ward of the demo: as many groups and members as promised, and work in this quarter and the one before."""

from collections import Counter
from pathlib import Path

from sqlmodel import select

from commands.demo_duties import add_duties
from commands.demo_people import add_people
from commands.demo_ward import add_ward
from domain.teams import TeamRole
from handlers.activity_lists import quarter_start
from storage import duties, unit_contacts
from storage.tables import Activity, DigitalTeam, ResidentialGroup, TeamMember
from tests.journeys.town import Town


def test_the_demo_has_thirty_groups_two_hundred_and_ten_members_and_two_quarters_of_work(tmp_path: Path) -> None:
    town = Town(tmp_path)
    add_ward(town.service, town.simulator.add_sample_people())
    add_people(town.service)
    begins_on = quarter_start(town.service.office.today(town.clock()))
    with town.service.database.read() as work:
        assert len(work.session.exec(select(ResidentialGroup)).all()) == 30
        assert len(work.session.exec(select(DigitalTeam)).all()) == 30
        members = work.session.exec(select(TeamMember)).all()
        leaders = Counter(member.team_id for member in members if member.role is TeamRole.LEADER)
        assert len(members) == 210
        days = [one.starts_on for one in work.session.exec(select(Activity)).all()]
    assert set(leaders.values()) == {1}
    assert min(Counter(day >= begins_on for day in days).values()) > 50
    town.close()


def test_the_demo_has_contacts_and_what_units_owed_in_the_past_months(tmp_path: Path) -> None:
    town = Town(tmp_path)
    add_ward(town.service, town.simulator.add_sample_people())
    add_people(town.service)
    add_duties(town.service)
    town.pass_time(seconds=0)
    with town.service.database.read() as work:
        found = duties.period_counts(work)
        contacts = unit_contacts.present(work, town.service.office.today(town.clock()))
    counts = {(one.duty, one.period): one for one in found}
    assert counts["N04", "2026-10"].total == 9
    assert counts["N04", "2026-10"].owed < 9
    assert counts["N02", "2026-Q3"].total == 1
    assert counts["N01", "2026-Q4"].total == 30
    assert len(contacts) == 3 + 7
    assert len({contact.full_name for contact in contacts}) > 5
    town.close()
