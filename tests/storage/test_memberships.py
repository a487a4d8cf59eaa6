"""Who belongs where on a day, by the person and by the account of Zalo's."""

from datetime import UTC, date, datetime

import pytest

from domain.teams import TeamRole
from storage import people, teams
from storage.database import Database
from storage.tables import DigitalTeam, TeamMember

NOW = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
ACCOUNT = "8800000000000000001"
SINCE, UNTIL, DISSOLVED = date(2026, 3, 1), date(2026, 11, 27), date(2026, 12, 31)


@pytest.fixture
def person_id(database: Database) -> int:
    """Somebody who leads one team and was a member of another until it ended for him."""
    with database.begin() as work:
        person = people.find_or_add(work, ACCOUNT, now=NOW)
        people.find_or_add(work, "8800000000000000002", now=NOW)
        first = DigitalTeam(number=12, name="Tổ 12", since_on=SINCE, dissolved_on=DISSOLVED)
        second = DigitalTeam(name="Tổ Phong Nam", since_on=SINCE)
        work.session.add_all([first, second])
        work.session.flush()
        rows = [
            TeamMember(team_id=first.id, person_id=person.id, full_name="A", role=TeamRole.LEADER, since_on=SINCE),
            TeamMember(
                team_id=second.id,
                person_id=person.id,
                full_name="A",
                role=TeamRole.MEMBER,
                since_on=SINCE,
                until_on=UNTIL,
            ),
        ]
        work.session.add_all(rows)
        return person.id


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 2, 28), []),
        (SINCE, ["Tổ 12", "Tổ Phong Nam"]),
        (date(2026, 11, 26), ["Tổ 12", "Tổ Phong Nam"]),
        (UNTIL, ["Tổ 12"]),
        (date(2026, 12, 30), ["Tổ 12"]),
        (DISSOLVED, []),
    ],
)
def test_a_membership_begins_and_ends_with_its_days_and_with_the_team(
    database: Database, person_id: int, today: date, expected: list[str]
) -> None:
    with database.read() as work:
        assert [team.name for _, team in teams.memberships_of(work, person_id, today)] == expected
        bound = teams.bound_accounts(work, {ACCOUNT, "8800000000000000002", "unknown"}, today)
    assert bound == ({ACCOUNT} if expected else set())


def test_nobody_is_asked_for_when_nobody_wrote(database: Database) -> None:
    with database.read() as work:
        assert teams.bound_accounts(work, set(), SINCE) == set()
