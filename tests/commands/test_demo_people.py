"""The ward of the demo: as many groups and members as promised, and work in this quarter and the one before."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

from sqlmodel import select

from commands.demo_people import add_people
from commands.demo_ward import add_ward
from domain.activities import ActivityStatus
from domain.teams import TeamRole
from handlers.activity_lists import quarter_start
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
