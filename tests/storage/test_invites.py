"""Invite codes by their hash and tries to use them; what members agreed to, the latest answer counting."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.teams import ConsentSource, MemberField, TeamRole
from storage import consents, invites, people
from storage.database import Database
from storage.tables import DigitalTeam, TeamMember

NOW = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=14)


@pytest.fixture
def member_id(database: Database) -> int:
    with database.begin() as work:
        team = DigitalTeam(number=12, name="Tổ 12", since_on=date(2026, 1, 1))
        work.session.add(team)
        work.session.flush()
        member = TeamMember(team_id=team.id, full_name="A", role=TeamRole.LEADER, since_on=team.since_on)
        work.session.add(member)
        work.session.flush()
        return member.id


def test_open_codes_are_revoked_and_old_ones_stay_as_they_are(database: Database, member_id: int) -> None:
    with database.begin() as work:
        for name, expires_at in (("old", NOW), ("open", LATER)):
            invites.add(work, member_id=member_id, code_sha256=name, now=NOW, expires_at=expires_at, officer_id=None)
        assert invites.revoke(work, [member_id], now=NOW + timedelta(seconds=1)) == 1
        assert invites.revoke(work, [member_id], now=NOW + timedelta(seconds=1)) == 0
    with database.begin() as work:
        old, current = invites.find(work, "old"), invites.find(work, "open")
        assert old is not None
        assert current is not None
        assert (old.revoked_at is None, current.revoked_at is None) == (True, False)
        assert invites.newest_of_members(work, [member_id])[member_id].code_sha256 == "open"
        assert invites.find(work, "never") is None


def test_failed_tries_are_counted_by_sender_and_overall(database: Database) -> None:
    with database.begin() as work:
        one, other = (people.find_or_add(work, account, now=NOW) for account in ("881", "882"))
        for person, succeeded, hours in ((one, False, 0), (one, True, 0), (one, False, 2), (other, False, 0)):
            invites.note_attempt(work, person, succeeded=succeeded, now=NOW - timedelta(hours=hours))
    with database.read() as work:
        since = NOW - timedelta(hours=1)
        assert invites.failures_since(work, since, person=one) == 1
        assert invites.failures_since(work, since) == 2


def test_the_latest_answer_about_a_field_counts(database: Database, member_id: int) -> None:
    with database.begin() as work:
        for given in (True, False):
            consents.answer(work, member_id, MemberField.PHONE, given=given, source=ConsentSource.PAGE, now=NOW)
        answers = {MemberField.FULL_NAME: True, MemberField.PHONE: False}
        for new in ([MemberField.FULL_NAME], []):
            assert (
                consents.answer_anew(work, member_id, answers, source=ConsentSource.CHAT, now=NOW, officer_id=None)
                == new
            )
            work.session.flush()
    with database.read() as work:
        assert consents.of_members(work, [member_id, 99]) == {
            member_id: {MemberField.PHONE: False, MemberField.FULL_NAME: True}
        }
        team_id = work.session.get_one(TeamMember, member_id).team_id
        assert len(consents.team_with_consents(work, team_id, date(2026, 11, 27))) == 1
