"""The ward of the demo: as many groups and members as promised, and work in this quarter and the one before."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

from sqlmodel import select

from commands.demo_duties import add_duties
from commands.demo_people import add_people
from commands.demo_reports import add_reports
from commands.demo_ward import add_ward
from domain.activities import ActivityStatus
from domain.staff import Role
from domain.teams import TeamRole
from handlers.accounts import AddOfficer, add_officer
from handlers.activity_lists import quarter_start
from handlers.ward_documents import ward_picture
from storage import duties, reports, unit_contacts
from storage.tables import Activity, ActivityAttendee, DigitalTeam, ResidentialGroup, StoredAttachment, TeamMember
from tests.journeys.town import Town


def test_the_demo_has_thirty_groups_two_hundred_and_ten_members_and_two_quarters_of_work(tmp_path: Path) -> None:
    town = Town(tmp_path)
    add_ward(town.service, town.simulator.add_sample_people())
    add_people(town.service, town.simulator)
    begins_on = quarter_start(town.service.office.today(town.clock()))
    with town.service.database.read() as work:
        assert len(work.session.exec(select(ResidentialGroup)).all()) == 30
        assert len(work.session.exec(select(DigitalTeam)).all()) == 30
        members = work.session.exec(select(TeamMember)).all()
        leaders = Counter(member.team_id for member in members if member.role is TeamRole.LEADER)
        assert len(members) == 210
        work_done = work.session.exec(select(Activity)).all()
        kept = work.session.exec(select(StoredAttachment)).all()
        photos = Counter(photo.activity_id for photo in kept)
        attendees = work.session.exec(select(ActivityAttendee)).all()
    assert set(leaders.values()) == {1}
    assert len([member for member in members if member.person_id]) > 10
    assert min(Counter(one.starts_on >= begins_on for one in work_done).values()) > 50
    assert min(one.starts_on for one in work_done) < quarter_start(begins_on - timedelta(days=1)) + timedelta(days=14)
    assert {one.status for one in work_done} >= {
        ActivityStatus.RECORDED,
        ActivityStatus.PLANNED,
        ActivityStatus.DUPLICATE,
    }
    assert {one.id: one.evidence for one in work_done if one.evidence} == photos
    assert all(town.service.media.has(photo.sha256 or "") for photo in kept)
    assert {one.activity_id for one in attendees} <= {one.id for one in work_done}
    assert len(attendees) > 500
    town.close()


def test_the_demo_has_reports_in_every_state_and_some_teams_late(tmp_path: Path) -> None:
    town = Town(tmp_path)
    add_ward(town.service, town.simulator.add_sample_people())
    add_people(town.service, town.simulator)
    with town.service.database.begin() as work:
        command = AddOfficer(username="lan", full_name="Lan", role=Role.HEAD, password="long enough for a test")
        add_officer(work, command, now=town.clock())
    add_reports(town.service)
    office, today = town.service.office, town.service.office.today(town.clock())
    with town.service.database.read() as work:
        owed = reports.obligations(work, "N01", ["2026-Q3", "2026-Q4"])
        before, now = (ward_picture(work, office, key, today=today).document for key in ("2026-Q3", "2026-Q4"))
    states = {
        key: Counter(str(row.status) for at, row in owed.items() if at[1] == key) for key in ("2026-Q3", "2026-Q4")
    }
    assert states["2026-Q3"] == {"locked": 23, "submitted": 4, "draft": 3}
    assert states["2026-Q4"] == {"submitted": 4, "returned": 1, "draft": 25}
    assert (before.reported, now.reported, now.expected) == (27, 4, 30)
    figures = {one.code: one for section in before.sections for one in section.figures}
    assert figures["E03"].progress
    assert figures["D03"].value
    town.close()


def test_the_demo_has_contacts_and_what_units_owed_in_the_past_months(tmp_path: Path) -> None:
    town = Town(tmp_path)
    add_ward(town.service, town.simulator.add_sample_people())
    add_people(town.service, town.simulator)
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
