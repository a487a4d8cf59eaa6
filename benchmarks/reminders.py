"""How long one run of reminders takes in a very large ward: 1,000 teams of five people, most of whom owe."""

import argparse
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time

from sqlalchemy import func, select, update

from benchmarks.machine import described
from commands.assembly import load_office
from domain.duties import ObligationStatus
from domain.teams import GroupPurpose, TeamRole
from handlers.office import Office
from handlers.reminders import oblige, outlooks, remind
from settings import load_settings
from storage.columns import columns_of, rows_of
from storage.database import Database
from storage.migrate import upgrade
from storage.tables import DigitalTeam, GroupChat, Obligation, OutboxMessage, Person, TeamMember

SINCE = date(2026, 1, 1)
FIRST_RUNG = datetime(2026, 12, 15, 2, 0, tzinfo=UTC)
LAST_CALL = datetime(2026, 12, 18, 2, 0, tzinfo=UTC)
LATE = datetime(2026, 12, 21, 2, 0, tzinfo=UTC)


def main() -> None:
    """Fill a ward, take each kind of run once, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--teams", type=int, default=1000)
    parser.add_argument("--people", type=int, default=5)
    parser.add_argument("--database", help="another database than a fresh SQLite file; it must be empty")
    arguments = parser.parse_args()
    print(described(f"python -m benchmarks.reminders --teams {arguments.teams} --people {arguments.people}"))
    print("\n| run | s | processor s | decisions | messages |\n| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        database = Database(arguments.database or f"sqlite:///{Path(folder) / 'ward.sqlite3'}")
        upgrade(database)
        office = load_office(load_settings({}, env_file=Path(folder) / "none"))
        _fill(database, arguments.teams, arguments.people)
        _take_runs(database, office)
        database.close()


def _take_runs(database: Database, office: Office) -> None:
    _measured("put on record", database, lambda: _obliged(database, office))
    _measured("a quiet minute", database, lambda: _remind(database, office, FIRST_RUNG - timedelta(hours=10)))
    _measured("three days before", database, lambda: _remind(database, office, FIRST_RUNG))
    _measured("the next minute", database, lambda: _remind(database, office, FIRST_RUNG + timedelta(minutes=1)))
    _settle(database)
    _measured("last call, half has come", database, lambda: _remind(database, office, LAST_CALL))
    _measured("late", database, lambda: _remind(database, office, LATE))
    _measured("dry run", database, lambda: _look(database, office))


def _measured(name: str, database: Database, run: Callable[[], int]) -> None:
    before, began, spent = _messages(database), perf_counter(), process_time()
    decisions = run()
    took, processor = perf_counter() - began, process_time() - spent
    print(f"| {name} | {took:.2f} | {processor:.2f} | {decisions} | {_messages(database) - before} |")


def _obliged(database: Database, office: Office) -> int:
    with database.begin() as work:
        oblige(work, office, now=FIRST_RUNG)
        return work.session.scalar(select(func.count()).select_from(Obligation)) or 0


def _remind(database: Database, office: Office, at: datetime) -> int:
    with database.begin() as work:
        return remind(work, office, now=at)


def _look(database: Database, office: Office) -> int:
    with database.read() as work:
        return sum(len(one.reminders) for one in outlooks(work, office, LAST_CALL))


def _messages(database: Database) -> int:
    with database.read() as work:
        return work.session.scalar(select(func.count()).select_from(OutboxMessage)) or 0


def _settle(database: Database) -> None:
    """Every second team's report has come."""
    rows = columns_of(Obligation)
    with database.begin() as work:
        work.session.execute(
            update(Obligation)
            .where(rows.duty == "N01", rows.team_id % 2 == 0)
            .values(status=ObligationStatus.SUBMITTED, submitted_at=FIRST_RUNG)
        )


def _fill(database: Database, teams: int, people: int) -> None:
    """Of the leaders a third wrote today, a third days ago, and a third are out of reach or not bound."""
    with database.begin() as work:
        connection = work.session.connection()
        numbers = range(1, teams + 1)
        connection.execute(
            rows_of(DigitalTeam).insert(),
            [{"id": n, "number": n, "name": f"Team {n}", "since_on": SINCE} for n in numbers],
        )
        persons = [_person(n) for n in range(1, teams * people + 1)]
        connection.execute(rows_of(Person).insert(), persons)
        members = [_member(n, people, place) for n in numbers for place in range(people)]
        connection.execute(rows_of(TeamMember).insert(), members)
        group = {
            "zalo_group_id": "g",
            "purpose": GroupPurpose.WARD,
            "status": "active",
            "name": "",
            "first_seen_at": FIRST_RUNG,
        }
        connection.execute(rows_of(GroupChat).insert(), [group])


def _person(number: int) -> dict[str, object]:
    ago = (timedelta(hours=3), timedelta(days=4), timedelta(days=30))[number % 3]
    return {
        "id": number,
        "zalo_user_id": f"88{number:017d}",
        "first_seen_at": FIRST_RUNG - timedelta(days=90),
        "last_interaction_at": FIRST_RUNG - ago,
        "following": False,
    }


def _member(team: int, people: int, place: int) -> dict[str, object]:
    role = (TeamRole.LEADER, TeamRole.DEPUTY)[place] if place < 2 else TeamRole.MEMBER
    number = (team - 1) * people + place + 1
    is_bound = number % 7 != 0
    return {
        "team_id": team,
        "person_id": number if is_bound else None,
        "full_name": f"Member {number}",
        "role": role,
        "since_on": SINCE,
    }


if __name__ == "__main__":
    main()
